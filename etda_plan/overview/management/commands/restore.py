"""``manage.py restore``: an archive into an empty database."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from etda_plan.overview.backup import ArchiveRefused, restore, seal_reports


class Command(BaseCommand):
    """Put an archive into a database that has been migrated and holds nothing yet."""

    help = "Put a backup into a new database, on whichever engine: all of it or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the archive's path."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore and say what came of it."""
        try:
            contents = restore(options["file"])
        except ArchiveRefused as refused:
            raise CommandError(str(refused)) from refused
        told = {
            "rows": contents.rows,
            "files": len(contents.files),
            "tables": len(contents.tables),
        }
        self.stdout.write(
            _("Restored: %(rows)s rows, %(files)s files; the hashes of %(tables)s tables agree.")
            % told
        )
        for report in seal_reports():
            told = {"year": report.plan.fiscal_year, "closes": report.closes}
            self.stdout.write(_("Fiscal year %(year)s: %(closes)s seals looked at.") % told)
            for finding in report.findings:
                self.stderr.write(str(finding))
