"""Uploaded workbooks: every row read exactly or refused by its place, whatever the file does.

None of these tests may touch the database: reading stores nothing.
"""

from __future__ import annotations

import datetime
import subprocess
import sys
import tempfile
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED

import pytest
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy

from etda_plan.common import xlsx_reading
from etda_plan.common.xlsx import Value, table_workbook
from etda_plan.common.xlsx_findings import Finding, WorkbookRefused
from etda_plan.common.xlsx_kinds import Amount, Choice, Day, Text
from etda_plan.common.xlsx_reading import ExpectedColumn, ExpectedSheet, Reading, read_workbook
from tests.common import hostile_workbooks as hostile
from tests.common.hostile_workbooks import HOSTILE, ODD, SHEET

pytestmark = pytest.mark.once

STAGES = Choice({"payment": "เบิกจ่าย", "commitment": "ผูกพัน"})
ENTRIES = ExpectedSheet(
    SHEET,
    [
        ExpectedColumn("day", "วันที่", Day()),
        ExpectedColumn("amount", "จำนวนเงิน", Amount()),
        ExpectedColumn("stage", "ขั้น", STAGES),
        ExpectedColumn("note", "หมายเหตุ", Text(), is_required=False),
    ],
)
GOOD = {
    "day": datetime.date(2020, 4, 13),
    "amount": Decimal("1250.50"),
    "stage": "payment",
    "note": None,
}


def read(content: bytes, *beside: str, sheet: ExpectedSheet = ENTRIES) -> Reading:
    return read_workbook(BytesIO(content), sheet, beside)


def findings_of(content: bytes) -> list[Finding]:
    """Return all that is wrong with a file, which must be something."""
    try:
        found = read(content).every_finding
    except WorkbookRefused as refused:
        found = refused.findings
    assert found
    return found


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_workbook_is_refused_and_the_place_named(kind: str) -> None:
    case = HOSTILE[kind]
    found = findings_of(case.make())
    assert (case.sheet, case.cell) in {(each.sheet, each.cell) for each in found}
    assert case.says in " ".join(map(str, found))
    assert len(found) <= 2, "it says more than is wrong"


FAULTY_ROWS = [
    kind for kind, case in HOSTILE.items() if case.cell.endswith("3") and "เสียหาย" not in case.says
]


@pytest.mark.parametrize("kind", FAULTY_ROWS)
def test_the_faults_of_one_row_leave_the_good_row_alone(kind: str) -> None:
    good, _faulty = read(HOSTILE[kind].make()).rows
    assert (good.number, good.values, good.findings) == (2, GOOD, [])


@pytest.mark.parametrize("kind", ODD)
def test_a_strange_but_honest_workbook_is_read_whole(kind: str) -> None:
    reading = read(ODD[kind]())
    assert reading.every_finding == []
    assert [row.values for row in reading.rows] == [GOOD, GOOD]


def test_a_message_names_sheet_and_cell_in_both_languages() -> None:
    content = hostile.with_cell(hostile.text("B3", "ร้อย"))
    (found,) = findings_of(content)
    assert str(found).startswith("แผ่น “รายการ” ช่อง B3: กรอกเป็นตัวเลข")
    with translation.override("en"):
        (found,) = findings_of(content)
        assert str(found) == "Sheet “รายการ”, cell B3: Enter a number, such as 1,250.50."


def test_all_faults_of_a_file_are_told_together() -> None:
    bad = [
        hostile.row(at, hostile.number(f"B{at}", "-1"), hostile.text(f"C{at}", "?"))
        for at in range(2, 12)
    ]
    found = findings_of(hostile.book(hostile.headings(), *bad))
    assert [each.cell for each in found] == [f"{c}{at}" for at in range(2, 12) for c in "ABC"]


def test_sheets_named_as_beside_are_not_read() -> None:
    content = hostile.zipped(
        hostile.parts(
            hostile.sheet_xml(hostile.headings(), hostile.good_row()),
            hostile.sheet_xml(hostile.row(1, hostile.FORMULA.replace("B3", "B1"))),
        )
    )
    assert read(content, "อื่น").every_finding == []
    assert read(content).every_finding != []


def test_headings_and_choices_count_in_every_language() -> None:
    sheet = ExpectedSheet(
        gettext_lazy("Budget"),
        [
            ExpectedColumn("work", gettext_lazy("Project"), Choice({"a": gettext_lazy("Budget")})),
            ExpectedColumn("note", "หมายเหตุ", Text()),
        ],
    )
    for language in ("th", "en"):
        with translation.override(language):
            words = [str(gettext_lazy("Project")), "หมายเหตุ"]
            word = str(gettext_lazy("Budget"))
            content = table_workbook(word, words, [[word, "ก"]])
        assert read(content, sheet=sheet).rows[0].values == {"work": "a", "note": "ก"}


