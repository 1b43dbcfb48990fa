"""What a monthly plan says by the end of each month."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from activities.progress.plans import (
    covered_months,
    mean,
    mean_curve,
    months_behind,
    plan_curve,
    plan_to_date,
    stated,
)
from tests.activities.progress.made import row

pytestmark = pytest.mark.once

KNOWN = st.lists(st.booleans(), min_size=12, max_size=12)
ROWS = st.lists(st.sampled_from([True, False, None]), min_size=12, max_size=12)
MONTHS = st.integers(1, 12)
PERCENTS = st.fractions(0, 100, max_denominator=100)


@given(ROWS, st.integers(0, 12))
def test_it_is_the_share_of_planned_months_that_are_over(
    months: list[bool | None], month: int
) -> None:
    planned = [place for place, each in enumerate(months, start=1) if each]
    over = [place for place in planned if place <= month]
    expected = Fraction(100 * len(over), len(planned)) if planned else None
    assert plan_to_date(months, month) == (None if None in months else expected)


def test_zero_is_a_plan_that_begins_later_and_none_is_no_plan() -> None:
    assert plan_to_date(row("....xxxx...."), 4) == 0
    assert plan_to_date(row("?...xxxx...."), 4) is None
    assert plan_to_date(row("............"), 4) is None
    assert plan_to_date(row("xxx........."), 0) == 0


def test_a_third_is_exact() -> None:
    assert plan_to_date(row("xxx........."), 2) == Fraction(200, 3)


@given(KNOWN)
def test_a_plan_grows_to_its_whole(months: list[bool]) -> None:
    curve = plan_curve(list(months))
    if any(months):
        assert curve is not None
        assert list(curve) == sorted(curve)
        assert curve[-1] == 100
    else:
        assert curve is None


@given(KNOWN.filter(any), PERCENTS, MONTHS)
def test_the_months_behind_lead_back_to_where_the_plan_was(
    months: list[bool], progress: Fraction, month: int
) -> None:
    curve = plan_curve(list(months))
    assert curve is not None
    behind = months_behind(curve, progress, month)
    then = month - behind
    assert 0 <= behind <= month
    assert then == 0 or curve[then - 1] <= progress
    assert behind == 0 or curve[then] > progress


def test_work_at_half_of_three_months_is_behind_by_the_months_since() -> None:
    curve = plan_curve(row("xxx........."))
    assert curve is not None
    assert months_behind(curve, Fraction(50), 1) == 0
    assert months_behind(curve, Fraction(50), 2) == 1
    assert months_behind(curve, Fraction(50), 7) == 6
    assert months_behind(curve, Fraction(100), 12) == 0


def test_months_without_a_plan_in_between_are_not_behind() -> None:
    curve = plan_curve(row("x..........x"))
    assert curve is not None
    assert months_behind(curve, Fraction(50), 11) == 0
    assert months_behind(curve, Fraction(50), 12) == 1


def test_covered_are_the_planned_months_whose_plan_is_reached() -> None:
    months = row("x.xx........")
    curve = plan_curve(months)
    assert covered_months(months, curve, Fraction(70)) == {1, 3}
    assert covered_months(months, curve, Fraction(33)) == set()
    assert covered_months(months, curve, Fraction(100)) == {1, 3, 4}
    assert covered_months(months, curve, None) == set()
    assert covered_months(row("x?xx........"), None, Fraction(70)) == set()


@given(st.lists(st.tuples(PERCENTS, st.integers(1, 50)), min_size=1, max_size=8))
def test_a_weighted_mean_is_that_of_each_value_so_often(pairs: list[tuple[Fraction, int]]) -> None:
    repeated = [value for value, weight in pairs for _ in range(weight)]
    values, weights = [value for value, _ in pairs], [Fraction(weight) for _, weight in pairs]
    assert mean(values, weights) == sum(repeated) / len(repeated)
    assert mean(values, None) == sum(values) / len(values)


def test_the_mean_of_nothing_is_unknown() -> None:
    assert mean([], None) is None


def test_weights_are_stated_only_where_every_item_has_one() -> None:
    assert stated([Fraction(1), Fraction(3)]) == [Fraction(1), Fraction(3)]
    assert stated([Fraction(1), None]) is None
    assert stated([]) is None


def test_the_plan_of_parts_is_theirs_together_or_none() -> None:
    first, second = plan_curve(row("x...........")), plan_curve(row("...........x"))
    together = mean_curve([first, second], [Fraction(1), Fraction(3)])
    assert together == (Fraction(25),) * 11 + (Fraction(100),)
    assert mean_curve([first, None], None) is None
    assert mean_curve([], None) is None
