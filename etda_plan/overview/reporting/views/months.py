"""The page of all reports, office by month, and what is asked before a month is closed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from etda_plan.accounts.signed_in import signed_in
from etda_plan.common.access import open_to
from etda_plan.common.exports import export_response
from etda_plan.common.filters import Filtered, read_filters
from etda_plan.common.fiscal import month_names
from etda_plan.overview.reporting.exports import matrix_export
from etda_plan.overview.reporting.filters import MatrixFilterSet
from etda_plan.overview.reporting.forms import ReopenReportsForm
from etda_plan.overview.reporting.matrix import Matrix, MonthRow, obstacle_to_close, read_matrix
from etda_plan.overview.reporting.place import MONTHS
from etda_plan.overview.reporting.services import close_month, reopen_month
from projects.as_of import read_as_of
from projects.models import FiscalPlan, Office, ReportingMonth
from projects.permissions import CLOSE_REPORTS, READ_REPORTS, REOPEN_REPORTS
from projects.selection import require_plan, selected_plan


@open_to(READ_REPORTS)
def monthly_reports(request: HttpRequest) -> HttpResponse:
    """Show offices by months, and the months with their closes; ``?_export=`` as a file."""
    plan = selected_plan(request)
    if plan is None:
        return render(request, "overview/reporting/matrix.html")
    as_of = read_as_of(request, plan)
    matrix = read_matrix(plan, request.user, as_of.plan_day)
    rows = Office.objects.filter(pk__in=[row.office.pk for row in matrix.offices])
    listing = read_filters(request, MatrixFilterSet, rows)
    offices = _filtered(matrix, listing)
    notes = [*as_of.statements, *(link.words for link in listing.active_filters)]
    file = export_response(request, lambda: matrix_export(matrix, offices, notes))
    context = {
        "matrix": matrix,
        "offices": offices,
        "listing": listing,
        "month_names": month_names(),
        "as_of": as_of,
    }
    return file or render(request, "overview/reporting/matrix.html", context)


def _filtered(matrix: Matrix, listing: Filtered) -> list[Any]:
    month = listing.value("month")
    return matrix.filtered(int(month) if month else None, listing.value("state") or "")


@open_to(CLOSE_REPORTS)
def month_reports_close(request: HttpRequest, month: int) -> HttpResponse:
    """Say who has not reported and what is not decided, and close the month's reports."""
    plan = require_plan(request)
    row = _row(plan, request, month)
    error = ""
    if request.method == "POST":
        try:
            close_month(_stored(plan, month), user=signed_in(request))
        except ValidationError as refused:
            error = " ".join(refused.messages)
        else:
            messages.success(
                request, _("The reports of %(month)s are closed.") % {"month": row.month}
            )
            return redirect(reverse("monthly_reports") + plan.query)
    context = {"row": row, "obstacle": obstacle_to_close(row), "error": error}
    return render(request, "overview/reporting/close.html", context)


@open_to(REOPEN_REPORTS)
def month_reports_reopen(request: HttpRequest, month: int) -> HttpResponse:
    """Ask for the reason to reopen a month's reports, and reopen them."""
    plan = require_plan(request)
    row = _row(plan, request, month)
    form = ReopenReportsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            if row.close is None:
                raise ValidationError(_("The reports of the month are open."))
            reopen_month(row.close, form.cleaned_data["reason"], user=signed_in(request))
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            words = _("The reports of %(month)s are open again.")
            messages.success(request, words % {"month": row.month})
            return redirect(reverse("monthly_reports") + plan.query)
    return render(request, "overview/reporting/reopen.html", {"row": row, "form": form})


def _row(plan: FiscalPlan, request: HttpRequest, month: int) -> MonthRow:
    if month not in MONTHS:
        raise Http404(_("A year has the months 1 to 12."))
    return read_matrix(plan, request.user).months[month - 1]


def _stored(plan: FiscalPlan, month: int) -> ReportingMonth:
    return ReportingMonth.objects.of_plan(plan).get(month=month)
