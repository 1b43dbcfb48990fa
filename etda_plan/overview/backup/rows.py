"""Rows as lines of text: the same rows are the same lines, on whatever engine they stand."""

from __future__ import annotations

import datetime
import json
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from graphlib import TopologicalSorter
from typing import Any
from uuid import UUID

from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import connection, models
from django.db.models import sql
from django.utils.translation import gettext as _

from budgets.models import MonthClose, MonthPublication, MonthReopening, UploadedWorkbook
from etda_plan.overview.backup.archive import ArchiveRefused
from projects.models import MonthlyReport, ReportClose, ReportPublication, ReportReopening

LEFT_OUT = (ContentType, Permission, Session, UploadedWorkbook)
"""The first two are made by ``migrate`` and named in words; sessions, and files that nobody has
applied yet, end with the site."""

CHRONICLE: dict[type[models.Model], str] = {
    MonthClose: "closed_at",
    MonthReopening: "reopened_at",
    MonthPublication: "published_at",
    ReportClose: "closed_at",
    ReportReopening: "reopened_at",
    ReportPublication: "published_at",
}
"""Acts that open or shut what other rows need: they come last, in the order of their times."""

SHUTTING: tuple[type[models.Model], ...] = (MonthlyReport,)
"""What an approved one says is not written any more: it comes after the rows that refer to it,
directly or through others. Foreign keys are held at the end of the transaction."""

ROWS_AT_ONCE = 500
Line = str
Row = list[Any]


def table_models() -> list[type[models.Model]]:
    """Return the models whose rows are kept, each after those that its rows rely on."""
    kept = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model not in LEFT_OUT
    ]
    plain = [model for model in kept if model not in CHRONICLE]
    graph = {model: [other for other in _referred(model) if other in kept] for model in kept}
    for model in SHUTTING:
        _put_after_what_refers_to_it(model, graph)
    for model in CHRONICLE:
        graph[model] += plain
    return list(TopologicalSorter(graph).static_order())


def _put_after_what_refers_to_it(
    model: type[models.Model], graph: dict[type[models.Model], list[type[models.Model]]]
) -> None:
    referring = {other for other, relied_on in graph.items() if model in relied_on}
    for other in referring:
        graph[other].remove(model)
    found = set(referring)
    while found:
        found = {other for other in graph if found & {*graph[other]}} - referring
        referring |= found
    graph[model] += referring


def _referred(model: type[models.Model]) -> Iterator[type[models.Model]]:
    for field in _stored_fields(model):
        if field.is_relation and field.related_model is not model:
            yield field.related_model


def _stored_fields(model: type[models.Model]) -> list[Any]:
    return [field for field in model._meta.concrete_fields if not field.generated]


class Labels:
    """What the rows that ``migrate`` makes are called: their keys differ between databases."""

    @cached_property
    def _names(self) -> Mapping[type[models.Model], dict[Any, str]]:
        kinds = {kind.pk: f"{kind.app_label}.{kind.model}" for kind in ContentType.objects.all()}
        permissions = Permission.objects.values_list("pk", "content_type", "codename")
        return {
            ContentType: kinds,
            Permission: {pk: f"{kinds[kind]}.{codename}" for pk, kind, codename in permissions},
        }

    @cached_property
    def _keys(self) -> Mapping[type[models.Model], dict[str, Any]]:
        return {
            model: {name: pk for pk, name in names.items()} for model, names in self._names.items()
        }

    def name(self, model: type[models.Model], key: Any) -> str:
        """Return the name of a row."""
        return self._names[model][key]

    def key(self, model: type[models.Model], name: str) -> Any:
        """Return the key of a row of this database."""
        try:
            return self._keys[model][name]
        except KeyError:
            raise ArchiveRefused(_("This version does not know “%s”.") % name) from None


class Table:
    """A model's rows as lines: a JSON list of the columns' values, in the order of their keys."""

    def __init__(self, model: type[models.Model], labels: Labels) -> None:
        self.model = model
        self.labels = labels
        self.fields = _stored_fields(model)

    @property
    def columns(self) -> list[str]:
        """The names of the columns that are kept."""
        return [field.attname for field in self.fields]

    def has_rows(self) -> bool:
        """Whether anything stands in the table."""
        return self.model._base_manager.exists()

    def lines(self) -> Iterator[Line]:
        """Yield the rows as they stand."""
        rows = self.model._base_manager.order_by("pk").values_list(*self.columns)
        for row in rows.iterator(chunk_size=2000):
            values = [self._told(*pair) for pair in zip(self.fields, row, strict=True)]
            yield json.dumps(values, ensure_ascii=False, separators=(",", ":")) + "\n"

    def insert(self, lines: Iterable[Line]) -> None:
        """Store rows as they were, keys included."""
        waiting: list[models.Model] = []
        for record in self.records(lines):
            waiting.append(record)
            if len(waiting) == ROWS_AT_ONCE:
                self.store(waiting)
                waiting = []
        self.store(waiting)

    def records(self, lines: Iterable[Line]) -> Iterator[models.Model]:
        """Yield the rows, not stored yet, each after those of its table that it refers to."""
        return map(self._record, self._parents_first(map(json.loads, lines)))

    def store(self, records: list[models.Model]) -> None:
        """Insert by one statement as often as it takes; times of entry stay what they were."""
        if not records:
            return
        most = connection.ops.bulk_batch_size(self.fields, records)
        for start in range(0, len(records), most):
            query = sql.InsertQuery(self.model)
            query.insert_values(self.fields, records[start : start + most], raw=True)
            query.get_compiler(connection=connection).execute_sql()

    def _told(self, field: Any, value: Any) -> Any:
        if field.related_model in (ContentType, Permission):
            return None if value is None else self.labels.name(field.related_model, value)
        if isinstance(value, Decimal):
            return f"{value:f}"
        if isinstance(value, datetime.datetime):
            return value.astimezone(datetime.UTC).isoformat()
        if isinstance(value, bytes | memoryview):
            return b64encode(value).decode()
        return str(value) if isinstance(value, datetime.date | UUID) else value

    def _understood(self, field: Any, value: Any) -> Any:
        if field.related_model in (ContentType, Permission):
            return None if value is None else self.labels.key(field.related_model, value)
        return field.to_python(value)

    def _record(self, row: Row) -> models.Model:
        pairs = zip(self.fields, row, strict=True)
        return self.model(**{field.attname: self._understood(field, it) for field, it in pairs})

    def _parents_first(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Yield each row after those of the same table that it refers to."""
        own = [place for place, field in enumerate(self.fields) if self._is_own(field)]
        key = self.columns.index(self.model._meta.pk.attname)
        seen: set[Any] = {None}
        waiting, held = list(rows) if own else [], -1
        while own and len(waiting) != held:
            held, later = len(waiting), []
            for row in waiting:
                if seen.issuperset(row[place] for place in own):
                    seen.add(row[key])
                    yield row
                else:
                    later.append(row)
            waiting = later
        yield from waiting if own else rows

    def _is_own(self, field: Any) -> bool:
        return field.is_relation and field.related_model is self.model
