"""An activity as of a day: what is judged, and the sentence that says why."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import pytest
from django.utils import translation

from activities.models import StatusOverride
from tests.activities.progress.made import made, part, with_problem

pytestmark = pytest.mark.once


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def test_it_is_judged_at_the_last_month_that_is_due_or_was_reported_already() -> None:
    assert made(by_month={1: 20}, due=2).judged_month == 2
    assert made(by_month={3: 70}, due=2).judged_month == 3
    early = made(by_month={3: 70}, due=2)
    assert early.plan_to_date == 75
    assert early.progress == 70


def test_before_anything_is_due_or_reported_nothing_was_planned_and_nothing_is_missing() -> None:
    item = made(due=0)
    assert (item.reported_month, item.progress) == (0, None)
    assert item.plan_to_date == 0
    assert (item.is_missing, item.months_missing, item.state) == (False, 0, "not_due")
    assert item.why == "no report is due yet"


def test_a_report_that_is_due_lacks_for_as_many_months_as_passed_since_the_last() -> None:
    never, before = made(due=3), made(by_month={1: 25}, due=3)
    assert (never.is_missing, never.months_missing) == (True, 3)
    assert (before.is_missing, before.months_missing) == (True, 2)
    assert never.why == "3 months not reported"
    assert before.why == "2 months not reported · last 25 % in Oct 2562"
    reported = made(by_month={3: 75}, due=3)
    assert (reported.is_missing, reported.months_missing) == (False, 0)


def test_what_is_done_misses_no_report_and_says_since_when() -> None:
    item = made(by_month={2: 60, 4: 100, 5: 100}, due=8)
    assert (item.state, item.is_missing, item.months_missing) == ("done", False, 0)
    assert item.why == "100 % since Jan 2563"


def test_only_work_that_is_watched_or_late_is_behind_by_months() -> None:
    late = made(by_month={4: 50}, due=4)
    assert (late.state, late.months_behind) == ("late", 2)
    assert late.why == "50 % of the 100 % planned · 2 months behind"
    watched = made("xxxxxxxxxx..", {10: 90}, due=10)
    assert (watched.state, watched.months_behind) == ("watch", 1)
    near = made("xxxxxxxxxx..", {10: Fraction("99.5")}, due=10)
    assert (near.state, near.months_behind) == ("on_plan", 0)
    assert near.why == "99.5 % of the 100 % planned"


def test_work_that_has_not_begun_says_when_it_is_to_begin() -> None:
    item = made("....xxxx....", {2: 0}, due=2)
    assert item.state == "not_started"
    assert item.why == "planned from Feb 2563"


def test_it_begins_when_its_parts_begin_whatever_its_own_months_say() -> None:
    parts = [part("....xxxx...."), part("......xx....")]
    item = made("............", {2: 0}, due=2, parts=parts)
    assert (item.state, item.first_month) == ("not_started", 5)
    assert item.why == "planned from Feb 2563"
    assert made("????????????").first_month == 0


def test_without_a_plan_its_progress_is_said_and_not_judged() -> None:
    item = made("????????????", {2: 40}, due=2)
    assert (item.state, item.plan_to_date, item.months_behind) == ("no_monthly_plan", None, 0)
    assert item.why == "40 % done; nothing is planned month by month"


def test_months_are_planned_reached_and_worked() -> None:
    item = made("x.xx........", {1: 40, 2: 40, 4: 70, 5: 60, 6: 65}, due=6)
    assert item.planned_months == {1, 3, 4}
    assert item.done_months == {1}
    assert item.worked_months == {1, 4, 6}


def test_a_report_of_0_works_no_month() -> None:
    assert made(by_month={1: 0, 2: Fraction(1, 2)}).worked_months == {2}


def test_months_in_any_order_are_worked_where_progress_grew() -> None:
    assert made(by_month={4: 70, 1: 40, 5: 60}).worked_months == {1, 4}


def test_its_plan_is_that_of_its_parts_where_each_has_one_and_its_own_otherwise() -> None:
    first, last = part("x...........", weight=1), part("...........x", weight=3)
    of_parts = made("xxxx........", due=2, parts=[first, last])
    assert of_parts.plan_to_date == 25
    assert of_parts.weighted_parts
    unknown = made("xxxx........", due=2, parts=[first, part("????????????")])
    assert unknown.plan_to_date == 50
    assert not unknown.weighted_parts


def test_progress_is_reported_of_the_parts_or_of_what_has_none() -> None:
    whole, parts = made(), [part(), part()]
    assert made(parts=parts).leaves == parts
    assert whole.leaves == [whole]


def test_a_decided_state_is_in_force_and_the_derived_one_is_said_with_its_figures() -> None:
    decided = StatusOverride(status="cancelled")
    item = made(by_month={4: 50}, due=4, override=decided)
    assert (item.state, item.derived_state) == ("cancelled", "late")
    assert item.why == (
        "set by planning; derived: Late · 50 % of the 100 % planned · 2 months behind"
    )


def test_a_problem_is_marked_beside_the_state() -> None:
    report = with_problem("no bidder", "announce again")
    item = made(by_month={1: 25}, due=1, report=report)
    assert (item.has_problem, item.problem, item.solution) == (True, "no bidder", "announce again")
    assert item.marks == {"on_plan", "problem"}
    calm = made(by_month={1: 25}, due=1, report=with_problem("", ""))
    assert (calm.has_problem, calm.problem) == (False, "")
    assert calm.marks == {"on_plan"}
    assert (made().problem, made().solution, made().has_problem) == ("", "", False)


def test_a_month_has_its_name_and_none_has_none() -> None:
    frame = made().frame
    assert [frame.month(number) for number in (0, 1, 12)] == ["", "Oct 2562", "Sep 2563"]
