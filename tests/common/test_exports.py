"""Lists as files: exact numbers, Thai that Excel reads, and texts that never become formulas."""

import csv
import datetime
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

import pytest
from openpyxl import load_workbook

from etda_plan.common.exports import Export, csv_response, to_csv, xlsx_response
from etda_plan.common.figures import in_millions
from etda_plan.common.xlsx import Column
from etda_plan.common.xlsx_styles import Style


def make_export(*rows: list[Any]) -> Export:
    columns = [Column("ชื่อ"), Column("งบ", Style.MILLION)]
    return Export("รายการ", "items-2563", columns, rows, ["หน่วย : ล้านบาท"])


def cells(text: str) -> list[list[str]]:
    return list(csv.reader(StringIO(text.removeprefix("\ufeff"))))


@pytest.mark.parametrize("danger", ["=1+1", "+66", "-cmd", "@SUM(A1)", "\tx", "\rx"])
def test_csv_texts_that_read_as_formulas_get_a_quote(danger: str) -> None:
    assert cells(to_csv(make_export([danger, 1])))[1] == [f"'{danger}", "1"]


def test_csv_leaves_other_texts_and_negative_numbers_alone() -> None:
    rows = cells(to_csv(make_export(["–", Decimal("-6.5347")], ['a "b", c\nd', None])))
    assert rows[1:] == [["–", "-6.5347"], ['a "b", c\nd', ""]]


def test_csv_writes_days_as_people_type_them() -> None:
    day = datetime.date(2020, 2, 29)
    assert cells(to_csv(make_export(["x", day])))[1] == ["x", "29/2/2563"]


def test_csv_is_utf8_with_its_mark_and_is_named() -> None:
    response = csv_response(make_export(["ก", 1]))
    assert response.content.startswith(b"\xef\xbb\xbf")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="items-2563.csv"'


@pytest.mark.parametrize("danger", ["=1+1", "+66", "-cmd", "@SUM(A1)"])
def test_workbook_texts_stay_texts(danger: str) -> None:
    response = xlsx_response(make_export([danger, Decimal("75.9696")]))
    sheet = load_workbook(BytesIO(response.content)).active
    assert sheet is not None
    row = list(sheet.iter_rows())[-1]
    assert [(cell.value, cell.data_type) for cell in row] == [(danger, "s"), (75.9696, "n")]


def test_workbook_has_title_notes_headings_and_rows() -> None:
    response = xlsx_response(make_export(["ก", Decimal("1.5")], ["ข", "ไม่มีข้อมูลในเอกสาร"]))
    sheet = load_workbook(BytesIO(response.content)).active
    assert sheet is not None
    assert [[cell for cell in row if cell is not None] for row in sheet.values] == [
        ["รายการ"],
        ["หน่วย : ล้านบาท"],
        ["ชื่อ", "งบ"],
        ["ก", 1.5],
        ["ข", "ไม่มีข้อมูลในเอกสาร"],
    ]
    assert response["Content-Disposition"].endswith('"items-2563.xlsx"')


@pytest.mark.parametrize(
    ("baht", "millions"),
    [
        ("75969600.00", "75.9696"),
        ("0.00", "0.0000"),
        ("134100500.00", "134.1005"),
        ("0.01", "1E-8"),
        ("123456.78", "0.12345678"),
        ("-6534700.00", "-6.5347"),
        ("588794600.50", "588.7946005"),
    ],
)
def test_millions_are_exact_with_four_places_or_as_many_as_needed(baht: str, millions: str) -> None:
    assert str(in_millions(Decimal(baht))) == millions
    assert in_millions(Decimal(baht)) * 1_000_000 == Decimal(baht)
