"""The document's page: every line under its number, escaped, with what was read from it."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from etda_plan.common.citations import Document, read_document
from kpis.models import KpiTarget
from projects.models import FiscalPlan
from projects.services.amendments import amend
from tests.factories import make_plan, make_user

pytestmark = pytest.mark.django_db


def page(client: Client, address: str = "/source/", language: str = "th") -> str:
    client.cookies["django_language"] = language
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def line_of(html: str, number: int) -> str:
    found = re.search(rf'<li id="L{number}".*?</li>', html, re.DOTALL)
    assert found
    return found[0]


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_every_line_with_text_has_its_own_anchor(client: Client, plan: FiscalPlan) -> None:
    html = page(client)
    printed = [n for n, text in enumerate(read_document(2563).lines, 1) if text.strip()]
    assert [int(number) for number in re.findall(r'<li id="L(\d+)"', html)] == printed


def test_tags_of_the_scan_are_shown_never_drawn(client: Client, plan: FiscalPlan) -> None:
    html = line_of(page(client), 236)
    assert "&lt;ol style=&quot;list-style-type: none&quot;&gt;" in html
    assert "<ol" not in html


def test_a_hostile_document_is_escaped(
    client: Client, plan: FiscalPlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    hostile = Document(("<script>alert(1)</script>\t<img src=x>",))
    monkeypatch.setattr("etda_plan.overview.views.source.read_document", lambda year: hostile)
    html = page(client)
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_a_chosen_line_is_marked_with_its_figure(client: Client, plan: FiscalPlan) -> None:
    html = line_of(page(client, "/source/?line=134"), 134)
    assert "source__line--chosen" in html
    assert "<mark>33.4653</mark>" in html
    assert "<mark>" not in line_of(page(client), 134)


def test_beside_a_line_stands_what_was_read_and_where_it_is_used(
    client: Client, plan: FiscalPlan
) -> None:
    html = page(client, "/source/?line=134")
    card = words(html[html.index("source__card") :])
    for expected in ("33.4653", "33,465,300.00 บาท", "เงินนอกงบประมาณ", "A01"):
        assert expected in card
    assert 'href="/budgets/#sources"' in html
    assert "/reconciliation/#" in html


def test_a_line_of_a_page_leads_to_its_project(client: Client, plan: FiscalPlan) -> None:
    assert 'href="/projects/EC/"' in page(client, "/source/?line=188")


def test_a_line_that_nothing_was_read_from_says_so(client: Client, plan: FiscalPlan) -> None:
    assert "ไม่ได้อ่านตัวเลขหรือชื่อจากบรรทัดนี้" in page(client, "/source/?line=17")


def test_a_changed_value_shows_what_is_printed_and_why(client: Client, plan: FiscalPlan) -> None:
    target = KpiTarget.objects.get(kpi__number=11, project__code="DT")
    amend(target, "value", 150, reason="มติคณะกรรมการ", user=make_user())
    card = words(page(client, "/source/?line=177").split("source__card")[1])
    assert "150" in card
    assert "ที่พิมพ์ไว้ 130" in card
    assert "มติคณะกรรมการ" in card


def test_the_field_leads_to_the_line(client: Client, plan: FiscalPlan) -> None:
    response = client.get("/source/?go=134")
    assert response.status_code == 302
    assert response["Location"] == "/source/?line=134#L134"


@pytest.mark.parametrize("number", ["6", "0", "-1", "999", "99999999", "abc", "๑๓๔x", "", "%00"])
def test_a_line_without_text_is_said_not_an_error(
    client: Client, plan: FiscalPlan, number: str
) -> None:
    for key in ("line", "go"):
        html = page(client, f"/source/?{key}={number}")
        assert "source__line--chosen" not in html


def test_contents_lead_to_sections_and_pages(client: Client, plan: FiscalPlan) -> None:
    html = page(client, "/source/?line=134")
    for line in (45, 70, 106, 121, 125, 141, 157, 182, 186, 284):
        assert f'<a href="#L{line}"' in html
    assert 'href="#L125" class="is-here"' in html


def test_headings_stand_out(client: Client, plan: FiscalPlan) -> None:
    html = page(client)
    for number in (125, 186, 84):
        assert "source__line--heading" in line_of(html, number)
    assert "source__line--heading" not in line_of(html, 134)


def test_a_year_without_a_document_says_so(client: Client) -> None:
    make_plan(2571)
    assert "ยังไม่มีเอกสารของแผนนี้ในระบบ" in page(client, "/source/?fiscal_year=2571")


def test_without_a_plan_the_page_says_how_to_get_one(client: Client, no_plan: None) -> None:
    assert "load_plan" in page(client)


@pytest.mark.parametrize("line", [17, 134, 197])
def test_as_many_queries_whatever_was_read_from_a_line(
    client: Client, plan: FiscalPlan, django_assert_num_queries: DjangoAssertNumQueries, line: int
) -> None:
    page(client)
    with django_assert_num_queries(59):
        page(client, f"/source/?line={line}")
