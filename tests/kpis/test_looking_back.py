"""Indicators as of a past day: targets that were in force then, and results held against them."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from etda_plan.common.permissions import Role
from kpis.models import Kpi, KpiTarget, QuarterlyTarget, ScoreLevel
from kpis.results import read_results
from projects.models import FiscalPlan, Office, ReportingSettings
from projects.services.amendments import revise
from projects.sight import Sight
from tests.factories import (
    begin_day,
    close_months,
    make_administrator,
    make_kpi,
    make_office,
    make_project,
    make_sample,
    make_target,
    make_user,
    publish,
    work_of,
)
from tests.reporting_factories import State, make_report

pytestmark = [pytest.mark.django_db, pytest.mark.once]

JANUARY, FEBRUARY, MARCH = (datetime.date(2020, month, 20) for month in (1, 2, 3))
CARD, MATRIX = "/kpis/section-7/99/", "/kpis/?q=99"
THEN = "as_of=20/1/2563"


@pytest.fixture
def office(plan: FiscalPlan) -> Office:
    """An office of a sample that has come to January."""
    make_sample(JANUARY)
    begin_day(JANUARY)
    return make_office(plan, "ส.เดิม", name="สำนักเดิม")


@pytest.fixture
def target(office: Office) -> KpiTarget:
    """A target of 10, of which 4 were to be reached by December and were reported in January."""
    kpi = make_kpi(office.plan, 99, name="ชื่อเดิม", unit="เรื่อง")
    made = make_target(kpi, make_project(office.plan, "ZZ"), "10", owner=office)
    QuarterlyTarget.objects.create(target=made, quarter=1, value=4)
    make_report(office, 3, State.APPROVED, results={made: "4"})
    return made


@pytest.fixture
def auditor(client: Client) -> Client:
    client.force_login(make_user("auditor", Role.AUDITOR))
    return client


def change_everything(target: KpiTarget) -> None:
    """In February: another target, office, quarter and meaning, a level, and other limits."""
    begin_day(FEBRUARY)
    new = make_office(work_of(target).plan, "ส.ใหม่", name="สำนักใหม่")
    administrator = make_administrator()
    values = {"value": Decimal(20), "owner": new}
    revise(target, values, reason="มติกุมภาพันธ์", user=administrator)
    meaning = {
        "name": "ชื่อใหม่",
        "direction": "at_most",
        "aggregation": "last",
        "aggregation_is_inferred": False,
        "definition": "นิยามใหม่",
        "dimension": "time",
    }
    revise(target.kpi, meaning, reason="มติกุมภาพันธ์", user=administrator)
    revise(work_of(target), {"name": "โครงการใหม่"}, reason="มติ", user=administrator)
    quarter = target.quarters.get()
    quarter.value = Decimal(8)
    quarter.save()
    QuarterlyTarget.objects.create(target=target, quarter=2, value=15)
    ScoreLevel.objects.create(target=target, level=1, value=1)
    ReportingSettings.objects.create(plan=new.plan, watch_from=10, on_plan_from=20)
    begin_day(MARCH)


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def of(target: KpiTarget, day: datetime.date | None) -> tuple[object, ...]:
    """Return target, target to date, share, state and reporter as of a past day, or as they are."""
    plan = FiscalPlan.objects.get(pk=work_of(target).plan_id)
    found = read_results(plan, Sight(day or MARCH, 4, day)).of_target(target.pk)
    owner = found.target.owner
    return found.target.value, found.expected, found.percent, found.state, owner and owner.code


def test_a_result_is_held_against_the_target_that_was_in_force(target: KpiTarget) -> None:
    KpiTarget.objects.filter(pk=target.pk).update(value=10)
    begin_day(FEBRUARY)
    revise(target, {"value": Decimal(20)}, reason="มติ", user=make_administrator())
    quarter = target.quarters.get()
    quarter.value = Decimal(8)
    quarter.save()
    begin_day(MARCH)
    before, now = of(target, JANUARY), of(target, None)
    assert before == (10, 4, 40, "on_plan", "ส.เดิม")
    assert now == (20, 8, 20, "late", "ส.เดิม")
    assert of(target, FEBRUARY) == now
    lights = [
        read_results(work_of(target).plan, Sight(MARCH, 4, day))
        .of_project(work_of(target).pk)
        .state
        for day in (JANUARY, None)
    ]
    assert lights == ["on_plan", "late"]


def test_everything_that_was_changed_since_is_put_back(target: KpiTarget) -> None:
    before = of(target, JANUARY)
    change_everything(target)
    assert of(target, JANUARY) == before == (10, 4, 40, "on_plan", "ส.เดิม")
    assert of(target, FEBRUARY)[-1] == "ส.ใหม่"


def test_a_card_tells_what_was_so_on_the_day(auditor: Client, target: KpiTarget) -> None:
    change_everything(target)
    then, now = page(auditor, f"{CARD}?{THEN}"), page(auditor, CARD)
    said = "ตามที่เป็นอยู่ในวันนั้น"
    assert (said in then, said in now) == (True, False)
    for old in ("ชื่อเดิม", "สำนักเดิม", "ไม่น้อยกว่า", "= 4", "40.00 %"):
        assert (old in then, old in now) == (True, False), old
    later = ("ชื่อใหม่", "สำนักใหม่", "= 8", "180.00 %", "โครงการใหม่", "นิยามใหม่", "ระดับ 1", "มติกุมภาพันธ์")
    for new in later:
        assert (new in then, new in now) == (False, True), new


def test_the_matrix_and_its_file_have_the_targets_of_the_day(
    auditor: Client, target: KpiTarget
) -> None:
    change_everything(target)
    then, now = page(auditor, f"{MATRIX}&{THEN}"), page(auditor, MATRIX)
    assert "ชื่อเดิม" in then
    assert "ชื่อเดิม" not in now
    rows = page(auditor, f"{MATRIX}&{THEN}&_export=csv")
    assert ",10,4,40.00,ตามแผน," in rows
    assert ",20,4,180.00," in page(auditor, f"{MATRIX}&_export=csv")


def test_a_visitor_who_looks_back_reads_the_plan_of_that_day_too(
    client: Client, target: KpiTarget
) -> None:
    for close in close_months(work_of(target).plan, 3):
        publish(close)
    change_everything(target)
    assert "ชื่อเดิม" in page(client, f"{CARD}?as_of=30/11/2562")
    assert "ชื่อใหม่" in page(client, CARD)


@pytest.mark.parametrize("count", [1, 12])
def test_as_many_queries_to_look_back_at_one_target_as_at_many(office: Office, count: int) -> None:
    kpi = make_kpi(office.plan, 99)
    for number in range(count):
        made = make_target(kpi, make_project(office.plan, f"Z{number}"), owner=office)
        QuarterlyTarget.objects.create(target=made, quarter=1, value=4)
        ScoreLevel.objects.create(target=made, level=1, value=4)
    begin_day(FEBRUARY)
    new, user = make_office(office.plan, "ส.ใหม่"), make_administrator()
    for made in KpiTarget.objects.filter(kpi=kpi):
        revise(made, {"value": Decimal(2), "owner": new}, reason="มติ", user=user)
        revise(work_of(made), {"name": "ใหม่"}, reason="มติ", user=user)
        made.quarters.update(value=9)
    Kpi.objects.filter(pk=kpi.pk).update(name="ใหม่")
    plan = FiscalPlan.objects.get(pk=office.plan_id)
    with CaptureQueriesContext(connection) as asked:
        found = read_results(plan, Sight(JANUARY, 4, JANUARY))
        targets = [each.target for each in found.targets if each.kpi == kpi]
        owners = {each.owner for each in targets}
        quarters = [[row.value for row in each.quarters.all()] for each in targets]
    assert {each.value for each in targets} == {Decimal(1)}
    assert owners == {office}
    assert quarters == [[Decimal(4)]] * count
    assert len(asked) == 28
