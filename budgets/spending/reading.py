"""One reading of the money as of a day, for the screen, Excel, PDF and JSON."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from budgets.models import Allocation, MonthClose
from budgets.models.allocations import AllocationQuerySet
from budgets.spending.accounts import Account, read_accounts, total_of
from budgets.spending.amounts import Amounts
from budgets.spending.chart import Bar, Chart, draw_bar, draw_chart
from budgets.spending.lines import Line, lines_of
from budgets.spending.monthly import Monthly, monthly_of
from budgets.spending.targets import Target, read_targets
from etda_plan.common.checks import grouped
from projects.models import FiscalPlan, Project

SHORT_SEAL = 12


@dataclass(frozen=True)
class Work:
    """A project or work with its money and its months."""

    project: Project
    amounts: Amounts
    monthly: Monthly

    @property
    def bar(self) -> Bar | None:
        """Its money along its current budget."""
        return draw_bar(self.amounts, self.monthly)


@dataclass(frozen=True)
class Spending:
    """A plan's money as of ``day``.

    ``accounts`` are this year's, ``carried`` those of an earlier year, which never enter this
    year's percentages. ``has_entries`` tells whether anything was posted by that day at all.
    ``close`` seals the month that ends on the day, where one is in force.
    """

    plan: FiscalPlan
    day: datetime.date
    accounts: Sequence[Account]
    carried: Sequence[Account]
    has_entries: bool
    targets: Sequence[Target]
    close: MonthClose | None

    @cached_property
    def total(self) -> Amounts:
        """This year's money."""
        return total_of(self.accounts)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """This year's money by fund source, with all that is under each."""
        return lines_of(self.accounts)

    @cached_property
    def carried_total(self) -> Amounts:
        """The money of an earlier year."""
        return total_of(self.carried)

    @cached_property
    def carried_lines(self) -> tuple[Line, ...]:
        """The money of an earlier year, by spending group and work."""
        return lines_of(self.carried)

    @cached_property
    def monthly(self) -> Monthly:
        """This year's months."""
        return monthly_of(self.plan, self.day, self.accounts)

    @cached_property
    def works(self) -> list[Work]:
        """Each project or work with its part of this year's money, in the plan's order."""
        by_work = grouped(self.accounts, lambda account: account.allocation.project)
        return [
            Work(project, total_of(rows), monthly_of(self.plan, self.day, rows))
            for project, rows in sorted(by_work.items(), key=lambda each: each[0].position)
        ]

    @property
    def comparable_targets(self) -> list[Target]:
        """The known targets whose base is just this money: others are not drawn beside it."""
        return [each for each in self.targets if each.is_known and each.fits(self.accounts)]

    @property
    def other_targets(self) -> list[Target]:
        """The known targets that are a share of other money: said, not drawn."""
        return [each for each in self.targets if each.is_known and not each.fits(self.accounts)]

    @cached_property
    def chart(self) -> Chart:
        """This year's money, cumulative, as it is drawn."""
        return draw_chart(self.monthly, self.comparable_targets)

    @property
    def seal(self) -> str:
        """The beginning of the seal of the month that ends on the day; empty without one."""
        return self.close.seal[:SHORT_SEAL] if self.close else ""

    def only(self, keep: Callable[[Allocation], bool]) -> Spending:
        """Return the part of some allocations; targets stay those of the whole plan."""
        return replace(
            self,
            accounts=[account for account in self.accounts if keep(account.allocation)],
            carried=[account for account in self.carried if keep(account.allocation)],
        )


def read_spending(
    plan: FiscalPlan, day: datetime.date, allocations: AllocationQuerySet
) -> Spending:
    """Return what these allocations of ``plan`` held on ``day``, from entries dated up to it.

    The number of queries does not grow with entries or allocations.
    """
    accounts = read_accounts(plan, day, allocations)
    of_this_year = [account for account in accounts if not account.is_carried]
    closes = MonthClose.objects.in_force().filter(month__plan=plan, month__last_day=day)
    return Spending(
        plan=plan,
        day=day,
        accounts=of_this_year,
        carried=[account for account in accounts if account.is_carried],
        has_entries=any(account.by_month for account in accounts),
        targets=read_targets(plan, day, of_this_year),
        close=closes.first(),
    )
