"""``manage.py verify_seals``: is what the closed months held still what it was?"""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from budgets.seals import SealReport, report_seals
from projects.models import FiscalPlan


class Command(BaseCommand):
    """Says what it verified; exits 0 when nothing was touched, 1 otherwise, 2 without a plan."""

    help = "Verify the seals of closed months: name each entry that was touched since."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the form of the output and the year."""
        parser.add_argument("--fiscal-year", type=int, help="Buddhist Era; else every plan")
        parser.add_argument("--json", action="store_true", help="print for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what was verified and what was found."""
        reports = [report_seals(plan) for plan in self._plans(options["fiscal_year"])]
        if options["json"]:
            stated = [report.as_data() for report in reports]
            self.stdout.write(json.dumps(stated, ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(line for report in reports for line in text_lines(report)))
        if any(report.findings for report in reports):
            raise SystemExit(1)

    def _plans(self, fiscal_year: int | None) -> list[FiscalPlan]:
        plans = FiscalPlan.objects.order_by("fiscal_year")
        asked = list(plans if fiscal_year is None else plans.filter(fiscal_year=fiscal_year))
        if not asked:
            raise CommandError(_("There is no plan of this fiscal year."), returncode=2)
        return asked


def text_lines(report: SealReport) -> Iterator[str]:
    """Yield a plan's report as lines of text: what was verified, then what was found."""
    year = {"year": report.plan.fiscal_year}
    if not report.closes:
        yield _("Fiscal year %(year)s: no month was ever closed, so there is no seal.") % year
        return
    verified = {"year": report.plan.fiscal_year, "records": report.records, "seals": report.closes}
    yield (
        _("Fiscal year %(year)s: %(seals)s seals over %(records)s entries and files verified.")
        % verified
    )
    for finding in report.findings:
        yield f"  {finding}"
    count = len(report.findings)
    found = ngettext("%(count)s finding", "%(count)s findings", count) % {"count": count}
    yield "  " + (found if count else _("Nothing was touched."))
