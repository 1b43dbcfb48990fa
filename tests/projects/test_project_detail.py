"""The page of one project or work."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from activities.models import ScheduledMonth
from kpis.models import KpiTarget
from projects.models import Anomaly, AnomalyLine, FiscalPlan, Project, ProjectText
from tests.factories import (
    make_activity,
    make_amendment,
    make_kpi,
    make_page_amount,
    make_page_indicator,
    make_plan,
    make_project,
    make_sub_activity,
    make_target,
    make_user,
)


def page_of(client: Client, code: str, language: str = "th") -> str:
    client.cookies["django_language"] = language
    response = client.get(f"/projects/{code}/")
    assert response.status_code == 200
    return response.content.decode()


def words_of(html: str) -> str:
    """Return what a reader sees, spaces made single."""
    html = re.sub(r'<span class="keep">([^<]*)</span>', r"\1", html)
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def part_of(page: str, heading: str) -> str:
    """Return the words of the panel under a heading."""
    panels = re.findall(r"<section.*?</section>", page, re.DOTALL)
    return next(words_of(panel) for panel in panels if heading in panel)


def test_the_strip_gives_budget_share_and_lines(client: Client, plan: FiscalPlan) -> None:
    page = page_of(client, "EC")
    strip = words_of(
        page[page.index('<div class="strip">') : page.index('<div class="with-rail">')]
    )
    assert "75.9696 ล้านบาท 12.90 % ของ 588.7946 · บรรทัด 145 · 188" in strip
    assert "แยกรายกิจกรรมแล้ว ไม่มีข้อมูล" in strip
    assert "ยังไม่แยก 75.9696" in strip
    assert "ยังไม่มีรายการในระบบ" in strip
    assert "กิจกรรม 9 ย่อย 4" in strip
    assert "ตัวชี้วัด 4 หลัก 1" in strip
    assert 'href="/source/#L188"' in page


def test_a_work_that_is_broken_down_shows_its_activities_amounts(
    client: Client, plan: FiscalPlan
) -> None:
    page = page_of(client, "OFF")
    assert "แยกรายกิจกรรมแล้ว 191.9718" in words_of(page)
    assert "ยังไม่แยก" not in page
    activities = part_of(page, "กิจกรรมและแผนรายเดือน")
    assert "57.8713 295" in activities
    assert "134.1005 296" in activities


def test_what_a_work_lacks_is_said_in_words(client: Client, plan: FiscalPlan) -> None:
    page = page_of(client, "NB")
    assert "หน้าของงานไม่ได้พิมพ์เป้าประสงค์ไว้" in page
    facts = part_of(page, "ข้อมูลงาน")
    assert "อายุโครงการ – ไม่ได้ระบุ" in facts
    assert "กลยุทธ์ – เอกสารไม่ได้ระบุกลยุทธ์" in facts
    assert "ไม่มีตัวชี้วัดในแผน" in page
    assert "ตัวชี้วัดตามคำรับรองการปฏิบัติงานของ สพธอ." in words_of(page)
    assert "None" not in words_of(page)


def test_facts_name_life_strategy_fund_group_and_offices(client: Client, plan: FiscalPlan) -> None:
    facts = part_of(page_of(client, "EC"), "ข้อมูลโครงการ")
    assert "7 ปี (2557–2563) บรรทัด 188" in facts
    assert "กลยุทธ์ที่ 1 บรรทัด 191" in facts
    assert "งบประมาณตาม พ.ร.บ. 2563" in facts
    assert "1 งบโครงการ" in facts
    assert re.search(
        r"ส\.ยุทธศาสตร์ \(5\) ส\.พาณิชย์อิเล็กทรอนิกส์ \(2\) ส\.สื่อสารองค์กร \(1\) ส\.สารสนเทศ \(1\)",
        facts,
    )


def test_a_strategy_matched_by_its_text_is_marked(client: Client, plan: FiscalPlan) -> None:
    assert "กลยุทธ์ที่ 4 ตีความ" in part_of(page_of(client, "SF"), "ข้อมูลโครงการ")
    assert "ตีความ" not in part_of(page_of(client, "EC"), "ข้อมูลโครงการ")


def test_a_life_of_one_year_is_one_year(client: Client, plan: FiscalPlan) -> None:
    assert "1 ปี (เริ่มปี 2563)" in part_of(page_of(client, "SF"), "ข้อมูลโครงการ")


def test_former_and_other_names_stand_beside_the_name(client: Client, plan: FiscalPlan) -> None:
    assert "Digital Law Center" in part_of(page_of(client, "DG"), "ข้อมูลโครงการ")
    facts = part_of(page_of(client, "EC"), "ข้อมูลโครงการ")
    assert "โครงการส่งเสริมความเชื่อมั่นในการทำธุรกรรมทางอิเล็กทรอนิกส์" in facts


def test_indicators_stand_in_the_order_of_the_page(client: Client, plan: FiscalPlan) -> None:
    page = page_of(client, "EC")
    panel = part_of(page, "ตัวชี้วัดและค่าเป้าหมาย")
    rows = [words_of(row) for row in re.findall(r"<tr>.*?</tr>", page, re.DOTALL)]
    pattern = re.compile(r"^(\d+) .* (ไม่น้อยกว่า|ไม่เกิน) ตีความ (\d+) (\S+) ยังไม่รายงาน")
    assert [found.groups() for row in rows if (found := pattern.match(row))] == [
        ("4", "ไม่น้อยกว่า", "1", "ฉบับ"),
        ("8", "ไม่น้อยกว่า", "10", "ชุมชน"),
        ("1", "ไม่เกิน", "12", "เดือน"),
        ("2", "ไม่เกิน", "100", "ร้อยละ"),
    ]
    assert "169 · 193" in panel
    assert panel.count("ตัวชี้วัดหลัก") == 1


def test_a_direction_that_is_printed_bears_no_mark(client: Client, plan: FiscalPlan) -> None:
    panel = part_of(page_of(client, "EL"), "ตัวชี้วัดและค่าเป้าหมาย")
    assert panel.count("ตีความ") == 3
    assert "หน้าโครงการไม่ได้พิมพ์ค่าไว้" in panel


def test_goal_objectives_and_targets_in_words_cite_their_lines(
    client: Client, plan: FiscalPlan
) -> None:
    page = page_of(client, "EC")
    assert "ขับเคลื่อนเศรษฐกิจฐานรากอย่างยั่งยืน" in words_of(page)
    assert '#L189">บรรทัด 189' in page
    assert page.count('<li value="') == 4 + 2
    for text in ProjectText.objects.filter(project__code="EC"):
        assert text.text.split()[0] in words_of(page)


def test_activities_show_parts_and_unknown_months(client: Client, plan: FiscalPlan) -> None:
    panel = part_of(page_of(client, "EC"), "กิจกรรมและแผนรายเดือน")
    assert "ไม่มีข้อมูลแผนรายเดือนในเอกสาร" in panel
    assert "2.3 การให้ความรู้ผู้ประกอบการ" in panel
    assert panel.count("ตามกิจกรรม") == 4
    assert panel.count("ไม่มีข้อมูลในเอกสาร") >= 9 + 4


def test_known_months_are_drawn_and_the_notice_goes(client: Client, plan: FiscalPlan) -> None:
    activity = plan.projects.get(code="EC").activities.get(number=1)
    ScheduledMonth.objects.create(activity=activity, month=3, is_planned=True)
    panel = part_of(page_of(client, "EC"), "กิจกรรมและแผนรายเดือน")
    assert "ไม่มีข้อมูลแผนรายเดือนในเอกสาร" not in panel
    assert "มีแผน: ธ.ค." in panel


@pytest.mark.parametrize(
    ("line", "is_shown"), [(145, True), (186, True), (205, True), (185, False), (206, False)]
)
def test_anomalies_on_its_lines_are_shown(
    client: Client, plan: FiscalPlan, line: int, is_shown: bool
) -> None:
    anomaly = Anomaly.objects.create(
        plan=plan, code="Z99", title="ข้อสังเกตทดสอบ", title_en="A test", severity="low"
    )
    AnomalyLine.objects.create(anomaly=anomaly, line=line)
    assert ("ข้อสังเกตทดสอบ" in page_of(client, "EC")) == is_shown
    assert ("A test" in page_of(client, "EC", "en")) == is_shown


def test_an_amended_value_stands_beside_what_was_printed(client: Client, plan: FiscalPlan) -> None:
    target = KpiTarget.objects.get(project__code="EC", kpi__number=8)
    KpiTarget.objects.filter(pk=target.pk).update(value=12)
    make_amendment(plan, target, "value", "10", "12", reason="คณะกรรมการปรับเป้า")
    panel = part_of(page_of(client, "EC"), "ตัวชี้วัดและค่าเป้าหมาย")
    assert "12 ที่พิมพ์ไว้: 10 · แก้โดย ผู้ดูแลระบบ" in panel
    assert "คณะกรรมการปรับเป้า" in panel
    assert "malee" not in panel
    client.force_login(make_user("reader"))
    assert "แก้โดย malee" in part_of(page_of(client, "EC"), "ตัวชี้วัดและค่าเป้าหมาย")


@pytest.mark.parametrize("code", ["XX", "ec", "EC%00", "E" * 500, "%F0%9F%98%80"])
def test_an_unknown_code_is_not_found(client: Client, plan: FiscalPlan, code: str) -> None:
    assert client.get(f"/projects/{code}/").status_code == 404


def test_without_any_plan_it_is_not_found(client: Client, no_plan: None) -> None:
    assert client.get("/projects/EC/").status_code == 404


def test_a_code_belongs_to_its_year(client: Client, plan: FiscalPlan) -> None:
    make_project(make_plan(2570), "AA", name="โครงการของปีอื่น")
    assert client.get("/projects/AA/").status_code == 404
    response = client.get("/projects/AA/?fiscal_year=2570")
    assert "โครงการของปีอื่น" in response.content.decode()
    assert client.get("/projects/EC/?fiscal_year=2570").status_code == 404


def test_an_empty_project_is_drawn_without_invented_figures(
    client: Client, plan: FiscalPlan
) -> None:
    make_project(make_plan(2570), "AA")
    page = words_of(client.get("/projects/AA/?fiscal_year=2570").content.decode())
    assert "0.0000" not in page
    assert "ยังไม่มีกิจกรรม" in page


@pytest.mark.parametrize("code", ["EC", "DT", "EL", "SF", "DG", "OFF", "NB", "PY"])
@pytest.mark.parametrize("language", ["th", "en"])
def test_every_page_is_whole_in_both_languages(
    client: Client, plan: FiscalPlan, code: str, language: str
) -> None:
    page = page_of(client, code, language)
    project: Any = Project.objects.with_budget().get(code=code, plan=plan)
    assert f"{project.budget / 1_000_000:.4f}" in page
    assert "Decimal(" not in page


def fill(project: Project, numbers: range) -> None:
    for number in numbers:
        activity = make_activity(project, number)
        make_sub_activity(activity, f"{number}.1")
        make_page_amount(project, "1.00", activity)
        kpi = make_kpi(project.plan, number)
        make_target(kpi, project)
        make_page_indicator(kpi, project)
        ProjectText.objects.create(project=project, kind="objective", number=number, text="ก")


def test_one_of_everything_takes_as_many_queries_as_a_hundred(client: Client, db: None) -> None:
    project = make_project(make_plan(2570), "AA")
    make_page_amount(project, "1000.00")
    fill(project, range(1, 2))
    with CaptureQueriesContext(connection) as one:
        client.get("/projects/AA/?fiscal_year=2570")
    fill(project, range(2, 101))
    with CaptureQueriesContext(connection) as hundred:
        client.get("/projects/AA/?fiscal_year=2570")
    assert len(hundred) == len(one) < 50
