"""The table of every list: declared with django-tables2, drawn by a lean path of its own.

The stock path inspects a signature and builds dictionaries of attributes for every cell. Here a
column draws its cell with one call, and its CSS class and label are read once a page.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter
from typing import Any

import django_tables2
from django.db.models import F, QuerySet
from django.db.models.functions import Collate
from django.template import Context
from django.utils.functional import Promise
from django.utils.html import conditional_escape
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from etda_plan.common import xlsx
from etda_plan.common.citations import each_line
from etda_plan.common.exports import Value
from etda_plan.common.figures import NOT_APPLICABLE, baht, in_millions
from etda_plan.common.fiscal import short_date
from etda_plan.common.templatetags.figures import cite, million
from etda_plan.common.xlsx_styles import Style

THAI = "th-x-icu"

Words = str | Promise
Read = Callable[[Any], Any]


def in_thai_order(field: str) -> Collate:
    """Return a text field as sorted by a Thai dictionary."""
    return Collate(F(field), THAI)


class Column(django_tables2.Column):
    """A column of texts.

    ``read`` is what a cell shows: a dotted attribute of the record, or a function of it. ``sort``
    holds the expressions that order it; without any it cannot be sorted. Null is not applicable
    and shows a dash; columns of what may be unknown say so in words.
    """

    css = ""
    is_labelled_on_phone = False
    upwards: Words = _("A–Z")
    downwards: Words = _("Z–A")
    style: Style | None = None
    width: float | None = None

    def __init__(
        self, heading: Words, read: str | Read, sort: Sequence[Any] = (), **options: Any
    ) -> None:
        self.read: Read = attrgetter(read) if isinstance(read, str) else read
        self.sort = [F(key) if isinstance(key, str) else key for key in sort]
        self.css = options.pop("css", self.css)
        super().__init__(verbose_name=heading, orderable=bool(sort), **options)

    def cell(self, record: Any, context: Context) -> str:
        """Return the cell's content, escaped."""
        value = self.read(record)
        return NOT_APPLICABLE if value is None or value == "" else conditional_escape(value)

    def export_columns(self) -> Sequence[xlsx.Column]:
        """Return the columns that it fills in an export."""
        return [xlsx.Column(self.verbose_name, self.style, self.width)]

    def export_values(self, record: Any) -> Sequence[Value]:
        """Return what it fills them with: numbers as numbers, the unknown in words."""
        value = self.read(record)
        return [NOT_APPLICABLE if value is None or value == "" else value]

    def order(self, queryset: QuerySet[Any], is_descending: bool) -> tuple[QuerySet[Any], bool]:
        """Sort with unknowns last both ways; the list's own order decides between equals."""
        keys = [
            key.desc(nulls_last=True) if is_descending else key.asc(nulls_last=True)
            for key in self.sort
        ]
        return queryset.order_by(*keys, *queryset.query.order_by), True


class NumberColumn(Column):
    """A column of whole numbers."""

    css = "num"
    style = Style.INTEGER
    is_labelled_on_phone = True
    upwards = _("low to high")
    downwards = _("high to low")


class MillionColumn(Column):
    """A column of amounts in baht, shown as ล้านบาท; null is unknown."""

    css = "num"
    style = Style.MILLION
    is_labelled_on_phone = True
    upwards = _("low to high")
    downwards = _("high to low")

    def cell(self, record: Any, context: Context) -> str:
        """Return the amount with four places, or the words for unknown."""
        return million(self.read(record))

    def export_values(self, record: Any) -> Sequence[Value]:
        """Return the exact amount in ล้านบาท, or the words for unknown."""
        amount: Decimal | None = self.read(record)
        return [gettext("Not in the document") if amount is None else in_millions(amount)]


class BahtColumn(MillionColumn):
    """A column of amounts in baht with two places; null is not applicable."""

    style = Style.BAHT

    def cell(self, record: Any, context: Context) -> str:
        """Return the amount with two places, or a dash."""
        amount: Decimal | None = self.read(record)
        return NOT_APPLICABLE if amount is None else baht(amount)

    def export_values(self, record: Any) -> Sequence[Value]:
        """Return the exact amount, or a dash."""
        amount: Decimal | None = self.read(record)
        return [NOT_APPLICABLE if amount is None else amount]


