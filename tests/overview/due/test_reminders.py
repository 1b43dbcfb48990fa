"""Reminders before, on and after the day that reports are due, and telling others."""

import datetime
import os
import subprocess
import sys

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from activities.models import Activity
from etda_plan.accounts.models import Notification, User
from etda_plan.common.models import SampleDatabase
from etda_plan.common.permissions import Role
from etda_plan.overview.due.reminders import deadlines, escalate, remind
from projects.models import FiscalPlan, Office, ReportingSettings
from tests.architecture.tree import ROOT
from tests.factories import make_plan, make_report_close, make_sample, make_user
from tests.living import at_once
from tests.reporting_factories import make_head, make_officer, make_report

MARCH = 6
"""Its reports are due on Wednesday 8 April 2563: the 6th is a holiday."""


@pytest.fixture
def office(plan: FiscalPlan) -> Office:
    """An office of the plan, the only one whose people have accounts."""
    make_sample()
    return Activity.objects.filter(project__plan=plan).order_by("pk")[0].office


@pytest.fixture
def officer(office: Office) -> User:
    return make_officer(office)


def it_is(day: int, month: int = 4) -> None:
    """Let it be this day of 2563."""
    SampleDatabase.objects.update(today=datetime.date(2020, month, day))


def told(user: User) -> list[str]:
    """Return the kinds of what a person was told, in order."""
    return list(
        Notification.objects.filter(recipient=user).order_by("pk").values_list("kind", flat=True)
    )


def test_nothing_is_told_before_the_day_of_the_reminder(officer: User) -> None:
    it_is(2)
    assert (remind(), escalate()) == (1, 0)  # of February, which nobody submitted
    assert told(officer) == ["report_overdue"]


def test_the_reporters_are_reminded_before_the_day_on_it_and_after_it_once_each(
    officer: User, office: Office
) -> None:
    make_report(office, MARCH - 1, "submitted", officer=officer)
    for day in range(2, 31):
        it_is(day)
        remind()
        remind()
    assert told(officer) == ["report_due_soon", "report_due_today", "report_overdue"]
    days = Notification.objects.order_by("pk").values_list("created_on__day", flat=True)
    assert list(days) == [3, 8, 9]  # two working days before, the day, the working day after


def test_a_notice_says_which_report_and_leads_to_its_form(officer: User, office: Office) -> None:
    it_is(8)
    remind()
    notice = Notification.objects.get(recipient=officer, kind="report_due_today")
    assert notice.path == f"/monthly-reports/{MARCH}/{office.pk}/edit/"
    with translation.override("th"):
        assert office.code in notice.words.subject
        assert "มี.ค. 2563" in notice.words.subject
        assert "8 เม.ย. 2563" in notice.words.body


@pytest.mark.parametrize("state", ["submitted", "approved"])
def test_who_has_submitted_is_left_alone(officer: User, office: Office, state: str) -> None:
    for month in (MARCH - 1, MARCH):
        make_report(office, month, state, officer=officer)
    it_is(20)
    assert (remind(), escalate()) == (0, 0)


@pytest.mark.parametrize("state", ["draft", "returned"])
def test_a_draft_and_what_was_returned_is_not_submitted(
    officer: User, office: Office, state: str
) -> None:
    make_report(office, MARCH, state, officer=officer)
    it_is(9)
    remind()
    assert "report_overdue" in told(officer)


@pytest.mark.parametrize(
    ("day", "months"),
    [
        ((2019, 10, 31), []),
        ((2019, 11, 5), [1]),
        ((2020, 4, 2), [5]),
        ((2020, 4, 3), [5, 6]),
        ((2020, 4, 8), [5, 6]),
        ((2020, 4, 9), [6]),
        ((2020, 10, 8), [12]),
    ],
)
def test_something_is_told_of_the_month_that_comes_due_and_of_the_last_that_was(
    plan: FiscalPlan, day: tuple[int, int, int], months: list[int]
) -> None:
    assert [each.month for each in deadlines(plan, datetime.date(*day))] == months


def test_the_same_month_of_another_year_may_be_closed(officer: User) -> None:
    make_report_close(make_plan(2562), MARCH)
    it_is(8)
    remind()
    assert "report_due_today" in told(officer)


