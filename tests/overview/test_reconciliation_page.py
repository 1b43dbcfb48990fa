"""The page of checks, its exports, and the picture of the two readings."""

import csv
import re
from decimal import Decimal
from html.parser import HTMLParser
from io import BytesIO, StringIO

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from budgets.models import StatementLine
from etda_plan.overview.bridge_picture import draw_bridge
from etda_plan.overview.plan import read_plan
from etda_plan.overview.reconciliation import money_of, reconcile
from projects.models import FiscalPlan
from tests.factories import make_balanced_plan

pytestmark = pytest.mark.django_db


def page(client: Client, query: str = "") -> str:
    response = client.get(reverse("reconciliation") + query)
    assert response.status_code == 200
    return response.content.decode()


def in_english(client: Client) -> Client:
    client.cookies["django_language"] = "en"
    return client


class UnmarkedThai(HTMLParser):
    """Collects Thai words that stand in no element marked as Thai."""

    def __init__(self) -> None:
        super().__init__()
        self.languages: list[str] = []
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in {"col", "br", "img", "input"}:
            before = self.languages[-1] if self.languages else "en"
            self.languages.append(dict(attrs).get("lang") or before)

    def handle_endtag(self, tag: str) -> None:
        self.languages.pop()

    def handle_data(self, data: str) -> None:
        if self.languages and self.languages[-1] != "th":
            self.found += re.findall("[ก-๙]+", data)


