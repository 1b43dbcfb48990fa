"""The list of projects and works."""

import csv
import re
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from projects.models import FiscalPlan
from tests.factories import (
    make_activity,
    make_allocation,
    make_fund_source,
    make_kpi,
    make_line,
    make_page_amount,
    make_plan,
    make_project,
    make_spending_group,
    make_statement,
    make_target,
)


def get(client: Client, **query: Any) -> Any:
    response = client.get("/projects/", query)
    assert response.status_code == 200
    return response


def codes(response: Any) -> list[str]:
    return [record.code for record in response.context["listing"].page.object_list.data]


def exported(client: Client, **query: Any) -> list[list[str]]:
    text = get(client, _export="csv", **query).content.decode("utf-8-sig")
    return list(csv.reader(StringIO(text)))


def test_it_answers_how_many_and_for_how_much(client: Client, plan: FiscalPlan) -> None:
    page = get(client).content.decode()
    heading = re.search(r"<h1>(.*?)</h1>", page, re.DOTALL)
    assert heading
    assert re.sub(r"<[^>]+>", "", heading[1]) == "โครงการ/งาน 8 รายการ รวม 588.7946 ล้านบาท"


def test_every_row_shows_counts_amount_share_and_lines(client: Client, plan: FiscalPlan) -> None:
    rows = {row[0]: row for row in exported(client)}
    assert rows["EC"][2:] == ["โครงการ", "1", "9", "4", "75.9696", "12.90", "145 · 188"]
    assert rows["OFF"][2:] == [
        *["งาน", "–", "2", "ไม่มีตัวชี้วัดในแผน", "191.9718", "32.60"],
        "286",
    ]
    assert rows["DT"][4:6] == ["3", "4"]


def test_the_total_is_the_envelope_and_its_share_the_whole(
    client: Client, plan: FiscalPlan
) -> None:
    page = get(client).content.decode()
    total = re.search(r'<tr class="total">(.*?)</tr>', page, re.DOTALL)
    assert total
    assert ">588.7946<" in total[1]
    assert ">100.00<" in total[1]
    assert "รวม 8 รายการ" in total[1]


def test_the_total_follows_the_filters_but_not_the_page(client: Client, plan: FiscalPlan) -> None:
    response = get(client, kind="project", per_page=10)
    assert codes(response) == ["EC", "DT", "EL", "SF", "DG"]
    assert response.context["totals"].known == 282_546_600
    assert "282.5466" in response.content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"kind": "work"}, {"OFF", "NB", "PY"}),
        ({"strategy": "4"}, {"SF"}),
        ({"fund_source": "OFF_BUDGET"}, {"NB"}),
        ({"fund_source": "PRIOR_YEAR_BALANCE"}, {"PY"}),
        ({"fund_source": "CURRENT_APPROPRIATION"}, {"EC", "DT", "EL", "SF", "DG", "OFF"}),
        ({"q": "e licensing"}, {"EL"}),
        ({"q": "Digital Law Center"}, {"DG"}),
        ({"q": "ข้อโกง"}, {"SF"}),
    ],
)
def test_filters_narrow_the_list(
    client: Client, plan: FiscalPlan, query: dict[str, str], found: set[str]
) -> None:
    assert set(codes(get(client, **query))) == found


@pytest.mark.parametrize("sort", ["strategy", "-strategy"])
def test_works_without_a_strategy_come_last(client: Client, plan: FiscalPlan, sort: str) -> None:
    assert set(codes(get(client, sort=sort))[-3:]) == {"OFF", "NB", "PY"}


def test_amounts_sort_as_numbers(client: Client, plan: FiscalPlan) -> None:
    expected = ["OFF", "EL", "PY", "EC", "DT", "DG", "NB", "SF"]
    assert codes(get(client, sort="-budget")) == expected
    assert codes(get(client, sort="budget")) == expected[::-1]


@pytest.mark.parametrize(
    "query",
    [
        {"strategy": "x"},
        {"strategy": "9" * 30},
        {"strategy": "1.5"},
        {"strategy": "\x00"},
        {"kind": "both"},
        {"fund_source": "\ud7ff"},
    ],
    ids=str,
)
def test_what_makes_no_sense_is_left_out_and_said(
    client: Client, plan: FiscalPlan, query: dict[str, str]
) -> None:
    response = get(client, **query)
    assert len(codes(response)) == 8
    assert len(response.context["listing"].notes) == 1


def test_a_name_leads_to_its_page(client: Client, plan: FiscalPlan) -> None:
    assert '<a lang="th" href="/projects/EC/">' in get(client).content.decode()


def test_a_work_without_an_amount_is_unknown_and_left_out_of_the_total(
    client: Client, plan: FiscalPlan
) -> None:
    make_project(plan, "ZZ", name="งานที่ไม่มียอด")
    response = get(client, sort="budget")
    assert codes(response)[-1] == "ZZ"
    assert response.context["totals"].unknown == 1
    assert "ไม่รวม 1 รายการที่ไม่มีข้อมูลงบ" in response.content.decode()
    assert exported(client, sort="budget")[-1][6:8] == ["ไม่มีข้อมูลในเอกสาร"] * 2


