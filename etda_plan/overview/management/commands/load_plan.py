"""``manage.py load_plan``: the strict door to a plan."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection
from django.utils.translation import gettext as _

from etda_plan.overview.loading import Outcome, load_plan


class Command(BaseCommand):
    """Load a plan from fixture files, after holding each of its figures against the document."""

    help = "Load a plan from its fixture files, all of it or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the folder, and leave to overwrite."""
        folder = Path(settings.BASE_DIR) / "fixtures" / "fy2563"
        parser.add_argument("--directory", type=Path, default=folder)
        parser.add_argument(
            "--overwrite", action="store_true", help="write over a plan that somebody has edited"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and say in one line each what stands against it."""
        connection.ensure_connection()  # validating rows without one would log each of them
        outcome = load_plan(options["directory"], overwrite=options["overwrite"])
        for line in [*outcome.problems, *outcome.differences]:
            (self.stderr if outcome.refused else self.stdout).write(str(line))
        if outcome.refused:
            self.stderr.write(_reason(outcome))
            raise SystemExit(1)
        self.stdout.write(_reason(outcome))


def _reason(outcome: Outcome) -> str:
    if outcome.problems:
        return _("Nothing was loaded: %s problems.") % len(outcome.problems)
    if outcome.created:
        return _("Loaded: %s records.") % outcome.created
    if outcome.written:
        return _("Overwritten: %s differences.") % outcome.written
    if outcome.differences:
        return _(
            "Nothing was changed: the plan differs from the files in %s places. "
            "With --overwrite the files' values take their place."
        ) % len(outcome.differences)
    return _("Nothing to change: the plan is what the files say.")
