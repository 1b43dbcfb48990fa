"""A version of the monthly plan of work beside what was in force before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from activities.models import MonthRow, Schedule, ScheduleLine
from activities.services.schedules import activity_of, short_name
from etda_plan.common.fiscal import month_names
from projects.models import Project


@dataclass(frozen=True)
class Change:
    """One item of a version: before and after."""

    line: ScheduleLine
    before: ScheduleLine | None

    @property
    def code(self) -> str:
        """The item's code."""
        return short_name(self.line.item)

    @property
    def title(self) -> str:
        """The item's title."""
        return self.line.item.title

    @property
    def project(self) -> Project:
        """The work that it belongs to."""
        return activity_of(self.line.item).project

    @property
    def months_before(self) -> MonthRow:
        """What was in force."""
        return self.before.months if self.before else [None] * 12

    @property
    def changed_months(self) -> list[str]:
        """The names of the months that differ."""
        pairs = zip(month_names(), self.months_before, self.line.months, strict=True)
        return [name for name, before, after in pairs if before is not after]

    @property
    def weights(self) -> tuple[Decimal | None, Decimal | None] | None:
        """The weight before and after, None where it is the same."""
        before = self.before.weight if self.before else None
        return None if before == self.line.weight else (before, self.line.weight)

    @property
    def deliverables(self) -> tuple[str, str] | None:
        """The expected deliverable before and after, None where it is the same."""
        before = self.before.deliverable if self.before else ""
        return None if before == self.line.deliverable else (before, self.line.deliverable)

    @property
    def milestones(self) -> tuple[list[str], list[str]] | None:
        """The milestones before and after, None where they are the same."""
        before, after = _milestones(self.before), _milestones(self.line)
        return None if before == after else (before, after)


def _milestones(line: ScheduleLine | None) -> list[str]:
    return [str(each) for each in line.milestones.all()] if line else []


@dataclass(frozen=True)
class Version:
    """A version or a proposal with all that it changes, in the document's order."""

    schedule: Schedule
    changes: Sequence[Change]

    @cached_property
    def month_count(self) -> int:
        """How many months it changes."""
        return sum(len(change.changed_months) for change in self.changes)


def read_version(schedule: Schedule) -> Version:
    """Return a version beside what was in force when it was proposed, in a few queries.

    An approved one is not overtaken between its proposal and its approval, so that is also what
    it took the place of.
    """
    lines = ScheduleLine.objects.prefetch_related("milestones").select_related(
        "activity__project", "sub_activity__activity__project"
    )
    of_version = list(lines.filter(schedule=schedule))
    earlier = lines.filter(
        schedule__plan=schedule.plan_id, schedule__number__lte=schedule.based_on
    ).order_by("schedule__number")
    before = {line.key: line for line in earlier}
    changes = [Change(line, before.get(line.key)) for line in of_version]
    return Version(schedule, sorted(changes, key=_place))


def _place(change: Change) -> tuple[int, int, int, str]:
    part = change.line.sub_activity
    activity = activity_of(change.line.item)
    number = part.number if part else ""
    return (activity.project.position, activity.number, len(number), number)
