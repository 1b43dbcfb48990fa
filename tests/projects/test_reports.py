"""An office's report of a month: written, submitted, approved by another, and corrected."""

import datetime
from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from pytest_django import DjangoAssertNumQueries

from etda_plan.accounts.models import User
from etda_plan.common.fiscal import today
from etda_plan.common.permissions import Role
from projects.models import MonthlyReport, Office, ReportEvent
from projects.reporters import may_decide
from projects.services.reports import (
    approve_report,
    hold_open,
    return_report,
    start_report,
    submit_report,
)
from projects.sight import Sight
from tests.factories import (
    make_administrator,
    make_membership,
    make_office,
    make_plan,
    make_planner,
    make_report_close,
    make_reporting_month,
    make_user,
)
from tests.reporting_factories import State, make_head, make_officer, make_report, on_day

pytestmark = pytest.mark.django_db

OCTOBER_31, NOVEMBER_5 = datetime.date(2021, 10, 31), datetime.date(2021, 11, 5)
Act = Callable[[], object]
EVERYTHING = Sight(datetime.date(2099, 1, 1), 12)


@pytest.fixture
def office() -> Office:
    """An office of a year that is over."""
    return make_office(make_plan(2565))


def code_of(refusal: pytest.ExceptionInfo[ValidationError]) -> str:
    return str(refusal.value.error_list[0].code)


def steps(report: MonthlyReport) -> list[str]:
    return list(report.events.values_list("act", flat=True))


def test_a_report_is_written_submitted_and_approved_by_the_head(office: Office) -> None:
    officer, head = make_officer(office), make_head(office)
    report = start_report(make_reporting_month(office.plan), office, user=officer)
    assert (report.state, report.number, report.started_by) == (State.DRAFT, 1, officer)
    submitted = submit_report(report, user=officer)
    assert (submitted.state, submitted.submitted_by) == (State.SUBMITTED, officer)
    approved = approve_report(report, user=head, comment=" ดี ")
    assert (approved.state, approved.decided_by, approved.comment) == (State.APPROVED, head, "ดี")
    assert approved.submitted_on == approved.decided_on == today()
    assert steps(report) == ["started", "submitted", "approved"]
    last = report.events.latest("pk")
    assert (last.by, last.on, last.comment) == (head, today(), "ดี")


def test_what_is_returned_says_why_and_is_submitted_anew(office: Office) -> None:
    returned = make_report(office, state=State.RETURNED)
    assert returned.comment == "ขอรายละเอียดเพิ่ม"
    again = submit_report(returned, user=make_officer(office))
    assert (again.state, again.comment, again.decided_by) == (State.SUBMITTED, "", None)
    approve_report(again, user=make_head(office))
    assert steps(again) == ["started", "submitted", "returned", "submitted", "approved"]


@pytest.mark.parametrize("comment", ["", "  "])
def test_nothing_is_returned_without_a_word(office: Office, comment: str) -> None:
    report = make_report(office, state=State.SUBMITTED)
    with pytest.raises(ValidationError) as refusal:
        return_report(report, comment, user=make_head(office))
    assert code_of(refusal) == "monthly_report_returned_with_comment"
    assert steps(report) == ["started", "submitted"]


def test_starting_again_gives_the_report_that_is_there(office: Office) -> None:
    report = make_report(office)
    colleague = make_officer(office, "colleague")
    assert start_report(report.month, office, user=colleague) == report
    submit_report(report, user=colleague)
    assert start_report(report.month, office, user=colleague) == report
    assert steps(report) == ["started", "submitted"]


def test_after_approval_the_next_version_corrects_and_the_first_stays_in_force_meanwhile(
    office: Office,
) -> None:
    first = make_report(office, state=State.APPROVED)
    second = make_report(office)
    assert (second.number, second.corrects) == (2, first)
    assert steps(second) == ["correction_started"]
    for state in (State.SUBMITTED, State.APPROVED):
        assert MonthlyReport.objects.in_force(EVERYTHING).get() == first
        submitted = state == State.SUBMITTED
        (submit_report if submitted else approve_report)(
            second, user=make_officer(office) if submitted else make_head(office)
        )
    assert MonthlyReport.objects.in_force(EVERYTHING).get() == second


def test_a_past_day_still_sees_what_was_in_force_on_it(office: Office) -> None:
    days = [NOVEMBER_5, datetime.date(2022, 2, 1)]
    versions = []
    for day in days:
        with on_day(day):
            versions.append(make_report(office, state=State.APPROVED))
    in_force = [
        list(MonthlyReport.objects.in_force(Sight(day, 12)))
        for day in (NOVEMBER_5 - datetime.timedelta(days=1), *days)
    ]
    assert in_force == [[], [versions[0]], [versions[1]]]
    assert not MonthlyReport.objects.in_force(Sight(days[1], 0))


