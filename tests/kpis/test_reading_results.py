"""Results as a reader sees them: from approved reports, of months in sight, as of a day."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from kpis.models import Kpi, KpiTarget, QuarterlyTarget
from kpis.results import Results, TargetResult, read_results
from kpis.services.evidence import add_link
from projects.models import FiscalPlan, MonthlyReport, Office
from projects.services.reports import approve_report, start_report, submit_report
from projects.sight import Sight
from tests.factories import (
    make_kpi,
    make_office,
    make_plan,
    make_project,
    make_target,
    work_of,
)
from tests.reporting_factories import State, make_head, make_officer, make_report, make_result

pytestmark = [pytest.mark.django_db, pytest.mark.once]

LATER = datetime.date(2030, 1, 1)


@pytest.fixture
def office() -> Office:
    return make_office(make_plan(2562))


@pytest.fixture
def target(office: Office) -> KpiTarget:
    return make_target(make_kpi(office.plan), make_project(office.plan), "10", owner=office)


def seen(plan: FiscalPlan, last_month: int = 12, day: datetime.date = LATER) -> Results:
    return read_results(plan, Sight(day, last_month))


def of(target: KpiTarget, last_month: int = 12, day: datetime.date = LATER) -> TargetResult:
    plan = FiscalPlan.objects.get(pk=target.kpi.framework.plan_id)
    return seen(plan, last_month, day).of_target(target.pk)


def report(office: Office, month: int, target: KpiTarget, value: str | None) -> MonthlyReport:
    return make_report(office, month, State.APPROVED, results={target: value})


def test_months_are_counted_together_and_the_year_is_judged(
    office: Office, target: KpiTarget
) -> None:
    for month, value in ((3, "2"), (6, "3"), (9, "4"), (12, "0")):
        report(office, month, target, value)
    found = of(target)
    assert (found.value, found.percent, found.state) == (Decimal(9), Decimal(90), "watch")
    assert [found.figure_by(month) for month in (3, 6, 9, 12)] == [2, 5, 9, 9]
    assert found.as_of_month == "ก.ย. 2562"


def test_drafts_and_what_waits_for_approval_are_not_results(
    office: Office, target: KpiTarget
) -> None:
    make_report(office, 3, State.SUBMITTED, results={target: "5"})
    make_report(office, 6, results={target: "5"})
    found = of(target, 6)
    assert (found.value, dict(found.by_month), found.state) == (None, {}, "not_reported")


def test_a_correction_counts_from_the_day_of_its_approval(
    office: Office, target: KpiTarget
) -> None:
    first = report(office, 3, target, "2")
    second = start_report(first.month, office, user=make_officer(office))
    make_result(second, target, "7")
    assert of(target, 3).value == 2
    submit_report(second, user=make_officer(office))
    approve_report(second, user=make_head(office))
    assert of(target, 3).value == 7
    yesterday = first.decided_on or LATER
    assert of(target, 3, yesterday - datetime.timedelta(days=1)).value is None


def test_only_the_months_in_sight_are_seen(office: Office, target: KpiTarget) -> None:
    report(office, 3, target, "2")
    report(office, 6, target, "3")
    assert (of(target, 5).value, of(target, 6).value) == (Decimal(2), Decimal(5))
    unseen = of(target, 0)
    assert (unseen.value, unseen.state) == (None, "not_due")
    assert not seen(office.plan, 0).has_results


def test_a_month_is_missing_only_when_its_report_is_due(office: Office, target: KpiTarget) -> None:
    assert of(target, 4, datetime.date(2019, 1, 7)).state == "not_due"
    late = of(target, 4, datetime.date(2019, 1, 8))
    assert (late.state, late.why) == ("not_reported", "ยังไม่รายงานผลของ ธ.ค. 2561")


def test_a_gap_makes_a_sum_unknown_and_a_last_value_not(office: Office, target: KpiTarget) -> None:
    report(office, 6, target, "12")
    gap = of(target, 6)
    assert (gap.value, gap.missing_months, gap.state) == (Decimal(12), [3], "not_reported")
    Kpi.objects.filter(pk=target.kpi_id).update(aggregation="last")
    assert of(target, 6).missing_months == []


def test_no_result_with_a_reason_is_reported_but_not_0(office: Office, target: KpiTarget) -> None:
    draft = make_report(office, 3)
    make_result(draft, target, None, note="สำรวจปลายปี")
    submit_report(draft, user=make_officer(office))
    approve_report(draft, user=make_head(office))
    found = of(target, 3)
    assert (found.value, found.missing_months, found.state) == (None, [], "watch")


def test_an_empty_row_says_nothing(office: Office, target: KpiTarget) -> None:
    report(office, 3, target, None)
    assert of(target, 3).state == "not_reported"


def test_the_target_to_date_is_that_of_the_last_quarter_that_ended(
    office: Office, target: KpiTarget
) -> None:
    for quarter, value in ((1, 2), (2, 5), (4, 10)):
        QuarterlyTarget.objects.create(target=target, quarter=quarter, value=value)
    report(office, 3, target, "2")
    report(office, 6, target, "2")
    found = of(target, 6)
    assert [found.expected_by(month) for month in (2, 3, 5, 6, 9, 12)] == [None, 2, 2, 5, 5, 10]
    assert (found.state, found.why) == ("watch", "เป้าหมายถึงเดือนนี้ 5")


def test_a_ratio_sums_its_parts(office: Office) -> None:
    kpi = make_kpi(
        office.plan,
        aggregation="ratio",
        numerator_label="พอใจ",
        denominator_label="ตอบ",
        unit="ร้อยละ",
    )
    target = make_target(kpi, make_project(office.plan), "80", owner=office)
    for month, parts in ((6, ("30", "50")), (12, ("60", "50"))):
        draft = make_report(office, month)
        make_result(draft, target, parts[0], over=parts[1])
        submit_report(draft, user=make_officer(office))
        approve_report(draft, user=make_head(office))
    Kpi.objects.update(reported_every=6)
    found = of(target)
    assert (found.value, found.percent) == (Decimal(90), Decimal("112.5"))
    assert found.state == "done"


def test_lights_show_the_worst_and_count_all(office: Office, target: KpiTarget) -> None:
    other = make_target(make_kpi(office.plan, 2), work_of(target), "1", owner=office)
    draft = make_report(office, 3, results={target: "10", other: "1"})
    submit_report(draft, user=make_officer(office))
    approve_report(draft, user=make_head(office))
    results = seen(office.plan, 3)
    assert results.of_project(work_of(target).pk).state == "done"
    KpiTarget.objects.filter(pk=other.pk).update(value=2)
    QuarterlyTarget.objects.create(target=other, quarter=1, value=2)
    results = seen(office.plan, 3)
    light = results.of_project(work_of(target).pk)
    assert (light.state, light.why) == ("late", "ล่าช้า 1 · แล้วเสร็จ 1")
    assert results.of_kpi(target.kpi_id).state == "done"
    assert results.of_project(0).state == "no_kpi"


def test_targets_stand_in_the_order_of_indicators_and_works(office: Office) -> None:
    plan = office.plan
    first, second = make_project(plan, "AA"), make_project(plan, "BB")
    later, earlier = make_kpi(plan, 2), make_kpi(plan, 1)
    made = [
        make_target(kpi, project)
        for kpi, project in ((later, second), (later, first), (earlier, second), (earlier, first))
    ]
    assert [each.target for each in seen(plan).targets] == made[::-1]


def test_results_of_another_year_are_not_this_one_s(office: Office, target: KpiTarget) -> None:
    before = make_office(make_plan(2561), "AA")
    other = make_target(make_kpi(before.plan), make_project(before.plan), "10", owner=before)
    report(before, 3, other, "4")
    assert not seen(office.plan).has_results
    report(office, 3, target, "2")
    unreported = make_target(make_kpi(office.plan, 2), work_of(target), "10", owner=office)
    found = seen(office.plan)
    assert found.has_results
    assert found.of_target(target.pk).value == 2
    assert found.of_target(unreported.pk).value is None
    assert found.find(other.pk) is None


def test_months_are_in_order_whenever_they_were_reported(office: Office, target: KpiTarget) -> None:
    for month in (9, 3, 6):
        report(office, month, target, "1")
    assert list(of(target).by_month) == [3, 6, 9]


@pytest.mark.parametrize("count", [1, 30])
def test_as_many_queries_for_one_target_as_for_many(
    office: Office, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    plan = office.plan
    projects = [make_project(plan, f"P{number}") for number in range(count)]
    kpi = make_kpi(plan)
    targets = [make_target(kpi, project, "10", owner=office) for project in projects]
    draft = make_report(office, 3, results=dict.fromkeys(targets, "1"))
    for row in draft.kpi_results.all():
        add_link(row, "https://example.org/", user=make_officer(office))
    submit_report(draft, user=make_officer(office))
    approve_report(draft, user=make_head(office))
    with django_assert_num_queries(7):
        results = seen(plan, 3)
        assert [len(each.evidence) for each in results.targets] == [1] * count
        assert {each.state for each in results.targets} == {"not_due"}
        assert [each.score for each in results.targets] == [None] * count
