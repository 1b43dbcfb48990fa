"""“As of” a past day: which day an address asks for, and what of it its reader may see."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from etda_plan.common.fiscal import long_date, month_names, short_date, today, typed_date
from etda_plan.common.forms import BuddhistDateField
from projects.models import FiscalPlan, ReportingMonth
from projects.models.months import MONTHS
from projects.permissions import READ_REPORTS
from projects.sight import Sight, sight_of

KEY = "as_of"


@dataclass(frozen=True)
class MonthEnd:
    """The end of a month that may be chosen: its name, the day as typed, whether it is shown."""

    name: str
    day: datetime.date
    is_current: bool

    @property
    def value(self) -> str:
        """The day as an address has it."""
        return typed_date(self.day)


@dataclass(frozen=True)
class AsOf:
    """The day that a page is of, and what must be said where it is not the one asked for.

    ``day`` is None for visitors while nothing is published: they see the plan as it is.
    ``is_past`` tells that an earlier day than the usual one is shown, on purpose.
    """

    plan: FiscalPlan
    sight: Sight
    day: datetime.date | None
    usual: datetime.date | None
    notes: Sequence[str]

    @property
    def is_past(self) -> bool:
        """Whether somebody looks back."""
        return self.day != self.usual

    @property
    def plan_day(self) -> datetime.date | None:
        """The past day whose plan counts; None for the plan as it is."""
        return self.sight.plan_day

    @property
    def statements(self) -> list[str]:
        """What a file says where somebody looks back."""
        if self.day is None or not self.is_past:
            return []
        return [_("As of %(day)s") % {"day": long_date(self.day)}]

    @property
    def value(self) -> str:
        """The day as it is typed."""
        return typed_date(self.day) if self.day else ""

    @property
    def month_ends(self) -> list[MonthEnd]:
        """The ends of the months that may be chosen, October first."""
        return month_ends(self.plan, self.usual, self.day)


def month_ends(
    plan: FiscalPlan, last: datetime.date | None, shown: datetime.date | None
) -> list[MonthEnd]:
    """Return the ends of a plan's months up to ``last``; of none where there is no last day."""
    if last is None:
        return []
    ends = [ReportingMonth.of(plan, month).last_day for month in MONTHS]
    named = zip(month_names(), ends, strict=True)
    return [MonthEnd(name, end, end == shown) for name, end in named if end <= last]


def day_shown(
    plan: FiscalPlan,
    asked: datetime.date | None,
    *,
    usual: datetime.date,
    last: datetime.date,
    is_published: bool,
) -> tuple[datetime.date, list[str]]:
    """Return the day to show, and what must be said where it is not the one that was asked for.

    ``usual`` is shown without being asked for, ``last`` is the latest that may be.
    """
    if asked is None or asked == usual:
        return usual, []
    if asked < plan.starts_on:
        words = _("The year begins on %(day)s; the figures are of that day.")
        return min(plan.starts_on, last), [words % {"day": short_date(plan.starts_on)}]
    if asked <= last:
        return asked, []
    words = (
        _("Only the months up to %(day)s are published; the figures are of that day.")
        if is_published
        else _("A day after %(day)s has no figures yet; the figures are of that day.")
    )
    return usual, [words % {"day": short_date(usual)}]


def asked_day(request: HttpRequest) -> tuple[datetime.date | None, list[str]]:
    """Return the day that the address names, and what must be said of one that is none."""
    text = request.GET.get(KEY, "")
    try:
        return BuddhistDateField(required=False).clean(text), []
    except ValidationError:
        words = _("The filter “%s” has no such value; it is left out.")
        return None, [words % _("As of")]


def read_as_of(request: HttpRequest, plan: FiscalPlan) -> AsOf:
    """Return the day that a page of ``plan`` is of; read once a request.

    People with a role look back to what was approved by a day, up to today; visitors to the
    published months that had ended by it. The future is refused with a note.
    """
    kept = vars(request).setdefault("as_of", {})
    if plan.pk not in kept:
        asked, notes = asked_day(request)
        read = _of_reader if READ_REPORTS.allows(request.user) else _of_visitor
        kept[plan.pk] = read(request, plan, asked, notes)
    found: AsOf = kept[plan.pk]
    return found


def _of_reader(
    request: HttpRequest, plan: FiscalPlan, asked: datetime.date | None, notes: list[str]
) -> AsOf:
    usual = plan.reference_day
    day, said = day_shown(plan, asked, usual=usual, last=today(), is_published=False)
    past = None if day == usual else day
    sight = replace(sight_of(request.user, plan, past), plan_day=past)
    return AsOf(plan, sight, day, usual, [*notes, *said])


def _of_visitor(
    request: HttpRequest, plan: FiscalPlan, asked: datetime.date | None, notes: list[str]
) -> AsOf:
    sight = sight_of(request.user, plan)
    if not sight.sees_figures:
        said = [_("No month is published yet: this is the plan as it is.")] if asked else []
        return AsOf(plan, sight, None, None, [*notes, *said])
    usual = ReportingMonth.of(plan, sight.last_month).last_day
    day, said = day_shown(plan, asked, usual=usual, last=usual, is_published=True)
    ended = sum(ReportingMonth.of(plan, month).last_day <= day for month in MONTHS)
    seen = Sight(sight.day, min(sight.last_month, ended), None if day == usual else day)
    return AsOf(plan, seen, day, usual, [*notes, *said])


def as_of_query(request: HttpRequest) -> str:
    """Return ``as_of=31/3/2563`` for the links of a page that looks back, else nothing."""
    day, _notes = asked_day(request)
    return f"{KEY}={typed_date(day)}" if day and day <= today() else ""
