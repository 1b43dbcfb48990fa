"""What of the ledger a reader sees: everything, the own offices' lines, or what is published."""

from __future__ import annotations

import datetime
import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

from budgets.models import Allocation, LedgerMonth
from budgets.models.allocations import AllocationQuerySet
from budgets.permissions import READ_ALL_ENTRIES, READ_OWN_ENTRIES
from projects.models import FiscalPlan

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from etda_plan.accounts.models import User


class Sight(enum.StrEnum):
    """How much of the ledger is seen."""

    ALL = "all"
    OWN = "own"
    PUBLISHED = "published"


@dataclass(frozen=True)
class Scope:
    """Which allocations a reader sees, and up to which day; no day where nothing is published."""

    sight: Sight
    last_day: datetime.date | None
    allocations: AllocationQuerySet

    def day_until(self, plan_day: datetime.date | None) -> datetime.date | None:
        """Return the last day that is seen, not after a past day, if one is looked back to."""
        if self.last_day is None or plan_day is None:
            return self.last_day
        return min(self.last_day, plan_day)

    @property
    def opens_entries(self) -> bool:
        """Whether the reader may open the entries behind a figure."""
        return self.sight is not Sight.PUBLISHED

    @property
    def is_whole(self) -> bool:
        """Whether its totals are those of the whole plan."""
        return self.sight is not Sight.OWN


def scope_of(
    user: User | AnonymousUser, plan: FiscalPlan, *, published_only: bool = False
) -> Scope:
    """Return what ``user`` sees of a plan's money; anybody sees the published totals."""
    if not published_only:
        for sight, may in ((Sight.ALL, READ_ALL_ENTRIES), (Sight.OWN, READ_OWN_ENTRIES)):
            if may.allows(user):
                return Scope(sight, plan.reference_day, Allocation.objects.visible_to(user))
    published = LedgerMonth.objects.filter(plan=plan).published().order_by("month").last()
    last_day = published.last_day if published else None
    return Scope(Sight.PUBLISHED, last_day, Allocation.objects.all())


def whole_scope(plan: FiscalPlan) -> Scope:
    """Return everything in a plan's ledger: what its keeper writes to a file sees it all."""
    return Scope(Sight.ALL, plan.reference_day, Allocation.objects.all())
