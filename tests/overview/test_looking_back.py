"""What a page says of a past day never changes again, whatever is changed afterwards."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from etda_plan.common.permissions import Role
from kpis.models import QuarterlyTarget, ScoreLevel
from projects.models import ReportingSettings
from projects.services.amendments import revise
from projects.services.reports import approve_report, return_report, submit_report
from tests.factories import (
    begin_day,
    make_administrator,
    make_office,
    make_report_close,
    make_sample,
    make_user,
)
from tests.overview.reporting.desk import Desk, make_desk
from tests.reporting_factories import make_activity_report, make_report

pytestmark = [pytest.mark.django_db, pytest.mark.once]

JANUARY, FEBRUARY, MARCH = (datetime.date(2020, month, 20) for month in (1, 2, 3))
THEN = "31/1/2563"
MOVING = re.compile(
    r'name="csrfmiddlewaretoken" value="[^"]+"|<nav class="month-ends".*?</nav>|'
    r"<select.*?</select>",
    re.DOTALL,
)


@pytest.fixture
def desk() -> Desk:
    """An office of a sample on 20 February: December approved, January submitted."""
    make_sample(JANUARY)
    begin_day(JANUARY)
    desk = make_desk(year=2563)
    QuarterlyTarget.objects.create(target=desk.target, quarter=1, value=4)
    revise(desk.target, {"value": Decimal(11)}, reason="มติแรก", user=make_administrator())
    for month, percent in ((2, "20"), (3, "30")):
        done = {"progress": {desk.plain: percent}, "results": {desk.target: "3"}}
        make_report(desk.office, month, "approved", **done)
    begin_day(FEBRUARY)
    return desk


@pytest.fixture
def auditor(client: Client) -> Client:
    client.force_login(make_user("auditor", Role.AUDITOR))
    return client


def pages(desk: Desk) -> list[str]:
    """Return the pages that look back, and some of their files."""
    project, number = desk.plain.project.code, desk.target.kpi.number
    reports = "/monthly-reports/"
    return [
        "/",
        "/kpis/",
        f"/kpis/section-7/{number}/",
        "/kpis/?_export=csv",
        f"/projects/{project}/",
        f"/activities/{project}/1/",
        "/activities/progress/",
        "/activities/attention/",
        reports,
        f"{reports}3/",
        f"{reports}?_export=csv",
        f"{reports}3/?_export=csv",
        f"{reports}3/{desk.office.pk}/",
        f"{reports}4/{desk.office.pk}/",
    ]


def read(client: Client, address: str, day: str = "") -> str:
    """Return the whole of a page, without its frame, tokens, and what chooses days and filters."""
    sign = "&" if "?" in address else "?"
    response = client.get(f"{address}{sign}as_of={day}" if day else address)
    assert response.status_code == 200, address
    text = response.content.decode()
    body = re.search(r"<main.*</main>", text, re.DOTALL)
    return MOVING.sub("", body[0] if body else text)


def change_all(desk: Desk) -> None:
    """Change whatever can be changed: the plan, who reports, limits, and the reports themselves."""
    user: Any = make_administrator()
    report = make_report(desk.office, 4, "submitted", progress={desk.plain: "40"})
    report = return_report(report, "แก้ไข", user=desk.head)
    make_activity_report(report, desk.plain, "45", user=desk.officer)
    approve_report(submit_report(report, user=desk.officer), user=desk.head)
    make_report(desk.office, 3, "approved", progress={desk.plain: "33"})
    make_report_close(desk.plan, 2)
    other = make_office(desk.plan, "ส.ใหม่", name="สำนักใหม่")
    changes: list[tuple[Any, dict[str, Any]]] = [
        (desk.target, {"value": Decimal(99), "owner": other, "value_to": Decimal(100)}),
        (desk.target.kpi, {"name": "ใหม่", "unit": "ครั้ง", "dimension": "time"}),
        (desk.target.kpi, {"direction": "at_most", "definition": "นิยาม", "reported_every": 1}),
        (desk.plain, {"title": "กิจกรรมใหม่", "office": other}),
        (desk.plain.project, {"name": "โครงการใหม่", "goal": "เป้าหมายใหม่"}),
        (desk.office, {"name": "สำนักเปลี่ยนชื่อ"}),
    ]
    for record, values in changes:
        revise(record, values, reason="มติหลัง", user=user)
    desk.target.quarters.get().delete()
    QuarterlyTarget.objects.create(target=desk.target, quarter=2, value=50)
    ScoreLevel.objects.create(target=desk.target, level=1, value=1)
    ReportingSettings.objects.create(plan=desk.plan, watch_from=1, on_plan_from=2, ahead_from=3)


def test_no_later_change_alters_a_page_as_of_an_earlier_day(auditor: Client, desk: Desk) -> None:
    before = {page: read(auditor, page, THEN) for page in pages(desk)}
    now = {page: read(auditor, page) for page in pages(desk)}
    change_all(desk)
    begin_day(MARCH)
    for page, text in before.items():
        assert read(auditor, page, THEN) == text, page
    unchanged = [page for page in pages(desk) if read(auditor, page) == now[page]]
    assert unchanged == []


def test_a_page_that_cannot_look_back_says_so(auditor: Client, desk: Desk) -> None:
    said = "ไม่ใช่ของวันที่ระบุ"
    for page in ("/projects/", "/activities/", "/budgets/", "/reports/", "/reconciliation/"):
        assert said in read(auditor, page, THEN), page
        assert said not in read(auditor, page), page
    for page in pages(desk):
        assert said not in read(auditor, page, THEN), page


def test_a_file_of_the_whole_plan_is_not_given_as_of_a_past_day(
    auditor: Client, desk: Desk
) -> None:
    refused = auditor.get("/reports/plan.json", {"as_of": THEN})
    assert refused.status_code == 400
    assert "ไม่ใช่ของวันที่ระบุ" in refused.content.decode()
    assert auditor.get("/reports/plan.json").json()["fiscal_year"] == 2563


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("xyz", "ตัวกรอง “ณ วันที่” ไม่มีค่านี้"),
        ("1/1/2599", "ยังไม่มียอด"),
        ("1/1/2560", "ปีงบประมาณเริ่ม 1 ต.ค. 2562"),
    ],
)
def test_a_wrong_day_is_told_in_the_same_words_everywhere(
    auditor: Client, desk: Desk, day: str, words: str
) -> None:
    looking = [page for page in pages(desk) if "_export" not in page]
    told = {page: words in read(auditor, page, day) for page in [*looking, "/budgets/spending/"]}
    assert [page for page, said in told.items() if not said] == []
