"""A reading of the money as its reader sees it: in words, row by row, with its links."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from budgets.money_page import sum_off_100
from budgets.spending.lines import Line
from budgets.spending.monthly import Month, months_until
from budgets.spending.reading import Spending, read_spending
from budgets.spending.scope import Scope, Sight, scope_of, whole_scope
from budgets.spending.table import MONTH_COLUMNS, Cell, cells_of, month_cells
from etda_plan.common.figures import million
from etda_plan.common.fiscal import long_date, short_date, today
from etda_plan.common.forms import BuddhistDateField
from projects.models import FiscalPlan

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from etda_plan.accounts.models import User


@dataclass(frozen=True)
class Row:
    """A row of the table: its line, its figures as read, and the address of its entries.

    The address is empty for whoever may not open them.
    """

    line: Line
    cells: list[Cell]
    entries: str


@dataclass(frozen=True)
class MonthRow:
    """A month with its figures as read."""

    month: Month
    cells: list[Cell]


@dataclass(frozen=True)
class SeenSpending:
    """A plan's money as far as its reader may see it; None while nothing is published to them."""

    plan: FiscalPlan
    scope: Scope
    spending: Spending | None

    @property
    def day(self) -> datetime.date | None:
        """The day that the figures are of."""
        return self.spending.day if self.spending else None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was posted by the day."""
        return self.spending is not None and not self.spending.has_entries

    @property
    def filters_in_words(self) -> list[str]:
        """What leaves a part of the money only."""
        return []

    @property
    def answer(self) -> str:
        """What the page answers, in one sentence."""
        if self.spending is None:
            return _("No totals are published yet")
        if self.is_empty:
            return _("No spending recorded")
        total = self.spending.total
        figures = {
            "paid": million(total.paid),
            "percent": total.paid_percent,
            "day": short_date(self.spending.day),
        }
        if total.paid_percent is None:
            return _("%(paid)s million baht paid as of %(day)s") % figures
        words = _("%(paid)s million baht paid, %(percent)s%% of the current budget, as of %(day)s")
        return words % figures

    @property
    def statements(self) -> list[str]:
        """What a file says at its top: its day, its part of the money, and the seal."""
        if self.spending is None:
            return []
        lines = [_("As of") + " " + long_date(self.spending.day)]
        if self.scope.sight is Sight.OWN:
            lines.append(_("Only the lines of your own offices: the totals are of these alone."))
        if self.scope.sight is Sight.PUBLISHED and self.scope.last_day:
            day = short_date(self.scope.last_day)
            lines.append(_("Totals up to %(day)s are published.") % {"day": day})
        if self.spending.close:
            lines.append(_("month closed, seal") + " " + self.spending.close.seal)
        return [*lines, *self.filters_in_words, _("Unit: million baht (4 decimals)")]

    @property
    def year_has_ended(self) -> bool:
        """Whether the plan's year lies behind: nothing more is dated in it."""
        return today() > self.plan.ends_on

    @property
    def month_number(self) -> int:
        """How many months of the year have begun by the day."""
        return months_until(self.plan, self.day) if self.day else 0

    @property
    def rows(self) -> list[Row]:
        """This year's rows."""
        return list(self._rows(self.spending.lines)) if self.spending else []

    @property
    def carried_rows(self) -> list[Row]:
        """The rows of an earlier year's money."""
        return list(self._rows(self.spending.carried_lines)) if self.spending else []

    def _rows(self, lines: Sequence[Line]) -> Iterator[Row]:
        for line in (each for top in lines for each in top.with_parts):
            yield Row(line, list(cells_of(line.amounts)), self._entries(line))

    def _entries(self, line: Line) -> str:
        if self.spending is None or not self.scope.opens_entries:
            return ""
        place = {"allocation": str(line.allocation.pk)} if not line.parts else line.codes
        return entries_address(self.spending, **place)

    @property
    def total_cells(self) -> list[Cell]:
        """The figures of this year's total."""
        return list(cells_of(self.spending.total)) if self.spending else []

    @property
    def carried_cells(self) -> list[Cell]:
        """The figures of the total of an earlier year's money."""
        return list(cells_of(self.spending.carried_total)) if self.spending else []

    @property
    def months(self) -> list[MonthRow]:
        """This year's months."""
        months = self.spending.monthly.months if self.spending else ()
        return [MonthRow(month, list(month_cells(month))) for month in months]

    @property
    def month_heads(self) -> list[Promise | str]:
        """The heads of the columns of the months."""
        return [column.heading for column in MONTH_COLUMNS]

    @property
    def sum_of_percents(self) -> Decimal | None:
        """What the strip's rounded percentages add up to, where that is not 100.00."""
        if self.spending is None:
            return None
        total = self.spending.total
        return sum_off_100([total.used_percent, total.reserved_percent, total.left_percent])


def entries_address(spending: Spending, **place: str) -> str:
    """Return the address of the entries behind figures: of a place, dated up to the day."""
    year = {} if spending.plan.is_current else {"fiscal_year": str(spending.plan.fiscal_year)}
    until = BuddhistDateField().prepare_value(spending.day)
    return f"{reverse('budgets:entries')}?{urlencode({**year, **place, 'until': until})}"


def read_seen(plan: FiscalPlan, scope: Scope, day: datetime.date) -> Spending:
    """Return what a scope holds on ``day``; targets are a share of the whole plan's money only."""
    spending = read_spending(plan, day, scope.allocations)
    return spending if scope.is_whole else replace(spending, targets=())


def seen_by(user: User | AnonymousUser, plan: FiscalPlan) -> SeenSpending | None:
    """Return the money that ``user`` sees on the last day; None where no entry is seen."""
    return _seen(plan, scope_of(user, plan))


def seen_whole(plan: FiscalPlan) -> SeenSpending | None:
    """Return all of a plan's money on its last day; None while its ledger is empty."""
    return _seen(plan, whole_scope(plan))


def _seen(plan: FiscalPlan, scope: Scope) -> SeenSpending | None:
    if scope.last_day is None:
        return None
    spending = read_seen(plan, scope, scope.last_day)
    return SeenSpending(plan, scope, spending) if spending.has_entries else None
