"""``manage.py backup``: everything in one file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from etda_plan.overview.backup import back_up
from etda_plan.overview.backup.archive import digest


class Command(BaseCommand):
    """Write the database and the attached files to an archive, while the site goes on."""

    help = "Write the whole database and the attached files to one archive."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the archive's path."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it and say what is in it."""
        path: Path = options["file"]
        try:
            contents = back_up(path)
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
        with path.open("rb") as file:
            told = {
                "path": path,
                "rows": contents.rows,
                "files": len(contents.files),
                "sha256": digest(file),
            }
        self.stdout.write(
            _("Written: %(path)s, %(rows)s rows, %(files)s files. SHA-256: %(sha256)s") % told
        )
