"""Screen, Excel, PDF and JSON show the same figures: each is read as its reader sees it."""

import json
import re
import subprocess
from decimal import Decimal
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from etda_plan.common.figures import million, percent
from etda_plan.overview.exports.plan_json import plan_json
from etda_plan.overview.exports.plan_pdf import plan_pdf
from etda_plan.overview.exports.workbook import plan_workbook
from etda_plan.overview.plan import PlanReading, read_plan
from etda_plan.overview.reconciliation import reconcile_reading
from projects.models import FiscalPlan
from tests.calc import needs_libreoffice, recalculated
from tests.paper import copied_text, needs_pango, needs_pdftotext

pytestmark = [pytest.mark.django_db, *needs_libreoffice, *needs_pango, needs_pdftotext]

Line = tuple[str, str, str]
"""Amount in ล้านบาท, share in percent, line of the document."""

AMOUNT_SHARE_LINE = re.compile(r"(\d[\d,]*\.\d{4})\s+(\d+\.\d{2})\s+(\d+)$")
WORK = re.compile(r"^\s*([A-Z]{2,3})\s.*?(\d[\d,]*\.\d{4})\s+(\d+\.\d{2})\s+[\d ·]+$")
ACTIVITY = re.compile(r"^\s*(\d+)\s.*?(\d+\.\d{4})\s.*?(\d{3})$")
TARGETS = re.compile(r"((?:(?:–|\d+\*?) ){5})1[67]\d\b")


class Read:
    """The figures of a plan as one medium gives them."""

    def __init__(
        self,
        lines: list[Line],
        works: dict[str, tuple[str, str]],
        activities: dict[str, str],
        targets: list[list[str]],
    ) -> None:
        self.lines, self.works = sorted(lines), works
        self.activities, self.targets = activities, targets


def test_the_four_show_the_same_figures(plan: FiscalPlan, client: Client, tmp_path: Path) -> None:
    reading = read_plan(plan)
    data = of_json(reading)
    assert (len(data.lines), len(data.works), len(data.targets)) == (19, 8, 12)
    assert sum(value != "–" for row in data.targets for value in row) == 20
    for other in (of_screen(client), of_workbook(reading, tmp_path), of_pdf(reading)):
        assert other.lines == data.lines
        assert other.works == data.works
        assert other.activities == data.activities
        assert other.targets == data.targets


def of_json(reading: PlanReading) -> Read:
    """Read what a program reads."""
    data = json.loads(plan_json(reading))
    envelope = Decimal(data["envelope"])
    lines = [line for side in data["statements"].values() for line in flattened(side)]
    codes = [project["code"] for project in data["projects"] if project["kind"] == "project"]
    return Read(
        [figures(line["amount"], envelope, line["source_line"]) for line in lines],
        {
            project["code"]: figures(project["budget"], envelope, "")[:2]
            for project in data["projects"]
        },
        {
            str(activity["number"]): million(Decimal(activity["budget"]))
            for project in data["projects"]
            for activity in project["activities"]
            if activity["budget"]
        },
        [row_of_targets(kpi["targets"], codes) for kpi in data["kpis"]],
    )


def flattened(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [each for line in lines for each in (line, *flattened(line["lines"]))]


def figures(amount: str, envelope: Decimal, line: object) -> Line:
    share = percent(Decimal(amount), envelope)
    assert share is not None
    return million(Decimal(amount)), share, str(line)


def row_of_targets(targets: list[dict[str, Any]], codes: list[str]) -> list[str]:
    written = {target["project"]: target["value"] + "*" * target["is_main"] for target in targets}
    return [written.get(code, "–") for code in codes]


def of_screen(client: Client) -> Read:
    """Read the pages, row by row."""
    pages = [page_rows(client, address) for address in ("/budgets/", "/projects/", "/kpis/")]
    rows = [row for page in pages for row in page]
    found = rows_of_text(rows, " ".join(rows))
    office = rows_of_text(page_rows(client, "/projects/OFF/"), "")
    return Read(found.lines, found.works, office.activities, found.targets)


def page_rows(client: Client, address: str) -> list[str]:
    html = client.get(address).content.decode()
    return [words_of(row) for row in re.findall(r"<tr.*?</tr>", html, re.DOTALL)]


def words_of(html: str) -> str:
    text = " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())
    return re.sub(r"ตัวชี้วัดหลัก (\d+)", r"\1*", text)


def of_pdf(reading: PlanReading) -> Read:
    """Read what a reader copies out of the file: by row, and in the order of the words."""
    pdf = plan_pdf(reading, reconcile_reading(reading))
    return rows_of_text(words_by_row(pdf), " ".join(copied_text(pdf).split()))


def words_by_row(pdf: bytes) -> list[str]:
    run = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, stdout=subprocess.PIPE, check=True
    )
    return run.stdout.decode().splitlines()


def rows_of_text(rows: list[str], running: str) -> Read:
    """Find the rows of the statements, the works, the activities and the indicators."""
    found = [row.rstrip() for row in rows]
    works = [match.groups() for row in found if (match := WORK.match(row))]
    lines = [
        match.groups()
        for row in found
        if (match := AMOUNT_SHARE_LINE.search(row)) and not WORK.match(row)
    ]
    activities = [match.groups() for row in found if (match := ACTIVITY.match(row))]
    return Read(
        [(amount, share, line) for amount, share, line in lines],
        {code: (amount, share) for code, amount, share in works},
        {number: amount for number, amount, line in activities if line in {"295", "296"}},
        [values.split() for values in TARGETS.findall(running)],
    )


def of_workbook(reading: PlanReading, folder: Path) -> Read:
    """Read the cells as LibreOffice works them out."""
    book = recalculated(plan_workbook(reading, reconcile_reading(reading)), folder)
    statements = [
        row
        for name in ("แหล่งเงิน", "แผนการใช้จ่าย")
        for row in book[name].iter_rows(min_row=4, values_only=True)
        if isinstance(row[5], (int, float))
    ]
    works = book["โครงการและงาน"].iter_rows(min_row=4, values_only=True)
    activities = book["กิจกรรม"].iter_rows(min_row=5, values_only=True)
    kpis = book["ตัวชี้วัด"].iter_rows(min_row=5, max_col=7)
    return Read(
        [(amount(row[2]), share(row[5]), str(row[6])) for row in statements],
        {row[0]: (amount(row[9]), share(row[10])) for row in works if row[0] != "รวม"},
        {
            row[0].split("/")[1]: amount(row[3])
            for row in activities
            if row[0] and isinstance(row[3], float)
        },
        [
            [target(cell) for cell in row[2:]]
            for row in kpis
            if re.match(r"\d+\.", str(row[0].value))
        ],
    )


def amount(cell: float) -> str:
    return f"{Decimal(repr(cell)):,.4f}"


def share(cell: float) -> str:
    return f"{Decimal(repr(cell)) * 100:.2f}"


def target(cell: Any) -> str:
    starred = "*" if "*" in cell.number_format else ""
    return f"{cell.value}{starred}"
