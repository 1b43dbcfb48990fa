"""Activities are found by code, title, parts, and the names of their project."""

import pytest

from activities.models import Activity
from projects.models import FiscalPlan


def found(query: str) -> list[str]:
    rows = Activity.objects.search(query).select_related("project")
    return [activity.code for activity in rows.order_by("project__position", "number")]


@pytest.mark.parametrize("query", ["EC/1", "ec/1", "EC1", "ec 1"])
def test_a_code_finds_its_activity_alone(plan: FiscalPlan, query: str) -> None:
    assert found(query) == ["EC/1"]


@pytest.mark.parametrize("query", ["Blockchain", "block chain", "BLOCK-CHAIN"])
def test_spelling_variants_find_the_same(plan: FiscalPlan, query: str) -> None:
    assert found(query) == ["DG/5", "PY/5"]


def test_a_part_finds_its_activity(plan: FiscalPlan) -> None:
    assert found("การพัฒนาศักยภาพผู้ประกอบการ SMEs") == ["EC/2"]


@pytest.mark.parametrize("query", ["ฉ้อโกง", "ข้อโกง"])
def test_a_name_of_the_project_finds_its_activities(plan: FiscalPlan, query: str) -> None:
    assert found(query) == ["SF/1", "SF/2", "SF/3"]


def test_a_printed_error_finds_the_corrected_title(plan: FiscalPlan) -> None:
    assert found("พัฒนารอบการทำงาน") == found("พัฒนากรอบการทำงาน") == ["SF/2"]


@pytest.mark.parametrize("query", ["%", "_", "ไม่มีคำนี้แน่นอน", "-/-"])
def test_what_is_not_there_is_not_found(plan: FiscalPlan, query: str) -> None:
    assert found(query) == []
