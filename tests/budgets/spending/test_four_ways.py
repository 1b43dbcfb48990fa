"""Screen, Excel, PDF and JSON show the same money: each is read as its reader sees it."""

from __future__ import annotations

import csv
import datetime
import io
import json
import re
from decimal import Decimal
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from budgets.models import Allocation
from etda_plan.common.figures import million, signed_million
from etda_plan.common.permissions import Role
from projects.models import FiscalPlan
from tests.calc import needs_libreoffice, recalculated
from tests.factories import (
    make_sample,
    make_spending_plan,
    make_transfer,
    make_user,
    post_entry,
)
from tests.paper import copied_text, needs_pango, needs_pdftotext

pytestmark = pytest.mark.django_db

ADDRESS = "/budgets/spending/?as_of=13/4/2563"
FIGURE = r"[+−]?\d[\d,]*\.\d+|–"
ROW = re.compile(rf"((?:{FIGURE})(?: (?:{FIGURE})){{8}})$")
MONTH = re.compile(rf"^\S+ \d{{4}}((?: (?:{FIGURE})){{8}})$")

Rows = list[str]


@pytest.fixture
def ledger(plan: FiscalPlan) -> FiscalPlan:
    """The plan as it ships with a small ledger: odd satang, a transfer, a work without a plan."""
    make_sample(today=datetime.date(2020, 4, 13))
    ec, dt, py = (Allocation.objects.get(project__code=code) for code in ("EC", "DT", "PY"))
    make_spending_plan(ec, approved=True)
    make_spending_plan(py, approved=True)
    make_transfer(ec, dt, "1234567.89", approved=True)
    reservation = post_entry(ec, "9876543.21", "reservation", date=datetime.date(2019, 11, 5))
    commitment = post_entry(ec, "8765432.1", "commitment", draws_on=reservation)
    post_entry(ec, "7654321.09", draws_on=commitment)
    post_entry(dt, "333333.33", date=datetime.date(2019, 10, 31))
    post_entry(py, "80810900", "commitment", date=datetime.date(2020, 1, 2))
    return plan


@pytest.fixture
def finance(client: Client, ledger: FiscalPlan) -> Client:
    """A client signed in as a finance officer."""
    client.force_login(make_user("somsri", Role.FINANCE))
    return client


def file(client: Client, form: str) -> bytes:
    response = client.get(f"{ADDRESS}&_export={form}")
    assert response.status_code == 200
    return response.content


def of_json(client: Client) -> tuple[Rows, Rows]:
    """Return the rows of the table and of the months, written as people read them."""
    data = json.loads(file(client, "json"))
    every = [row for line in data["lines"] for row in flattened(line)]
    keys = ["initial", "transferred", "current", "reserved", "committed", "paid", "left"]
    table = [
        " ".join(
            [
                *(written(row[key], signed=key == "transferred") for key in keys),
                *(row[key] or "–" for key in ("paid_percent", "used_percent")),
            ]
        )
        for row in [*every, data["total"]]
    ]
    months = [
        " ".join(
            written(value, signed=key == "difference")
            for key, value in month.items()
            if key != "month"
        )
        for month in data["months"]
    ]
    return table, months


def flattened(line: dict[str, Any]) -> list[dict[str, Any]]:
    return [line, *(row for part in line["lines"] for row in flattened(part))]


def written(amount: str | None, *, signed: bool = False) -> str:
    if amount is None:
        return "–"
    return signed_million(Decimal(amount)) if signed else million(Decimal(amount))


def rows_of_text(lines: list[str]) -> tuple[Rows, Rows]:
    table = [found[1] for line in lines if (found := ROW.search(line))]
    months = [found[1].strip() for line in lines if (found := MONTH.search(line))]
    return table, months


def of_screen(client: Client) -> tuple[Rows, Rows]:
    html = client.get(ADDRESS).content.decode()
    found = re.findall(r"<tr.*?</tr>", html, re.DOTALL)
    return rows_of_text([" ".join(unescape(re.sub(r"<[^>]+>", " ", row)).split()) for row in found])


