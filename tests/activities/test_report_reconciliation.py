"""What the reports' checks say: they agree on what the services made, and find what is amiss."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from activities.report_reconciliation import read_reports, reconcile_reports
from etda_plan.common.checks import Status
from projects.models import FiscalPlan, MonthlyReport
from tests.factories import (
    make_activity,
    make_office,
    make_plan,
    make_project,
    make_sub_activity,
)
from tests.reporting_factories import State, make_report

pytestmark = pytest.mark.django_db

CODES = ["reports-steps", "reports-four-eyes", "reports-versions", "reports-progress"]


@pytest.fixture
def year() -> FiscalPlan:
    """A year with reports in every state, one of them corrected."""
    office = make_office(make_plan(2565))
    project = make_project(office.plan)
    parted, whole = (make_activity(project, number, office=office) for number in (1, 2))
    make_sub_activity(parted)
    said = {parted: "30", whole: "12.5"}
    make_report(office, 1, State.APPROVED, progress=said)
    make_report(office, 1, State.APPROVED, progress=said)
    for month, state in enumerate(State, 2):
        make_report(office, month, state)
    return office.plan


def disagreeing(reports: list[MonthlyReport]) -> list[str]:
    checks = reconcile_reports(reports)
    return [check.code for check in checks if check.status is Status.DISAGREES]


def test_a_plan_without_reports_has_nothing_to_check() -> None:
    assert list(reconcile_reports(read_reports(make_plan(2565)))) == []


def test_what_the_services_made_agrees(year: FiscalPlan) -> None:
    checks = list(reconcile_reports(read_reports(year)))
    assert [check.code for check in checks] == [*CODES, "reports-copies"]
    assert {check.status for check in checks} == {Status.AGREES}
    assert [int(check.expected) for check in checks] == [6, 6, 5, 4, 1]


def test_reading_takes_as_many_queries_for_many_reports(
    year: FiscalPlan, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(4):
        assert disagreeing(read_reports(year)) == []


def events(report: MonthlyReport) -> Any:
    """Return the steps that were read: what is changed in them stays changed."""
    return report.events.all()


def forget_a_step(reports: list[MonthlyReport]) -> None:
    events(reports[0])._result_cache.pop(1)


def change_a_state(reports: list[MonthlyReport]) -> None:
    reports[2].state = State.SUBMITTED


def name_another_day(reports: list[MonthlyReport]) -> None:
    reports[0].decided_on = reports[0].month.last_day


def decide_alone(reports: list[MonthlyReport]) -> None:
    *_first, submitted, returned = events(reports[4])
    returned.by_id = submitted.by_id


def skip_a_number(reports: list[MonthlyReport]) -> None:
    reports[1].number = 3


def correct_nothing(reports: list[MonthlyReport]) -> None:
    reports[0].state = State.RETURNED


def overshoot(reports: list[MonthlyReport]) -> None:
    reports[0].activity_reports.all()[1].progress = Decimal("100.0001")


def know_it_twice(reports: list[MonthlyReport]) -> None:
    reports[0].activity_reports.all()[0].progress = Decimal(1)


def lose_an_activity(reports: list[MonthlyReport]) -> None:
    rows: Any = reports[1].activity_reports.all()
    rows._result_cache.pop()


@pytest.mark.parametrize(
    ("amiss", "found"),
    [
        (forget_a_step, ["reports-steps"]),
        (change_a_state, ["reports-steps"]),
        (name_another_day, ["reports-steps"]),
        (decide_alone, ["reports-four-eyes"]),
        (skip_a_number, ["reports-versions"]),
        (correct_nothing, ["reports-steps", "reports-versions"]),
        (overshoot, ["reports-progress"]),
        (know_it_twice, ["reports-progress"]),
        (lose_an_activity, ["reports-copies"]),
    ],
)
def test_what_is_amiss_is_found(
    year: FiscalPlan, amiss: Callable[[list[MonthlyReport]], None], found: list[str]
) -> None:
    reports = read_reports(year)
    amiss(reports)
    assert disagreeing(reports) == found
