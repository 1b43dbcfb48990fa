"""Where changes are kept: histories, rows that name who made them, the admin's log, sign-ins.

A model needs no mention here: whatever keeps a history, or has a field pair such as ``closed_by``
and ``closed_at``, is read.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from axes.models import AccessFailureLog, AccessLog
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import F, IntegerField, Q, Value

from etda_plan.overview.changes.asked import Asked, RecordKey
from etda_plan.overview.permissions import READ_SIGN_INS

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from etda_plan.accounts.models import User

Rows = models.QuerySet[Any]

UNREAD = frozenset(
    "manifest seal previous_seal content file_sha256 sha256 stored_name search_text key".split()
)
"""Fields that say nothing to a reader: digests, keys, what was drawn from other fields."""

TOLD_BY_EVENTS = frozenset({"projects.monthlyreport"})
"""Rows whose every act has a row of its own in another table."""


class Source(ABC):
    """One table of changes: ``moment`` is its field of when, ``model`` the kind of record."""

    model: type[models.Model]
    table: type[models.Model]
    moment: str
    key = "pk"

    @property
    def kind(self) -> str:
        """What the kind of record is called in an address."""
        return self.model._meta.label_lower

    def may_be_read_by(self, user: User | AnonymousUser) -> bool:
        """Whether whoever may read changes may read these."""
        return True

    def references(self, asked: Asked, number: int) -> Rows:
        """Return moment, ``number`` and key of each change that is asked for."""
        rows = (
            self._rows(asked) if asked.kind in ("", self.kind) else self.table._base_manager.none()
        )
        return rows.order_by().values(
            change_moment=F(self.moment),
            change_source=Value(number, IntegerField()),
            change_key=F(self.key),
        )

    def _rows(self, asked: Asked) -> Rows:
        rows = self.table._base_manager.filter(asked.during(self.moment))
        if asked.person:
            rows = rows.filter(self.by(asked.person))
        if asked.record:
            rows = rows.filter(self.about(asked.record))
        return rows.filter(self._holding(asked.text)) if asked.text else rows

    def _holding(self, text: str) -> Q:
        """Return the condition that a field holds the words, as they were typed."""
        condition = Q(pk__in=[])
        for name in self.words():
            condition |= Q(**{f"{name}__icontains": text})
        return condition

    @abstractmethod
    def by(self, person: User) -> Q:
        """Return the condition that somebody made the change."""

    @abstractmethod
    def about(self, record: RecordKey) -> Q:
        """Return the condition that the change is of a record, or of a row that hangs on it."""

    @abstractmethod
    def words(self) -> list[str]:
        """Return the fields that are searched."""


def fields_of(model: type[models.Model]) -> list[Any]:
    """Return the fields of a record that say something to a reader."""
    return [
        field
        for field in model._meta.concrete_fields
        if not (field.primary_key or field.generated or field.name in UNREAD)
    ]


def _texts_of(model: type[models.Model]) -> list[str]:
    texts = (models.CharField, models.TextField)
    fields = (field for field in fields_of(model) if isinstance(field, texts))
    return [field.name for field in fields if not field.choices]


def _hangs_on(model: type[models.Model], table: type[models.Model], record: RecordKey) -> Q:
    """Return the condition that a row names the record, directly or as what it is about."""
    names = [
        field.name
        for field in model._meta.concrete_fields
        if field.related_model is record.model and field.name in _names(table)
    ]
    condition = Q(**{f"{_own_key(model)}": record.pk}) if model is record.model else Q(pk__in=[])
    for name in names:
        condition |= Q(**{f"{name}_id": record.pk})
    if {"content_type", "object_id"} <= _names(model):
        kind = ContentType.objects.get_for_model(record.model)
        condition |= Q(content_type=kind.pk, object_id=record.pk)
    return condition


def _names(model: type[models.Model]) -> set[str]:
    return {field.name for field in model._meta.concrete_fields}


def _own_key(model: type[models.Model]) -> str:
    return str(model._meta.pk.attname if model._meta.pk else "pk")


class History(Source):
    """The history of a model: every value that it had."""

    moment = "history_date"
    key = "history_id"

    def __init__(self, model: Any) -> None:
        self.model = model
        self.table = getattr(model, model._meta.simple_history_manager_attribute).model

    def by(self, person: User) -> Q:
        """Ask who is named as the author."""
        return Q(history_user=person)

    def about(self, record: RecordKey) -> Q:
        """Ask for the record's own versions and those of rows that name it."""
        return _hangs_on(self.model, self.table, record)

    def words(self) -> list[str]:
        """Search the values of that time and the reason."""
        return [*_texts_of(self.model), "history_change_reason"]


