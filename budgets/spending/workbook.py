"""The money table as a workbook: what is stored as numbers, every sum and percentage a formula."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from budgets.models import MONTHS
from budgets.spending.amounts import Amounts
from budgets.spending.lines import Line
from budgets.spending.monthly import Month
from budgets.spending.page import SpendingPage
from budgets.spending.reading import Spending
from budgets.spending.table import COLUMNS, LEVELS, MONTH_COLUMNS, PERCENTS
from etda_plan.common.figures import NOT_APPLICABLE, in_millions
from etda_plan.common.xlsx import Book, Cell, Column, Formula, Sheet, Value, address
from etda_plan.common.xlsx_styles import Style

SATANG_PLACES = 8
"""Decimal places of ล้านบาท that hold a satang; binary sums are rounded to them."""

FIRST = 3
PLACES: Mapping[str, int] = {column.key: FIRST + n for n, column in enumerate(COLUMNS)}
MONTH_PLACES: Mapping[str, int] = {column.key: 2 + n for n, column in enumerate(MONTH_COLUMNS)}
COUNTED: Mapping[str, tuple[str, ...]] = {
    "current": ("initial", "transferred"),
    "left": ("current", "reserved", "committed", "paid"),
}
"""The columns that a row works out of its own cells: the first cell and those added to it, or
taken off it."""

TOTAL_LOOKS = {
    Style.MILLION: Style.MILLION_TOTAL,
    Style.DIFFERENCE: Style.DIFFERENCE_TOTAL,
    Style.PERCENT: Style.PERCENT_TOTAL,
}


def spending_workbook(page: SpendingPage, spending: Spending) -> bytes:
    """Return the workbook of what the page shows."""
    plan = spending.plan
    with Book(f"{plan.title} · {_('Spending')}", spending.day, plan.agency) as book:
        add_spending_sheets(book, page.statements, spending)
        return book.to_bytes()


def add_spending_sheets(book: Book, notes: Sequence[str], spending: Spending) -> None:
    """Add the table, the months in all and of each work, and the targets."""
    _write_table(book, notes, spending)
    _write_months(book, notes, spending)
    _write_works(book, notes, spending)
    if spending.targets:
        _write_targets(book, notes, spending)


def _look(key: str) -> Style:
    return Style.DIFFERENCE if key in ("transferred", "difference") else Style.MILLION


def _write_table(book: Book, notes: Sequence[str], spending: Spending) -> None:
    columns = [
        Column(_("Level"), width=16),
        Column(_("Item"), width=60),
        *(Column(column.heading, _look(column.key), 14) for column in COLUMNS),
        *(Column(percent.heading, Style.PERCENT, 12) for percent in PERCENTS),
    ]
    sheet = book.add_sheet(_("Spending"), columns, notes=notes, frozen_columns=2)
    _write_lines(sheet, spending.lines, spending.total)
    if spending.carried:
        sheet.add_section(_("Carried forward from the year before"))
        _write_lines(sheet, spending.carried_lines, spending.carried_total)


def _write_lines(sheet: Sheet, lines: Sequence[Line], total: Amounts) -> None:
    every = [each for top in lines for each in top.with_parts]
    rows = {id(line): row for row, line in enumerate(every, start=sheet.next_row)}
    for line in every:
        parts = [rows[id(part)] for part in line.parts]
        name = "   " * line.depth + line.name
        sheet.add(str(LEVELS[line.level]), name, *_figures(rows[id(line)], line.amounts, parts))
    tops = [rows[id(line)] for line in lines]
    cells = (
        Cell(cell.value, TOTAL_LOOKS[cell.style]) for cell in _figures(sheet.next_row, total, tops)
    )
    sheet.add(Cell("", Style.TOTAL), Cell(_("Total"), Style.TOTAL), *cells)


def _figures(row: int, amounts: Amounts, parts: Sequence[int]) -> Iterator[Cell]:
    for column in COLUMNS:
        place = PLACES[column.key]
        if column.key in COUNTED:
            first, *others = (address(PLACES[key], row) for key in COUNTED[column.key])
            sign = "+" if column.key == "current" else "-"
            value: Value = _rounded(sign.join([first, *others]))
        elif parts:
            value = _rounded("+".join(address(place, part) for part in parts))
        else:
            value = in_millions(column.read(amounts))
        yield Cell(value, _look(column.key))
    current, paid, committed = (
        address(PLACES[key], row) for key in ("current", "paid", "committed")
    )
    for part in (paid, f"({paid}+{committed})"):
        yield Cell(Formula(f'IF({current}=0,"{NOT_APPLICABLE}",{part}/{current})'), Style.PERCENT)


def _rounded(sum_of_cells: str) -> Formula:
    return Formula(f"ROUND({sum_of_cells},{SATANG_PLACES})")


def _write_months(book: Book, notes: Sequence[str], spending: Spending) -> None:
    columns = [
        Column(_("Month"), width=14),
        *(Column(column.heading, _look(column.key), 18) for column in MONTH_COLUMNS),
    ]
    sheet = book.add_sheet(_("Month by month"), columns, notes=notes, frozen_columns=1)
    for month in spending.monthly.months:
        sheet.add(month.label, *_month_cells(month, sheet.next_row))


def _month_cells(month: Month, row: int) -> Iterator[Value | Cell]:
    for column in MONTH_COLUMNS:
        amount = column.read(month)
        if amount is None:
            yield Cell(NOT_APPLICABLE, Style.CENTRED)
        elif column.key.endswith("_so_far") and column.key.removesuffix("_so_far") in MONTH_PLACES:
            yield Cell(_so_far(column.key, month.number, row), Style.MILLION)
        elif column.key == "difference":
            paid, planned = (
                address(MONTH_PLACES[key], row) for key in ("of_planned_so_far", "planned_so_far")
            )
            yield Cell(_rounded(f"{paid}-{planned}"), Style.DIFFERENCE)
        else:
            yield in_millions(amount)


def _so_far(key: str, month: int, row: int) -> Formula:
    this = address(MONTH_PLACES[key.removesuffix("_so_far")], row)
    before = address(MONTH_PLACES[key], row - 1)
    return _rounded(this if month == MONTHS[0] else f"{before}+{this}")


def _write_works(book: Book, notes: Sequence[str], spending: Spending) -> None:
    columns = [
        Column(_("Work"), Style.CENTRED, 10),
        Column(_("Month"), width=14),
        *(Column(column.heading, _look(column.key), 18) for column in MONTH_COLUMNS),
    ]
    sheet = book.add_sheet(_("Works by month"), columns, notes=notes, frozen_columns=2)
    for work in spending.works:
        for month in work.monthly.months:
            amounts = (column.read(month) for column in MONTH_COLUMNS)
            sheet.add(work.project.code, month.label, *_known(amounts))


def _known(amounts: Iterable[Decimal | None]) -> Iterator[Value | Cell]:
    for amount in amounts:
        yield Cell(NOT_APPLICABLE, Style.CENTRED) if amount is None else in_millions(amount)


def _write_targets(book: Book, notes: Sequence[str], spending: Spending) -> None:
    columns = [
        Column(_("Quarter"), Style.CENTRED, 10),
        Column(_("Target (%)"), Style.HUNDREDTHS, 12),
        Column(_("Share of"), width=30),
        Column(_("Base"), Style.MILLION, 14),
        Column(_("Target"), Style.MILLION, 14),
        Column(_("Measure"), width=24),
        Column(_("Reached"), Style.MILLION, 14),
        Column(_("Source"), width=60),
    ]
    sheet = book.add_sheet(_("Cumulative quarter targets"), columns, notes=notes)
    for target in spending.targets:
        row, record = sheet.next_row, target.record
        unknown = Cell(_("No data"), Style.UNKNOWN)
        goal = Formula(f"{address(4, row)}*{address(2, row)}/100")
        reached = Cell(NOT_APPLICABLE, Style.CENTRED)
        sheet.add(
            record.quarter,
            record.cumulative_percent if target.is_known else unknown,
            record.get_base_display(),
            in_millions(target.base),
            goal if target.is_known else unknown,
            record.get_measure_display(),
            reached if target.reached is None else in_millions(target.reached),
            record.source_text,
        )
