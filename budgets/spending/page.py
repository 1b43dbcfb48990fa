"""What the page of the money table says: its day, its part of the money, its rows and links."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.http import HttpRequest

from budgets.filters import SpendingFilterSet
from budgets.models import Allocation
from budgets.spending.reading import Spending
from budgets.spending.scope import Sight, scope_of
from budgets.spending.shown import SeenSpending, read_seen
from etda_plan.common.filters import Filtered, Link, read_filters
from etda_plan.common.forms import BuddhistDateField
from projects.as_of import day_shown, month_ends
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
        ends = month_ends(self.plan, self.scope.last_day, self.day)
        return [Link(end.name, self._as_of(end.day), end.is_current) for end in ends]

    def _as_of(self, day: datetime.date) -> str:
        return self.listing.address.with_(as_of=BuddhistDateField().prepare_value(day))


def read_page(request: HttpRequest, plan: FiscalPlan) -> SpendingPage:
    """Return what a reader sees of ``plan`` as the address asks for it."""
    listing = read_filters(request, SpendingFilterSet, Allocation.objects.none())
    published_only = bool(listing.value("published"))
    scope = scope_of(request.user, plan, published_only=published_only)
    if scope.last_day is None:
        return SpendingPage(plan, scope, None, listing, None, listing.notes)
    day, notes = day_shown(
        plan,
        listing.value("as_of"),
        usual=scope.last_day,
        last=scope.last_day,
        is_published=scope.sight is Sight.PUBLISHED,
    )
    whole = read_seen(plan, scope, day)
    return SpendingPage(
        plan, scope, _part(whole, listing), listing, whole, [*listing.notes, *notes]
    )


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
