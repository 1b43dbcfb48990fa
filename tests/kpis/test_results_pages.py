"""Results on the matrix and on the cards: what each reader sees, and as of which day."""

from __future__ import annotations

import pytest
from django.test import Client

from etda_plan.common.permissions import Role
from kpis.models import Kpi, KpiFramework, KpiTarget, QuarterlyTarget
from kpis.services.evidence import add_link
from projects.models import MonthlyReport, Office
from projects.services.reports import approve_report, submit_report
from tests.factories import (
    make_kpi,
    make_office,
    make_plan,
    make_project,
    make_target,
    make_user,
    work_of,
)
from tests.reporting_factories import make_head, make_officer, make_report, make_result

pytestmark = [pytest.mark.django_db, pytest.mark.once]

YEAR = "?fiscal_year=2562"


@pytest.fixture
def office() -> Office:
    return make_office(make_plan(2562))


@pytest.fixture
def target(office: Office) -> KpiTarget:
    return make_target(make_kpi(office.plan), make_project(office.plan), "150", owner=office)


@pytest.fixture
def auditor(client: Client) -> Client:
    client.force_login(make_user("auditor", Role.AUDITOR))
    return client


def approved(office: Office, target: KpiTarget, value: str | None, note: str = "") -> MonthlyReport:
    draft = make_report(office, 12)
    row = make_result(draft, target, value, note=note)
    add_link(row, "https://example.org/ผล", "ประกาศผล", user=make_officer(office))
    submit_report(draft, user=make_officer(office))
    return approve_report(draft, user=make_head(office))


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_the_matrix_has_the_result_its_share_and_its_state_under_the_target(
    auditor: Client, office: Office, target: KpiTarget
) -> None:
    Kpi.objects.update(direction="at_most", aggregation="last")
    approved(office, target, "119")
    html = page(auditor, f"/kpis/{YEAR}")
    assert "<b>119</b>" in html
    assert "120.67 %" in html
    assert "#done" in html
    rows = page(auditor, f"/kpis/{YEAR}&_export=csv").split(" ")
    assert any(",150,119,120.67,แล้วเสร็จ," in row for row in rows)


def test_without_results_the_matrix_is_the_plans_own(
    auditor: Client, office: Office, target: KpiTarget
) -> None:
    html = page(auditor, f"/kpis/{YEAR}")
    assert "kpi-cell" not in html
    assert "AA ผล" not in page(auditor, f"/kpis/{YEAR}&_export=csv")


def test_a_card_tells_months_evidence_and_reporter_to_people_with_a_role(
    auditor: Client, office: Office, target: KpiTarget
) -> None:
    QuarterlyTarget.objects.create(target=target, quarter=4, value=150)
    Kpi.objects.update(aggregation="last")
    approved(office, target, "75", note="ล่าช้าจากการจัดซื้อ")
    html = page(auditor, f"/kpis/section-7/1/{YEAR}")
    for words in ("ล่าช้าจากการจัดซื้อ", "ประกาศผล", office.name, "50.00 %", "ก.ย. 2562", "#late"):
        assert words in html
    assert 'rel="noopener noreferrer nofollow"' in html
    assert "<polyline" in html


def test_visitors_see_nothing_that_is_not_published_and_never_words_or_evidence(
    client: Client, office: Office, target: KpiTarget
) -> None:
    approved(office, target, "119", note="คำอธิบายภายใน")
    for address in (f"/kpis/{YEAR}", f"/kpis/section-7/1/{YEAR}"):
        html = page(client, address)
        for words in ("119", "คำอธิบายภายใน", "ประกาศผล"):
            assert words not in html


def test_a_day_before_the_approval_knows_nothing_of_it(
    auditor: Client, office: Office, target: KpiTarget
) -> None:
    approved(office, target, "119")
    assert "119" in page(auditor, f"/kpis/section-7/1/{YEAR}")
    assert "119" not in page(auditor, f"/kpis/section-7/1/{YEAR}&as_of=1/9/2562")


def test_two_sets_stand_side_by_side_each_with_its_own_numbers(
    client: Client, office: Office, target: KpiTarget
) -> None:
    other = KpiFramework.objects.create(plan=office.plan, code="pa", name="คำรับรอง")
    kpi = make_kpi(office.plan, 2, name="ของคำรับรอง")
    Kpi.objects.filter(pk=kpi.pk).delete()
    own = Kpi.objects.create(
        framework=other,
        number=1,
        name="ของคำรับรอง",
        unit="ระดับ",
        dimension="quality",
        direction="at_least",
    )
    make_target(own, work_of(target), "5")
    assert "ของคำรับรอง" not in page(client, f"/kpis/{YEAR}")
    assert 'href="/kpis/pa/?fiscal_year=2562"' in page(client, f"/kpis/{YEAR}")
    assert "ของคำรับรอง" in page(client, f"/kpis/pa/{YEAR}")
    assert "ของคำรับรอง" in page(client, f"/kpis/pa/1/{YEAR}")
    assert target.kpi.name in page(client, f"/kpis/section-7/1/{YEAR}")
    assert client.get(f"/kpis/nothing/{YEAR}").status_code == 404


def test_the_old_address_of_a_card_leads_to_the_new_one(client: Client, target: KpiTarget) -> None:
    response = client.get(f"/kpis/1/{YEAR}")
    assert (response.status_code, response.headers["Location"]) == (
        301,
        f"/kpis/section-7/1/{YEAR}",
    )


def test_the_whole_plan_as_json_has_results_of_who_sees_them_alone(
    client: Client, office: Office, target: KpiTarget
) -> None:
    approved(office, target, "119")
    address = f"/reports/plan.json{YEAR}"
    assert "result" not in client.get(address).json()["kpis"][0]["targets"][0]
    client.force_login(make_user("auditor", Role.AUDITOR))
    found = client.get(address).json()["kpis"][0]["targets"][0]["result"]
    assert (found["value"], found["state"], found["to_month"]) == ("119", "not_reported", 12)
    assert found["percent_of_target"] == "79.33"
