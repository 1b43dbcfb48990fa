"""A page that shows all rows its filters leave, unpaged: a matrix, statements, anomalies."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from etda_plan.common.exports import Export
from etda_plan.common.filters import FilterSet
from etda_plan.common.listing import EXPORTS, Address, Link


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