def test_what_is_in_force_takes_one_query_for_many_offices(
    office: Office, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(3):
        other = make_office(office.plan, f"ส.{number}")
        for _version in range(2):
            make_report(other, state=State.APPROVED)
    with django_assert_num_queries(1):
        assert {each.number for each in MonthlyReport.objects.in_force(EVERYTHING)} == {2}


def test_a_draft_begins_with_the_month_and_is_submitted_when_it_has_ended(office: Office) -> None:
    october, november = (make_reporting_month(office.plan, number) for number in (1, 2))
    officer = make_officer(office)
    with on_day(OCTOBER_31):
        report = start_report(october, office, user=officer)
        with pytest.raises(ValidationError) as refusal:
            submit_report(report, user=officer)
        assert code_of(refusal) == "monthly_report_month_ended"
        with pytest.raises(ValidationError) as refusal:
            start_report(november, office, user=officer)
        assert code_of(refusal) == "monthly_report_month_begun"
    with on_day(OCTOBER_31 + datetime.timedelta(days=1)):
        assert submit_report(report, user=officer).state == State.SUBMITTED
        start_report(november, office, user=officer)


def test_nobody_decides_the_own_report(office: Office) -> None:
    head = make_head(office)
    report = make_report(office, state=State.SUBMITTED, officer=head)
    decisions: list[Act] = [
        lambda: approve_report(report, user=head),
        lambda: return_report(report, "แก้", user=head),
    ]
    for decide in decisions:
        with pytest.raises(ValidationError) as refusal:
            decide()
        assert code_of(refusal) == "own_report"


def test_only_what_waits_is_decided_and_once(office: Office) -> None:
    head = make_head(office)
    for state in (State.DRAFT, State.APPROVED):
        report = make_report(office, state=state)
        with pytest.raises(ValidationError) as refusal:
            approve_report(report, user=head)
        assert code_of(refusal) == "not_waiting"


def test_what_was_submitted_is_not_written_any_more(office: Office) -> None:
    report, officer = make_report(office, state=State.SUBMITTED), make_officer(office)
    writes: list[Act] = [
        lambda: submit_report(report, user=officer),
        lambda: hold_open(report, officer),
    ]
    for write in writes:
        with pytest.raises(ValidationError) as refusal:
            write()
        assert code_of(refusal) == "report_is_shut"


def test_holding_an_open_report_stamps_who_saved_it(office: Office) -> None:
    report, colleague = make_report(office), make_officer(office, "colleague")
    assert report.saved_by is None
    with transaction.atomic():
        held = hold_open(report, colleague)
    assert (held.saved_by, held.saved_at is None) == (colleague, False)
    assert MonthlyReport.objects.get().saved_by == colleague


def test_an_office_is_reported_on_by_its_own_people(office: Office) -> None:
    month, other = make_reporting_month(office.plan), make_office(office.plan, "ส.อื่น")
    make_officer(office)
    outsiders = [
        make_officer(other),
        make_head(other),
        make_user("member", Role.FINANCE),
        make_planner(),
        make_administrator(),
    ]
    make_membership(outsiders[2], office, office.plan.starts_on)
    for user in outsiders:
        with pytest.raises(PermissionDenied):
            start_report(month, office, user=user)
    report = make_report(office)
    for user in outsiders:
        with pytest.raises(PermissionDenied):
            submit_report(report, user=user)
        with pytest.raises(PermissionDenied):
            hold_open(report, user)


def test_one_person_reports_for_two_offices(office: Office) -> None:
    other, officer = make_office(office.plan, "ส.อื่น"), make_officer(office)
    make_membership(officer, other, office.plan.starts_on)
    reports = [make_report(each, officer=officer) for each in (office, other)]
    assert {report.office for report in reports} == {office, other}


def test_who_comes_after_a_handover_goes_on_with_the_draft(office: Office) -> None:
    report, yesterday = make_report(office), today() - datetime.timedelta(days=1)
    leaving = make_officer(office)
    leaving.memberships.update(until=yesterday)
    coming = make_officer(office, "coming")
    assert start_report(report.month, office, user=coming) == report
    with pytest.raises(PermissionDenied):
        submit_report(report, user=leaving)
    assert submit_report(report, user=coming).submitted_by == coming


def test_a_planner_reports_for_an_office_without_anybody(office: Office) -> None:
    planner, month = make_planner(), make_reporting_month(office.plan)
    report = start_report(month, office, user=planner)
    officer = make_officer(office)
    with pytest.raises(PermissionDenied):
        submit_report(report, user=planner)
    officer.is_active = False
    officer.save()
    assert submit_report(report, user=planner).submitted_by == planner


def test_a_planner_decides_where_the_office_has_no_other_head(office: Office) -> None:
    planner, head = make_planner(), make_head(office)
    report = make_report(office, state=State.SUBMITTED)
    with pytest.raises(PermissionDenied):
        approve_report(report, user=planner)
    mine = make_report(office, 2, State.SUBMITTED, officer=head)
    assert approve_report(mine, user=planner).decided_by == planner
    head.memberships.update(until=today() - datetime.timedelta(days=1))
    assert approve_report(report, user=planner).decided_by == planner


def test_people_of_other_offices_do_not_stand_in_a_planner_s_way(office: Office) -> None:
    other, planner = make_office(office.plan, "ส.อื่น"), make_planner()
    make_officer(other)
    make_head(other)
    report = start_report(make_reporting_month(office.plan), office, user=planner)
    submit_report(report, user=planner)
    second = make_planner("second-planner")
    assert approve_report(report, user=second).decided_by == second


def test_an_office_without_anybody_is_left_to_planners_alone(office: Office) -> None:
    month, planner = make_reporting_month(office.plan), make_planner()
    others = [make_user("auditor", Role.AUDITOR), make_user("finance", Role.FINANCE)]
    for user in others:
        with pytest.raises(PermissionDenied):
            start_report(month, office, user=user)
    report = submit_report(start_report(month, office, user=planner), user=planner)
    for user in others:
        with pytest.raises(PermissionDenied):
            approve_report(report, user=user)


def test_a_decision_is_offered_to_whom_it_would_be_taken_from_and_while_it_waits(
    office: Office,
) -> None:
    head, other = make_head(office), make_head(make_office(office.plan, "ส.อื่น"))
    report = make_report(office, state=State.SUBMITTED)
    asked: list[User | AnonymousUser] = [head, other, make_officer(office), make_planner()]
    asked.append(AnonymousUser())
    assert [may_decide(user, report) for user in asked] == [True, False, False, False, False]
    mine = make_report(office, 2, State.SUBMITTED, officer=head)
    assert [may_decide(user, mine) for user in (head, make_planner())] == [False, True]
    for month, state in enumerate((State.DRAFT, State.RETURNED, State.APPROVED), 3):
        assert not may_decide(head, make_report(office, month, state))


def test_an_officer_and_another_office_s_head_do_not_decide(office: Office) -> None:
    report = make_report(office, state=State.SUBMITTED)
    other = make_office(office.plan, "ส.อื่น")
    for user in (make_officer(office, "colleague"), make_head(other), make_administrator()):
        with pytest.raises(PermissionDenied):
            approve_report(report, user=user)


def test_while_a_month_is_closed_nothing_of_its_reports_moves(office: Office) -> None:
    officer, head = make_officer(office), make_head(office)
    other, third = make_office(office.plan, "ส.อื่น"), make_office(office.plan, "ส.สาม")
    draft, submitted = make_report(office), make_report(other, state=State.SUBMITTED)
    make_report(third, state=State.APPROVED)
    make_report_close(office.plan)
    acts: list[Act] = [
        lambda: submit_report(draft, user=officer),
        lambda: hold_open(draft, officer),
        lambda: approve_report(submitted, user=make_head(other)),
        lambda: return_report(submitted, "แก้", user=make_head(other)),
        lambda: start_report(draft.month, third, user=make_officer(third)),
    ]
    for act in acts:
        with pytest.raises(ValidationError) as refusal:
            act()
        assert code_of(refusal) == "monthly_report_month_open"
    make_report(office, 2, State.APPROVED, head=head)  # the other months go on


READ = {"draft", "submitted", "returned", "approved"}


@pytest.mark.parametrize(
    ("role", "own", "others"),
    [
        (Role.OFFICER, READ, {"approved"}),
        (Role.HEAD, READ, {"approved"}),
        (Role.FINANCE, {"approved"}, {"approved"}),
        (Role.APPROVER, {"approved"}, {"approved"}),
        (Role.PLANNER, READ, READ),
        (Role.AUDITOR, READ, READ),
        (Role.ADMINISTRATOR, READ, READ),
        (None, set(), set()),
    ],
)
def test_what_is_not_approved_is_read_by_the_office_and_who_oversees(
    office: Office, role: Role | None, own: set[str], others: set[str]
) -> None:
    other = make_office(office.plan, "ส.อื่น")
    for month, state in enumerate(State, 1):
        for each in (office, other):
            make_report(each, month, state)
    reader = make_user("reader", *filter(None, [role]))
    make_membership(reader, office, office.plan.starts_on)
    visible = MonthlyReport.objects.visible_to(reader)
    assert {each.state for each in visible.filter(office=office)} == own
    assert {each.state for each in visible.filter(office=other)} == others


def test_visitors_read_no_report(office: Office) -> None:
    make_report(office, state=State.APPROVED)
    assert not MonthlyReport.objects.visible_to(AnonymousUser())


def test_a_report_says_whose_it_is_and_whether_it_is_open(office: Office) -> None:
    first = make_report(office, state=State.APPROVED)
    second = make_report(office)
    assert (str(first), str(second)) == ("ส.ทดสอบ · ต.ค. 2564 (1)", "ส.ทดสอบ · ต.ค. 2564 (2)")
    assert [first.is_open, second.is_open] == [False, True]
    assert [first.is_correction, second.is_correction] == [False, True]
    assert str(ReportEvent.objects.latest("pk")).startswith(str(second))
