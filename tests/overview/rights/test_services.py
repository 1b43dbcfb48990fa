"""Each act rules its services: whoever may not do it is refused before anything is read."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from activities.permissions import DECIDE_SCHEDULES, OVERRIDE_STATUS, PROPOSE_SCHEDULES
from activities.services import schedules, statuses
from activities.services.reports import ActivityValues, save_activity_report
from budgets import permissions as money
from budgets.services import (
    attachments,
    batches,
    carry_forwards,
    months,
    postings,
    spending_plans,
    transfers,
)
from etda_plan.common.permissions import Act, Role
from etda_plan.overview.permissions import MOVE_TODAY
from etda_plan.overview.services import move_today
from projects import permissions as reporting
from projects.models import FiscalPlan
from projects.services import months as report_months
from projects.services import reports
from tests.factories import make_activity, make_office, make_project, make_user
from tests.reporting_factories import make_head, make_report

pytestmark = [pytest.mark.django_db, pytest.mark.once]

NOT_READ: Any = None
"""In place of what a service would change: a refusal comes before it is looked at."""


def call(service: Callable[..., object], count: int = 1, key: bool = True) -> Callable[..., object]:
    return partial(service, *[NOT_READ] * count, **({"key": NOT_READ} if key else {}))


RULED: list[tuple[Act, Callable[..., object]]] = [
    (money.CLOSE_MONTHS, call(months.close_month)),
    (money.REOPEN_MONTHS, call(months.reopen_month, 2)),
    (money.PUBLISH_MONTHS, call(months.publish_month)),
    (money.POST_ENTRIES, call(postings.post)),
    (money.POST_ENTRIES, call(postings.post_all, key=False)),
    (money.POST_ENTRIES, call(attachments.attach, 2, key=False)),
    (money.POST_ENTRIES, partial(batches.keep_workbook, NOT_READ, "entries", NOT_READ)),
    (
        money.PROPOSE_SPENDING_PLANS,
        partial(batches.keep_workbook, NOT_READ, "spending_plans", NOT_READ),
    ),
    (money.PROPOSE_SPENDING_PLANS, call(spending_plans.propose_spending_plan, 2)),
    (money.DECIDE_SPENDING_PLANS, call(spending_plans.approve_spending_plan)),
    (money.PROPOSE_TRANSFERS, call(transfers.propose_transfer)),
    (money.DECIDE_TRANSFERS, call(transfers.approve_transfer)),
    (money.PROPOSE_CARRY_FORWARDS, call(carry_forwards.propose_carry_forward, 4)),
    (money.DECIDE_CARRY_FORWARDS, call(carry_forwards.approve_carry_forward)),
    (PROPOSE_SCHEDULES, call(schedules.propose_schedule, 3, key=False)),
    (PROPOSE_SCHEDULES, call(schedules.withdraw_schedule, key=False)),
    (DECIDE_SCHEDULES, call(schedules.approve_schedule, key=False)),
    (DECIDE_SCHEDULES, partial(schedules.refuse_schedule, NOT_READ, reason="")),
    (OVERRIDE_STATUS, call(statuses.override_status, 3, key=False)),
    (reporting.CLOSE_REPORTS, call(report_months.close_reports, key=False)),
    (reporting.REOPEN_REPORTS, call(report_months.reopen_reports, 2, key=False)),
    (MOVE_TODAY, call(move_today, key=False)),
]


def words(value: object) -> str:
    return value.code if isinstance(value, Act) else ""


@pytest.mark.parametrize(("act", "service"), RULED, ids=words)
def test_who_may_not_do_an_act_is_refused_by_its_service(
    act: Act, service: Callable[..., object]
) -> None:
    others = [make_user(role.value, role) for role in Role if role.value not in act.roles]
    assert others
    for user in (*others, make_user("nobody"), AnonymousUser()):
        with pytest.raises(PermissionDenied):
            service(user=user)


def test_a_report_is_written_and_decided_by_no_stranger_of_any_role(plan: FiscalPlan) -> None:
    """The office has staff and a head: neither another office's nor a planner stands in."""
    office = make_office(plan)
    activity = make_activity(make_project(plan, "ZZ"), office=office)
    draft, head = make_report(office, 1), make_head(office)
    waiting = make_report(office, 2, "submitted")
    values = ActivityValues(done="ดำเนินการแล้ว")
    services: list[Callable[..., object]] = [
        partial(reports.start_report, draft.month, office),
        partial(reports.hold_open, draft),
        partial(reports.submit_report, draft),
        partial(save_activity_report, draft, activity, values),
        partial(reports.approve_report, waiting),
        partial(reports.return_report, waiting, "ขอรายละเอียด"),
    ]
    for user in (make_user("nobody"), *(make_user(role.value, role) for role in Role)):
        for service in services:
            with pytest.raises(PermissionDenied):
                service(user=user)
    assert reports.approve_report(waiting, user=head).state == "approved"
