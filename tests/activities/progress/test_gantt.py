"""The bars of a row, the same in words, and where today stands."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from itertools import pairwise

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from activities.progress.gantt import Bar, Bars, draw, place_of, runs
from activities.progress.words import listed
from projects.models import FiscalPlan
from tests.activities.progress.made import made

pytestmark = pytest.mark.once

YEAR = FiscalPlan(fiscal_year=2563)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def bars(drawn: tuple[Bar, ...]) -> list[tuple[str, int, int]]:
    return [(bar.kind, bar.first, bar.last) for bar in drawn]


@given(st.sets(st.integers(1, 12)))
def test_bars_are_the_longest_runs_of_months_and_cover_just_these(months: set[int]) -> None:
    drawn = list(runs("planned", months))
    assert [month for bar in drawn for month in range(bar.first, bar.last + 1)] == sorted(months)
    assert all(one.last + 1 < other.first for one, other in pairwise(drawn))


def test_months_in_any_order_make_the_same_bars() -> None:
    assert bars(tuple(runs("open", [7, 2, 3, 9, 1, 8]))) == [("open", 1, 3), ("open", 7, 9)]
    assert list(runs("open", [])) == []


def test_a_bar_stands_over_its_months() -> None:
    assert (Bar("planned", 1, 1).x, Bar("planned", 1, 1).width) == (0, 100)
    assert (Bar("planned", 3, 6).x, Bar("planned", 3, 6).width) == (200, 400)


def test_planned_and_unknown_lie_above_worked_and_missing_months() -> None:
    drawn = draw(made("xx.?xx......", {1: 20, 2: 20, 3: 40}, due=5))
    assert bars(drawn.planned) == [("planned", 1, 2), ("planned", 5, 6), ("open", 4, 4)]
    assert bars(drawn.worked) == [("worked", 1, 1), ("worked", 3, 3), ("missing", 4, 5)]
    assert not drawn.is_empty


def test_nothing_is_drawn_where_no_month_is_known_and_none_was_worked() -> None:
    assert draw(made("????????????")).is_empty
    assert not draw(made("????????????", {1: 5}, due=1)).is_empty
    assert not draw(made("????????????", due=1)).is_empty
    assert not draw(made("...........?")).is_empty


def said(drawn: Bars) -> list[str]:
    return drawn.words.split(" · ")


def test_the_same_is_said_in_words() -> None:
    drawn = draw(made("xxx..x......", {1: 20, 2: 20, 3: 40}, due=5))
    assert said(drawn) == [
        "planned Oct–Dec, Mar",
        "progress in Oct, Dec",
        "40 % done",
        "not reported Jan–Feb",
    ]
    assert said(draw(made("????????????"))) == ["no monthly plan"]
    assert said(draw(made("x...........", {1: 0}, due=1))) == ["planned Oct", "0 % done"]


def test_months_that_follow_each_other_are_listed_as_one_run() -> None:
    assert listed([]) == ""
    assert listed([12]) == "Sep"
    assert listed([5, 1, 2, 3, 12]) == "Oct–Dec, Feb, Sep"
    assert listed([1, 2, 5, 6, 7]) == "Oct–Nov, Feb–Apr"


@pytest.mark.parametrize(
    ("day", "place"),
    [
        (datetime.date(2019, 9, 30), None),
        (datetime.date(2019, 10, 1), 3),
        (datetime.date(2019, 10, 31), 100),
        (datetime.date(2020, 2, 29), 500),
        (datetime.date(2020, 4, 15), 650),
        (datetime.date(2020, 9, 30), 1200),
        (datetime.date(2020, 10, 1), None),
    ],
)
def test_a_day_stands_in_its_month_and_outside_its_year_nowhere(
    day: datetime.date, place: int | None
) -> None:
    assert place_of(YEAR, day) == place
