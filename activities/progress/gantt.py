"""The shapes of a Gantt row: what is planned over what was done, month by month, and today."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from activities.progress import words
from activities.progress.items import Judged
from etda_plan.common.figures import short_percent
from etda_plan.common.fiscal import fiscal_month
from projects.models import FiscalPlan

MONTH_WIDTH = 100
"""A month of the drawing; the whole year is 1200 wide, whatever it is stretched to."""


@dataclass(frozen=True)
class Bar:
    """A run of months: ``kind`` is planned, open (not known), worked or missing."""

    kind: str
    first: int
    last: int

    @property
    def x(self) -> int:
        """Where it begins."""
        return (self.first - 1) * MONTH_WIDTH

    @property
    def width(self) -> int:
        """How long it is."""
        return (self.last - self.first + 1) * MONTH_WIDTH


@dataclass(frozen=True)
class Bars:
    """What is drawn of an activity or a part, and the same in words."""

    planned: tuple[Bar, ...]
    worked: tuple[Bar, ...]
    words: str
    is_empty: bool
    """Whether no month is planned or known, and none was worked."""


def runs(kind: str, months: Iterable[int]) -> Iterator[Bar]:
    """Yield a bar for each run of months that follow each other."""
    first = last = 0
    for month in sorted(months):
        if first and month > last + 1:
            yield Bar(kind, first, last)
        if not first or month > last + 1:
            first = month
        last = month
    if first:
        yield Bar(kind, first, last)


def draw(item: Judged) -> Bars:
    """Return the bars of an activity or a part.

    The lower bar has the months in which progress was reported to grow, and, apart from them, the
    due months that nobody has reported on since.
    """
    unknown = [month for month, planned in enumerate(item.row, start=1) if planned is None]
    missing = range(item.reported_month + 1, item.reported_month + 1 + item.months_missing)
    worked = [*runs("worked", item.worked_months), *runs("missing", missing)]
    all_unknown = len(unknown) == len(item.row)
    return Bars(
        planned=(*runs("planned", item.planned_months), *runs("open", unknown)),
        worked=tuple(worked),
        words=in_words(item),
        is_empty=all_unknown and not worked,
    )


def in_words(item: Judged) -> str:
    """Return what the bars show: the months planned, those worked, and how far the work is."""
    plan = words.listed(item.planned_months)
    parts = [_("planned %(months)s") % {"months": plan} if plan else _("no monthly plan")]
    if item.worked_months:
        parts.append(_("progress in %(months)s") % {"months": words.listed(item.worked_months)})
    if item.progress is not None:
        parts.append(_("%(done)s %% done") % {"done": short_percent(item.progress)})
    if item.months_missing:
        first = item.reported_month + 1
        missing = words.listed(range(first, first + item.months_missing))
        parts.append(_("not reported %(months)s") % {"months": missing})
    return " · ".join(parts)


def place_of(plan: FiscalPlan, day: datetime.date) -> Decimal | None:
    """Return where a day stands in the drawing of its year; None outside the year."""
    if not plan.starts_on <= day <= plan.ends_on:
        return None
    days = calendar.monthrange(day.year, day.month)[1]
    within = Decimal(day.day * MONTH_WIDTH) / days
    return (fiscal_month(day) - 1) * MONTH_WIDTH + within.quantize(Decimal(1))
