"""Who owes a report, who writes and who decides it, and what is said of its versions."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from etda_plan.accounts.models import User
from etda_plan.common.permissions import Role
from etda_plan.overview.reporting.obligations import (
    Duty,
    People,
    duties,
    missing,
    offices_that_report,
    people_of,
    people_of_office,
)
from projects.models import FiscalPlan, MonthlyReport, Office
from tests.factories import (
    make_activity,
    make_kpi,
    make_membership,
    make_office,
    make_plan,
    make_project,
    make_target,
    make_user,
)
from tests.reporting_factories import State, make_head, make_officer, make_report

DAY = datetime.date(2022, 3, 15)


def duty(*states: str) -> Duty:
    """Return the duty of an office with versions in these states, oldest first."""
    versions = [MonthlyReport(number=at, state=state) for at, state in enumerate(states, 1)]
    return Duty(Office(code="ส.หนึ่ง"), 1, People(), versions)


@pytest.mark.once
@pytest.mark.parametrize(
    ("states", "said", "in_force", "has_reported", "waits"),
    [
        ([], "not_reported", None, False, False),
        (["draft"], "report_draft", None, False, False),
        (["submitted"], "report_submitted", None, True, True),
        (["returned"], "report_returned", None, False, False),
        (["approved"], "report_approved", 1, True, False),
        (["approved", "draft"], "report_correcting", 1, True, False),
        (["approved", "submitted"], "report_correcting", 1, True, True),
        (["approved", "returned"], "report_correcting", 1, True, False),
        (["approved", "approved"], "report_approved", 2, True, False),
    ],
)
def test_a_chip_says_where_the_last_version_stands_and_whether_one_counts(
    states: list[str], said: str, in_force: int | None, has_reported: bool, waits: bool
) -> None:
    found = duty(*states)
    assert found.state == said
    assert (found.in_force and found.in_force.number) == in_force
    assert (found.is_approved, found.has_reported, found.waits) == (
        in_force is not None,
        has_reported,
        waits,
    )
    assert (found.report and found.report.number) == (len(states) or None)


@pytest.fixture
def plan(db: None) -> FiscalPlan:
    """A year that is over, with an office that works, one that is measured, and one idle."""
    made = make_plan(2565)
    working, measured = make_office(made, "ส.ไทย"), make_office(made, "ส.กลาง")
    make_office(made, "ส.ว่าง")
    project = make_project(made)
    make_activity(project, 1, office=working)
    make_activity(project, 2, office=working)
    make_target(make_kpi(made), project, owner=measured)
    return made


def office_of(plan: FiscalPlan, code: str = "ส.ไทย") -> Office:
    return plan.offices.get(code=code)


def test_offices_with_activities_or_indicators_report_in_thai_order(plan: FiscalPlan) -> None:
    before = make_plan(2564)
    make_activity(make_project(before), office=make_office(before, "ส.ก่อน"))
    assert [office.code for office in offices_that_report(plan)] == ["ส.กลาง", "ส.ไทย"]


def test_every_office_has_one_duty_of_a_month_with_the_versions_of_that_month(
    plan: FiscalPlan,
) -> None:
    office = office_of(plan)
    first = make_report(office, 2, State.APPROVED)
    second = make_report(office, 2)
    make_report(office, 3, State.SUBMITTED)
    found = {each.office.code: each for each in duties(plan, 2, DAY)}
    assert {code: list(each.versions) for code, each in found.items()} == {
        "ส.กลาง": [],
        "ส.ไทย": [first, second],
    }
    assert {each.month for each in found.values()} == {2}


def test_what_is_not_submitted_is_missing(plan: FiscalPlan) -> None:
    office = office_of(plan)
    make_report(office, 1, State.SUBMITTED)
    make_report(office, 2)
    by_month = {month: [each.office.code for each in missing(plan, month, DAY)] for month in (1, 2)}
    assert by_month == {1: ["ส.กลาง"], 2: ["ส.กลาง", "ส.ไทย"]}


def people(plan: FiscalPlan, day: datetime.date = DAY) -> People:
    return people_of_office(office_of(plan), day)


def test_officers_and_heads_write_and_heads_decide(plan: FiscalPlan) -> None:
    office = office_of(plan)
    head, officer = make_head(office, "a-head"), make_officer(office, "b-officer")
    other = make_user("c-finance", Role.FINANCE)
    make_membership(other, office, plan.starts_on)
    make_officer(office_of(plan, "ส.กลาง"), "elsewhere")
    assert people(plan) == People((head, officer), (head,))


def gone(user: User) -> None:
    user.memberships.update(until=DAY - datetime.timedelta(days=1))


def not_yet_there(user: User) -> None:
    user.memberships.update(since=DAY + datetime.timedelta(days=1))


def closed(user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)


def without_role(user: User) -> None:
    user.role_grants.all().delete()


@pytest.mark.parametrize("change", [gone, not_yet_there, closed, without_role])
def test_who_is_not_there_on_the_day_neither_writes_nor_decides(
    plan: FiscalPlan, change: Any
) -> None:
    head = make_head(office_of(plan))
    assert people(plan) == People((head,), (head,))
    change(head)
    assert people(plan) == People()
    assert people_of(plan, DAY) == {}


def test_the_first_and_the_last_day_of_a_membership_count(plan: FiscalPlan) -> None:
    officer = make_officer(office_of(plan))
    officer.memberships.update(since=DAY, until=DAY)
    assert people(plan).reporters == (officer,)
    for days in (-1, 1):
        assert people(plan, DAY + datetime.timedelta(days=days)) == People()
