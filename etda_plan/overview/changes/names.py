"""What records are called: all that a page of changes names, in one query for each kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.db import models

from budgets.models import Allocation, Entry
from etda_plan.accounts.models import User
from etda_plan.common.figures import baht
from etda_plan.overview.places import place_of
from projects.models import FiscalPlan

Key = tuple[type[models.Model], Any]


class Names:
    """Records by model and key, each with what its name speaks of."""

    def __init__(self, wanted: Iterable[Key]) -> None:
        keys: dict[type[models.Model], set[Any]] = defaultdict(set)
        for model, key in wanted:
            keys[model].add(key)
        self._found = {
            (model, record.pk): record
            for model, some in keys.items()
            for record in _named(model).filter(pk__in=some)
        }

    def address(self, record: models.Model) -> str:
        """Return where a record is shown, with its year; empty for what no page shows."""
        place, plan = place_of(record), self._plans.get(_year_behind(record))
        return place.address(plan) if place and plan else ""

    @cached_property
    def _plans(self) -> dict[int | None, FiscalPlan]:
        return {plan.pk: plan for plan in FiscalPlan.objects.all()}

    def record(self, model: type[models.Model], key: Any) -> models.Model | None:
        """Return a record that is still there."""
        return self._found.get((model, key))

    def of(self, model: type[models.Model], key: Any) -> str:
        """Return what a record is called; its number where it is no more."""
        record = self.record(model, key)
        return f"#{key}" if record is None else called(record)

    def of_gone(self, record: models.Model) -> str:
        """Return what a record was called that is no more, from its last version."""
        for field in _links(type(record)):
            key = getattr(record, field.attname)
            related = self.record(field.related_model, key)
            if related is None and key is not None:
                return f"#{record.pk}"
            setattr(record, field.name, related)
        return called(record)


def called(record: models.Model) -> str:
    """Return what people call a record."""
    match record:
        case User():
            return record.known_as
        case Allocation():
            return record.label
        case Entry():
            kind, amount = record.get_kind_display(), baht(record.amount)
            return f"{record} {kind} {amount} · {record.allocation.label}"
    return str(record)


def _year_behind(record: models.Model) -> int | None:
    """Return the key of the plan that a record hangs on, from what was read with it."""
    if isinstance(record, FiscalPlan):
        return record.pk
    own: int | None = getattr(record, "plan_id", None)
    if own is not None:
        return own
    links = (field for field in _links(type(record)) if field.is_cached(record))
    read = (getattr(record, field.name) for field in links)
    found = (_year_behind(each) for each in read if each is not None)
    return next((plan for plan in found if plan), None)


def _links(model: type[models.Model]) -> list[Any]:
    """Return the fields that lead from a model to another one."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.related_model is not model
    ]


def _named(model: type[models.Model]) -> models.QuerySet[Any]:
    """Return a model's rows with what they name, and what that names in turn."""
    paths = [
        path
        for field in _links(model)
        for path in [
            field.name,
            *(f"{field.name}__{far.name}" for far in _links(field.related_model)),
        ]
    ]
    rows = model._base_manager.all()
    return rows.select_related(*paths) if paths else rows
