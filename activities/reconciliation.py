"""What must hold within the numbering of activities and of their parts."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from activities.models import Activity, SubActivity
from etda_plan.common.checks import Check, Unit
from projects.models import Project


def reconcile_activities(projects: list[Project]) -> Iterator[Check]:
    """Yield the numbering of activities and of their parts: from 1, none out of place."""
    activities = [activity for project in projects for activity in project.activities.all()]
    in_order = [row for project in projects for row in activities_in_order(project)]
    yield numbering_check(
        "activities-numbered",
        _("activities are numbered from 1 without a gap in each work"),
        len(activities),
        len(in_order),
        misplaced=[row.code for row in activities if row not in in_order],
    )
    parts = [part for activity in activities for part in activity.sub_activities.all()]
    parts_in_order = [part for row in activities for part in sub_activities_in_order(row)]
    yield numbering_check(
        "sub-activities-numbered",
        _("sub-activities are numbered under their activity without a gap"),
        len(parts),
        len(parts_in_order),
        misplaced=[part.number for part in parts if part not in parts_in_order],
    )


def activities_in_order(project: Project) -> list[Activity]:
    """Return the activities of a work that bear the number of their place."""
    rows = sorted(project.activities.all(), key=lambda row: row.number)
    return [row for place, row in enumerate(rows, start=1) if row.number == place]


def sub_activities_in_order(activity: Activity) -> list[SubActivity]:
    """Return the parts of an activity that bear its number and that of their place."""
    rows = sorted(activity.sub_activities.all(), key=lambda row: (len(row.number), row.number))
    places = enumerate(rows, start=1)
    return [row for place, row in places if row.number == f"{activity.number}.{place}"]


def numbering_check(
    code: str, title: str, expected: int, actual: int, misplaced: list[str]
) -> Check:
    """Return a check of how many rows bear the number of their place."""
    return Check(
        code=code,
        group=_("Activities — section 8"),
        title=title,
        expected=Decimal(expected),
        actual=Decimal(actual),
        unit=Unit.COUNT,
        counted=_("rows"),
        note=", ".join(misplaced),
    )
