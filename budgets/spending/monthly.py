"""Plan against paid and used, month by month and cumulative."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate

from budgets.models import MONTHS
from budgets.spending.accounts import Account, total_of
from budgets.spending.amounts import ZERO, Amounts
from etda_plan.common.figures import percent
from etda_plan.common.fiscal import first_day, fiscal_month, month_label, month_names
from projects.models import FiscalPlan


def months_until(plan: FiscalPlan, day: datetime.date) -> int:
    """Return how many months of a plan's year have begun by ``day``, 0 to 12."""
    if day < plan.starts_on:
        return 0
    return fiscal_month(min(day, plan.ends_on))


@dataclass(frozen=True)
class Month:
    """One month, in baht. ``planned`` is None without any spending plan in force, ``paid`` and
    ``used`` are None after the month of the day. ``of_planned_so_far`` is what was paid of the
    money that has a plan: only that is held against the plan.
    """

    number: int
    first_day: datetime.date
    planned: Decimal | None
    paid: Decimal | None
    used: Decimal | None
    planned_so_far: Decimal | None
    paid_so_far: Decimal | None
    used_so_far: Decimal | None
    of_planned_so_far: Decimal | None

    @property
    def difference(self) -> Decimal | None:
        """How far paid lies above the plan to date, for the money that has a plan."""
        if self.of_planned_so_far is None or self.planned_so_far is None:
            return None
        return self.of_planned_so_far - self.planned_so_far

    @property
    def label(self) -> str:
        """The month with its year."""
        return month_label(self.first_day)

    @property
    def short_label(self) -> str:
        """The month alone."""
        return month_names()[self.number - 1]


@dataclass(frozen=True)
class Monthly:
    """The twelve months of some accounts, October first; ``reached`` of them have begun."""

    accounts: Sequence[Account]
    months: tuple[Month, ...]
    reached: int

    @property
    def current(self) -> Decimal:
        """All the money of these accounts (baht)."""
        return total_of(self.accounts).current

    @property
    def planned_accounts(self) -> list[Account]:
        """Those that have a spending plan in force."""
        return [account for account in self.accounts if account.plan]

    @property
    def has_plan(self) -> bool:
        """Whether any has a spending plan in force."""
        return bool(self.planned_accounts)

    @property
    def is_planned_throughout(self) -> bool:
        """Whether all that hold money have a spending plan."""
        return all(row.plan for row in self.accounts if row.amounts.current != ZERO)

    @property
    def planned_amount(self) -> Decimal:
        """The current money of the accounts that are planned (baht)."""
        return total_of(self.planned_accounts).current

    @property
    def now(self) -> Month | None:
        """The month of the day; None before the year begins."""
        return self.months[self.reached - 1] if self.reached else None

    @property
    def percent_of_plan(self) -> str | None:
        """Paid in percent of the plan to date, for the money that has a plan; None without one."""
        now = self.now
        if now is None or now.of_planned_so_far is None or now.planned_so_far is None:
            return None
        return percent(now.of_planned_so_far, now.planned_so_far)


def monthly_of(plan: FiscalPlan, day: datetime.date, accounts: Sequence[Account]) -> Monthly:
    """Return the months of some accounts of a plan as they stood on ``day``."""
    reached = months_until(plan, day)
    return Monthly(accounts, tuple(_months(plan, accounts, reached)), reached)


def _months(plan: FiscalPlan, accounts: Sequence[Account], reached: int) -> Iterator[Month]:
    with_plan = [account for account in accounts if account.plan]
    planned = [sum(month, ZERO) for month in _planned(with_plan)]
    moved = _moved(accounts)
    of_planned = accumulate(amounts.paid for amounts in _moved(with_plan))
    rows = zip(planned, accumulate(planned), moved, accumulate(moved), of_planned, strict=True)
    for number, (plan_of, plan_to, amounts, so_far, paid_of_planned) in enumerate(rows, start=1):
        has_come = number <= reached
        yield Month(
            number=number,
            first_day=first_day(plan.fiscal_year, number),
            planned=plan_of if with_plan else None,
            paid=amounts.paid if has_come else None,
            used=amounts.used if has_come else None,
            planned_so_far=plan_to if with_plan else None,
            paid_so_far=so_far.paid if has_come else None,
            used_so_far=so_far.used if has_come else None,
            of_planned_so_far=paid_of_planned if has_come and with_plan else None,
        )


def _moved(accounts: Sequence[Account]) -> list[Amounts]:
    nothing = Amounts()
    return [
        Amounts.total(account.by_month.get(month, nothing) for account in accounts)
        for month in MONTHS
    ]


def _planned(accounts: Sequence[Account]) -> Sequence[Sequence[Decimal]]:
    plans = [account.plan.amounts for account in accounts if account.plan]
    return list(zip(*plans, strict=True)) or [()] * len(MONTHS)
