"""No stored copy of a printed figure or name can be moved without a check that names the place."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction

from etda_plan.common.checks import Check, Status
from etda_plan.common.fields import FixedPointField, MeasureField, MoneyField
from etda_plan.overview.plan_rows import PLAN_OF
from etda_plan.overview.reconciliation import reconcile
from projects.models import FiscalPlan

pytestmark = pytest.mark.django_db

Place = tuple[type[models.Model], int, str]

HUNDRED_BAHT, SATANG = Decimal("100.00"), Decimal("0.01")
ORDER_ONLY = {"position"}
"""Columns that say where a row stands in a list, and nothing that the document prints."""

WORDS_OF_OURS = {
    "projects.Project.code",
    *(f"projects.Anomaly.{name}" for name in ("code", "title", "title_en", "detail", "detail_en")),
    *(f"projects.Anomaly.{name}" for name in ("evidence", "note")),
}
"""Columns whose words the document does not print."""


def steps(field: "models.Field[Any, Any]") -> list[Decimal | int]:
    """By how much a column is moved."""
    if isinstance(field, MoneyField):
        return [HUNDRED_BAHT, SATANG, -SATANG]
    if isinstance(field, MeasureField):
        return [Decimal(1), Decimal("0.0001"), Decimal("-0.0001")]
    return [1]


def number_columns(model: type[models.Model]) -> list["models.Field[Any, Any]"]:
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, (FixedPointField, models.IntegerField))
        and not field.primary_key
        and field.name not in ORDER_ONLY
    ]


def models_of_the_plan() -> list[type[models.Model]]:
    own = {"projects", "activities", "kpis", "budgets"}
    return [
        model
        for model in apps.get_models()
        if model._meta.app_label in own and not model.__name__.startswith("Historical")
    ]


def disagreeing(plan: FiscalPlan) -> list[Check]:
    plan.refresh_from_db()
    return reconcile(FiscalPlan.objects.get(pk=plan.pk)).ended(Status.DISAGREES)


def moved(row: models.Model, name: str, value: object) -> bool:
    """Write a value past every model method; tell whether the database took it."""
    try:
        with transaction.atomic():
            type(row)._base_manager.filter(pk=row.pk).update(**{name: value})
    except IntegrityError:
        return False
    return True


def escapes(
    plan: FiscalPlan, row: models.Model, name: str, values: Iterator[object]
) -> Iterator[str]:
    """Yield each value that a column can be given without any check turning."""
    before = getattr(row, name)
    for value in values:
        if not moved(row, name, value):
            continue
        if not disagreeing(plan):
            yield f"{row._meta.label} {row} {name}: {before} → {value}"
        assert moved(row, name, before)


def test_every_model_of_a_plan_is_gone_through() -> None:
    assert set(PLAN_OF) <= set(models_of_the_plan())


def text_columns(model: type[models.Model]) -> list["models.Field[Any, Any]"]:
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, (models.CharField, models.TextField))
        and not field.choices
        and str(field) not in WORDS_OF_OURS
    ]


@pytest.mark.parametrize("model", models_of_the_plan(), ids=lambda model: model.__name__)
def test_words_that_change_turn_a_check(plan: FiscalPlan, model: type[models.Model]) -> None:
    escaped = [
        escape
        for row in model._base_manager.all()
        for field in text_columns(model)
        if getattr(row, field.name)
        for escape in escapes(plan, row, field.name, iter([f"{getattr(row, field.name)}ก"]))
    ]
    assert escaped == []


@pytest.mark.parametrize("model", models_of_the_plan(), ids=lambda model: model.__name__)
def test_a_figure_that_moves_turns_a_check(plan: FiscalPlan, model: type[models.Model]) -> None:
    escaped = [
        escape
        for row in model._base_manager.all()
        for field in number_columns(model)
        if getattr(row, field.name) is not None
        for escape in escapes(
            plan,
            row,
            field.name,
            (getattr(row, field.name) + step for step in steps(field)),
        )
    ]
    assert escaped == []
