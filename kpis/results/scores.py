"""Scores from a table of levels: off unless the set of indicators turns them on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from kpis.achievement import Figure, decimal, exact

LEVELS: Mapping[str, Sequence[int]] = {
    "five_levels": (1, 2, 3, 4, 5),
    "three_thresholds": (50, 75, 100),
}


@dataclass(frozen=True)
class Scoring:
    """How a set of indicators scores, and whether an indicator's table is read between levels."""

    kind: str
    lowest: int = 1
    interpolates: bool = False

    @property
    def levels(self) -> Sequence[int]:
        """The levels that a table needs; none where scoring is off."""
        return LEVELS.get(self.kind, ())

    @property
    def below(self) -> int:
        """The score of a result that reaches no level."""
        return self.lowest if self.kind == "five_levels" else 0


def score(
    scoring: Scoring, direction: str, figure: Figure | None, table: Mapping[int, Decimal]
) -> Decimal | None:
    """Return what a result scores, or None: scoring is off, a level lacks, or there is no result.

    Only directions in which more or less is better have levels. Between two levels the lower one
    counts, unless the table says that it is read in a straight line.
    """
    levels, reaches = scoring.levels, REACHES.get(direction)
    value = None if figure is None else exact(figure)
    if not levels or value is None or reaches is None or not set(levels) <= table.keys():
        return None
    steps = [(level, Fraction(table[level])) for level in levels]
    reached = _reached(steps, lambda step: reaches(value, step))
    if reached == 0:
        return Decimal(scoring.below)
    level, start = steps[reached - 1]
    if not scoring.interpolates or reached == len(steps):
        return Decimal(level)
    above, end = steps[reached]
    return decimal(level + (above - level) * (value - start) / (end - start))


def _reached(steps: Sequence[tuple[int, Fraction]], reaches: Callable[[Fraction], bool]) -> int:
    """Return how many levels are reached from the first on."""
    return next(
        (count for count, (_level, step) in enumerate(steps) if not reaches(step)), len(steps)
    )


REACHES: Mapping[str, Callable[[Fraction, Fraction], bool]] = {
    "at_least": lambda value, step: value >= step,
    "at_most": lambda value, step: value <= step,
}
