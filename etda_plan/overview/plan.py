"""One reading of a whole plan: the screen, Excel, PDF and JSON all draw from it."""

from dataclasses import dataclass

from activities.models import Activity
from budgets.models import Allocation, FundSource, SpendingGroup, Statement
from kpis.models import Kpi
from projects.models import (
    Amendment,
    Anomaly,
    FiscalPlan,
    Office,
    PlanApproval,
    PlanText,
    Project,
    Strategy,
)


@dataclass(frozen=True)
class PlanReading:
    """Everything in a plan, read once, in a number of queries that does not grow with its rows."""

    plan: FiscalPlan
    approvals: list[PlanApproval]
    texts: list[PlanText]
    strategies: list[Strategy]
    offices: list[Office]
    projects: list[Project]
    activities: list[Activity]
    kpis: list[Kpi]
    fund_sources: list[FundSource]
    spending_groups: list[SpendingGroup]
    statements: dict[str, Statement]
    allocations: list[Allocation]
    anomalies: list[Anomaly]
    amendments: list[Amendment]


def read_plan(plan: FiscalPlan) -> PlanReading:
    """Return all of ``plan``."""
    projects = list(plan.projects.with_page())
    return PlanReading(
        plan=plan,
        approvals=list(plan.approvals.all()),
        texts=list(plan.texts.all()),
        strategies=list(plan.strategies.all()),
        offices=list(plan.offices.all()),
        projects=projects,
        activities=[activity for project in projects for activity in project.activities.all()],
        kpis=list(Kpi.objects.of_section_7(plan)),
        fund_sources=list(plan.fund_sources.select_related("statement_line")),
        spending_groups=list(plan.spending_groups.select_related("statement_line")),
        statements={line.side: line for line in plan.statements.with_lines()},
        allocations=list(Allocation.objects.of_plan(plan)),
        anomalies=list(plan.anomalies.prefetch_related("lines")),
        amendments=list(plan.amendments.select_related("amended_by", "content_type")),
    )
