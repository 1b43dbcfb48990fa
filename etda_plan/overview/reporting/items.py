"""The items of an office's report, one after the other: activities, then indicators."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Q
from django.utils.translation import gettext as _

from activities.as_it_was import put_activities_back
from activities.models import Activity, ActivityReport, SubActivity
from kpis.as_it_was import put_targets_back
from kpis.models import KpiResult, KpiTarget
from kpis.models.targets import BY_WORK, work_code
from projects.models import MonthlyReport, Office, Project
from projects.reports_as_they_were import put_reports_back, says_the_same


@dataclass(frozen=True)
class Item:
    """One step of a report: an activity, or none, and the indicators reported with it.

    An office's indicators of a work stand with the last of its activities there, those of the
    whole agency, without a work, in the last item.
    """

    project: Project | None
    activity: Activity | None
    targets: Sequence[KpiTarget] = ()

    @property
    def key(self) -> str:
        """How addresses name it."""
        if self.activity:
            return f"a{self.activity.pk}"
        return f"p{self.project.pk}" if self.project else "agency"

    @property
    def code(self) -> str:
        """How people name it, such as ``EC/1``."""
        return self.activity.code if self.activity else work_code(self.project)

    @property
    def title(self) -> str:
        """The activity's title, or the work's name."""
        named = self.activity.title if self.activity else self.project and self.project.name
        return named or _("KPIs of the whole agency")

    @property
    def position(self) -> tuple[bool, int]:
        """What items are sorted by: the plan's order, the whole agency last."""
        return (self.project is None, self.project.position if self.project else 0)

    @cached_property
    def parts(self) -> list[SubActivity]:
        """The parts of its activity, each with a progress of its own."""
        return list(self.activity.sub_activities.all()) if self.activity else []


@dataclass(frozen=True)
class Written:
    """What one report holds, by activity and by target; empty where there is no report."""

    report: MonthlyReport | None = None
    activities: Mapping[int, ActivityReport] = field(default_factory=dict)
    results: Mapping[int, KpiResult] = field(default_factory=dict)

    def of(self, item: Item) -> ActivityReport | None:
        """Return what it says of an item's activity."""
        return self.activities.get(item.activity.pk) if item.activity else None


def items_of(
    office: Office, report: MonthlyReport | None = None, plan_day: datetime.date | None = None
) -> list[Item]:
    """Return an office's items in the order of the plan; five queries.

    What ``report`` speaks of stays in it, also where another office has it now; on a past
    ``plan_day`` that is all, in the words of that day.
    """
    activities = _activities_of(office, report, plan_day)
    targets = _targets_of(office, report, plan_day)
    last = {activity.project_id: activity.pk for activity in activities}
    behind = {last[project]: rows for project, rows in targets.items() if project in last}
    items = [Item(each.project, each, behind.get(each.pk, ())) for each in activities]
    items += [Item(rows[0].project, None, rows) for key, rows in targets.items() if key not in last]
    return sorted(items, key=lambda item: item.position)


def _activities_of(
    office: Office, report: MonthlyReport | None, plan_day: datetime.date | None
) -> list[Activity]:
    mine = Q(pk__in=[]) if plan_day else Q(office=office)
    if report:
        mine |= Q(pk__in=report.activity_reports.values("activity"))
    rows = Activity.objects.filter(mine).select_related("project", "office")
    rows = rows.prefetch_related("sub_activities", "months", "sub_activities__months")
    return put_activities_back(rows.order_by("project__position", "number"), plan_day)


def _targets_of(
    office: Office, report: MonthlyReport | None, plan_day: datetime.date | None
) -> Mapping[int | None, list[KpiTarget]]:
    """Return the targets by their project's key, in the order of the plan."""
    mine = Q(pk__in=[]) if plan_day else Q(owner=office)
    if report:
        mine |= Q(pk__in=report.kpi_results.values("target"))
    rows = KpiTarget.objects.filter(mine).select_related("kpi__framework", "project", "owner")
    found = list(rows.order_by(BY_WORK, "kpi__framework", "kpi__number"))
    put_targets_back(found, plan_day)
    targets: dict[int | None, list[KpiTarget]] = defaultdict(list)
    for target in found:
        targets[target.project_id].append(target)
    return targets


def read_written(report: MonthlyReport | None) -> Written:
    """Return what a report holds, with its parts and evidence; four queries at most."""
    if report is None:
        return Written()
    rows = report.activity_reports.prefetch_related("parts")
    results = report.kpi_results.prefetch_related("evidence")
    return Written(
        report,
        {row.activity_id: row for row in rows},
        {row.target_id: row for row in results},
    )


def earlier_report(
    office: Office, month: int, plan_day: datetime.date | None = None
) -> MonthlyReport | None:
    """Return the office's last submitted or approved report of an earlier month of its year.

    On a past day, the last that was so then and says today what it said then.
    """
    seen = (MonthlyReport.State.SUBMITTED, MonthlyReport.State.APPROVED)
    rows = office.reports.filter(month__month__lt=month).select_related("month")
    rows = rows.order_by("month__month", "number")
    if plan_day is None:
        return rows.filter(state__in=seen).last()
    then = put_reports_back(rows, plan_day)
    kept = [each for each in then if each.state in seen and says_the_same(each, plan_day)]
    return kept[-1] if kept else None
