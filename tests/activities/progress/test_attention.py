"""What needs a look: which activities, why, for how long, and in which order."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import translation

from activities.progress.attention import AttentionRow, needing_a_look
from activities.progress.items import ActivityState
from tests.activities.progress.made import made, with_problem

pytestmark = pytest.mark.once


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def late(months: int) -> ActivityState:
    """Return work of which the last so many planned months were not done."""
    return made("xxxxxxxxxxxx", {12: 100 - 100 * months // 12}, due=12)


def unreported(months: int) -> ActivityState:
    return made(due=months)


TROUBLED = made(by_month={1: 25}, due=1, report=with_problem())
CALM = made(by_month={1: 25}, due=1)


def test_the_gravest_stand_first_and_of_these_the_longest() -> None:
    items = [TROUBLED, unreported(1), late(4), CALM, unreported(3), late(6)]
    assert [row.item for row in needing_a_look(items)] == [
        items[5],
        items[2],
        items[4],
        items[1],
        TROUBLED,
    ]


def test_what_is_calm_needs_no_look() -> None:
    assert needing_a_look([CALM, made(), made(by_month={4: 100}, due=9)]) == []


def test_each_reason_says_for_how_long() -> None:
    assert [
        (reason.state, reason.how_long)
        for item in (late(4), unreported(2), TROUBLED)
        for reason in AttentionRow(item).reasons
    ] == [
        ("late", "4 months behind"),
        ("not_reported", "2 months not reported"),
        ("problem", "reported for Oct 2562"),
    ]


def test_work_that_is_late_with_a_problem_has_both_reasons_and_its_graver_place() -> None:
    both = made("xxxxxxxxxxxx", {12: 50}, due=12, report=with_problem())
    assert [reason.word for reason in AttentionRow(both).reasons] == ["Late", "Problem"]
    assert AttentionRow(both).place == (0, -6)
    assert AttentionRow(TROUBLED).place == (2, 0)
