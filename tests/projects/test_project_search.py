"""Projects are found by any name that the document gives them."""

import pytest
from pytest_django import DjangoAssertNumQueries

from projects.models import Correction, FiscalPlan, Project


def found(query: str) -> list[str]:
    return [project.code for project in Project.objects.search(query).order_by("position")]


@pytest.mark.parametrize(
    "query", ["e-licensing", "E Licensing", "ELICENSING", "Seed up", "speed-up e.licensing"]
)
def test_hyphens_spaces_and_case_do_not_matter(plan: FiscalPlan, query: str) -> None:
    assert found(query) == ["EL"]


@pytest.mark.parametrize("query", ["ฉ้อโกง", "ข้อโกง", "แก้ปัญหาข้อโกง", "stop ecommerce fraud"])
def test_printed_and_corrected_spellings_find_the_same(plan: FiscalPlan, query: str) -> None:
    assert found(query) == ["SF"]


def test_the_name_on_the_page_finds_the_project(plan: FiscalPlan) -> None:
    assert found("ส่งเสริมความเชื่อมั่นในการทำธุรกรรม") == ["EC"]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("e-Trade Facilitation", "EL"),
        ("Cybersecurity Missions", "DT"),
        ("digital law center", "DG"),
    ],
)
def test_former_names_find_the_project(plan: FiscalPlan, query: str, code: str) -> None:
    assert found(query) == [code]


def test_a_goal_finds_its_project_but_does_not_name_it(plan: FiscalPlan) -> None:
    assert found("เศรษฐกิจฐานราก") == ["EC"]
    assert not Project.objects.named("เศรษฐกิจฐานราก").exists()


@pytest.mark.parametrize("query", ["%", "_", "100%", "-", "  ", ""])
def test_signs_alone_find_nothing(plan: FiscalPlan, query: str) -> None:
    assert found(query) == []


@pytest.mark.parametrize("query", ["สพอ", "สพอ.", "สพรอ", "สปธอ."])
def test_printed_abbreviations_are_looked_up_as_corrected(plan: FiscalPlan, query: str) -> None:
    assert "สพธอ" in Correction.objects.search_forms(query)


def test_queries_do_not_grow_with_the_corrections(
    plan: FiscalPlan, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(2):
        found("ฉ้อโกง")
