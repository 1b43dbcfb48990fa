"""What the plan said of activities on a past day."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from activities.models import Activity, ScheduledMonth, ScheduleLine, SubActivity
from projects.as_it_was import put_back, put_under


def put_activities_back(
    activities: Iterable[Activity], day: datetime.date | None
) -> list[Activity]:
    """Return a plan's activities with their parts as they were on a past day, if one is given.

    Works and offices, which are at hand, and the monthly plan are those of the day too.
    """
    found = list(activities)
    if day is None or not found:
        return found
    parts = [part for each in found for part in each.sub_activities.all()]
    put_back([*found, *parts, *(each.project for each in found)], day)
    put_back([each.office for each in found], day)
    lines = ScheduleLine.objects.in_force(found[0].project.plan, day)
    for activity in found:
        _put_plan_under(activity, lines.get(("activity", activity.pk)))
    for part in parts:
        _put_plan_under(part, lines.get(("sub_activity", part.pk)))
    return found


def _put_plan_under(item: Activity | SubActivity, line: ScheduleLine | None) -> None:
    months = enumerate(line.months if line else (), 1)
    known = [(month, planned) for month, planned in months if planned is not None]
    put_under(item, "months", [ScheduledMonth(month=m, is_planned=planned) for m, planned in known])
    put_under(item, "schedule_lines", [line] if line else [])
