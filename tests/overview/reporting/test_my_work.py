"""My work says what is whose to do now, for every role, and for nobody what is not."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from etda_plan.accounts.models import User
from etda_plan.common.permissions import Role
from etda_plan.overview.reporting.my_work import MyWork, Section, read_my_work
from projects.models import MonthlyReport, OfficeMembership
from tests.factories import (
    close_months,
    make_administrator,
    make_finance,
    make_ledger,
    make_membership,
    make_planner,
    make_report_close,
    make_transfer,
    make_user,
)
from tests.overview.reporting.desk import Desk, browser, make_desk, said
from tests.reporting_factories import make_report

pytestmark = pytest.mark.django_db
QUERIES = 19
"""Session, account, roles, sample mark, plans, notices; offices, duties, people, months, closes,
memberships; what was last told."""


@pytest.fixture
def desk() -> Desk:
    """An office with two activities and an indicator."""
    return make_desk()


def work_of(user: User, desk: Desk) -> MyWork:
    """Return what is somebody's to do."""
    return read_my_work(user, desk.plan)


def section(work: MyWork, beginning: str) -> Section:
    """Return the section whose title begins so."""
    return next(each for each in work.sections if str(each.title).startswith(beginning))


def test_an_officer_finds_the_months_to_report_oldest_first(desk: Desk) -> None:
    make_report(desk.office, 1, "approved", progress={desk.plain: "5"})
    make_report(desk.office, 2, "returned", progress={desk.plain: "10"})
    make_report_close(desk.plan, 3)
    reports = section(work_of(desk.officer, desk), "รายงานของ")
    assert reports.count == 10
    assert reports.tasks[0].state == "report_returned"
    assert reports.tasks[0].address == desk.address(2, "edit")
    assert reports.tasks[1].address == desk.address(4, "edit")
    assert reports.tasks[1].is_late


def test_what_waits_for_the_head_is_read_not_written(desk: Desk) -> None:
    make_report(desk.office, 1, "submitted", progress={desk.plain: "5"})
    task = section(work_of(desk.officer, desk), "รายงานของ").tasks[0]
    assert task.address == desk.address(1)
    assert not task.is_late


def test_a_person_in_two_offices_finds_both(desk: Desk) -> None:
    other = make_desk("ส.อื่น")
    make_membership(desk.officer, other.office, desk.plan.starts_on)
    titles = [each.title for each in work_of(desk.officer, desk).sections]
    assert len(titles) == 2
    assert {desk.office.name, other.office.name} == {title[len("รายงานของ") :] for title in titles}


def test_one_without_an_office_or_a_role_is_told_what_to_do(desk: Desk) -> None:
    nowhere = browser(make_user("nowhere", Role.OFFICER))
    assert "You belong to no office yet" in said(nowhere.get(f"/my/{desk.query}"))
    roleless = browser(make_user("roleless"))
    assert "This account has no role yet" in said(roleless.get(f"/my/{desk.query}"))


def test_a_visitor_signs_in(desk: Desk) -> None:
    assert "login" in browser().get("/my/")["Location"]


def test_a_head_finds_what_waits_except_the_own(desk: Desk) -> None:
    make_report(desk.office, 1, "submitted", progress={desk.plain: "5"})
    make_report(desk.office, 2, "submitted", officer=desk.head, progress={desk.plain: "5"})
    tasks = section(work_of(desk.head, desk), "รายงานที่รอท่านพิจารณา").tasks
    assert [task.address for task in tasks] == [f"{desk.address(1)}#decision"]
    planners = section(work_of(make_planner(), desk), "รายงานที่รอท่านพิจารณา").tasks
    assert [task.address for task in planners] == [f"{desk.address(2)}#decision"]


def test_a_planner_finds_who_has_not_reported_and_what_to_close(desk: Desk) -> None:
    other = make_desk("ส.อื่น")
    make_report(desk.office, 12, "submitted", progress={desk.plain: "5"})
    work = work_of(make_planner(), desk)
    (task,) = section(work, "หน่วยงานที่ยังไม่รายงาน").tasks
    assert task.title.startswith(f"{other.office.code} · ก.ย. ")
    assert section(work, "เดือนที่ปิดรายงานได้").count == 12
    make_report_close(desk.plan, 1)
    assert section(work_of(make_planner(), desk), "เดือนที่ปิดรายงานได้").count == 11


def test_a_planner_finds_the_offices_without_a_reporter(desk: Desk) -> None:
    alone = make_desk("ส.ไม่มีคน")
    OfficeMembership.objects.filter(office=alone.office).update(until=datetime.date(2017, 1, 1))
    tasks = section(work_of(make_planner(), desk), "หน่วยงานที่ไม่มีผู้รายงาน").tasks
    assert [task.title.split(" · ")[0] for task in tasks] == ["ส.ไม่มีคน"]


def test_finance_and_administrators_find_their_months(desk: Desk) -> None:
    ledger = section(work_of(make_finance(), desk), "งวดเดือนของบัญชี").tasks
    assert [task.address for task in ledger] == [f"/budgets/months/1/close/{desk.query}"]
    close_months(desk.plan, 1)
    make_report_close(desk.plan, 1)
    tasks = section(work_of(make_administrator(), desk), "การเผยแพร่").tasks
    assert [task.address for task in tasks] == [f"/budgets/months/1/publish/{desk.query}"]


def test_an_approver_finds_how_many_proposals_wait() -> None:
    allocation = make_ledger("100", 2561)
    plan = allocation.fund_source.plan
    make_transfer(allocation, make_ledger("100", 2561, "BB"))
    approver = make_user("approver", Role.APPROVER)
    tasks = read_my_work(approver, plan).sections[0].tasks
    assert [(task.title, task.address) for task in tasks] == [
        ("โอน/ถัวจ่าย", f"/budgets/transfers/{plan.query}")
    ]


def test_the_last_notices_stand_beside_it(desk: Desk) -> None:
    make_report(desk.office, 6, "submitted", progress={desk.plain: "45"})
    browser(desk.head).post(desk.address(), {"decision": "return", "comment": "ขอตัวเลข"})
    assert MonthlyReport.objects.get().state == "returned"
    page = browser(desk.officer).get(f"/my/{desk.query}")
    assert "the report of Mar 2560 was returned" in said(page)


@pytest.mark.parametrize("count", [1, 8])
def test_the_number_of_queries_does_not_grow(
    desk: Desk, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for number in range(count):
        other = make_desk(f"ส.{number}")
        make_report(other.office, 6, "submitted", progress={other.plain: "45"})
    client: Client = browser(make_planner())
    client.get(f"/my/{desk.query}")
    with django_assert_num_queries(QUERIES):
        client.get(f"/my/{desk.query}")
