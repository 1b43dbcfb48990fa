"""Achievement against a reference that follows the words of each rule, step by step."""

from __future__ import annotations

import os
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kpis.achievement import Figure, Ratio, achievement, aggregate, exact, rounded, value_of

DIRECTIONS = ["at_least", "at_most", "exactly", "range"]
AGGREGATIONS = ["sum", "last", "average", "ratio"]
EXAMPLES = int(os.environ.get("EXAMPLES", "60"))
"""How many each property is tried with; more with ``EXAMPLES=5000 pytest`` and this file."""

measures = st.decimals("-100000", "100000", places=4, allow_nan=False)
targets = st.one_of(st.just(Decimal(0)), st.decimals("0", "100000", places=4, allow_nan=False))
denominators = st.one_of(st.just(Decimal(0)), st.decimals("0", "1000", places=4))
ratios = st.builds(Ratio, measures, denominators, st.sampled_from([1, 100]))


def months(figures: st.SearchStrategy[Figure]) -> st.SearchStrategy[dict[int, Figure | None]]:
    """Any of the twelve months, in any order: not due is absent, missing is None, 0 is 0."""
    zero_or_any = st.one_of(st.none(), st.just(Decimal(0)), figures)
    return st.dictionaries(st.integers(1, 12), zero_or_any, max_size=12)


def together(aggregation: str, by_month: dict[int, Figure | None]) -> Fraction | str | None:
    """The reference: walk the year from October and do what the word says."""
    values: list[Fraction] = []
    pairs: list[tuple[Decimal, Decimal, int]] = []
    latest: Figure | None = None
    for month in range(1, 13):
        figure = by_month.get(month)
        if figure is None:
            continue
        latest = figure
        if isinstance(figure, Decimal):
            values.append(Fraction(figure))
        else:
            pairs.append((figure.numerator, figure.denominator, figure.scale))
    if latest is None:
        return "none"
    if aggregation == "sum":
        return sum(values, Fraction(0))
    if aggregation == "average":
        return sum(values, Fraction(0)) / len(values)
    if aggregation == "last" or not pairs:
        if isinstance(latest, Decimal):
            return Fraction(latest)
        over = Fraction(latest.denominator)
        return Fraction(latest.numerator) * latest.scale / over if over else None
    over = Fraction(sum(pair[1] for pair in pairs))
    above = Fraction(sum(pair[0] for pair in pairs))
    return above * pairs[-1][2] / over if over else None


def reached(
    direction: str, value: Fraction, target: Fraction, upper: Fraction
) -> tuple[Fraction | None, bool]:
    """The reference of achievement: percent without limit, and whether it is met."""
    hundred = Fraction(100)
    if direction == "at_least":
        return (hundred * value / target if target != 0 else None), not value < target
    if direction == "at_most":
        saved = target - value
        return (hundred + hundred * saved / target if target != 0 else None), saved >= 0
    if direction == "exactly":
        missed = value - target if value > target else target - value
        return (hundred - hundred * missed / target if target != 0 else None), missed == 0
    if value < target:
        return (hundred - hundred * (target - value) / target if target != 0 else None), False
    if value > upper:
        return (hundred - hundred * (value - upper) / upper if upper != 0 else None), False
    return hundred, True


def plainly(value: Fraction | None) -> Fraction | None:
    return None if value is None else round(value, 30)


@pytest.mark.once
@pytest.mark.parametrize("aggregation", AGGREGATIONS)
def test_months_make_together_what_the_word_says(aggregation: str) -> None:
    figures = ratios if aggregation in ("ratio", "last") else measures

    @settings(max_examples=EXAMPLES, deadline=None)
    @given(months(figures))
    @example({})
    @example({1: None, 2: None})
    @example({3: Decimal(0)})
    @example({6: Decimal(0), 3: None, 9: Decimal(5)})
    @example({9: Decimal(1), 3: Decimal(2), 6: Decimal(2)})
    def check(by_month: dict[int, Figure | None]) -> None:
        made, expected = aggregate(aggregation, by_month), together(aggregation, by_month)
        assert (made is None) == (expected == "none")
        if made is not None:
            assert exact(made) == expected

    check()


@pytest.mark.once
@pytest.mark.parametrize("aggregation", AGGREGATIONS)
@pytest.mark.parametrize("direction", DIRECTIONS)
def test_every_direction_of_every_aggregation_reaches_what_the_reference_reaches(
    direction: str, aggregation: str
) -> None:
    figures = ratios if aggregation == "ratio" else measures

    @settings(max_examples=EXAMPLES, deadline=None)
    @given(months(figures), targets, targets)
    @example({12: Decimal(119)}, Decimal(150), Decimal(150))
    @example({12: Decimal(0)}, Decimal(0), Decimal(0))
    @example({3: Decimal(7), 6: None, 9: Decimal(0)}, Decimal(7), Decimal(7))
    @example({12: Ratio(Decimal(5), Decimal(0))}, Decimal(80), Decimal(80))
    def check(by_month: dict[int, Figure | None], one: Decimal, other: Decimal) -> None:
        low, high = sorted([one, other])
        figure = aggregate(aggregation, by_month)
        if figure is None:
            assert all(value is None for value in by_month.values())
            return
        found = achievement(direction, figure, low, high)
        value = exact(figure)
        if value is None:
            assert (found.percent, found.met) == (None, False)
            return
        percent, met = reached(direction, value, Fraction(low), Fraction(high))
        assert found.met == met
        assert (found.percent is None) == (percent is None)
        if found.percent is not None:
            assert plainly(Fraction(found.percent)) == plainly(percent)

    check()


