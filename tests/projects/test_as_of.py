"""As of a past day: what an address asks for, and what each reader gets."""

from __future__ import annotations

import datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.template import Context, Template
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from etda_plan.accounts.models import User
from etda_plan.common.fiscal import today, typed_date
from etda_plan.common.permissions import Role
from projects.as_of import AsOf, as_of_query, read_as_of
from projects.models import FiscalPlan
from projects.sight import Sight
from tests.factories import close_months, make_plan, make_sample, make_user, publish

TODAY = datetime.date(2020, 4, 13)


@pytest.fixture
def year(db: None) -> FiscalPlan:
    """The plan of 2563 on 13 April 2563, its months closed and published up to February."""
    make_sample(TODAY)
    found = FiscalPlan.objects.get(fiscal_year=2563)
    for close in close_months(found, 5):
        publish(close)
    return found


def asked(plan: FiscalPlan, day: str = "", user: User | None = None) -> AsOf:
    request = RequestFactory().get("/", {"as_of": day} if day else {})
    request.user = user or AnonymousUser()
    return read_as_of(request, plan)


def staff() -> User:
    return make_user("staff", Role.AUDITOR)


def test_without_a_day_it_is_today(year: FiscalPlan) -> None:
    found = asked(year, user=staff())
    assert (found.day, found.is_past, found.notes) == (TODAY, False, [])
    assert (found.sight.day, found.sight.last_month) == (TODAY, 7)


def test_a_past_day_is_shown_as_it_was(year: FiscalPlan) -> None:
    found = asked(year, "31/1/2563", staff())
    assert found.day == datetime.date(2020, 1, 31)
    assert found.is_past
    assert found.value == "31/1/2563"
    assert (found.sight.day, found.sight.last_month) == (datetime.date(2020, 1, 31), 4)
    assert [end.name for end in found.month_ends if end.is_current] == ["ม.ค."]


def test_the_future_is_refused_with_a_sentence(year: FiscalPlan) -> None:
    found = asked(year, "14/4/2563", staff())
    assert found.day == TODAY
    assert not found.is_past
    assert found.sight.day == TODAY
    assert found.notes == ["วันหลังจาก 13 เม.ย. 2563 ยังไม่มียอด จึงแสดงยอด ณ วันนั้น"]


def test_a_day_before_the_year_is_its_first_one(year: FiscalPlan) -> None:
    found = asked(year, "1/1/2562", staff())
    assert found.day == year.starts_on
    assert found.notes


def test_the_first_and_the_last_day_that_may_be_asked_for_need_no_words(year: FiscalPlan) -> None:
    for asked_for, user in [("1/10/2562", staff()), ("1/10/2562", None), ("29/2/2563", None)]:
        found = asked(year, asked_for, user)
        assert (found.value, found.notes) == (asked_for, [])


@pytest.mark.parametrize("day", ["yesterday", "31/2/2563", "31/1/2020", "<script>"])
def test_what_is_no_day_is_left_out_and_said(year: FiscalPlan, day: str) -> None:
    found = asked(year, day, staff())
    assert found.day == TODAY
    assert "ณ วันที่" in found.notes[0]


def test_a_visitor_sees_up_to_the_published_month(year: FiscalPlan) -> None:
    found = asked(year)
    assert (found.day, found.sight.last_month) == (datetime.date(2020, 2, 29), 5)
    assert [end.name for end in found.month_ends] == ["ต.ค.", "พ.ย.", "ธ.ค.", "ม.ค.", "ก.พ."]


def test_a_visitor_looks_back_within_what_is_published(year: FiscalPlan) -> None:
    found = asked(year, "30/12/2562")
    assert (found.day, found.sight.last_month) == (datetime.date(2019, 12, 30), 2)
    later = asked(year, "31/3/2563")
    assert (later.day, later.sight.last_month) == (datetime.date(2020, 2, 29), 5)
    assert "ยอดที่เผยแพร่มีถึง 29 ก.พ. 2563" in later.notes[0]
    assert not later.is_past


def test_a_visitor_sees_the_plan_alone_while_nothing_is_published(db: None) -> None:
    found = asked(make_plan(2563 + 7), "31/1/2570")
    assert (found.day, found.usual, found.month_ends) == (None, None, [])
    assert (found.value, found.is_past) == ("", False)
    assert found.notes


def test_reports_of_the_last_month_are_approved_after_the_year(db: None) -> None:
    """A past year shows its last day; what was approved later counts, unless asked otherwise."""
    plan, reader = FiscalPlan.objects.get(fiscal_year=2563), staff()
    found = asked(plan, user=reader)
    assert found.day == plan.ends_on
    assert found.sight.day > plan.ends_on
    later = asked(plan, "15/10/2563", reader)
    assert (later.day, later.is_past) == (datetime.date(2020, 10, 15), True)
    assert (later.sight.day, later.sight.last_month) == (datetime.date(2020, 10, 15), 12)
    current = asked(plan, typed_date(today()), reader)
    assert (current.day, current.is_past, current.notes) == (today(), True, [])


def test_it_is_read_once_a_request(year: FiscalPlan) -> None:
    request = RequestFactory().get("/", {"as_of": "31/1/2563"})
    request.user = AnonymousUser()
    read_as_of(request, year)
    with CaptureQueriesContext(connection) as again:
        read_as_of(request, year)
    assert len(again) == 0


def test_links_between_pages_that_look_back_keep_the_day(year: FiscalPlan) -> None:
    request = RequestFactory().get("/", {"as_of": "31 ม.ค. 2563"})
    context = Context({"as_of_query": as_of_query(request), "plan": year})
    link = "{% plan_url 'kpis:list' %} {% plan_url 'source' %}"
    pages = Template(link).render(context).split()
    assert pages == ["/kpis/?as_of=31/1/2563", "/source/"]
    context["plan"] = make_plan(2570)
    pages = Template(link).render(context).split()
    assert pages[0] == "/kpis/?fiscal_year=2570&amp;as_of=31/1/2563"


def test_today_is_kept_in_links_as_it_was_asked_for(year: FiscalPlan) -> None:
    request = RequestFactory().get("/", {"as_of": "13/4/2563"})
    assert as_of_query(request) == "as_of=13/4/2563"


def test_one_published_month_is_enough_to_see_figures() -> None:
    assert [Sight(TODAY, last).sees_figures for last in (0, 1, 12)] == [False, True, True]


@pytest.mark.parametrize("day", ["", "no", "14/4/2563"])
def test_links_keep_no_day_that_is_not_shown(year: FiscalPlan, day: str) -> None:
    assert as_of_query(RequestFactory().get("/", {"as_of": day})) == ""
