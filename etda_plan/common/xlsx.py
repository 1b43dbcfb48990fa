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
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter
from openpyxl.writer.excel import ExcelWriter

from etda_plan.common.fiscal import today
from etda_plan.common.xlsx_heights import height_of, lines_of
from etda_plan.common.xlsx_styles import FONT, LOOKS, Style, named_styles

LONGEST_SHEET_NAME = 31
LONGEST_TEXT = 32_767
READ_AS_FORMULA = ("=", "+", "-", "@")
A4 = 9
USUAL_HEIGHT = height_of(1, 11)
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
    """A sheet that is written from the top down."""

    def __init__(self, worksheet: Any, widths: Sequence[float]) -> None:
        self._worksheet = worksheet
        self._widths = widths
        self._rows_written = 0

    @property
    def next_row(self) -> int:
        """The number of the row that ``add`` writes next."""
        return self._rows_written + 1

    def add(self, *values: Value | Cell) -> int:
        """Write one row, as high as its words need; return its number."""
        self._rows_written += 1
        cells = [value if isinstance(value, Cell) else _usual(value) for value in values]
        height = max(map(self._height, cells, self._widths), default=USUAL_HEIGHT)
        if height > USUAL_HEIGHT:
            self._worksheet.row_dimensions[self._rows_written].height = height
        self._worksheet.append([self._written(cell) for cell in cells])
        return self._rows_written

    def reference(self, column: int, row: int) -> str:
        """Return a cell's address for formulas of other sheets: ``'แหล่งเงิน'!C7``."""
        name = self._worksheet.title.replace("'", "''")
        return f"'{name}'!{address(column, row)}"

    def repeat_rows(self, first: int, last: int) -> None:
        """Print these rows at the top of every page."""
        self._worksheet.print_title_rows = f"{first}:{last}"

    def _height(self, cell: Cell, width: float) -> float:
        look = LOOKS[cell.style]
        wraps = look.wraps and isinstance(cell.value, (str, Promise))
        return height_of(lines_of(str(cell.value), width, look.size) if wraps else 1, look.size)

    def _written(self, cell: Cell) -> Any:
        written = WriteOnlyCell(self._worksheet)
        _set_value(written, cell.value)
        written.style = str(cell.style)
        if written.data_type == "s" and str(written.value).startswith(READ_AS_FORMULA):
            written.quotePrefix = True
        return written


class Book:
    """A workbook; the same content gives the same bytes, dated ``as_of``."""

    def __init__(self, title: str, as_of: datetime.date, author: str = "") -> None:
        self._title = clean_text(title)
        self._workbook = Workbook(write_only=True)
        for style in named_styles():
            self._workbook.add_named_style(style)
        properties = self._workbook.properties
        properties.title, properties.creator = self._title, clean_text(author)
        properties.language = get_language() or "th"
        moment = datetime.datetime.combine(as_of, datetime.time())
        properties.created = properties.modified = moment

    def add_sheet(
        self, title: str | Promise, widths: Sequence[float], *, frozen: str | None = None
    ) -> Sheet:
        """Add a sheet for A4 landscape; ``frozen`` is the first cell that scrolls, such as ``B5``.

        ``widths`` are those of its columns, in characters.
        """
        worksheet = self._workbook.create_sheet(sheet_name(str(title), self._workbook.sheetnames))
        for number, width in enumerate(widths, 1):
            worksheet.column_dimensions[get_column_letter(number)].width = width
        worksheet.freeze_panes = frozen
        worksheet.sheet_view.showGridLines = False
        worksheet.sheet_format.defaultRowHeight = USUAL_HEIGHT
        worksheet.sheet_format.customHeight = True
        self._set_up_pages(worksheet)
        return Sheet(worksheet, widths)

    def to_bytes(self) -> bytes:
        """Return the finished file."""
        buffer = BytesIO()
        with _TimelessZip(buffer, "w", ZIP_DEFLATED) as archive:
            ExcelWriter(self._workbook, archive).save()
        return buffer.getvalue()

    def _set_up_pages(self, worksheet: Any) -> None:
        worksheet.page_setup.orientation = "landscape"
        worksheet.page_setup.paperSize = A4
        worksheet.page_setup.fitToWidth, worksheet.page_setup.fitToHeight = 1, 0
        worksheet.sheet_properties.pageSetUpPr.fitToPage = True
        margins = worksheet.page_margins
        margins.top, margins.bottom = 18 / MILLIMETRES_PER_INCH, 16 / MILLIMETRES_PER_INCH
        margins.left = margins.right = 12 / MILLIMETRES_PER_INCH
        margins.header = margins.footer = 7 / MILLIMETRES_PER_INCH
        face = f'&"{FONT},Regular"&9'
        page = _("Page %(page)s/%(pages)s") % {"page": "&P", "pages": "&N"}
        worksheet.oddHeader.left.text = face + self._title.replace("&", "&&")
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
    header_row = 2 + len(notes)
    book = Book(str(title), today())
    sheet = book.add_sheet(
        title, [_width(column) for column in columns], frozen=f"A{header_row + 1}"
    )
    sheet.repeat_rows(header_row, header_row)
    sheet.add(Cell(title, Style.TITLE))
    for note in notes:
        sheet.add(Cell(note, Style.NOTE))
    sheet.add(*(Cell(column.heading, _header_style(column)) for column in columns))
    for row in rows:
        sheet.add(*(_in_column(column, value) for column, value in zip(columns, row, strict=True)))
    return book.to_bytes()


def _in_column(column: Column, value: Value | Cell) -> Value | Cell:
    """Words in a column of figures, such as those for unknown, keep the look of words."""
    if column.style is None or value is None or isinstance(value, (Cell, str, Promise)):
        return value
    return Cell(value, column.style)


def _width(column: Column) -> float:
    return column.width or max(14.0, min(40.0, len(str(column.heading)) * 1.3))


def _header_style(column: Column) -> Style:
    is_figure = column.style is not None and LOOKS[column.style].align == "right"
    return Style.HEADER_FIGURE if is_figure else Style.HEADER


def _usual(value: Value) -> Cell:
    if isinstance(value, Decimal):
        return Cell(value, Style.MILLION)
    if isinstance(value, datetime.date):
        return Cell(value, Style.DATE)
    return Cell(value, Style.INTEGER if isinstance(value, int) else Style.TEXT)


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
