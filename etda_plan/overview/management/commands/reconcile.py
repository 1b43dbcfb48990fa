"""``manage.py reconcile``: does everything add up?"""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from etda_plan.common.checks import Check, Unit
from etda_plan.common.figures import baht, measure, million, signed_measure, signed_million
from etda_plan.common.sample import sample_field
from etda_plan.common.states import STATES
from etda_plan.overview.management.finding import find_plan
from etda_plan.overview.reconciliation import Report, reconcile


class Command(BaseCommand):
    """Prints every check; exits 0 when nothing disagrees, 1 otherwise, 2 without a plan."""

    help = "Check that everything in a plan adds up, and that it is what the document prints."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the form of the output and the year."""
        parser.add_argument("--format", choices=["text", "json"], default="text")
        parser.add_argument("--fiscal-year", type=int, help="Buddhist Era; else the current plan")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the report on standard output and nothing else there."""
        report = reconcile(find_plan(options["fiscal_year"]))
        if options["format"] == "json":
            data = {**sample_field(), **report.as_data()}
            text = json.dumps(data, ensure_ascii=False, indent=2)
        else:
            text = "\n".join(text_lines(report))
        self.stdout.write(text)
        if report.disagrees:
            raise SystemExit(1)


def text_lines(report: Report) -> list[str]:
    """Return the report as lines of text: the answer, then the checks by heading."""
    lines = [report.answer]
    for section in report.sections:
        lines += ["", section.heading]
        for check in section.checks:
            lines += check_lines(check)
    return lines


def check_lines(check: Check) -> list[str]:
    """Return a check as lines of text, its note below."""
    figures = "  ".join(
        [figure(check, check.expected), figure(check, check.actual), difference(check)]
    )
    cited = " · ".join(str(line) for line in check.source_lines)
    where = " " + _("line %(lines)s") % {"lines": cited} if cited else ""
    lines = [f"  {STATES[check.status].word}  {check.title}: {figures}{where}"]
    if check.anomaly:
        lines.append(f"      {check.anomaly}")
    if check.note:
        lines.append(f"      {check.note}")
    if check.difference_hidden:
        lines.append("      " + _("difference in baht: %s") % baht(check.difference))
    return lines


def figure(check: Check, number: Any) -> str:
    """Return a figure as people read it: ล้านบาท with four places, or a number."""
    return million(number) if check.unit is Unit.BAHT else measure(number)


def difference(check: Check) -> str:
    """Return the difference with its sign."""
    if check.unit is Unit.BAHT:
        return signed_million(check.difference)
    return signed_measure(check.difference)
