"""What a page is filtered by, kept in its address: for pages of lists, and for whole ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from etda_plan.common.exports import EXPORTS, Export
from etda_plan.common.filters import FilterSet


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
    notes = [
        _("The filter “%s” has no such value; it is left out.") % label for label in read.rejected
    ]
    return Filtered(
        read, Address(kept | {each.key: asked[each.key] for each in read.active}), notes
    )


def export_response(request: HttpRequest, export: Callable[[], Export]) -> HttpResponse | None:
    """Return the file that ``?_export=`` asks for, or None where it asks for none we write."""
    write = EXPORTS.get(request.GET.get("_export", ""))
    return write(export()) if write else None
