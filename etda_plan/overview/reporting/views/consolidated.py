"""A month's reports of all offices: page, Excel, PDF, and the frame of forms 301 and 302."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from etda_plan.common.access import open_to
from etda_plan.common.exports import XLSX_TYPE, attachment, export_response
from etda_plan.common.fiscal import today
from etda_plan.common.pdf import PdfUnavailable, pdf_available
from etda_plan.overview.reporting.budget_forms import budget_forms
from etda_plan.overview.reporting.consolidated import Consolidated, read_consolidated
from etda_plan.overview.reporting.matrix import read_matrix
from etda_plan.overview.reporting.month_files import consolidated_export, consolidated_pdf
from etda_plan.overview.reporting.obligations import offices_that_report
from etda_plan.overview.reporting.place import month_of
from projects.as_of import AsOf, read_as_of
from projects.permissions import READ_REPORTS
from projects.selection import require_plan


def _read(request: HttpRequest, month: int) -> tuple[Consolidated, AsOf]:
    plan = require_plan(request)
    as_of = read_as_of(request, plan)
    of_year = month_of(plan, month)
    offices = offices_that_report(plan, as_of.plan_day)
    return read_consolidated(request.user, plan, of_year, as_of.sight, offices), as_of


@open_to(READ_REPORTS)
def month_of_reports(request: HttpRequest, month: int) -> HttpResponse:
    """Show what all offices reported of a month, work by work; ``?_export=`` as a file."""
    page, as_of = _read(request, month)
    file = export_response(request, lambda: consolidated_export(page, as_of.statements))
    if file:
        return file
    row = read_matrix(page.plan, request.user, as_of.plan_day).months[month - 1]
    context = {"page": page, "row": row, "has_pdf": pdf_available(), "as_of": as_of}
    return render(request, "overview/reporting/month.html", context)


@open_to(READ_REPORTS)
def month_of_reports_pdf(request: HttpRequest, month: int) -> HttpResponse:
    """Give a month's reports as PDF; ``Http404`` where this machine makes none."""
    page, as_of = _read(request, month)
    if not pdf_available():
        raise Http404(str(PdfUnavailable()))
    name = f"reports-{page.plan.fiscal_year}-{month:02}.pdf"
    day = as_of.plan_day or today()
    return attachment(consolidated_pdf(page, day), "application/pdf", name)


@open_to(READ_REPORTS)
def month_of_reports_forms(request: HttpRequest, month: int) -> HttpResponse:
    """Give plan and result of the year up to a month in the frame of forms 301 and 302."""
    page, as_of = _read(request, month)
    content = budget_forms(request.user, page, as_of.sight)
    return attachment(content, XLSX_TYPE, f"forms-301-302-{page.plan.fiscal_year}-{month:02}.xlsx")
