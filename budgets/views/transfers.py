"""The pages of transfers: the list, a proposal, and one transfer as a memo with its decision."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _

from activities.models import Activity
from budgets.forms.decisions import APPROVE, REFUSE, DecisionForm
from budgets.forms.transfers import SourceForm, TransferForm
from budgets.models import Allocation, Transfer
from budgets.models.transfers import TransferQuerySet
from budgets.permissions import (
    DECIDE_TRANSFERS,
    PROPOSE_TRANSFERS,
    READ_ALL_ENTRIES,
    READ_OWN_ENTRIES,
)
from budgets.services.transfers import (
    approve_transfer,
    limit_of,
    propose_transfer,
    refuse_transfer,
    withdraw_transfer,
)
from budgets.transfers.filters import TransferFilterSet
from budgets.transfers.memo import Memo, proposed_sides
from budgets.transfers.paper import memo_pdf
from budgets.transfers.table import TransferTable
from etda_plan.accounts.signed_in import signed_in
from etda_plan.common.access import open_to
from etda_plan.common.exports import attachment
from etda_plan.common.pdf import PdfUnavailable, pdf_available
from projects.listing import PlanListView
from projects.models import FiscalPlan
from projects.selection import require_plan

READERS = (READ_ALL_ENTRIES, READ_OWN_ENTRIES)


@method_decorator(open_to(*READERS), "dispatch")
class TransferListView(PlanListView):
    """The transfers that the user may read, newest first."""

    filterset = TransferFilterSet
    table = TransferTable
    template_name = "budgets/transfers/list.html"

    def get_queryset(self) -> TransferQuerySet:
        """Return the plan's transfers that the user may read."""
        rows: TransferQuerySet = Transfer.objects.none()
        if self.plan:
            rows = Transfer.objects.of_plan(self.plan).visible_to(self.request.user)
        return rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add how many there are in each state, and what was moved."""
        totals = self.get_queryset().totals()
        return {**super().get_context_data(**kwargs), "totals": totals}


@open_to(PROPOSE_TRANSFERS)
def transfer_new(request: HttpRequest) -> HttpResponse:
    """Ask where the money comes from (``?from=``), then for the rest, then to confirm."""
    plan = require_plan(request)
    allocations = list(Allocation.objects.of_plan(plan))
    if not request.GET.get("from"):
        context = {"source_form": SourceForm(allocations)}
        return render(request, "budgets/transfers/new.html", context)
    source = _source(request, allocations)
    form = TransferForm(
        request.POST or None,
        source=source,
        allocations=allocations,
        activities=_unopened(source),
    )
    return _proposed(request, plan, form) or _asked(request, form)


def _source(request: HttpRequest, allocations: list[Allocation]) -> Allocation:
    for allocation in allocations:
        if str(allocation.pk) == request.GET["from"]:
            return allocation
    raise Http404(_("There is no such allocation."))


def _unopened(source: Allocation) -> QuerySet[Activity]:
    """Return the activities of the work that have no allocation beside the one that gives."""
    held = Allocation.objects.filter(
        fund_source=source.fund_source,
        spending_group=source.spending_group,
        activity__project=source.project,
    )
    rows = Activity.objects.filter(project=source.project).select_related("project")
    return rows.exclude(pk__in=held.values("activity")).order_by("number")


def _proposed(request: HttpRequest, plan: FiscalPlan, form: TransferForm) -> HttpResponse | None:
    """Store what was confirmed and go to its page; None for what was not, or was refused."""
    if request.POST.get("step") != "propose" or not form.is_valid():
        return None
    try:
        key = form.cleaned_data["key"]
        transfer = propose_transfer(form.proposal, user=signed_in(request), key=key)
    except ValidationError as error:
        form.refuse(error)
        return None
    messages.success(request, _("Proposed as %(number)s.") % {"number": transfer.number})
    return redirect(reverse("budgets:transfer", args=[transfer.pk]) + plan.query)


def _asked(request: HttpRequest, form: TransferForm) -> HttpResponse:
    """Show the form, or what it would do where it makes sense."""
    sides = None
    if request.POST.get("step") == "check" and form.is_valid():
        try:
            form.proposal.require_sense()
        except ValidationError as error:
            form.refuse(error)
        else:
            sides = proposed_sides(form.proposal)
    context = {"form": form, "source": form.source, "sides": sides}
    return render(request, "budgets/transfers/new.html", context)


@open_to(*READERS)
def transfer(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one transfer as a memo; who may decides it here."""
    plan = require_plan(request)
    rows = Transfer.objects.of_plan(plan).visible_to(request.user)
    found = get_object_or_404(rows, pk=pk)
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, _decide(request, found, form.cleaned_data))
        except ValidationError as error:
            form.refuse(error)
        else:
            return redirect(reverse("budgets:transfer", args=[pk]) + plan.query)
        found = rows.get(pk=pk)
    context = {
        "memo": Memo(found),
        "form": form,
        "has_pdf": pdf_available(),
        **_rights(request, found),
    }
    return render(request, "budgets/transfers/detail.html", context)


@open_to(*READERS)
def transfer_memo(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the memo as PDF; ``Http404`` where this machine makes none."""
    plan = require_plan(request)
    found = get_object_or_404(Transfer.objects.of_plan(plan).visible_to(request.user), pk=pk)
    if not pdf_available():
        raise Http404(str(PdfUnavailable()))
    name = f"transfer-{plan.fiscal_year}-{found.number}.pdf"
    return attachment(memo_pdf(plan, Memo(found)), "application/pdf", name)


def _decide(request: HttpRequest, transfer: Transfer, decided: dict[str, Any]) -> str:
    user, key, reason = signed_in(request), decided["key"], decided["reason"]
    number = {"number": transfer.number}
    if decided["decision"] == APPROVE:
        approve_transfer(transfer, user=user, key=key, reason=reason)
        return _("%(number)s is approved; the money has moved.") % number
    if decided["decision"] == REFUSE:
        refuse_transfer(transfer, user=user, key=key, reason=reason)
        return _("%(number)s is refused.") % number
    withdraw_transfer(transfer, user=user, key=key)
    return _("%(number)s is withdrawn.") % number


def _rights(request: HttpRequest, transfer: Transfer) -> dict[str, Any]:
    """Return what the person may do with a transfer that waits, and up to what amount."""
    if not transfer.is_pending:
        return {}
    user = signed_in(request)
    is_own = transfer.proposed_by_id == user.pk
    may_decide = DECIDE_TRANSFERS.allows(user) and not is_own
    limit = limit_of(user) if may_decide else None
    return {
        "is_own": is_own,
        "may_decide": may_decide,
        "limit": limit,
        "is_within_limit": limit is not None and transfer.amount <= limit,
    }