class DateColumn(Column):
    """A column of days."""

    css = "day"
    style = Style.DATE
    is_labelled_on_phone = True
    upwards = _("old to new")
    downwards = _("new to old")

    def cell(self, record: Any, context: Context) -> str:
        """Return the day with its Buddhist-Era year, or a dash."""
        day: datetime.date | None = self.read(record)
        return NOT_APPLICABLE if day is None else short_date(day)


class LinesColumn(Column):
    """A column of the document's lines, each a link into it."""

    css = "num cites"
    style = Style.LINE
    is_labelled_on_phone = True

    def cell(self, record: Any, context: Context) -> str:
        """Return bare numbers that link to their lines."""
        return cite(context, self._lines(record), bare=True) or NOT_APPLICABLE

    def export_values(self, record: Any) -> Sequence[Value]:
        """Return one line as a number, several as a text."""
        lines = self._lines(record)
        if len(lines) == 1:
            return [lines[0]]
        return [" · ".join(map(str, lines)) or NOT_APPLICABLE]

    def _lines(self, record: Any) -> list[int]:
        return each_line(self.read(record))


@dataclass(frozen=True)
class Heading:
    """The head of a column; ``direction`` says how the table is sorted by it, if it is."""

    content: Words
    css: str
    sort: str
    direction: str

    @property
    def sign(self) -> str:
        """The sign of the sprite that shows the direction."""
        return f"sort-{self.direction}" if self.direction else "sort"


@dataclass(frozen=True)
class Cell:
    """What the template puts around a cell, the same in every row."""

    css: str
    label: str


class Table(django_tables2.Table):
    """A table whose columns draw their own cells.

    ``context`` is what citations and links need of the page: the plan that it shows.
    """

    caption: Words = ""
    unit: Words = ""
    own_order: Words = _("the plan’s order")
    file_name = "list"

    class Meta:
        orderable = True

    def __init__(self, data: QuerySet[Any] | list[Any], context: Context, **options: Any) -> None:
        self.link_context = context
        super().__init__(data=data, **options)

    @property
    def shown(self) -> list[tuple[str, Column]]:
        """The columns with their names."""
        return [(bound.name, bound.column) for bound in self.columns]

    @property
    def sorted_by(self) -> str:
        """The column and direction that it is sorted by, such as ``-budget``; empty if by none."""
        return next(iter(self.order_by or ()), "")

    def can_sort_by(self, alias: str) -> bool:
        """Whether ``alias``, such as ``-budget``, names a column that sorts, and a direction."""
        columns = {name for name, column in self.shown if column.orderable}
        return alias.removeprefix("-") in columns

    def headings(self) -> Iterator[Heading]:
        """Yield the heads of its columns, with what a click on each sorts by."""
        for name, column in self.shown:
            direction = self._direction(name)
            next_sort = f"-{name}" if direction == "ascending" else name
            sort = next_sort if column.orderable else ""
            yield Heading(self.heading_of(name, column), column.css, sort, direction)

    def sorts(self) -> Iterator[tuple[str, str]]:
        """Yield each way to sort it, such as ``-budget``, with what it is in words."""
        for name, column in self.shown:
            if column.orderable:
                yield name, f"{column.verbose_name}: {column.upwards}"
                yield f"-{name}", f"{column.verbose_name}: {column.downwards}"

    def heading_of(self, name: str, column: Column) -> Words:
        """Return what stands in the head of a column."""
        heading: Words = column.verbose_name
        return heading

    def _direction(self, name: str) -> str:
        directions = {name: "ascending", f"-{name}": "descending"}
        return directions.get(self.sorted_by, "")

    def body(self) -> Iterator[list[tuple[Cell, str]]]:
        """Yield the rows of the page: for each cell what is around it, and what is in it."""
        cells = [(self._around(column), column.cell) for _name, column in self.shown]
        for record in self.page.object_list.data:
            yield [(around, draw(record, self.link_context)) for around, draw in cells]

    @staticmethod
    def _around(column: Column) -> Cell:
        label = str(column.verbose_name) if column.is_labelled_on_phone else ""
        return Cell(column.css, label)

    def export_columns(self) -> list[xlsx.Column]:
        """Return the columns of an export."""
        return [filled for _name, column in self.shown for filled in column.export_columns()]

    def export_rows(self) -> Iterator[list[Value]]:
        """Yield every row that the filter leaves, sorted as on the screen."""
        columns = [column for _name, column in self.shown]
        for record in self.exported():
            yield [value for column in columns for value in column.export_values(record)]

    def exported(self) -> Iterator[Any]:
        """Yield the records of an export; a table may bring them what no query of theirs gives."""
        yield from self.data
