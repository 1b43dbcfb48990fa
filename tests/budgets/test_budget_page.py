"""The page of the money."""

import csv
import io
from decimal import Decimal

import pytest
from django.test import Client
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from budgets.bridge import read_bridge
from budgets.models import StatementLine
from projects.models import FiscalPlan
from tests.factories import (
    make_allocation,
    make_fund_source,
    make_line,
    make_plan,
    make_project,
    make_spending_group,
    make_statement,
)

pytestmark = pytest.mark.django_db


def page(client: Client, address: str = "/budgets/", language: str = "th") -> str:
    client.cookies["django_language"] = language
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def rows(client: Client, query: str = "") -> list[dict[str, str]]:
    response = client.get(f"/budgets/?_export=csv&{query}")
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


AMOUNT = "วงเงิน (ล้านบาท)"


def test_the_title_is_the_answer(client: Client, plan: FiscalPlan) -> None:
    assert "เงินที่ใช้จ่ายได้ 588.7946 ล้านบาท จาก 3 แหล่งเงิน" in page(client)
    assert "588.7946 million baht to spend, from 3 sources" in page(client, language="en")


def test_sources_and_uses_that_differ_are_said_in_the_title(client: Client) -> None:
    other = make_plan(2571)
    kind = StatementLine.Kind.TOTAL
    make_line(make_statement(other, "sources"), "2000000", kind=kind)
    make_line(make_statement(other, "uses"), "1000000", kind=kind)
    html = page(client, "/budgets/?fiscal_year=2571")
    assert "แหล่งเงิน 2.0000 กับรายจ่าย 1.0000 ล้านบาท ไม่เท่ากัน" in html
    assert "เท่ากับรายจ่ายรวม" not in html
    assert "รายจ่ายรวม 1.0000" in html


def test_the_group_that_its_items_exceed_says_by_how_much(client: Client, plan: FiscalPlan) -> None:
    html = page(client)
    assert "ผลรวมรายการ 40.0000 ≠ 33.4653 ต่าง +6.5347" in html
    assert html.count("≠") == 1
    assert 'href="/anomalies/#A01"' in html


def test_shares_that_do_not_make_100_are_explained(client: Client, plan: FiscalPlan) -> None:
    html = page(client)
    assert "ผลรวมของตัวเลขที่แสดงจึงเป็น 99.99 ไม่ใช่ 100.00" in html
    assert "ผลรวมของกลุ่มที่แสดงจึงเป็น 100.01 ไม่ใช่ 100.00" in html


def test_the_bridge_takes_one_reading_to_the_other(client: Client, plan: FiscalPlan) -> None:
    html = page(client)
    assert "“เงินงบประมาณ” สองความหมาย ต่างกัน 80.8109" in html
    assert "555.3293 (หัวข้อ 5) − 80.8109 เงินคงเหลือปีก่อน = 474.5184 (หัวข้อ 6)" in html


def test_the_bridge_adds_up_both_ways(plan: FiscalPlan) -> None:
    bridge = read_bridge({each.side: each for each in plan.statements.with_lines()})
    assert bridge is not None
    assert bridge.broad.amount - bridge.balance.amount == bridge.narrow.amount
    assert bridge.own.amount + bridge.balance.amount == bridge.outside.amount
    assert [bridge.broad.source_line, bridge.narrow.source_line] == [129, 153]


def test_a_plan_without_an_earlier_balance_has_no_bridge(client: Client) -> None:
    other = make_plan(2571)
    make_line(make_statement(other, "sources"), "1", kind=StatementLine.Kind.TOTAL)
    make_line(make_statement(other, "uses"), "1", kind=StatementLine.Kind.TOTAL)
    assert "สองความหมาย" not in page(client, "/budgets/?fiscal_year=2571")


def test_the_file_holds_all_three_tables(client: Client, plan: FiscalPlan) -> None:
    found = rows(client)
    assert len(found) == 7 + 12 + 9
    assert len({row["ตาราง"] for row in found}) == 3


@pytest.mark.parametrize(("table", "count"), [("sources", 7), ("uses", 12), ("allocations", 9)])
def test_one_table_can_be_had_alone(
    client: Client, plan: FiscalPlan, table: str, count: int
) -> None:
    assert len(rows(client, f"table={table}")) == count


def test_a_table_that_does_not_exist_gives_all(client: Client, plan: FiscalPlan) -> None:
    assert len(rows(client, "table=nothing")) == 28


def test_the_files_allocations_are_the_envelope_to_the_satang(
    client: Client, plan: FiscalPlan
) -> None:
    amounts = [Decimal(row[AMOUNT]) for row in rows(client, "table=allocations")]
    assert sum(amounts) == Decimal("588.7946")


def test_the_file_keeps_the_difference(client: Client, plan: FiscalPlan) -> None:
    group = next(row for row in rows(client) if row["บรรทัด"] == "134")
    assert group["ผลรวมรายการย่อย (ล้านบาท)"] == "40.0000"
    assert group["ผลต่าง (ล้านบาท)"] == "6.5347"


def test_the_workbook_holds_numbers(client: Client, plan: FiscalPlan) -> None:
    response = client.get("/budgets/?_export=xlsx&table=allocations")
    sheet = load_workbook(io.BytesIO(response.content)).worksheets[0]
    numbers = [cell for row in sheet.iter_rows(values_only=True) for cell in row if cell == 75.9696]
    assert numbers == [75.9696]


@pytest.mark.parametrize(
    ("fund", "lines"),
    [
        ("OFF_BUDGET", {"127", "134", "136", "137", "154", "155"}),
        ("PRIOR_YEAR_BALANCE", {"127", "129", "132", "154", "155"}),
    ],
)
def test_a_fund_leaves_its_lines(
    client: Client, plan: FiscalPlan, fund: str, lines: set[str]
) -> None:
    assert {row["บรรทัด"] for row in rows(client, f"fund={fund}")} == lines


def test_a_fund_leaves_its_allocations_and_says_amounts_are_as_printed(
    client: Client, plan: FiscalPlan
) -> None:
    html = page(client, "/budgets/?fund=OFF_BUDGET")
    assert "1 รายการจัดสรร" in html
    assert "จำนวนเงินเป็นยอดตามที่พิมพ์" in html


@pytest.mark.parametrize("query", ["fund=NONE", "fund=%00", "table=../x", "_export=exe"])
def test_a_query_that_makes_no_sense_is_left_out(
    client: Client, plan: FiscalPlan, query: str
) -> None:
    page(client, f"/budgets/?{query}")


def test_without_a_plan_or_money_the_page_says_so(client: Client, no_plan: None) -> None:
    assert "load_plan" in page(client)
    make_plan(2571)
    assert "แผนนี้ยังไม่มีข้อมูลเงิน" in page(client)


@pytest.mark.parametrize("count", [1, 100])
def test_as_many_queries_for_one_line_as_for_a_hundred(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    plan = make_plan(2571)
    sources, uses = make_statement(plan, "sources"), make_statement(plan, "uses")
    total = make_line(sources, "100", kind=StatementLine.Kind.TOTAL)
    fund = make_fund_source(plan)
    group = make_spending_group(plan)
    for number in range(count):
        make_line(sources, "1", total)
        project = make_project(plan, f"P{number}")
        line = make_line(uses, "1", project=project)
        make_allocation(fund, group, project, "1", statement_line=line)
    with django_assert_num_queries(10):
        client.get("/budgets/?fiscal_year=2571")
