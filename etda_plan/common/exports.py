"""A single list as a file: CSV and Excel, the same headings, rows and numbers."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

BYTE_ORDER_MARK = "\ufeff"
READ_AS_FORMULA = ("=", "+", "-", "@", "\t", "\r")
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Value = str | int | Decimal | None


@dataclass(frozen=True)
class Export:
    """A list to be written: its title, what it holds (filters, unit), headings and rows."""

    title: str
    file_name: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Value]]
    notes: Sequence[str] = field(default=())


def to_csv(export: Export) -> str:
    """Return comma-separated values; texts that programs read as formulas get a ``'`` before."""
    text = StringIO()
    writer = csv.writer(text)
    for row in (export.headings, *export.rows):
        writer.writerow([_as_text(value) for value in row])
    return BYTE_ORDER_MARK + text.getvalue()


def _as_text(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:f}"
    text = str(value)
    return f"'{text}" if text.startswith(READ_AS_FORMULA) else text


def csv_response(export: Export) -> HttpResponse:
    """Return the list as a CSV file in UTF-8 with its mark, which Excel needs for Thai."""
    return _attached(to_csv(export).encode(), "text/csv; charset=utf-8", f"{export.file_name}.csv")


def _attached(content: bytes, content_type: str, file_name: str) -> HttpResponse:
    disposition = {"Content-Disposition": f'attachment; filename="{file_name}"'}
    return HttpResponse(content, content_type=content_type, headers=disposition)


def xlsx_response(export: Export) -> HttpResponse:
    """Return the list as a workbook of one sheet."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(export.title[:31])
    for row in ([export.title], *([note] for note in export.notes), export.headings, *export.rows):
        sheet.append([_as_cell(sheet, value) for value in row])
    content = BytesIO()
    book.save(content)
    return _attached(content.getvalue(), XLSX_TYPE, f"{export.file_name}.xlsx")


def _as_cell(sheet: Any, value: Value) -> Any:
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        cell.data_type = "s"
    elif isinstance(value, Decimal):
        cell.number_format = "#,##0.0000"
    return cell
