"""Workbooks: exact numbers, live formulas, Buddhist-Era dates and print set-up.

Amounts are written digit by digit as they stand in their ``Decimal``, so that no binary rounding
reaches the file. Only ``Formula`` becomes a formula, whatever a text begins with.
"""

import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from shutil import copyfileobj
from typing import Any, Self
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.writer.excel import ExcelWriter

from etda_plan.common.fiscal import today
from etda_plan.common.sample import sample_note
from etda_plan.common.xlsx_heights import height_of, lines_of
from etda_plan.common.xlsx_styles import FONT, LOOKS, Style, named_styles

LONGEST_SHEET_NAME = 31
LONGEST_TEXT = 32_767
READ_AS_FORMULA = ("=", "+", "-", "@")
A4 = 9
USUAL_HEIGHT = height_of(1, 11)
HEADERS = {
    "left": Style.HEADER,
    "center": Style.HEADER_CENTRED,
    "right": Style.HEADER_FIGURE,
}
MILLIMETRES_PER_INCH = 25.4

_unwritable = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_unsafe_in_sheet_names = re.compile(r"[\[\]:*?/\\\s]+")


@dataclass(frozen=True)
class Formula:
    """A live formula, written without its ``=``."""

    text: str


Value = str | Promise | int | Decimal | datetime.date | Formula | None


@dataclass(frozen=True)
class Cell:
    """A value with a look of its own; a bare value gets the usual look of its kind."""

    value: Value
    style: Style


@dataclass(frozen=True)
class Column:
    """A column of a single list: heading, look of its figures, width in characters."""

    heading: str | Promise
    style: Style | None = None
    width: float | None = None

    @property
    def characters(self) -> float:
        """How wide the column is."""
        return self.width or max(14.0, min(40.0, len(str(self.heading)) * 1.3))


def clean_text(text: str) -> str:
    """Return ``text`` without the characters that a workbook cannot hold."""
    return _unwritable.sub("", text)[:LONGEST_TEXT]


def sheet_name(title: str, taken: Iterable[str] = ()) -> str:
    """Return ``title`` as a name that every spreadsheet program accepts, unlike those ``taken``."""
    name = _unsafe_in_sheet_names.sub(" ", clean_text(title)).strip(" '")
    name = name[:LONGEST_SHEET_NAME].strip(" '") or "-"
    used = {other.casefold() for other in taken} | {"history"}
    candidate, number = name, 1
    while candidate.casefold() in used:
        number += 1
        mark = f" ({number})"
        candidate = name[: LONGEST_SHEET_NAME - len(mark)] + mark
    return candidate


def address(column: int, row: int) -> str:
    """Return a cell's address on its own sheet: ``address(3, 7)`` is ``C7``."""
    return f"{get_column_letter(column)}{row}"


