"""The search over everything."""

import html as markup
import re

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from etda_plan.overview.search import LONGEST_QUERY, clean_query, search_plan
from projects.models import FiscalPlan
from tests.factories import (
    make_activity,
    make_kpi,
    make_office,
    make_plan,
    make_project,
    make_strategy,
    make_sub_activity,
)

pytestmark = pytest.mark.django_db


def page(client: Client, query: str, language: str = "th") -> str:
    client.cookies["django_language"] = language
    response = client.get("/search/", {"q": query})
    assert response.status_code == 200
    return response.content.decode()


def codes(plan: FiscalPlan, query: str, key: str) -> list[str]:
    groups = {group.key: group for group in search_plan(plan, query)}
    return [hit.code for hit in groups[key].hits] if key in groups else []


@pytest.mark.parametrize(
    ("query", "key", "code"),
    [
        ("e-licensing", "projects", "EL"),
        ("E Licensing", "projects", "EL"),
        ("seed up", "projects", "EL"),
        ("Cybersecurity Missions", "projects", "DT"),
        ("ข้อโกง", "projects", "SF"),
        ("ฉ้อโกง", "projects", "SF"),
        ("Block Chain", "activities", "PY/5"),
        ("Blockchain", "activities", "PY/5"),
        ("maintenance", "activities", "DT/3"),
        ("ทารือ", "activities", "EL/1"),
        ("social listening", "kpis", "9"),
        ("ฉ้อโกง", "lines", "245"),
        ("588.7946", "lines", "127"),
        ("อีคอมเมิร์ซ", "lines", "192"),
    ],
)
def test_it_finds_words_in_every_spelling(
    plan: FiscalPlan, query: str, key: str, code: str
) -> None:
    assert code in codes(plan, query, key)


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("พัฒนาดิจิทัลเพื่อธุรกิจ", {"offices", "lines"}),
        ("Disruptive", {"strategies", "lines"}),
        ("Adaptability", {"texts", "lines"}),
        ("โกออนไลน์", {"texts", "lines"}),
    ],
)
def test_it_finds_offices_strategies_and_front_matter(
    plan: FiscalPlan, query: str, keys: set[str]
) -> None:
    assert {group.key for group in search_plan(plan, query)} >= keys


def test_a_hit_in_a_part_of_an_activity_shows_the_part(client: Client, plan: FiscalPlan) -> None:
    assert "3.5 บำรุงรักษาระบบ (<mark>maintenance</mark>)" in page(client, "maintenance")


def test_hits_are_grouped_counted_and_marked(client: Client, plan: FiscalPlan) -> None:
    html = page(client, "e-licensing")
    assert "<mark>e-Licensing</mark>" in html
    total = re.search(r"พบ “e-licensing” (\d+) รายการ", html)
    assert total
    groups = search_plan(plan, "e-licensing")
    assert int(total[1]) == sum(group.count for group in groups)


@pytest.mark.parametrize("query", ["บรรทัด 134", "134", "line 134", "L134", " ๑๓๔ "])
def test_a_lines_number_leads_to_the_line(client: Client, plan: FiscalPlan, query: str) -> None:
    response = client.get("/search/", {"q": query})
    assert response.status_code == 302
    assert response["Location"] == "/source/?line=134#L134"


def test_a_number_that_is_no_line_is_searched_for(client: Client, plan: FiscalPlan) -> None:
    assert "ไม่พบ “77777”" in page(client, "77777")


def test_nothing_found_is_said_with_what_to_do(client: Client, plan: FiscalPlan) -> None:
    html = page(client, "ไม่มีคำนี้แน่")
    assert "ไม่พบ “ไม่มีคำนี้แน่”" in html
    assert "ลองคำสั้นลง" in html


def test_an_empty_search_says_what_can_be_searched(client: Client, plan: FiscalPlan) -> None:
    assert "พิมพ์คำที่ต้องการค้นหา" in page(client, "")
    assert "Type what you are looking for" in page(client, "  ", "en")


def test_hostile_words_are_escaped(client: Client, plan: FiscalPlan) -> None:
    query = '<script>alert("1")</script>'
    html = page(client, query)
    assert query not in html
    assert markup.escape(query) in html


@pytest.mark.parametrize(
    "query", ["\x00", "%", "_", "\\", "'", '"; drop table', "ก" * 100_000, "🙂", "- . /", "ๆ"]
)
def test_a_strange_or_huge_query_is_answered(client: Client, plan: FiscalPlan, query: str) -> None:
    page(client, query)


def test_wildcards_are_letters(plan: FiscalPlan) -> None:
    assert codes(plan, "_", "projects") == []
    assert "165" not in codes(plan, "%", "lines")


@settings(
    deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(max_size=30))
def test_any_query_is_answered(plan: FiscalPlan, query: str) -> None:
    search_plan(plan, clean_query(query))


def test_a_query_is_cut_to_a_length_that_is_searched_quickly() -> None:
    assert clean_query("ก" * 500) == "ก" * LONGEST_QUERY
    assert clean_query(" a\x00b\n c ") == "a b c"


def test_another_years_rows_are_not_found(plan: FiscalPlan) -> None:
    make_project(make_plan(2571), "ZZ", name="e-Licensing ของปีอื่น")
    assert codes(plan, "e-licensing", "projects") == ["EL"]


def test_without_a_plan_the_page_says_how_to_get_one(client: Client, no_plan: None) -> None:
    assert "load_plan" in page(client, "e-licensing")


@pytest.mark.parametrize("count", [1, 60])
def test_as_many_queries_for_one_hit_as_for_many(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    plan = make_plan(2571)
    for number in range(1, count + 1):
        make_strategy(plan, number, text="คำเดียวกัน")
        make_office(plan, f"ส.คำเดียวกัน {number}")
        project = make_project(plan, f"P{number}", name="คำเดียวกัน")
        make_sub_activity(make_activity(project, title="คำเดียวกัน"), title="คำเดียวกัน")
        make_kpi(plan, number, name="คำเดียวกัน")
    with django_assert_num_queries(22):
        response = client.get("/search/", {"q": "คำเดียวกัน", "fiscal_year": "2571"})
    assert response.content.decode().count('class="hits__code"') == 5 * min(count, 20)
