"""The pages of the indicators."""

from decimal import Decimal

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from kpis.models import Kpi, KpiTarget
from projects.models import FiscalPlan
from tests.factories import (
    make_amendment,
    make_kpi,
    make_page_indicator,
    make_plan,
    make_project,
    make_target,
)

pytestmark = pytest.mark.django_db


def page(client: Client, address: str, language: str = "th") -> str:
    client.cookies["django_language"] = language
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def flat(html: str) -> str:
    return " ".join(html.split())


def csv_rows(client: Client, address: str) -> list[str]:
    response = client.get(address)
    assert response["Content-Type"].startswith("text/csv")
    return response.content.decode("utf-8-sig").splitlines()


def amend_target(target: KpiTarget, value: str, reason: str) -> None:
    """Change a target as the service does, which this page only reads."""
    printed = f"{target.value.normalize():f}"
    make_amendment(target.kpi.framework.plan, target, "value", printed, value, reason=reason)
    target.value = Decimal(value)
    target.save()


def test_the_matrix_answers_in_its_title(client: Client, plan: FiscalPlan) -> None:
    assert "ตัวชี้วัด 12 ตัว ใน 5 โครงการ" in page(client, "/kpis/")
    assert "12 KPIs in 5 projects" in page(client, "/kpis/", "en")


def test_the_matrix_shows_each_of_the_20_targets_and_5_stars(
    client: Client, plan: FiscalPlan
) -> None:
    html = page(client, "/kpis/")
    assert html.count('<td class="num" data-label="') == 20
    assert html.count("#star") == 6  # five targets, and the legend
    assert html.count('<td class="num phone-hide">–</td>') == 40


def test_the_matrix_links_projects_cards_and_lines(client: Client, plan: FiscalPlan) -> None:
    html = page(client, "/kpis/")
    for address in ("/projects/EC/", "/kpis/section-7/11/", "/source/#L177"):
        assert f'href="{address}"' in html


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("dimension=time", ["1"]),
        ("dimension=quality", ["3", "4", "5", "6", "7"]),
        ("project=EL", ["1", "2", "6", "10"]),
        ("q=social listening", ["9"]),
        ("q=e-signature&dimension=quantity", ["12"]),
        ("project=EC&q=ชุมชน", ["8"]),
    ],
)
def test_filters_leave_what_they_say_on_screen_and_in_the_file(
    client: Client, plan: FiscalPlan, query: str, numbers: list[str]
) -> None:
    html = page(client, f"/kpis/?{query}")
    shown = [n for n in map(str, range(1, 13)) if f'<td class="code">{n}</td>' in html]
    assert shown == numbers
    rows = csv_rows(client, f"/kpis/?{query}&_export=csv")
    assert [row.split(",")[0] for row in rows[1:]] == numbers


def test_one_project_leaves_its_column_alone(client: Client, plan: FiscalPlan) -> None:
    heading = csv_rows(client, "/kpis/?project=EL&_export=csv")[0]
    assert ",EL," in heading
    assert ",EC," not in heading


def test_the_file_holds_numbers_and_dashes_where_the_plan_has_no_target(
    client: Client, plan: FiscalPlan
) -> None:
    row = csv_rows(client, "/kpis/?q=ชุมชน&_export=csv")[1]
    assert row.endswith(",10,–,–,–,–,EC,174")


def test_a_filter_without_a_hit_says_so_and_how_to_go_on(client: Client, plan: FiscalPlan) -> None:
    html = page(client, "/kpis/?q=ไม่มีคำนี้แน่")
    assert "ไม่มีตัวชี้วัดที่ตรงกับตัวกรอง" in html
    assert "_export" not in html


@pytest.mark.parametrize("query", ["dimension=nothing", "project=XX", "q=%00", "_export=pdf"])
def test_a_query_that_makes_no_sense_is_left_out(
    client: Client, plan: FiscalPlan, query: str
) -> None:
    page(client, f"/kpis/?{query}")


def test_without_a_plan_the_page_says_how_to_get_one(client: Client, no_plan: None) -> None:
    assert "load_plan" in page(client, "/kpis/")
    assert client.get("/kpis/section-7/1/").status_code == 404


def test_a_year_without_indicators_is_empty_not_zero(client: Client) -> None:
    make_plan(2571)
    assert "แผนนี้ยังไม่มีตัวชี้วัด" in page(client, "/kpis/?fiscal_year=2571")


def test_another_year_shows_its_own_indicators_and_keeps_the_year_in_links(client: Client) -> None:
    other = make_plan(2571)
    make_target(make_kpi(other, 1, name="ของปีถัดไป"), make_project(other, "ZZ"), "7")
    html = page(client, "/kpis/?fiscal_year=2571")
    assert "ของปีถัดไป" in html
    assert 'href="/kpis/section-7/1/?fiscal_year=2571"' in html
    assert "Social Listening" not in html
    assert "ของปีถัดไป" in page(client, "/kpis/section-7/1/?fiscal_year=2571")