@pytest.mark.once
@pytest.mark.parametrize(
    ("direction", "value", "target", "percent", "met"),
    [
        ("at_most", "119", "150", "120.67", True),
        ("at_most", "150", "150", "100.00", True),
        ("at_most", "150.0001", "150", "100.00", False),
        ("at_most", "330", "150", "-20.00", False),
        ("at_least", "30", "10", "300.00", True),
        ("at_least", "0", "10", "0.00", False),
        ("at_least", "-1", "10", "-10.00", False),
        ("exactly", "12", "12", "100.00", True),
        ("exactly", "15", "12", "75.00", False),
        ("exactly", "9", "12", "75.00", False),
    ],
)
def test_the_rules_in_figures(
    direction: str, value: str, target: str, percent: str, met: bool
) -> None:
    found = achievement(direction, Decimal(value), Decimal(target))
    assert found.percent is not None
    assert (f"{found.percent:.2f}", found.met) == (percent, met)


@pytest.mark.once
@pytest.mark.parametrize(
    ("value", "percent"), [("70", "100"), ("85", "100"), ("90", "100"), ("63", "90"), ("99", "90")]
)
def test_a_range_is_whole_inside_and_less_by_the_distance_outside(value: str, percent: str) -> None:
    found = achievement("range", Decimal(value), Decimal(70), Decimal(90))
    assert (found.percent, found.met) == (Decimal(percent), percent == "100")


@pytest.mark.once
@pytest.mark.parametrize(
    ("direction", "value", "met"),
    [
        ("at_least", "0", True),
        ("at_least", "-1", False),
        ("at_most", "0", True),
        ("at_most", "1", False),
        ("exactly", "0", True),
        ("exactly", "1", False),
    ],
)
def test_of_a_target_of_0_there_is_no_percentage_but_it_is_met_or_not(
    direction: str, value: str, met: bool
) -> None:
    found = achievement(direction, Decimal(value), Decimal(0))
    assert (found.percent, found.met) == (None, met)


@pytest.mark.once
def test_thirds_are_not_rounded_before_they_are_compared() -> None:
    by_month: dict[int, Figure | None] = {
        3: Decimal(1),
        6: Decimal(1),
        9: Decimal("0.9999"),
    }
    average = aggregate("average", by_month)
    assert isinstance(average, Ratio)
    assert achievement("at_least", average, Decimal("0.9999")).met
    assert not achievement("at_least", average, Decimal(1)).met
    third = Ratio(Decimal(1), Decimal(3))
    assert achievement("at_least", Ratio(Decimal(3), Decimal(9)), Decimal("0.3333")).met
    assert str(value_of(third))[:12] == "0.3333333333"


@pytest.mark.once
@pytest.mark.parametrize("aggregation", AGGREGATIONS)
def test_a_month_of_0_counts_and_a_month_without_a_result_does_not(aggregation: str) -> None:
    zero: dict[int, Figure | None] = {3: Decimal(4), 6: Decimal(0)}
    missing: dict[int, Figure | None] = {3: Decimal(4), 6: None}
    expected = {"sum": (4, 4), "last": (0, 4), "average": (2, 4), "ratio": (0, 4)}[aggregation]
    assert [aggregate(aggregation, zero), aggregate(aggregation, missing)] == list(expected)


@pytest.mark.once
@pytest.mark.parametrize("aggregation", AGGREGATIONS)
def test_ratios_over_0_make_no_figure_together_and_one_that_has_a_value_counts_alone(
    aggregation: str,
) -> None:
    over_zero = Ratio(Decimal(5), Decimal(0))
    nothing = aggregate(aggregation, {3: over_zero, 6: over_zero})
    assert nothing is not None
    assert (exact(nothing), value_of(nothing)) == (None, None)
    half = aggregate(aggregation, {3: over_zero, 6: Ratio(Decimal(5), Decimal(10))})
    assert half is not None
    assert exact(half) == (1 if aggregation == "ratio" else Fraction(1, 2))


@pytest.mark.once
def test_no_result_has_no_value() -> None:
    assert value_of(None) is None
    assert value_of(Decimal(0)) == 0


@pytest.mark.once
@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [("0.5", 0, "1"), ("2.5", 0, "3"), ("-0.125", 2, "-0.13"), ("33.3349", 2, "33.33")],
)
def test_half_is_rounded_up_when_a_value_is_shown(value: str, places: int, shown: str) -> None:
    assert str(rounded(Decimal(value), places)) == shown
