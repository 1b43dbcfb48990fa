"""Pages ask the database as often for a hundred times the work, and ten years of plans, as for few.

Each page is asked for in both states by a planner, who sees all of it.
"""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from activities.models import Activity, ActivityReport
from projects.models import FiscalPlan, MonthlyReport, Office, Project
from projects.services.reports import approve_report, submit_report
from tests.activities.progress.days import on
from tests.factories import (
    make_activity,
    make_kpi,
    make_office,
    make_plan,
    make_planner,
    make_project,
    make_schedule,
    make_sub_activity,
    make_target,
    planned_item,
)
from tests.reporting_factories import make_head, make_officer, make_report

pytestmark = [
    pytest.mark.once,
    pytest.mark.django_db,
    pytest.mark.usefixtures("no_plan"),
]

FEW, MANY = 3, 300
PAGES = [
    "/",
    "/activities/",
    "/activities/?per_page=100",
    "/activities/progress/",
    "/activities/attention/",
    "/activities/schedule/",
    "/kpis/",
    "/monthly-reports/",
    "/projects/",
    "/projects/EC/",
    "/my/",
]


@pytest.fixture
def office(no_plan: None) -> Office:
    """The office of a work with three activities, of which one has a part, reported for October."""
    on("1/10/2562")
    plan = make_plan(2563)
    office, work = make_office(plan), make_project(plan, "EC")
    make_target(make_kpi(plan), work, owner=office)
    activities = [make_activity(work, number, office=office) for number in range(1, FEW + 1)]
    make_sub_activity(activities[0])
    make_schedule(*[planned_item(each) for each in activities], approved=True)
    fill_years(range(2562, 2563), FEW)
    on("6/11/2562")
    report_all(office, 1)
    return office


def add_activities(work: Project, office: Office, first: int, last: int) -> list[Activity]:
    """Make activities of these numbers at once."""
    return Activity.objects.bulk_create(
        Activity(project=work, office=office, number=number, title=f"กิจกรรม {number}")
        for number in range(first, last + 1)
    )


def fill_years(years: range, activities: int) -> None:
    """Make a plan of each year, with a work, an indicator and activities."""
    for year in years:
        plan = make_plan(year)
        work, office = make_project(plan), make_office(plan)
        make_target(make_kpi(plan), work, owner=office)
        add_activities(work, office, 1, activities)


def report_all(office: Office, month: int) -> MonthlyReport:
    """Have the report of a month approved in which all of an office's activities have a half."""
    report = make_report(office, month)
    ActivityReport.objects.bulk_create(
        ActivityReport(report=report, activity=each, progress="50", done="ทำแล้ว")
        for each in office.activities.filter(sub_activities=None)
    )
    submitted = submit_report(report, user=make_officer(office))
    return approve_report(submitted, user=make_head(office))


def grow(office: Office) -> None:
    """Add activities up to a hundred times as many, in eleven works, and nine years more."""
    plan: FiscalPlan = office.plan
    half = MANY // 2
    more = add_activities(plan.projects.get(code="EC"), office, FEW + 1, half)
    for number in range(10):
        work = make_project(plan, f"W{number}")
        make_target(make_kpi(plan, number + 2), work, owner=office)
        more += add_activities(work, office, 1, half // 10)
    make_schedule(*[planned_item(each) for each in more], approved=True)
    fill_years(range(2553, 2562), 100)
    on("6/12/2562")
    report_all(office, 2)


def queries_of(client: Client, page: str) -> int:
    """Return how many queries a page takes that was asked for before."""
    assert client.get(page).status_code == 200
    with CaptureQueriesContext(connection) as asked:
        client.get(page)
    return len(asked)


@pytest.mark.parametrize("page", PAGES)
def test_it_takes_as_many_queries_for_a_hundred_times_the_work(
    client: Client, office: Office, page: str
) -> None:
    client.force_login(make_planner())
    few = queries_of(client, page)
    grow(office)
    assert Activity.objects.filter(office=office).count() == MANY
    assert queries_of(client, page) == few
