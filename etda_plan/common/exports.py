"""A single list as a file: CSV and Excel, the same headings, rows and numbers."""

from __future__ import annotations

import csv
import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from io import StringIO

from django.http import HttpRequest, HttpResponse

from etda_plan.common.fiscal import typed_date
from etda_plan.common.sample import SAMPLE_WORDS, sample_database
from etda_plan.common.xlsx import Column, table_workbook

BYTE_ORDER_MARK = "\ufeff"
READ_AS_FORMULA = ("=", "+", "-", "@", "\t", "\r")
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Value = str | int | Decimal | datetime.date | None


@dataclass(frozen=True)
class Export:
    """A list to be written: its title, what it holds (filters, unit), headings and rows."""

    title: str
    file_name: str
    headings: Sequence[str | Column]
    rows: Iterable[Sequence[Value]]
    notes: Sequence[str] = field(default=())


def to_csv(export: Export) -> str:
    """Return comma-separated values; texts that programs read as formulas get a ``'`` before.

    In a sample database the first column of every row says so, wherever the row is copied to.
    """
    text = StringIO()
    writer = csv.writer(text)
    mark = [str(SAMPLE_WORDS)] if sample_database() else []
    writer.writerow([*mark, *(_as_text(_words(heading)) for heading in export.headings)])
    for row in export.rows:
        writer.writerow([*mark, *map(_as_text, row)])
    return BYTE_ORDER_MARK + text.getvalue()


def _words(heading: str | Column) -> str:
    return str(heading.heading) if isinstance(heading, Column) else heading


def _as_text(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, datetime.date):
        return typed_date(value)
    text = str(value)
    return f"'{text}" if text.startswith(READ_AS_FORMULA) else text


def csv_response(export: Export) -> HttpResponse:
    """Return the list as a CSV file in UTF-8 with its mark, which Excel needs for Thai."""
    return attachment(to_csv(export).encode(), "text/csv; charset=utf-8", f"{export.file_name}.csv")


def attachment(content: bytes, content_type: str, file_name: str) -> HttpResponse:
    """Return a file that the browser saves under ``file_name``."""
    disposition = {"Content-Disposition": f'attachment; filename="{file_name}"'}
    return HttpResponse(content, content_type=content_type, headers=disposition)


def xlsx_response(export: Export) -> HttpResponse:
    """Return the list as a workbook of one sheet."""
    content = table_workbook(export.title, export.headings, export.rows, notes=export.notes)
    return attachment(content, XLSX_TYPE, f"{export.file_name}.xlsx")


EXPORTS = {"xlsx": xlsx_response, "csv": csv_response}


def export_response(request: HttpRequest, export: Callable[[], Export]) -> HttpResponse | None:
    """Return the file that ``?_export=`` asks for, or None where it asks for none we write."""
    write = EXPORTS.get(request.GET.get("_export", ""))
    return write(export()) if write else None