def of_pdf(client: Client) -> tuple[Rows, Rows]:
    text = copied_text(file(client, "pdf"), "-layout")
    return rows_of_text([" ".join(line.split()) for line in text.splitlines()])


def of_workbook(client: Client, folder: Path) -> tuple[Rows, Rows]:
    book = recalculated(file(client, "xlsx"), folder)
    table, months = book.worksheets[:2]
    wanted = [
        row[2:]
        for row in table.iter_rows(values_only=True)
        if isinstance(row[2], int | float) and len(row) == 11
    ]
    return (
        [
            " ".join([*(number(cell, signed=place == 1) for place, cell in enumerate(row[:7])),
                      *(share(cell) for cell in row[7:])])
            for row in wanted
        ],
        [
            " ".join(number(cell, signed=place == 7) for place, cell in enumerate(row[1:9]))
            for row in months.iter_rows(values_only=True)
            if isinstance(row[4], int | float)
        ],
    )  # fmt: skip


def number(cell: Any, *, signed: bool = False) -> str:
    return cell if cell == "–" else written(f"{Decimal(str(cell)) * 1_000_000:f}", signed=signed)


def share(cell: Any) -> str:
    return cell if cell == "–" else f"{Decimal(str(cell)) * 100:.2f}"


def test_the_screen_shows_what_json_says(finance: Client) -> None:
    table, months = of_json(finance)
    assert (len(table), len(months)) == (20, 12)
    assert of_screen(finance) == (table, months)


class TestPaper:
    pytestmark = [*needs_pango, needs_pdftotext]

    def test_the_pdf_shows_the_same(self, finance: Client) -> None:
        assert of_pdf(finance) == of_json(finance)


class TestWorkbook:
    pytestmark = needs_libreoffice

    def test_the_recalculated_workbook_shows_the_same(
        self, finance: Client, tmp_path: Path
    ) -> None:
        assert of_workbook(finance, tmp_path) == of_json(finance)


def test_sums_and_percentages_of_the_workbook_are_formulas(finance: Client) -> None:
    sheet = load_workbook(io.BytesIO(file(finance, "xlsx"))).worksheets[0]
    total = next(row for row in sheet.iter_rows(values_only=True) if row[1] == "รวม")
    assert all(str(cell).startswith("=") for cell in total[2:])
    leaf = next(row for row in sheet.iter_rows(values_only=True) if str(row[1]).strip()[:2] == "EC")
    assert [str(cell).startswith("=") for cell in leaf[2:]] == [
        *(False, False, True, False, False, False, True),
        *(True, True),
    ]


def test_the_list_holds_every_row_with_its_codes(finance: Client) -> None:
    rows = list(csv.DictReader(io.StringIO(file(finance, "csv").decode("utf-8-sig"))))
    assert len(rows) == 20
    ec = next(row for row in rows if row["งาน"] == "EC")
    assert (ec["แหล่งเงิน"], ec["เบิกจ่าย"]) == ("CURRENT_APPROPRIATION", "7.65432109")


def test_a_file_says_its_day_and_its_part(finance: Client) -> None:
    response = finance.get(f"{ADDRESS}&work=EC&_export=xlsx")
    assert 'filename="spending-2563-2020-04-13.xlsx"' in response["Content-Disposition"]
    sheet = load_workbook(io.BytesIO(response.content)).worksheets[0]
    words = [str(row[0].value) for row in sheet.iter_rows(max_row=8)]
    assert any("13 เมษายน พ.ศ. 2563" in line for line in words)
    assert any("EC" in line for line in words)


def test_a_file_of_an_empty_ledger_is_the_page_that_says_so(
    client: Client, plan: FiscalPlan
) -> None:
    client.force_login(make_user("somsri", Role.FINANCE))
    response = client.get("/budgets/spending/?_export=json")
    assert response["Content-Type"].startswith("text/html")
