"""What the page of the money table says: its day, its part of the money, its rows and links."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from budgets.filters import SpendingFilterSet
from budgets.models import MONTHS, Allocation
from budgets.money_page import sum_off_100
from budgets.spending.lines import Line
from budgets.spending.monthly import Month, months_until
from budgets.spending.reading import Spending, read_spending
from budgets.spending.scope import Scope, Sight, scope_of
from budgets.spending.table import MONTH_COLUMNS, Cell, cells_of, month_cells
from etda_plan.common.figures import million
from etda_plan.common.filters import Filtered, Link, read_filters
from etda_plan.common.fiscal import first_day, long_date, month_names, short_date, today
from etda_plan.common.forms import BuddhistDateField
from projects.models import FiscalPlan


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
class SpendingPage:
    """One reading, filtered as the address asks, with what must be said of it.

    ``whole`` is what the reader may see, ``spending`` the part that the filters leave; both are
    None while nothing is published that a visitor could see.
    """

    plan: FiscalPlan
    scope: Scope
    listing: Filtered
    whole: Spending | None
    spending: Spending | None
    notes: Sequence[str] = field(default=())

    @property
    def day(self) -> datetime.date | None:
        """The day that the figures are of."""
        return self.spending.day if self.spending else None

    @property
    def is_filtered(self) -> bool:
        """Whether the filters leave a part of the money only."""
        return any(self.listing.value(key) for key in ("fund", "group", "work"))

    @property
    def is_empty(self) -> bool:
        """Whether nothing was posted by the day."""
        return self.whole is not None and not self.whole.has_entries

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
        lines += [link.words for link in self.listing.active_filters]
        return [*lines, _("Unit: million baht (4 decimals)")]

    @property
    def file_name(self) -> str:
        """The name of files, without their ending: ``spending-2563-2020-03-31``."""
        day = f"-{self.day.isoformat()}" if self.day else ""
        return f"spending-{self.plan.fiscal_year}{day}"

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

    @property
    def month_ends(self) -> list[Link]:
        """The ends of the months that the reader may choose, October first."""
        limit = self.scope.last_day
        if limit is None:
            return []
        ends = [_end_of(self.plan, month) for month in MONTHS]
        return [
            Link(name, self._as_of(end), end == self.day)
            for name, end in zip(month_names(), ends, strict=True)
            if end <= limit
        ]

    def _as_of(self, day: datetime.date) -> str:
        return self.listing.address.with_(as_of=BuddhistDateField().prepare_value(day))


def _end_of(plan: FiscalPlan, month: int) -> datetime.date:
    following = first_day(plan.fiscal_year + month // 12, month % 12 + 1)
    return following - datetime.timedelta(days=1)


def entries_address(spending: Spending, **place: str) -> str:
    """Return the address of the entries behind figures: of a place, dated up to the day."""
    year = {} if spending.plan.is_current else {"fiscal_year": str(spending.plan.fiscal_year)}
    until = BuddhistDateField().prepare_value(spending.day)
    return f"{reverse('budgets:entries')}?{urlencode({**year, **place, 'until': until})}"


def read_page(request: HttpRequest, plan: FiscalPlan) -> SpendingPage:
    """Return what a reader sees of ``plan`` as the address asks for it."""
    listing = read_filters(request, SpendingFilterSet, Allocation.objects.none())
    published_only = bool(listing.value("published"))
    scope = scope_of(request.user, plan, published_only=published_only)
    if scope.last_day is None:
        return SpendingPage(plan, scope, listing, None, None, listing.notes)
    day, notes = _day(plan, scope, listing.value("as_of"))
    whole = read_spending(plan, day, scope.allocations)
    if not scope.is_whole:
        whole = replace(whole, targets=())
    return SpendingPage(
        plan, scope, listing, whole, _part(whole, listing), [*listing.notes, *notes]
    )


def _day(
    plan: FiscalPlan, scope: Scope, asked: datetime.date | None
) -> tuple[datetime.date, list[str]]:
    """Return the day to show, and what must be said where it is not the one that was asked for."""
    last = scope.last_day or plan.reference_day
    if asked is None or asked == last:
        return last, []
    if asked < plan.starts_on:
        first = min(plan.starts_on, last)
        words = _("The year begins on %(day)s; the figures are of that day.")
        return first, [words % {"day": short_date(plan.starts_on)}]
    if asked <= last:
        return asked, []
    words = (
        _("Only the months up to %(day)s are published; the figures are of that day.")
        if scope.sight is Sight.PUBLISHED
        else _("A day after %(day)s has no figures yet; the figures are of that day.")
    )
    return last, [words % {"day": short_date(last)}]


def _part(whole: Spending, listing: Filtered) -> Spending:
    fund, group, work = (listing.value(key) for key in ("fund", "group", "work"))
    if not (fund or group or work):
        return whole
    return whole.only(
        lambda row: (
            fund in (None, row.fund_source)
            and group in (None, row.spending_group)
            and work in (None, row.project)
        )
    )
