"""One reading of a whole plan: the screen, Excel, PDF and JSON all draw from it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

from activities.models import Activity
from activities.report_reconciliation import read_reports
from budgets.ledger_reading import LedgerReading, read_ledger
from budgets.models import Allocation, FundSource, SpendingGroup, Statement
from etda_plan.common.checks import grouped
from etda_plan.common.snapshot import snapshot
from kpis.models import Kpi, KpiFramework
from kpis.result_reconciliation import Reported, read_reported
from kpis.results import Results, read_results
from projects.models import (
    Amendment,
    Anomaly,
    FiscalPlan,
    MonthlyReport,
    Office,
    PlanApproval,
    PlanText,
    Project,
    Strategy,
)
from projects.sight import Sight


@dataclass(frozen=True)
class PlanContents:
    """A plan as it is made, read once, in a number of queries that does not grow with its rows."""

    plan: FiscalPlan
    approvals: list[PlanApproval]
    texts: list[PlanText]
    strategies: list[Strategy]
    offices: list[Office]
    projects: list[Project]
    activities: list[Activity]
    kpis: list[Kpi]
    kpis_of_other_sets: list[Kpi]
    fund_sources: list[FundSource]
    spending_groups: list[SpendingGroup]
    statements: dict[str, Statement]
    allocations: list[Allocation]
    anomalies: list[Anomaly]
    amendments: list[Amendment]

    @property
    def other_sets(self) -> list[tuple[KpiFramework, list[Kpi]]]:
        """The sets of indicators that people added, each with its indicators."""
        sets = grouped(self.kpis_of_other_sets, lambda kpi: kpi.framework)
        return [(framework, list(kpis)) for framework, kpis in sets.items()]

    @property
    def holds_only_carried(self) -> bool:
        """Whether it is no plan of its own, but what the year before left to pay."""
        carried = [allocation.is_carried_forward for allocation in self.allocations]
        return not self.statements and bool(carried) and all(carried)

    @property
    def own(self) -> Self:
        """The plan without what the year before left to pay, which no document prints.

        Works go too where they have no page and are here for such money alone.
        """
        carried = {row.project_id for row in self.allocations if row.is_carried_forward}
        return replace(
            self,
            projects=[work for work in self.projects if work.page or work.pk not in carried],
            fund_sources=[fund for fund in self.fund_sources if not fund.is_carried_forward],
            allocations=[row for row in self.allocations if not row.is_carried_forward],
        )


@dataclass(frozen=True)
class PlanReading(PlanContents):
    """A plan with its money through the year, what was reported, and the results that are seen."""

    ledger: LedgerReading
    reports: list[MonthlyReport]
    reported: Reported
    results: Results | None = None

    def with_results(self, sight: Sight) -> PlanReading:
        """Return the plan with the results in sight; as it is where there are none."""
        results = read_results(self.plan, sight)
        return replace(self, results=results) if results.has_results else self


@snapshot()
def read_plan(plan: FiscalPlan, *, seals: bool = True) -> PlanReading:
    """Return all of ``plan`` at one moment.

    ``seals`` verifies the seals of closed months, which reads each of their entries.
    """
    contents = read_contents(plan)
    ledger = read_ledger(plan, contents.allocations, seals=seals)
    reports = read_reports(plan)
    reported = read_reported(reports)
    return PlanReading(**vars(contents), ledger=ledger, reports=reports, reported=reported)


@snapshot()
def read_contents(plan: FiscalPlan) -> PlanContents:
    """Return ``plan`` without its ledger; its rows share one object for each project."""
    projects = list(plan.projects.with_page())
    reading = PlanContents(
        plan=plan,
        approvals=list(plan.approvals.all()),
        texts=list(plan.texts.all()),
        strategies=list(plan.strategies.all()),
        offices=list(plan.offices.all()),
        projects=projects,
        activities=[activity for project in projects for activity in project.activities.all()],
        kpis=list(Kpi.objects.of_section_7(plan)),
        kpis_of_other_sets=list(Kpi.objects.of_other_sets(plan)),
        fund_sources=list(plan.fund_sources.select_related("statement_line")),
        spending_groups=list(plan.spending_groups.select_related("statement_line")),
        statements={line.side: line for line in plan.statements.with_lines()},
        allocations=list(Allocation.objects.of_plan(plan)),
        anomalies=list(plan.anomalies.prefetch_related("lines")),
        amendments=list(plan.amendments.select_related("amended_by", "content_type")),
    )
    _share_plan(reading)
    _share_projects(reading)
    _share_activities(reading)
    _share_lines(reading)
    return reading


def _share_plan(reading: PlanContents) -> None:
    """Let every row that names its plan name the one that was read, document and all."""
    for project in reading.projects:
        project.plan = reading.plan
    for kpi in [*reading.kpis, *reading.kpis_of_other_sets]:
        kpi.framework.plan = reading.plan


def _share_projects(reading: PlanContents) -> None:
    """Let every row that names a project name the one that was read."""
    projects = {project.pk: project for project in reading.projects}
    for kpi in [*reading.kpis, *reading.kpis_of_other_sets]:
        for target in kpi.targets.all():
            if target.project:
                target.project = projects.get(target.project.pk, target.project)
        for row in kpi.page_indicators.all():
            row.project = projects.get(row.project_id, row.project)
    for statement in reading.statements.values():
        for line in statement.lines.all():
            if line.project:
                line.project = projects.get(line.project.pk, line.project)
    for allocation in reading.allocations:
        allocation.project = projects.get(allocation.project_id, allocation.project)


def _share_lines(reading: PlanContents) -> None:
    """Let whatever names a printed line name the one that was read."""
    statements = reading.statements.values()
    lines = {line.pk: line for statement in statements for line in statement.lines.all()}
    for fund in reading.fund_sources:
        if hasattr(fund, "statement_line"):
            fund.statement_line = lines.get(fund.statement_line.pk, fund.statement_line)
    for group in reading.spending_groups:
        if hasattr(group, "statement_line"):
            group.statement_line = lines.get(group.statement_line.pk, group.statement_line)
    for allocation in reading.allocations:
        if allocation.statement_line_id in lines:
            allocation.statement_line = lines[allocation.statement_line_id]


def _share_activities(reading: PlanContents) -> None:
    """Let every amount that names an activity name the one that was read."""
    activities = {activity.pk: activity for activity in reading.activities}
    for project in reading.projects:
        for page in project.page_amounts.all():
            if page.activity_id in activities:
                page.activity = activities[page.activity_id]
    for allocation in reading.allocations:
        if allocation.activity_id in activities:
            allocation.activity = activities[allocation.activity_id]
