"""The page of a report: who reads it, what stands beside it, and how it is decided."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from activities.models import ActivityReport
from etda_plan.accounts.models import Notification
from etda_plan.common.permissions import Role
from projects.models import MonthlyReport
from tests.factories import make_activity, make_planner, make_report_close, make_user
from tests.overview.reporting.desk import Desk, browser, make_desk, said
from tests.reporting_factories import make_head, make_report, make_result

pytestmark = pytest.mark.django_db
State = MonthlyReport.State
QUERIES = 39
"""Session, account, roles, sample mark, plans; office, month, versions, people; items; the three
reports that stand beside each other; the ledger's reading of the month; steps."""


@pytest.fixture
def desk() -> Desk:
    """An office with two activities and an indicator."""
    return make_desk()


@pytest.fixture
def head(desk: Desk) -> Client:
    """Its head's browser."""
    return browser(desk.head)


def decide(client: Client, desk: Desk, decision: str, comment: str = "") -> Any:
    """Send a decision about the report of March."""
    data = {"decision": decision, "comment": comment}
    return client.post(desk.address(), data, follow=True)


def told(kind: str) -> set[str]:
    """Return who was told a kind of thing."""
    rows = Notification.objects.filter(kind=kind)
    return set(rows.values_list("recipient__username", flat=True))


def test_a_report_stands_beside_the_month_before(desk: Desk, head: Client) -> None:
    make_report(desk.office, 5, "approved", progress={desk.plain: "35"})
    make_report(desk.office, 6, "submitted", progress={desk.plain: "45"})
    text = said(head.get(desk.address()))
    assert "45<div class" in text
    assert '<div class="last reported__before">35</div>' in text
    assert "in grey: the report of Feb 2560" in text


def test_a_correction_shows_what_the_version_before_said(desk: Desk, head: Client) -> None:
    make_report(desk.office, 6, "approved", progress={desk.plain: "45"})
    make_report(desk.office, 6, "submitted", progress={desk.plain: "40"})
    text = said(head.get(desk.address()))
    assert "before: 45" in text
    assert "version 2" in text
    first = said(head.get(desk.address(6, version="1")))
    assert "before: 45" not in first
    assert head.get(desk.address(6, version="3")).status_code == 404


def test_the_head_approves_and_both_who_wrote_are_told(desk: Desk, head: Client) -> None:
    make_report(desk.office, 6, "submitted", progress={desk.plain: "45"})
    text = said(decide(head, desk, "approve"))
    assert "The report is approved." in text
    report = MonthlyReport.objects.get()
    assert (report.state, report.decided_by) == (State.APPROVED, desk.head)
    assert told("report_approved") == {desk.officer.username}


def test_returning_needs_a_comment_which_the_officer_reads(desk: Desk, head: Client) -> None:
    make_report(desk.office, 6, "submitted", progress={desk.plain: "45"})
    refused = decide(head, desk, "return")
    assert refused.context["form"].errors["comment"]
    assert MonthlyReport.objects.get().state == State.SUBMITTED
    decide(head, desk, "return", "ขอตัวเลขผู้เข้าอบรม")
    assert told("report_returned") == {desk.officer.username}
    notice = Notification.objects.get(kind="report_returned")
    assert "ขอตัวเลขผู้เข้าอบรม" in notice.words.body
    officer = browser(desk.officer)
    assert "ขอตัวเลขผู้เข้าอบรม" in said(officer.get(notice.path))


def test_what_was_returned_is_submitted_again(desk: Desk, head: Client) -> None:
    progress = {desk.plain: "45", desk.parted: "10"}
    report = make_report(desk.office, 6, "returned", progress=progress)
    officer = browser(desk.officer)
    page = officer.post(desk.address(6, "review"), follow=True)
    assert "P0" in said(page)  # the indicator is due and lacks
    make_result(report, desk.target, "6")
    officer.post(desk.address(6, "review"))
    assert MonthlyReport.objects.get().state == State.SUBMITTED
    assert told("report_submitted") == {desk.head.username}


def test_nobody_decides_what_they_submitted(desk: Desk, head: Client) -> None:
    make_report(desk.office, 6, "submitted", officer=desk.head, progress={desk.plain: "45"})
    assert "Your decision" not in said(head.get(desk.address()))
    assert decide(head, desk, "approve").status_code == 403
    planner = browser(make_planner())
    assert "Your decision" in said(planner.get(desk.address()))
    decide(planner, desk, "approve")
    assert MonthlyReport.objects.get().state == State.APPROVED


