"""The whole plan's files hold the money that their reader sees: the same as the money table's."""

import datetime
import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import translation
from openpyxl import load_workbook

from budgets.models import Allocation
from etda_plan.common.permissions import Role
from projects.models import FiscalPlan, Office
from tests.calc import needs_libreoffice, recalculated
from tests.factories import (
    close_months,
    make_membership,
    make_sample,
    make_spending_plan,
    make_transfer,
    make_user,
    post_entry,
    publish,
)
from tests.paper import copied_text, needs_pango, needs_pdftotext, without_spaces

pytestmark = pytest.mark.django_db

NOVEMBER = datetime.date(2019, 11, 5)
SHEETS = ["การใช้จ่าย", "รายเดือน", "โครงการและงานรายเดือน", "เป้าสะสมรายไตรมาส"]


@pytest.fixture
def ledger(plan: FiscalPlan) -> FiscalPlan:
    """The plan as it ships with odd satang, a transfer, an open commitment and a monthly plan."""
    make_sample(today=datetime.date(2020, 4, 13))
    ec, dt, py = (Allocation.objects.get(project__code=code) for code in ("EC", "DT", "PY"))
    make_spending_plan(ec, approved=True)
    make_transfer(ec, dt, "1234567.89", approved=True)
    commitment = post_entry(ec, "8765432.1", "commitment", date=NOVEMBER)
    post_entry(ec, "7654321.09", draws_on=commitment, date=datetime.date(2020, 4, 1))
    post_entry(dt, "333333.33", date=NOVEMBER)
    post_entry(py, "80810900", "commitment", date=NOVEMBER)
    return plan


@pytest.fixture
def auditor(client: Client) -> Client:
    """A client signed in as somebody who reads everything."""
    client.force_login(make_user("anong", Role.AUDITOR))
    return client


def file(client: Client, extension: str) -> bytes:
    response = client.get(f"/reports/plan.{extension}")
    assert response.status_code == 200
    return response.content


def data(client: Client) -> Any:
    return json.loads(file(client, "json"))


def of_table(client: Client, form: str) -> bytes:
    return client.get("/budgets/spending/", {"_export": form}).content


def rows(sheet: Any) -> list[tuple[Any, ...]]:
    return [
        row for row in sheet.iter_rows(values_only=True) if any(cell is not None for cell in row)
    ]


def books(client: Client) -> tuple[Any, Any]:
    """Return the whole plan's workbook, and that of the money table."""
    return (
        load_workbook(BytesIO(file(client, "xlsx"))),
        load_workbook(BytesIO(of_table(client, "xlsx"))),
    )


def test_json_says_what_the_money_table_says(ledger: FiscalPlan, auditor: Client) -> None:
    of_page = json.loads(of_table(auditor, "json"))
    assert data(auditor)["spending"] == {
        key: value for key, value in of_page.items() if key not in ("sample", "filters")
    }
    assert of_page["total"]["paid"] == "7987654.42"


def test_json_is_the_same_in_either_language(ledger: FiscalPlan, auditor: Client) -> None:
    in_thai = file(auditor, "json")
    with translation.override("en"):
        auditor.cookies["django_language"] = "en"
        assert file(auditor, "json") == in_thai


def test_the_workbook_has_the_sheets_of_the_money_table(
    ledger: FiscalPlan, auditor: Client
) -> None:
    whole, table = books(auditor)
    assert [name for name in whole.sheetnames if name in SHEETS] == SHEETS == table.sheetnames
    for name in SHEETS:
        assert rows(whole[name]) == rows(table[name]), name


class TestRecalculated:
    pytestmark = needs_libreoffice

    def test_the_workbook_comes_to_the_same(
        self, ledger: FiscalPlan, auditor: Client, tmp_path: Path
    ) -> None:
        book = recalculated(file(auditor, "xlsx"), tmp_path)
        total = next(row for row in rows(book["การใช้จ่าย"]) if row[1] == "รวม")
        expected = data(auditor)["spending"]["total"]
        keys = ("initial", "transferred", "current", "reserved", "committed", "paid", "left")
        assert [f"{cell:.8f}" for cell in total[2:9]] == [
            f"{int(expected[key].replace('.', '')) / 10**8:.8f}" for key in keys
        ]
        off = next(row for row in rows(book["โครงการและงาน"]) if row[0] == "OFF")
        assert [cell for cell in off if cell == 191.9718] == [191.9718] * 2
        values = [cell for sheet in book for row in rows(sheet) for cell in row]
        assert not [cell for cell in values if str(cell).startswith(("#", "Err:"))]


