"""Acts upon indicators."""

from collections.abc import Iterable

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _

from kpis.models import Kpi
from projects.services.amendments import revise


@transaction.atomic
def confirm_directions(kpis: Iterable[Kpi], *, user: AbstractBaseUser) -> int:
    """Mark interpreted directions as confirmed, with a history entry each; return how many."""
    inferred = [kpi for kpi in kpis if kpi.direction_is_inferred]
    reason = _("Direction confirmed as read.")
    for kpi in inferred:
        revise(kpi, {"direction_is_inferred": False}, reason=reason, user=user)
    return len(inferred)
