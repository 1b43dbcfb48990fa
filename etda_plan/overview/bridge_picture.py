"""The picture of the two readings of "เงินงบประมาณ": three rows of money on one scale.

Section 5 counts the balance of earlier years with this year's appropriation, section 6 with the
money outside the budget. Columns are the fund sources, so the eye sees the balance change sides.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate

from django.utils.translation import gettext as _

from budgets.models import FundSource, Statement, StatementLine
from budgets.money import Money
from etda_plan.overview.flow_picture import GAP, LABEL_WIDTH, Stretch, colour_of, percent_of

ROOM_FOR_WORDS = Decimal(12)


@dataclass(frozen=True)
class Part:
    """One printed line of a row, over the columns of the fund sources that it counts."""

    line: StatementLine
    places: list[int]
    share: Decimal
    stretches: list[Stretch]

    @property
    def columns(self) -> int:
        """How many columns it spans."""
        return len(self.places)

    @property
    def words(self) -> str:
        """The line's name, or the short one of its fund source where there is little room."""
        fund = self.line.fund_source
        return fund.name_short if fund and self.is_narrow else self.line.name

    @property
    def is_narrow(self) -> bool:
        """Whether its words need the small size."""
        return self.share < ROOM_FOR_WORDS

    @property
    def bar(self) -> list[Stretch]:
        """Its pieces in percent of the whole row's bar, for a phone."""
        return [
            Stretch(piece.colour, piece.start * self.share / 100, piece.width * self.share / 100)
            for piece in self.stretches
        ]


@dataclass(frozen=True)
class Row:
    """One row of the picture: where it is printed, what it is, and its lines from left to right."""

    section: str
    heading: str
    parts: list[Part]

    @property
    def bar(self) -> list[Stretch]:
        """The row as one bar with a gap between its lines."""
        pieces, start = [], Decimal(0)
        for part in self.parts:
            for place, piece in enumerate(part.bar, start=1):
                gap = GAP if place == len(part.bar) else Decimal(0)
                pieces.append(Stretch(piece.colour, start, max(piece.width - gap, Decimal(0))))
                start += piece.width
        return pieces


@dataclass(frozen=True)
class Bridge:
    """The rows, and the line whose money changes sides."""

    widths: list[Decimal]
    rows: list[Row]
    balance: StatementLine
    label_width: Decimal = LABEL_WIDTH

    @property
    def first(self) -> StatementLine:
        """Section 5's reading: the group in which the balance of earlier years stands."""
        return self.rows[0].parts[0].line

    @property
    def second(self) -> StatementLine:
        """Section 6's reading: the subtotal without that balance."""
        return self.rows[-1].parts[0].line


def draw_bridge(money: Money) -> Bridge | None:
    """Return the picture, or None where the plan's money does not line up in such columns."""
    lines = [money.fund_line(fund.code) for fund in money.fund_sources]
    funds = [line for line in lines if line and line.amount]
    balance = money.fund_line(FundSource.Code.PRIOR_YEAR_BALANCE)
    if balance is None or len(funds) != len(lines):
        return None
    amounts = [line.amount for line in funds]
    middle = [draw_part(line, [place], amounts) for place, line in enumerate(funds)]
    above = parts_of(money, Statement.Side.SOURCES, fund_of_lines(money), amounts)
    below = parts_of(money, Statement.Side.USES, funds_paying_lines(money), amounts)
    if above is None or below is None:
        return None
    room = (100 - LABEL_WIDTH) / 100
    whole = sum(amounts, Decimal(0))
    return Bridge(
        widths=[percent_of(amount, whole) * room for amount in amounts],
        rows=[
            Row(_("Section 5"), _("Sources"), above),
            Row("", _("Fund sources"), middle),
            Row(_("Section 6"), _("Uses"), below),
        ],
        balance=balance,
    )


def draw_part(line: StatementLine, places: list[int], amounts: list[Decimal]) -> Part:
    """Return a line over the columns ``places``, with a piece of ground for each."""
    covered = [amounts[place] for place in places]
    width = sum(covered, Decimal(0))
    starts = accumulate(covered, initial=Decimal(0))
    pieces = [
        Stretch(colour_of(place + 1), percent_of(start, width), percent_of(amount, width))
        for place, start, amount in zip(places, starts, covered, strict=False)
    ]
    return Part(line, places, percent_of(width, sum(amounts, Decimal(0))), pieces)


def parts_of(
    money: Money, side: str, places: dict[int, set[int]], amounts: list[Decimal]
) -> list[Part] | None:
    """Return the lines under a statement's total, or None unless they fill the row in order."""
    total = money.total(side)
    top = [line for line in money.lines(side) if total and line.parent_id == total.pk]
    parts = [draw_part(line, sorted(places[line.pk]), amounts) for line in top]
    parts.sort(key=lambda part: part.places)
    covered = [place for part in parts for place in part.places]
    return parts if covered == list(range(len(amounts))) else None


def fund_of_lines(money: Money) -> dict[int, set[int]]:
    """Return the columns that each line of the sources states, by the line's key."""
    lines = money.lines(Statement.Side.SOURCES)
    stated = [(line.pk, line.fund_source_id) for line in lines if line.fund_source_id]
    return columns_of(money, lines, stated)


def funds_paying_lines(money: Money) -> dict[int, set[int]]:
    """Return the columns that pay for each line of the uses, by the line's key."""
    paid = [
        (row.statement_line_id, row.fund_source_id)
        for row in money.allocations
        if row.statement_line_id
    ]
    return columns_of(money, money.lines(Statement.Side.USES), paid)


def columns_of(
    money: Money, lines: list[StatementLine], funds: Iterable[tuple[int, int]]
) -> dict[int, set[int]]:
    """Return columns by line, those of the lines under it included."""
    places = {fund.pk: place for place, fund in enumerate(money.fund_sources)}
    known = list(funds)
    return {
        line.pk: {places[fund] for key, fund in known if key in with_all_under(line, lines)}
        for line in lines
    }


def with_all_under(line: StatementLine, lines: list[StatementLine]) -> set[int]:
    """Return the keys of a line and of every line under it."""
    under = [with_all_under(row, lines) for row in lines if row.parent_id == line.pk]
    return {line.pk}.union(*under)