class Signed(Source):
    """Rows that say who did something and when: ``closed_by`` and ``closed_at``."""

    def __init__(self, model: type[models.Model], act: str) -> None:
        self.model = self.table = model
        self.act = act
        self.person, self.moment, self.day = (_signed_name(act, end) for end in ("by", "at", "on"))

    def by(self, person: User) -> Q:
        """Ask who signed the row."""
        return Q(**{self.person: person})

    def about(self, record: RecordKey) -> Q:
        """Ask for the row itself and those that name the record."""
        return _hangs_on(self.model, self.table, record)

    def words(self) -> list[str]:
        """Search the texts of the row."""
        return _texts_of(self.model)


class Logged(Source):
    """What was done in admin to records that keep no history: accounts, groups."""

    model = get_user_model()
    table = LogEntry
    moment = "action_time"

    def _rows(self, asked: Asked) -> Rows:
        kept = [source.model for source in histories()]
        types = ContentType.objects.get_for_models(*kept).values()
        return super()._rows(asked).exclude(content_type__in=[each.pk for each in types])

    def by(self, person: User) -> Q:
        """Ask who did it."""
        return Q(user=person)

    def about(self, record: RecordKey) -> Q:
        """Ask for what was done to the record."""
        kind = ContentType.objects.get_for_model(record.model)
        return Q(content_type=kind.pk, object_id=str(record.pk))

    def words(self) -> list[str]:
        """Search the names of what was changed, and what of it."""
        return ["object_repr", "change_message"]


class SignIn(Source):
    """Sign-ins, and those that failed, as they were counted."""

    moment = "attempt_time"

    def __init__(self, table: type[models.Model], moment: str = "attempt_time") -> None:
        self.model = self.table = table
        self.moment = moment

    def may_be_read_by(self, user: User | AnonymousUser) -> bool:
        """Ask the act of reading sign-ins: they hold addresses of persons' devices."""
        return READ_SIGN_INS.allows(user)

    def by(self, person: User) -> Q:
        """Ask for the name that was typed."""
        return Q(username=person.get_username())

    def about(self, record: RecordKey) -> Q:
        """Ask for nothing: a sign-in changes no record."""
        return Q(pk__in=[])

    def words(self) -> list[str]:
        """Search the name that was typed and where from."""
        return ["username", "ip_address"]


def _signed_name(act: str, end: str) -> str:
    return f"{act}_{end}" if act else end


def acts_of(model: type[models.Model]) -> Iterator[str]:
    """Yield what rows of a model say that somebody did: ``closed`` of ``closed_by, closed_at``."""
    for field in model._meta.concrete_fields:
        act = field.name.removesuffix("by").removesuffix("_")
        if field.name not in ("by", f"{act}_by") or field.related_model is not get_user_model():
            continue
        try:
            model._meta.get_field(_signed_name(act, "at"))
        except FieldDoesNotExist:
            continue
        yield act


def is_of_a_history(model: type[models.Model]) -> bool:
    """Whether a model's rows are earlier versions of another's."""
    return hasattr(model, "instance_type")


@cache
def histories() -> tuple[History, ...]:
    """Return the histories of all models that keep one."""
    kept = (each for each in apps.get_models() if not is_of_a_history(each))
    attribute = "simple_history_manager_attribute"
    return tuple(History(each) for each in kept if hasattr(each._meta, attribute))


@cache
def sources() -> tuple[Source, ...]:
    """Return every place where changes are kept, in an order that does not change."""
    told = {source.model for source in histories()}
    signed = (
        Signed(model, act)
        for model in apps.get_models()
        if model not in told and not is_of_a_history(model)
        if isinstance(model._meta.pk, models.AutoField)
        if model._meta.label_lower not in TOLD_BY_EVENTS
        for act in acts_of(model)
    )
    sign_ins = (SignIn(AccessLog), SignIn(AccessLog, "logout_time"), SignIn(AccessFailureLog))
    return (*histories(), *signed, Logged(), *sign_ins)
