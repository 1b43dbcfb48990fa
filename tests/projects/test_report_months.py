"""A month's reports are closed when it has ended, reopened with a reason, and published."""

import datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from pytest_django import DjangoAssertNumQueries

from etda_plan.common.permissions import Role
from projects.models import (
    FiscalPlan,
    ReportClose,
    ReportingMonth,
    ReportPublication,
    ReportReopening,
)
from projects.services.months import close_reports, publish_reports, reopen_reports
from projects.sight import Sight, sight_of
from tests.factories import (
    make_administrator,
    make_plan,
    make_planner,
    make_report_close,
    make_reporting_month,
    make_user,
)
from tests.reporting_factories import on_day

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)


@pytest.fixture
def year() -> FiscalPlan:
    """A year that is over."""
    return make_plan(2565)


def day(year: int, month: int, number: int) -> datetime.date:
    return datetime.date(year, month, number)


def code_of(refusal: pytest.ExceptionInfo[ValidationError]) -> str:
    return str(refusal.value.error_list[0].code)


def test_a_month_is_closed_in_any_order_once_and_after_its_last_day(year: FiscalPlan) -> None:
    march = make_report_close(year, 6)
    make_report_close(year, 1)
    assert march.is_in_force
    assert [each.month for each in ReportingMonth.objects.closed_ones()] == [1, 6]
    with pytest.raises(ValidationError) as refusal:
        make_report_close(year, 6)
    assert code_of(refusal) == "report_close_once"
    november = make_reporting_month(year, 2)
    with on_day(november.last_day), pytest.raises(ValidationError) as refusal:
        close_reports(november, user=make_planner())
    assert code_of(refusal) == "report_close_ended"
    with on_day(november.last_day + DAY):
        assert close_reports(november, user=make_planner()).closed_on == november.last_day + DAY


def test_a_close_is_reopened_once_with_a_reason_and_closed_again(year: FiscalPlan) -> None:
    close, administrator = make_report_close(year), make_administrator()
    with pytest.raises(ValidationError) as refusal:
        reopen_reports(close, " ", user=administrator)
    assert code_of(refusal) == "report_reopening_has_reason"
    reopened = reopen_reports(close, " ตกหล่น ", user=administrator)
    assert (reopened.reason, reopened.reopened_by) == ("ตกหล่น", administrator)
    assert not ReportClose.objects.get().is_in_force
    with pytest.raises(ValidationError) as refusal:
        reopen_reports(close, "อีกครั้ง", user=administrator)
    assert code_of(refusal) == "report_reopening_once"
    again = make_report_close(year)
    assert list(ReportClose.objects.in_force()) == [again]


def test_a_close_in_force_is_published_once_until_it_is_reopened(year: FiscalPlan) -> None:
    close, administrator = make_report_close(year), make_administrator()
    publish_reports(close, user=administrator)
    assert ReportClose.objects.get().is_published
    with pytest.raises(ValidationError) as refusal:
        publish_reports(close, user=administrator)
    assert code_of(refusal) == "report_publication_once"
    reopen_reports(close, "ตกหล่น", user=administrator)
    assert not ReportClose.objects.get().is_published
    assert not ReportPublication.objects.in_force()
    other = make_report_close(year, 2)
    reopen_reports(other, "ตกหล่น", user=administrator)
    with pytest.raises(ValidationError) as refusal:
        publish_reports(other, user=administrator)
    assert code_of(refusal) == "report_publication_of_close"


@pytest.mark.parametrize("role", [None, *Role])
def test_planners_close_and_administrators_reopen(year: FiscalPlan, role: Role | None) -> None:
    user, close = make_user("somsri", *filter(None, [role])), make_report_close(year)
    if role != Role.PLANNER:
        with pytest.raises(PermissionDenied):
            make_report_close(year, 2, user=user)
    if role != Role.ADMINISTRATOR:
        with pytest.raises(PermissionDenied):
            reopen_reports(close, "เหตุผล", user=user)
    assert (ReportClose.objects.count(), ReportReopening.objects.count()) == (1, 0)


def test_the_months_know_their_state_in_two_queries(
    year: FiscalPlan, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for count in (1, 4):
        for number in range(year.reporting_months.closed_ones().count() + 1, count + 1):
            publish_reports(make_report_close(year, number), user=make_administrator())
        with django_assert_num_queries(2):
            months = list(year.reporting_months.with_state())
            people = [
                (each.closed_by.username, each.publication.published_by.username)
                for month in months
                for each in month.closes.all()
            ]
        assert [vars(each)["closed"] for each in months] == [True] * count + [False] * (12 - count)
        assert people == [("planner", "administrator")] * count


def test_people_with_a_role_see_the_months_that_have_begun(year: FiscalPlan) -> None:
    reader = make_user("reader", Role.FINANCE)
    seen = {
        day(2021, 9, 30): 0,
        day(2021, 10, 1): 1,
        day(2022, 9, 30): 12,
        day(2022, 10, 7): 12,
    }
    for asked, month in seen.items():
        assert sight_of(reader, year, asked) == Sight(asked, month)


def test_nobody_sees_beyond_today(year: FiscalPlan) -> None:
    reader = make_user("reader", Role.FINANCE)
    with on_day(day(2021, 12, 5)):
        for asked in (None, day(2022, 5, 1)):
            assert sight_of(reader, year, asked) == Sight(day(2021, 12, 5), 3)


def test_visitors_see_up_to_the_last_month_that_was_published_by_the_day(year: FiscalPlan) -> None:
    administrator, visitor = make_administrator(), AnonymousUser()
    with on_day(day(2021, 12, 10)):
        october = make_report_close(year)
        publish_reports(october, user=administrator)
    with on_day(day(2022, 2, 1)):
        publish_reports(make_report_close(year, 3), user=administrator)
        reopen_reports(october, "แก้", user=administrator)
    with on_day(day(2022, 3, 1)):
        reopen_reports(ReportClose.objects.get(month__month=3), "แก้", user=administrator)
    seen = {
        day(2021, 12, 9): 0,
        day(2021, 12, 10): 1,
        day(2022, 1, 31): 1,
        day(2022, 2, 1): 3,
        day(2022, 3, 1): 0,
    }
    assert {asked: sight_of(visitor, year, asked).last_month for asked in seen} == seen
    assert not sight_of(visitor, year).sees_figures
    assert sight_of(visitor, year, day(2022, 2, 1)).sees_figures


def test_another_year_s_publication_shows_nothing_of_this_one(year: FiscalPlan) -> None:
    publish_reports(make_report_close(make_plan(2564)), user=make_administrator())
    assert not sight_of(AnonymousUser(), year).sees_figures
