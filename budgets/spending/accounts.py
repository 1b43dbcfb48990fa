"""What was read of each allocation up to a day: its money by month, and its plan in force."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from budgets.models import Allocation, Entry, FundSource, LedgerMonth, SpendingPlan
from budgets.models.allocations import AllocationQuerySet
from budgets.spending.amounts import ZERO, Amounts
from projects.models import FiscalPlan


@dataclass(frozen=True)
class Account:
    """An allocation, what its entries did in each fiscal month (baht), and its spending plan."""

    allocation: Allocation
    by_month: Mapping[int, Amounts]
    plan: SpendingPlan | None

    @cached_property
    def amounts(self) -> Amounts:
        """Where its money stood on the day."""
        initial = Amounts(self.allocation.initial_amount)
        return initial + Amounts.total(self.by_month.values())

    @property
    def is_carried(self) -> bool:
        """Whether it holds money of an earlier year, which this year's percentages leave out."""
        return self.allocation.fund_source.code == FundSource.Code.CARRIED_FORWARD

    @property
    def has_begun(self) -> bool:
        """Whether it holds or has moved any money; a later transfer may open an allocation."""
        return bool(self.by_month) or self.allocation.initial_amount > ZERO


def read_accounts(
    plan: FiscalPlan, day: datetime.date, allocations: AllocationQuerySet
) -> list[Account]:
    """Return these allocations of a plan as they stood on ``day``, in four queries."""
    numbers = dict(LedgerMonth.objects.filter(plan=plan).values_list("pk", "month"))
    months: dict[int, dict[int, Amounts]] = defaultdict(dict)
    of_plan = allocations.filter(fund_source__plan=plan)
    entries = Entry.objects.filter(allocation__in=of_plan.values("pk")).up_to(day)
    for key, month, *sums in entries.changes_by_month():
        months[key][numbers[month]] = Amounts(ZERO, *sums)
    versions = SpendingPlan.objects.filter(allocation__fund_source__plan=plan)
    plans = versions.in_force_on(day).order_by("pk")
    by_key = {each.allocation_id: each for each in plans}
    rows = allocations.of_plan(plan)
    accounts = (Account(row, months.get(row.pk, {}), by_key.get(row.pk)) for row in rows)
    return [account for account in accounts if account.has_begun]


def total_of(accounts: Iterable[Account]) -> Amounts:
    """Return the exact sum of accounts."""
    return Amounts.total(account.amounts for account in accounts)
