"""The page of the plan's front matter."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from projects.models import Correction, FiscalPlan, PlanApproval, PlanText
from tests.factories import make_activity, make_office, make_plan, make_project, make_strategy

pytestmark = pytest.mark.django_db


def page(client: Client, address: str = "/plan/", language: str = "th") -> str:
    client.cookies["django_language"] = language
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_it_names_the_plan_its_period_and_both_approvals(client: Client, plan: FiscalPlan) -> None:
    html = page(client)
    assert "1 ต.ค. 2562 – 30 ก.ย. 2563" in html
    assert "8 ตุลาคม พ.ศ. 2562" in html
    assert "คณะกรรมการกำกับ ครั้งที่ 9/2562 วาระที่ 3" in html
    for line in (5, 13, 15, 42):
        assert f"/source/#L{line}" in html


@pytest.mark.parametrize(
    ("kind", "count"),
    [
        ("introduction", 5),
        ("legal_power", 11),
        ("linked_plan", 6),
        ("vision", 1),
        ("mission", 1),
        ("value", 4),
    ],
)
def test_it_shows_every_passage(client: Client, plan: FiscalPlan, kind: str, count: int) -> None:
    html = page(client)
    passages = PlanText.objects.filter(plan=plan, kind=kind)
    assert passages.count() == count
    for passage in passages:
        assert f"/source/#L{passage.source_line}" in html


def test_each_strategy_stands_beside_the_project_that_serves_it(
    client: Client, plan: FiscalPlan
) -> None:
    html = page(client)
    strategies = html[html.index('id="strategies"') : html.index('id="offices"')]
    places = [strategies.index(f"/projects/{code}/") for code in ("EC", "DG", "EL", "SF", "DT")]
    assert places == sorted(places)
    assert strategies.count("ตีความ") == 2


def test_offices_show_their_kind_and_activities(client: Client, plan: FiscalPlan) -> None:
    html = page(client)
    assert "ผู้รับผิดชอบ 11 ราย" in html
    assert "เป็นสำนัก 9 แห่ง" in html
    assert "พิมพ์ไว้ ผอ.สปธอ." in html


def test_corrections_stand_beside_what_is_printed(client: Client, plan: FiscalPlan) -> None:
    html = page(client)
    assert f"คำที่แก้จากการสแกน {Correction.objects.filter(plan=plan).count()} รายการ" in html
    assert "ไอออนไลน์" in html


def test_what_a_plan_lacks_is_said(client: Client) -> None:
    make_plan(2571)
    html = page(client, "/plan/?fiscal_year=2571")
    assert html.count("ไม่มีข้อมูลในเอกสาร") >= 8


def test_it_is_whole_in_english(client: Client, plan: FiscalPlan) -> None:
    html = page(client, language="en")
    for heading in ("Approvals", "5 strategies", "Legal powers", "11 responsible parties"):
        assert heading in html


def test_without_a_plan_the_page_says_how_to_get_one(client: Client, no_plan: None) -> None:
    assert "load_plan" in page(client)


@pytest.mark.parametrize("count", [1, 60])
def test_as_many_queries_for_one_row_as_for_many(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    plan = make_plan(2571)
    for number in range(1, count + 1):
        strategy = make_strategy(plan, number)
        project = make_project(plan, f"P{number}", strategy=strategy)
        make_activity(project, office=make_office(plan, f"ส.{number}"))
        PlanApproval.objects.create(
            plan=plan, meeting=f"{number}/2570", agenda_item=1, approved_on="2027-10-08"
        )
    with django_assert_num_queries(9):
        client.get("/plan/?fiscal_year=2571")
