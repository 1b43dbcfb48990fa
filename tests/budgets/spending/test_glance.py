"""Where the money stands, on the home page and on the page of each work."""

from __future__ import annotations

import datetime
import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from budgets.models import Allocation
from budgets.spending import Sight
from budgets.spending.glance import glance_at_plan, glance_at_work
from etda_plan.common.permissions import Role
from projects.models import FiscalPlan, Project
from tests.factories import (
    close_months,
    make_activity,
    make_membership,
    make_office,
    make_user,
    post_entry,
    publish,
)

pytestmark = pytest.mark.django_db

MARCH_31 = datetime.date(2020, 3, 31)


@pytest.fixture
def allocation(plan: FiscalPlan) -> Allocation:
    """The money of EC in the plan as it ships: 75.9696 million baht."""
    return Allocation.objects.get(project__code="EC")


def read(client: Client, address: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", client.get(address).content.decode()).split())


@pytest.mark.parametrize("address", ["/", "/projects/EC/"])
def test_pages_of_an_empty_ledger_stay_as_they_are(
    client: Client, plan: FiscalPlan, address: str
) -> None:
    client.force_login(make_user("somsri", Role.FINANCE))
    text = read(client, address)
    assert "สถานะการเงิน" not in text
    assert "ยังไม่มีรายการในระบบ" in text


def test_home_shows_where_the_money_stands(client: Client, allocation: Allocation) -> None:
    post_entry(allocation, "58879460")
    client.force_login(make_user("somsri", Role.FINANCE))
    text = read(client, "/")
    assert "เบิกจ่าย 58.8795 10.00 %" in text
    assert "เงินสะสมเทียบแผน" in text
    assert "การใช้จ่ายและผลงาน" not in text


def test_a_works_page_shows_its_part_and_leads_to_its_entries(
    client: Client, allocation: Allocation
) -> None:
    post_entry(allocation, "1000000")
    post_entry(Allocation.objects.get(project__code="DT"), "5000000")
    client.force_login(make_user("somsri", Role.FINANCE))
    assert "เบิกจ่าย 1.0000 1.32 %" in read(client, "/projects/EC/")
    html = client.get("/projects/EC/").content.decode()
    assert "/budgets/entries/?work=EC&amp;until=30%2F9%2F2563&amp;stage=paid" in html


def test_a_visitor_is_told_that_nothing_is_published(
    client: Client, allocation: Allocation
) -> None:
    post_entry(allocation, "1000000")
    assert "สถานะการเงิน" not in read(client, "/")
    text = read(client, "/projects/EC/")
    assert "ยังไม่มียอดที่เผยแพร่" in text
    assert "1.0000" not in text


def test_a_visitor_sees_published_totals_without_entries(
    client: Client, allocation: Allocation
) -> None:
    post_entry(allocation, "1000000", date=MARCH_31)
    publish(close_months(allocation.project.plan, 6)[-1])
    assert "ณ วันที่ 31 มีนาคม พ.ศ. 2563 · เดือนที่ 6 จาก 12" in read(client, "/")
    html = client.get("/projects/EC/").content.decode()
    assert "1.0000" in html
    assert "/budgets/entries/" not in html


def test_office_staff_see_their_own_lines_and_what_is_published_of_others(
    allocation: Allocation,
) -> None:
    plan = allocation.project.plan
    office = make_office(plan)
    make_activity(allocation.project, 99, office=office)
    officer = make_user("somjai", Role.OFFICER)
    make_membership(officer, office, datetime.date(2019, 10, 1))
    other = Project.objects.get(code="DT")
    post_entry(allocation, "1")
    post_entry(Allocation.objects.get(project=other), "5")
    own, foreign = glance_at_work(officer, allocation.project), glance_at_work(officer, other)
    assert own is not None
    assert own.spending is not None
    assert own.spending.total.paid == 1
    assert foreign is not None
    assert foreign.spending is None
    publish(close_months(plan, 6)[-1])
    foreign = glance_at_work(officer, other)
    assert foreign is not None
    assert foreign.spending is not None
    assert foreign.spending.total.paid == 5
    whole = glance_at_plan(officer, plan)
    assert whole is not None
    assert whole.spending is not None
    assert whole.spending.total.paid == 6
    assert whole.scope.sight is Sight.PUBLISHED


def test_office_staff_see_their_own_lines_while_nothing_is_published(
    allocation: Allocation,
) -> None:
    plan = allocation.project.plan
    office = make_office(plan)
    make_activity(allocation.project, 99, office=office)
    officer = make_user("somjai", Role.OFFICER)
    make_membership(officer, office, datetime.date(2019, 10, 1))
    post_entry(allocation, "1")
    post_entry(Allocation.objects.get(project__code="DT"), "5")
    own = glance_at_plan(officer, plan)
    assert own is not None
    assert own.spending is not None
    assert own.spending.total.paid == 1
    assert own.spending.targets == ()
    assert own.scope.sight is Sight.OWN


def test_a_past_day_shows_what_was_posted_by_then(allocation: Allocation) -> None:
    plan, reader = allocation.project.plan, make_user("reader", Role.AUDITOR)
    post_entry(allocation, "1", date=datetime.date(2019, 10, 5))
    post_entry(allocation, "5", date=MARCH_31)
    for day, paid in ((datetime.date(2020, 1, 31), 1), (MARCH_31, 6), (None, 6)):
        glance = glance_at_plan(reader, plan, day)
        assert glance is not None
        assert glance.spending is not None
        assert glance.spending.total.paid == paid


def test_the_empty_ledger_gives_no_glance(plan: FiscalPlan) -> None:
    assert glance_at_plan(AnonymousUser(), plan) is None
    assert glance_at_work(AnonymousUser(), plan.projects.all()[0]) is None


class TestAnActivity:
    """What its page says of the payments on it."""

    def test_it_shows_what_was_paid_of_its_own_money(
        self, client: Client, plan: FiscalPlan
    ) -> None:
        post_entry(
            Allocation.objects.get(activity__project__code="OFF", activity__number=2), "1000"
        )
        client.force_login(make_user("somsri", Role.FINANCE))
        assert "เบิกจ่าย 0.0010 0.00 %" in read(client, "/activities/OFF/2/")

    def test_nothing_paid_of_its_own_money_is_zero_once_the_ledger_is_begun(
        self, client: Client, allocation: Allocation
    ) -> None:
        post_entry(allocation, "1000")
        client.force_login(make_user("somsri", Role.FINANCE))
        assert "เบิกจ่าย 0.0000 0.00 %" in read(client, "/activities/OFF/2/")

    def test_without_money_of_its_own_it_leads_to_that_of_its_work(
        self, client: Client, allocation: Allocation
    ) -> None:
        assert "ยังไม่มีรายการในระบบ" in read(client, "/activities/EC/1/")
        post_entry(allocation, "1000")
        text = read(client, "/activities/EC/1/")
        assert "เบิกจ่าย – ไม่แยกรายกิจกรรม: ยอดเบิกจ่ายของ EC" in text
        assert "ยังไม่มีรายการในระบบ" not in text

    def test_visitors_read_that_its_totals_are_not_published(
        self, client: Client, allocation: Allocation
    ) -> None:
        post_entry(allocation, "1000")
        assert "เบิกจ่าย – ยังไม่มียอดที่เผยแพร่" in read(client, "/activities/OFF/2/")
