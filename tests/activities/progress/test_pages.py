"""The pages of the state of the work: for people with a role, for visitors, as files."""

from __future__ import annotations

import csv
import re
from io import StringIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from activities.models import Activity
from projects.models import FiscalPlan, MonthlyReport, Project
from tests.activities.progress.days import make_auditor, on, report
from tests.factories import (
    make_activity,
    make_month_close,
    make_office,
    make_plan,
    make_project,
    make_report_close,
    make_schedule,
    make_sub_activity,
    planned_item,
    publish,
)
from tests.reporting_factories import make_activity_report, make_override, make_report

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_plan")]

GANTT, ATTENTION = "/activities/progress/", "/activities/attention/"


@pytest.fixture
def work(no_plan: None) -> Project:
    """A work of three activities in two offices, reported for October."""
    on("1/10/2562")
    plan = make_plan(2563)
    project = make_project(plan, "EC", name="โครงการพาณิชย์")
    office, other = make_office(plan, "ส.หนึ่ง"), make_office(plan, "ส.สอง")
    late = make_activity(project, 1, office=office, title="ฝึกอบรม")
    make_sub_activity(late, "1.1", title="หลักสูตร")
    problem = make_activity(project, 2, office=office, title="จัดซื้อระบบ")
    make_activity(project, 3, office=other, title="ทำวิจัย")
    make_schedule(
        *[planned_item(each, "PPPPNNNNNNNN") for each in project.activities.all()], approved=True
    )
    on("6/11/2562")
    draft = make_report(office, 1)
    make_activity_report(draft, late, "5")
    said = {"problem": "ไม่มีผู้เสนอราคา", "solution": "ประกาศใหม่", "has_no_problem": False}
    make_activity_report(draft, problem, "25", **said)
    make_report(office, 1, MonthlyReport.State.APPROVED)
    on("30/11/2562")
    return project


@pytest.fixture
def reader(client: Client) -> Client:
    """The browser of somebody who may read everything and decide nothing."""
    client.force_login(make_auditor())
    return client


def text_of(response: Any) -> str:
    assert response.status_code == 200
    plain = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", plain)


def row_of(response: Any, code: str) -> str:
    """Return the words of the row of an activity."""
    assert response.status_code == 200
    rows = re.findall(r"<tr.*?</tr>", response.content.decode(), re.DOTALL)
    found = next(row for row in rows if re.search(rf'class="code">(<a[^>]*>)?{code}<', row))
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found))


def exported(client: Client, address: str, **query: str) -> list[list[str]]:
    response = client.get(address, {"_export": "csv", **query})
    rows = list(csv.reader(StringIO(response.content.decode("utf-8-sig"))))
    return [row[1:] for row in rows]


def publish_october(plan: FiscalPlan) -> None:
    make_report_close(plan, 1)
    publish(make_month_close(plan, 1))


def test_the_page_answers_how_far_the_work_is(reader: Client, work: Project) -> None:
    page = reader.get(GANTT).content.decode()
    assert re.search(r"<h1>งานทำได้ 15&nbsp;%|<h1>.*งานทำได้.*15 %.*จากแผน.*25 %", page)
    assert "นับทุกกิจกรรมเท่ากัน" in page
    assert "นับทุกโครงการ/งานเท่ากัน" not in page


def test_several_works_count_the_same(reader: Client, work: Project) -> None:
    make_activity(make_project(work.plan, "DT"))
    assert "นับทุกโครงการ/งานเท่ากัน" in text_of(reader.get(GANTT))
    assert "นับทุกโครงการ/งานเท่ากัน" not in text_of(reader.get("/projects/EC/"))


def test_each_row_says_in_words_what_its_bars_show(reader: Client, work: Project) -> None:
    row = row_of(reader.get(GANTT), "EC/1")
    assert "แผน ต.ค.–ม.ค. · มีความก้าวหน้า ต.ค. · ทำแล้ว 5 %" in row
    assert "25.00" in row
    assert "5.00" in row
    assert "ล่าช้า" in row
    assert "5 % ของแผน 25 %" in row


