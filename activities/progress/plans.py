"""What a monthly plan says by the end of each month, in exact percent of its own whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import accumulate

from activities.models.activities import MonthRow

WHOLE = Fraction(100)
NOTHING = Fraction(0)

Curve = tuple[Fraction, ...]
"""Percent planned by the end of each of twelve months, October first."""


def plan_curve(row: MonthRow) -> Curve | None:
    """Return what a row of twelve months plans by the end of each, each planned month alike.

    None where a month is unknown, and where no month is planned: there is no share of nothing.
    """
    if any(month is None for month in row):
        return None
    so_far = list(accumulate(map(bool, row)))
    total = so_far[-1]
    return tuple(WHOLE * months / total for months in so_far) if total else None


def planned_by(curve: Curve | None, month: int) -> Fraction | None:
    """Return the percent planned by the end of a month (1 = October); 0 before the year."""
    if curve is None:
        return None
    return curve[month - 1] if month else NOTHING


def plan_to_date(row: MonthRow, month: int) -> Fraction | None:
    """Return which percent of its planned months an item has had by the end of ``month``.

    0 is a plan that begins later. None is no plan: a month of the twelve is unknown, or none is
    planned.
    """
    return planned_by(plan_curve(row), month)


def mean(values: Sequence[Fraction], weights: Sequence[Fraction] | None) -> Fraction | None:
    """Return the mean by weights, or by count without them; None of nothing."""
    if not values:
        return None
    each = weights or [Fraction(1)] * len(values)
    total = sum((value * weight for value, weight in zip(values, each, strict=True)), NOTHING)
    return total / sum(each, NOTHING)


def mean_curve(curves: Sequence[Curve | None], weights: Sequence[Fraction] | None) -> Curve | None:
    """Return the plan of the whole that parts make up; None where a part has no plan."""
    known = [curve for curve in curves if curve is not None]
    if not known or len(known) < len(curves):
        return None
    months = zip(*known, strict=True)
    return tuple(mean(month, weights) or NOTHING for month in months)


def stated(weights: Iterable[Fraction | None]) -> list[Fraction] | None:
    """Return the weights where every item has one, else None: then the items count alike."""
    given = list(weights)
    known = [weight for weight in given if weight is not None]
    return known if known and len(known) == len(given) else None


def months_behind(curve: Curve, progress: Fraction, month: int) -> int:
    """Return how many months before ``month`` the plan stood where the work stands now.

    0 where the work is where it was planned to be, or further.
    """
    reached = sum(planned <= progress for planned in curve[:month])
    return month - reached


def covered_months(row: MonthRow, curve: Curve | None, progress: Fraction | None) -> frozenset[int]:
    """Return the planned months (1 = October) whose plan the progress has reached."""
    if curve is None or progress is None:
        return frozenset()
    return frozenset(
        number
        for number, (planned, by_then) in enumerate(zip(row, curve, strict=True), start=1)
        if planned and by_then <= progress
    )
