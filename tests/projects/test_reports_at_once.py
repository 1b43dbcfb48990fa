"""Two people who act on one report, or on its month, at the same time."""

import threading
from collections.abc import Sequence
from functools import partial

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone

from etda_plan.accounts.models import User
from projects.models import MonthlyReport, Office, ReportClose, ReportEvent
from projects.services.months import close_reports
from projects.services.reports import approve_report, return_report, start_report, submit_report
from tests.factories import make_office, make_plan, make_planner, make_reporting_month
from tests.living import SECONDS_TO_WAIT, at_once, wait_for_someone
from tests.reporting_factories import State, make_head, make_officer, make_report


def an_office() -> Office:
    """Return an office of a year that is over."""
    return make_office(make_plan(2565))


def codes(came_of: Sequence[object]) -> set[str | None]:
    refused = [each for each in came_of if isinstance(each, Exception)]
    assert all(isinstance(each, ValidationError) for each in refused), refused
    return {each.error_list[0].code for each in refused if isinstance(each, ValidationError)}


def test_who_start_the_same_report_write_the_same_one(living: str) -> None:
    office = an_office()
    month = make_reporting_month(office.plan)
    people = [make_officer(office, f"officer-{number}") for number in range(4)]

    def start(user: User) -> MonthlyReport:
        return start_report(month, office, user=user)

    came_of = at_once([partial(start, user) for user in people])
    assert [each for each in came_of if isinstance(each, Exception)] == []
    report = MonthlyReport.objects.get()
    assert came_of == [report] * 4
    assert report.events.count() == 1


def test_a_report_is_submitted_before_the_close_or_not_at_all(living: str) -> None:
    office = an_office()
    report, officer, planner = make_report(office), make_officer(office), make_planner()
    came_of = at_once(
        [
            lambda: submit_report(report, user=officer),
            lambda: close_reports(report.month, user=planner),
        ]
    )
    assert ReportClose.objects.count() == 1
    assert codes(came_of) <= {"monthly_report_month_open"}
    submitted = MonthlyReport.objects.get().state == State.SUBMITTED
    assert submitted == (came_of[0] == report)
    assert submitted == report.events.filter(act=ReportEvent.Act.SUBMITTED).exists()


def test_a_close_waits_for_a_report_that_is_being_submitted_past_the_service(living: str) -> None:
    if connection.vendor != "postgresql":  # the writers of SQLite come one after the other
        return
    office = an_office()
    report, officer, planner = make_report(office), make_officer(office), make_planner()
    done: list[str] = []
    written = threading.Event()

    def submit_slowly() -> None:
        with transaction.atomic():
            MonthlyReport.objects.filter(pk=report.pk).update(
                saved_by=officer, saved_at=timezone.now()
            )
            written.set()
            wait_for_someone()
            done.append("saved")

    def close() -> None:
        assert written.wait(SECONDS_TO_WAIT)
        close_reports(report.month, user=planner)
        done.append("closed")

    assert at_once([submit_slowly, close]) == [None, None]
    assert done == ["saved", "closed"]


def test_a_report_is_approved_or_returned_and_not_both(living: str) -> None:
    office = an_office()
    report = make_report(office, state=State.SUBMITTED)
    heads = [make_head(office, f"head-{number}") for number in range(4)]
    came_of = at_once(
        [
            lambda: approve_report(report, user=heads[0]),
            lambda: return_report(report, "แก้", user=heads[1]),
            lambda: approve_report(report, user=heads[2]),
            lambda: return_report(report, "แก้อีก", user=heads[3]),
        ]
    )
    decided = [each for each in came_of if isinstance(each, MonthlyReport)]
    assert len(decided) == 1
    assert codes(came_of) == {"not_waiting"}
    assert MonthlyReport.objects.get().state == decided[0].state
    assert report.events.count() == 3
