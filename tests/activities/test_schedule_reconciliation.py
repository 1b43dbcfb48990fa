"""The months in force are held against the approved versions."""

from __future__ import annotations

import pytest

from activities.models import Activity, ScheduledMonth
from activities.reconciliation import schedule_checks
from tests.factories import (
    make_activity,
    make_plan,
    make_project,
    make_schedule,
    make_sub_activity,
    planned_item,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def activity() -> Activity:
    """An activity with a part."""
    activity = make_activity(make_project(make_plan()))
    make_sub_activity(activity)
    return activity


def test_nothing_is_checked_while_nothing_is_filled_in(activity: Activity) -> None:
    make_schedule(planned_item(activity))
    assert list(schedule_checks([activity])) == []


def test_months_agree_with_the_versions_that_put_them_in_force(activity: Activity) -> None:
    part = activity.sub_activities.get()
    make_schedule(planned_item(activity, "PN??????????"), planned_item(part), approved=True)
    make_schedule(planned_item(activity, "?NP?????????"), approved=True)
    (check,) = schedule_checks([activity])
    assert [check.expected, check.difference] == [2, 0]


@pytest.mark.parametrize("month", [1, 2, 3])
def test_a_month_that_differs_from_its_version_disagrees(activity: Activity, month: int) -> None:
    make_schedule(planned_item(activity, "PN??????????"), approved=True)
    ScheduledMonth.objects.filter(month=month).update(is_planned=month == 2)
    if month == 3:
        ScheduledMonth.objects.create(activity=activity, month=3, is_planned=True)
    (check,) = schedule_checks([activity])
    assert check.difference == -1
    assert activity.code in check.note


def test_a_month_that_no_version_holds_disagrees(activity: Activity) -> None:
    part = activity.sub_activities.get()
    ScheduledMonth.objects.create(sub_activity=part, month=1, is_planned=True)
    (check,) = schedule_checks([activity])
    assert [check.expected, check.actual] == [1, 0]
