"""What all sheets share: how figures are written, where each stands, what is said beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from etda_plan.common.checks import lines_of
from etda_plan.common.fields import MoneyField
from etda_plan.common.figures import NOT_APPLICABLE, in_millions, million
from etda_plan.common.fiscal import short_date
from etda_plan.common.xlsx import Book, Cell, Column, Formula, Sheet, Value
from etda_plan.common.xlsx_styles import Style
from etda_plan.overview.plan import PlanReading
from etda_plan.overview.reconciliation import money_of
from projects.models import Amended
from projects.models.anomalies import by_line

TOTALS = {
    Style.MILLION: Style.MILLION_TOTAL,
    Style.DIFFERENCE: Style.DIFFERENCE_TOTAL,
    Style.PERCENT: Style.PERCENT_TOTAL,
    Style.LINE: Style.LINE_TOTAL,
    Style.CENTRED: Style.LINE_TOTAL,
}
BLANK_TOTAL = Cell("", Style.TOTAL)
SATANG_PLACES = 8
"""Decimal places of ล้านบาท that hold a satang; binary sums are rounded to them."""


def unknown() -> Cell:
    """Return the words for what the document does not say."""
    return Cell(_("Not in the document"), Style.UNKNOWN)


def not_applicable() -> Cell:
    """Return the sign for what there cannot be."""
    return Cell(NOT_APPLICABLE, Style.CENTRED)


def known(value: Value) -> Value | Cell:
    """Return ``value``, or the words for unknown."""
    return unknown() if value is None or value == "" else value


def known_million(amount: Decimal | None) -> Value | Cell:
    """Return an amount in ล้านบาท, or the words for unknown."""
    return unknown() if amount is None else in_millions(amount)


def lines(*numbers: int | None) -> Value | Cell:
    """Return lines of the document as a cell: a number, or several in words."""
    found = lines_of(*numbers)
    if not found:
        return not_applicable()
    return Cell(found[0] if len(found) == 1 else " · ".join(map(str, found)), Style.LINE)


def ruled(cell: Value | Cell) -> Cell:
    """Return a cell of a row of totals: with the rule above it."""
    if not isinstance(cell, Cell):
        return Cell(cell, Style.TOTAL)
    return Cell(cell.value, TOTALS.get(cell.style, Style.TOTAL))


def sum_of(references: Iterable[str]) -> str:
    """Return the formula that adds cells up exactly to the satang."""
    return f"ROUND({'+'.join(references) or '0'},{SATANG_PLACES})"


def span(sheet: Sheet, column: int, first: int, last: int) -> str:
    """Return a range in one column of a sheet, for formulas of any sheet."""
    end = sheet.reference(column, last).rsplit("!", 1)[1]
    return f"{sheet.reference(column, first)}:{end}"


def total_of(cells: str) -> Formula:
    """Return the formula of the sum of a range."""
    return Formula(f"ROUND(SUM({cells}),{SATANG_PLACES})")


def share_of(part: str, whole: str) -> Formula:
    """Return the formula of a share; nothing of nothing."""
    return Formula(f'IF({whole}=0,"",{part}/{whole})')


class Frame:
    """The workbook being written, what was read, and where the inputs stand so far."""

    def __init__(self, book: Book, reading: PlanReading) -> None:
        self.book = book
        self.reading = reading
        self.money = money_of(reading)
        self.amended = Amended(reading.amendments)
        self._places: dict[tuple[type[Model], Any], str] = {}
        self._by_line = by_line(reading.anomalies)

    def add_sheet(
        self,
        name: str,
        columns: Sequence[Column],
        *notes: str,
        title: str = "",
        frozen: int = 0,
        pages_high: int = 0,
    ) -> Sheet:
        """Add a sheet that says of which day and in which unit its figures are."""
        day = short_date(self.reading.plan.reference_day)
        head = f"{_('As of')} {day} · {_('Unit: million baht (4 decimals)')}"
        return self.book.add_sheet(
            name,
            columns,
            title=title,
            notes=[head, *notes],
            frozen_columns=frozen,
            pages_high=pages_high,
        )

    def place(self, record: Model, reference: str) -> None:
        """Remember the cell that holds a record's figure."""
        self._places[type(record), record.pk] = reference

    def where(self, record: Model) -> str:
        """Return the cell that holds a record's figure."""
        return self._places[type(record), record.pk]

    def recorded(self, check_code: str) -> str | None:
        """Return the cell of the difference that an anomaly records for a check."""
        named = [row for row in self.reading.anomalies if row.check_code == check_code]
        return self.where(named[0]) if named else None

    def remark(self, numbers: Iterable[int | None], *fields: tuple[Model | None, str]) -> str:
        """Return what is said beside a row: its anomalies, then what was printed and changed."""
        found = {row.code for number in numbers for row in self._by_line.get(number or 0, [])}
        changes = [self._change(record, field) for record, field in fields if record]
        return " · ".join([*filter(None, [", ".join(sorted(found))]), *filter(None, changes)])

    def _change(self, record: Model, name: str) -> str:
        amendment = self.amended.of(record, name)
        if amendment is None:
            return ""
        field = record._meta.get_field(name)
        printed = amendment.printed_value
        if isinstance(field, MoneyField):
            printed = _in_millions(printed)
        return _("%(field)s as printed: %(printed)s (%(told)s)") % {
            "field": getattr(field, "verbose_name", name),
            "printed": printed or _("Not in the document"),
            "told": amendment.told,
        }


def _in_millions(printed: str) -> str:
    try:
        return million(Decimal(printed))
    except InvalidOperation:
        return printed