class TestPaper:
    pytestmark = [*needs_pango, needs_pdftotext]

    def test_the_pdf_holds_the_money_table_its_chart_and_its_day(
        self, ledger: FiscalPlan, client: Client
    ) -> None:
        publish(close_months(ledger, 3)[-1])
        whole, table = file(client, "pdf"), of_table(client, "pdf")
        pages = copied_text(whole, "-layout").split("\f")
        figures = [line for line in lines(copied_text(table, "-layout")) if line.count(".") >= 7]
        assert len(figures) >= 20
        assert [line for line in figures if line not in lines("\n".join(pages))] == []
        for paper in (whole, table):
            words = without_spaces(copied_text(paper))
            assert "ใช้จ่าย(เบิกจ่าย+ผูกพัน)89.9097" in words
            assert "ต.ค.พ.ย.ธ.ค.ม.ค.ก.พ.มี.ค.เม.ย." in words
        [chart] = [page for page in pages if "เส้นหยุดที่เดือน" in page]
        [checks] = [page for page in pages if "ตรวจยอด:" in page]
        assert "31 ธ.ค. 2562 · หน่วย" in chart
        assert "13 เม.ย. 2563 · หน่วย" in checks


def lines(text: str) -> set[str]:
    return {" ".join(line.split()) for line in text.splitlines()}


def test_a_visitors_files_stop_at_what_is_published(ledger: FiscalPlan, client: Client) -> None:
    publish(close_months(ledger, 3)[-1])
    spending = data(client)["spending"]
    assert (spending["shown"], spending["as_of"]) == ("published", "2019-12-31")
    assert spending["total"]["paid"] == "333333.33"
    whole, _table = books(client)
    words = " ".join(str(row[0]) for row in rows(whole["การใช้จ่าย"])[:6])
    assert "31 ธันวาคม พ.ศ. 2562" in words
    assert "เผยแพร่" in words


def test_an_officers_files_hold_the_own_lines_and_say_so(
    ledger: FiscalPlan, client: Client
) -> None:
    ec = Allocation.objects.get(project__code="EC")
    officer = make_user("somsak", Role.OFFICER)
    office = Office.objects.filter(activities__project=ec.project)[0]
    make_membership(officer, office, datetime.date(2019, 10, 1))
    client.force_login(officer)
    spending = data(client)["spending"]
    assert spending["shown"] == "own"
    assert spending["targets"] == []
    assert spending["total"]["paid"] == "7654321.09"
    whole, _table = books(client)
    assert "เฉพาะ" in " ".join(str(row[0]) for row in rows(whole["การใช้จ่าย"])[:6])


@pytest.mark.parametrize("extension", ["json", "xlsx"])
def test_files_of_an_empty_ledger_or_before_anything_is_published_hold_no_money(
    plan: FiscalPlan, client: Client, extension: str
) -> None:
    before = file(client, extension)
    post_entry(Allocation.objects.get(project__code="EC"), "1000000", "reservation")
    if extension == "json":
        assert file(client, extension) == before
        assert "spending" not in json.loads(before)
    else:
        sheets = load_workbook(BytesIO(file(client, extension))).sheetnames
        assert sheets == load_workbook(BytesIO(before)).sheetnames
        assert not set(SHEETS) & set(sheets)


def test_the_number_of_queries_does_not_grow_with_entries(
    ledger: FiscalPlan, auditor: Client, django_assert_max_num_queries: Any
) -> None:
    file(auditor, "json")
    with django_assert_max_num_queries(200) as few:
        file(auditor, "json")
    for code in ("EC", "DT", "EL", "SF", "DG"):
        post_entry(Allocation.objects.get(project__code=code), "10.01")
    with django_assert_max_num_queries(len(few)):
        file(auditor, "json")


def test_the_command_writes_everything_as_of_today(ledger: FiscalPlan, tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    call_command("export_plan", "--format", "json", "--output", str(path))
    spending = json.loads(path.read_bytes())["spending"]
    assert (spending["shown"], spending["as_of"]) == ("all", "2020-04-13")
    assert spending["total"]["committed"] == "81922011.01"