def test_what_the_site_writes_it_reads_back() -> None:
    amounts = [Decimal("0.01"), Decimal("33465300"), Decimal("9999999999999.99")]
    rows: list[list[Value]] = [
        [datetime.date(2020, 2, 29), amount, "ผูกพัน", "=1+1 ก\nข  ค"] for amount in amounts
    ]
    content = table_workbook(SHEET, list(hostile.HEADINGS), rows)
    found = read(content).rows
    assert [row.values["amount"] for row in found] == amounts
    assert {row.values["day"] for row in found} == {datetime.date(2020, 2, 29)}
    assert {row.values["note"] for row in found} == {"=1+1 ก\nข  ค"}


def test_a_row_can_be_faulted_later_by_its_cell() -> None:
    (row,) = read(hostile.book(hostile.headings(), hostile.good_row())).rows
    row.add_finding("amount", "เกิน")
    assert [str(found) for found in row.findings] == ["แผ่น “รายการ” ช่อง B2: เกิน"]


def test_a_workbook_of_1904_has_the_same_days() -> None:
    contents = hostile.parts(
        hostile.sheet_xml(hostile.headings(), hostile.good_row().replace("43934", "42472")),
        epoch='<workbookPr date1904="1"/>',
    )
    assert read(hostile.zipped(contents)).rows[0].values["day"] == datetime.date(2020, 4, 13)


def test_the_largest_file_is_a_setting(settings: Any) -> None:
    noise = "".join(f"<!--{number * 7919 % 999983}-->" for number in range(200_000))
    contents = hostile.parts(hostile.sheet_xml(hostile.headings(), noise, hostile.good_row()))
    content = hostile.zipped(contents, ZIP_STORED)
    assert len(read(content).rows) == 1
    settings.WORKBOOK_MEGABYTES = 1
    (found,) = findings_of(content)
    assert str(found) == "ไฟล์ใหญ่กว่า 1 MB"


def test_a_reader_that_breaks_down_is_the_files_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_reading, "READER", "import os, signal; os.kill(os.getpid(), 9)")
    (found,) = findings_of(hostile.book(hostile.headings(), hostile.good_row()))
    assert "หน่วยความจำหรือเวลา" in str(found)


def test_a_reader_that_hangs_is_given_up_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_reading, "READER", "import time; time.sleep(60)")
    monkeypatch.setattr(xlsx_reading, "LONGEST_WAIT", 0.2)
    (found,) = findings_of(hostile.book(hostile.headings(), hostile.good_row()))
    assert "หน่วยความจำหรือเวลา" in str(found)


def test_no_file_stays_behind(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    for kind in ("a formula", "half a file", "fifty megabytes"):
        findings_of(HOSTILE[kind].make())
    assert list(tmp_path.iterdir()) == []


LIMITED = """
import sys
sys.path.insert(0, {base!r})
from etda_plan.common import xlsx_cells
xlsx_cells.MOST_SECONDS = 1
xlsx_cells.limit_this_process()
{deed}
"""


def deed_done(deed: str) -> subprocess.CompletedProcess[str]:
    """Do something in a process that has limited itself."""
    code = LIMITED.format(base=str(settings.BASE_DIR), deed=deed)
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)


def test_the_reader_cannot_hold_more_memory_than_it_may() -> None:
    assert "MemoryError" in deed_done("bytearray(150 * 1024 * 1024)").stderr
    assert deed_done("bytearray(60 * 1024 * 1024)").returncode == 0


def test_the_reader_cannot_run_on() -> None:
    assert deed_done("while True: pass").returncode < 0


def test_the_reader_cannot_write_a_file(tmp_path: Path) -> None:
    file = tmp_path / "written"
    deed_done(f"open({str(file)!r}, 'w').write('x' * 100_000)")
    assert not file.exists() or file.stat().st_size == 0


def test_the_reader_sees_nothing_of_the_sites_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "a-secret")
    spy = "import json, os, sys; print(json.dumps({'sheet': str(dict(os.environ)), 'hidden': 0}))"
    monkeypatch.setattr(xlsx_reading, "READER", f"{spy}; main = int")
    content = hostile.book(hostile.headings(), hostile.good_row())
    written = xlsx_reading._written(BytesIO(content), [])
    assert b"a-secret" not in written
    assert b"sheet" in written
