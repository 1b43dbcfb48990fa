"""The pages of the monthly plan of work: the grid, a proposal, the versions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.filters import ScheduleFilterSet
from activities.models import Activity, ActivityQuerySet, Schedule
from activities.permissions import DECIDE_SCHEDULES, PROPOSE_SCHEDULES, READ_SCHEDULES
from activities.scheduling.export import grid_export
from activities.scheduling.form import ScheduleForm
from activities.scheduling.grid import activities_to_plan, grouped_by_work, rows_of
from activities.scheduling.scope import MOST_ROWS, Scope, read_scope
from activities.scheduling.versions import read_version
from activities.services.schedules import (
    approve_schedule,
    propose_schedule,
    refuse_schedule,
    withdraw_schedule,
)
from etda_plan.accounts.signed_in import signed_in
from etda_plan.common.access import open_to
from etda_plan.common.exports import export_response
from etda_plan.common.filters import Filtered, read_filters
from etda_plan.common.fiscal import month_names
from etda_plan.common.snapshot import snapshot
from projects.models import FiscalPlan
from projects.selection import require_plan, selected_plan

ACTIVITIES_A_PAGE = 50
APPROVE, REFUSE, WITHDRAW = "approve", "refuse", "withdraw"


class DecisionForm(forms.Form):
    """What is decided on a proposal, and why."""

    decision = forms.ChoiceField(choices=[(each, each) for each in (APPROVE, REFUSE, WITHDRAW)])
    reason = forms.CharField(
        label=gettext_lazy("Reason of the decision"),
        help_text=gettext_lazy("Needed for refusing; the proposer reads it."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


@snapshot()
def schedule(request: HttpRequest) -> HttpResponse:
    """Show activities and parts by month, grouped by work; ``?_export=`` gives them as a file."""
    plan = selected_plan(request)
    if plan is None:
        return render(request, "activities/schedule/grid.html")
    activities = activities_to_plan(Activity.objects.filter(project__plan=plan))
    listing = read_filters(request, ScheduleFilterSet, activities)
    filtered: Any = listing.filterset.qs
    notes = [link.words for link in listing.active_filters]
    file = export_response(request, lambda: grid_export(rows_of(filtered), plan, notes))
    return file or _grid_page(request, plan, listing, filtered)


def _grid_page(
    request: HttpRequest, plan: FiscalPlan, listing: Filtered, filtered: ActivityQuerySet
) -> HttpResponse:
    page = Paginator(filtered, ACTIVITIES_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "listing": listing,
        "page": page,
        "groups": grouped_by_work(rows_of(page.object_list)),
        "counts": Activity.objects.filter(project__plan=plan).month_counts(),
        "before": listing.address.with_(page=page.number - 1) if page.has_previous() else "",
        "after": listing.address.with_(page=page.number + 1) if page.has_next() else "",
        "newest": Schedule.objects.of_plan(plan).filter(number__isnull=False).first(),
        "waiting": Schedule.objects.of_plan(plan).pending().count(),
    }
    return render(request, "activities/schedule/grid.html", context)


@open_to(PROPOSE_SCHEDULES)
def schedule_new(request: HttpRequest) -> HttpResponse:
    """Ask for the months of an office's items, or of all; store what is proposed."""
    plan, user = require_plan(request), signed_in(request)
    scope = read_scope(plan, user, request.GET.get("office", ""), request.GET.get("work", ""))
    waiting = scope.waiting() if scope.is_chosen else None
    context: dict[str, Any] = {"scope": scope, "waiting": waiting, "most": MOST_ROWS}
    if not scope.is_chosen or waiting:
        return render(request, "activities/schedule/new.html", context)
    rows = list(rows_of(activities_to_plan(scope.activities)))
    context |= {"count": len(rows), "is_too_long": len(rows) > MOST_ROWS}
    if not rows or context["is_too_long"]:
        return render(request, "activities/schedule/new.html", context)
    form = ScheduleForm(rows, Schedule.objects.newest_number(plan), request.POST or None)
    if request.method == "POST" and (made := _proposed(request, scope, form)):
        messages.success(request, _("The months are proposed; somebody else approves them."))
        return redirect(reverse("activities:schedule_version", args=[made.pk]) + plan.query)
    groups = grouped_by_work(rows)
    items = {item.row.name: item for item in form.items}
    context["form"] = form
    context["months"] = month_names()
    context["groups"] = [
        (group.project, [items[row.name] for row in group.rows]) for group in groups
    ]
    return render(request, "activities/schedule/new.html", context)


def _proposed(request: HttpRequest, scope: Scope, form: ScheduleForm) -> Schedule | None:
    """Store the proposal; None where the form or the service refuses it."""
    if not form.is_valid():
        return None
    data = form.cleaned_data
    try:
        return propose_schedule(
            scope.plan,
            scope.office,
            form.planned,
            data["note"],
            based_on=data["based_on"],
            user=signed_in(request),
        )
    except ValidationError as error:
        refuse(form, error)
        return None


def refuse(form: forms.Form, error: ValidationError) -> None:
    """Say why a service refused, beside the field that it speaks of."""
    if hasattr(error, "error_dict"):
        for name, errors in error.error_dict.items():
            for each in errors:
                form.add_error(name if name in form.fields else None, each)
        return
    form.add_error(None, error)


@open_to(READ_SCHEDULES)
@snapshot()
def schedule_versions(request: HttpRequest) -> HttpResponse:
    """Show every version and proposal of the plan, newest first, with who and when."""
    plan = require_plan(request)
    page = Paginator(Schedule.objects.of_plan(plan), ACTIVITIES_A_PAGE)
    context = {"page": page.get_page(request.GET.get("page"))}
    return render(request, "activities/schedule/versions.html", context)


@open_to(READ_SCHEDULES)
def schedule_version(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a version beside what was in force before; who may decides a proposal here."""
    plan = require_plan(request)
    found = get_object_or_404(Schedule.objects.of_plan(plan), pk=pk)
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, _decide(request, found, form.cleaned_data))
        except ValidationError as error:
            refuse(form, error)
        else:
            return redirect(reverse("activities:schedule_version", args=[pk]) + plan.query)
    context = {"version": read_version(found), "form": form, **_rights(request, found)}
    return render(request, "activities/schedule/version.html", context)


def _decide(request: HttpRequest, found: Schedule, decided: dict[str, Any]) -> str:
    user, reason = signed_in(request), decided["reason"]
    if decided["decision"] == APPROVE:
        approved = approve_schedule(found, user=user, reason=reason)
        return _("Approved as version %(number)s.") % {"number": approved.number}
    if decided["decision"] == REFUSE:
        refuse_schedule(found, user=user, reason=reason)
        return _("The months are refused.")
    withdraw_schedule(found, user=user)
    return _("The proposal of months is withdrawn.")


def _rights(request: HttpRequest, found: Schedule) -> dict[str, Any]:
    """Return what the person may do with a proposal that waits."""
    user = signed_in(request)
    is_own = found.proposed_by_id == user.pk
    return {"is_own": is_own, "may_decide": DECIDE_SCHEDULES.allows(user) and not is_own}
