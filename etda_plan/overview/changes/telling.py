"""Telling changes: the rows behind them and what they name, in a few queries for each kind."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.contrib.admin.models import ADDITION, CHANGE, DELETION
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django_stubs_ext import StrOrPromise

from etda_plan.common.admin import shown
from etda_plan.common.templatetags.history import ACTS, history_reason
from etda_plan.overview.changes.change import Change, FieldChange
from etda_plan.overview.changes.names import Key, Names, called
from etda_plan.overview.changes.sources import History, Logged, Signed, SignIn, Source, fields_of

SIGNED_ACTS: Mapping[str, StrOrPromise] = {
    "added": gettext_lazy("file added"),
    "applied": gettext_lazy("workbook applied"),
    "closed": pgettext_lazy("change", "closed"),
    "decided": pgettext_lazy("change", "decided"),
    "entered": pgettext_lazy("change", "entered"),
    "proposed": pgettext_lazy("change", "proposed"),
    "published": pgettext_lazy("change", "published"),
    "reopened": pgettext_lazy("change", "reopened"),
}
LOGGED_ACTS = {ADDITION: "+", CHANGE: "~", DELETION: "-"}
SIGN_INS: Mapping[tuple[str, str], StrOrPromise] = {
    ("accesslog", "attempt_time"): gettext_lazy("signed in"),
    ("accesslog", "logout_time"): gettext_lazy("signed out"),
    ("accessfailurelog", "attempt_time"): gettext_lazy("sign-in failed"),
}
REASONS = ("decision_reason", "reason", "comment")

Told = dict[tuple[Source, int], Change]
FieldValues = Sequence[tuple[Any, Any, Any]]
"""A field, the value before and the value after, as they are stored."""

ABSENT = object()
"""Stands for the value of a record that was not there."""


class Draft(ABC):
    """A change whose values are known, and whose names are not yet."""

    @abstractmethod
    def wanted(self) -> Iterator[Key]:
        """Yield the records whose names it needs."""

    @abstractmethod
    def told(self, names: Names) -> Change:
        """Return the change in words."""


def tell(keys: Mapping[Source, Sequence[int]]) -> Told:
    """Return the changes behind the keys of their sources."""
    drafts = {
        (source, key): draft
        for source, some in keys.items()
        for key, draft in DRAFTING[type(source)](source, some)
    }
    names = Names(wanted for draft in drafts.values() for wanted in draft.wanted())
    return {place: draft.told(names) for place, draft in drafts.items()}


def _field_names(values: FieldValues) -> Iterator[Key]:
    for field, *both in values:
        if field.related_model:
            yield from ((field.related_model, each) for each in both if _is_key(each))


def _is_key(value: Any) -> bool:
    return value is not None and value is not ABSENT


def _field_changes(values: FieldValues, names: Names) -> list[FieldChange]:
    return [
        FieldChange(
            capfirst(str(field.verbose_name)),
            _written(field, old, names),
            _written(field, new, names),
        )
        for field, old, new in values
    ]


def _written(field: Any, value: Any, names: Names) -> str | None:
    if value is ABSENT:
        return None
    if field.related_model and value is not None:
        return names.of(field.related_model, value)
    return str(shown(field, value))


def _filled(row: Any, fields: Sequence[Any]) -> Iterator[tuple[Any, Any]]:
    """Yield the fields of a row that hold something, with what they hold."""
    for field in fields:
        value = getattr(row, field.attname)
        if value is not None and value != "":
            yield field, value


class Version(Draft):
    """A version of a record beside the one before."""

    def __init__(self, source: History, row: Any, before: Any) -> None:
        self.source, self.row = source, row
        self.values = list(self._values(before))

    @property
    def _key(self) -> Any:
        return getattr(self.row, self.row.instance_type._meta.pk.attname)

    def _values(self, before: Any) -> Iterator[tuple[Any, Any, Any]]:
        known = {field.name for field in self.row.tracked_fields}
        fields = [field for field in fields_of(self.source.model) if field.name in known]
        if self.row.history_type == "-":
            yield from ((field, value, ABSENT) for field, value in _filled(self.row, fields))
        elif before is None:
            yield from ((field, ABSENT, value) for field, value in _filled(self.row, fields))
        else:
            for field in fields:
                old, new = getattr(before, field.attname), getattr(self.row, field.attname)
                if old != new:
                    yield field, old, new

    def wanted(self) -> Iterator[Key]:
        """Yield the record and what its values name."""
        yield self.source.model, self._key
        yield from _field_names(self.values)

    def told(self, names: Names) -> Change:
        """Return the change in words."""
        row, record = self.row, names.record(self.source.model, self._key)
        reason = str(history_reason(row))
        return Change(
            moment=row.history_date,
            person=called(row.history_user) if row.history_user else "",
            kind=capfirst(str(self.source.model._meta.verbose_name)),
            title=called(record) if record else names.of_gone(row.instance),
            act=str(ACTS[row.history_type]),
            address=names.address(record) if record else "",
            fields=_field_changes(self.values, names),
            reason=reason if row.history_change_reason else "",
        )


def _versions(source: Any, keys: Sequence[int]) -> Iterator[tuple[int, Draft]]:
    """Yield versions with the one before each, in two queries."""
    table, key = source.table, source.model._meta.pk.attname
    earlier = Q(history_date__lt=OuterRef("history_date")) | Q(
        history_date=OuterRef("history_date"), history_id__lt=OuterRef("history_id")
    )
    same = table._base_manager.filter(earlier, **{key: OuterRef(key)})
    last = same.order_by("-history_date", "-history_id").values("history_id")[:1]
    rows = table._base_manager.filter(history_id__in=keys).select_related("history_user")
    rows = list(rows.annotate(before=Subquery(last)))
    changed = {row.before for row in rows if row.history_type == "~" and row.before}
    before = {row.history_id: row for row in table._base_manager.filter(history_id__in=changed)}
    for row in rows:
        yield row.history_id, Version(source, row, before.get(row.before))


class SignedRow(Draft):
    """A row that says who did what."""

    def __init__(self, source: Signed, row: Any) -> None:
        self.source, self.row = source, row
        self.is_decision = source.act == "decided" and hasattr(row, "state")
        self.values = list(self._values())

    def _values(self) -> Iterator[tuple[Any, Any, Any]]:
        if self.is_decision:
            state: Any = self.source.model._meta.get_field("state")
            yield state, state.get_default(), self.row.state
            return
        told = {"state", *REASONS}
        for field, value in _filled(self.row, fields_of(self.source.model)):
            if field.name not in told and not field.name.endswith(("_by", "_on", "_at")):
                yield field, ABSENT, value

    def wanted(self) -> Iterator[Key]:
        """Yield the row, who signed it, and what its values name."""
        yield self.source.model, self.row.pk
        yield from _field_names(self.values)

    def told(self, names: Names) -> Change:
        """Return the change in words."""
        row, moment = self.row, getattr(self.row, self.source.moment)
        day = getattr(row, self.source.day, None)
        record = names.record(self.source.model, row.pk) or row
        reasons = (getattr(row, name, "") for name in REASONS)
        return Change(
            moment=moment,
            person=called(getattr(row, self.source.person)),
            kind=capfirst(str(self.source.model._meta.verbose_name)),
            title=called(record),
            act=self._act(),
            address=names.address(record),
            dated=day if day != timezone.localdate(moment) else None,
            fields=_field_changes(self.values, names),
            reason=next((each for each in reasons if each), ""),
        )

    def _act(self) -> str:
        row, act = self.row, self.source.act
        if self.is_decision:
            return str(row.get_state_display())
        if not act:
            return str(row.get_act_display())
        moment: Any = self.source.model._meta.get_field(self.source.moment)
        return str(SIGNED_ACTS.get(act, moment.verbose_name))


def _signed_rows(source: Any, keys: Sequence[int]) -> Iterator[tuple[int, Draft]]:
    unread = [
        field.name for field in source.model._meta.concrete_fields if field.name in UNREAD_TEXTS
    ]
    rows = source.table._base_manager.filter(pk__in=keys).select_related(source.person)
    for row in rows.defer(*unread):
        yield row.pk, SignedRow(source, row)


UNREAD_TEXTS = ("manifest", "content")
"""What is long and says nothing: it is not even read."""


class Plain(Draft):
    """A change that names nothing that must be looked up."""

    def __init__(self, change: Change) -> None:
        self.change = change

    def wanted(self) -> Iterator[Key]:
        """Yield nothing."""
        return iter(())

    def told(self, names: Names) -> Change:
        """Return the change."""
        return self.change


def _log_entries(source: Any, keys: Sequence[int]) -> Iterator[tuple[int, Draft]]:
    rows = source.table._base_manager.filter(pk__in=keys).select_related("user", "content_type")
    for row in rows:
        kind = row.content_type.name if row.content_type else ""
        act = str(ACTS[LOGGED_ACTS[row.action_flag]])
        yield (
            row.pk,
            Plain(
                Change(
                    moment=row.action_time,
                    person=called(row.user),
                    kind=capfirst(str(kind)),
                    title=row.object_repr,
                    act=act,
                    note=row.get_change_message() if row.action_flag == CHANGE else "",
                )
            ),
        )


def _sign_ins(source: Any, keys: Sequence[int]) -> Iterator[tuple[int, Draft]]:
    words = str(SIGN_INS[source.model._meta.model_name, source.moment])
    for row in source.table._base_manager.filter(pk__in=keys):
        name = row.username or ""
        yield (
            row.pk,
            Plain(
                Change(
                    moment=getattr(row, source.moment),
                    person=name,
                    kind=_("Sign-in"),
                    title=name,
                    act=words,
                    note=_("from address %(address)s") % {"address": row.ip_address or "–"},
                )
            ),
        )


DRAFTING = {History: _versions, Signed: _signed_rows, Logged: _log_entries, SignIn: _sign_ins}
