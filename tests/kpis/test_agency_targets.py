"""Targets of the whole agency: what the database refuses, and where they are shown and reported."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from etda_plan.common.permissions import Role
from kpis.exports import matrix_export
from kpis.matrix import lay_out
from kpis.models import Kpi, KpiTarget
from kpis.results import read_results
from kpis.services.evidence import add_link
from kpis.services.indicators import name_owners
from projects.models import Office
from projects.services.amendments import revise
from projects.services.reports import approve_report, submit_report
from projects.sight import Sight
from tests.factories import (
    make_administrator,
    make_agency_target,
    make_kpi,
    make_office,
    make_plan,
    make_project,
    make_target,
    make_user,
    work_of,
)
from tests.reporting_factories import State, make_head, make_officer, make_report, make_result

pytestmark = pytest.mark.django_db

YEAR = "?fiscal_year=2562"


@pytest.fixture
def office() -> Office:
    return make_office(make_plan(2562))


@pytest.fixture
def target(office: Office) -> KpiTarget:
    return make_agency_target(office.plan, owner=office)


def page(client: Client, address: str) -> str:
    response = client.get(f"{address}{YEAR}")
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_an_indicator_has_one_target_of_the_whole_agency(target: KpiTarget) -> None:
    with (
        pytest.raises(IntegrityError, match=r"agency_once|kpi_id"),
        transaction.atomic(),
    ):
        make_target(target.kpi, None, "3")
    with pytest.raises(ValidationError, match=r"ทั้งหน่วยงานแล้ว"):
        KpiTarget(kpi=target.kpi, value=3).full_clean()


def test_the_whole_agency_has_no_main_indicator(target: KpiTarget) -> None:
    with pytest.raises(IntegrityError, match="kpi_target_main_of_a_project"), transaction.atomic():
        KpiTarget.objects.filter(pk=target.pk).update(is_main=True)


def test_section_7_sets_no_target_of_the_whole_agency(office: Office) -> None:
    kpi = make_kpi(office.plan)
    with pytest.raises(ValidationError) as refused:
        KpiTarget(kpi=kpi, value=1).full_clean()
    assert list(refused.value.message_dict) == ["project"]
    with pytest.raises(IntegrityError, match="kpi_target_of_section_7"), transaction.atomic():
        make_target(kpi, None)
    of_project = make_target(kpi, make_project(office.plan))
    with pytest.raises(IntegrityError, match="kpi_target_of_section_7"), transaction.atomic():
        KpiTarget.objects.filter(pk=of_project.pk).update(project=None)


def test_it_is_found_by_its_natural_key(target: KpiTarget) -> None:
    make_target(target.kpi, make_project(target.kpi.framework.plan))
    assert target.natural_key() == (2562, "performance", 1, None)
    assert KpiTarget.objects.get_by_natural_key(*target.natural_key()) == target


def test_its_column_stands_behind_those_of_the_projects(target: KpiTarget) -> None:
    plan = target.kpi.framework.plan
    for code in ("BB", "AA"):
        make_target(target.kpi, make_project(plan, code), "3")
    kpis = Kpi.objects.filter(pk=target.kpi_id).with_targets()
    for columns in (None, KpiTarget.objects.filter(kpi=target.kpi).works()):
        matrix = lay_out(kpis, columns)
        codes = [column and column.code for column in matrix.columns]
        assert codes == ["BB", "AA", None]
        assert [cell and cell.target.value for cell in matrix.rows[0].cells] == [3, 3, 5]
        assert (matrix.has_agency, len(matrix.projects)) == (True, 2)
    file = matrix_export(lay_out(kpis), [])
    assert "ทั้งหน่วยงาน" in file.headings
    (row,) = file.rows
    assert row[list(file.headings).index("ทั้งหน่วยงาน")] == 5


def test_its_result_is_judged_as_others_and_has_a_light_of_its_own(
    office: Office, target: KpiTarget
) -> None:
    sight = Sight(datetime.date(2030, 1, 1), 12)
    before = read_results(office.plan, sight).of_agency
    assert before is not None
    assert before.state == "not_reported"
    Kpi.objects.update(reported_every=12)
    of_work = make_target(make_kpi(office.plan), make_project(office.plan), "4", owner=office)
    make_report(office, 12, State.APPROVED, results={target: "5", of_work: "1"})
    after = read_results(office.plan, sight)
    assert after.of_agency is not None
    assert (after.of_agency.state, len(after.of_agency.targets)) == ("done", 1)
    assert len(after.of_project(work_of(of_work).pk).targets) == 1


def test_a_plan_without_such_targets_has_no_light_of_the_agency(office: Office) -> None:
    make_target(make_kpi(office.plan), make_project(office.plan))
    assert read_results(office.plan, Sight(datetime.date(2030, 1, 1), 12)).of_agency is None


def test_no_office_is_guessed_for_it(office: Office) -> None:
    unowned = make_agency_target(office.plan)
    make_office(office.plan, "ส.ว่าง")
    assert name_owners([unowned], user=make_administrator()) == (0, 1)


@pytest.mark.once
def test_the_matrix_and_the_card_say_whole_agency_and_compare_no_page(
    client: Client, target: KpiTarget
) -> None:
    matrix = page(client, "/kpis/performance/")
    assert "ตัวชี้วัด 1 ตัว ของทั้งหน่วยงาน" in matrix
    assert 'data-label="ทั้งหน่วยงาน"' in matrix
    card = page(client, "/kpis/performance/1/")
    assert "เป้าหมายทั้งปี (ทั้งหน่วยงาน)" in card
    for words in ("หน้าโครงการ", "เอกสารพิมพ์", "ไม่มีข้อมูลในเอกสาร"):
        assert words not in card
    make_target(target.kpi, make_project(target.kpi.framework.plan), "3")
    assert "ตัวชี้วัด 1 ตัว ใน 1 โครงการและทั้งหน่วยงาน" in page(client, "/kpis/performance/")
    assert "เป้าหมายทั้งปี (1 โครงการและทั้งหน่วยงาน)" in page(client, "/kpis/performance/1/")


@pytest.mark.once
def test_its_card_shows_results_and_evidence_of_the_whole_agency(
    client: Client, office: Office, target: KpiTarget
) -> None:
    Kpi.objects.update(reported_every=12)
    draft = make_report(office, 12)
    add_link(make_result(draft, target, "4"), "https://example.org/", user=make_officer(office))
    approve_report(submit_report(draft, user=make_officer(office)), user=make_head(office))
    client.force_login(make_user("auditor", Role.AUDITOR))
    card = page(client, "/kpis/performance/1/")
    assert "80.00 %" in card
    assert "https://example.org/" in card
    revise(target, {"value": 8}, reason="ปรับ", user=make_administrator())
    for address in ("/kpis/performance/", "/kpis/performance/1/"):
        assert "50.00 %" in page(client, address)
        past = client.get(f"{address}{YEAR}&as_of=1/9/2562").content.decode()
        assert "ทั้งหน่วยงาน" in past
        assert "50.00 %" not in past
