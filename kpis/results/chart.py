"""The small chart of a target's results: what the months make together against what was planned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from etda_plan.common.figures import measure
from kpis.results.reading import MONTHS, TargetResult

WIDTH, HEIGHT, MONTH_WIDTH = 1200, 300, 100
ZERO = Decimal(0)
STEPS = (Decimal(1), Decimal(2), Decimal(5), Decimal(10))
MOST_STEPS = 4


@dataclass(frozen=True)
class Tick:
    """A line across the chart, and the value that it stands for."""

    y: str
    words: str


@dataclass(frozen=True)
class Curve:
    """A line through months, and its last point."""

    points: str
    x: int
    y: str


@dataclass(frozen=True)
class ResultChart:
    """What is drawn, in a field of 1200 by 300, a hundred for each month.

    ``planned`` joins the quarterly targets; ``limits`` are the heights of the year's target, or of
    both ends of a range.
    """

    ticks: Sequence[Tick]
    planned: Curve | None
    result: Curve
    limits: Sequence[str]


Points = list[tuple[int, Decimal]]


def draw(target: TargetResult) -> ResultChart | None:
    """Return a target's chart, October first; None where there is no result to draw."""
    results = _results(target)
    if not results:
        return None
    planned = [(each.quarter * 3, each.value) for each in target.target.quarters.all()]
    limits = [end for end in (target.target.value, target.target.value_to) if end is not None]
    scale = _Scale.over([*limits, *(value for _month, value in [*results, *planned])])
    return ResultChart(
        ticks=scale.ticks(),
        planned=scale.curve(planned) if planned else None,
        result=scale.curve(results),
        limits=[scale.y(limit) for limit in limits],
    )


def _results(target: TargetResult) -> Points:
    so_far = ((month, target.value_by(month)) for month in MONTHS if month in target.by_month)
    return [(month, value) for month, value in so_far if value is not None]


@dataclass(frozen=True)
class _Scale:
    bottom: Decimal
    top: Decimal
    step: Decimal

    @classmethod
    def over(cls, values: Sequence[Decimal]) -> _Scale:
        """Return a scale from 0, or from below it, on which all values lie."""
        low, high = min(ZERO, *values), max(ZERO, *values)
        step = _step(high - low)
        bottom = (low / step).to_integral_value(ROUND_FLOOR) * step
        top = max((high / step).to_integral_value(ROUND_CEILING) * step, bottom + step)
        return cls(bottom, top, step)

    def y(self, value: Decimal) -> str:
        """Return how far down a value lies."""
        return f"{(self.top - value) * HEIGHT / (self.top - self.bottom):.2f}"

    def ticks(self) -> list[Tick]:
        """Return the lines across, the highest first."""
        count = int((self.top - self.bottom) / self.step)
        values = [self.top - self.step * each for each in range(count + 1)]
        return [Tick(self.y(value), measure(value)) for value in values]

    def curve(self, points: Points) -> Curve:
        """Return a line through points."""
        drawn = [(month * MONTH_WIDTH - MONTH_WIDTH // 2, self.y(value)) for month, value in points]
        x, y = drawn[-1]
        return Curve(" ".join(f"{x},{y}" for x, y in drawn), x, y)


def _step(span: Decimal) -> Decimal:
    """Return a round distance between lines, so that there are no more than a few."""
    least = span / MOST_STEPS
    if least <= ZERO:
        return Decimal(1)
    magnitude = Decimal(1).scaleb(least.adjusted())
    return next(step * magnitude for step in STEPS if step * magnitude >= least)
