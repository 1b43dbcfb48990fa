"""The versions of one allocation's spending plan side by side, month by month."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.utils.translation import gettext as _

from budgets.models import Allocation, SpendingPlan
from budgets.spending_plans.overview import MONTHS_A_QUARTER, quarters_of
from etda_plan.common.fiscal import month_names


@dataclass(frozen=True)
class Figure:
    """An amount of one version, and how far it is from the version before (baht)."""

    amount: Decimal
    difference: Decimal | None


@dataclass(frozen=True)
class VersionRow:
    """A month, a quarter or the year, in each version."""

    name: str
    figures: Sequence[Figure]
    is_sum: bool = False
    is_total: bool = False


@dataclass(frozen=True)
class Versions:
    """Approved versions in their order, then the proposal that waits; what ended otherwise."""

    allocation: Allocation
    plans: Sequence[SpendingPlan]

    @cached_property
    def compared(self) -> list[SpendingPlan]:
        """The columns: approved versions by number, then the proposal that waits."""
        approved = [plan for plan in self.plans if plan.version]
        approved.sort(key=lambda plan: plan.version or 0)
        return approved + [plan for plan in self.plans if plan.is_pending]

    @property
    def proposal(self) -> SpendingPlan | None:
        """The proposal that waits for a decision."""
        return next((plan for plan in self.plans if plan.is_pending), None)

    @property
    def in_force(self) -> SpendingPlan | None:
        """The last approved version."""
        approved = [plan for plan in self.compared if plan.version]
        return approved[-1] if approved else None

    @property
    def ended(self) -> list[SpendingPlan]:
        """The proposals that were refused or withdrawn."""
        states = (SpendingPlan.State.REFUSED, SpendingPlan.State.WITHDRAWN)
        return [plan for plan in self.plans if plan.state in states]

    @property
    def difference(self) -> Decimal:
        """How far the current amount is from what the version in force splits (baht)."""
        plan = self.in_force
        return self.allocation.current_amount - plan.total_amount if plan else Decimal(0)

    @property
    def rows(self) -> Iterator[VersionRow]:
        """Yield the months with their quarters, October first, and the year."""
        months = [plan.amounts for plan in self.compared]
        quarters = [quarters_of(each) for each in months]
        for place, name in enumerate(month_names()):
            yield VersionRow(name, _figures([each[place] for each in months]))
            quarter, rest = divmod(place + 1, MONTHS_A_QUARTER)
            if not rest:
                words = _("Quarter %(number)s") % {"number": quarter}
                sums = _figures([each[quarter - 1] for each in quarters])
                yield VersionRow(words, sums, is_sum=True)
        totals = _figures([plan.total_amount for plan in self.compared])
        yield VersionRow(_("Total"), totals, is_total=True)


def _figures(amounts: Sequence[Decimal]) -> list[Figure]:
    before = [None, *amounts[:-1]]
    return [
        Figure(amount, None if earlier is None else amount - earlier)
        for amount, earlier in zip(amounts, before, strict=True)
    ]


def read_versions(allocation: Allocation) -> Versions:
    """Return an allocation's versions and proposals, in one query."""
    plans = allocation.spending_plans.select_related("proposed_by", "decided_by", "batch")
    return Versions(allocation, list(plans.order_by("pk")))
