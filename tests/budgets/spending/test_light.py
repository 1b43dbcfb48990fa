"""The light of the money: what is paid against the approved monthly plan to date."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from activities.progress.states import Thresholds
from budgets.models import Allocation
from budgets.spending import read_spending
from budgets.spending.light import MoneyLight, money_light
from etda_plan.common.models import SampleDatabase
from tests.factories import make_ledger, make_sample, make_spending_plan, post_entry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_plan")]

USUAL = Thresholds(95, 80, 120)
OCTOBER, MARCH = datetime.date(2019, 10, 1), datetime.date(2020, 3, 31)
EVEN = ["100"] * 12
"""A hundred baht a month: six hundred by the end of March."""


def light(day: datetime.date = MARCH, thresholds: Thresholds = USUAL) -> MoneyLight:
    allocation = Allocation.objects.select_related("fund_source__plan").first()
    assert allocation
    spending = read_spending(allocation.fund_source.plan, day, Allocation.objects.all())
    return money_light(spending.monthly, thresholds)


def planned(*amounts: str) -> Allocation:
    """Return a line of 1,200 baht with a monthly plan that was approved when the year began."""
    line = make_ledger("1200")
    make_sample(OCTOBER)
    make_spending_plan(line, amounts or EVEN, approved=True)
    SampleDatabase.objects.update(today=line.project.plan.ends_on)
    return line


@pytest.mark.parametrize(
    ("paid", "state"),
    [
        ("479.99", "late"),
        ("480", "watch"),
        ("569.99", "watch"),
        ("570", "on_plan"),
        ("719.99", "on_plan"),
        ("720", "ahead"),
        ("1199.99", "ahead"),
        ("1200", "done"),
    ],
)
def test_each_threshold_belongs_to_the_better_state(paid: str, state: str) -> None:
    post_entry(planned(), paid)
    assert light().state == state


def test_thresholds_are_settings() -> None:
    post_entry(planned(), "300")
    assert light().state == "late"
    assert light(thresholds=Thresholds(50, 40, 150)).state == "on_plan"


def test_what_is_only_committed_is_not_paid() -> None:
    post_entry(planned(), "600", "commitment")
    assert light().state == "late"


def test_a_day_counts_what_was_paid_and_planned_by_then() -> None:
    line = planned()
    post_entry(line, "100", date=datetime.date(2019, 10, 15))
    post_entry(line, "500")
    assert light(datetime.date(2019, 10, 31)).state == "on_plan"
    assert light(datetime.date(2020, 2, 29)).state == "late"


def test_without_a_monthly_plan_there_is_no_judgement() -> None:
    post_entry(make_ledger("1200"), "600.50")
    found = light()
    assert found.state == "no_monthly_plan"
    assert found.why == "เบิกจ่าย 0.0006"


def test_a_month_without_any_plan_yet_is_not_late() -> None:
    line = planned(*["0"] * 11, "1200")
    assert light().state == "not_started"
    post_entry(line, "1")
    found = light()
    assert found.state == "ahead"
    assert "ยังไม่มีแผนถึงเดือนนี้" in found.why


def test_before_the_year_nothing_is_due() -> None:
    line = planned()
    months = read_spending(line.project.plan, MARCH, Allocation.objects.all()).monthly
    assert money_light(replace(months, reached=0), USUAL).state == "not_due"


def test_the_reason_gives_the_percent_and_the_part_that_is_planned() -> None:
    post_entry(planned(), "540")
    assert light().why == "ร้อยละ 90.00 ของแผนสะสม"
    make_ledger("1000", code="BB")
    assert light().why == "ร้อยละ 90.00 ของแผนสะสม ของเงินที่มีแผน 0.0012"


def test_money_without_a_plan_is_not_held_against_the_plan_of_other_money() -> None:
    post_entry(planned(), "570")
    post_entry(make_ledger("1000", code="BB"), "1000")
    assert light().state == "on_plan"
