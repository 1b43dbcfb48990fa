"""The home page of a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from etda_plan.common.checks import Status
from etda_plan.common.snapshot import snapshot
from etda_plan.overview.home import glance_at
from etda_plan.overview.plan import read_contents
from etda_plan.overview.reconciliation import reconcile_contents
from etda_plan.overview.reporting.my_work import MyWork, read_my_work
from etda_plan.overview.today.reading import read_today
from projects.as_it_was import put_back
from projects.as_of import read_as_of
from projects.models import FiscalPlan
from projects.selection import selected_plan

if TYPE_CHECKING:
    from etda_plan.accounts.models import User


def my_work_of(user: User | AnonymousUser, plan: FiscalPlan) -> MyWork | None:
    """Return what is somebody's to do; None for a visitor, and for who has no role."""
    if isinstance(user, AnonymousUser) or not user.roles:
        return None
    return read_my_work(user, plan)


@snapshot()
def home(request: HttpRequest) -> HttpResponse:
    """Show where the plan stands as of ``?as_of=``; the plan itself while nothing is recorded.

    The ledger is not checked here: its checks read all that was posted, and have their page.
    """
    plan = selected_plan(request)
    if plan is None:
        return render(request, "overview/home.html")
    reading = read_contents(plan)
    as_of = read_as_of(request, plan)
    report = reconcile_contents(reading)
    if as_of.plan_day:
        put_back(reading.projects, as_of.plan_day)
    context = {
        "plan": plan,
        "work": None if as_of.is_past else my_work_of(request.user, plan),
        "as_of": as_of,
        "today": read_today(request.user, as_of, reading.own.projects),
        "glance": glance_at(reading),
        "report": report,
        "documented": report.ended(Status.DOCUMENTED),
    }
    return render(request, "overview/home.html", context)
