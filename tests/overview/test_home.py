"""The home page."""

import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from budgets.models import Allocation, PageAmount, StatementLine
from etda_plan.common.checks import Status
from etda_plan.overview.flow_picture import draw_flow
from etda_plan.overview.home import glance_at
from etda_plan.overview.plan import read_plan
from etda_plan.overview.reconciliation import reconcile
from projects.models import FiscalPlan
from tests.factories import make_activity, make_plan, make_project


def read(client: Client, page: str = "/") -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", client.get(page).content.decode()).split())


def test_the_envelope_stands_with_its_line_and_equals_the_uses(
    client: Client, plan: FiscalPlan
) -> None:
    text = read(client)
    assert "588.7946 ล้านบาท บรรทัด 127 · เท่ากับรายจ่ายรวม บรรทัด 155" in text


def test_sources_and_uses_that_differ_are_not_called_equal(
    client: Client, plan: FiscalPlan
) -> None:
    StatementLine.objects.filter(source_line=155).update(amount=Decimal(588_000_000))
    text = read(client)
    assert "เท่ากับรายจ่ายรวม" not in text
    assert "รายจ่ายรวม 588.0000 บรรทัด 155" in text


def test_the_plan_is_counted(client: Client, plan: FiscalPlan) -> None:
    text = read(client)
    for words in ("กลยุทธ์ 5", "โครงการ / งาน 5 / 3", "กิจกรรม 36", "ตัวชี้วัด 12 20 ค่าเป้าหมาย"):
        assert words in text


def test_approvals_have_their_dates_and_lines(client: Client, plan: FiscalPlan) -> None:
    assert "อนุมัติ 8 ต.ค. 2562 บรรทัด 13 และ 11 ธ.ค. 2562 บรรทัด 15" in read(client)


def test_works_have_amount_share_and_line(client: Client, plan: FiscalPlan) -> None:
    text = read(client)
    mark = "A03 งานบริหารจัดการสำนักงานหมายถึงสองจำนวน"
    assert f"OFF งานบริหารจัดการสำนักงาน – 2 – {mark} 191.9718 32.60 286" in text
    assert "รวม 36 588.7946 100.00" in text


def test_a_note_says_what_the_rounded_shares_add_up_to(client: Client, plan: FiscalPlan) -> None:
    assert "ผลรวมของตัวเลขที่แสดงจึงเป็น 99.98 ไม่ใช่ 100.00" in read(client)


def test_shares_that_add_up_need_no_note(client: Client, plan: FiscalPlan) -> None:
    whole = PageAmount.objects.filter(activity=None)
    whole.exclude(project__code="EC").delete()
    text = read(client)
    assert "ผลรวมของตัวเลข" not in text
    assert "แถบยาวเทียบกับ EC" in text


def test_a_work_without_an_amount_is_unknown_not_zero(client: Client, plan: FiscalPlan) -> None:
    PageAmount.objects.filter(project__code="NB").delete()
    assert re.search(r"NB งาน.* 1 – ไม่มีข้อมูล ไม่มีข้อมูล รวม", read(client))


def test_what_is_missing_is_said_in_words(client: Client, plan: FiscalPlan) -> None:
    text = read(client)
    assert "แผนรายเดือน ของ 36 กิจกรรม" in text
    assert "งบรายกิจกรรม มีเพียง 2 จาก 36 กิจกรรม ยังไม่แยก 396.8228 ล้านบาท" in text
    assert "การใช้จ่ายและผลงาน ยังไม่มีรายการในระบบ" in text


def test_an_activity_with_a_month_is_no_longer_missing(plan: FiscalPlan) -> None:
    activity = plan.projects.get(code="EC").activities.get(number=1)
    activity.months.create(month=1, is_planned=True)
    assert glance_at(read_plan(plan)).missing.without_months == 35


def test_the_flow_has_nine_columns_under_three_headings(plan: FiscalPlan) -> None:
    flow = draw_flow(read_plan(plan).allocations)
    assert [len(level.parts) for level in flow.levels] == [3, 4, 8]
    assert all(sum(part.columns for part in level.parts) == 9 for level in flow.levels)
    assert len(flow.widths) == 9
    assert sum(flow.widths) + flow.label_width == pytest.approx(100, abs=Decimal("0.001"))


def test_every_level_of_the_flow_adds_up_to_the_envelope(plan: FiscalPlan) -> None:
    for level in draw_flow(read_plan(plan).allocations).levels:
        assert sum(part.amount for part in level.parts) == Decimal("588794600.00")


def test_a_group_that_two_funds_pay_carries_both_colours(plan: FiscalPlan) -> None:
    groups = draw_flow(read_plan(plan).allocations).levels[1].parts
    assert [piece.colour for piece in groups[3].stretches] == ["f2", "f3"]
    assert sum(piece.width for piece in groups[3].stretches) == pytest.approx(100)
    assert [piece.colour for piece in groups[0].stretches] == ["f1"]


def test_too_narrow_a_part_shows_its_code_alone(plan: FiscalPlan) -> None:
    works = {part.label: part for part in draw_flow(read_plan(plan).allocations).levels[2].parts}
    assert not works["SF"].has_room
    assert works["NB"].has_room
    assert works["NB"].is_narrow


def test_an_empty_database_says_what_to_do_next(client: Client, no_plan: None) -> None:
    text = read(client)
    assert "ยังไม่มีแผนในระบบ" in text
    assert "manage.py load_plan" in text
    assert "0.0000" not in text


def test_an_empty_plan_of_another_year_shows_no_invented_zero(
    client: Client, plan: FiscalPlan
) -> None:
    make_plan(2570)
    text = read(client, "/?fiscal_year=2570")
    assert "กรอบเงินที่สามารถใช้จ่ายได้ ไม่มีข้อมูล" in text
    assert "0.0000" not in text
    assert "588.7946" not in text


def test_the_number_of_queries_does_not_grow_with_the_rows(
    client: Client, plan: FiscalPlan
) -> None:
    with CaptureQueriesContext(connection) as few:
        client.get("/")
    for number in range(30):
        make_activity(make_project(plan, f"X{number}"))
    with CaptureQueriesContext(connection) as many:
        assert client.get("/").status_code == 200
    assert len(many) == len(few)


def test_names_are_escaped(client: Client, plan: FiscalPlan) -> None:
    plan.projects.filter(code="EC").update(name="<script>alert(1)</script>")
    html = client.get("/").content.decode()
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_an_allocation_moved_moves_the_picture(plan: FiscalPlan) -> None:
    Allocation.objects.filter(project__code="SF").update(initial_amount=Decimal(100_000_000))
    works = {part.label: part for part in draw_flow(read_plan(plan).allocations).levels[2].parts}
    assert works["SF"].has_room


def test_the_checks_are_counted_and_lead_to_their_page(client: Client, plan: FiscalPlan) -> None:
    report = reconcile(plan)
    text = read(client)
    assert f"ตรวจแผน {len(report.checks)} ข้อ ตรงกัน {report.counts[Status.AGREES]}" in text
    assert "ไม่ตรง 0" in text
    assert "A01 ต่าง 6.5347" in text
    assert 'href="/reconciliation/">ดูทุกข้อตรวจ' in client.get("/").content.decode()


def test_a_check_that_disagrees_is_a_red_chip(client: Client, plan: FiscalPlan) -> None:
    StatementLine.objects.filter(source_line=145).update(amount=Decimal("75969600.01"))
    assert "chip--bad" in client.get("/").content.decode()
