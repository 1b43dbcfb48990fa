"""``manage.py export_plan``: a whole plan as a file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from budgets.spending import seen_whole
from etda_plan.common.snapshot import snapshot
from etda_plan.overview.exports.formats import FORMATS, find_format
from etda_plan.overview.management.finding import find_plan
from etda_plan.overview.plan import read_plan
from projects.sight import whole_sight


class Command(BaseCommand):
    """Writes a plan with all its spending and results as of today.

    Half a file never replaces a whole one.
    """

    help = "Write a plan to a file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the format, the path and the year."""
        extensions = [each.extension for each in FORMATS]
        parser.add_argument("--format", choices=extensions, required=True)
        parser.add_argument("--output", type=Path, required=True, metavar="PATH")
        parser.add_argument("--fiscal-year", type=int, help="Buddhist Era; else the current plan")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file and say where it is."""
        chosen = find_format(options["format"])
        plan = find_plan(options["fiscal_year"])
        if chosen is None or chosen.off_because:
            raise CommandError(chosen.off_because if chosen else options["format"])
        path: Path = options["output"]
        with snapshot():
            reading = read_plan(plan).with_results(whole_sight(plan))
            content = chosen.write(reading, seen_whole(plan))
        write_whole(path, content)
        self.stdout.write(_("Written: %s") % path)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file in one step; refuse a place that cannot be written to with a clear line."""
    unfinished = path.with_name(f"{path.name}.unfinished")
    try:
        unfinished.write_bytes(content)
        unfinished.replace(path)
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from error
