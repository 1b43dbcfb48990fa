"""What the database refused, in the words of the constraint or guard that refused it."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django_stubs_ext import StrOrPromise

from etda_plan.common.triggers import GuardedModel


def _rules(model: type[models.Model]) -> Iterator[tuple[str, str, StrOrPromise]]:
    """Yield each rule's name, what an error calls it, and its message."""
    for constraint in model._meta.constraints:
        message = constraint.violation_error_message or ""
        yield constraint.name, constraint.name, message
        if isinstance(constraint, models.UniqueConstraint) and constraint.fields:
            yield constraint.name, _columns(model, constraint.fields), message
    if issubclass(model, GuardedModel):
        for guard in model.guards:
            yield guard.name, guard.name, guard.message


def _columns(model: type[models.Model], names: Iterable[str]) -> str:
    fields: Iterable[Any] = (model._meta.get_field(name) for name in names)
    return "UNIQUE constraint failed: " + ", ".join(
        f"{model._meta.db_table}.{field.column}" for field in fields
    )


def explain(error: IntegrityError) -> ValidationError | None:
    """Return the message of the constraint or guard that an error names, None for another.

    ``code`` is the rule's name. SQLite names the columns of a unique constraint instead.
    """
    text = str(error)
    for model in apps.get_models():
        for name, called, message in _rules(model):
            if re.search(rf"(?<!\w){re.escape(called)}(?![\w,])", text):
                return ValidationError(message, code=name)
    return None


@contextlib.contextmanager
def refusing() -> Iterator[None]:
    """Run a transaction; what the database refuses comes out as a ``ValidationError``."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        explained = explain(error)
        if explained is None:
            raise
        raise explained from error
