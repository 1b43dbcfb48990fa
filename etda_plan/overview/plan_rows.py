"""All rows of a plan, model by model, in an order in which a row follows those it refers to."""

from django.db import models

from activities.models import Activity, ScheduledMonth, SubActivity
from budgets.models import (
    Allocation,
    FundSource,
    PageAmount,
    SpendingGroup,
    Statement,
    StatementLine,
)
from kpis.models import Kpi, KpiFramework, KpiTarget, PageIndicator, QuarterlyTarget
from projects.models import (
    Amendment,
    Anomaly,
    AnomalyLine,
    Correction,
    FiscalPlan,
    Office,
    PlanApproval,
    PlanText,
    Project,
    ProjectAlias,
    ProjectText,
    Strategy,
)

PLAN_OF: dict[type[models.Model], str] = {
    FiscalPlan: "pk",
    PlanApproval: "plan",
    Correction: "plan",
    PlanText: "plan",
    Strategy: "plan",
    Office: "plan",
    Project: "plan",
    ProjectAlias: "project__plan",
    ProjectText: "project__plan",
    Activity: "project__plan",
    SubActivity: "activity__project__plan",
    KpiFramework: "plan",
    Kpi: "framework__plan",
    KpiTarget: "kpi__framework__plan",
    PageIndicator: "project__plan",
    FundSource: "plan",
    SpendingGroup: "plan",
    Statement: "plan",
    StatementLine: "statement__plan",
    PageAmount: "project__plan",
    Allocation: "fund_source__plan",
    Anomaly: "plan",
    AnomalyLine: "anomaly__plan",
}
"""What fixtures hold, with the way from each model to the plan that its rows belong to."""

FILLED_IN_LATER: tuple[type[models.Model], ...] = (ScheduledMonth, QuarterlyTarget, Amendment)
"""What people add to a plan; no fixture holds it."""


def delete_all_plans() -> None:
    """Delete every plan and all that belongs to it, histories aside; for tests and no one else."""
    for model in reversed([*PLAN_OF, *FILLED_IN_LATER]):
        model._base_manager.all()._raw_delete("default")
