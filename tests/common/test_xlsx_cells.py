"""What the reader's process finds in a workbook, seen from inside it."""

from __future__ import annotations

import io
from typing import Any

import pytest
from openpyxl import Workbook

from etda_plan.common import archives, xlsx_cells, xlsx_xml
from etda_plan.common.xlsx_cells import attempt, is_day_format, peak_kilobytes
from tests.common import hostile_workbooks as hostile

pytestmark = pytest.mark.once


def lines_of(content: bytes, *left_out: str) -> list[Any]:
    found: list[Any] = []
    attempt(io.BytesIO(content), left_out, found.append)
    return found


def refusal(content: bytes) -> dict[str, Any]:
    (found,) = (line for line in lines_of(content) if "refused" in line)
    assert isinstance(found, dict)
    return found


def test_cells_come_with_their_kinds_as_the_file_has_them() -> None:
    cells = (
        '<c r="A2" t="str"><v>ก_x000D_ข</v></c><c r="B2"><v>0.30000000000000004</v></c>'
        '<c r="C2" s="1"><v>43934</v></c><c r="D2" s="2"><v>7</v></c>'
        '<c r="E2" t="d"><v>2020-04-13</v></c><c r="F2" t="inlineStr"><is><r><t>ค</t></r>'
        "<rPh><t>ง</t></rPh><r><t>จ</t></r></is></c>"
    )
    found = lines_of(hostile.book(f'<row r="2">{cells}</row>'))
    assert found[2] == [
        2,
        [
            (1, "s", "ก\rข"), (2, "n", "0.30000000000000004"), (3, "d", "43934"), (4, "n", "7"),
            (5, "i", "2020-04-13"), (6, "s", "คจ"),
        ],
    ]  # fmt: skip


def test_a_workbook_of_another_hand_gives_the_same() -> None:
    book = Workbook()
    sheet = book.active
    sheet.title = "ก"
    sheet.append(["ข", 1.5, None, True, "=1+1"])
    buffer = io.BytesIO()
    book.save(buffer)
    assert lines_of(buffer.getvalue())[1:] == [
        {"sheet": "ก", "hidden": False},
        [1, [(1, "s", "ข"), (2, "n", "1.5"), (4, "b", "1"), (5, "f", "")]],
        {"merged": []},
    ]


def test_readings_of_characters_are_no_part_of_a_text() -> None:
    part = hostile.shared("<si><t>ก</t><rPh><t>ข</t></rPh></si><si><r><t>ค</t></r></si>")
    contents = hostile.parts(
        hostile.sheet_xml('<row r="1"><c r="A1" t="s"><v>0</v></c><c t="s"><v>1</v></c></row>')
    )
    found = lines_of(hostile.zipped({**contents, "xl/sharedStrings.xml": part}))
    assert found[2] == [1, [(1, "s", "ก"), (2, "s", "ค")]]


@pytest.mark.parametrize(
    "code",
    [
        "d mmm yyyy", "[$-107041E]d mmm yyyy", "dd/mm/yyyy", "[$-D07041E]d mmm bbbb", "h:mm",
        "[h]:mm",
    ],
)  # fmt: skip
def test_formats_of_days_are_known(code: str) -> None:
    assert is_day_format(code)


@pytest.mark.parametrize(
    "code",
    [
        "General", "0.00", "#,##0.00", '#,##0.00 "บาท d"', "[Red]0.00", "0.00E+00", "@",
        "[$฿-41E]#,##0.00", r"0\d", '"-"??_);_(@_)', "#,##0.00;[Red]-#,##0.00",
    ],
)  # fmt: skip
def test_formats_of_numbers_are_not_taken_for_days(code: str) -> None:
    assert not is_day_format(code)


@pytest.mark.parametrize(
    ("limit", "value", "code"),
    [
        ("MOST_ROWS", 2, "far_cell"),
        ("MOST_COLUMNS", 2, "far_cell"),
        ("MOST_CELLS", 5, "many_cells"),
        ("MOST_TEXT", 40, "many_cells"),
        ("MOST_TEXT", 8, "much_text"),
    ],
)
def test_each_limit_of_a_sheet_is_kept(
    monkeypatch: pytest.MonkeyPatch, limit: str, value: int, code: str
) -> None:
    content = hostile.book(hostile.headings(), hostile.good_row(2), hostile.good_row(3))
    assert [line for line in lines_of(content) if "refused" in line] == []
    monkeypatch.setattr(xlsx_xml, limit, value)
    assert refusal(content)["refused"] == code


def test_each_limit_of_a_file_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    content = hostile.book(hostile.headings(), hostile.good_row())
    for module, limit, code in (
        (archives, "MOST_ENTRIES", "many_parts"),
        (archives, "LARGEST_CONTENT", "bomb"),
        (xlsx_cells, "MOST_SHEETS", "many_sheets"),
        (xlsx_cells, "LARGEST_PART", "large_part"),
        (xlsx_cells, "LARGEST_SMALL_PART", "damaged"),
        (xlsx_xml, "LONGEST_TEXT", "damaged"),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(module, limit, 0)
            assert refusal(content)["refused"] == code, limit


def test_running_out_of_memory_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def exhausted(*args: object) -> None:
        raise MemoryError

    monkeypatch.setattr(xlsx_cells, "scan", exhausted)
    assert refusal(hostile.book(hostile.headings()))["refused"] == "heavy"


def test_the_peak_of_memory_is_told() -> None:
    assert 5_000 < peak_kilobytes() < 4_000_000
