"""How a result is judged, state by state, and what it scores."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etda_plan.common.states import STATES
from kpis.achievement import Ratio
from kpis.results.judging import Case, Limits, judge
from kpis.results.scores import Scoring, score

pytestmark = pytest.mark.once


def case(value: str | None, target: str = "10", **fields: Any) -> Case:
    """Return a counted indicator, at least so many, judged in March."""
    usual = {"direction": "at_least", "aggregation": "sum", "month": 6}
    figure = None if value is None else Decimal(value)
    expected = fields.pop("expected", None)
    return Case(
        figure=figure,
        target=Decimal(target),
        expected=None if expected is None else Decimal(expected),
        **{**usual, **fields},
    )


def state(*args: Any, **fields: Any) -> str:
    return judge(case(*args, **fields), Limits()).state


@pytest.mark.parametrize(
    ("value", "expected", "found"),
    [
        ("6", "5", "ahead"),
        ("5", "5", "on_plan"),
        ("9.5", "10", "on_plan"),
        ("9.4", "10", "watch"),
        ("8", "10", "watch"),
        ("7.9999", "10", "late"),
        ("0", "10", "late"),
    ],
)
def test_more_is_better_against_the_target_to_date(value: str, expected: str, found: str) -> None:
    assert state(value, "100", expected=expected) == found


def test_what_was_counted_is_done_as_soon_as_the_years_target_is_reached() -> None:
    assert state("10", expected="5") == "done"
    assert state("10", expected="10", aggregation="last") == "on_plan"
    assert state("10", month=12, aggregation="last") == "done"


@pytest.mark.parametrize(("value", "found"), [("10", "done"), ("9.9", "watch"), ("7", "late")])
def test_when_the_year_is_over_nearly_is_not_reached(value: str, found: str) -> None:
    assert state(value, month=12, expected="10") == found


@pytest.mark.parametrize(
    ("value", "month", "found"),
    [
        ("119", 6, "on_plan"),
        ("119", 12, "done"),
        ("150", 6, "on_plan"),
        ("151", 6, "watch"),
        ("151", 12, "watch"),
        ("181", 6, "late"),
    ],
)
def test_119_of_at_most_150_is_good_and_more_is_not(value: str, month: int, found: str) -> None:
    assert state(value, "150", direction="at_most", month=month) == found


def test_a_limit_to_date_that_is_passed_is_never_on_plan() -> None:
    assert state("51", "150", direction="at_most", expected="50") == "watch"
    assert state("50", "150", direction="at_most", expected="50") == "on_plan"


def test_using_less_than_a_limit_is_not_ahead_of_it() -> None:
    assert state("30", "150", direction="at_most", expected="50") == "on_plan"


@pytest.mark.parametrize(
    ("direction", "value", "found"),
    [
        ("exactly", "10", "on_plan"),
        ("exactly", "4", "not_due"),
        ("exactly", "11", "watch"),
        ("exactly", "20", "late"),
        ("range", "15", "on_plan"),
        ("range", "4", "not_due"),
        ("range", "21", "watch"),
        ("at_least", "4", "not_due"),
    ],
)
def test_without_a_target_to_date_only_what_is_certain_is_said(
    direction: str, value: str, found: str
) -> None:
    assert state(value, direction=direction, aggregation="last", target_to=to(direction)) == found


def test_a_result_of_0_passes_no_limit_however_small() -> None:
    assert state("0", "0.5", direction="exactly", aggregation="last") == "not_due"


def to(direction: str) -> Decimal | None:
    return Decimal(20) if direction == "range" else None


def test_missing_is_not_0_and_not_due_is_not_missing() -> None:
    assert state(None, month=0) == "not_due"
    assert state(None, missing=["ธ.ค. 2562"]) == "not_reported"
    assert state("10", missing=["ธ.ค. 2562"]) == "not_reported"
    assert state("0", expected="1") == "late"
    assert state(None, note="สำรวจปลายปี") == "watch"


def test_why_names_the_months_or_that_no_office_reports() -> None:
    owned = judge(case(None, missing=["ธ.ค. 2562", "มี.ค. 2563"]), Limits())
    nobody = judge(case(None, missing=["ธ.ค. 2562"], has_owner=False), Limits())
    assert "ธ.ค. 2562, มี.ค. 2563" in owned.why
    assert nobody.why == "ยังไม่ได้กำหนดหน่วยงานผู้รายงาน"


def test_a_ratio_over_0_is_neither_reached_nor_late() -> None:
    over_0 = Case("at_least", "ratio", Ratio(Decimal(0), Decimal(0), 100), Decimal(80), month=12)
    assert judge(over_0, Limits()).state == "watch"


def test_a_target_of_0_is_met_or_not() -> None:
    assert state("0", "0", direction="at_most", month=12) == "done"
    assert state("1", "0", direction="at_most", month=12) == "late"


@given(
    st.sampled_from(["at_least", "at_most", "exactly", "range"]),
    st.sampled_from(["sum", "last", "average", "ratio"]),
    st.one_of(st.none(), st.decimals("0", "300", places=2)),
    st.decimals("0", "200", places=2),
    st.integers(0, 12),
    st.one_of(st.none(), st.decimals("0", "200", places=2)),
)
def test_whatever_is_known_gets_a_state_and_a_reason(
    direction: str,
    aggregation: str,
    value: Decimal | None,
    target: Decimal,
    month: int,
    expected: Decimal | None,
) -> None:
    found = judge(
        Case(direction, aggregation, value, target, to(direction) and target * 2, month, expected),
        Limits(),
    )
    assert found.state in STATES
    assert found.why
    if value is None:
        assert found.state == "not_due"


FIVE = dict(zip(range(1, 6), map(Decimal, (88, 90, 92, 94, 96)), strict=True))
THREE = {50: Decimal(60), 75: Decimal(80), 100: Decimal(90)}


@pytest.mark.parametrize(
    ("value", "steps", "between"),
    [("87", "1", "1"), ("88", "1", "1"), ("91", "2", "2.5"), ("96", "5", "5"), ("200", "5", "5")],
)
def test_five_levels_step_by_step_or_in_between_where_the_table_says_so(
    value: str, steps: str, between: str
) -> None:
    for interpolates, wanted in ((False, steps), (True, between)):
        scoring = Scoring("five_levels", 1, interpolates)
        assert score(scoring, "at_least", Decimal(value), FIVE) == Decimal(wanted)


@pytest.mark.parametrize(("lowest", "found"), [(0, "0"), (1, "1")])
def test_below_the_first_level_the_score_is_the_one_that_is_set(lowest: int, found: str) -> None:
    assert score(Scoring("five_levels", lowest), "at_least", Decimal(1), FIVE) == Decimal(found)


@pytest.mark.parametrize(("value", "found"), [("59", 0), ("60", 50), ("89.9", 75), ("95", 100)])
def test_the_thresholds_of_50_75_and_100(value: str, found: int) -> None:
    assert score(Scoring("three_thresholds"), "at_least", Decimal(value), THREE) == found


def test_where_less_is_better_the_levels_go_down() -> None:
    table = {50: Decimal(14), 75: Decimal(12), 100: Decimal(10)}
    scoring = Scoring("three_thresholds", interpolates=True)
    assert score(scoring, "at_most", Decimal(11), table) == Decimal("87.5")
    assert score(scoring, "at_most", Decimal(15), table) == 0


@pytest.mark.parametrize(
    ("kind", "direction", "value", "table"),
    [
        ("none", "at_least", "90", FIVE),
        ("five_levels", "at_least", None, FIVE),
        ("five_levels", "at_least", "90", {1: Decimal(88)}),
        ("five_levels", "exactly", "90", FIVE),
    ],
)
def test_nothing_is_scored_that_cannot_be(
    kind: str, direction: str, value: str | None, table: dict[int, Decimal]
) -> None:
    figure = None if value is None else Decimal(value)
    assert score(Scoring(kind), direction, figure, table) is None
