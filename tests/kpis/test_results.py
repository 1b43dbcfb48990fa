"""Results that offices report: who writes them, into what, and what the database refuses."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from kpis.models import Kpi, KpiResult, KpiTarget
from kpis.services.results import (
    ResultValues,
    copy_results,
    reported_targets,
    save_result,
    unfinished,
)
from projects.models import MonthlyReport, Office
from projects.services.reports import approve_report, start_report, submit_report
from tests.factories import make_kpi, make_office, make_plan, make_project, make_target
from tests.reporting_factories import make_head, make_officer, make_report, make_result

pytestmark = pytest.mark.django_db

RATIO = {"aggregation": "ratio", "numerator_label": "พอใจ", "denominator_label": "ตอบ"}


@pytest.fixture
def office() -> Office:
    return make_office(make_plan(2562))


@pytest.fixture
def target(office: Office) -> KpiTarget:
    return owned(office)


def owned(office: Office | None, number: int = 1, value: str = "10", **fields: str) -> KpiTarget:
    """Return a target of the plan of 2562 that an office reports on."""
    plan = office.plan if office else make_plan(2562)
    project = plan.projects.first() or make_project(plan)
    return make_target(make_kpi(plan, number, **fields), project, value, owner=office)


def refused(act: Callable[[], object], what: str) -> None:
    with pytest.raises(IntegrityError, match=what), transaction.atomic():
        act()


def test_a_result_is_kept_and_saved_again_in_its_place(target: KpiTarget, office: Office) -> None:
    report = make_report(office, 3)
    make_result(report, target, "4")
    again = make_result(report, target, "0", note="ยกเลิกหนึ่งครั้ง")
    assert KpiResult.objects.get() == again
    assert (again.value, again.note, again.figure) == (Decimal(0), "ยกเลิกหนึ่งครั้ง", Decimal(0))
    report.refresh_from_db()
    assert report.saved_by == make_officer(office)


@pytest.mark.parametrize("state", ["submitted", "approved"])
def test_nothing_is_written_once_the_report_is_handed_over(
    target: KpiTarget, office: Office, state: str
) -> None:
    report = make_report(office, 3)
    row = make_result(report, target)
    handed_over(report, state)
    with pytest.raises(ValidationError):
        make_result(report, target, "2")
    refused(lambda: KpiResult.objects.filter(pk=row.pk).update(value=2), "while_open")
    refused(lambda: KpiResult.objects.filter(pk=row.pk).delete(), "kpi_result_kept")
    other = owned(office, 2)
    refused(lambda: KpiResult.objects.create(report=report, target=other), "while_open")


def handed_over(report: MonthlyReport, state: str) -> None:
    submit_report(report, user=make_officer(report.office))
    if state == "approved":
        approve_report(report, user=make_head(report.office))


def test_what_was_returned_is_written_again(target: KpiTarget, office: Office) -> None:
    report = make_report(office, 3, "returned")
    assert make_result(report, target, "7").value == 7


def test_another_offices_target_is_refused_by_the_service_and_the_database(office: Office) -> None:
    stranger = make_office(office.plan, "ส.อื่น")
    target, report = owned(stranger), make_report(office, 3)
    with pytest.raises(ValidationError) as refusal:
        make_result(report, target)
    assert refusal.value.messages == ["หน่วยงานอื่นเป็นผู้รายงานค่าเป้าหมายนี้"]
    refused(lambda: KpiResult.objects.create(report=report, target=target), "of_the_owner")


def test_a_target_that_no_office_has_is_reported_by_nobody(office: Office) -> None:
    project = make_project(office.plan)
    target = make_target(make_kpi(office.plan), project, "1")
    with pytest.raises(ValidationError):
        make_result(make_report(office, 3), target)


def test_somebody_of_another_office_writes_nothing(target: KpiTarget, office: Office) -> None:
    report = make_report(office, 3)
    stranger = make_officer(make_office(office.plan, "ส.อื่น"))
    with pytest.raises(PermissionDenied):
        save_result(report, target, ResultValues(Decimal(1)), user=stranger)
    assert not KpiResult.objects.exists()


def test_two_offices_do_not_report_one_target_of_a_month(target: KpiTarget, office: Office) -> None:
    make_result(make_report(office, 3), target)
    other = make_office(office.plan, "ส.อื่น")
    KpiTarget.objects.filter(pk=target.pk).update(owner=other)
    report = make_report(other, 3)
    refused(lambda: KpiResult.objects.create(report=report, target=target), "one_office")
    assert make_result(make_report(other, 6), target).value == 1


def test_a_result_of_another_plans_target_is_refused(target: KpiTarget) -> None:
    other = make_office(make_plan(2561))
    report = make_report(other, 3)
    refused(lambda: KpiResult.objects.create(report=report, target=target), "_plan|_owner")


def test_a_ratio_takes_two_numbers_and_every_other_indicator_one(office: Office) -> None:
    report = make_report(office, 3)
    ratio, plain = owned(office, 1, **RATIO), owned(office, 2)
    assert make_result(report, ratio, "40", over="50").figure is not None
    for target, values in (
        (ratio, ResultValues(Decimal(80))),
        (plain, ResultValues(numerator=Decimal(1), denominator=Decimal(2))),
    ):
        with pytest.raises(ValidationError):
            save_result(report, target, values, user=make_officer(office))


@pytest.mark.parametrize(
    ("values", "what"),
    [
        ({"value": 1, "numerator": 1, "denominator": 2}, "value_or_ratio"),
        ({"numerator": 1, "denominator": -1}, "denominator_not_negative"),
    ],
)
def test_the_database_refuses_what_is_no_result(
    target: KpiTarget, office: Office, values: dict[str, int], what: str
) -> None:
    report = make_report(office, 3)
    refused(lambda: KpiResult.objects.create(report=report, target=target, **values), what)


def test_a_result_is_said_once_a_report(target: KpiTarget, office: Office) -> None:
    report = make_report(office, 3)
    make_result(report, target)
    with pytest.raises(IntegrityError), transaction.atomic():
        KpiResult.objects.create(report=report, target=target, value=5)


class TestUnfinished:
    def test_a_result_is_needed_where_it_is_due_and_0_is_one(
        self, target: KpiTarget, office: Office
    ) -> None:
        report = make_report(office, 3)
        assert [lack.target for lack in unfinished(report)] == [target]
        make_result(report, target, "0")
        assert unfinished(report) == []

    def test_in_other_months_it_may_be_given_but_is_not_needed(
        self, target: KpiTarget, office: Office
    ) -> None:
        report = make_report(office, 2)
        assert unfinished(report) == []
        assert reported_targets(report) == [target]
        assert make_result(report, target, "1").value == 1

    def test_targets_stand_once_and_in_order_however_often_they_were_reported(
        self, target: KpiTarget, office: Office
    ) -> None:
        third, second = owned(office, 3), owned(office, 2)
        elsewhere = make_target(target.kpi, make_project(office.plan, "ZZ"), "5", owner=office)
        for month in (2, 3):
            report = make_report(office, month, results={target: "1", third: "1"})
        assert reported_targets(report) == [target, elsewhere, second, third]

    def test_why_there_is_none_is_enough(self, target: KpiTarget, office: Office) -> None:
        report = make_report(office, 3)
        make_result(report, target, None)
        assert len(unfinished(report)) == 1
        make_result(report, target, None, note="สำรวจปลายปี")
        assert unfinished(report) == []

    def test_a_ratio_lacks_what_of_it_is_missing(self, office: Office) -> None:
        target, report = owned(office, 1, **RATIO), make_report(office, 3)
        assert [lack.field for lack in unfinished(report)] == ["numerator"]
        save_result(report, target, ResultValues(numerator=Decimal(4)), user=make_officer(office))
        assert [lack.field for lack in unfinished(report)] == ["denominator"]

    def test_once_a_year_is_due_in_september_alone(self, office: Office) -> None:
        target = owned(office)
        Kpi.objects.update(reported_every=12)
        assert unfinished(make_report(office, 9)) == []
        assert [lack.target for lack in unfinished(make_report(office, 12))] == [target]


class TestCorrection:
    def test_it_begins_with_what_was_said(self, target: KpiTarget, office: Office) -> None:
        first = make_report(office, 3)
        make_result(first, target, "4", note="สี่ชุมชน")
        handed_over(first, "approved")
        second = start_report(first.month, office, user=make_officer(office))
        copy_results(first, second)
        copied = second.kpi_results.get()
        assert (copied.value, copied.note, copied.target) == (Decimal(4), "สี่ชุมชน", target)
        make_result(second, target, "5")
        copy_results(first, second)
        assert [row.value for row in second.kpi_results.all()] == [5]
        assert first.kpi_results.get().value == 4

    def test_it_keeps_a_target_that_another_office_has_taken_over(
        self, target: KpiTarget, office: Office
    ) -> None:
        first = make_report(office, 3)
        make_result(first, target, "4")
        handed_over(first, "approved")
        KpiTarget.objects.filter(pk=target.pk).update(owner=make_office(office.plan, "ส.อื่น"))
        second = start_report(first.month, office, user=make_officer(office))
        copy_results(first, second)
        assert make_result(second, target, "6").value == 6
        assert reported_targets(second) == [target]
