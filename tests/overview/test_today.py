"""Home for today: work, money and indicators as of a day, each work with three lights."""

from __future__ import annotations

import datetime
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from budgets.models import Allocation
from etda_plan.common.models import SampleDatabase
from etda_plan.common.permissions import Role
from projects.models import FiscalPlan
from projects.services.amendments import revise
from tests.factories import (
    close_months,
    make_activity,
    make_administrator,
    make_agency_target,
    make_project,
    make_sample,
    make_spending_plan,
    make_user,
    post_entry,
    publish,
)

TODAY = datetime.date(2020, 4, 13)
FEBRUARY = datetime.date(2020, 2, 15)


@pytest.fixture
def year(db: None) -> FiscalPlan:
    """The plan of 2563 on 13 April 2563: money paid in October and March, plans approved before."""
    make_sample(datetime.date(2019, 10, 1))
    plan = FiscalPlan.objects.get(fiscal_year=2563)
    line = Allocation.objects.get(project__code="EC")
    make_spending_plan(line, approved=True)
    SampleDatabase.objects.update(today=TODAY)
    post_entry(line, "1000000", date=datetime.date(2019, 10, 15))
    post_entry(line, "2000000", "commitment", date=datetime.date(2020, 3, 15))
    return plan


@pytest.fixture
def auditor(client: Client, year: FiscalPlan) -> Client:
    client.force_login(make_user("auditor", Role.AUDITOR))
    return client


def read(client: Client, page: str = "/") -> str:
    html = re.sub(r'<span class="keep">([^<]*)</span>', r"\1", client.get(page).content.decode())
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_the_whole_agency_has_a_light_of_its_indicators_alone(
    auditor: Client, year: FiscalPlan
) -> None:
    assert "ทั้งหน่วยงาน" not in read(auditor)
    make_agency_target(year)
    assert re.search("ทั้งหน่วยงาน( –)+ ยังไม่รายงาน", read(auditor))
    assert 'href="/kpis/performance/"' in auditor.get("/").content.decode()


def test_the_title_answers_how_much_of_the_money_is_used(auditor: Client) -> None:
    assert "เดือนที่ 7 จาก 12 ใช้จ่ายแล้วร้อยละ 0.51 ของวงเงิน" in read(auditor)
    assert "ครึ่งปีแรก ใช้จ่ายแล้วร้อยละ 0.51 ของวงเงิน" in read(auditor, "/?as_of=31/3/2563")


def test_a_past_day_shows_what_was_posted_by_then(auditor: Client) -> None:
    text = read(auditor, "/?as_of=31/12/2562")
    assert "ไตรมาสแรก ใช้จ่ายแล้วร้อยละ 0.17 ของวงเงิน" in text
    assert "ณ วันที่ 31 ธันวาคม พ.ศ. 2562 · ตามที่เป็นอยู่ในวันนั้น" in text
    assert (
        'href="/projects/EC/?as_of=31/12/2562"'
        in auditor.get("/?as_of=31/12/2562").content.decode()
    )


def test_the_future_is_refused(auditor: Client) -> None:
    text = read(auditor, "/?as_of=14/4/2563")
    assert "13 เม.ย. 2563" in text
    assert "ตามที่เป็นอยู่ในวันนั้น" not in text


def test_each_work_has_its_money_and_three_lights_with_their_reasons(auditor: Client) -> None:
    row = re.search(r"EC โครงการ.*? DT โครงการ", read(auditor))
    assert row
    assert "75.9696 1.0000 1.32 3.95" in row[0]
    assert "ล่าช้า ร้อยละ 2.26 ของแผนสะสม" in row[0]
    off = re.search(r"OFF งาน.*? PY งาน", read(auditor))
    assert off
    assert "ยังไม่มีแผนรายเดือน เบิกจ่าย 0.0000" in off[0]
    assert "ไม่มีตัวชี้วัดในแผน" in off[0]


def test_the_total_stands_under_the_works_and_has_no_light(auditor: Client) -> None:
    assert "รวม 588.7946 1.0000 0.17 0.51 เวลาเทียบ" in read(auditor)


def test_figures_lead_to_the_entries_of_who_may_open_them(auditor: Client) -> None:
    html = auditor.get("/").content.decode()
    link = re.search(r'href="(/budgets/entries/\?[^"]*work=EC[^"]*stage=paid)"', html)
    assert link
    entries = auditor.get(link[1].replace("&amp;", "&")).content.decode()
    assert re.search(r'href="/budgets/entries/\d+/"', entries)


