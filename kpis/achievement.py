"""What results make together, and how far they reach a target. Nothing is cut off at 100 %.

A result is exact: a ``Decimal``, or a ``Ratio`` where dividing would have to round. A percentage
is divided once, with more digits than any page shows; whether a target is met never depends on it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

from etda_plan.common.fields import MeasureField

HUNDRED = Fraction(100)
DIGITS = 50
PLACES = MeasureField.places


@dataclass(frozen=True)
class Ratio:
    """A numerator over a denominator, as it was reported or summed; ``scale`` 100 makes percent.

    Over a denominator of 0 it has no value, which is neither 0 nor missing.
    """

    numerator: Decimal
    denominator: Decimal
    scale: int = 1

    @property
    def exact(self) -> Fraction | None:
        """The exact value, or None over 0."""
        if self.denominator == 0:
            return None
        return Fraction(self.numerator) * self.scale / Fraction(self.denominator)


Figure = Decimal | Ratio
"""One month's result, or what the months make together."""


@dataclass(frozen=True)
class Achievement:
    """How far a result reaches its target. ``percent`` is None where there is no such share."""

    percent: Decimal | None
    met: bool


def exact(figure: Figure) -> Fraction | None:
    """Return the exact value of a result; None of a ratio over 0."""
    return figure.exact if isinstance(figure, Ratio) else Fraction(figure)


def decimal(value: Fraction) -> Decimal:
    """Return a fraction as a decimal of 50 digits, which is exact wherever it can be."""
    with localcontext(prec=DIGITS):
        return Decimal(value.numerator) / Decimal(value.denominator)


def value_of(figure: Figure | None) -> Decimal | None:
    """Return a result as a number to be shown; None where there is none, or a ratio over 0."""
    value = None if figure is None else exact(figure)
    return None if value is None else decimal(value)


def aggregate(aggregation: str, by_month: Mapping[int, Figure | None]) -> Figure | None:
    """Return what the results of several fiscal months make together.

    None stands for a month without a result and is left out: it is not 0. Without any result
    there is none: None. ``sum`` adds, ``last`` keeps the latest, ``average`` is the mean of those
    that were reported, and ``ratio`` is the sum of numerators over the sum of denominators.
    """
    known = [figure for _month, figure in sorted(by_month.items()) if figure is not None]
    return TOGETHER[aggregation](known) if known else None


def _last(figures: list[Figure]) -> Figure:
    return figures[-1]


def _sum(figures: list[Figure]) -> Figure:
    parts = _exact_ones(figures)
    return _figure(sum(parts, Fraction(0))) if parts else figures[-1]


def _average(figures: list[Figure]) -> Figure:
    parts = _exact_ones(figures)
    return _figure(sum(parts, Fraction(0)) / len(parts)) if parts else figures[-1]


def _ratio(figures: list[Figure]) -> Figure:
    ratios = [figure for figure in figures if isinstance(figure, Ratio)]
    if not ratios:
        return figures[-1]
    numerator = sum((ratio.numerator for ratio in ratios), Decimal(0))
    denominator = sum((ratio.denominator for ratio in ratios), Decimal(0))
    return Ratio(numerator, denominator, ratios[-1].scale)


def _exact_ones(figures: list[Figure]) -> list[Fraction]:
    values = (exact(figure) for figure in figures)
    return [value for value in values if value is not None]


def _figure(value: Fraction) -> Figure:
    """Return a value as a decimal where four places hold it, else as a ratio."""
    scaled = value * 10**PLACES
    if scaled.denominator == 1:
        return Decimal(scaled.numerator).scaleb(-PLACES)
    return Ratio(Decimal(value.numerator), Decimal(value.denominator))


TOGETHER: Mapping[str, Callable[[list[Figure]], Figure]] = {
    "sum": _sum,
    "last": _last,
    "average": _average,
    "ratio": _ratio,
}


def achievement(
    direction: str, value: Figure, target: Decimal, target_to: Decimal | None = None
) -> Achievement:
    """Return how far ``value`` reaches ``target``, in percent without limit.

    At least: value over target. At most: 100 on the limit, more below it (119 of at most 150 is
    120.67), less above. Exactly: 100 less the distance. Range: 100 from ``target`` to
    ``target_to``, else less the distance to the nearer end. Shares of a target of 0 do not exist,
    and a ratio over 0 reaches nothing: ``percent`` is None.
    """
    reached = exact(value)
    if reached is None:
        return Achievement(None, False)
    low = Fraction(target)
    high = low if target_to is None else Fraction(target_to)
    met, share = DIRECTIONS[direction](reached, low, high)
    return Achievement(None if share is None else decimal(share * HUNDRED), met)


Judgement = tuple[bool, Fraction | None]


def _at_least(value: Fraction, target: Fraction, _high: Fraction) -> Judgement:
    return value >= target, value / target if target else None


def _at_most(value: Fraction, target: Fraction, _high: Fraction) -> Judgement:
    return value <= target, (2 * target - value) / target if target else None


def _exactly(value: Fraction, target: Fraction, _high: Fraction) -> Judgement:
    return value == target, _short_of(value, target)


def _range(value: Fraction, low: Fraction, high: Fraction) -> Judgement:
    if low <= value <= high:
        return True, Fraction(1)
    return False, _short_of(value, low if value < low else high)


def _short_of(value: Fraction, end: Fraction) -> Fraction | None:
    return 1 - abs(value - end) / abs(end) if end else None


DIRECTIONS: Mapping[str, Callable[[Fraction, Fraction, Fraction], Judgement]] = {
    "at_least": _at_least,
    "at_most": _at_most,
    "exactly": _exactly,
    "range": _range,
}


def rounded(value: Decimal, places: int) -> Decimal:
    """Return a value as it is shown: half is rounded up."""
    with localcontext(prec=DIGITS):
        return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
