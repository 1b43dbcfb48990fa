"""Fixture files as entries, before anything in them is believed."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.translation import gettext as _

from etda_plan.common.citations import parse_document
from etda_plan.common.coverage import LEFTOVERS, parse_leftovers
from etda_plan.overview.plan_rows import PLAN_OF

DOCUMENT = "document.txt"


def in_one_line(text: str) -> str:
    """Return ``text`` with line ends and what cannot be seen written as escapes."""
    return "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in text)


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: where, and why it cannot stand."""

    file: str
    record: str
    field: str
    reason: str

    def __str__(self) -> str:
        place = ", ".join(filter(None, [self.file, self.record, self.field]))
        return in_one_line(f"{place}: {self.reason}")


@dataclass(frozen=True)
class Entry:
    """One record of a fixture file as it stands there; ``place`` counts from 1."""

    file: str
    place: int
    model: type[models.Model]
    fields: dict[str, Any]

    @property
    def record(self) -> str:
        """What it is called as long as its key is not known."""
        return _("record %(place)s") % {"place": self.place}


class RepeatedKeyError(ValueError):
    """A JSON object that names one key twice."""


def read_entries(directory: Path) -> tuple[list[Entry], list[Problem]]:
    """Return the records of all fixture files of ``directory``, in the order of their names."""
    paths = sorted(directory.glob("*.json"))
    if not paths:
        return [], [Problem(str(directory), "", "", _("there are no fixture files here"))]
    found = [item for path in paths for item in _read(path)]
    entries = [item for item in found if isinstance(item, Entry)]
    problems = [item for item in found if isinstance(item, Problem)]
    return entries, [*problems, *_unreadable_texts(directory)]


def _unreadable_texts(directory: Path) -> Iterator[Problem]:
    readers: dict[str, Callable[[str], object]] = {
        DOCUMENT: parse_document,
        LEFTOVERS: parse_leftovers,
    }
    for name, parse in readers.items():
        try:
            parse((directory / name).read_text(encoding="utf-8"))
        except FileNotFoundError:
            yield Problem(name, "", "", _("this file is missing"))
        except (OSError, ValueError) as error:
            yield Problem(name, "", "", _("cannot be read: %(error)s") % {"error": error})


def _read(path: Path) -> Iterator[Entry | Problem]:
    try:
        text = path.read_text(encoding="utf-8")
        records = json.loads(text, object_pairs_hook=_object, parse_constant=_refuse_constant)
    except (OSError, ValueError, RecursionError) as error:
        yield Problem(path.name, "", "", _("not readable as JSON: %(error)s") % {"error": error})
        return
    if not isinstance(records, list):
        yield Problem(path.name, "", "", _("a fixture file is a list of records"))
        return
    for place, record in enumerate(records, 1):
        yield _entry(path.name, place, record)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    keys = [key for key, _value in pairs]
    for key in keys:
        if keys.count(key) > 1:
            raise RepeatedKeyError(_("the key “%(key)s” stands twice") % {"key": key})
    return dict(pairs)


def _refuse_constant(name: str) -> Any:
    raise ValueError(_("“%(name)s” is not a number") % {"name": name})


def _entry(file: str, place: int, record: Any) -> Entry | Problem:
    name = _("record %(place)s") % {"place": place}
    if not isinstance(record, dict) or set(record) != {"model", "fields"}:
        return Problem(file, name, "", _("a record has “model” and “fields”, and nothing else"))
    model = _model(record["model"])
    if model is None:
        reason = _("there is no model “%(model)s” in a plan") % {"model": record["model"]}
        return Problem(file, name, "model", reason)
    if not isinstance(record["fields"], dict):
        return Problem(file, name, "fields", _("the fields of a record are an object"))
    return Entry(file, place, model, record["fields"])


def _model(label: Any) -> type[models.Model] | None:
    try:
        model: type[models.Model] = apps.get_model(label)
    except (LookupError, ValueError, AttributeError, TypeError):
        return None
    return model if model in PLAN_OF else None