def test_a_closed_month_is_asked_for_no_more(officer: User, plan: FiscalPlan) -> None:
    it_is(20)
    for month in (MARCH - 1, MARCH):
        make_report_close(plan, month)
    assert (remind(), escalate()) == (0, 0)


def test_heads_and_planners_are_told_when_it_stays_out(
    officer: User, office: Office, plan: FiscalPlan
) -> None:
    head, planner = make_head(office), make_user("planner", Role.PLANNER)
    make_report_close(plan, MARCH - 1)
    it_is(10)
    assert escalate() == 0
    it_is(13)  # three working days after the 8th; Songkran was worked
    assert escalate() == 2
    assert escalate() == 0
    assert told(head) == ["report_escalated_to_head"]
    notice = Notification.objects.get(recipient=planner)
    assert notice.kind == "reports_escalated_to_planners"
    assert office.code in notice.values["offices"]
    assert notice.path == "/monthly-reports/"
    assert told(officer) == []


def test_the_days_are_settings(officer: User, plan: FiscalPlan) -> None:
    ReportingSettings.objects.create(
        plan=plan, due_working_day=1, remind_days_before=0, escalate_days_after=10
    )
    make_report_close(plan, MARCH - 1)
    planner = make_user("another", Role.PLANNER)
    it_is(1)
    remind()
    assert told(officer) == ["report_due_today"]
    it_is(15)
    assert escalate() == 0
    it_is(16)
    escalate()
    assert told(planner) == ["reports_escalated_to_planners"]


def test_nobody_is_told_of_others_before_the_day_after_it_was_due(plan: FiscalPlan) -> None:
    ReportingSettings.objects.create(plan=plan, escalate_days_after=0)
    (march,) = deadlines(plan, datetime.date(2020, 4, 9))
    assert march.due_day == datetime.date(2020, 4, 8)
    assert march.overdue_on == march.escalate_on == datetime.date(2020, 4, 9)


def test_a_site_set_up_late_does_not_begin_with_a_year_of_reminders(officer: User) -> None:
    it_is(30, month=9)
    remind()
    assert Notification.objects.count() == 1
    assert Notification.objects.get().values["month"] == {"month": "2020-08-01"}


def test_a_year_long_past_is_not_asked_for(officer: User) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("etda_plan.overview.due.reminders.today", lambda: datetime.date(2026, 11, 24))
        assert (remind(), escalate()) == (0, 0)


def test_the_last_month_is_asked_for_in_the_next_year(officer: User) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("etda_plan.overview.due.reminders.today", lambda: datetime.date(2020, 10, 7))
        remind()
    assert Notification.objects.get(kind="report_due_today").path.startswith("/monthly-reports/12/")


def test_who_left_the_office_is_not_asked_any_more(officer: User, office: Office) -> None:
    officer.memberships.update(until=datetime.date(2020, 3, 31))
    follower = make_officer(office, "follower")
    it_is(8)
    remind()
    assert told(officer) == []
    assert "report_due_today" in told(follower)


def test_runs_at_once_tell_each_once(living: str) -> None:
    make_sample()
    plan = FiscalPlan.objects.get(fiscal_year=2563)
    office = Activity.objects.filter(project__plan=plan).order_by("pk")[0].office
    people = [make_officer(office, f"officer{n}") for n in range(3)]
    make_user("planner", Role.PLANNER)
    it_is(20)
    for result in at_once([remind, escalate] * 3):
        assert not isinstance(result, Exception), result
    assert Notification.objects.filter(kind="report_overdue").count() == len(people)
    assert Notification.objects.count() == len(people) + 1


def test_a_round_with_nothing_to_tell_takes_few_queries(officer: User, office: Office) -> None:
    it_is(20)
    remind()

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert (remind(), escalate()) == (0, 0)
        return len([each for each in captured if each["sql"].startswith("SELECT")])

    few = queries()
    for number in range(5):
        make_officer(office, f"officer{number}")
    remind()
    assert queries() == few


@pytest.mark.once
def test_every_process_knows_the_words_of_what_is_told() -> None:
    """A page that was never asked for, and a run that only sends mails, show them too."""
    code = (
        "import django; django.setup(); from etda_plan.accounts.notices.kinds import notices; "
        "print(*(each.code for each in notices()))"
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "etda_plan.settings"}
    command = [sys.executable, "-c", code]
    said = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
    assert {"report_due_today", "report_submitted"} <= set(said.stdout.decode().split())