def test_a_changed_target_shows_what_was_printed(client: Client, plan: FiscalPlan) -> None:
    target = KpiTarget.objects.get(kpi__number=11, project__code="DT")
    amend_target(target, "150", "มติคณะกรรมการ")
    for address in ("/kpis/", "/kpis/section-7/11/"):
        html = page(client, address)
        assert "150" in html
        assert "พิมพ์ไว้ 130" in html
    assert "มติคณะกรรมการ" in page(client, "/kpis/section-7/11/")


def test_a_card_compares_section_7_with_each_page(client: Client, plan: FiscalPlan) -> None:
    html = page(client, "/kpis/section-7/1/")
    assert html.count("#agrees") == 5
    for line in (164, 193, 216, 237, 254, 271):
        assert f"#L{line}" in html


def test_a_page_that_prints_no_value_is_said_not_guessed(client: Client, plan: FiscalPlan) -> None:
    html = page(client, "/kpis/section-7/6/")
    assert "หน้าโครงการไม่ได้พิมพ์ค่า" in html
    assert "#agrees" not in html


def test_a_page_that_prints_another_value_is_a_difference(client: Client) -> None:
    other = make_plan(2571)
    kpi, project = make_kpi(other), make_project(other)
    make_target(kpi, project, "4")
    make_page_indicator(kpi, project, "5")
    html = page(client, "/kpis/section-7/1/?fiscal_year=2571")
    assert ("#disagrees" in html, "#documented" in html) == (True, False)


def test_a_direction_that_was_read_into_the_document_is_marked(
    client: Client, plan: FiscalPlan
) -> None:
    html = flat(page(client, "/kpis/section-7/1/"))
    assert "ตีความ" in html
    assert "ไม่เกิน" in html
    assert page(client, "/kpis/section-7/10/").count("<span>ตีความ</span>") == 1
    assert "ทิศทางพิมพ์อยู่ในชื่อตัวชี้วัด" in page(client, "/kpis/section-7/10/")


def test_a_confirmed_direction_loses_its_mark(client: Client, plan: FiscalPlan) -> None:
    Kpi.objects.filter(number=1).update(direction_is_inferred=False)
    assert page(client, "/kpis/section-7/1/").count("<span>ตีความ</span>") == 1
    Kpi.objects.filter(number=1).update(aggregation="last", aggregation_is_inferred=False)
    html = page(client, "/kpis/section-7/1/")
    assert "ตีความ" not in html
    assert "ผู้ดูแลระบบยืนยันทิศทางแล้ว" in html


def test_what_the_document_does_not_say_is_said(client: Client, plan: FiscalPlan) -> None:
    html = page(client, "/kpis/section-7/8/")
    assert html.count("ไม่มีข้อมูลในเอกสาร") == 4
    assert "ยังไม่มีผลในระบบ" in html


def test_cards_lead_to_the_ones_before_and_after(client: Client, plan: FiscalPlan) -> None:
    first, middle, last = (page(client, f"/kpis/section-7/{number}/") for number in (1, 6, 12))
    assert 'rel="prev"' not in first
    assert 'href="/kpis/section-7/5/"' in middle
    assert 'href="/kpis/section-7/7/"' in middle
    assert 'rel="next"' not in last


@pytest.mark.parametrize("number", ["0", "13", "99999"])
def test_a_number_that_the_plan_does_not_have_is_not_found(
    client: Client, plan: FiscalPlan, number: str
) -> None:
    assert client.get(f"/kpis/section-7/{number}/").status_code == 404


def filled_plan(count: int) -> None:
    plan = make_plan(2571)
    projects = [make_project(plan, f"P{number}") for number in range(1, count + 1)]
    for number, project in enumerate(projects, start=1):
        kpi = make_kpi(plan, number, name=f"ร้อยละ {number}")
        make_target(kpi, project)
        make_page_indicator(kpi, project)
    shared = make_kpi(plan, count + 1)
    for project in projects:
        make_target(shared, project)


@pytest.mark.parametrize("count", [1, 100])
@pytest.mark.parametrize(
    ("address", "queries"), [("/kpis/", 22), ("/kpis/?q=ร้อยละ", 23), ("/kpis/section-7/1/", 20)]
)
def test_as_many_queries_for_one_indicator_as_for_a_hundred(
    client: Client,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
    address: str,
    queries: int,
) -> None:
    filled_plan(count)
    sign = "&" if "?" in address else "?"
    ContentType.objects.clear_cache()
    with django_assert_num_queries(queries):
        client.get(f"{address}{sign}fiscal_year=2571")
