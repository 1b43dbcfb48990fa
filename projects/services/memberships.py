"""People leave their offices: their last day is set, and what they did stays theirs."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.db.models import Q

from etda_plan.common.fiscal import today
from projects.models import OfficeMembership
from projects.permissions import MANAGE_MEMBERSHIPS
from projects.services.amendments import signed

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from etda_plan.accounts.models import User


@transaction.atomic
def end_memberships(
    memberships: models.QuerySet[OfficeMembership],
    day: datetime.date | None = None,
    *,
    user: User | AnonymousUser,
    reason: str = "",
) -> int:
    """Make ``day``, or today, the last day of the memberships that would go on; return how many.

    Those that have ended, end on the day, or begin later stay as they are. Raise
    ``PermissionDenied`` without the right.
    """
    MANAGE_MEMBERSHIPS.require(user)
    last = day or today()
    going_on = memberships.filter(Q(until=None) | Q(until__gt=last), since__lte=last)
    ended = list(going_on.select_for_update(of=("self",)).order_by("pk"))
    for membership in ended:
        membership.until = last
        membership.full_clean()
        signed(membership, reason, user).save()
    return len(ended)
