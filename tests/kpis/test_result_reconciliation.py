"""What the checks of results say: they agree on what services made, and find what is amiss."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from activities.report_reconciliation import read_reports
from etda_plan.common.checks import Status
from kpis.models import Evidence
from kpis.result_reconciliation import Reported, read_reported, reconcile_results
from kpis.services.evidence import add_link
from kpis.services.results import copy_results
from projects.models import FiscalPlan
from projects.services.reports import approve_report, submit_report
from tests.factories import make_kpi, make_office, make_plan, make_project, make_target
from tests.reporting_factories import State, make_head, make_officer, make_report, make_result

pytestmark = [pytest.mark.django_db, pytest.mark.once]

RATIO = {"aggregation": "ratio", "numerator_label": "พอใจ", "denominator_label": "ตอบ"}
CODES = [f"results-{word}" for word in ("plan", "owner", "kind", "in-force", "evidence")]


def make_another_year() -> None:
    """Have a result approved in another plan."""
    office = make_office(make_plan(2564), "AA")
    target = make_target(make_kpi(office.plan), make_project(office.plan), "10", owner=office)
    make_report(office, 3, State.APPROVED, results={target: "4"})


@pytest.fixture
def year() -> FiscalPlan:
    """Two reports approved and one a draft; another office had a target since, then a correction.

    In the order of the rows: a value with a link, a ratio, the draft's, the correction's two.
    """
    office = make_office(make_plan(2565), "AA")
    project = make_project(office.plan)
    counted = make_target(make_kpi(office.plan, 1), project, "10", owner=office)
    rated = make_target(make_kpi(office.plan, 2, **RATIO), project, "80", owner=office)
    officer, head = make_officer(office), make_head(office)
    first = make_report(office, 3)
    add_link(make_result(first, counted, "4"), "https://example.go.th/", "รายงาน", user=officer)
    make_result(first, rated, "40", over="50")
    approve_report(submit_report(first, user=officer), user=head)
    make_report(office, 6, results={counted: "6"})
    counted.owner = make_office(office.plan, "BB")
    counted.save()
    correction = make_report(office, 3)
    copy_results(first, correction)
    approve_report(submit_report(correction, user=officer), user=head)
    return office.plan


def read(plan: FiscalPlan) -> Reported:
    return read_reported(read_reports(plan))


def test_a_plan_whose_results_nobody_approved_has_nothing_to_check() -> None:
    office = make_office(make_plan(2565))
    assert list(reconcile_results(read(office.plan))) == []
    target = make_target(make_kpi(office.plan), make_project(office.plan), "10", owner=office)
    make_report(office, 3, State.SUBMITTED, results={target: "4"})
    assert list(reconcile_results(read(office.plan))) == []


def test_what_the_services_made_agrees(year: FiscalPlan) -> None:
    checks = list(reconcile_results(read(year)))
    assert [check.code for check in checks] == CODES
    assert [check.note for check in checks] == [""] * 5
    assert {check.status for check in checks} == {Status.AGREES}
    assert [int(check.expected) for check in checks] == [4, 4, 4, 2, 2]


def test_reading_takes_as_many_queries_for_many_results(
    year: FiscalPlan, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    reports = read_reports(year)
    with django_assert_num_queries(3):
        assert len(read_reported(reports).results) == 5


def of_another_plan(reported: Reported) -> None:
    reported.results[0].target.kpi.framework.plan_id = 0


def of_another_office(reported: Reported) -> None:
    report = reported.results[0].report
    report.office = make_office(report.month.plan, "CC")


def corrects_nothing(reported: Reported) -> None:
    report = reported.results[3].report
    report.corrects_id, report.office = None, make_office(report.month.plan, "CC")


def half_a_ratio(reported: Reported) -> None:
    reported.results[1].denominator = None


def a_ratio_and_its_value(reported: Reported) -> None:
    reported.results[1].value = Decimal(80)


def a_ratio_of_what_is_none(reported: Reported) -> None:
    reported.results[0].numerator = Decimal(4)


def approved_twice(reported: Reported) -> None:
    reported.results[2].report.state = State.APPROVED
    reported.results[2].report.month_id = reported.results[0].report.month_id
    reported.results[2].report.office_id = reported.results[0].target.owner_id or 0


def a_link_that_is_kept(reported: Reported) -> None:
    reported.results[0].evidence.all()[0].size = 12


def a_file_that_is_not_kept(reported: Reported) -> None:
    reported.results[0].evidence.all()[0].kind = Evidence.Kind.FILE


def half_a_ratio_that_is_explained(reported: Reported) -> None:
    reported.results[1].denominator, reported.results[1].note = None, "สำรวจปลายปี"


def half_a_ratio_before_it_is_due(reported: Reported) -> None:
    reported.results[1].denominator = None
    reported.results[1].target.kpi.reported_every = 12


def an_explained_ratio_with_a_value(reported: Reported) -> None:
    reported.results[1].value, reported.results[1].note = Decimal(80), "สำรวจปลายปี"


def a_link_to_nowhere(reported: Reported) -> None:
    reported.results[0].evidence.all()[0].address = "ftp://example.go.th/"


def a_link_with_the_sum_of_a_file(reported: Reported) -> None:
    reported.results[0].evidence.all()[0].sha256 = "0" * 64


def a_file_without_its_sum(reported: Reported) -> None:
    evidence = reported.results[0].evidence.all()[0]
    evidence.kind, evidence.address = Evidence.Kind.FILE, ""
    evidence.stored_name, evidence.size = "a.pdf", 12


def a_file_that_is_kept(reported: Reported) -> None:
    a_file_without_its_sum(reported)
    reported.results[0].evidence.all()[0].sha256 = "0" * 64


def a_file_with_an_address(reported: Reported) -> None:
    a_file_that_is_kept(reported)
    reported.results[0].evidence.all()[0].address = "https://example.go.th/"


@pytest.mark.parametrize(
    ("amiss", "found"),
    [
        (of_another_plan, ["results-plan"]),
        (of_another_office, ["results-owner", "results-in-force"]),
        (corrects_nothing, ["results-owner", "results-in-force"]),
        (half_a_ratio, ["results-kind"]),
        (a_ratio_and_its_value, ["results-kind"]),
        (a_ratio_of_what_is_none, ["results-kind"]),
        (approved_twice, ["results-in-force"]),
        (a_link_that_is_kept, ["results-evidence"]),
        (a_file_that_is_not_kept, ["results-evidence"]),
        (half_a_ratio_that_is_explained, []),
        (half_a_ratio_before_it_is_due, []),
        (an_explained_ratio_with_a_value, ["results-kind"]),
        (a_link_to_nowhere, ["results-evidence"]),
        (a_link_with_the_sum_of_a_file, ["results-evidence"]),
        (a_file_without_its_sum, ["results-evidence"]),
        (a_file_that_is_kept, []),
        (a_file_with_an_address, ["results-evidence"]),
    ],
)
def test_what_is_amiss_is_found(
    year: FiscalPlan, amiss: Callable[[Reported], None], found: list[str]
) -> None:
    reported = read(year)
    amiss(reported)
    checks = reconcile_results(reported)
    assert [each.code for each in checks if each.status is Status.DISAGREES] == found


def test_reports_in_any_order_and_those_of_other_years_make_no_difference(year: FiscalPlan) -> None:
    make_another_year()
    reports = read_reports(year)
    for each in (reports, reports[::-1]):
        checks = list(reconcile_results(read_reported(each)))
        assert {check.status for check in checks} == {Status.AGREES}
        assert [int(check.expected) for check in checks] == [4, 4, 4, 2, 2]
