"""The frame of the workbooks that go out to be changed: the table, its choices, how to fill it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from etda_plan.common.fiscal import today
from etda_plan.common.xlsx import Book, Cell, Column, Formula, Sheet, Value, address
from etda_plan.common.xlsx_reading import ExpectedSheet
from etda_plan.common.xlsx_styles import Style

CHOICES, HELP = _("Choices"), _("How to fill in")
BESIDE = (CHOICES, HELP)
"""The sheets that stand beside the table and are not read."""
ROWS_TO_FILL = 500
"""How many rows below the table still offer their choices."""

SheetRow = Sequence[Value | Cell]


@dataclass(frozen=True)
class Offer:
    """A column of the table whose cells are chosen from a list."""

    name: str
    heading: StrOrPromise
    words: Sequence[StrOrPromise]


@dataclass(frozen=True)
class Template:
    """A workbook to be changed.

    ``looks`` gives columns of the sheet a style and a width; ``rows`` is asked with the number of
    the first row.
    """

    title: StrOrPromise
    sheet: ExpectedSheet
    looks: dict[str, tuple[Style | None, float]]
    rows: Callable[[int], Iterable[SheetRow]]
    notes: Sequence[StrOrPromise]
    offers: Sequence[Offer]
    guidance: Sequence[StrOrPromise]
    frozen_columns: int = 1

    def to_bytes(self) -> bytes:
        """Return the file."""
        with Book(str(self.title), today()) as book:
            table = self._add_table(book)
            first = table.next_row
            for row in self.rows(first):
                table.add(*row)
            self._add_choices(book, table, range(first, table.next_row + ROWS_TO_FILL))
            guide = book.add_sheet(HELP, [Column(_("What to do"), width=110)])
            for line in self.guidance:
                guide.add(str(line))
            return book.to_bytes()

    def _add_table(self, book: Book) -> Sheet:
        columns = []
        for column in self.sheet.columns:
            style, width = self.looks.get(column.name, (None, 16.0))
            columns.append(Column(str(column.heading), style, width))
        return book.add_sheet(
            self.sheet.name,
            columns,
            title=self.title,
            notes=self.notes,
            frozen_columns=self.frozen_columns,
        )

    def _add_choices(self, book: Book, table: Sheet, rows: range) -> None:
        columns = [Column(offer.heading, width=60) for offer in self.offers]
        choices = book.add_sheet(CHOICES, columns)
        first = choices.next_row
        for words in zip_longest(*(offer.words for offer in self.offers)):
            choices.add(*(None if word is None else str(word) for word in words))
        places = [column.name for column in self.sheet.columns]
        for number, offer in enumerate(self.offers, 1):
            if offer.words:
                source = choices.range(number, range(first, first + len(offer.words)))
                table.offer(places.index(offer.name) + 1, rows, source)


def sum_of(first: int, last: int, row: int) -> Cell:
    """Return a live sum over neighbouring cells of a row, in baht."""
    return Cell(Formula(f"SUM({address(first, row)}:{address(last, row)})"), Style.BAHT)
