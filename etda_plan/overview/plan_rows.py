"""All rows of a plan, model by model, in an order in which a row follows those it refers to."""

from collections.abc import Iterator
from itertools import chain
from typing import Any, TypeVar

from django.db import models

from activities.models import Activity, SubActivity
from budgets.models import (
    Allocation,
    FundSource,
    PageAmount,
    SpendingGroup,
    Statement,
    StatementLine,
)
from budgets.models.allocations import CARRIED_FORWARD, OPENED_IN_THE_YEAR
from etda_plan.common.citations import Citation, Document, Source, read_document
from kpis.models import BUDGET_FRAMEWORK, Kpi, KpiFramework, KpiTarget, PageIndicator
from projects.models import (
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

MADE_IN_THE_YEAR: dict[type[models.Model], models.Q] = {
    FundSource: models.Q(code=FundSource.Code.CARRIED_FORWARD),
    Allocation: OPENED_IN_THE_YEAR | CARRIED_FORWARD,
    KpiFramework: ~models.Q(code=BUDGET_FRAMEWORK),
    Kpi: ~models.Q(framework__code=BUDGET_FRAMEWORK),
    KpiTarget: ~models.Q(kpi__framework__code=BUDGET_FRAMEWORK),
}
"""Rows of these models that no document prints: fixtures know nothing of them."""

Row = TypeVar("Row", bound=models.Model)


class Rows:
    """The rows of one plan, each knowing the others; iterating follows the order of the models."""

    def __init__(self) -> None:
        self._by_model: dict[type[models.Model], list[Any]] = {model: [] for model in PLAN_OF}

    def __iter__(self) -> Iterator[models.Model]:
        return chain.from_iterable(self._by_model.values())

    def of(self, model: type[Row]) -> list[Row]:
        """Return the rows of one model; what is added to the list is added here."""
        return self._by_model[model]

    def let_know(self, document: Document) -> None:
        """Let the plan read ``document`` with its own corrections instead of the database."""
        corrections = {row.printed: row.corrected for row in self.of(Correction)}
        strategies = [(row.text_printed, row.number) for row in self.of(Strategy)]
        for plan in self.of(FiscalPlan):
            plan.know(Source(document, corrections), strategies)

    def citations(self) -> Iterator[Citation]:
        """Yield the citations of every row."""
        for row in self:
            if hasattr(row, "citations"):
                yield from row.citations()


def references(model: type[models.Model]) -> list[models.ForeignKey[Any, Any]]:
    """Return the fields of ``model`` that refer to another row of the same plan."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.related_model in PLAN_OF
    ]


def read_rows(plan: FiscalPlan) -> Rows:
    """Return all rows of ``plan`` that fixtures hold, with one query a model."""
    rows = Rows()
    for model, path in PLAN_OF.items():
        found = model._base_manager.filter(**{path: plan.pk})
        if model in MADE_IN_THE_YEAR:
            found = found.exclude(MADE_IN_THE_YEAR[model])
        rows.of(model).extend(found.order_by("pk"))
    known = {(type(row), row.pk): row for row in rows}
    for row in rows:
        for field in references(type(row)):
            if (key := getattr(row, field.attname)) is not None:
                setattr(row, field.name, known[field.related_model, key])
    rows.let_know(read_document(plan.fiscal_year))
    return rows
