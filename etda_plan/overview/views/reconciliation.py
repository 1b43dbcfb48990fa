"""The page that says whether everything adds up."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from budgets.reconciliation import READINGS_CHECK
from etda_plan.overview.answers import answer
from etda_plan.overview.bridge import draw_bridge
from etda_plan.overview.plan import read_plan
from etda_plan.overview.reconciliation import money_of, reconcile_reading
from projects.selection import selected_plan

TEMPLATE = "overview/reconciliation.html"


def reconciliation(request: HttpRequest) -> HttpResponse:
    """Show every check with its figures, lines and reasons, and the bridge between the readings."""
    plan = selected_plan(request)
    if plan is None:
        return render(request, TEMPLATE, {"plan": None})
    reading = read_plan(plan)
    report = reconcile_reading(reading)
    context = {
        "plan": plan,
        "report": report,
        "answer": answer(report),
        "bridge": draw_bridge(money_of(reading)),
        "readings": report.check(READINGS_CHECK),
    }
    return render(request, TEMPLATE, context)