def test_a_work_says_how_it_is_rolled_up_and_how_many_are_counted(
    reader: Client, work: Project
) -> None:
    text = text_of(reader.get(GANTT))
    assert "นับทุกกิจกรรมเท่ากัน" in text
    assert "15 % ของแผน 25 % · นับ 2 จาก 3 กิจกรรม" in text


def test_what_nobody_reported_is_said_and_not_drawn_as_zero(reader: Client, work: Project) -> None:
    row = row_of(reader.get(GANTT), "EC/3")
    assert "ยังไม่รายงาน 1 เดือน" in row
    assert "ไม่มีข้อมูล" in row
    assert "0.00" not in row


def test_the_line_of_today_stands_in_the_month(reader: Client, work: Project) -> None:
    on("15/11/2562")
    assert 'd="M150 0V1"' in reader.get(GANTT).content.decode()


@pytest.mark.parametrize(
    ("query", "shown", "left_out"),
    [
        ({"office": "ส.สอง"}, "ทำวิจัย", "ฝึกอบรม"),
        ({"state": "late"}, "ฝึกอบรม", "ทำวิจัย"),
        ({"state": "problem"}, "ทำวิจัย", None),
        ({"work": "EC"}, "ทำวิจัย", None),
    ],
)
def test_the_address_narrows_it(
    reader: Client, work: Project, query: dict[str, str], shown: str, left_out: str | None
) -> None:
    text = text_of(reader.get(GANTT, query))
    assert shown in text
    assert left_out is None or left_out not in text


def test_an_office_is_rolled_up_of_its_own(reader: Client, work: Project) -> None:
    response: Any = reader.get(GANTT, {"office": "ส.หนึ่ง"})
    assert response.context["page"].rolled.total == 2


def test_a_works_own_row_is_of_the_office_that_alone_is_shown(
    reader: Client, work: Project
) -> None:
    whole = row_of(reader.get(GANTT), "EC")
    assert "นับ 2 จาก 3 กิจกรรม" in whole
    for office, counted in (("ส.หนึ่ง", "นับ 2 จาก 2 กิจกรรม"), ("ส.สอง", "นับ 0 จาก 1 กิจกรรม")):
        row = row_of(reader.get(GANTT, {"office": office}), "EC")
        assert f"เฉพาะกิจกรรมของ {office}" in row
        assert counted in row
        exported_row = exported(reader, GANTT, office=office)[-2 if office == "ส.สอง" else 1]
        assert f"เฉพาะกิจกรรมของ {office}" in exported_row[3]


def test_a_works_own_row_is_of_all_its_activities_whatever_state_is_shown(
    reader: Client, work: Project
) -> None:
    row = row_of(reader.get(GANTT, {"state": "late"}), "EC")
    assert "ทั้งโครงการ/งาน" in row
    assert "นับ 2 จาก 3 กิจกรรม" in row


def test_a_page_has_fifty_activities_and_a_file_has_all(reader: Client, work: Project) -> None:
    for number in range(4, 53):
        make_activity(work, number)
    first, second = reader.get(GANTT), reader.get(GANTT, {"page": "2"})
    assert "EC/50" in text_of(first)
    assert "EC/51" not in text_of(first)
    assert "51–52 จาก 52 รายการ" in text_of(second)
    assert "EC/50" not in text_of(second)
    assert "EC/52" in text_of(second)
    assert "นับ 2 จาก 52 กิจกรรม" in row_of(second, "EC")
    assert exported(reader, GANTT, page="2")[-1][1] == "EC/52"
    assert exported(reader, GANTT, page="2")[2][1] == "EC/1"
    assert "ไม่มีหน้าที่ระบุ" in text_of(reader.get(GANTT, {"page": "9"}))


def test_it_looks_back(reader: Client, work: Project) -> None:
    assert "ยังไม่มีรายงานความก้าวหน้า" in text_of(reader.get(GANTT, {"as_of": "5/11/2562"}))
    later = text_of(reader.get(GANTT, {"as_of": "5/11/2599"}))
    assert "วันหลังจาก 30 พ.ย. 2562 ยังไม่มียอด" in later


