"""``read_progress``: the state of the work of a plan as somebody sees it, in one reading."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from django.db.models import F

from activities.as_it_was import put_activities_back
from activities.models import (
    Activity,
    ActivityReport,
    MonthRow,
    ScheduleLine,
    StatusOverride,
    SubActivityProgress,
)
from activities.progress.items import ActivityState, Frame, PartState
from activities.progress.plans import mean, stated
from activities.progress.rollups import RollUp, roll_up, roll_up_works
from activities.progress.states import Thresholds
from projects.as_it_was import settings_on
from projects.models import FiscalPlan, MonthlyReport, Office, Project, ReportPublication
from projects.sight import Sight, month_of
from projects.work_calendar import WorkCalendar

UNKNOWN: MonthRow = [None] * 12

Lines = Mapping[tuple[str, int], ScheduleLine]
ByMonth = dict[int, Fraction]


@dataclass(frozen=True)
class Progress:
    """The activities of a plan, or a part of them, in the plan's order, as of a day."""

    plan: FiscalPlan
    sight: Sight
    frame: Frame
    activities: Sequence[ActivityState]

    @cached_property
    def whole(self) -> RollUp:
        """All of it as one, work by work; a single work as what it is."""
        works = list(self._works.values())
        return works[0] if len(works) == 1 else roll_up_works(works, self.frame.thresholds)

    def of_project(self, project: int) -> RollUp:
        """Return a project or work as one, by its key."""
        return self._works.get(project) or roll_up([], self.frame.thresholds)

    def of_office(self, office: int) -> RollUp:
        """Return what an office is responsible for as one, by its key.

        Weights are shares of one work, so they decide only where all of it belongs to one.
        """
        items = [each for each in self.activities if each.activity.office_id == office]
        works = {each.activity.project_id for each in items}
        return roll_up(items, self.frame.thresholds, weighted=len(works) == 1)

    def of_activity(self, activity: int) -> ActivityState | None:
        """Return an activity by its key; None where it is not among these."""
        return self._by_activity.get(activity)

    @property
    def projects(self) -> list[Project]:
        """The projects and works that have activities here, in the plan's order."""
        return list(dict.fromkeys(each.activity.project for each in self.activities))

    @property
    def offices(self) -> list[Office]:
        """The offices that are responsible for some of it, in the order of their first activity."""
        return list(dict.fromkeys(each.activity.office for each in self.activities))

    def only(self, keep: Callable[[ActivityState], bool]) -> Progress:
        """Return the activities for which ``keep`` is true; roll-ups are of these alone."""
        kept = [each for each in self.activities if keep(each)]
        return Progress(self.plan, self.sight, self.frame, kept)

    @property
    def has_schedule(self) -> bool:
        """Whether a monthly plan is known of any activity or part."""
        return any(month is not None for each in self.activities for month in each.row)

    @property
    def has_reports(self) -> bool:
        """Whether a report on any activity is approved."""
        return any(each.by_month for each in self.activities)

    @cached_property
    def _by_activity(self) -> dict[int, ActivityState]:
        return {each.activity.pk: each for each in self.activities}

    @cached_property
    def _works(self) -> dict[int, RollUp]:
        works: defaultdict[int, list[ActivityState]] = defaultdict(list)
        for each in self.activities:
            works[each.activity.project_id].append(each)
        return {key: roll_up(items, self.frame.thresholds) for key, items in works.items()}


def read_progress(plan: FiscalPlan, sight: Sight, project: Project | None = None) -> Progress:
    """Return the state of each activity, or of one project's, as ``sight`` shows it.

    The number of queries is the same for one activity and for thousands.
    """
    frame = _frame(plan, sight)
    activities = (
        Activity.objects.filter(project__plan=plan)
        .select_related("project", "office")
        .prefetch_related("sub_activities")
        .order_by("project__position", "number", "pk")
    )
    if project:
        activities = activities.filter(project=project)
    found = put_activities_back(activities, sight.plan_day)
    lines = ScheduleLine.objects.in_force(plan, sight.day)
    reports, parts = _reports(plan, sight, project)
    overrides = _overrides(plan, sight)
    states = [
        _state(
            activity,
            frame,
            lines,
            reports.get(activity.pk, {}),
            parts,
            overrides.get(activity.pk),
        )
        for activity in found
    ]
    return Progress(plan, sight, frame, states)


