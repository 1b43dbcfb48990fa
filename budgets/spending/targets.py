"""Quarter targets of spending: what each is a share of, and what was reached by its day."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from budgets.models import DisbursementTarget, FundSource
from budgets.spending.accounts import Account, total_of
from budgets.spending.amounts import Amounts
from etda_plan.common.figures import percent
from etda_plan.common.fiscal import first_day
from projects.models import FiscalPlan

MONTHS_IN_QUARTER = 3


@dataclass(frozen=True)
class Target:
    """A target, the money that it is a share of, and what was reached (baht).

    ``of`` holds the keys of the allocations that make up the base. ``reached`` is None until the
    quarter has ended.
    """

    record: DisbursementTarget
    ends_on: datetime.date
    of: frozenset[int]
    base: Decimal
    reached: Decimal | None

    @property
    def month(self) -> int:
        """The last fiscal month of its quarter."""
        return self.record.quarter * MONTHS_IN_QUARTER

    @property
    def is_known(self) -> bool:
        """Whether it is verified by a source; others are not drawn."""
        return self.record.verified and self.record.cumulative_percent is not None

    def fits(self, accounts: Sequence[Account]) -> bool:
        """Whether these accounts are the money that it is a share of, no more and no less."""
        return self.of == _keys(accounts)

    @property
    def fund_query(self) -> str:
        """The query that leaves just its base in the money table; empty for all the money."""
        is_whole = self.record.base == DisbursementTarget.Base.ENVELOPE
        return "" if is_whole else f"?fund={FundSource.Code.CURRENT_APPROPRIATION}"

    @property
    def reached_percent(self) -> str | None:
        """What was reached in percent of the base; None until the quarter has ended."""
        return None if self.reached is None else percent(self.reached, self.base)

    @property
    def amount(self) -> Decimal | None:
        """The target in baht; None where it is not known."""
        share = self.record.cumulative_percent
        return self.base * share / 100 if self.is_known and share is not None else None


def _keys(accounts: Sequence[Account]) -> frozenset[int]:
    return frozenset(account.allocation.pk for account in accounts)


def read_targets(plan: FiscalPlan, day: datetime.date, accounts: Sequence[Account]) -> list[Target]:
    """Return a plan's four targets, held against all of its accounts on ``day``; one query."""
    return [_target(record, plan, day, accounts) for record in plan.disbursement_targets.all()]


def _target(
    record: DisbursementTarget, plan: FiscalPlan, day: datetime.date, accounts: Sequence[Account]
) -> Target:
    is_whole = record.base == DisbursementTarget.Base.ENVELOPE
    code = FundSource.Code.CURRENT_APPROPRIATION
    of_base = [row for row in accounts if is_whole or row.allocation.fund_source.code == code]
    months = record.quarter * MONTHS_IN_QUARTER
    following = first_day(plan.fiscal_year + months // 12, months % 12 + 1)
    ends_on = following - datetime.timedelta(days=1)
    reached = _reached(record, of_base) if day >= ends_on else None
    return Target(record, ends_on, _keys(of_base), total_of(of_base).current, reached)


def _reached(record: DisbursementTarget, accounts: Sequence[Account]) -> Decimal:
    months = record.quarter * MONTHS_IN_QUARTER
    moved = Amounts.total(
        amounts
        for account in accounts
        for month, amounts in account.by_month.items()
        if month <= months
    )
    return moved.paid if record.measure == DisbursementTarget.Measure.PAID else moved.used
