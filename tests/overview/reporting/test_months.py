"""Offices by months, the closes, and a month's reports in one."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from etda_plan.accounts.models import Notification
from etda_plan.common.permissions import Role
from etda_plan.overview.reporting.obligations import duties, missing
from projects.models import ReportClose, ReportReopening
from tests.factories import (
    close_months,
    make_administrator,
    make_office,
    make_planner,
    make_report_close,
    make_user,
    publish,
)
from tests.overview.reporting.desk import Desk, browser, make_desk, said
from tests.paper import copied_text, needs_pango, needs_pdftotext
from tests.reporting_factories import make_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    """An office with two activities and an indicator."""
    return make_desk()


@pytest.fixture
def planner(desk: Desk) -> Client:
    """A planner's browser."""
    return browser(make_planner())


def states(client: Client, desk: Desk, query: str = "") -> dict[str, list[str]]:
    """Return the states of each office's months, by its abbreviation."""
    page = client.get(f"/monthly-reports/{desk.query}{query}")
    return {row.office.code: [cell.state for cell in row.cells] for row in page.context["offices"]}


def test_an_office_stands_in_a_state_in_each_month(desk: Desk, planner: Client) -> None:
    for month, state in enumerate(("approved", "submitted", "returned", "draft"), 1):
        make_report(desk.office, month, state, progress={desk.plain: "5"})
    make_report(desk.office, 1, "draft")
    expected = ["correcting", "submitted", "returned", "draft"]
    found = states(planner, desk)[desk.office.code]
    assert found[:4] == [f"report_{state}" for state in expected]
    assert set(found[4:]) == {"not_reported"}


def test_an_office_with_nothing_to_report_is_left_out(desk: Desk, planner: Client) -> None:
    make_office(desk.plan, "ส.ว่าง")
    assert list(states(planner, desk)) == [desk.office.code]


def test_other_offices_drafts_are_just_not_reported(desk: Desk) -> None:
    other = make_desk("ส.อื่น")
    make_report(desk.office, 1, "submitted", progress={desk.plain: "5"})
    make_report(desk.office, 2, "approved", progress={desk.plain: "5"})
    seen = states(browser(other.officer), desk)[desk.office.code]
    assert seen[:2] == ["not_reported", "report_approved"]
    assert states(browser(desk.officer), desk)[desk.office.code][0] == "report_submitted"


def test_the_matrix_is_filtered_by_state_in_a_month(desk: Desk, planner: Client) -> None:
    other = make_desk("ส.อื่น")
    make_report(desk.office, 6, "approved", progress={desk.plain: "5"})
    assert list(states(planner, desk, "&state=report_approved&month=6")) == [desk.office.code]
    assert list(states(planner, desk, "&state=not_reported&month=6")) == [other.office.code]


def test_the_matrix_is_exported_as_it_is_seen(desk: Desk, planner: Client) -> None:
    make_report(desk.office, 1, "approved", progress={desk.plain: "5"})
    make_report_close(desk.plan, 1)
    file = planner.get(f"/monthly-reports/{desk.query}&_export=csv")
    rows = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert rows[0][:2] == ["Office", "Oct"]
    assert rows[1][:3] == [desk.office.code, "Approved", "Not reported"]
    closed = next(row for row in rows if row[0] == "Reports closed on")
    assert closed[1] != "–"
    assert closed[2] == "–"


def test_a_duty_names_who_may_write_and_who_decides(desk: Desk) -> None:
    make_report(desk.office, 6, "submitted", progress={desk.plain: "5"})
    duty = duties(desk.plan, 6, desk.plan.ends_on)[0]
    assert set(duty.people.reporters) == {desk.officer, desk.head}
    assert duty.people.heads == (desk.head,)
    assert missing(desk.plan, 6, desk.plan.ends_on) == []
    assert [each.office for each in missing(desk.plan, 7, desk.plan.ends_on)] == [desk.office]
    before = duties(desk.plan, 6, desk.plan.starts_on.replace(year=2000))[0]
    assert not before.people.reporters


def test_before_a_month_is_closed_the_planner_reads_who_has_not_reported(
    desk: Desk, planner: Client
) -> None:
    other = make_desk("ส.อื่น")
    make_report(other.office, 6, "submitted", progress={other.plain: "5"})
    address = f"/monthly-reports/6/close/{desk.query}"
    page = planner.get(address)
    assert [duty.office for duty in page.context["row"].missing] == [desk.office]
    assert [duty.office for duty in page.context["row"].undecided] == [other.office]
    assert "are closed." in said(planner.post(address, follow=True))
    assert ReportClose.objects.get().month.month == 6
    told = Notification.objects.filter(kind="reports_closed")
    people = {desk.officer, desk.head, other.officer, other.head}
    assert {each.recipient for each in told} == people


def test_a_month_is_closed_once(desk: Desk, planner: Client) -> None:
    make_report_close(desk.plan, 6)
    page = planner.post(f"/monthly-reports/6/close/{desk.query}")
    assert "closed already" in said(page)
    assert ReportClose.objects.count() == 1


