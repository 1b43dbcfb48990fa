"""Which state a plan and a report give."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from activities.progress.states import Thresholds, derive_status
from etda_plan.common.states import STATES

pytestmark = pytest.mark.once

USUAL = Thresholds(on_plan_from=95, watch_from=80, ahead_from=120)
PERCENTS = st.fractions(0, 100, max_denominator=300)
MAYBE = st.none() | PERCENTS


def state(
    planned: int | Fraction | None,
    progress: int | Fraction | None,
    *,
    is_missing: bool = False,
    thresholds: Thresholds = USUAL,
) -> str:
    given = [None if each is None else Fraction(each) for each in (planned, progress)]
    return derive_status(*given, is_missing=is_missing, thresholds=thresholds)


@pytest.mark.parametrize(
    ("planned", "progress", "expected"),
    [
        (100, 95, "on_plan"),
        (100, Fraction("94.99"), "watch"),
        (100, 80, "watch"),
        (100, Fraction("79.99"), "late"),
        (50, 60, "ahead"),
        (50, Fraction("59.99"), "on_plan"),
        (42, 45, "on_plan"),
        (42, 0, "late"),
        (0, 0, "not_started"),
        (0, 1, "ahead"),
        (100, 100, "done"),
        (10, 100, "done"),
        (None, 100, "done"),
        (None, 45, "no_monthly_plan"),
        (None, 0, "no_monthly_plan"),
        (None, None, "no_monthly_plan"),
        (20, None, "not_due"),
    ],
)
def test_each_state_begins_where_it_is_set_to(
    planned: int | None, progress: int | Fraction | None, expected: str
) -> None:
    assert state(planned, progress) == expected


@given(MAYBE, MAYBE.filter(lambda progress: progress != 100))
def test_what_was_not_reported_is_neither_late_nor_on_plan(
    planned: Fraction | None, progress: Fraction | None
) -> None:
    assert state(planned, progress, is_missing=True) == "not_reported"


def test_what_is_done_needs_no_further_report() -> None:
    assert state(50, 100, is_missing=True) == "done"


@given(PERCENTS.filter(bool), PERCENTS, st.integers(1, 99), st.integers(1, 99))
def test_the_thresholds_are_exact_percentages_of_the_plan_to_date(
    planned: Fraction, progress: Fraction, watch: int, further: int
) -> None:
    on_plan = min(watch + further, 100)
    chosen = Thresholds(on_plan_from=on_plan, watch_from=watch, ahead_from=150)
    reached = progress / planned * 100
    expected = (
        "done" if progress == 100
        else "ahead" if reached >= 150
        else "on_plan" if reached >= on_plan
        else "watch" if reached >= watch
        else "late"
    )  # fmt: skip
    assert state(planned, progress, thresholds=chosen) == expected


def test_a_threshold_is_reached_where_thirds_make_it_exactly() -> None:
    thresholds = Thresholds(on_plan_from=96, watch_from=80, ahead_from=120)
    assert state(Fraction(200, 3), 64, thresholds=thresholds) == "on_plan"


@given(PERCENTS, PERCENTS, PERCENTS)
def test_more_progress_is_never_a_worse_state(
    planned: Fraction, one: Fraction, other: Fraction
) -> None:
    order = ["not_started", "late", "watch", "on_plan", "ahead", "done"]
    less, more = sorted([one, other])
    assert order.index(state(planned, less)) <= order.index(state(planned, more))


@given(MAYBE, MAYBE, st.booleans())
def test_every_state_can_be_shown(
    planned: Fraction | None, progress: Fraction | None, is_missing: bool
) -> None:
    assert state(planned, progress, is_missing=is_missing) in STATES
