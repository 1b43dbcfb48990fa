"""Every allocation by month, as the version in force plans it; all amounts are exact baht."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import accumulate

from budgets.models import MONTHS, Allocation, SpendingPlan
from budgets.models.allocations import AllocationQuerySet

ZERO = Decimal("0.00")
MONTHS_A_QUARTER = 3


def quarters_of(months: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """Return the sums of each three of twelve months (baht)."""
    starts = range(0, len(MONTHS), MONTHS_A_QUARTER)
    return tuple(sum(months[start : start + MONTHS_A_QUARTER], ZERO) for start in starts)


@dataclass(frozen=True)
class PlannedRow:
    """An allocation, its version in force, and the proposal that waits, where it has them."""

    allocation: Allocation
    plan: SpendingPlan | None
    proposal: SpendingPlan | None

    @property
    def months(self) -> tuple[Decimal, ...] | None:
        """The twelve months (baht), October first; None without a plan."""
        return self.plan.amounts if self.plan else None

    @property
    def quarters(self) -> tuple[Decimal, ...] | None:
        """The four quarters (baht); None without a plan."""
        return quarters_of(self.months) if self.months else None

    @property
    def difference(self) -> Decimal:
        """How far transfers have moved the current amount from what the plan splits (baht)."""
        return self.allocation.current_amount - self.plan.total_amount if self.plan else ZERO


@dataclass(frozen=True)
class Overview:
    """The rows, and what those that have a plan come to."""

    rows: Sequence[PlannedRow]

    @cached_property
    def planned(self) -> list[PlannedRow]:
        """The rows that have a version in force."""
        return [row for row in self.rows if row.plan]

    @cached_property
    def months(self) -> tuple[Decimal, ...]:
        """What all plans give each month (baht)."""
        planned = [row.plan.amounts for row in self.planned if row.plan]
        return tuple(sum((each[place] for each in planned), ZERO) for place in range(len(MONTHS)))

    @property
    def quarters(self) -> tuple[Decimal, ...]:
        """What all plans give each quarter (baht)."""
        return quarters_of(self.months)

    @property
    def cumulative(self) -> tuple[Decimal, ...]:
        """What all plans give from October to each month (baht)."""
        return tuple(accumulate(self.months))

    @property
    def total(self) -> Decimal:
        """What all plans split (baht)."""
        return sum(self.months, ZERO)

    @property
    def current(self) -> Decimal:
        """The current amount of all rows, also of those without a plan (baht)."""
        return sum((row.allocation.current_amount for row in self.rows), ZERO)

    @property
    def moved(self) -> list[PlannedRow]:
        """The rows whose plan no longer splits the current amount."""
        return [row for row in self.rows if row.difference]

    @property
    def waiting(self) -> list[PlannedRow]:
        """The rows whose proposal waits for a decision."""
        return [row for row in self.rows if row.proposal]


def read_overview(allocations: AllocationQuerySet) -> Overview:
    """Return these allocations with their plans, in three queries.

    One that has no money and no plan, such as one opened for a transfer that was refused, is left
    out.
    """
    rows = list(allocations)
    keys = [row.pk for row in rows]
    plans = SpendingPlan.objects.filter(allocation__in=keys).order_by("pk")
    in_force = _by_allocation(plans.in_force())
    waiting = _by_allocation(plans.filter(state=SpendingPlan.State.PROPOSED))
    planned = (PlannedRow(row, in_force.get(row.pk), waiting.get(row.pk)) for row in rows)
    shown = [row for row in planned if row.allocation.current_amount or row.plan or row.proposal]
    return Overview(sorted(shown, key=_place))


def _by_allocation(plans: Iterable[SpendingPlan]) -> dict[int, SpendingPlan]:
    return {plan.allocation_id: plan for plan in plans}


def _place(row: PlannedRow) -> tuple[int, int, int, int]:
    allocation = row.allocation
    activity = allocation.activity.number if allocation.activity else 0
    group = allocation.spending_group.number
    return allocation.fund_source.position, group, allocation.project.position, activity
