"""Sets of indicators that people added stand in the files of the whole plan, and are found."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from etda_plan.overview.exports.plan_json import plan_json
from etda_plan.overview.exports.plan_pdf import plan_pdf
from etda_plan.overview.exports.workbook import plan_workbook
from etda_plan.overview.plan import read_contents, read_plan
from etda_plan.overview.reconciliation import reconcile_reading
from etda_plan.overview.search import search_plan
from kpis.models import KpiFramework
from projects.models import FiscalPlan, Project
from tests.factories import make_framework, make_kpi, make_target
from tests.paper import copied_text, needs_pango, needs_pdftotext, without_spaces

pytestmark = pytest.mark.django_db

SHEET = "ตัวชี้วัดชุดอื่น"
NAME = "ความพร้อมของหน่วยงาน"


@pytest.fixture
def added(plan: FiscalPlan) -> KpiFramework:
    framework = make_framework(plan, "performance", "คำรับรองการปฏิบัติงาน")
    confirmed = {"direction_is_inferred": False, "unit": "คะแนน"}
    kpi = make_kpi(plan, 3, framework=framework, name=NAME, **confirmed)
    make_target(kpi, None, "4.5")
    make_target(kpi, Project.objects.get(plan=plan, code="EC"), "80")
    return framework


def workbook(plan: FiscalPlan) -> Any:
    reading = read_plan(plan)
    return load_workbook(BytesIO(plan_workbook(reading, reconcile_reading(reading))))


def test_the_workbook_has_a_row_for_each_of_their_targets(
    plan: FiscalPlan, added: KpiFramework
) -> None:
    rows = [[cell.value for cell in row] for row in workbook(plan)[SHEET].iter_rows()]
    found = [row[:7] for row in rows if row[0] == added.name]
    assert found == [
        [added.name, f"3. {NAME}", "คะแนน", "EC", 80, "ไม่น้อยกว่า", "ยังไม่กำหนด"],
        [added.name, f"3. {NAME}", "คะแนน", "ทั้งหน่วยงาน", 4.5, "ไม่น้อยกว่า", "ยังไม่กำหนด"],
    ]


def test_a_plan_without_other_sets_has_no_sheet_for_them(plan: FiscalPlan) -> None:
    assert SHEET not in workbook(plan).sheetnames


def test_json_has_them_beside_section_7(plan: FiscalPlan, added: KpiFramework) -> None:
    data = json.loads(plan_json(read_plan(plan)))
    assert len(data["kpis"]) == 12
    (found,) = data["other_kpi_sets"]
    assert (found["code"], found["name"]) == (added.code, added.name)
    targets = [(row["project"], row["value"]) for row in found["kpis"][0]["targets"]]
    assert targets == [("EC", "80"), (None, "4.5")]


def test_the_search_finds_them_and_leads_to_their_cards(
    plan: FiscalPlan, added: KpiFramework
) -> None:
    (group,) = [group for group in search_plan(plan, NAME) if group.key == "kpis"]
    (hit,) = group.hits
    assert hit.code == "performance/3"
    assert hit.address.startswith("/kpis/performance/3/")


def test_reading_them_asks_the_same_for_one_and_for_many(
    plan: FiscalPlan, added: KpiFramework
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert read_contents(plan).other_sets
        return len(asked)

    one = queries()
    for number in range(4, 9):
        make_target(make_kpi(plan, number, framework=added), None, "1")
    assert queries() == one


@needs_pango[0]
@needs_pango[1]
@needs_pdftotext
def test_paper_has_them_under_the_name_of_their_set(plan: FiscalPlan, added: KpiFramework) -> None:
    reading = read_plan(plan)
    text = without_spaces(copied_text(plan_pdf(reading, reconcile_reading(reading))))
    assert without_spaces(added.name) in text
    assert without_spaces(f"3{NAME}คะแนนไม่น้อยกว่าทั้งหน่วยงาน4.5") in text
