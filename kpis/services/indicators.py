"""Acts upon indicators, by those who administer records."""

from collections.abc import Iterable

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _

from etda_plan.accounts.permissions import ADMINISTER
from kpis.models import Kpi, KpiTarget
from projects.models import Office, Project
from projects.services.amendments import revise


@transaction.atomic
def confirm_directions(kpis: Iterable[Kpi], *, user: AbstractBaseUser) -> int:
    """Mark interpreted directions as confirmed, with a history entry each; return how many."""
    ADMINISTER.require(user)
    inferred = [kpi for kpi in kpis if kpi.direction_is_inferred]
    reason = _("Direction confirmed as read.")
    for kpi in inferred:
        revise(kpi, {"direction_is_inferred": False}, reason=reason, user=user)
    return len(inferred)


@transaction.atomic
def confirm_aggregations(kpis: Iterable[Kpi], *, user: AbstractBaseUser) -> int:
    """Write down how results make one, as said or as read, and confirmed; return how many."""
    ADMINISTER.require(user)
    inferred = [kpi for kpi in kpis if kpi.aggregation_is_inferred]
    reason = _("Aggregation confirmed as read.")
    for kpi in inferred:
        values = {"aggregation": kpi.aggregation_in_force, "aggregation_is_inferred": False}
        revise(kpi, values, reason=reason, user=user)
    return len(inferred)


@transaction.atomic
def set_interval(kpis: Iterable[Kpi], months: int, *, user: AbstractBaseUser) -> int:
    """Ask for results every so many months, with a history entry each; return how many changed."""
    ADMINISTER.require(user)
    others = [kpi for kpi in kpis if kpi.reported_every != months]
    for kpi in others:
        revise(kpi, {"reported_every": months}, reason=_("Interval of results set."), user=user)
    return len(others)


@transaction.atomic
def name_owners(targets: Iterable[KpiTarget], *, user: AbstractBaseUser) -> tuple[int, int]:
    """Name the office of a project's activities as the one that reports, where none is named.

    Return how many were named, and how many cannot be: their projects have several offices or none.
    """
    ADMINISTER.require(user)
    unowned = [target for target in targets if target.owner_id is None]
    named = 0
    for target in unowned:
        offices = _offices_of(target.project)
        if len(offices) == 1:
            reason = _("The office of the project's activities reports.")
            revise(target, {"owner": offices[0]}, reason=reason, user=user)
            named += 1
    return named, len(unowned) - named


@transaction.atomic
def set_owner(
    targets: Iterable[KpiTarget], office: Office, reason: str, *, user: AbstractBaseUser
) -> int:
    """Let an office report targets from now on; return how many it did not report before.

    Raise ``ValidationError`` without a reason, or for a target of another plan: then none changes.
    """
    ADMINISTER.require(user)
    others = [target for target in targets if target.owner_id != office.pk]
    for target in others:
        revise(target, {"owner": office}, reason=reason, user=user)
    return len(others)


def _offices_of(project: Project | None) -> list[Office]:
    """Return the offices of a project's activities; none of the whole agency."""
    if project is None:
        return []
    return list(Office.objects.filter(activities__project=project).distinct())
