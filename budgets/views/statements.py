"""The page of the money: where it comes from, what it is for, and how the two meet."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from budgets.carry_forwards.page import read_openings
from budgets.exports import money_export
from budgets.filters import FundFilterSet
from budgets.models import Allocation
from budgets.money_page import read_money
from budgets.permissions import READ_ALL_ENTRIES
from etda_plan.common.exports import export_response
from etda_plan.common.filters import read_filters
from projects.models import Anomaly
from projects.selection import selected_plan


def budgets(request: HttpRequest) -> HttpResponse:
    """Show both statements as printed, the allocations, and the bridge; ``?fund=`` filters.

    ``?_export=`` gives the three tables as one list, ``?table=`` one of them.
    """
    plan = selected_plan(request)
    if plan is None:
        return render(request, "budgets/list.html")
    allocations = Allocation.objects.of_plan(plan)
    filtered = read_filters(request, FundFilterSet, allocations)
    fund = filtered.value("fund")
    money = read_money(plan, list(allocations), fund.code if fund else "")
    filters = [link.words for link in filtered.active_filters]
    only = request.GET.get("table", "")
    file = export_response(request, lambda: money_export(money, only, filters))
    context = {
        "money": money,
        "listing": filtered,
        "fund": fund,
        "notes": plan.texts.filter(kind="money_note"),
        "anomalies_by_line": Anomaly.objects.by_line(plan),
        "openings": read_openings(plan) if READ_ALL_ENTRIES.allows(request.user) else [],
    }
    return file or render(request, "budgets/list.html", context)
