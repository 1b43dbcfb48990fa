"""Which plan a page shows."""

import pytest
from django.http import Http404
from django.test import RequestFactory
from pytest_django import DjangoAssertNumQueries

from projects.models import FiscalPlan
from projects.selection import known_plans, require_plan, selected_plan
from tests.factories import make_plan


def asked(query: str, rf: RequestFactory) -> FiscalPlan | None:
    return selected_plan(rf.get(f"/{query}"))


def test_without_a_year_it_is_the_current_plan(rf: RequestFactory, plan: FiscalPlan) -> None:
    make_plan(2570)
    assert asked("", rf) == plan


def test_a_year_names_its_plan(rf: RequestFactory, plan: FiscalPlan) -> None:
    other = make_plan(2570)
    assert asked("?fiscal_year=2570", rf) == other


@pytest.mark.parametrize(
    "year", ["2571", "", "2020", "abc", "2563.0", "-1", "๒๕๖๓", "2563 ", "9" * 99]
)
def test_an_unknown_or_malformed_year_is_not_found(
    rf: RequestFactory, plan: FiscalPlan, year: str
) -> None:
    with pytest.raises(Http404):
        selected_plan(rf.get("/", {"fiscal_year": year}))


def test_where_none_is_marked_as_current_it_is_the_newest(
    rf: RequestFactory, no_plan: None
) -> None:
    make_plan(2569)
    newest = make_plan(2570)
    assert asked("", rf) == newest


def test_no_plan_at_all_is_none_and_required_pages_are_not_found(
    rf: RequestFactory, no_plan: None
) -> None:
    assert asked("", rf) is None
    with pytest.raises(Http404):
        require_plan(rf.get("/"))


def test_plans_are_read_once_a_request(
    rf: RequestFactory, plan: FiscalPlan, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_plan(2570)
    request = rf.get("/")
    with django_assert_num_queries(2):
        selected_plan(request)
        assert len(known_plans(request)) == 2
        for known in known_plans(request):
            list(known.approvals.all())
