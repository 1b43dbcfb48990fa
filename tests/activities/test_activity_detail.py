"""The page of one activity."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from activities.models import Activity, ScheduledMonth
from projects.models import FiscalPlan
from tests.factories import make_activity, make_plan, make_project, make_sub_activity


def words_of(client: Client, address: str) -> str:
    """Return what a reader sees, spaces made single."""
    response = client.get(address)
    assert response.status_code == 200
    html = re.sub(r'<span class="keep">([^<]*)</span>', r"\1", response.content.decode())
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_a_printed_amount_is_shown_with_its_line(client: Client, plan: FiscalPlan) -> None:
    words = words_of(client, "/activities/OFF/2/")
    assert "งบประมาณ 134.1005 ล้านบาท บรรทัด 296" in words
    assert "ยังไม่แยกรายกิจกรรม" not in words


def test_an_amount_that_is_not_printed_is_unknown(client: Client, plan: FiscalPlan) -> None:
    words = words_of(client, "/activities/EC/1/")
    assert "งบประมาณ ไม่มีข้อมูลในเอกสาร ยังไม่แยกรายกิจกรรม" in words
    assert "0.0000" not in words


def test_office_parts_and_months_are_shown(client: Client, plan: FiscalPlan) -> None:
    words = words_of(client, "/activities/EC/2/")
    assert "ส.พาณิชย์อิเล็กทรอนิกส์ สำนักพาณิชย์อิเล็กทรอนิกส์" in words
    assert "กิจกรรมย่อย 3" in words
    assert "2.3 การให้ความรู้ผู้ประกอบการ" in words
    assert "ไม่มีข้อมูลแผนรายเดือนในเอกสาร" in words


def test_months_of_parts_are_drawn_where_known(client: Client, plan: FiscalPlan) -> None:
    part = Activity.objects.get(project__code="EC", number=2).sub_activities.get(number="2.1")
    ScheduledMonth.objects.create(sub_activity=part, month=1, is_planned=True)
    words = words_of(client, "/activities/EC/2/")
    assert "มีแผน: ต.ค." in words
    assert "ไม่มีข้อมูลแผนรายเดือนในเอกสาร" not in words


@pytest.mark.parametrize(
    ("address", "printed"),
    [
        ("/activities/SF/2/", "ชื่อตามที่พิมพ์ พัฒนารอบการทำงาน"),
        ("/activities/PY/5/", "ชื่อตามที่พิมพ์ Block Chain บรรทัด 322"),
        ("/activities/NB/1/", "ผู้รับผิดชอบตามที่พิมพ์ ผอ.สปธอ."),
    ],
)
def test_what_is_printed_stands_beside_what_is_corrected(
    client: Client, plan: FiscalPlan, address: str, printed: str
) -> None:
    assert printed in words_of(client, address)


def test_a_title_that_is_printed_right_is_not_repeated(client: Client, plan: FiscalPlan) -> None:
    assert "ตามที่พิมพ์" not in words_of(client, "/activities/EC/4/")


def test_anomalies_on_its_lines_are_shown(client: Client, plan: FiscalPlan) -> None:
    assert "V01" in words_of(client, "/activities/EC/1/")
    assert "V01" not in words_of(client, "/activities/EC/3/")


@pytest.mark.parametrize(
    ("address", "before", "after"),
    [
        ("/activities/EC/1/", None, "EC/2"),
        ("/activities/EC/9/", "EC/8", "DT/1"),
        ("/activities/DT/1/", "EC/9", "DT/2"),
        ("/activities/NB/1/", "PY/6", None),
    ],
)
def test_neighbours_follow_the_order_of_the_plan(
    client: Client, plan: FiscalPlan, address: str, before: str | None, after: str | None
) -> None:
    response: Any = client.get(address)
    found = [each and each.code for each in response.context["neighbours"]]
    assert found == [before, after]
    for code in filter(None, (before, after)):
        assert f'href="/activities/{code}/"' in response.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/activities/EC/99/",
        "/activities/EC/0/",
        "/activities/XX/1/",
        "/activities/ec/1/",
        "/activities/EC%00/1/",
        f"/activities/EC/{'9' * 40}/",
        "/activities/EC/1.1/",
        "/activities/EC/-1/",
    ],
)
def test_what_does_not_exist_is_not_found(client: Client, plan: FiscalPlan, address: str) -> None:
    assert client.get(address).status_code == 404


def test_without_any_plan_it_is_not_found(client: Client, no_plan: None) -> None:
    assert client.get("/activities/EC/1/").status_code == 404


def test_neighbours_stay_within_the_year(client: Client, plan: FiscalPlan) -> None:
    make_activity(make_project(make_plan(2570), "AA"), 1)
    response: Any = client.get("/activities/AA/1/?fiscal_year=2570")
    assert response.context["neighbours"] == (None, None)
    assert 'href="/projects/AA/?fiscal_year=2570"' in response.content.decode()


@pytest.mark.parametrize("language", ["th", "en"])
def test_every_activity_has_a_page(client: Client, plan: FiscalPlan, language: str) -> None:
    client.cookies["django_language"] = language
    for activity in Activity.objects.filter(project__plan=plan).select_related("project"):
        page = client.get(f"/activities/{activity.code}/").content.decode()
        assert f"<h1>{activity.code} " in page


def test_one_part_takes_as_many_queries_as_a_hundred(client: Client, db: None) -> None:
    activity = make_activity(make_project(make_plan(2570), "AA"), 1)
    address = "/activities/AA/1/?fiscal_year=2570"
    make_sub_activity(activity, "1.1")
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for number in range(2, 101):
        part = make_sub_activity(activity, f"1.{number}")
        ScheduledMonth.objects.create(sub_activity=part, month=1, is_planned=True)
    with CaptureQueriesContext(connection) as hundred:
        client.get(address)
    assert len(hundred) == len(one) < 30
