"""The page of the money table."""

from __future__ import annotations

import datetime
import re
from html import unescape

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from budgets.models import Allocation
from etda_plan.common.permissions import Role
from projects.models import FiscalPlan
from tests.factories import (
    close_months,
    make_activity,
    make_ledger,
    make_membership,
    make_office,
    make_opening,
    make_sample,
    make_transfer,
    make_user,
    post_entry,
    publish,
)

pytestmark = pytest.mark.django_db

ADDRESS = "/budgets/spending/"
MARCH_31 = datetime.date(2020, 3, 31)


@pytest.fixture
def allocation(plan: FiscalPlan) -> Allocation:
    """The money of EC in the plan as it ships: 75.9696 million baht."""
    return Allocation.objects.get(project__code="EC")


@pytest.fixture
def finance(client: Client) -> Client:
    """A client signed in as a finance officer."""
    client.force_login(make_user("somsri", Role.FINANCE))
    return client


def read(client: Client, query: str = "", language: str = "th") -> str:
    client.cookies["django_language"] = language
    response = client.get(f"{ADDRESS}?{query}")
    assert response.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_the_title_is_the_answer(finance: Client, allocation: Allocation) -> None:
    post_entry(allocation, "14231000")
    words = "เบิกจ่ายแล้ว 14.2310 ล้านบาท ร้อยละ 2.42 ของงบปัจจุบัน ณ วันที่ 31 มี.ค. 2563"
    assert words in read(finance, "as_of=31/3/2563")
    english = "14.2310 million baht paid, 2.42% of the current budget, as of 31 Mar 2563"
    assert english in read(finance, "as_of=31/3/2563", "en")


def test_each_row_has_its_figures_and_both_percentages(
    finance: Client, allocation: Allocation
) -> None:
    other = Allocation.objects.get(project__code="DT")
    post_entry(allocation, "5000000", "reservation")
    commitment = post_entry(allocation, "20000000", "commitment")
    post_entry(allocation, "8000000.50", draws_on=commitment)
    make_sample(today=MARCH_31)
    make_transfer(allocation, other, "969600", approved=True)
    text = read(finance)
    figures = "75.9696 −0.9696 75.0000 5.0000 12.0000 8.0000 50.0000 10.67 26.67"
    assert f"EC โครงการส่งเสริมพาณิชย์อิเล็กทรอนิกส์อย่างยั่งยืน {figures}" in text
    assert "588.7946 0.0000 588.7946 5.0000 12.0000 8.0000 563.7946" in text
    assert "ผลรวมของตัวเลขที่แสดงอาจต่างกันในตำแหน่งสุดท้าย" in text


def test_an_empty_ledger_says_so_and_shows_no_zeros(finance: Client, plan: FiscalPlan) -> None:
    text = read(finance)
    assert "ยังไม่มีการเบิกจ่ายในระบบ" in text
    assert "0.0000" not in text


def test_a_visitor_sees_nothing_before_a_month_is_published(
    client: Client, allocation: Allocation
) -> None:
    post_entry(allocation, "1000000")
    close_months(allocation.project.plan, 6)
    text = read(client)
    assert "ยังไม่มียอดที่เผยแพร่" in text
    assert "1.0000" not in text


def test_a_visitor_sees_totals_up_to_the_published_month(
    client: Client, allocation: Allocation
) -> None:
    post_entry(allocation, "1000000", date=MARCH_31)
    post_entry(allocation, "2000000", date=MARCH_31 + datetime.timedelta(1))
    publish(close_months(allocation.project.plan, 6)[-1])
    for query in ("", "as_of=30/4/2563"):
        text = read(client, query)
        assert "เบิกจ่ายแล้ว 1.0000 ล้านบาท" in text
        assert "เผยแพร่ยอดถึง 31 มี.ค. 2563" in text
    assert "ยอดที่เผยแพร่มีถึง 31 มี.ค. 2563" in read(client, "as_of=30/4/2563")
    assert "เบิกจ่ายแล้ว 0.0000 ล้านบาท" not in text


def test_an_account_without_a_role_is_a_visitor(client: Client, allocation: Allocation) -> None:
    post_entry(allocation, "1000000")
    client.force_login(make_user("somjai"))
    assert "ยังไม่มียอดที่เผยแพร่" in read(client)


def test_office_staff_see_their_own_lines_and_are_told(
    client: Client, allocation: Allocation
) -> None:
    plan = allocation.project.plan
    office = make_office(plan)
    make_activity(allocation.project, 99, office=office)
    officer = make_user("somjai", Role.OFFICER)
    make_membership(officer, office, datetime.date(2019, 10, 1))
    post_entry(allocation, "1000000")
    post_entry(Allocation.objects.get(project__code="DT"), "5000000")
    client.force_login(officer)
    text = read(client)
    assert "เบิกจ่ายแล้ว 1.0000 ล้านบาท ร้อยละ 1.32" in text
    assert "เฉพาะรายการของสำนักของท่าน" in text
    assert "69.3767" not in text


def test_who_sees_more_may_look_at_what_visitors_see(
    finance: Client, allocation: Allocation
) -> None:
    post_entry(allocation, "1000000")
    assert "เบิกจ่ายแล้ว 1.0000" in read(finance)
    assert "ยังไม่มียอดที่เผยแพร่" in read(finance, "published=1")


