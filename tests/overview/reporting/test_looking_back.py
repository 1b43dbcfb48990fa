"""Reports as of a past day: the version, its state and the steps that there were by then."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from etda_plan.common.permissions import Role
from projects.models import MonthlyReport
from projects.services.amendments import revise
from projects.services.months import close_reports, reopen_reports
from projects.services.reports import approve_report, return_report, submit_report
from tests.factories import (
    begin_day,
    make_administrator,
    make_office,
    make_planner,
    make_reporting_month,
    make_sample,
    make_user,
)
from tests.overview.reporting.desk import Desk, browser, make_desk, said
from tests.reporting_factories import make_activity_report, make_report

pytestmark = [pytest.mark.django_db, pytest.mark.once]

DECEMBER = 3


def day(month: int, number: int) -> datetime.date:
    return datetime.date(2020, month, number)


@pytest.fixture
def desk() -> Desk:
    """An office's December: submitted 10 January, returned 20, approved 10 February, closed 15;
    reopened 5 March and corrected 6 March. It is 20 March."""
    make_sample(day(1, 5))
    begin_day(day(1, 5))
    desk = make_desk(year=2563)
    begin_day(day(1, 10))
    report = make_report(
        desk.office, DECEMBER, "submitted", progress={desk.plain: "30"}, results={desk.target: "4"}
    )
    begin_day(day(1, 20))
    report = return_report(report, "ขอตัวเลข", user=desk.head)
    begin_day(day(2, 5))
    make_activity_report(report, desk.plain, "45", user=desk.officer)
    report = submit_report(report, user=desk.officer)
    begin_day(day(2, 10))
    approve_report(report, user=desk.head, comment="ครบแล้ว")
    begin_day(day(2, 15))
    close = close_reports(make_reporting_month(desk.plan, DECEMBER), user=make_planner())
    begin_day(day(3, 5))
    reopen_reports(close, "ตัวเลขผิด", user=make_administrator())
    begin_day(day(3, 6))
    make_report(desk.office, DECEMBER, "approved", progress={desk.plain: "50"})
    begin_day(day(3, 20))
    return desk


@pytest.fixture
def auditor(desk: Desk) -> Client:
    return browser(make_user("auditor", Role.AUDITOR))


def at(month: int, number: int) -> str:
    return f"{number}/{month}/2563"


def test_the_matrix_has_the_states_of_the_day(desk: Desk, auditor: Client) -> None:
    expected = {
        at(1, 9): "not_reported",
        at(1, 7): "not_due",
        at(1, 10): "report_submitted",
        at(1, 20): "report_returned",
        at(2, 5): "report_submitted",
        at(2, 10): "report_approved",
        at(3, 6): "report_approved",
    }
    found = {}
    for asked in expected:
        page = auditor.get("/monthly-reports/", {"as_of": asked})
        row = next(row for row in page.context["offices"] if row.office == desk.office)
        found[asked] = row.cells[DECEMBER - 1].state
        assert f"{desk.address(DECEMBER)}?as_of={asked}" in said(page)
    assert found == expected


def test_the_months_were_closed_as_they_were_on_the_day(desk: Desk) -> None:
    planner = browser(make_planner())
    found = {}
    for asked in (at(2, 14), at(2, 15), at(3, 5)):
        page = planner.get("/monthly-reports/", {"as_of": asked})
        row = page.context["matrix"].months[DECEMBER - 1]
        found[asked] = (row.state, len(row.closes), "Reopened by" in said(page))
        assert "Close reports of" not in said(page)
    assert found == {
        at(2, 14): ("month_open", 0, False),
        at(2, 15): ("month_closed", 1, False),
        at(3, 5): ("month_open", 1, True),
    }
    assert "Close reports of" in said(planner.get("/monthly-reports/"))


def steps(client: Client, desk: Desk, asked: str) -> list[str]:
    page = client.get(desk.address(DECEMBER), {"as_of": asked})
    return [event.act for event in page.context["events"]]


def test_later_steps_are_not_shown(desk: Desk, auditor: Client) -> None:
    assert steps(auditor, desk, at(1, 20)) == ["started", "submitted", "returned"]
    assert steps(auditor, desk, at(2, 10))[3:] == ["submitted", "approved"]
    assert steps(auditor, desk, at(1, 9)) == []
    text = said(auditor.get(desk.address(DECEMBER), {"as_of": at(1, 20)}))
    assert "ขอตัวเลข" in text
    assert "ครบแล้ว" not in text


def test_the_version_that_was_in_force_is_shown_with_what_it_said(
    desk: Desk, auditor: Client
) -> None:
    then = said(auditor.get(desk.address(DECEMBER), {"as_of": at(2, 10)}))
    assert ">45" in then
    assert "version 2" not in then
    assert ">50" in said(auditor.get(desk.address(DECEMBER)))


def test_what_was_written_over_since_is_not_shown_as_of_that_day(
    desk: Desk, auditor: Client
) -> None:
    """On 10 January the report said 30; that it says 45 now is no reason to show either."""
    page = auditor.get(desk.address(DECEMBER), {"as_of": at(1, 10)})
    assert page.context["shown"].state == MonthlyReport.State.SUBMITTED
    assert page.context["reported"] is None
    assert "What it said on that day is not kept" in said(page)


def test_nothing_is_decided_or_written_on_a_past_day(desk: Desk) -> None:
    head, officer = browser(desk.head), browser(desk.officer)
    address = f"{desk.address(DECEMBER)}?as_of={at(2, 5)}"
    assert "Your decision" not in said(head.get(address))
    assert head.post(address, {"decision": "approve", "comment": ""}).status_code == 403
    assert "Correct the report" not in said(officer.get(address))
    assert "Correct the report" in said(officer.get(desk.address(DECEMBER)))


def test_others_see_of_a_past_day_what_they_saw_then(desk: Desk) -> None:
    stranger = browser(make_desk("ส.อื่น", 2563).officer)
    page = stranger.get(desk.address(DECEMBER), {"as_of": at(2, 5)})
    assert page.context["shown"] is None
    page = stranger.get(desk.address(DECEMBER), {"as_of": at(2, 10)})
    assert page.context["shown"].state == MonthlyReport.State.APPROVED


def test_the_month_in_one_has_what_was_approved_by_the_day(desk: Desk, auditor: Client) -> None:
    address = f"/monthly-reports/{DECEMBER}/"
    before = said(auditor.get(address, {"as_of": at(2, 9)}))
    then = said(auditor.get(address, {"as_of": at(2, 10)}))
    assert "0 of" in before
    assert "1 of" in then
    rows = auditor.get(address, {"as_of": at(2, 10), "_export": "csv"}).content.decode()
    assert ",45," in rows
    assert ",50," in auditor.get(address, {"_export": "csv"}).content.decode()


def test_offices_are_those_that_had_something_to_report_then(desk: Desk, auditor: Client) -> None:
    other = make_office(desk.plan, "ส.ใหม่")
    for activity in (desk.plain, desk.parted):
        revise(activity, {"office": other}, reason="มติ", user=make_administrator())
    revise(desk.target, {"owner": other}, reason="มติ", user=make_administrator())
    then, now = (
        {
            row.office.code
            for row in auditor.get("/monthly-reports/", query).context["matrix"].offices
        }
        for query in ({"as_of": at(2, 10)}, {})
    )
    assert desk.office.code in then - now
    assert "ส.ใหม่" in now - then


@pytest.mark.parametrize(
    ("address", "queries"), [("/monthly-reports/", 25), (f"/monthly-reports/{DECEMBER}/", 73)]
)
def test_as_many_queries_to_look_back_at_one_office_as_at_many(
    desk: Desk, auditor: Client, address: str, queries: int
) -> None:
    counts = []
    for more in (0, 4):
        for number in range(more):
            make_desk(f"ส.{number}", 2563)
        auditor.get(address)
        with CaptureQueriesContext(connection) as asked:
            auditor.get(address, {"as_of": at(2, 10)})
        counts.append(len(asked))
    assert counts == [queries] * 2
