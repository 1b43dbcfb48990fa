"""A month's reports of all offices in one: what was approved, work by work, with its figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from activities.as_it_was import put_activities_back
from activities.models import Activity, ActivityReport, SubActivity
from activities.progress.plans import plan_to_date
from etda_plan.common.figures import percent_points
from etda_plan.overview.reporting.money import MoneyOfMonth, MonthMoney, money_of_month
from etda_plan.overview.reporting.reading import shown_result
from kpis.as_it_was import put_targets_back
from kpis.models import KpiResult, KpiTarget
from kpis.models.targets import work_code
from projects.as_it_was import put_back
from projects.models import FiscalPlan, MonthlyReport, Office, Project, ReportingMonth
from projects.sight import Sight

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from etda_plan.accounts.models import User


@dataclass(frozen=True)
class ProgressLine:
    """How far an activity, or a part of it, has come, and how far it was planned to be."""

    part: SubActivity | None
    row: ActivityReport | None
    planned: Fraction | None

    @property
    def reported(self) -> Decimal | None:
        """The percent that was reported; None where nothing was."""
        if self.row is None or self.part is None:
            return self.row.progress if self.row else None
        found = (each for each in self.row.parts.all() if each.sub_activity_id == self.part.pk)
        return next((each.progress for each in found), None)

    @property
    def planned_percent(self) -> str:
        """The plan to date in percent; empty where there is no monthly plan."""
        return "" if self.planned is None else percent_points(self.planned)


@dataclass(frozen=True)
class ActivityLine:
    """An activity with what its office reported; no row where nothing is approved."""

    activity: Activity
    row: ActivityReport | None
    month: int

    @property
    def progress(self) -> list[ProgressLine]:
        """Its progress, or that of each of its parts."""
        parts = list(self.activity.sub_activities.all())
        if not parts:
            planned = plan_to_date(self.activity.month_row, self.month)
            return [ProgressLine(None, self.row, planned)]
        return [
            ProgressLine(part, self.row, plan_to_date(part.month_row, self.month)) for part in parts
        ]


@dataclass(frozen=True)
class ResultLine:
    """An indicator's target with the result that was reported."""

    target: KpiTarget
    result: KpiResult | None

    @property
    def shown(self) -> str:
        """The result in words."""
        return shown_result(self.target, self.result)


@dataclass(frozen=True)
class WorkPart:
    """A project or work with its activities, indicators and money.

    The last part has the indicators of the whole agency, without a work.
    """

    project: Project | None
    lines: Sequence[ActivityLine]
    results: Sequence[ResultLine]
    money: MonthMoney | None

    @property
    def code(self) -> str:
        """The work's code, or that it is the whole agency."""
        return work_code(self.project)


@dataclass(frozen=True)
class Consolidated:
    """A month as the offices reported it: ``reports`` are the versions in force."""

    plan: FiscalPlan
    month: ReportingMonth
    reports: Sequence[MonthlyReport]
    offices: Sequence[Office]
    works: Sequence[WorkPart]

    @cached_property
    def missing(self) -> list[Office]:
        """The offices without an approved report."""
        there = {report.office_id for report in self.reports}
        return [office for office in self.offices if office.pk not in there]

    @property
    def problems(self) -> int:
        """How many activities have a problem."""
        return sum(
            bool(line.row and line.row.problem) for work in self.works for line in work.lines
        )


def read_consolidated(
    user: User | AnonymousUser,
    plan: FiscalPlan,
    month: ReportingMonth,
    sight: Sight,
    offices: Iterable[Office],
) -> Consolidated:
    """Return a month's approved reports as ``sight`` has them; the number of queries is fixed.

    Looking back, plan and money are those of that day too.
    """
    reports = _in_force(month, sight)
    keys = [report.pk for report in reports]
    said = ActivityReport.objects.filter(report__in=keys).prefetch_related("parts")
    results = KpiResult.objects.filter(report__in=keys).prefetch_related("evidence")
    by_activity = {row.activity_id: row for row in said}
    by_target = {row.target_id: row for row in results}
    money = money_of_month(user, plan, month, sight.plan_day)
    works = _works(plan, sight, by_activity, by_target, money)
    return Consolidated(plan, month, reports, list(offices), works)


def _in_force(month: ReportingMonth, sight: Sight) -> list[MonthlyReport]:
    if month.pk is None:
        return []
    rows = MonthlyReport.objects.filter(month=month).in_force(sight)
    return list(rows.select_related("office", "submitted_by", "decided_by").order_by("office"))


def _works(
    plan: FiscalPlan,
    sight: Sight,
    said: Mapping[int, ActivityReport],
    results: Mapping[int, KpiResult],
    money: MoneyOfMonth,
) -> list[WorkPart]:
    day = sight.plan_day
    activities: dict[int, list[ActivityLine]] = defaultdict(list)
    rows = Activity.objects.filter(project__plan=plan).select_related("project", "office")
    rows = rows.prefetch_related("months", "sub_activities__months")
    for each in put_activities_back(rows.order_by("project__position", "number"), day):
        line = ActivityLine(each, said.get(each.pk), money.number)
        activities[each.project_id].append(line)
    targets: dict[int | None, list[ResultLine]] = defaultdict(list)
    of_plan = KpiTarget.objects.filter(kpi__framework__plan=plan)
    of_plan = of_plan.select_related("kpi__framework", "project", "owner")
    found = list(of_plan.order_by("kpi__framework", "kpi__number"))
    put_targets_back(found, day)
    for target in found:
        targets[target.project_id].append(ResultLine(target, results.get(target.pk)))
    projects = list(plan.projects.order_by("position"))
    if day:
        put_back(projects, day)
    works = [
        WorkPart(each, activities[each.pk], targets[each.pk], money.of_work(each))
        for each in projects
    ]
    agency = [WorkPart(None, (), targets[None], None)] if targets[None] else []
    return [*works, *agency]
