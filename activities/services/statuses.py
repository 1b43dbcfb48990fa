"""Deciding an activity's state in place of the derived one."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _

from activities.models import Activity, StatusOverride
from activities.models.statuses import DERIVED
from activities.notices import STATUS_DECIDED, STATUS_GIVEN_BACK
from activities.permissions import OVERRIDE_STATUS
from etda_plan.accounts.models import User
from etda_plan.accounts.notices.services import notify
from etda_plan.common.fiscal import today
from etda_plan.common.refusals import refusing
from projects.reporters import reporters


def override_status(activity: Activity, status: str, reason: str, *, user: User) -> StatusOverride:
    """Decide the state of an activity, or with an empty ``status`` give it back to be derived.

    The same decision again changes nothing and is returned. Raise ``PermissionDenied`` without
    the right, ``ValidationError`` without a reason, for a state that is none to decide, and
    where no decision is in force that could be given back.
    """
    OVERRIDE_STATUS.require(user)
    with refusing():
        locked = Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
        last = locked.status_overrides.last()
        decision = StatusOverride(
            activity=locked,
            status=status,
            reason=reason.strip(),
            decided_by=user,
            decided_on=today(),
        )
        if last and (last.status, last.reason) == (decision.status, decision.reason):
            return last
        if status == DERIVED and (last is None or not last.status):
            message = _("Nobody has decided this activity’s state: it is derived already.")
            raise ValidationError({"status": message})
        decision.full_clean(exclude=["activity", "decided_by"])
        decision.save()
        _tell(decision)
    return decision


def _tell(decision: StatusOverride) -> None:
    """Tell the people who report the activity, but who decided."""
    activity, user = decision.activity, decision.decided_by
    members = reporters(activity.office, today()).exclude(user=user).select_related("user")
    plan = activity.project.plan
    path = reverse("activities:detail", args=[activity.project.code, activity.number])
    notify(
        [each.user for each in members],
        STATUS_DECIDED if decision.status else STATUS_GIVEN_BACK,
        path=path + plan.query,
        key=f"status:{decision.pk}",
        activity=activity.code,
        person=user.known_as,
        reason=decision.reason,
    )
