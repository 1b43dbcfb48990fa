"""The files in which a whole plan can be downloaded, for the page, its links and the command."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from budgets.spending import SeenSpending
from etda_plan.common.exports import XLSX_TYPE
from etda_plan.common.pdf import PdfUnavailable, pdf_available
from etda_plan.overview.exports.plan_json import plan_json
from etda_plan.overview.exports.plan_pdf import plan_pdf
from etda_plan.overview.exports.workbook import plan_workbook
from etda_plan.overview.plan import PlanReading
from etda_plan.overview.reconciliation import reconcile_reading
from projects.models import FiscalPlan


def always_on() -> str:
    """Return no reason: this format needs nothing that may be missing."""
    return ""


@dataclass(frozen=True)
class Format:
    """A kind of file: ``write`` draws it from a plan that was read, and the money that is seen.

    ``off`` says why it cannot be written on this machine and how to switch it on; an empty text
    means that it can.
    """

    extension: str
    content_type: str
    name: str
    contents: Promise | str
    write: Callable[[PlanReading, SeenSpending | None], bytes]
    off: Callable[[], str] = always_on

    @property
    def off_because(self) -> str:
        """Why it is off, or an empty text."""
        return self.off()

    def file_name(self, plan: FiscalPlan) -> str:
        """Return ``etda-plan-2563.xlsx``."""
        return f"etda-plan-{plan.fiscal_year}.{self.extension}"


def _workbook(reading: PlanReading, money: SeenSpending | None) -> bytes:
    return plan_workbook(reading, reconcile_reading(reading), money)


def _paper(reading: PlanReading, money: SeenSpending | None) -> bytes:
    return plan_pdf(reading, reconcile_reading(reading), money)


def _paper_is_off() -> str:
    return "" if pdf_available() else str(PdfUnavailable())


FORMATS = (
    Format(
        extension="xlsx",
        content_type=XLSX_TYPE,
        name="Excel",
        contents=_(
            "For calculating: the money, works, activities and indicators as printed; sums, "
            "differences and the reconciliation are live formulas"
        ),
        write=_workbook,
    ),
    Format(
        extension="pdf",
        content_type="application/pdf",
        name="PDF",
        contents=_(
            "For reading and printing: the whole plan in its own layout, each work on its own "
            "pages, the money, the indicators, the reconciliation and the anomalies"
        ),
        write=_paper,
        off=_paper_is_off,
    ),
    Format(
        extension="json",
        content_type="application/json",
        name="JSON",
        contents=_(
            "For other programs: works, activities, indicators, both statements and the anomalies; "
            "amounts in baht as text, so that no program rounds them"
        ),
        write=plan_json,
    ),
)


def find_format(extension: str) -> Format | None:
    """Return the format of an extension, or None."""
    return next((each for each in FORMATS if each.extension == extension), None)
