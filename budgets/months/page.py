"""A plan's months as their page and its export show them, read once."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from budgets.models import MONTHS, Entry, LedgerMonth, MonthClose
from budgets.models.changes import CHANGES
from projects.models import FiscalPlan, ReportClose

ZERO = Decimal("0.00")
NOTHING = dict.fromkeys(CHANGES, ZERO)


@dataclass(frozen=True)
class MonthRow:
    """One month: its closes, oldest first, and what its entries move in all (baht).

    ``obstacle`` is what stands against closing it now, empty where nothing does; ``is_last``:
    no later month is closed; ``is_shown``: visitors see the totals up to it, or to a later one.
    """

    month: LedgerMonth
    closes: Sequence[MonthClose]
    entries: int
    changes: Mapping[str, Decimal]
    has_begun: bool
    has_ended: bool
    obstacle: str
    is_last: bool
    is_shown: bool
    reports_are_closed: bool

    @property
    def number(self) -> int:
        """Its number in the fiscal year: 1 is October."""
        return self.month.month

    @property
    def close(self) -> MonthClose | None:
        """The close that is in force, if it is closed."""
        return in_force(self.closes)

    @property
    def state(self) -> str:
        """What its chip says."""
        if self.close:
            return "month_closed"
        return "month_open" if self.has_ended else "month_running"

    @property
    def can_be_closed(self) -> bool:
        """Whether nothing stands against closing it."""
        return not self.close and not self.obstacle

    @property
    def can_be_reopened(self) -> bool:
        """Whether it is the last month that is closed."""
        return self.close is not None and self.is_last

    @property
    def can_be_published(self) -> bool:
        """Whether visitors do not see it yet and may: its reports are closed too."""
        return self.waits_for_publication and self.reports_are_closed

    @property
    def waits_for_reports(self) -> bool:
        """Whether nothing but its month's open reports stands against publishing it."""
        return self.waits_for_publication and not self.reports_are_closed

    @property
    def waits_for_publication(self) -> bool:
        """Whether it is closed and visitors do not see it yet."""
        return self.close is not None and not self.is_shown


@dataclass(frozen=True)
class MonthsPage:
    """The twelve months of a plan."""

    plan: FiscalPlan
    rows: Sequence[MonthRow]

    @cached_property
    def closed(self) -> int:
        """How many months are closed."""
        return sum(1 for row in self.rows if row.close)

    @cached_property
    def next(self) -> MonthRow | None:
        """The first month that is open, None where all are closed."""
        return next((row for row in self.rows if not row.close), None)

    @cached_property
    def last_closed(self) -> MonthRow | None:
        """The last month that is closed."""
        return next((row for row in reversed(self.rows) if row.close), None)

    @cached_property
    def published(self) -> MonthRow | None:
        """The last month up to which visitors see totals."""
        shown = (row for row in reversed(self.rows) if row.close and row.close.is_published)
        return next(shown, None)

    @cached_property
    def entries(self) -> int:
        """How many entries the year has."""
        return sum(row.entries for row in self.rows)

    @cached_property
    def totals(self) -> dict[str, Decimal]:
        """What the year's entries move in all (baht)."""
        return {name: sum((row.changes[name] for row in self.rows), ZERO) for name in CHANGES}


def in_force(closes: Sequence[MonthClose]) -> MonthClose | None:
    """Return the close that nobody has reopened."""
    return next((close for close in closes if close.is_in_force), None)


def read_months(plan: FiscalPlan, day: datetime.date) -> MonthsPage:
    """Return a plan's months as they are on ``day``; months that nobody used yet are empty."""
    stored = {month.month: month for month in LedgerMonth.objects.filter(plan=plan).with_state()}
    months = [stored.get(number) or LedgerMonth.of(plan, number) for number in MONTHS]
    closes = [list(month.closes.all()) if month.pk else [] for month in months]
    closed = [in_force(each) is not None for each in closes]
    moved = _moved(plan)
    reported = ReportClose.objects.in_force().filter(month__plan=plan)
    reports_closed = set(reported.values_list("month__month", flat=True))
    rows = [
        MonthRow(
            month,
            closes[place],
            *moved.get(month.pk, (0, NOTHING)),
            has_begun=month.first_day <= day,
            has_ended=month.last_day < day,
            obstacle=_obstacle(month.last_day < day, are_earlier_closed=all(closed[:place])),
            is_last=not any(closed[place + 1 :]),
            is_shown=any(close.is_published for each in closes[place:] for close in each),
            reports_are_closed=month.month in reports_closed,
        )
        for place, month in enumerate(months)
    ]
    return MonthsPage(plan, rows)


def _obstacle(has_ended: bool, *, are_earlier_closed: bool) -> str:
    if not has_ended:
        return _("The month has not ended yet.")
    return "" if are_earlier_closed else _("The month before is still open.")


def _moved(plan: FiscalPlan) -> dict[int, tuple[int, Mapping[str, Decimal]]]:
    """Return, by the key of the month, how many entries it has and what they move (baht)."""
    rows = Entry.objects.filter(month__plan=plan).order_by().values_list("month")
    sums = rows.annotate(Count("pk"), *(Sum(name) for name in CHANGES))
    return {
        month: (entries, dict(zip(CHANGES, moved, strict=True))) for month, entries, *moved in sums
    }
