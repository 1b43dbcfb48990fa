"""What the database refused, in the words of the constraint or guard that refused it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django_stubs_ext import StrOrPromise

from etda_plan.common.triggers import GuardedModel


def _messages(model: type[models.Model]) -> Iterator[tuple[str, StrOrPromise]]:
    for constraint in model._meta.constraints:
        message = constraint.violation_error_message or ""
        yield constraint.name, message
        if isinstance(constraint, models.UniqueConstraint) and constraint.fields:
            yield _columns(model, constraint.fields), message
    if issubclass(model, GuardedModel):
        for guard in model.guards:
            yield f"{guard.name}:", guard.message


def _columns(model: type[models.Model], names: Iterable[str]) -> str:
    fields: Iterable[Any] = (model._meta.get_field(name) for name in names)
    return ", ".join(f"{model._meta.db_table}.{field.column}" for field in fields)


def explain(error: IntegrityError) -> ValidationError | None:
    """Return the message of the constraint or guard that an error names, None for another.

    ``code`` is the constraint's name. SQLite names the columns of a unique constraint instead.
    """
    text = str(error)
    for model in apps.get_models():
        for name, message in _messages(model):
            if name in text:
                return ValidationError(message, code=name.rstrip(":"))
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