def test_visitors_see_the_plan_until_a_month_is_published(client: Client, work: Project) -> None:
    text = text_of(client.get(GANTT))
    assert "ยังไม่มีงวดที่เผยแพร่" in text
    assert "ฝึกอบรม" in text
    assert "ของแผน" not in text
    assert "as_of" not in client.get(GANTT).content.decode()


def test_visitors_see_states_of_published_months_and_no_words(
    client: Client, work: Project
) -> None:
    publish_october(work.plan)
    for address in (GANTT, ATTENTION, "/activities/EC/2/"):
        response = client.get(address)
        text = text_of(response)
        assert "มีปัญหา" in text
        assert "ไม่มีผู้เสนอราคา" not in text
        assert "ประกาศใหม่" not in text
    assert all("ไม่มีผู้เสนอราคา" not in row for row in map(str, exported(client, ATTENTION)))
    assert all("ไม่มีผู้เสนอราคา" not in row for row in map(str, exported(client, GANTT)))


def test_the_file_has_plan_and_progress_of_each_month(reader: Client, work: Project) -> None:
    headings, project, late, part, *_others = exported(reader, GANTT)
    row = dict(zip(headings, late, strict=True))
    assert row["รหัส"] == "EC/1"
    assert row["แผนถึง ต.ค."] == "25.00"
    assert row["แผนถึง ม.ค."] == "100.00"
    assert row["ทำได้ถึง ต.ค."] == "5.00"
    assert row["ทำได้ถึง พ.ย."] == "–"
    assert row["สถานะ"] == "ล่าช้า"
    assert project[0] == "โครงการ/งาน"
    assert part[1] == "EC/1.1"


def test_what_needs_a_look_stands_gravest_first(reader: Client, work: Project) -> None:
    response: Any = reader.get(ATTENTION)
    text = text_of(response)
    assert "งานที่ต้องดู: ล่าช้า 1 · ยังไม่รายงาน 1 · มีปัญหา 1" in text
    rows = response.context["attention"].rows
    assert [row.item.activity.code for row in rows] == ["EC/1", "EC/3", "EC/2"]
    assert "ไม่มีผู้เสนอราคา" in row_of(response, "EC/2")
    assert "ช้ากว่าแผน 1 เดือน" in row_of(response, "EC/1")
    assert "ส.สอง" in row_of(response, "EC/3")


def test_it_is_filtered_by_what_it_needs_a_look_for(reader: Client, work: Project) -> None:
    response: Any = reader.get(ATTENTION, {"state": "problem"})
    assert [row.item.activity.code for row in response.context["attention"].rows] == ["EC/2"]
    assert [row[0] for row in exported(reader, ATTENTION, state="problem")[1:]] == ["EC/2"]


def test_it_says_that_nothing_needs_a_look(reader: Client, no_plan: None) -> None:
    on("1/10/2562")
    activity = make_activity(make_project(make_plan(2563)))
    report("6/11/2562", 1, {activity: "100"})
    assert "ไม่มีงานที่ต้องดู" in text_of(reader.get(ATTENTION))


@pytest.mark.parametrize("address", [GANTT, ATTENTION])
def test_without_a_plan_it_says_so(client: Client, no_plan: None, address: str) -> None:
    assert "ยังไม่มีแผนในระบบ" in text_of(client.get(address))


@pytest.mark.parametrize("address", [GANTT, ATTENTION])
def test_without_schedule_and_reports_it_says_what_is_missing(
    reader: Client, no_plan: None, address: str
) -> None:
    on("1/12/2562")
    make_activity(make_project(make_plan(2563)))
    text = text_of(reader.get(address))
    assert "ยังไม่มีรายงานที่อนุมัติแล้ว" in text
    assert "ไม่มีข้อมูลแผนรายเดือนในเอกสาร" in text