@pytest.mark.parametrize(
    ("query", "paid"),
    [
        ("work=EC", "1.0000"),
        ("work=DT", "2.0000"),
        ("group=1", "3.0000"),
        ("fund=OFF_BUDGET", "0.0000"),
    ],
)
def test_a_filter_leaves_a_part_with_its_own_totals(
    finance: Client, allocation: Allocation, query: str, paid: str
) -> None:
    post_entry(allocation, "1000000")
    post_entry(Allocation.objects.get(project__code="DT"), "2000000")
    text = read(finance, query)
    assert f"เบิกจ่ายแล้ว {paid} ล้านบาท" in text
    assert "ยอดรวมเป็นของรายการเหล่านี้เท่านั้น" in text


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("as_of=31/3/2020", "ตัวกรอง “ณ วันที่” ไม่มีค่านี้"),
        ("as_of=xyz", "ตัวกรอง “ณ วันที่” ไม่มีค่านี้"),
        ("as_of=1/1/2570", "วันหลังจาก 30 ก.ย. 2563 ยังไม่มียอด"),
        ("as_of=1/9/2562", "ปีงบประมาณเริ่ม 1 ต.ค. 2562"),
    ],
)
def test_a_day_that_has_no_figures_is_said(
    finance: Client, allocation: Allocation, query: str, words: str
) -> None:
    post_entry(allocation, "1")
    assert words in read(finance, query)


def test_the_seal_of_the_month_that_ends_on_the_day_is_shown(
    finance: Client, allocation: Allocation
) -> None:
    post_entry(allocation, "1", date=MARCH_31)
    seal = close_months(allocation.project.plan, 6)[-1].seal[:12]
    assert f"ตราปิด {seal}" in read(finance, "as_of=31/3/2563")
    assert "ตราปิด" not in read(finance, "as_of=30/3/2563")


def test_old_money_has_a_table_of_its_own(finance: Client, plan: FiscalPlan) -> None:
    opening = make_opening(plan, "1000000")
    post_entry(opening.allocation, "400000", draws_on=opening)
    text = read(finance)
    assert "เบิกจ่ายแล้ว 0.0000 ล้านบาท ร้อยละ 0.00" in text
    assert "กันเงินจากปีก่อน" in text
    assert "1.0000 0.0000 1.0000 0.0000 0.6000 0.4000 0.0000 40.00 100.00" in text


def test_without_a_plan_the_page_says_so(client: Client, no_plan: None) -> None:
    assert "load_plan" in read(client)


@pytest.mark.parametrize("count", [1, 20])
def test_as_many_queries_for_one_entry_as_for_many(
    finance: Client,
    allocation: Allocation,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    for number in range(count):
        post_entry(make_ledger("10", code=f"X{number}"), "1")
    with django_assert_num_queries(16):
        finance.get(ADDRESS)


def test_months_and_targets_stand_beside_the_chart(finance: Client, allocation: Allocation) -> None:
    post_entry(allocation, "1000000", date=datetime.date(2019, 10, 31))
    text = read(finance, "as_of=31/3/2563")
    assert "ต.ค. 2562 – 1.0000 1.0000 – 1.0000 1.0000 – –" in text
    assert "เม.ย. 2563 – – – – – – – –" in text
    assert "ยังไม่มีแผนรายเดือน" in text
    assert "ไตรมาส 1 ถึง 31 ธ.ค. 2562 ไม่มีข้อมูล" in text
    assert "474.5184 256.2399 เบิกจ่าย 1.0000 0.21" in text
    assert "ไม่วาดรวมกับเงินอื่น" in text
    assert "เป้าไตรมาส 2 ร้อยละ 54 256.2399" in read(finance, "fund=CURRENT_APPROPRIATION")


def links(client: Client, query: str = "") -> list[str]:
    """Return where the figures of the page lead to."""
    html = client.get(f"{ADDRESS}?{query}").content.decode()
    return [unescape(each) for each in re.findall(r'href="(/budgets/entries/[^"]*)"', html)]


def test_a_figure_leads_to_the_entries_that_it_sums(
    finance: Client, allocation: Allocation
) -> None:
    post_entry(allocation, "3000000", date=MARCH_31)
    post_entry(allocation, "1000000", date=MARCH_31 + datetime.timedelta(1))
    post_entry(Allocation.objects.get(project__code="DT"), "2000000", "reservation")
    found = links(finance, "as_of=31/3/2563")
    [whole] = [
        each
        for each in found
        if each.endswith("stage=paid") and "work" not in each and "group" in each
    ]
    [own] = [each for each in found if f"allocation={allocation.pk}&" in each and "paid" in each]
    for address in (whole, own):
        text = finance.get(address).content.decode()
        assert "3,000,000.00" in text
        assert "1,000,000.00" not in text
        assert "2,000,000.00" not in text


def test_visitors_open_no_entries(client: Client, allocation: Allocation) -> None:
    post_entry(allocation, "1000000", date=MARCH_31)
    publish(close_months(allocation.project.plan, 6)[-1])
    assert "1.0000" in read(client)
    assert links(client) == []


def test_who_posts_may_begin_an_empty_ledger(client: Client, plan: FiscalPlan) -> None:
    for role, may in ((Role.FINANCE, True), (Role.AUDITOR, False)):
        client.force_login(make_user(role.value, role))
        assert ('<a href="/budgets/entries/new/">' in client.get(ADDRESS).content.decode()) is may
