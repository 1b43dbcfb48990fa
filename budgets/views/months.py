"""The pages of the ledger's months: all twelve, one, and what is asked before each act."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from budgets.forms.months import ReopenForm
from budgets.forms.refusing import KeyedForm
from budgets.models import LedgerMonth, MonthClose
from budgets.months.export import months_export
from budgets.months.page import MonthRow, MonthsPage, read_months
from budgets.permissions import CLOSE_MONTHS, PUBLISH_MONTHS, READ_ALL_ENTRIES, REOPEN_MONTHS
from budgets.services.months import close_month, publish_month, reopen_month
from etda_plan.accounts.signed_in import signed_in
from etda_plan.common.access import open_to
from etda_plan.common.exports import export_response
from etda_plan.common.fiscal import today
from projects.selection import require_plan

READERS = (READ_ALL_ENTRIES, CLOSE_MONTHS, REOPEN_MONTHS, PUBLISH_MONTHS)

Act = Callable[[MonthRow, dict[str, Any]], str]


@open_to(*READERS)
def months(request: HttpRequest) -> HttpResponse:
    """Show the twelve months: state, sums, seal, and what may be done; ``?_export=`` as a file."""
    page = read_months(require_plan(request), today())
    file = export_response(request, lambda: months_export(page))
    return file or render(request, "budgets/months/list.html", {"page": page})


@open_to(*READERS)
def month(request: HttpRequest, number: int) -> HttpResponse:
    """Show one month with its seal in full and all that happened to it; it prints on one sheet."""
    page = read_months(require_plan(request), today())
    row = _row(page, number)
    sealed = MonthClose.objects.get(pk=row.close.pk).sealed if row.close else 0
    return render(request, "budgets/months/detail.html", {"row": row, "sealed": sealed})


@open_to(CLOSE_MONTHS)
def month_close(request: HttpRequest, number: int) -> HttpResponse:
    """Ask whether to close a month, and close it."""

    def act(row: MonthRow, given: dict[str, Any]) -> str:
        close = close_month(row.month, user=signed_in(request), key=given["key"])
        words = {"month": row.month, "seal": close.short_seal}
        return _("%(month)s is closed; its seal begins with %(seal)s.") % words

    return _asked(request, number, "close", KeyedForm(request.POST or None), act)


@open_to(REOPEN_MONTHS)
def month_reopen(request: HttpRequest, number: int) -> HttpResponse:
    """Ask for the reason to reopen a month, and reopen it."""

    def act(row: MonthRow, given: dict[str, Any]) -> str:
        close, user = _close_of(row), signed_in(request)
        reopen_month(close, given["reason"], user=user, key=given["key"])
        return _("%(month)s takes entries again.") % {"month": row.month}

    return _asked(request, number, "reopen", ReopenForm(request.POST or None), act)


@open_to(PUBLISH_MONTHS)
def month_publish(request: HttpRequest, number: int) -> HttpResponse:
    """Ask whether to publish the totals up to a month, and publish them."""

    def act(row: MonthRow, given: dict[str, Any]) -> str:
        publish_month(_close_of(row), user=signed_in(request), key=given["key"])
        return _("Visitors see the totals up to %(month)s.") % {"month": row.month}

    return _asked(request, number, "publish", KeyedForm(request.POST or None), act)


def _asked(request: HttpRequest, number: int, what: str, form: KeyedForm, act: Act) -> HttpResponse:
    """Show what an act would do with a month, or do it and go back to the months."""
    plan = require_plan(request)
    if request.method == "POST":
        LedgerMonth.objects.of_plan(plan)
    row = _row(read_months(plan, today()), number)
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, act(row, form.cleaned_data))
        except ValidationError as error:
            form.refuse(error)
        else:
            return redirect(reverse("budgets:months") + plan.query)
    context = {"row": row, "what": what, "form": form}
    return render(request, "budgets/months/confirm.html", context)


def _row(page: MonthsPage, number: int) -> MonthRow:
    for row in page.rows:
        if row.number == number:
            return row
    raise Http404(_("A year has the months 1 to 12."))


def _close_of(row: MonthRow) -> MonthClose:
    if row.close is None:
        raise ValidationError(_("The month is open."), "month_is_open")
    return row.close
