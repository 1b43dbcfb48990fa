"""The picture of the two readings of "เงินงบประมาณ": three rows of money on one scale.

Section 5 counts the balance of earlier years with this year's appropriation, section 6 with the
money outside the budget. Columns are the fund sources, so the eye sees the balance change sides.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import accumulate

from budgets.models import FundSource, Statement, StatementLine
from budgets.reconciliation import Money

HUNDREDTH = Decimal("0.01")


def percent(part: Decimal, whole: Decimal) -> Decimal:
    """Return the share of ``whole`` in percent, for drawing."""
    return (part * 100 / whole).quantize(HUNDREDTH, ROUND_HALF_UP)


@dataclass(frozen=True)
class Stretch:
    """The ground of a part that one fund source pays for: where it begins and how wide it is."""

    fund: int
    start: Decimal
    width: Decimal


@dataclass(frozen=True)
class Part:
    """One printed line of a row: over so many columns, with a ground for each fund source."""

    line: StatementLine
    columns: int
    share: Decimal
    stretches: list[Stretch]

    @property
    def is_narrow(self) -> bool:
        """Whether its words need the small size."""
        return self.share < 12


@dataclass(frozen=True)
class Bridge:
    """The three rows, and the three amounts of the sentence under them."""

    widths: list[Decimal]
    section_5: list[Part]
    funds: list[Part]
    section_6: list[Part]
    balance: StatementLine

    @property
    def first(self) -> StatementLine:
        """Section 5's reading: the group that the balance of earlier years stands in."""
        return self.section_5[0].line

    @property
    def second(self) -> StatementLine:
        """Section 6's reading: the subtotal without that balance."""
        return self.section_6[0].line


def bridge_of(money: Money) -> Bridge | None:
    """Return the picture, or None where the plan's money does not line up in such columns."""
    lines = [money.fund_line(fund.code) for fund in money.fund_sources]
    balance = money.fund_line(FundSource.Code.PRIOR_YEAR_BALANCE)
    found = [line for line in lines if line and line.amount]
    if balance is None or len(found) != len(lines) or len(found) < 2:
        return None
    columns = Columns([line.amount for line in found])
    funds = [columns.part(line, [place]) for place, line in enumerate(found)]
    section_5 = columns.row(top_lines(money, Statement.Side.SOURCES), funds_of_sources(money))
    section_6 = columns.row(top_lines(money, Statement.Side.USES), funds_of_uses(money))
    if section_5 is None or section_6 is None:
        return None
    return Bridge(columns.widths, section_5, funds, section_6, balance)


@dataclass(frozen=True)
class Columns:
    """The fund sources side by side, as wide as their money."""

    amounts: list[Decimal]

    @property
    def widths(self) -> list[Decimal]:
        """Each column in percent of the whole."""
        whole = sum(self.amounts, Decimal(0))
        return [percent(amount, whole) for amount in self.amounts]

    def part(self, line: StatementLine, places: list[int]) -> Part:
        """Return a line over the columns ``places``."""
        amounts = [self.amounts[place] for place in places]
        whole = sum(amounts, Decimal(0))
        starts = [Decimal(0), *accumulate(amounts)]
        stretches = [
            Stretch(place + 1, percent(start, whole), percent(amount, whole))
            for place, start, amount in zip(places, starts, amounts, strict=False)
        ]
        share = percent(whole, sum(self.amounts, Decimal(0)))
        return Part(line, len(places), share, stretches)

    def row(self, lines: list[StatementLine], places: dict[int, set[int]]) -> list[Part] | None:
        """Return lines over their columns, or None unless they cover all columns from the left."""
        parts = sorted(
            (self.part(line, sorted(places.get(line.pk, set()))) for line in lines),
            key=lambda part: [stretch.fund for stretch in part.stretches],
        )
        covered = [stretch.fund for part in parts for stretch in part.stretches]
        return parts if covered == list(range(1, len(self.amounts) + 1)) else None


def top_lines(money: Money, side: str) -> list[StatementLine]:
    """Return the lines directly under a statement's total."""
    total = money.total(side)
    return [line for line in money.lines(side) if total and line.parent_id == total.pk]


def within(line: StatementLine, lines: list[StatementLine]) -> set[int]:
    """Return the keys of a line and of every line under it."""
    found = {line.pk}
    for row in lines:
        if row.parent_id in found:
            found |= within(row, lines)
    return found


def funds_of_sources(money: Money) -> dict[int, set[int]]:
    """Return the columns that each line of the sources states the money of, by the line's key."""
    lines = money.lines(Statement.Side.SOURCES)
    places = {fund.pk: place for place, fund in enumerate(money.fund_sources)}
    by_line = {line.pk: places[line.fund_source_id] for line in lines if line.fund_source_id}
    return spread(lines, list(by_line.items()))


def funds_of_uses(money: Money) -> dict[int, set[int]]:
    """Return the columns that pay for each line of the uses, by the line's key."""
    places = {fund.pk: place for place, fund in enumerate(money.fund_sources)}
    paid = [
        (row.statement_line_id, places[row.fund_source_id])
        for row in money.allocations
        if row.statement_line_id and row.fund_source_id in places
    ]
    return spread(money.lines(Statement.Side.USES), paid)


def spread(lines: list[StatementLine], paid: Iterable[tuple[int, int]]) -> dict[int, set[int]]:
    """Return columns by line, those of the lines under it included."""
    known = list(paid)
    return {
        line.pk: {place for key, place in known if key in within(line, lines)} for line in lines
    }
