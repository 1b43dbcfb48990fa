"""What must hold within the numbering of activities, and between them and their offices."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from activities.models import Activity, MonthRow, SubActivity
from etda_plan.common.checks import Check, count_check, grouped, lines_of, numbering_check
from projects.models import Amended, Office, Project


def reconcile_activities(
    projects: list[Project], offices: list[Office], amended: Amended
) -> Iterator[Check]:
    """Yield the numbering of activities and of their parts, and where offices are named first."""
    activities = [activity for project in projects for activity in project.activities.all()]
    yield numbering_check(
        "activities-numbered",
        heading(),
        _("activities are numbered from 1 without a gap in each work"),
        [project.activities.all() for project in projects],
    )
    yield sub_activity_check(activities)
    yield office_check(activities, offices, amended)
    yield from schedule_checks(activities)


def heading() -> str:
    """Return the heading of these checks."""
    return _("Activities — section 8")


def sub_activity_check(activities: list[Activity]) -> Check:
    """Return the number of parts against those that bear their activity's number and their own."""
    parts = [part for activity in activities for part in activity.sub_activities.all()]
    wrong = [part for activity in activities for part in misplaced_parts(activity)]
    title = _("sub-activities are numbered under their activity without a gap")
    code = "sub-activities-numbered"
    return count_check(code, heading(), title, len(parts), wrong, counted=_("rows"))


def misplaced_parts(activity: Activity) -> list[SubActivity]:
    """Return the parts whose number is not that of the activity and of their place in it."""
    parts = sorted(activity.sub_activities.all(), key=lambda part: (len(part.number), part.number))
    places = enumerate(parts, start=1)
    return [part for place, part in places if part.number != f"{activity.number}.{place}"]


def printed_office(activity: Activity, amended: Amended) -> str:
    """Return the abbreviation of the office that the document makes responsible."""
    amendment = amended.of(activity, "office")
    return amendment.printed_value if amendment else activity.office.code


def office_check(activities: list[Activity], offices: list[Office], amended: Amended) -> Check:
    """Return the number of offices against those whose line is the first that names them."""
    rows = grouped(activities, lambda activity: printed_office(activity, amended))
    wrong = [
        office
        for office in offices
        if lines_of(*(row.source_line for row in rows.get(office.code, [])))[:1]
        != lines_of(office.source_line)
    ]
    title = _("each office cites the first activity that names it")
    code = "offices-first-named"
    return count_check(code, heading(), title, len(offices), wrong, counted=_("offices"))


def schedule_checks(activities: list[Activity]) -> Iterator[Check]:
    """Yield whether the months in force are those of the versions, once any are filled in."""
    items: list[Activity | SubActivity] = [*activities]
    items += [part for activity in activities for part in activity.sub_activities.all()]
    filled_in = [item for item in items if item.line_in_force or item.months.all()]
    if not filled_in:
        return
    yield count_check(
        "months-of-versions",
        _("Monthly plan of work"),
        _("the months in force are those of the last approved version of each item"),
        len(filled_in),
        [item for item in filled_in if item.month_row != months_of_version(item)],
        counted=_("items"),
    )


def months_of_version(item: Activity | SubActivity) -> MonthRow:
    """Return what the last approved version says of an item; without one nothing is known."""
    line = item.line_in_force
    return line.months if line else [None] * 12
