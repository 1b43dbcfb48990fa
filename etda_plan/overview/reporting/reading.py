"""What an office reported, item by item, beside what it said before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from activities.models import ActivityReport, SubActivity
from etda_plan.common.figures import measure
from etda_plan.overview.reporting.items import (
    Item,
    Written,
    earlier_report,
    items_of,
    read_written,
)
from etda_plan.overview.reporting.money import MoneyOfMonth, MonthMoney, money_of_month
from etda_plan.overview.reporting.place import Place
from kpis.models import KpiResult, KpiTarget
from projects.models import MonthlyReport

WORDS = ("done", "next_steps", "problem", "solution")


LABELS = {
    "done": _("What was done this month"),
    "next_steps": _("What comes next"),
    "problem": pgettext_lazy("report", "Problem"),
    "solution": _("Solution"),
}


def shown_result(target: KpiTarget, result: KpiResult | None) -> str:
    """Return a result as it is read: a figure, a ratio, or that there is none."""
    if result is None:
        return gettext("not reported")
    if target.kpi.is_ratio:
        if result.numerator is None or result.denominator is None:
            return gettext("no result")
        return f"{measure(result.numerator)} / {measure(result.denominator)}"
    return gettext("no result") if result.value is None else measure(result.value)


@dataclass(frozen=True)
class Progress:
    """A cumulative progress in percent: reported, last month, and in the version before."""

    part: SubActivity | None
    value: Decimal | None
    last: Decimal | None
    corrected: Decimal | None
    is_correction: bool

    @property
    def is_corrected(self) -> bool:
        """Whether the version before said another figure."""
        return self.is_correction and self.corrected != self.value


@dataclass(frozen=True)
class Words:
    """A text that was reported; ``last`` is the one of the month before, empty where none is.

    ``corrected`` is what the version before said; None where it said the same, or there is none.
    """

    name: str
    text: str
    last: str
    corrected: str | None

    @property
    def label(self) -> object:
        """What the text is called."""
        return LABELS[self.name]


@dataclass(frozen=True)
class Result:
    """A result of an indicator, beside the one of the month before and the version before."""

    target: KpiTarget
    result: KpiResult | None
    last: KpiResult | None
    corrected: KpiResult | None
    is_correction: bool

    @property
    def shown(self) -> str:
        """The result in words."""
        return shown_result(self.target, self.result)

    @property
    def shown_last(self) -> str:
        """The result of the month before in words."""
        return shown_result(self.target, self.last)

    @property
    def shown_corrected(self) -> str:
        """The result of the version before in words."""
        return shown_result(self.target, self.corrected)

    @property
    def is_corrected(self) -> bool:
        """Whether the version before said another result."""
        return self.is_correction and self.shown != self.shown_corrected


@dataclass(frozen=True)
class ReportedItem:
    """An item of a report: ``last`` is the report before, ``corrected`` the version before."""

    item: Item
    written: Written
    last: Written
    corrected: Written
    seen: MoneyOfMonth

    @property
    def is_correction(self) -> bool:
        """Whether there is a version before."""
        return self.corrected.report is not None

    @property
    def row(self) -> ActivityReport | None:
        """What is reported of the activity."""
        return self.written.of(self.item)

    @property
    def progress(self) -> Iterator[Progress]:
        """Yield the progress of the activity, or of each of its parts."""
        whole: list[SubActivity | None] = [None] if self.item.activity else []
        for part in self.item.parts or whole:
            now, last, before = (_progress(each.of(self.item), part) for each in self._readings)
            yield Progress(part, now, last, before, self.is_correction)

    @property
    def words(self) -> Iterator[Words]:
        """Yield what is said, also what is left empty."""
        now, last, corrected = (each.of(self.item) for each in self._readings)
        for name in WORDS if self.item.activity else ():
            text = getattr(now, name, "")
            before = getattr(corrected, name, text)
            said_before = getattr(last, name, "")
            yield Words(name, text, said_before, None if before == text else before)

    @property
    def results(self) -> Iterator[Result]:
        """Yield the results of the item's indicators."""
        for target in self.item.targets:
            now, last, before = (each.results.get(target.pk) for each in self._readings)
            yield Result(target, now, last, before, self.is_correction)

    @property
    def money(self) -> MonthMoney | None:
        """The money of the month, as far as the reader may see it."""
        activity = self.item.activity
        return self.seen.of_activity(activity) if activity else self.seen.of_work(self.item.project)

    @property
    def _readings(self) -> tuple[Written, Written, Written]:
        return self.written, self.last, self.corrected


def _progress(row: ActivityReport | None, part: SubActivity | None) -> Decimal | None:
    if row is None or part is None:
        return row.progress if row else None
    return next(
        (each.progress for each in row.parts.all() if each.sub_activity_id == part.pk), None
    )


@dataclass(frozen=True)
class Reported:
    """One version of a report as a page shows it."""

    place: Place
    report: MonthlyReport
    items: Sequence[Item]
    written: Written
    last: Written
    corrected: Written

    @cached_property
    def money(self) -> MoneyOfMonth:
        """The money of the month, as far as the reader may see it."""
        place = self.place
        return money_of_month(place.user, place.plan, place.month, place.plan_day)

    @cached_property
    def parts(self) -> list[ReportedItem]:
        """Its items in the order of the plan."""
        rest = (self.written, self.last, self.corrected, self.money)
        return [ReportedItem(item, *rest) for item in self.items]

    @property
    def last_month(self) -> MonthlyReport | None:
        """The report that stands beside it."""
        return self.last.report


def read_reported(place: Place, report: MonthlyReport) -> Reported:
    """Return a version with the report before it and the version that it corrects.

    The number of queries does not grow with the items.
    """
    office, day = place.duty.office, place.plan_day
    before = earlier_report(office, place.month.month, day)
    items = items_of(office, report, day)
    written, last, corrected = map(read_written, (report, before, report.corrects))
    return Reported(place, report, items, written, last, corrected)
