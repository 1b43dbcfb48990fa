"""What the page of one activity says of its progress: month by month, report by report."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.http import HttpRequest

from activities.models import Activity, ActivityReport, StatusOverride
from activities.progress.gantt import Bars, draw, place_of
from activities.progress.items import ActivityState, PartState
from activities.progress.plans import planned_by
from activities.progress.seen import seen_progress
from projects.models import MonthlyReport
from projects.permissions import READ_REPORTS
from projects.sight import Sight


@dataclass(frozen=True)
class MonthLine:
    """A month: percent planned and done by its end; None where nobody planned or reported."""

    number: int
    label: str
    planned: Fraction | None
    done: Fraction | None
    is_missing: bool
    is_ahead: bool
    """Whether it comes after the last month that is judged: nothing is due of it."""


@dataclass(frozen=True)
class ActivityProgress:
    """An activity's state, its months, its reports (newest first) and the decisions of its state.

    Reports and decisions are empty for visitors: words and persons are for people with a role.
    """

    item: ActivityState
    sight: Sight
    reports: Sequence[ActivityReport]
    decisions: Sequence[StatusOverride]
    reads_words: bool

    @property
    def day(self) -> datetime.date:
        """The day that it is of, never after the year."""
        return min(self.sight.day, self.item.activity.project.plan.ends_on)

    @property
    def last_month(self) -> str:
        """The last month in sight, with its year."""
        return self.item.frame.month(self.sight.last_month)

    @property
    def months(self) -> list[MonthLine]:
        """The twelve months, October first."""
        return [self._month(number) for number in range(1, 13)]

    def _month(self, number: int) -> MonthLine:
        item = self.item
        done = item.by_month.get(number)
        return MonthLine(
            number,
            item.frame.month(number),
            planned_by(item.curve, number),
            done,
            is_missing=done is None and number <= item.frame.due_month,
            is_ahead=number > item.judged_month,
        )

    @property
    def bars(self) -> Bars:
        """The activity's own bars."""
        return draw(self.item)

    @property
    def parts(self) -> list[tuple[PartState, Bars]]:
        """Its parts with their bars."""
        return [(part, draw(part)) for part in self.item.parts]

    @property
    def today(self) -> object:
        """Where the day stands in the drawing; None outside the year."""
        return place_of(self.item.activity.project.plan, self.sight.day)

    @property
    def done_months(self) -> Mapping[int, frozenset[int]]:
        """The planned months that each part has reached, by its key."""
        return {part.part.pk: part.done_months for part in self.item.parts}


def read_activity(request: HttpRequest, activity: Activity) -> ActivityProgress:
    """Return what the reader sees of an activity's progress as of the day in the address."""
    plan = activity.project.plan
    progress = seen_progress(request, plan, activity.project)
    item = progress.of_activity(activity.pk)
    if item is None:
        raise LookupError(f"{activity} is not among the activities of its own project.")
    sight, reads_words = progress.sight, READ_REPORTS.allows(request.user)
    if not reads_words:
        return ActivityProgress(item, sight, [], [], reads_words)
    reports = _reports(activity, sight)
    return ActivityProgress(item, sight, reports, _decisions(activity, sight), reads_words)


def _reports(activity: Activity, sight: Sight) -> list[ActivityReport]:
    """Return the reports in force, newest month first, with who wrote and who approved them."""
    in_force = MonthlyReport.objects.filter(month__plan=activity.project.plan).in_force(sight)
    rows = ActivityReport.objects.filter(activity=activity, report__in=in_force).select_related(
        "report__month__plan", "report__office", "report__submitted_by", "report__decided_by"
    )
    return list(rows.prefetch_related("parts__sub_activity").order_by("-report__month__month"))


def _decisions(activity: Activity, sight: Sight) -> list[StatusOverride]:
    """Return the decisions of its state made by the day, newest first."""
    made = activity.status_overrides.filter(decided_on__lte=sight.day)
    return list(made.select_related("decided_by").order_by("-pk"))
