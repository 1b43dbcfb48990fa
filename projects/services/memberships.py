"""People leave their offices: their last day is set, and what they did stays theirs."""

from __future__ import annotations

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
    memberships: models.QuerySet[OfficeMembership], *, user: User | AnonymousUser
) -> int:
    """Make today the last day of the memberships that would go on; return how many there were.

    Those that have ended, end today, or begin later stay as they are. Raise ``PermissionDenied``
    without the right.
    """
    MANAGE_MEMBERSHIPS.require(user)
    going_on = memberships.filter(Q(until=None) | Q(until__gt=today()), since__lte=today())
    ended = list(going_on.select_for_update(of=("self",)).order_by("pk"))
    for membership in ended:
        membership.until = today()
        membership.full_clean()
        signed(membership, "", user).save()
    return len(ended)