def test_an_administrator_reopens_with_a_reason(desk: Desk) -> None:
    make_report_close(desk.plan, 6)
    administrator = browser(make_administrator())
    address = f"/monthly-reports/6/reopen/{desk.query}"
    refused = administrator.post(address, {"reason": ""})
    assert refused.context["form"].errors["reason"]
    administrator.post(address, {"reason": "ตัวเลขตกหล่น"})
    assert ReportReopening.objects.get().reason == "ตัวเลขตกหล่น"
    notice = Notification.objects.filter(kind="reports_reopened").first()
    assert notice is not None
    assert "ตัวเลขตกหล่น" in notice.words.body
    assert "ตัวเลขตกหล่น" in said(administrator.get(f"/monthly-reports/{desk.query}"))


@pytest.mark.parametrize("act", ["close", "reopen"])
@pytest.mark.parametrize("role", list(Role))
def test_only_who_may_closes_and_reopens(desk: Desk, act: str, role: Role) -> None:
    allowed = {"close": Role.PLANNER, "reopen": Role.ADMINISTRATOR}[act]
    if act == "reopen":
        make_report_close(desk.plan, 6)
    client = browser(make_user(f"a-{role}", role))
    before = (ReportClose.objects.count(), ReportReopening.objects.count())
    answer = client.post(f"/monthly-reports/6/{act}/{desk.query}", {"reason": "เหตุ"})
    after = (ReportClose.objects.count(), ReportReopening.objects.count())
    assert (answer.status_code == 302) == (role == allowed)
    assert (before != after) == (role == allowed)


@pytest.mark.parametrize(
    "path", ["", "6/", "6/close/", "6/reopen/", "6/reports.pdf", "6/forms.xlsx"]
)
def test_a_visitor_signs_in(desk: Desk, path: str) -> None:
    assert "login" in browser().get(f"/monthly-reports/{path}{desk.query}")["Location"]


def test_a_month_shows_only_what_is_approved(desk: Desk, planner: Client) -> None:
    other = make_desk("ส.อื่น")
    make_report(desk.office, 6, "approved", progress={desk.plain: "45"})
    make_report(other.office, 6, "submitted", progress={other.plain: "99"})
    text = said(planner.get(f"/monthly-reports/6/{desk.query}"))
    assert "1 of 2 offices have an approved report" in text
    assert '45 <span class="note">' in text
    assert '99 <span class="note">' not in text


def rows_of(file: Any) -> list[list[Any]]:
    """Return the cells of a workbook's first sheet."""
    sheet = load_workbook(io.BytesIO(file.content)).worksheets[0]
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_a_month_is_exported_activity_by_activity(desk: Desk, planner: Client) -> None:
    make_report(desk.office, 6, "approved", progress={desk.plain: "45", desk.parted: "10"})
    rows = rows_of(planner.get(f"/monthly-reports/6/{desk.query}&_export=xlsx"))
    plain = next(row for row in rows if row[1] == desk.plain.code)
    assert plain[4:7] == ["45", "No monthly plan yet", "ดำเนินการแล้ว"]
    parts = [row for row in rows if str(row[1]).startswith(f"{desk.parted.code} ")]
    assert [row[4] for row in parts] == ["10", "10"]
    target = next(row for row in rows if row[0] == "P0" and row[5] == "10" and row[1].isdigit())
    assert target[4] == "not reported"


def test_plan_and_result_follow_the_structure_of_the_forms(desk: Desk, planner: Client) -> None:
    make_report(desk.office, 5, "approved", progress={desk.plain: "35"})
    make_report(desk.office, 6, "approved", progress={desk.plain: "45"})
    file = planner.get(f"/monthly-reports/6/forms.xlsx{desk.query}")
    book = load_workbook(io.BytesIO(file.content))
    assert len(book.worksheets) == 2
    rows = rows_of(file)
    assert any("Draft in the structure of the form" in str(row[0]) for row in rows)
    result = next(
        row for row in rows if str(row[0]).startswith(desk.plain.code) and row[1] == "Result"
    )
    assert result[2:9] == ["–", "–", "–", "–", "35", "45", "–"]
    assert result[14] == "ดำเนินการแล้ว"


@pytest.mark.once
@needs_pango[0]
@needs_pango[1]
@needs_pdftotext
def test_a_month_is_printed(desk: Desk, planner: Client) -> None:
    make_report(desk.office, 6, "approved", progress={desk.plain: "45"})
    file = planner.get(f"/monthly-reports/6/reports.pdf{desk.query}")
    assert desk.plain.code in copied_text(file.content)


@pytest.mark.parametrize(("path", "queries"), [("", 16), ("6/", 34)])
@pytest.mark.parametrize("count", [1, 8])
def test_the_number_of_queries_does_not_grow(
    planner: Client,
    django_assert_num_queries: DjangoAssertNumQueries,
    path: str,
    queries: int,
    count: int,
) -> None:
    desks = [make_desk(f"ส.{number}") for number in range(count)]
    for each in desks:
        make_report(each.office, 6, "approved", progress={each.plain: "45"})
    address = f"/monthly-reports/{path}{desks[0].query}"
    planner.get(address)
    with django_assert_num_queries(queries):
        planner.get(address)


def test_everybody_with_a_role_is_told_that_a_month_is_published(desk: Desk) -> None:
    publish(close_months(desk.plan, 1)[0])
    told = Notification.objects.filter(kind="month_published")
    names = {each.recipient.username for each in told}
    assert {desk.officer.username, desk.head.username, "finance"} <= names
    assert make_administrator().username not in names
