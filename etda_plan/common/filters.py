"""What a page is filtered by, kept in its address; a bad value is left out and said."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from etda_plan.common.fiscal import short_date
from etda_plan.common.forms import BuddhistDateField

LONGEST_QUERY = 200
ALL = _("All")
SEARCH_BOX = {"type": "search", "placeholder": _("such as fraud, e-licensing")}
DAY_BOX = {"autocomplete": "off", "inputmode": "numeric", "placeholder": _("day/month/year B.E.")}


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


class RecordFilter(django_filters.ModelChoiceFilter):
    """A choice among records, named by their code in the address, or all of them."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("empty_label", ALL)
        options.setdefault("to_field_name", "code")
        super().__init__(**options)


class DayFilter(django_filters.Filter):
    """A day, with its Buddhist-Era year."""

    field_class = BuddhistDateField

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs=DAY_BOX))
        super().__init__(**options)


@dataclass(frozen=True)
class ActiveFilter:
    """A filter in force: its key in the address, its label and its value in words."""

    key: str
    label: str
    value: str


class FilterSet(django_filters.FilterSet):
    """Filters whose form drops what it cannot read.

    ``rejected`` holds the labels of the fields whose values were left out; the fields that
    ``minor`` names stand folded behind the others.
    """

    minor: Collection[str] = ()
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
    def notes(self) -> list[str]:
        """What the page says of the values that were left out."""
        words = gettext("The filter “%s” has no such value; it is left out.")
        return [words % label for label in self.rejected]

    @property
    def main_fields(self) -> list[forms.BoundField]:
        """The fields that are always in sight."""
        return [field for field in self.form.visible_fields() if field.name not in self.minor]

    @property
    def minor_fields(self) -> list[forms.BoundField]:
        """The fields that stand folded behind the others."""
        return [field for field in self.form.visible_fields() if field.name in self.minor]

    @property
    def minor_in_force(self) -> int:
        """How many of the folded filters are in force."""
        return sum(each.key in self.minor for each in self.active)

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
        if isinstance(value, datetime.date):
            return short_date(value)
        return str(value)


class Address:
    """A query string that holds a list's state; changed copies of it make the page's links."""

    def __init__(self, values: dict[str, str]) -> None:
        self.values = {key: value for key, value in values.items() if value}

    def with_(self, **changes: object) -> str:
        """Return the query string with ``changes``; an empty value takes a key out."""
        changed = self.values | {key: str(value) for key, value in changes.items()}
        return "?" + urlencode({key: value for key, value in changed.items() if value})

    def without(self, *keys: str) -> str:
        """Return the query string without ``keys``."""
        return "?" + urlencode({k: v for k, v in self.values.items() if k not in keys})


@dataclass(frozen=True)
class Link:
    """A link of the page, and whether it is where the visitor is."""

    words: str
    query: str
    is_current: bool = False


@dataclass(frozen=True)
class Filtered:
    """What the address filters by: for the filter bar and for exports."""

    filterset: FilterSet
    address: Address
    notes: Sequence[str]

    @property
    def active_filters(self) -> list[Link]:
        """Each filter in force, with the query that takes it out."""
        return [
            Link(f"{each.label}: {each.value}", self.address.without(each.key))
            for each in self.filterset.active
        ]

    @property
    def clear(self) -> str:
        """The query without filters."""
        return self.address.without(*self.filterset.form.fields)

    @property
    def hidden_fields(self) -> list[tuple[str, str]]:
        """What the filter form carries on."""
        filters = set(self.filterset.form.fields)
        return [each for each in self.address.values.items() if each[0] not in filters]

    def value(self, key: str) -> Any:
        """Return the value of a filter in force; None without one."""
        form = self.filterset.form
        return form.cleaned_data.get(key) if form.is_valid() else None


def read_filters(request: HttpRequest, filterset: type[FilterSet], rows: QuerySet[Any]) -> Filtered:
    """Return the filters that the address asks for; what cannot be read is left out and said."""
    asked = request.GET.dict()
    read = filterset.read(asked, rows, request)
    kept = {"fiscal_year": asked.get("fiscal_year", "")}
    address = Address(kept | {each.key: asked[each.key] for each in read.active})
    return Filtered(read, address, read.notes)
