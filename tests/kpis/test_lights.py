"""One light for several targets: the worst of them, in words how many stand where."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import translation

from kpis.results import Light

pytestmark = pytest.mark.once


def light(*states: str) -> Light:
    targets: list[Any] = [SimpleNamespace(state=state) for state in states]
    return Light(targets)


@pytest.mark.parametrize(
    ("states", "found"),
    [
        ((), "no_kpi"),
        (("done", "done"), "done"),
        (("ahead", "ahead"), "ahead"),
        (("not_due", "not_due"), "not_due"),
        (("done", "ahead"), "on_plan"),
        (("not_due", "done"), "on_plan"),
        (("not_due", "on_plan", "ahead"), "on_plan"),
        (("done", "not_reported"), "not_reported"),
        (("not_reported", "watch", "done"), "watch"),
        (("watch", "not_reported", "late"), "late"),
    ],
)
def test_the_worst_is_shown_and_the_best_only_where_all_have_it(
    states: tuple[str, ...], found: str
) -> None:
    assert light(*states).state == found
    assert light(*reversed(states)).state == found


def test_it_counts_how_many_stand_where() -> None:
    with translation.override("en"):
        assert light("late", "done", "late", "on_plan").why == "On plan 1 · Late 2 · Done 1"
        assert light().why == ""
