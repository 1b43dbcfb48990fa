"""The page of every list: filters, sorting, paging and exports, all kept in the address.

A list is declared by what it shows, and nothing else::

    class ActivityListView(PlanListView):
        queryset = Activity.objects.with_row()
        filterset = ActivityFilterSet
        table = ActivityTable
        template_name = "activities/activity_list.html"
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template import Context
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from etda_plan.common.exports import EXPORTS, Export, export_response
from etda_plan.common.filters import Address, Filtered, FilterSet, Link
from etda_plan.common.tables import Table

PAGE_SIZES = (10, 25, 50)
DEFAULT_PAGE_SIZE = 25
PAGES_AROUND = 2


@dataclass(frozen=True)
class Paging:
    """A page of a list and, in the list's address, the queries of the others."""

    page: Page[Any]
    address: Address

    @property
    def pages(self) -> list[Link | None]:
        """The pages to go to; None stands for those left out."""
        numbers = self.page.paginator.get_elided_page_range(
            self.page.number, on_each_side=PAGES_AROUND, on_ends=1
        )
        return [self._page(number) if isinstance(number, int) else None for number in numbers]

    def _page(self, number: int) -> Link:
        return Link(str(number), self._query_of(number), number == self.page.number)

    @property
    def previous(self) -> str:
        """The query of the page before, empty on the first."""
        return self._query_of(self.page.number - 1) if self.page.has_previous() else ""

    @property
    def next(self) -> str:
        """The query of the page after, empty on the last."""
        return self._query_of(self.page.number + 1) if self.page.has_next() else ""

    def _query_of(self, number: int) -> str:
        return self.address.with_(page=number)


def page_of(paginator: Paginator[Any], asked: str) -> tuple[Page[Any], list[str]]:
    """Return the page that an address asks for, and a note where there is no such page."""
    number = _number(asked or "1")
    if 1 <= number <= paginator.num_pages:
        return paginator.page(number), []
    return paginator.page(1), [_("There is no such page; this is page 1.")]


@dataclass(frozen=True)
class Listing(Filtered):
    """A list as its address asks for it: what template and exports draw."""

    table: Table
    total: int

    @property
    def count(self) -> int:
        """How many rows the filters leave."""
        return len(self.table.rows)

    @property
    def sorts(self) -> list[tuple[str, str, bool]]:
        """The ways to sort it: key, words, and whether it is sorted so."""
        current = self.table.sorted_by
        return [(key, words, key == current) for key, words in self.table.sorts()]

    @property
    def hidden_fields(self) -> list[tuple[str, str]]:
        """What the filter form carries on; the order is one of its fields."""
        return [each for each in super().hidden_fields if each[0] != "sort"]

    @property
    def page(self) -> Page[Any]:
        """The page that is shown."""
        page: Page[Any] = self.table.page
        return page

    @property
    def paging(self) -> Paging:
        """The page that is shown, and the way to the others."""
        return Paging(self.page, self.address)

    @property
    def sizes(self) -> list[Link]:
        """The page sizes to choose from."""
        current = self.page.paginator.per_page
        return [
            Link(str(size), self.address.with_(per_page=size, page=""), size == current)
            for size in PAGE_SIZES
        ]

    @property
    def headings(self) -> list[tuple[Any, str]]:
        """The heads of the columns, with the query of a click on each, empty where none sorts."""
        return [
            (heading, heading.sort and self.address.with_(sort=heading.sort, page=""))
            for heading in self.table.headings()
        ]


class ListView(TemplateView):
    """A list of records; a query string that makes no sense is left out and said."""

    queryset: QuerySet[Any]
    filterset: type[FilterSet]
    table: type[Table]
    kept_in_address: tuple[str, ...] = ()

    def get_queryset(self) -> QuerySet[Any]:
        """Return the rows before any filter, in the list's own order."""
        return self.queryset.all()

    def table_context(self) -> Context:
        """Return what the table's links need of the page."""
        return Context()

    def file_name(self) -> str:
        """Return the name of exports, without its ending."""
        return self.table.file_name

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer with the page, or with the whole list as a file."""
        listing = self.read()
        file = export_response(request, lambda: self.export(listing))
        return file or self.render_to_response(self.get_context_data(listing=listing, **kwargs))

    def read(self) -> Listing:
        """Return the list that the address asks for."""
        rows = self.get_queryset()
        asked = self.request.GET.dict()
        filterset = self.filterset.read(asked, rows, self.request)
        table = self.table(filterset.qs, self.table_context())
        notes = [
            *filterset.notes,
            *self._sort(table, asked),
            *self._paginate(table, asked),
            *self._refuse(asked),
        ]
        address = self._address(asked, filterset, table)
        return Listing(filterset, address, notes, table, self._total(rows, filterset, table))

    @staticmethod
    def _total(rows: QuerySet[Any], filterset: FilterSet, table: Table) -> int:
        return rows.count() if filterset.active else len(table.rows)

    @staticmethod
    def _sort(table: Table, asked: dict[str, str]) -> list[str]:
        alias = asked.get("sort", "")
        if alias and table.can_sort_by(alias):
            table.order_by = alias
            return []
        return [_("This list cannot be sorted so; it stands in its own order.")] if alias else []

    @staticmethod
    def _paginate(table: Table, asked: dict[str, str]) -> list[str]:
        size, notes = DEFAULT_PAGE_SIZE, []
        if (given := asked.get("per_page")) and (size := _number(given)) not in PAGE_SIZES:
            size = DEFAULT_PAGE_SIZE
            notes.append(_("A page has 10, 25 or 50 rows; it shows 25."))
        table.paginate(per_page=size)  # from here on its rows are counted, not all read
        page, page_notes = page_of(table.paginator, asked.get("page", ""))
        table.paginate(page=page.number, per_page=size)
        return [*notes, *page_notes]

    @staticmethod
    def _refuse(asked: dict[str, str]) -> list[str]:
        is_unknown = "_export" in asked and asked["_export"] not in EXPORTS
        return [_("A list is exported as xlsx or csv.")] if is_unknown else []

    def _address(self, asked: dict[str, str], filterset: FilterSet, table: Table) -> Address:
        kept = {key: asked[key] for key in self.kept_in_address if key in asked}
        filters = {each.key: asked[each.key] for each in filterset.active}
        size = table.page.paginator.per_page
        return Address(
            kept
            | filters
            | {"sort": table.sorted_by, "per_page": "" if size == DEFAULT_PAGE_SIZE else str(size)}
        )

    def export(self, listing: Listing) -> Export:
        """Return the whole list, as filtered and sorted on the screen."""
        notes = [str(listing.table.unit), *(link.words for link in listing.active_filters)]
        return Export(
            title=str(listing.table.caption),
            file_name=self.file_name(),
            headings=listing.table.export_columns(),
            rows=listing.table.export_rows(),
            notes=[note for note in notes if note],
        )


def _number(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        return 0