def test_what_was_not_reported_is_a_matter_with_how_long(auditor: Client, year: FiscalPlan) -> None:
    text = read(auditor)
    assert re.search(r"ต้องดู \d+ เรื่อง", text)
    assert "ยังไม่รายงาน ยังไม่รายงาน 6 เดือน" in text or "ยังไม่รายงาน 6 เดือน" in text


def test_in_the_plan_where_nothing_is_recorded_home_is_the_plan_s(
    client: Client, plan: FiscalPlan
) -> None:
    text = read(client)
    assert plan.title in text
    assert "ต้องดู" not in text
    assert "การใช้จ่ายและผลงาน ยังไม่มีรายการในระบบ" in text


def test_a_visitor_sees_the_plan_alone_until_a_month_is_published(
    client: Client, year: FiscalPlan
) -> None:
    assert "ใช้จ่ายแล้วร้อยละ" not in read(client)
    publish(close_months(year, 5)[-1])
    text = read(client)
    assert "เดือนที่ 5" in text
    assert "ใช้จ่ายแล้วร้อยละ 0.17" in text
    assert "/budgets/entries/" not in client.get("/").content.decode()


def test_an_office_reads_its_work_of_today_beside_money_that_says_its_own_day(
    client: Client, year: FiscalPlan
) -> None:
    publish(close_months(year, 5)[-1])
    client.force_login(make_user("officer", Role.OFFICER))
    text = read(client)
    assert "เดือนที่ 5 จาก 12 ใช้จ่ายแล้วร้อยละ 0.17 ของวงเงิน" in text
    assert "ณ วันที่ 13 เมษายน พ.ศ. 2563 · เดือนที่ 7 จาก 12" in text
    assert "เงินถึง 29 ก.พ. 2563 · ยอดที่เผยแพร่แล้ว" in text


def test_money_of_the_page_s_own_day_needs_no_second_day(auditor: Client) -> None:
    assert "เงินถึง" not in read(auditor)


def test_home_does_not_read_the_entries_to_check_them(auditor: Client, year: FiscalPlan) -> None:
    with CaptureQueriesContext(connection) as asked:
        auditor.get("/")
    tables = " ".join(query["sql"] for query in asked)
    assert "budgets_openitem" not in tables
    assert "บัญชีและตราปิดงวดตรวจที่นั่น" in read(auditor)


def test_the_number_of_queries_does_not_grow(auditor: Client, year: FiscalPlan) -> None:
    def queries(page: str = "/") -> int:
        with CaptureQueriesContext(connection) as asked:
            assert auditor.get(page).status_code == 200
        return len(asked)

    queries()
    few = queries()
    line = Allocation.objects.get(project__code="EC")
    for number in range(30):
        make_activity(make_project(year, f"X{number}"))
        post_entry(line, "1", date=FEBRUARY)
    assert queries() == few


def test_whoever_signs_in_sees_first_what_is_theirs_to_do(client: Client, year: FiscalPlan) -> None:
    client.force_login(make_user("boss", Role.PLANNER))
    html = client.get("/").content.decode()
    assert html.index('id="my-work-heading"') < html.index('id="works-heading"')
    assert 'id="my-work-heading"' not in client.get("/?as_of=31/3/2563").content.decode()
    client.logout()
    assert 'id="my-work-heading"' not in client.get("/").content.decode()


def test_the_page_of_a_work_has_its_lights_and_keeps_the_day(auditor: Client) -> None:
    text = read(auditor, "/projects/EC/?as_of=31/3/2563")
    assert "เวลา ยังไม่รายงาน" in text
    assert "ณ วันที่ 31 มีนาคม พ.ศ. 2563" in text
    assert "ความก้าวหน้ารายกิจกรรม" in text
    html = auditor.get("/projects/EC/?as_of=31/3/2563").content.decode()
    assert 'href="/activities/EC/1/?as_of=31/3/2563"' in html


def test_a_work_looks_back_at_the_plan_of_that_day(auditor: Client, year: FiscalPlan) -> None:
    project = year.projects.get(code="EC")
    old = project.goal
    revise(project, {"goal": "เป้าใหม่"}, reason="มติ", user=make_administrator())
    assert "เป้าใหม่" in read(auditor, "/projects/EC/")
    past = read(auditor, "/projects/EC/?as_of=31/3/2563")
    assert "เป้าใหม่" not in past
    assert " ".join(str(old).split()) in past
    assert "มติ" not in past.split("เป้าประสงค์")[1][:400]
