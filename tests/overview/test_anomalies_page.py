"""The page of the document's anomalies."""

import csv
import io

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from projects.models import Anomaly, AnomalyLine, FiscalPlan
from tests.factories import make_anomaly, make_plan, make_user

pytestmark = pytest.mark.django_db


def page(client: Client, address: str = "/anomalies/", language: str = "th") -> str:
    client.cookies["django_language"] = language
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def codes(client: Client, query: str) -> list[str]:
    response = client.get(f"/anomalies/?_export=csv&{query}")
    table = csv.reader(io.StringIO(response.content.decode("utf-8-sig")))
    return [row[0] for row in table][1:]


def test_every_anomaly_has_its_anchor(client: Client, plan: FiscalPlan) -> None:
    html = page(client)
    recorded = list(Anomaly.objects.filter(plan=plan))
    assert f"ข้อสังเกตในเอกสาร {len(recorded)} ข้อ" in html
    for anomaly in recorded:
        assert f'id="{anomaly.code}"' in html


def test_a_difference_is_shown_signed_with_its_lines_and_pages(
    client: Client, plan: FiscalPlan
) -> None:
    html = page(client)
    article = html[html.index('id="A01"') :]
    article = article[: article.index("</details>")]
    assert "+6.5347" in article
    for line in (134, 136, 137):
        assert f"/source/#L{line}" in article
    assert 'href="/budgets/#sources"' in article


def test_many_are_folded_and_few_are_not(client: Client) -> None:
    plan = make_plan(2571)
    for code in ("A01", "A02", "A03"):
        make_anomaly(plan, code)
    assert page(client, "/anomalies/?fiscal_year=2571").count('<details class="anomaly" open>') == 3
    make_anomaly(plan, "A04")
    html = page(client, "/anomalies/?fiscal_year=2571")
    assert html.count('<details class="anomaly">') == 4


def test_titles_follow_the_language(client: Client, plan: FiscalPlan) -> None:
    assert "Off-budget items do not add up to their group" in page(client, language="en")


def test_state_and_severity_filter_screen_and_file(client: Client) -> None:
    plan = make_plan(2571)
    make_anomaly(plan, "A01")
    make_anomaly(plan, "A02", state="confirmed", evidence="หนังสือ", severity="low")
    make_anomaly(plan, "B01", state="resolved", evidence="หนังสือ", title="เรื่องอื่น")
    year = "fiscal_year=2571"
    assert codes(client, year) == ["A01", "A02", "B01"]
    assert codes(client, f"{year}&state=confirmed") == ["A02"]
    assert codes(client, f"{year}&severity=high") == ["A01", "B01"]
    assert codes(client, f"{year}&q=เรื่องอื่น") == ["B01"]
    html = page(client, f"/anomalies/?{year}&state=resolved")
    assert 'id="B01"' in html
    assert 'id="A01"' not in html


def test_evidence_and_note_are_shown_escaped(client: Client) -> None:
    make_anomaly(make_plan(2571), evidence="หนังสือ <b>1/2563</b>", note="ถามการเงินแล้ว")
    html = page(client, "/anomalies/?fiscal_year=2571")
    assert "หนังสือ &lt;b&gt;1/2563&lt;/b&gt;" in html
    assert "ถามการเงินแล้ว" in html
    assert "ยังไม่มีหลักฐานหรือบันทึก" not in html


def test_only_who_may_change_an_anomaly_is_led_to_its_form(
    client: Client, plan: FiscalPlan
) -> None:
    assert "/admin/projects/anomaly/" not in page(client)
    user = make_user(is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="change_anomaly"))
    client.force_login(user)
    anomaly = Anomaly.objects.get(plan=plan, code="A01")
    assert f"/admin/projects/anomaly/{anomaly.pk}/change/" in page(client)


@pytest.mark.parametrize("query", ["state=nothing", "severity=%00", "_export=doc", "q=%25"])
def test_a_query_that_makes_no_sense_is_left_out(
    client: Client, plan: FiscalPlan, query: str
) -> None:
    page(client, f"/anomalies/?{query}")


def test_empty_states_are_said(client: Client) -> None:
    make_plan(2571)
    assert "ยังไม่มีข้อสังเกต" in page(client, "/anomalies/?fiscal_year=2571")
    make_anomaly(FiscalPlan.objects.get(fiscal_year=2571))
    html = page(client, "/anomalies/?fiscal_year=2571&q=ไม่มีแน่")
    assert "ไม่มีข้อสังเกตที่ตรงกับตัวกรอง" in html


def test_without_a_plan_the_page_says_how_to_get_one(client: Client, no_plan: None) -> None:
    assert "load_plan" in page(client)


@pytest.mark.parametrize("count", [1, 60])
def test_as_many_queries_for_one_anomaly_as_for_many(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    plan = make_plan(2571)
    for number in range(1, count + 1):
        anomaly = make_anomaly(plan, f"A{number:02}")
        AnomalyLine.objects.create(anomaly=anomaly, line=number)
    with django_assert_num_queries(21):
        client.get("/anomalies/?fiscal_year=2571")
