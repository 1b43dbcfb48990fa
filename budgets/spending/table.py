"""The money table's columns, the same on screen, on paper and in files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from budgets.spending.amounts import Amounts
from budgets.spending.lines import Level
from budgets.spending.monthly import Month
from etda_plan.common.figures import NOT_APPLICABLE, million, signed_million


@dataclass(frozen=True)
class Column:
    """A column of amounts (baht).

    ``stage`` is what the entries behind a figure changed: empty for any, None where no entry is.
    """

    key: str
    heading: Promise | str
    read: Callable[[Amounts], Decimal]
    stage: str | None
    write: Callable[[Decimal], str] = million


@dataclass(frozen=True)
class Percent:
    """A column of percentages of current, as rounded for reading; None where it has no base."""

    key: str
    heading: Promise | str
    read: Callable[[Amounts], str | None]


LEVELS: Mapping[Level, Promise | str] = {
    Level.FUND: _("Fund source"),
    Level.GROUP: _("Spending group"),
    Level.WORK: _("Project or work"),
    Level.ACTIVITY: _("Activity"),
}
"""What a row is, in words."""

COLUMNS = (
    Column("initial", _("Initial"), lambda row: row.initial, None),
    Column(
        "transferred",
        _("± Transferred"),
        lambda row: row.transferred,
        "transferred",
        signed_million,
    ),
    Column("current", _("Current"), lambda row: row.current, None),
    Column("reserved", _("Reserved"), lambda row: row.reserved, "reserved"),
    Column("committed", _("Committed"), lambda row: row.committed, "committed"),
    Column("paid", _("Paid"), lambda row: row.paid, "paid"),
    Column("left", _("Left"), lambda row: row.left, ""),
)
PERCENTS = (
    Percent("paid_percent", _("Paid (%)"), lambda row: row.paid_percent),
    Percent("used_percent", _("Used (%)"), lambda row: row.used_percent),
)


@dataclass(frozen=True)
class Cell:
    """A figure of the table as it is read, with its column's words for narrow screens.

    ``stage`` is that of its column; None where no entry stands behind it.
    """

    label: Promise | str
    text: str
    stage: str | None = None


def cells_of(amounts: Amounts) -> Iterator[Cell]:
    """Yield a row's figures: amounts in ล้านบาท, then percentages of current."""
    for column in COLUMNS:
        amount = column.read(amounts)
        yield Cell(column.heading, column.write(amount), column.stage if amount else None)
    for percent in PERCENTS:
        yield Cell(percent.heading, percent.read(amounts) or NOT_APPLICABLE)


@dataclass(frozen=True)
class MonthColumn:
    """A column of the months: amounts (baht), None where there is none."""

    key: str
    heading: Promise | str
    read: Callable[[Month], Decimal | None]
    write: Callable[[Decimal], str] = million


MONTH_COLUMNS = (
    MonthColumn("planned", _("Plan"), lambda month: month.planned),
    MonthColumn("paid", _("Paid"), lambda month: month.paid),
    MonthColumn("used", _("Used"), lambda month: month.used),
    MonthColumn("planned_so_far", _("Plan, cumulative"), lambda month: month.planned_so_far),
    MonthColumn("paid_so_far", _("Paid, cumulative"), lambda month: month.paid_so_far),
    MonthColumn("used_so_far", _("Used, cumulative"), lambda month: month.used_so_far),
    MonthColumn(
        "of_planned_so_far", _("Paid of what is planned"), lambda month: month.of_planned_so_far
    ),
    MonthColumn(
        "difference", _("Above or below the plan"), lambda month: month.difference, signed_million
    ),
)


def month_cells(month: Month) -> Iterator[Cell]:
    """Yield a month's figures in ล้านบาท; what is not there is not applicable."""
    for column in MONTH_COLUMNS:
        amount = column.read(month)
        yield Cell(column.heading, NOT_APPLICABLE if amount is None else column.write(amount))
