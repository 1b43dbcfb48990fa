"""The home page of a plan."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from budgets.spending.glance import glance_at_plan
from etda_plan.common.checks import Status
from etda_plan.common.snapshot import snapshot
from etda_plan.overview.home import glance_at
from etda_plan.overview.plan import read_plan
from etda_plan.overview.reconciliation import reconcile_reading
from projects.selection import selected_plan


@snapshot()
def home(request: HttpRequest) -> HttpResponse:
    """Show the plan at a glance: its envelope, where the money comes from and what it is for."""
    plan = selected_plan(request)
    if plan is None:
        return render(request, "overview/home.html")
    reading = read_plan(plan, seals=False)
    report = reconcile_reading(reading)
    context = {
        "plan": plan,
        "glance": glance_at(reading),
        "report": report,
        "money": glance_at_plan(request.user, plan),
        "documented": report.ended(Status.DOCUMENTED),
    }
    return render(request, "overview/home.html", context)
