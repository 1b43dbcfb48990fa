"""The pages of the year's end: open commitments, proposals to carry them forward, decisions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _

from budgets.carry_forwards.filters import CommitmentFilterSet
from budgets.carry_forwards.page import read_openings, read_proposal, read_totals
from budgets.carry_forwards.table import CommitmentTable
from budgets.forms.carry_forwards import CarryForwardForm
from budgets.forms.decisions import APPROVE, REFUSE, DecisionForm
from budgets.models import CarryForward, OpenItem
from budgets.permissions import DECIDE_CARRY_FORWARDS, PROPOSE_CARRY_FORWARDS, READ_ALL_ENTRIES
from budgets.services.carry_forwards import (
    approve_carry_forward,
    propose_carry_forward,
    refuse_carry_forward,
    withdraw_carry_forward,
)
from etda_plan.accounts.signed_in import signed_in
from etda_plan.common.access import open_to
from projects.listing import PlanListView
from projects.models import FiscalPlan
from projects.selection import require_plan


@method_decorator(open_to(READ_ALL_ENTRIES), "dispatch")
class CarryForwardListView(PlanListView):
    """A plan's open commitments, what is proposed of them, and what came from the year before."""

    filterset = CommitmentFilterSet
    table = CommitmentTable
    template_name = "budgets/carry_forwards/list.html"

    def get_queryset(self) -> QuerySet[Any]:
        """Return the plan's open commitments, oldest first."""
        if self.plan is None:
            return OpenItem.objects.none()
        rows = OpenItem.objects.of_plan(self.plan).open_ones().commitments()
        return rows.with_standing().order_by("entry__date", "pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the totals, the proposals and what an earlier year brought."""
        context = super().get_context_data(**kwargs)
        if self.plan is None:
            return context
        proposals = CarryForward.objects.of_plan(self.plan)
        openings = read_openings(self.plan)
        return {
            **context,
            "totals": read_totals(self.plan),
            "proposals": proposals,
            "openings": openings,
        }


@open_to(PROPOSE_CARRY_FORWARDS)
def carry_forward_new(request: HttpRequest) -> HttpResponse:
    """Ask which commitments to carry forward, and propose them."""
    plan = require_plan(request)
    form = CarryForwardForm(request.POST or None, plan=plan)
    if request.method == "POST" and form.is_valid():
        try:
            proposal = _propose(request, plan, form.cleaned_data)
        except ValidationError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Proposed as %(number)s.") % {"number": proposal})
            return redirect(reverse("budgets:carry_forward", args=[proposal.pk]) + plan.query)
    return render(request, "budgets/carry_forwards/new.html", {"form": form})


def _propose(request: HttpRequest, plan: FiscalPlan, given: dict[str, Any]) -> CarryForward:
    return propose_carry_forward(
        plan,
        [item.entry for item in given["commitments"]],
        given["expires_on"],
        given["basis"],
        user=signed_in(request),
        key=given["key"],
    )


@open_to(READ_ALL_ENTRIES)
def carry_forward(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one carry-forward; who may decides it here."""
    plan = require_plan(request)
    found = get_object_or_404(CarryForward.objects.of_plan(plan), pk=pk)
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, _decide(request, found, form.cleaned_data))
        except ValidationError as error:
            form.refuse(error)
        else:
            return redirect(reverse("budgets:carry_forward", args=[pk]) + plan.query)
        found.refresh_from_db()
    is_own = found.proposed_by_id == request.user.pk
    may_decide = DECIDE_CARRY_FORWARDS.allows(request.user) and not is_own
    context = {"page": read_proposal(found), "form": form, "is_own": is_own}
    return render(
        request, "budgets/carry_forwards/detail.html", {**context, "may_decide": may_decide}
    )


def _decide(request: HttpRequest, proposal: CarryForward, decided: dict[str, Any]) -> str:
    user, key, reason = signed_in(request), decided["key"], decided["reason"]
    number = {"number": proposal, "year": proposal.plan.fiscal_year + 1}
    if decided["decision"] == APPROVE:
        approve_carry_forward(proposal, user=user, key=key, reason=reason)
        return _("%(number)s is approved; the year %(year)s is opened with it.") % number
    if decided["decision"] == REFUSE:
        refuse_carry_forward(proposal, user=user, key=key, reason=reason)
        return _("%(number)s is refused.") % number
    withdraw_carry_forward(proposal, user=user, key=key)
    return _("%(number)s is withdrawn.") % number
