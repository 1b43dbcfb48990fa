"""The page that decides an activity's state."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from activities.models import Activity
from activities.permissions import OVERRIDE_STATUS
from activities.progress.activity_page import read_activity
from activities.progress.forms import StatusForm
from activities.services.statuses import override_status
from etda_plan.accounts.signed_in import signed_in
from etda_plan.common.access import open_to
from projects.selection import require_plan


@open_to(OVERRIDE_STATUS)
def activity_status(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Ask for the state and the reason, and decide it; a refusal shows again what was typed."""
    plan = require_plan(request)
    activities = Activity.objects.with_row().filter(project__plan=plan)
    activity = get_object_or_404(activities, project__code=code, number=number)
    form = StatusForm(request.POST or None, initial={"status": _in_force(activity)})
    if request.method == "POST" and form.is_valid() and _decided(request, activity, form):
        return redirect(reverse("activities:detail", args=[code, number]) + plan.query)
    context = {"activity": activity, "form": form, "progress": read_activity(request, activity)}
    return render(request, "activities/activity_status.html", context)


def _in_force(activity: Activity) -> str:
    last = activity.status_overrides.last()
    return last.status if last else ""


def _decided(request: HttpRequest, activity: Activity, form: StatusForm) -> bool:
    """Whether the service took the decision; what it refuses stands in the form."""
    given = form.cleaned_data
    try:
        decision = override_status(
            activity, given["status"], given["reason"], user=signed_in(request)
        )
    except ValidationError as error:
        form.refuse(error)
        return False
    words = {"activity": activity.code, "state": decision.word}
    messages.success(request, _("%(activity)s: the state is decided: %(state)s.") % words)
    return True
