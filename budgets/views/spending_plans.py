"""The pages of monthly spending plans: all allocations, one's versions, and a proposal."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from budgets.forms.decisions import APPROVE, REFUSE
from budgets.forms.spending_plans import (
    PlannedAllocationForm,
    SpendingPlanDecisionForm,
    SpendingPlanForm,
    months_of,
    split_evenly,
)
from budgets.models import Allocation, SpendingPlan
from budgets.models.allocations import AllocationQuerySet
from budgets.permissions import (
    DECIDE_SPENDING_PLANS,
    PROPOSE_SPENDING_PLANS,
    READ_ALL_ENTRIES,
    READ_OWN_ENTRIES,
)
from budgets.services.spending_plans import (
    approve_spending_plan,
    propose_spending_plan,
    refuse_spending_plan,
    withdraw_spending_plan,
)
from budgets.spending_plans.exports import overview_export
from budgets.spending_plans.filters import SpendingPlanFilterSet
from budgets.spending_plans.overview import read_overview
from budgets.spending_plans.versions import Versions, read_versions
from etda_plan.accounts.signed_in import signed_in
from etda_plan.common.access import open_to
from etda_plan.common.exports import export_response
from etda_plan.common.filters import read_filters
from etda_plan.common.fiscal import month_names
from etda_plan.common.snapshot import snapshot
from projects.models import FiscalPlan
from projects.selection import require_plan, selected_plan

READERS = (READ_ALL_ENTRIES, READ_OWN_ENTRIES)


def _allocations(request: HttpRequest, plan: FiscalPlan) -> AllocationQuerySet:
    return Allocation.objects.of_plan(plan).visible_to(request.user)


@open_to(*READERS)
@snapshot()
def spending_plans(request: HttpRequest) -> HttpResponse:
    """Show every allocation by month, as planned; ``?_export=`` gives it as a file."""
    plan = selected_plan(request)
    if plan is None:
        return render(request, "budgets/spending_plans/overview.html")
    rows = _allocations(request, plan)
    listing = read_filters(request, SpendingPlanFilterSet, rows)
    filtered: Any = listing.filterset.qs
    overview = read_overview(filtered)
    filters = [link.words for link in listing.active_filters]
    file = export_response(request, lambda: overview_export(overview, plan.fiscal_year, filters))
    context = {
        "overview": overview,
        "listing": listing,
        "months": month_names(),
        "is_part": not READ_ALL_ENTRIES.allows(request.user),
    }
    return file or render(request, "budgets/spending_plans/overview.html", context)


@open_to(*READERS)
def spending_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the versions of one allocation side by side; who may decides the next one here."""
    plan = require_plan(request)
    allocation = get_object_or_404(_allocations(request, plan), pk=pk)
    form = SpendingPlanDecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, _decide(request, allocation, form.cleaned_data))
        except ValidationError as error:
            form.refuse(error)
        else:
            return redirect(reverse("budgets:spending_plan", args=[pk]) + plan.query)
    versions = read_versions(allocation)
    context = {"versions": versions, "form": form, **_rights(request, versions)}
    return render(request, "budgets/spending_plans/versions.html", context)


def _decide(request: HttpRequest, allocation: Allocation, decided: dict[str, Any]) -> str:
    proposal = get_object_or_404(allocation.spending_plans, pk=decided["proposal"])
    user, key, reason = signed_in(request), decided["key"], decided["reason"]
    if decided["decision"] == APPROVE:
        approved = approve_spending_plan(proposal, user=user, key=key, reason=reason)
        return _("Approved as version %(number)s.") % {"number": approved.version}
    if decided["decision"] == REFUSE:
        refuse_spending_plan(proposal, user=user, key=key, reason=reason)
        return _("The monthly plan is refused.")
    withdraw_spending_plan(proposal, user=user, key=key)
    return _("The monthly plan is withdrawn.")


def _rights(request: HttpRequest, versions: Versions) -> dict[str, Any]:
    """Return what the person may do with the proposal that waits."""
    if versions.proposal is None:
        return {}
    user = signed_in(request)
    is_own = versions.proposal.proposed_by_id == user.pk
    return {"is_own": is_own, "may_decide": DECIDE_SPENDING_PLANS.allows(user) and not is_own}


@open_to(PROPOSE_SPENDING_PLANS)
def spending_plan_new(request: HttpRequest) -> HttpResponse:
    """Ask for the twelve months of ``?allocation=``; without it, which allocation is meant."""
    plan = require_plan(request)
    rows = _allocations(request, plan)
    if not request.GET.get("allocation"):
        overview = read_overview(rows)
        free = [row.allocation for row in overview.rows if row.proposal is None]
        context = {"allocation_form": PlannedAllocationForm(free)}
        return render(request, "budgets/spending_plans/new.html", context)
    allocation = _asked_for(request, rows)
    form = _form(request, allocation)
    return _proposed(request, plan, form) or _asked(request, form)


def _asked_for(request: HttpRequest, rows: AllocationQuerySet) -> Allocation:
    number = request.GET["allocation"]
    if not (number.isascii() and number.isdigit()):
        raise Http404(_("There is no such allocation."))
    found: Allocation = get_object_or_404(rows, pk=int(number[:18]))
    return found


def _form(request: HttpRequest, allocation: Allocation) -> SpendingPlanForm:
    """Return the form as filled in, split evenly where that is asked, or with what is in force."""
    form = SpendingPlanForm(request.POST or None, allocation=allocation)
    if request.POST.get("step") == "split":
        form.full_clean()
        month = form.cleaned_data.get("from_month") or 1
        kept = {"note": request.POST.get("note", ""), "from_month": month}
        split = {**kept, **split_evenly(allocation, month)}
        return SpendingPlanForm(allocation=allocation, initial=split)
    if request.method == "POST":
        return form
    in_force = SpendingPlan.objects.filter(allocation=allocation).in_force().first()
    initial = months_of(in_force) if in_force else {}
    return SpendingPlanForm(allocation=allocation, initial=initial)


def _proposed(
    request: HttpRequest, plan: FiscalPlan, form: SpendingPlanForm
) -> HttpResponse | None:
    """Store the proposal and go to its page; None where it is not asked for, or refused."""
    if request.POST.get("step") != "propose" or not form.is_valid():
        return None
    data = form.cleaned_data
    try:
        propose_spending_plan(
            form.allocation, form.amounts, data["note"], user=signed_in(request), key=data["key"]
        )
    except ValidationError as error:
        form.refuse(error)
        return None
    messages.success(request, _("The monthly plan is proposed; somebody else approves it."))
    return redirect(reverse("budgets:spending_plan", args=[form.allocation.pk]) + plan.query)


def _asked(request: HttpRequest, form: SpendingPlanForm) -> HttpResponse:
    """Show the form, with its sum where one was asked for."""
    context = {"form": form, "allocation": form.allocation, "is_checked": form.is_valid()}
    return render(request, "budgets/spending_plans/new.html", context)
