"""Activities and their parts by month, grouped by work."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from activities.models import Activity, ActivityQuerySet, MonthRow, ScheduleLine, SubActivity
from activities.services.schedules import key_of, short_name
from projects.models import Project


@dataclass(frozen=True)
class GridRow:
    """An activity or a part, its months in force, and the version they are from."""

    item: Activity | SubActivity
    activity: Activity

    @cached_property
    def line(self) -> ScheduleLine | None:
        """The line of the last approved version."""
        return self.item.line_in_force

    @cached_property
    def months(self) -> MonthRow:
        """The months in force."""
        return self.item.month_row

    @property
    def is_part(self) -> bool:
        """Whether it is a part of an activity."""
        return isinstance(self.item, SubActivity)

    @property
    def name(self) -> str:
        """What its fields are called in a form: ``activity-12``, ``sub_activity-3``."""
        kind, key = key_of(self.item)
        return f"{kind}-{key}"

    @property
    def code(self) -> str:
        """Its code: ``EC/1``, or ``EC/1 · 1.1`` for a part."""
        return short_name(self.item)

    @property
    def is_unknown(self) -> bool:
        """Whether nothing is known of its months."""
        return all(month is None for month in self.months)


@dataclass(frozen=True)
class GridGroup:
    """A work and its rows, in the document's order."""

    project: Project
    rows: Sequence[GridRow]


def activities_to_plan(activities: ActivityQuerySet) -> ActivityQuerySet:
    """Bring what rows of the grid and the form show, in a fixed number of queries."""
    return activities.with_row().prefetch_related(
        "schedule_lines__milestones", "sub_activities__schedule_lines__milestones"
    )


def rows_of(activities: Iterable[Activity]) -> Iterator[GridRow]:
    """Yield a row for each activity and, below it, for each of its parts."""
    for activity in activities:
        yield GridRow(activity, activity)
        for part in activity.sub_activities.all():
            part.activity = activity
            yield GridRow(part, activity)


def grouped_by_work(rows: Iterable[GridRow]) -> list[GridGroup]:
    """Return rows that stand in the document's order under their works."""
    by_work = groupby(rows, key=lambda row: row.activity.project)
    return [GridGroup(project, list(group)) for project, group in by_work]
