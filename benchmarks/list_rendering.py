"""The processor time of drawing 100 rows × 7 columns, against django-tables2's own rendering.

Both draw the same records: code, linked title, office, month strip, two amounts, line. Run it with
``python -m benchmarks.list_rendering``; it needs no database.
"""

import os
from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from time import process_time
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "etda_plan.settings")
os.environ.setdefault("DEBUG", "1")
django.setup()

import django_tables2
from django.template import Context, loader
from django.test import RequestFactory
from django.utils.html import format_html

from etda_plan.common.tables import Column, LinesColumn, MillionColumn, Table
from etda_plan.common.templatetags.figures import cite, million, month_strip

ROWS = 100
REPEATS = 30
CONTEXT = Context()


@dataclass
class Row:
    number: int
    budget: Decimal | None
    months: tuple[bool | None, ...] = (None,) * 12
    office: str = "ส.พาณิชย์อิเล็กทรอนิกส์"

    @property
    def code(self) -> str:
        return f"EC/{self.number}"

    @property
    def title(self) -> str:
        return f"การสร้างกรอบการทำงานด้านอีคอมเมิร์ซ {self.number}"


def linked(row: Row) -> str:
    return format_html('<a href="/activities/EC/{}/">{}</a>', row.number, row.title)


class TitleColumn(Column):
    def cell(self, record: Row, context: Context) -> str:
        return linked(record)


class MonthsColumn(Column):
    def cell(self, record: Row, context: Context) -> str:
        return month_strip(record.months)


class LeanTable(Table):
    code = Column("รหัส", "code", sort=["code"])
    title = TitleColumn("กิจกรรม", "title", sort=["title"])
    office = Column("ผู้รับผิดชอบ", "office", sort=["office"])
    months = MonthsColumn("เดือน", "months")
    budget = MillionColumn("งบ", "budget", sort=["budget"])
    paid = MillionColumn("จ่าย", "budget", sort=["budget"])
    lines = LinesColumn("บรรทัด", "number")


class StockTable(django_tables2.Table):
    code = django_tables2.Column("รหัส")
    title = django_tables2.Column("กิจกรรม")
    office = django_tables2.Column("ผู้รับผิดชอบ")
    months = django_tables2.Column("เดือน", orderable=False)
    budget = django_tables2.Column("งบ", empty_values=())
    paid = django_tables2.Column("จ่าย", accessor="budget", empty_values=())
    lines = django_tables2.Column("บรรทัด", accessor="number", orderable=False)

    def render_title(self, record: Row) -> str:
        return linked(record)

    def render_months(self, value: Any) -> str:
        return month_strip(value)

    def render_budget(self, value: Decimal | None) -> str:
        return million(value)

    def render_paid(self, value: Decimal | None) -> str:
        return million(value)

    def render_lines(self, value: int) -> str:
        return cite(CONTEXT, value, bare=True)


def make_rows() -> list[Row]:
    return [Row(number, Decimal(number * 100) if number % 3 else None) for number in range(1, 101)]


def draw_lean(rows: list[Row]) -> str:
    table: Any = LeanTable(rows, CONTEXT)
    table.paginate(per_page=ROWS)
    headings = [(heading, f"?sort={heading.sort}") for heading in table.headings()]
    return loader.render_to_string("partials/_table.html", {"table": table, "headings": headings})


def draw_stock(rows: list[Row]) -> str:
    table = StockTable(rows)
    table.paginate(per_page=ROWS)
    drawn: str = table.as_html(RequestFactory().get("/"))
    return drawn


def milliseconds(draw: Any, rows: list[Row]) -> float:
    times = []
    for _ in range(REPEATS):
        start = process_time()
        draw(rows)
        times.append((process_time() - start) * 1000)
    return median(times)


def main() -> None:
    rows = make_rows()
    if draw_lean(rows).count("<td") != draw_stock(rows).count("<td"):
        raise SystemExit("The two tables do not draw the same cells.")
    lean, stock = milliseconds(draw_lean, rows), milliseconds(draw_stock, rows)
    print(f"stock {stock:.1f} ms, lean {lean:.1f} ms: {lean / stock:.0%} of stock")


if __name__ == "__main__":
    main()