class Sheet:
    """A sheet that is written from the top down, one row at a time."""

    def __init__(self, worksheet: Any, columns: Sequence[Column]) -> None:
        self._worksheet = worksheet
        self._columns = columns
        self._rows_written = 0

    @property
    def next_row(self) -> int:
        """The number of the row that ``add`` writes next."""
        return self._rows_written + 1

    def add(self, *values: Value | Cell) -> int:
        """Write one row, as high as its words need; return its number."""
        return self._add(list(map(_in_column, self._columns, values)))

    def begin(self, title: str | Promise, notes: Iterable[str | Promise]) -> None:
        """Write the title, what is said under it, and the headings."""
        self.add_note(title, Style.TITLE)
        for note in notes:
            self.add_note(note)
        self.add_header()

    def add_header(self) -> int:
        """Write the columns' headings again, over another part of the sheet."""
        return self._add([Cell(column.heading, _header_style(column)) for column in self._columns])

    def add_note(self, text: str | Promise, style: Style = Style.NOTE) -> int:
        """Write a line of words that may run over the columns beside it."""
        return self._add([Cell(text, style)])

    def add_section(self, heading: str | Promise) -> int:
        """Write a heading within the table, over its whole width."""
        rest = [Cell(None, Style.SECTION)] * (len(self._columns) - 1)
        return self._add([Cell(heading, Style.SECTION), *rest])

    def reference(self, column: int, row: int) -> str:
        """Return a cell's address for formulas of any sheet: ``'แหล่งเงิน'!C7``."""
        name = self._worksheet.title.replace("'", "''")
        return f"'{name}'!{address(column, row)}"

    def range(self, column: int, rows: Sequence[int]) -> str:
        """Return a part of a column for other sheets' lists: ``'แหล่งเงิน'!$C$7:$C$9``."""
        letter, name = get_column_letter(column), self._worksheet.title.replace("'", "''")
        return f"'{name}'!${letter}${rows[0]}:${letter}${rows[-1]}"

    def offer(self, column: int, rows: Sequence[int], source: str) -> None:
        """Let the cells of a column choose from a range, such as ``'รายการ'!$A$3:$A$9``."""
        first, last = address(column, rows[0]), address(column, rows[-1])
        offered = DataValidation(type="list", formula1=source, sqref=f"{first}:{last}")
        offered.showErrorMessage = False  # what does not fit is explained when the file comes back
        self._worksheet.data_validations.append(offered)

    def _add(self, cells: list[Cell]) -> int:
        self._rows_written += 1
        height = max(map(self._height, cells, self._columns), default=USUAL_HEIGHT)
        if height > USUAL_HEIGHT:
            self._worksheet.row_dimensions[self._rows_written].height = height
        self._worksheet.append([self._written(cell) for cell in cells])
        return self._rows_written

    def _height(self, cell: Cell, column: Column) -> float:
        look = LOOKS[cell.style]
        wraps = look.wraps and isinstance(cell.value, (str, Promise))
        lines = lines_of(str(cell.value), column.characters, look.size) if wraps else 1
        return height_of(lines, look.size)

    def _written(self, cell: Cell) -> Any:
        written = WriteOnlyCell(self._worksheet)
        _set_value(written, cell.value)
        written.style = str(cell.style)
        if written.data_type == "s" and str(written.value).startswith(READ_AS_FORMULA):
            written.quotePrefix = True
        return written


class Book:
    """A workbook; the same content gives the same bytes, dated ``as_of``.

    Used in a ``with`` statement, which gives up the open files of sheets when writing fails.
    """

    def __init__(self, title: str, as_of: datetime.date, author: str = "") -> None:
        self._title = clean_text(title)
        self._sample_note = sample_note()
        self._workbook = Workbook(write_only=True)
        for style in named_styles():
            self._workbook.add_named_style(style)
        properties = self._workbook.properties
        properties.title, properties.creator = self._title, clean_text(author)
        properties.language = get_language() or "th"
        moment = datetime.datetime.combine(as_of, datetime.time())
        properties.created = properties.modified = moment

    def __enter__(self) -> Self:
        return self

    def __exit__(self, failed: object, *_details: object) -> None:
        if failed is not None:
            for worksheet in self._workbook.worksheets:
                worksheet.close()
                worksheet._writer.cleanup()

    def add_sheet(
        self,
        name: str | Promise,
        columns: Sequence[Column],
        *,
        title: str | Promise = "",
        notes: Sequence[str | Promise] = (),
        frozen_columns: int = 0,
        pages_high: int = 0,
    ) -> Sheet:
        """Add a sheet for A4 landscape and write its title, ``notes`` and headings.

        The headings stay on screen and on every printed page, and so do the first
        ``frozen_columns`` on screen. ``pages_high`` 0 prints on as many pages as it takes. Of a
        sample it is said on every sheet and printed page.
        """
        worksheet = self._workbook.create_sheet(sheet_name(str(name), self._workbook.sheetnames))
        for number, column in enumerate(columns, 1):
            worksheet.column_dimensions[get_column_letter(number)].width = column.characters
        notes = [*filter(None, [self._sample_note]), *notes]
        header_row = 2 + len(notes)
        worksheet.freeze_panes = address(frozen_columns + 1, header_row + 1)
        worksheet.print_title_rows = f"{header_row}:{header_row}"
        worksheet.sheet_view.showGridLines = False
        worksheet.sheet_format.defaultRowHeight = USUAL_HEIGHT
        worksheet.sheet_format.customHeight = True
        self._set_up_pages(worksheet, pages_high)
        sheet = Sheet(worksheet, columns)
        sheet.begin(title or name, notes)
        return sheet

    def first_row(self, notes: int) -> int:
        """Return the row under the headings of a sheet with so many notes, written or not yet."""
        return 3 + notes + bool(self._sample_note)

    def to_bytes(self) -> bytes:
        """Return the finished file."""
        buffer = BytesIO()
        with _TimelessZip(buffer, "w", ZIP_DEFLATED) as archive:
            ExcelWriter(self._workbook, archive).save()
        return buffer.getvalue()

    def _set_up_pages(self, worksheet: Any, pages_high: int) -> None:
        worksheet.page_setup.orientation = "landscape"
        worksheet.page_setup.paperSize = A4
        worksheet.page_setup.fitToWidth, worksheet.page_setup.fitToHeight = 1, pages_high
        worksheet.sheet_properties.pageSetUpPr.fitToPage = True
        margins = worksheet.page_margins
        margins.top, margins.bottom = 18 / MILLIMETRES_PER_INCH, 16 / MILLIMETRES_PER_INCH
        margins.left = margins.right = 12 / MILLIMETRES_PER_INCH
        margins.header = margins.footer = 7 / MILLIMETRES_PER_INCH
        face = f'&"{FONT},Regular"&9'
        page = _("Page %(page)s/%(pages)s") % {"page": "&P", "pages": "&N"}
        worksheet.oddHeader.left.text = face + self._title.replace("&", "&&")
        worksheet.oddHeader.right.text = face + self._sample_note if self._sample_note else None
        worksheet.oddFooter.left.text = face + worksheet.title.replace("&", "&&")
        worksheet.oddFooter.right.text = face + page