def fill(plan: FiscalPlan, numbers: range) -> None:
    fund, group = plan.fund_sources.get(), plan.spending_groups.get()
    uses, kpi = plan.statements.get(side="uses"), plan.kpi_frameworks.get().kpis.get()
    for number in numbers:
        project = make_project(plan, f"P{number}", strategy=None)
        make_page_amount(project, "100.00")
        make_page_amount(project, "40.00", make_activity(project, 1))
        make_activity(project, 2)
        make_line(uses, "100.00", project=project)
        make_target(kpi, project)
        make_allocation(fund, group, project, "100.00")


def row_of(page: str, code: str) -> str:
    return next(row for row in page.split("<tr>") if f">{code}</td>" in row)


def test_an_amount_bears_the_codes_of_what_changes_its_meaning(
    client: Client, plan: FiscalPlan
) -> None:
    page = get(client).content.decode()
    assert 'href="/anomalies/#A05"' in row_of(page, "EC")
    office = row_of(page, "OFF")
    assert 'href="/anomalies/#A03"' in office
    assert "A05" not in office
    below = page[page.index('class="marks-below"') :]
    for words in ("A03 งานบริหารจัดการสำนักงานหมายถึงสองจำนวน", "A05 เงินสองในสามไม่แยกรายกิจกรรม"):
        assert words in below


def test_a_list_of_unmarked_amounts_has_no_words_below(client: Client, db: None) -> None:
    make_page_amount(make_project(make_plan(2570)), "100.00")
    assert "marks-below" not in get(client, fiscal_year=2570).content.decode()


def test_phones_sort_by_a_field_of_the_filter_bar(client: Client, plan: FiscalPlan) -> None:
    page = get(client, sort="-budget", kind="work").content.decode()
    assert '<option value="-budget" selected>งบประมาณ: มากไปน้อย</option>' in page
    assert '<option value="name">ชื่อ: ก–ฮ</option>' in page
    assert page.count('name="sort"') == 1
    assert codes(get(client, sort="-budget", kind="work", q="")) == ["OFF", "PY", "NB"]


def test_a_strategy_that_the_page_does_not_print_is_said_to_be_read(
    client: Client, plan: FiscalPlan
) -> None:
    page = get(client).content.decode()
    assert "ตีความ" in row_of(page, "SF")
    assert "ตีความ" not in row_of(page, "EC")


def test_a_share_has_two_places_in_excel(client: Client, plan: FiscalPlan) -> None:
    sheet = load_workbook(BytesIO(get(client, _export="xlsx").content)).active
    assert sheet is not None
    share = next(cell for row in sheet.iter_rows() for cell in row if cell.value == 12.9)
    assert share.number_format == "0.00"


@pytest.mark.parametrize("query", ["", "&q=P&kind=project&sort=-share", "&_export=csv"])
def test_one_row_takes_as_many_queries_as_a_hundred(client: Client, db: None, query: str) -> None:
    plan = make_plan(2570)
    make_fund_source(plan)
    make_spending_group(plan)
    make_kpi(plan)
    make_line(make_statement(plan), "1000.00", kind="total")
    make_statement(plan, "uses")
    fill(plan, range(1, 2))
    path = f"/projects/?fiscal_year=2570&per_page=50{query}"
    with CaptureQueriesContext(connection) as one:
        client.get(path)
    fill(plan, range(2, 101))
    with CaptureQueriesContext(connection) as hundred:
        response: Any = client.get(path)
    assert len(hundred) == len(one) < 20
    if "_export" not in query:
        assert response.context["listing"].count == 100
        row = next(iter(response.context["listing"].page.object_list.data))
        assert (row.budget, row.activity_count, row.kpi_count) == (100, 2, 1)


def test_without_any_plan_the_page_says_how_to_load_one(client: Client, no_plan: None) -> None:
    assert "load_plan" in get(client).content.decode()


def test_a_year_without_projects_says_so(client: Client, plan: FiscalPlan) -> None:
    make_plan(2570)
    assert "แผนนี้ไม่มีรายการประเภทนี้" in get(client, fiscal_year=2570).content.decode()


def test_it_is_complete_in_english(client: Client, plan: FiscalPlan) -> None:
    client.cookies["django_language"] = "en"
    page = get(client).content.decode()
    assert "8 projects and works" in page
    assert "No KPI in the plan" in page
    assert "Total of 8 items" in page


def test_equals_stand_in_the_plans_order_whichever_way_the_list_is_sorted(
    client: Client, db: None
) -> None:
    plan = make_plan()
    for code, position in (("CC", 3), ("AA", 1), ("DD", 4), ("BB", 2)):
        make_project(plan, code, position=position)
    for sort in ("kind", "-kind", "budget", "-budget"):
        found = codes(get(client, fiscal_year=plan.fiscal_year, sort=sort))
        assert found == ["AA", "BB", "CC", "DD"], sort


def test_the_unknown_comes_last_both_ways(client: Client, db: None) -> None:
    plan = make_plan()
    for code, amount in (("AA", ""), ("BB", "2"), ("CC", "1")):
        project = make_project(plan, code)
        if amount:
            make_page_amount(project, amount)
    assert codes(get(client, fiscal_year=2570, sort="budget")) == ["CC", "BB", "AA"]
    assert codes(get(client, fiscal_year=2570, sort="-budget")) == ["BB", "CC", "AA"]
