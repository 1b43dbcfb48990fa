"""Entries become rows: every field there and of its type, every key once, every reference known."""

from __future__ import annotations

import dataclasses
import unicodedata
from collections.abc import Collection, Iterator
from itertools import islice
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import models
from django.utils.translation import gettext as _

from etda_plan.overview.loading.files import Entry, Problem
from etda_plan.overview.plan_rows import PLAN_OF, Rows, references
from projects.models import FiscalPlan

Key = tuple[Any, ...]
Origins = dict[int, Entry]
"""Where each row came from, by its ``id()``."""


def stored_fields(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """Return the fields that a fixture gives.

    Not the row's key, nor what is computed or summed, nor what a model's ``filled_later`` names:
    of that no document speaks.
    """
    later: Collection[str] = getattr(model, "filled_later", ())
    return [
        field
        for field in model._meta.concrete_fields
        if field.editable and not field.primary_key and field.name not in later
    ]


def key_of(row: models.Model) -> Key:
    """Return a row's natural key."""
    key: Key = row.natural_key()  # type: ignore[attr-defined]
    return key


def called(row: models.Model) -> str:
    """Return how messages call a row: ``activity EC/3``; the year is left out but for the plan."""
    key = key_of(row)
    parts = key if isinstance(row, FiscalPlan) else key[1:]
    words = "/".join(str(part) for part in parts if part is not None)
    return f"{row._meta.model_name} {words}"


def build(entries: list[Entry]) -> tuple[Rows, Origins, list[Problem]]:
    """Return the rows that ``entries`` describe, where each came from, and what is wrong."""
    builder = _Builder()
    for model in PLAN_OF:
        for entry in entries:
            if entry.model is model:
                builder.add(entry)
        builder.refer_to_own_kind(model)
    if not builder.problems:
        builder.hold_together()
    return builder.rows, builder.origins, builder.problems


@dataclasses.dataclass
class _Builder:
    rows: Rows = dataclasses.field(default_factory=Rows)
    origins: Origins = dataclasses.field(default_factory=dict)
    problems: list[Problem] = dataclasses.field(default_factory=list)
    known: dict[tuple[type[models.Model], Key], models.Model] = dataclasses.field(
        default_factory=dict
    )
    failed: set[type[models.Model]] = dataclasses.field(default_factory=set)

    def add(self, entry: Entry) -> None:
        """Make the entry's row; a row with something wrong is not added."""
        row = entry.model()
        reasons = [*self._wrong_keys(entry), *self._fill(row, entry)]
        reasons = reasons or list(islice(_broken_checks(row), 1))
        name = self._name(row, entry)
        if not reasons and (entry.model, key_of(row)) in self.known:
            reasons = [("", _("this record stands twice"))]
        self._report(entry, name, reasons)
        if reasons:
            self.failed.add(entry.model)
            return
        self.rows.of(entry.model).append(row)
        row.pk = -len(self.rows.of(entry.model))
        self.known[entry.model, key_of(row)] = row
        self.origins[id(row)] = entry

    def _report(self, entry: Entry, name: str, reasons: list[tuple[str, str]]) -> None:
        for field_name, reason in reasons:
            if reason:
                self.problems.append(Problem(entry.file, name, field_name, reason))

    def _wrong_keys(self, entry: Entry) -> Iterator[tuple[str, str]]:
        expected = {field.name for field in stored_fields(entry.model)}
        for name in sorted(expected - entry.fields.keys()):
            yield name, _("this field is missing")
        for name in sorted(entry.fields.keys() - expected):
            yield name, _("there is no such field")

    def _fill(self, row: models.Model, entry: Entry) -> Iterator[tuple[str, str]]:
        for field_ in stored_fields(entry.model):
            if field_.name not in entry.fields or field_.related_model is entry.model:
                continue
            try:
                value = self._value(field_, entry.fields[field_.name])
            except ValidationError as error:
                yield field_.name, _message(error, field_)
                if type(raw := entry.fields[field_.name]) in (str, int):
                    setattr(row, field_.attname, raw)  # so that it can be called by its key
            else:
                setattr(row, field_.name, value)

    def _value(self, field_: models.Field[Any, Any], raw: Any) -> Any:
        if field_.related_model is not None:
            return self._referred(field_, raw)
        if raw is None and field_.null:
            return None
        wanted = _json_type(field_)
        if type(raw) is not wanted:
            raise ValidationError(_("%(value)r is not %(type)s") % _explain(raw, wanted))
        if isinstance(raw, str):
            _refuse_unclean(raw, field_)
        return field_.clean(raw, None)

    def _referred(self, field_: models.Field[Any, Any], raw: Any) -> models.Model | None:
        if raw is None and field_.null:
            return None
        target: Any = field_.related_model
        parts = raw if isinstance(raw, list) else [raw]
        simple = all(part is None or type(part) in (str, int) for part in parts)
        if isinstance(raw, list) and simple and (target, tuple(raw)) in self.known:
            return self.known[target, tuple(raw)]
        if target in self.failed:
            raise ValidationError([""])  # its own line says what is wrong
        shown = "/".join(str(part) for part in parts)
        name = target._meta.verbose_name
        raise ValidationError(_("there is no %(name)s “%(key)s”") % {"name": name, "key": shown})

    def _name(self, row: models.Model, entry: Entry) -> str:
        try:
            return called(row)
        except (ObjectDoesNotExist, AttributeError, TypeError):
            return entry.record

    def refer_to_own_kind(self, model: type[models.Model]) -> None:
        """Fill the references of a model to itself, once all of its rows are known."""
        for own in (field for field in references(model) if field.related_model is model):
            for row in self.rows.of(model):
                entry = self.origins[id(row)]
                try:
                    setattr(row, own.name, self._referred(own, entry.fields[own.name]))
                except ValidationError as error:
                    self._report(entry, called(row), [(own.name, " ".join(error.messages))])

    def hold_together(self) -> None:
        """Hold the rows of each model against what must be unique among them."""
        for model in PLAN_OF:
            for row, name, reason in _repeated(self.rows.of(model)):
                self._report(self.origins[id(row)], called(row), [(name, reason)])


def _refuse_unclean(text: str, field_: models.Field[Any, Any]) -> None:
    if text == "" and field_.null:
        raise ValidationError(_("what is unknown is null, not an empty text"))
    if any(unicodedata.category(sign) == "Cc" and sign != "\t" for sign in text):
        raise ValidationError(_("a sign stands in it that cannot be printed"))


def _message(error: ValidationError, field_: models.Field[Any, Any]) -> str:
    if getattr(error, "code", None) == "invalid_choice":
        values = {"choices": ", ".join(str(value) for value, _label in field_.flatchoices)}
        return _("it is one of: %(choices)s") % values
    return " ".join(error.messages)


def _json_type(field_: models.Field[Any, Any]) -> type:
    if isinstance(field_, models.BooleanField):
        return bool
    if isinstance(field_, models.IntegerField):
        return int
    return str


def _explain(raw: Any, wanted: type) -> dict[str, Any]:
    names = {bool: _("true or false"), int: _("a whole number"), str: _("a text in quotes")}
    return {"value": raw, "type": names[wanted]}


def _broken_checks(row: models.Model) -> Iterator[tuple[str, str]]:
    for constraint in row._meta.constraints:
        if isinstance(constraint, models.CheckConstraint):
            try:
                constraint.validate(type(row), row)
            except ValidationError as error:
                yield _first_field(constraint.condition), " ".join(error.messages)


def _first_field(condition: Any) -> str:
    child = condition.children[0]
    return _first_field(child) if isinstance(child, models.Q) else str(child[0]).split("__")[0]


def _repeated(rows: list[models.Model]) -> Iterator[tuple[models.Model, str, str]]:
    if not rows:
        return
    meta = rows[0]._meta
    for single in (field for field in meta.concrete_fields if field.unique):
        yield from _repeats(rows, [single.name], str(single.error_messages["unique"]))
    for constraint in meta.constraints:
        if isinstance(constraint, models.UniqueConstraint):
            held = [row for row in rows if _applies(constraint, row)]
            message = str(constraint.get_violation_error_message())
            yield from _repeats(held, list(constraint.fields), message)


def _applies(constraint: models.UniqueConstraint, row: models.Model) -> bool:
    """Return whether the condition of a unique constraint (values or isnull) holds for a row."""
    conditions: list[Any] = constraint.condition.children if constraint.condition else []
    for name, value in conditions:
        field, _sep, lookup = name.partition("__")
        held = getattr(row, field)
        if ((held is None) if lookup == "isnull" else held) != value:
            return False
    return True


def _repeats(
    rows: list[models.Model], names: list[str], message: str
) -> Iterator[tuple[models.Model, str, str]]:
    seen: set[Key] = set()
    for row in rows:
        key = tuple(getattr(row, name) for name in names)
        if None not in key and key in seen:
            text = message % {"model_name": row._meta.verbose_name, "field_label": names[-1]}
            yield row, names[-1], text
        seen.add(key)