@pytest.mark.parametrize("address", [GANTT, ATTENTION, "/activities/", "/activities/EC/1/"])
def test_the_number_of_queries_does_not_grow(reader: Client, work: Project, address: str) -> None:
    reader.get(address)
    with CaptureQueriesContext(connection) as few:
        reader.get(address)
    office = work.plan.offices.first()
    assert office is not None
    more = [make_activity(work, number, office=office) for number in range(4, 80)]
    make_schedule(*[planned_item(each) for each in more], approved=True)
    for number in range(2550, 2560):
        make_activity(make_project(make_plan(number)))
    with CaptureQueriesContext(connection) as many:
        reader.get(address)
    assert len(many) == len(few)


class TestOneActivity:
    """Its page: months, reports in words, decisions of its state."""

    def test_its_months_have_plan_and_progress(self, reader: Client, work: Project) -> None:
        page = reader.get("/activities/EC/2/").content.decode()
        months = re.findall(r'<th scope="row">(.*?)</th>(.*?)</tr>', page, re.DOTALL)
        figures = {month: re.findall(r">\s*([0-9.]+|–)\s*<", cells) for month, cells in months}
        assert figures["ต.ค. 2562"] == ["25.00", "25.00"]
        assert figures["พ.ย. 2562"] == ["50.00", "–"]

    def test_people_with_a_role_read_what_was_said_and_by_whom(
        self, reader: Client, work: Project
    ) -> None:
        text = text_of(reader.get("/activities/EC/2/"))
        assert "ไม่มีผู้เสนอราคา" in text
        assert re.search(r"ส่งโดย officer-\d+ อนุมัติโดย head-\d+", text)

    def test_visitors_read_no_names_and_no_reasons(self, client: Client, work: Project) -> None:
        make_override(work.activities.get(number=2), "late", "เห็นควรเร่งรัด")
        publish_october(work.plan)
        text = text_of(client.get("/activities/EC/2/"))
        assert "ล่าช้า" in text
        assert "ฝ่ายแผนกำหนด" in text
        assert "เผยแพร่ถึงงวด ต.ค. 2562" in text
        assert "เห็นควรเร่งรัด" not in text
        assert "officer-" not in text
        assert "planner" not in text

    def test_planning_decides_with_a_reason_and_both_states_are_shown(
        self, client: Client, work: Project
    ) -> None:
        activity = work.activities.get(number=2)
        make_override(activity, "late", "ก่อนหน้า")
        client.force_login(activity.status_overrides.get().decided_by)
        address = "/activities/EC/2/state/"
        assert "ตามแผน" in text_of(client.get(address))
        answer = client.post(address, {"status": "cancelled", "reason": "คณะกรรมการสั่งยุติ"})
        assert (answer.status_code, answer["Location"]) == (
            302,
            f"/activities/EC/2/{work.plan.query}",
        )
        text = text_of(client.get("/activities/EC/2/"))
        assert "ฝ่ายแผนกำหนด แทนสถานะที่คำนวณได้: ตามแผน" in text
        assert "ยกเลิก คณะกรรมการสั่งยุติ" in text
        assert "ล่าช้า ก่อนหน้า" in text

    def test_a_refusal_shows_what_was_typed(self, client: Client, work: Project) -> None:
        activity: Activity = work.activities.get(number=2)
        make_override(activity, "late")
        client.force_login(activity.status_overrides.get().decided_by)
        page = text_of(client.post("/activities/EC/2/state/", {"status": "done", "reason": " "}))
        assert "จำเป็น" in page or "ต้อง" in page
        again = client.post("/activities/EC/2/state/", {"status": "", "reason": "คืนสถานะ"})
        assert again.status_code == 302
        refused = client.post("/activities/EC/2/state/", {"status": "", "reason": "คืนอีกครั้ง"})
        assert "คืนอีกครั้ง" in refused.content.decode()
        assert "ใช้สถานะที่คำนวณได้อยู่แล้ว" in text_of(refused)

    def test_others_may_not_decide(self, client: Client, work: Project) -> None:
        address = "/activities/EC/2/state/"
        assert client.post(address, {"status": "late"}).status_code == 302
        client.force_login(make_auditor())
        assert client.post(address, {"status": "late", "reason": "x"}).status_code == 403
        assert "กำหนดสถานะ" not in text_of(client.get("/activities/EC/2/"))
