"""Several people who propose and approve months in the same moment."""

from __future__ import annotations

from functools import partial

from django.core.exceptions import ValidationError

from activities.models import Activity, Schedule, ScheduledMonth
from activities.reconciliation import schedule_checks
from activities.services.schedules import approve_schedule
from projects.models import Office
from tests.factories import make_approver, make_planner, make_schedule, planned_item
from tests.living import at_once

WRITERS = 4
HALF = "PPPPPPNNNNNN"


def activities() -> list[Activity]:
    return list(Activity.objects.select_related("project__plan", "office").order_by("pk"))


def test_one_proposal_approved_by_several_at_once_is_one_version(living: str) -> None:
    schedule = make_schedule(planned_item(activities()[0]))
    approvers = [make_approver(f"approver{number}") for number in range(WRITERS)]
    made = at_once([partial(approve_schedule, schedule, user=each) for each in approvers])
    assert sum(isinstance(each, Schedule) for each in made) == 1
    assert sum(isinstance(each, ValidationError) for each in made) == WRITERS - 1
    assert ScheduledMonth.objects.count() == 12
    assert ScheduledMonth.history.count() == 12


def test_proposals_approved_at_once_get_numbers_of_their_own(living: str) -> None:
    by_office: dict[Office, Activity] = {each.office: each for each in activities()}
    waiting = [
        make_schedule(planned_item(item), office=office)
        for office, item in list(by_office.items())[:WRITERS]
    ]
    approver = make_approver()
    made = at_once([partial(approve_schedule, each, user=approver) for each in waiting])
    assert sorted(each.number or 0 for each in made if isinstance(each, Schedule)) == [1, 2, 3, 4]


def test_of_two_proposals_of_one_item_approved_at_once_one_comes_in_force(living: str) -> None:
    item = activities()[0]
    of_all = make_schedule(planned_item(item))
    of_office = make_schedule(planned_item(item, HALF), office=item.office)
    approver = make_approver()
    made = at_once([partial(approve_schedule, each, user=approver) for each in (of_all, of_office)])
    (approved,) = (each for each in made if isinstance(each, Schedule))
    assert sum(isinstance(each, ValidationError) for each in made) == 1
    assert item.month_row == approved.lines.get().months
    (check,) = schedule_checks(activities())
    assert check.difference == 0


def test_an_office_that_proposes_several_times_at_once_has_one_proposal(living: str) -> None:
    item = activities()[0]
    planner = make_planner()
    propose = partial(make_schedule, planned_item(item), office=item.office, user=planner)
    made = at_once([propose] * WRITERS)
    assert sum(isinstance(each, Schedule) for each in made) == 1
    assert sum(isinstance(each, ValidationError) for each in made) == WRITERS - 1
    assert Schedule.objects.count() == 1
