"""What the page of the money table says: its day, its part of the money, its rows and links."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.http import HttpRequest
from django.utils.translation import gettext as _

from budgets.filters import SpendingFilterSet
from budgets.models import MONTHS, Allocation
from budgets.spending.reading import Spending
from budgets.spending.scope import Scope, Sight, scope_of
from budgets.spending.shown import SeenSpending, read_seen
from etda_plan.common.filters import Filtered, Link, read_filters
from etda_plan.common.fiscal import first_day, month_names, short_date
from etda_plan.common.forms import BuddhistDateField
from projects.models import FiscalPlan


@dataclass(frozen=True)
class SpendingPage(SeenSpending):
    """One reading, filtered as the address asks, with what must be said of it.

    ``whole`` is what the reader may see, ``spending`` the part that the filters leave; both are
    None while nothing is published that a visitor could see.
    """

    listing: Filtered
    whole: Spending | None
    notes: Sequence[str] = field(default=())

    @property
    def is_filtered(self) -> bool:
        """Whether the filters leave a part of the money only."""
        return any(self.listing.value(key) for key in ("fund", "group", "work"))

    @property
    def is_empty(self) -> bool:
        """Whether nothing was posted by the day."""
        return self.whole is not None and not self.whole.has_entries

    @property
    def filters_in_words(self) -> list[str]:
        """What leaves a part of the money only."""
        return [link.words for link in self.listing.active_filters]

    @property
    def file_name(self) -> str:
        """The name of files, without their ending: ``spending-2563-2020-03-31``."""
        day = f"-{self.day.isoformat()}" if self.day else ""
        return f"spending-{self.plan.fiscal_year}{day}"

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


def read_page(request: HttpRequest, plan: FiscalPlan) -> SpendingPage:
    """Return what a reader sees of ``plan`` as the address asks for it."""
    listing = read_filters(request, SpendingFilterSet, Allocation.objects.none())
    published_only = bool(listing.value("published"))
    scope = scope_of(request.user, plan, published_only=published_only)
    if scope.last_day is None:
        return SpendingPage(plan, scope, None, listing, None, listing.notes)
    day, notes = _day(plan, scope, listing.value("as_of"))
    whole = read_seen(plan, scope, day)
    return SpendingPage(
        plan, scope, _part(whole, listing), listing, whole, [*listing.notes, *notes]
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