def table_workbook(
    title: str | Promise,
    headers: Sequence[Column | str | Promise],
    rows: Iterable[Sequence[Value | Cell]],
    *,
    notes: Sequence[str | Promise] = (),
) -> bytes:
    """Return a workbook of one list: title, ``notes``, a header row that stays, the rows.

    A ``Decimal`` is an amount in ล้านบาท unless its column says otherwise. None is an empty cell,
    so give unknown values their words.
    """
    columns = [header if isinstance(header, Column) else Column(header) for header in headers]
    with Book(str(title), today()) as book:
        sheet = book.add_sheet(title, columns, notes=notes)
        for row in rows:
            if len(row) != len(columns):
                raise ValueError("A row has as many values as there are headings.")
            sheet.add(*row)
        return book.to_bytes()


def _in_column(column: Column, value: Value | Cell) -> Cell:
    """Words in a column of figures, such as those for unknown, keep the look of words."""
    if isinstance(value, Cell):
        return value
    if column.style is None:
        return Cell(value, _usual_style(value))
    is_words = isinstance(value, (str, Promise)) and LOOKS[column.style].align == "right"
    return Cell(value, Style.UNKNOWN if is_words else column.style)


def _header_style(column: Column) -> Style:
    align = LOOKS[column.style].align if column.style else "left"
    return HEADERS[align]


def _usual_style(value: Value) -> Style:
    if isinstance(value, Decimal):
        return Style.MILLION
    if isinstance(value, datetime.date):
        return Style.DATE
    return Style.INTEGER if isinstance(value, int) else Style.TEXT


def _set_value(written: Any, value: Value) -> None:
    if isinstance(value, float):
        raise TypeError("A float is not exact: give a Decimal.")
    if isinstance(value, Formula):
        written.value = f"={value.text}"
    elif isinstance(value, Decimal):
        written.value, written.data_type = f"{value:f}", "n"
    elif isinstance(value, (str, Promise)):
        written.value, written.data_type = clean_text(str(value)), "s"
    else:
        written.value = value


class _TimelessZip(ZipFile):
    """An archive whose entries bear no time of day, so that equal content gives equal bytes."""

    def writestr(self, zinfo_or_arcname: Any, *args: Any, **kwargs: Any) -> None:
        super().writestr(_entry(zinfo_or_arcname), *args, **kwargs)

    def write(self, filename: Any, arcname: Any = None, *args: Any, **kwargs: Any) -> None:
        with Path(filename).open("rb") as content, self.open(_entry(arcname), "w") as target:
            copyfileobj(content, target)


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name)
    entry.compress_type = ZIP_DEFLATED
    return entry
