"""What the list of changes is filtered by."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django_filters.fields import ModelChoiceField

from etda_plan.accounts.models import User
from etda_plan.common.filters import (
    ActiveFilter,
    ChoiceFilter,
    DayFilter,
    FilterSet,
    RecordFilter,
    SearchFilter,
)
from etda_plan.common.thai import collation_key
from etda_plan.overview.changes.asked import Asked, RecordKey
from etda_plan.overview.changes.names import Names
from etda_plan.overview.changes.reading import Changes
from etda_plan.overview.changes.sources import sources


def kinds() -> list[tuple[str, str]]:
    """Return the kinds of records that change, in dictionary order."""
    found = {each.kind: capfirst(str(each.model._meta.verbose_name)) for each in sources()}
    return sorted(found.items(), key=lambda kind: collation_key(kind[1]))


def people(request: HttpRequest) -> QuerySet[User]:
    """Return everybody with an account."""
    return User.objects.order_by("first_name", "username")


class PersonChoice(ModelChoiceField):
    """A choice that calls people by their names."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the name."""
        return str(obj.known_as)


class PersonFilter(RecordFilter):
    """A choice among people."""

    field_class = PersonChoice


class RecordKeyField(forms.Field):
    """A record, as ``projects.project:12``."""

    def to_python(self, value: Any) -> RecordKey | None:
        """Return the record's key; refuse what names no kind of record."""
        if value in self.empty_values:
            return None
        key = RecordKey.read(str(value))
        if key is None:
            raise ValidationError(_("There is no such record."), "invalid")
        return key


class RecordKeyFilter(django_filters.Filter):
    """One record; its page leads here with it, the filter bar does not show it."""

    field_class = RecordKeyField


class ChangeFilterSet(FilterSet):
    """Which records, who, when, and which words."""

    q = SearchFilter(
        label=_("Words in values or reasons"), widget=forms.TextInput(attrs={"type": "search"})
    )
    kind = ChoiceFilter(label=_("Kind of record"), choices=kinds)
    person = PersonFilter(label=_("Person"), queryset=people, to_field_name="username")
    since = DayFilter(label=_("From day"))
    until = DayFilter(label=_("To day"))
    record = RecordKeyFilter(label=_("Record"), widget=forms.HiddenInput())

    class Meta:
        model = User
        fields: list[str] = []

    @property
    def qs(self) -> Any:
        """The changes that are asked for, as far as the reader may read them."""
        given = self.form.cleaned_data if self.form.is_valid() else {}
        asked = Asked(
            text=given.get("q") or "",
            kind=given.get("kind") or "",
            person=given.get("person"),
            since=given.get("since"),
            until=given.get("until"),
            record=given.get("record"),
        )
        return Changes(self.request.user, asked)

    @property
    def active(self) -> list[ActiveFilter]:
        """The filters in force; a record is called by its name."""
        return [
            ActiveFilter(each.key, each.label, self._record()) if each.key == "record" else each
            for each in super().active
        ]

    def _record(self) -> str:
        key: RecordKey = self.form.cleaned_data["record"]
        model: type[models.Model] = key.model
        name = Names([(model, key.pk)]).of(model, key.pk)
        return f"{capfirst(str(model._meta.verbose_name))} {name}"
