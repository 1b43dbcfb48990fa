"""The filters of every list: a bad value is left out and said, never an error."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

LONGEST_QUERY = 200
ALL = _("All")
SEARCH_BOX = {"type": "search", "placeholder": _("such as fraud, e-licensing")}


class SearchFilter(django_filters.CharFilter):
    """Finds what the QuerySet's own ``search`` finds."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("Search"))
        options.setdefault("max_length", LONGEST_QUERY)
        options.setdefault("widget", forms.TextInput(attrs=SEARCH_BOX))
        super().__init__(**options)

    def filter(self, queryset: Any, value: str) -> Any:
        """Keep what ``search`` finds; an empty query keeps everything."""
        return queryset.search(value) if value else queryset


class ChoiceFilter(django_filters.ChoiceFilter):
    """A choice among fixed values, or all of them."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("empty_label", ALL)
        super().__init__(**options)


class RecordChoice(django_filters.fields.ModelChoiceField):
    """The field of a choice among records."""


class RecordFilter(django_filters.ModelChoiceFilter):
    """A choice among records, named by their code in the address, or all of them."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("empty_label", ALL)
        options.setdefault("to_field_name", "code")
        super().__init__(**options)


@dataclass(frozen=True)
class ActiveFilter:
    """A filter in force: its key in the address, its label and its value in words."""

    key: str
    label: str
    value: str


class FilterSet(django_filters.FilterSet):
    """Filters whose form drops what it cannot read.

    ``rejected`` holds the labels of the fields whose values were left out.
    """

    rejected: list[str]

    @classmethod
    def read(
        cls, data: Mapping[str, str], queryset: QuerySet[Any], request: HttpRequest
    ) -> FilterSet:
        """Return the filters that ``data`` asks for, without those whose value is no value."""
        asked = cls(data=data, queryset=queryset, request=request)
        bad = [key for key in asked.form.fields if key in asked.form.errors]
        if not bad:
            asked.rejected = []
            return asked
        left = {key: value for key, value in data.items() if key not in bad}
        kept = cls(data=left, queryset=queryset, request=request)
        kept.rejected = [str(asked.form.fields[key].label) for key in bad]
        return kept

    @property
    def active(self) -> list[ActiveFilter]:
        """The filters in force, each with its value in words."""
        values = self.form.cleaned_data if self.form.is_valid() else {}
        return [
            ActiveFilter(key, str(self.form.fields[key].label), self._in_words(key, value))
            for key, value in values.items()
            if value not in (None, "")
        ]

    def _in_words(self, key: str, value: Any) -> str:
        field = self.form.fields[key]
        if isinstance(field, forms.ModelChoiceField):
            return str(field.label_from_instance(value))
        if isinstance(field, forms.ChoiceField):
            return next(str(words) for choice, words in field.widget.choices if choice == value)
        return str(value)