def _frame(plan: FiscalPlan, sight: Sight) -> Frame:
    settings = settings_on(plan, sight.plan_day)
    due = min(WorkCalendar.load(plan, settings).last_due_month(sight.day), sight.last_month)
    thresholds = Thresholds(settings.on_plan_from, settings.watch_from, settings.ahead_from)
    return Frame(plan.fiscal_year, due, thresholds)


def _overrides(plan: FiscalPlan, sight: Sight) -> dict[int, StatusOverride]:
    """Return the decisions in force; to visitors, those that stood at the last publication."""
    day: datetime.date | None = sight.day
    if sight.last_month < month_of(plan, sight.day):
        published = ReportPublication.objects.in_force_on(sight.day).filter(close__month__plan=plan)
        days = published.filter(close__month__month=sight.last_month).values_list("published_on")
        day = max((each for (each,) in days), default=None)
    return StatusOverride.objects.in_force(plan, day) if day else {}


def _reports(
    plan: FiscalPlan, sight: Sight, project: Project | None
) -> tuple[dict[int, dict[int, ActivityReport]], dict[int, ByMonth]]:
    """Return the approved reports by activity and month, and the progress of parts by month."""
    of_project = {"activity__project": project} if project else {}
    in_force = MonthlyReport.objects.filter(month__plan=plan).in_force(sight)
    said = ActivityReport.objects.filter(report__in=in_force, **of_project)
    reports: defaultdict[int, dict[int, ActivityReport]] = defaultdict(dict)
    months: dict[int, int] = {}
    for report in said.annotate(month=F("report__month__month")).order_by("report"):
        reports[report.activity_id][report.month] = report
        months[report.pk] = report.month
    parts: defaultdict[int, ByMonth] = defaultdict(dict)
    for part in SubActivityProgress.objects.filter(activity_report__in=said):
        if part.progress is not None:
            month = months[part.activity_report_id]
            parts[part.sub_activity_id][month] = Fraction(part.progress)
    return reports, parts


def _state(
    activity: Activity,
    frame: Frame,
    lines: Lines,
    reports: Mapping[int, ActivityReport],
    progress_of: Mapping[int, ByMonth],
    override: StatusOverride | None,
) -> ActivityState:
    parts = [
        PartState(
            frame=frame,
            row=_row(lines.get(("sub_activity", part.pk))),
            weight=_weight(lines.get(("sub_activity", part.pk))),
            by_month=progress_of.get(part.pk, {}),
            part=part,
        )
        for part in activity.sub_activities.all()
    ]
    line = lines.get(("activity", activity.pk))
    by_month = _of_parts(parts) if parts else _own(reports)
    return ActivityState(
        frame=frame,
        row=_whole_row(_row(line), [part.row for part in parts]),
        weight=_weight(line),
        by_month=by_month,
        activity=activity,
        parts=parts,
        report=reports[max(reports)] if reports else None,
        override=override,
    )


def _row(line: ScheduleLine | None) -> MonthRow:
    return line.months if line else list(UNKNOWN)


def _weight(line: ScheduleLine | None) -> Fraction | None:
    return None if line is None or line.weight is None else Fraction(line.weight)


def _whole_row(own: MonthRow, parts: Sequence[MonthRow]) -> MonthRow:
    """Return an activity's own months; where none is known, those of its parts together."""
    if not parts or any(month is not None for month in own):
        return own
    return [_together(months) for months in zip(*parts, strict=True)]


def _together(months: Iterable[bool | None]) -> bool | None:
    """Return planned where a part is, not planned where none is, else unknown."""
    given = set(months)
    if True in given:
        return True
    return None if None in given else False


def _own(reports: Mapping[int, ActivityReport]) -> ByMonth:
    return {
        month: Fraction(report.progress)
        for month, report in reports.items()
        if report.progress is not None
    }


def _of_parts(parts: Sequence[PartState]) -> ByMonth:
    """Return the mean of the parts' progress for each month in which one was reported.

    A part that the month's report leaves out has what it had before; one that was never
    reported is not counted.
    """
    months = sorted({month for part in parts for month in part.by_month})
    weights = stated(part.weight for part in parts)
    found: ByMonth = {}
    for month in months:
        known = [
            (share, weight)
            for part, weight in zip(parts, weights or [Fraction(1)] * len(parts), strict=True)
            if (share := _latest(part.by_month, month)) is not None
        ]
        value = mean([share for share, _ in known], [weight for _, weight in known])
        if value is not None:
            found[month] = value
    return found


def _latest(by_month: Mapping[int, Fraction], month: int) -> Fraction | None:
    reported = [each for each in by_month if each <= month]
    return by_month[max(reported)] if reported else None
