"""The page of what is mine to do."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from etda_plan.accounts.models import Notification
from etda_plan.accounts.signed_in import signed_in
from etda_plan.overview.reporting.my_work import read_my_work
from projects.selection import selected_plan

LAST_NOTICES = 5


@login_required
def my_work(request: HttpRequest) -> HttpResponse:
    """Show whoever is signed in what is theirs to do now, and what they were last told."""
    plan, user = selected_plan(request), signed_in(request)
    context = {
        "work": read_my_work(user, plan) if plan and user.roles else None,
        "notices": Notification.objects.of_user(user)[:LAST_NOTICES],
    }
    return render(request, "overview/reporting/my_work.html", context)