def test_a_planner_decides_nothing_where_a_head_can(desk: Desk) -> None:
    make_report(desk.office, 6, "submitted", progress={desk.plain: "45"})
    planner = browser(make_planner())
    assert "Your decision" not in said(planner.get(desk.address()))
    assert decide(planner, desk, "approve").status_code == 403


def test_an_approved_report_is_corrected_by_a_copy(desk: Desk) -> None:
    make_report(desk.office, 6, "approved", progress={desk.plain: "45"})
    officer = browser(desk.officer)
    assert "Correct the report" in said(officer.get(desk.address()))
    answer = officer.post(desk.address(6, "correct"))
    assert answer["Location"] == desk.address(6, "edit")
    first, second = MonthlyReport.objects.order_by("number")
    assert second.corrects == first
    copied = ActivityReport.objects.get(report=second, activity=desk.plain)
    assert copied.progress == 45
    assert first.state == State.APPROVED


def test_a_closed_month_is_neither_decided_nor_corrected(desk: Desk, head: Client) -> None:
    make_report(desk.office, 5, "approved", progress={desk.plain: "35"})
    make_report(desk.office, 6, "submitted", progress={desk.plain: "45"})
    make_report_close(desk.plan, 5)
    make_report_close(desk.plan, 6)
    assert "closed" in said(decide(head, desk, "approve"))
    correct = desk.address(5, "correct")
    assert "closed" in said(browser(desk.officer).post(correct, follow=True))
    assert set(MonthlyReport.objects.values_list("state", flat=True)) == {"approved", "submitted"}


def test_others_read_a_report_only_once_it_is_approved(desk: Desk) -> None:
    report = make_report(desk.office, 6, "submitted", progress={desk.plain: "45"})
    other = make_desk("ส.อื่น")
    stranger, finance = browser(other.officer), browser(make_user("f", Role.FINANCE))
    for client in (stranger, finance):
        page = client.get(desk.address())
        assert page.status_code == 200
        assert "ดำเนินการแล้ว" not in said(page)
    decide(browser(desk.head), desk, "approve")
    assert report.pk
    for client in (stranger, finance):
        assert "ดำเนินการแล้ว" in said(client.get(desk.address()))


@pytest.mark.parametrize("page", ["", "edit", "review", "correct"])
def test_a_visitor_signs_in_and_a_stranger_is_refused(desk: Desk, page: str) -> None:
    make_report(desk.office, 6, "submitted", progress={desk.plain: "45"})
    address = desk.address(6, page)
    stranger = browser(make_desk("ส.อื่น").head)
    ask = {"decision": "approve", "step": "keep"}
    answers = [client.post(address, ask) for client in (browser(), stranger)]
    assert "login" in answers[0]["Location"]
    assert answers[1].status_code == 403
    assert MonthlyReport.objects.get(office=desk.office).state == State.SUBMITTED


def test_every_step_stands_on_the_time_line(desk: Desk, head: Client) -> None:
    make_report(desk.office, 6, "returned", progress={desk.plain: "45"})
    text = said(head.get(desk.address()))
    steps = [text.index(word) for word in ("<b>started", "<b>submitted", "<b>returned")]
    assert steps == sorted(steps)
    assert "ขอรายละเอียดเพิ่ม" in text


def test_another_head_of_the_office_decides(desk: Desk) -> None:
    make_report(desk.office, 6, "submitted", officer=desk.head, progress={desk.plain: "45"})
    decide(browser(make_head(desk.office, "malee")), desk, "approve")
    assert MonthlyReport.objects.get().state == State.APPROVED


@pytest.mark.parametrize("count", [1, 20])
def test_the_number_of_queries_does_not_grow(
    desk: Desk, head: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    more = [make_activity(desk.plain.project, 10 + n, office=desk.office) for n in range(count)]
    make_report(desk.office, 5, "approved", progress=dict.fromkeys(more, "5"))
    for _ in range(2):
        make_report(desk.office, 6, "approved", progress=dict.fromkeys(more, "10"))
    head.get(desk.address())
    with django_assert_num_queries(QUERIES):
        head.get(desk.address())