def words(html: str) -> str:
    """Return what a reader sees, without tags and with single spaces."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))


def heading(html: str) -> str:
    found = re.search(r"<h1>(.*?)</h1>", html, re.DOTALL)
    return words(found[1]).strip() if found else ""


def test_the_heading_is_the_answer(plan: FiscalPlan, client: Client) -> None:
    answer = "ยอดรวมตรงกันที่ 588.7946 ล้านบาท มีข้อต่างที่บันทึกไว้ 1 ข้อ"
    assert heading(page(client)) == answer


def test_the_heading_counts_what_disagrees(plan: FiscalPlan, client: Client) -> None:
    StatementLine.objects.filter(source_line=137).update(amount=Decimal("19913100.01"))
    count = len([check for check in reconcile(plan).checks if check.status == "disagrees"])
    assert heading(page(client)) == f"มีข้อที่ไม่ตรง {count} ข้อ"


def test_a_difference_smaller_than_the_screen_shows_is_said_in_baht(
    plan: FiscalPlan, client: Client
) -> None:
    StatementLine.objects.filter(source_line=145).update(amount=Decimal("75969600.01"))
    assert "ผลต่างคือ 0.01 บาท" in words(page(client))


def test_every_check_is_a_row_that_cites_its_lines(plan: FiscalPlan, client: Client) -> None:
    html = page(client)
    for check in reconcile(plan).checks:
        row = re.search(rf'<tr id="{check.code}".*?</tr>', html, re.DOTALL)
        assert row is not None
        linked = [int(line) for line in re.findall(r'href="[^"]*/source/#L(\d+)"', row[0])]
        assert linked == list(check.source_lines)


def test_the_documented_row_links_its_anomaly(plan: FiscalPlan, client: Client) -> None:
    html = page(client)
    row = re.search(r'<tr id="sources-group-2" class="documented">.*?</tr>', html, re.DOTALL)
    assert row is not None
    assert f'href="{reverse("anomalies")}#A01"' in row[0]
    assert "33.4653" in row[0]
    assert "+6.5347" in row[0]


def test_what_is_not_broken_down_links_a05(plan: FiscalPlan, client: Client) -> None:
    row = re.search(r'<tr id="activities-EC".*?</tr>', page(client), re.DOTALL)
    assert row is not None
    assert f'href="{reverse("anomalies")}#A05"' in row[0]
    assert "ยังไม่แยกรายกิจกรรม 75.9696" in words(row[0])


def test_in_english_the_words_of_the_document_are_marked_as_thai(
    plan: FiscalPlan, client: Client
) -> None:
    html = page(in_english(client))
    reader = UnmarkedThai()
    reader.feed(html[html.index("<main") : html.index("</main>")])
    assert reader.found == []
    assert "Everything adds up to 588.7946 million baht with 1 recorded difference" in words(html)


def test_no_style_or_script_stands_in_the_page(plan: FiscalPlan, client: Client) -> None:
    html = page(client)
    assert " style=" not in html
    assert "<style" not in html
    assert not re.search(r"<script(?![^>]* src=)", html)


def test_another_year_keeps_its_year_in_every_link(plan: FiscalPlan, client: Client) -> None:
    make_balanced_plan(2570)
    html = page(client, "?fiscal_year=2570")
    assert "/source/?fiscal_year=2570#L" not in html
    assert 'href="/anomalies/?fiscal_year=2570#A02"' in html


def test_without_a_plan_the_page_says_how_to_load_one(no_plan: None, client: Client) -> None:
    assert "load_plan" in page(client)


def test_the_number_of_queries_does_not_grow_with_the_rows(client: Client) -> None:
    counts = []
    for year, projects in ((2570, 1), (2571, 25)):
        make_balanced_plan(year, projects)
        with CaptureQueriesContext(connection) as captured:
            page(client, f"?fiscal_year={year}")
        counts.append(len(captured))
    assert counts[0] == counts[1]


class TestExport:
    """All checks as a list."""

    def test_csv_has_a_row_for_each_check(self, plan: FiscalPlan, client: Client) -> None:
        response = client.get(reverse("reconciliation"), {"_export": "csv"})
        text = response.content.decode("utf-8-sig")
        rows = list(csv.reader(StringIO(text)))
        assert len(rows) == 1 + len(reconcile(plan).checks)
        documented = next(row for row in rows if row[0] == "ต่าง · มีบันทึก")
        assert [Decimal(cell) for cell in documented[3:6]] == [
            Decimal("33.4653"),
            Decimal("40"),
            Decimal("6.5347"),
        ]
        assert documented[7] == "134 · 136 · 137"
        assert "A01" in documented[8]

    def test_the_workbook_has_numbers(self, plan: FiscalPlan, client: Client) -> None:
        response = client.get(reverse("reconciliation"), {"_export": "xlsx"})
        book = openpyxl.load_workbook(BytesIO(response.content))
        rows = list(book.active.iter_rows(values_only=True))
        assert len(rows) > len(reconcile(plan).checks)
        first = next(row for row in rows if row[1] and row[0] == "ตรงกัน")
        assert first[3] == 588.7946
        assert isinstance(first[3], float)

    def test_an_unknown_format_shows_the_page(self, plan: FiscalPlan, client: Client) -> None:
        assert heading(page(client, "?_export=docx"))


class TestBridge:
    """Three rows over the fund sources: the balance of earlier years changes sides."""

    def test_the_balance_stands_left_in_section_5_and_right_in_section_6(
        self, plan: FiscalPlan
    ) -> None:
        bridge = draw_bridge(money_of(read_plan(plan)))
        assert bridge is not None
        assert [[part.places for part in row.parts] for row in bridge.rows] == [
            [[0, 1], [2]],
            [[0], [1], [2]],
            [[0], [1, 2]],
        ]
        lines = [[part.line.source_line for part in row.parts] for row in bridge.rows]
        assert lines == [[129, 134], [131, 132, 134], [153, 154]]
        assert (bridge.first.amount, bridge.balance.amount, bridge.second.amount) == (
            Decimal("555329300.00"),
            Decimal("80810900.00"),
            Decimal("474518400.00"),
        )

    def test_widths_follow_the_amounts_and_fill_the_row(self, plan: FiscalPlan) -> None:
        bridge = draw_bridge(money_of(read_plan(plan)))
        assert bridge is not None
        assert abs(sum(bridge.widths, bridge.label_width) - 100) < Decimal("0.001")
        assert bridge.widths[0] > bridge.widths[1] > bridge.widths[2]
        for row in bridge.rows:
            assert abs(sum((part.share for part in row.parts), Decimal(-100))) < Decimal("0.001")

    def test_money_that_does_not_line_up_is_not_drawn(self, plan: FiscalPlan) -> None:
        StatementLine.objects.filter(source_line=132).update(fund_source=None)
        assert draw_bridge(money_of(read_plan(plan))) is None

    def test_the_page_without_the_picture_still_has_its_checks(
        self, plan: FiscalPlan, client: Client
    ) -> None:
        StatementLine.objects.filter(source_line=132).update(fund_source=None)
        html = page(client)
        assert "bridge-heading" not in html
        assert "checks-heading" in html
