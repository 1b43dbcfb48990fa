"""The flow picture: one column for each allocation, as wide as its money, under three headings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from budgets.models import Allocation

LABEL_WIDTH = Decimal("7.5")
ROOM_FOR_FIGURE = Decimal("5")
ROOM_FOR_WORDS = Decimal("9")
COLOURS = 3
GAP = Decimal("0.6")


def percent_of(part: Decimal, whole: Decimal) -> Decimal:
    """Return how many hundredths of ``whole`` ``part`` is, with four places; 0 of nothing."""
    return (part * 100 / whole).quantize(Decimal("0.0001")) if whole else Decimal(0)


def colour_of(fund_position: int) -> str:
    """Return the colour of a fund source: ``f1``, ``f2``, ``f3``, then from the start."""
    return f"f{(fund_position - 1) % COLOURS + 1}"


@dataclass(frozen=True)
class Stretch:
    """A piece of a part in one fund's colour; ``start`` and ``width`` in percent of the part."""

    colour: str
    start: Decimal
    width: Decimal


@dataclass(frozen=True)
class Part:
    """A cell of the picture: a fund, a group or a work, over the columns that it pays."""

    label: str
    amount: Decimal
    columns: int
    share: Decimal
    stretches: list[Stretch]

    @property
    def has_room(self) -> bool:
        """Whether the amount fits; it stands in the list below in any case."""
        return self.share >= ROOM_FOR_FIGURE

    @property
    def is_narrow(self) -> bool:
        """Whether its words need the smaller margins."""
        return self.share < ROOM_FOR_WORDS


@dataclass(frozen=True)
class Level:
    """One row of the picture."""

    heading: str
    parts: list[Part]

    @property
    def bar(self) -> list[Stretch]:
        """The row as one bar: each part's pieces, in percent of the whole row."""
        pieces, start = [], Decimal(0)
        for part in self.parts:
            for piece in part.stretches:
                width = piece.width * part.share / 100
                pieces.append(Stretch(piece.colour, start, max(width - GAP, Decimal(0))))
                start += width
        return pieces


@dataclass(frozen=True)
class Flow:
    """The picture: column widths in percent of the table, and three rows."""

    widths: list[Decimal]
    levels: list[Level]
    label_width: Decimal = LABEL_WIDTH


def stretches_of(allocations: Sequence[Allocation], whole: Decimal) -> list[Stretch]:
    """Return the allocations as pieces in their funds' colours, in percent of ``whole``."""
    pieces: list[Stretch] = []
    start = Decimal(0)
    for position, run in groupby(allocations, lambda each: each.fund_source.position):
        width = percent_of(sum((each.initial_amount for each in run), Decimal(0)), whole)
        pieces.append(Stretch(colour_of(position), start, width))
        start += width
    return pieces


def _part(label: str, allocations: Sequence[Allocation], whole: Decimal) -> Part:
    amount = sum((each.initial_amount for each in allocations), Decimal(0))
    stretches = stretches_of(allocations, amount)
    return Part(label, amount, len(allocations), percent_of(amount, whole), stretches)


def _level(
    heading: str,
    allocations: Iterable[Allocation],
    whole: Decimal,
    thing: Callable[[Allocation], Any],
    label: Callable[[Any], str],
) -> Level:
    runs = groupby(allocations, thing)
    return Level(heading, [_part(label(each), list(run), whole) for each, run in runs])


def draw_flow(allocations: Sequence[Allocation]) -> Flow:
    """Return the picture of a plan's allocations, in their own order."""
    whole = sum((each.initial_amount for each in allocations), Decimal(0))
    room = (100 - LABEL_WIDTH) / 100
    return Flow(
        [
            (percent_of(each.initial_amount, whole) * room).quantize(Decimal("0.0001"))
            for each in allocations
        ],
        [
            _level(_("Fund source"), allocations, whole, lambda a: a.fund_source, _fund_label),
            _level(_("Spending group"), allocations, whole, lambda a: a.spending_group, str),
            _level(_("Project or work"), allocations, whole, lambda a: a.project, _code),
        ],
    )


def _fund_label(fund: Any) -> str:
    return str(fund.name_short)


def _code(project: Any) -> str:
    return str(project.code)
