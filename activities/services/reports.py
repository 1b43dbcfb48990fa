"""What an office reports of its activities: saved, copied into a correction, and what lacks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from activities.models import Activity, ActivityReport, SubActivity, SubActivityProgress
from etda_plan.accounts.models import User
from etda_plan.common.refusals import refusing
from projects.models import MonthlyReport
from projects.services.reports import hold_open

WORDS = ("done", "next_steps", "problem", "solution")


@dataclass(frozen=True)
class ActivityValues:
    """What is said of an activity: percent since the year began, None where it is not known.

    ``parts`` has the percent of each sub-activity by its key; an activity that has any leaves
    ``progress`` empty.
    """

    progress: Decimal | None = None
    parts: Mapping[int, Decimal | None] = field(default_factory=dict)
    done: str = ""
    next_steps: str = ""
    problem: str = ""
    solution: str = ""
    has_no_problem: bool = False


@dataclass(frozen=True)
class Unfinished:
    """What an activity's report lacks before it can be submitted."""

    activity: Activity
    field: str
    message: StrOrPromise


def save_activity_report(
    report: MonthlyReport, activity: Activity, values: ActivityValues, *, user: User
) -> ActivityReport:
    """Keep what is said of an activity in an open report; what is empty stays to be filled in.

    Raise ``PermissionDenied`` for who may not write for the office; ``ValidationError`` where the
    report is not open, the activity is another office's, or a value is out of range.
    """
    with refusing():
        held = hold_open(report, user)
        saved = ActivityReport.objects.filter(report=held, activity=activity).first()
        saved = saved or ActivityReport(report=held, activity=activity)
        parts = list(activity.sub_activities.all())
        if parts and values.progress is not None:
            raise ValidationError({"progress": _("The progress is that of the parts.")})
        saved.progress, saved.has_no_problem = values.progress, values.has_no_problem
        for name in WORDS:
            setattr(saved, name, getattr(values, name).strip())
        saved.full_clean()
        saved.save()
        _save_parts(saved, parts, values.parts)
    return saved


def _save_parts(
    saved: ActivityReport, parts: list[SubActivity], values: Mapping[int, Decimal | None]
) -> None:
    stored = {part.sub_activity_id: part for part in saved.parts.all()}
    for part in parts:
        if part.pk in values:
            row = stored.get(part.pk) or SubActivityProgress(
                activity_report=saved, sub_activity=part
            )
            row.progress = values[part.pk]
            row.full_clean()
            row.save()


def copy_activity_reports(earlier: MonthlyReport, later: MonthlyReport) -> None:
    """Let an open correction begin with what the version before says; what it has is kept.

    The caller holds the correction.
    """
    there = later.activity_reports.values("activity")
    rows = earlier.activity_reports.exclude(activity__in=there).prefetch_related("parts")
    for row in rows.order_by("pk"):
        parts = list(row.parts.all())
        row.pk, row.report = None, later
        row._state.adding = True
        row.save(force_insert=True)
        SubActivityProgress.objects.bulk_create(
            SubActivityProgress(
                activity_report=row, sub_activity_id=part.sub_activity_id, progress=part.progress
            )
            for part in parts
        )


def reported_activities(report: MonthlyReport) -> list[Activity]:
    """Return what a report speaks of: its office's activities, and what it took over.

    An activity that has moved to another office since is still in the corrections of the reports
    that spoke of it.
    """
    mine = Q(office=report.office_id) | Q(reports__report=report)
    rows = Activity.objects.filter(mine, project__plan=report.month.plan_id).distinct()
    rows = rows.select_related("project", "office").prefetch_related("sub_activities")
    return list(rows.order_by("project__position", "number"))


def unfinished(report: MonthlyReport) -> list[Unfinished]:
    """Return what must be filled in before the report is submitted, in the order of the plan."""
    rows = report.activity_reports.prefetch_related("parts")
    said = {row.activity_id: row for row in rows}
    return [
        Unfinished(activity, name, message)
        for activity in reported_activities(report)
        for name, message in _lacking(activity, said.get(activity.pk) or ActivityReport())
    ]


def _lacking(activity: Activity, said: ActivityReport) -> Iterator[tuple[str, StrOrPromise]]:
    parts = list(activity.sub_activities.all())
    known = {
        part.sub_activity_id
        for part in (said.parts.all() if said.pk else ())
        if part.progress is not None
    }
    if not parts and said.progress is None:
        yield "progress", _("Say how far the activity has come.")
    for part in parts:
        if part.pk not in known:
            yield f"part_{part.pk}", _("Say how far this part has come.")
    if not said.done:
        yield "done", _("Say what was done.")
    if not said.has_no_problem:
        if not said.problem:
            yield "problem", _("Say what the problem is, or that there is none.")
        elif not said.solution:
            yield "solution", _("Say what is done about the problem.")
