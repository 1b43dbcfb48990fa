"""Activities as one: by weights or by count, and how many are counted."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from activities.progress.rollups import Basis, RollUp, roll_up, roll_up_works
from activities.progress.states import Thresholds

pytestmark = pytest.mark.once

USUAL = Thresholds(on_plan_from=95, watch_from=80, ahead_from=120)
PERCENTS = st.fractions(0, 100, max_denominator=20)


@dataclass(frozen=True)
class Item:
    plan_to_date: Fraction | None
    progress: Fraction | None
    weight: Fraction | None = None
    state: str = "on_plan"

    @property
    def is_missing(self) -> bool:
        return self.state == "not_reported"


def item(
    planned: int | None, progress: int | None, weight: int | None = None, state: str = "on_plan"
) -> Item:
    return Item(percent(planned), percent(progress), percent(weight), state)


def percent(value: int | None) -> Fraction | None:
    return None if value is None else Fraction(value)


def rolled(*items: Item, weighted: bool = True) -> RollUp:
    return roll_up(items, USUAL, weighted=weighted)


ITEMS = st.builds(
    Item,
    st.none() | PERCENTS,
    st.none() | PERCENTS,
    st.none() | st.integers(1, 9).map(Fraction),
    st.sampled_from(["on_plan", "not_reported", "cancelled", "done"]),
)


@given(st.lists(ITEMS, max_size=8))
def test_it_is_the_mean_of_what_is_counted(items: list[Item]) -> None:
    kept = [each for each in items if each.state != "cancelled"]
    reported = [each for each in kept if each.state != "not_reported" and each.progress is not None]
    planned = [each for each in reported if each.plan_to_date is not None]
    counted = planned or reported
    by_weight = bool(kept) and all(each.weight is not None for each in kept)
    weights = [(each.weight or Fraction(1)) if by_weight else Fraction(1) for each in counted]
    result = rolled(*items)
    assert result.weighted == by_weight
    assert (result.counted, result.reported, result.total, result.cancelled) == (
        len(counted), len(reported), len(kept), len(items) - len(kept),
    )  # fmt: skip
    for name, known in (("progress", counted), ("plan_to_date", planned)):
        values = [getattr(each, name) for each in known]
        total = sum(value * weight for value, weight in zip(values, weights, strict=False))
        assert getattr(result, name) == (total / sum(weights) if known else None)


def test_unknown_is_not_counted_as_zero() -> None:
    result = rolled(item(50, 50), item(None, 80), item(50, None, state="not_due"))
    assert result.progress == 50
    assert result.plan_to_date == 50
    assert (result.counted, result.reported, result.total) == (1, 2, 3)


def test_the_last_figures_of_who_did_not_report_are_not_counted() -> None:
    result = rolled(item(50, 50), item(90, 10, state="not_reported"))
    assert result.progress == 50
    assert result.state == "on_plan"
    assert result.reported == 1


def test_grey_where_more_than_half_was_not_reported() -> None:
    missing = item(90, 10, state="not_reported")
    assert rolled(item(50, 50), missing, missing).state == "not_reported"


def test_stated_weights_decide_where_each_activity_has_one() -> None:
    heavy, light = item(100, 100, weight=3, state="done"), item(100, 0, weight=1, state="late")
    assert rolled(heavy, light).progress == 75
    assert rolled(heavy, light).basis is Basis.WEIGHTS
    assert rolled(heavy, light, weighted=False).progress == 50
    assert rolled(heavy, item(100, 0, state="late")).progress == 50
    assert rolled(heavy, item(100, 0, state="late")).basis is Basis.ACTIVITIES


def test_the_cancelled_take_no_part_not_even_by_their_missing_weight() -> None:
    result = rolled(item(100, 60, weight=2), item(100, 0, state="cancelled"))
    assert result.progress == 60
    assert result.weighted
    assert (result.total, result.cancelled) == (1, 1)


@pytest.mark.parametrize(
    ("items", "state"),
    [
        ([], "no_activities"),
        ([item(50, 50, state="cancelled")], "cancelled"),
        ([item(50, 100, state="done"), item(None, 100, state="done")], "done"),
        ([item(None, 40, state="no_monthly_plan")], "no_monthly_plan"),
        ([item(0, 0, state="not_started")], "not_started"),
        ([item(30, None, state="not_due")], "not_due"),
        ([item(60, 30, state="late"), item(60, 40, state="late")], "late"),
        ([item(100, 100, state="done"), item(100, 0, state="late")], "late"),
    ],
)
def test_the_whole_has_the_state_that_its_parts_give(items: list[Item], state: str) -> None:
    assert rolled(*items).state == state


def test_each_work_counts_the_same_however_many_activities_it_has() -> None:
    many = rolled(*[item(50, 20, state="late")] * 9)
    one = rolled(item(50, 80, state="ahead"))
    agency = roll_up_works([many, one], USUAL)
    assert agency.progress == 50
    assert agency.basis is Basis.WORKS
    assert (agency.counted, agency.total) == (10, 10)


def test_a_work_without_figures_is_not_counted_as_zero() -> None:
    known, unknown = rolled(item(50, 50)), rolled(item(None, None, state="not_reported"))
    agency = roll_up_works([known, unknown], USUAL)
    assert agency.progress == 50
    assert (agency.counted, agency.total) == (1, 2)


def test_works_of_which_nothing_is_left_are_cancelled_and_none_is_no_activity() -> None:
    nothing_left = rolled(item(50, 50, state="cancelled"))
    assert roll_up_works([nothing_left], USUAL).state == "cancelled"
    assert roll_up_works([nothing_left, rolled(item(50, 50))], USUAL).state == "on_plan"
    assert roll_up_works([], USUAL).state == "no_activities"


def test_progress_without_a_plan_is_said_alone() -> None:
    result = rolled(item(None, 100, state="done"), item(None, 100, state="done"))
    with translation.override("en"):
        assert result.why == "100 % done · 2 of 2 activities counted"


def test_why_gives_the_figures_and_how_many_they_are_of() -> None:
    result = rolled(item(42, 45), item(None, 80))
    with translation.override("th"):
        assert result.why == "45 % ของแผน 42 % · นับ 1 จาก 2 กิจกรรม"
    with translation.override("en"):
        assert result.why == "45 % of the 42 % planned · 1 of 2 activities counted"
