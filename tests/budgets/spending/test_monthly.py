"""Plan against paid and used, by month and cumulative; and the quarter targets."""

from __future__ import annotations

import datetime
from dataclasses import replace
from decimal import Decimal

import pytest

from budgets.models import Allocation, DisbursementTarget
from budgets.spending import Spending, read_spending
from budgets.spending.chart import draw_bar, draw_chart
from etda_plan.common.models import SampleDatabase
from projects.models import FiscalPlan
from tests.factories import (
    make_allocation,
    make_fund_source,
    make_ledger,
    make_project,
    make_sample,
    make_spending_plan,
    post_entry,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_plan")]

OCTOBER, MARCH_31 = datetime.date(2019, 10, 5), datetime.date(2020, 3, 31)


@pytest.fixture
def allocation() -> Allocation:
    """An allocation of 1,200 baht."""
    return make_ledger("1200")


def read(allocation: Allocation, day: datetime.date = MARCH_31) -> Spending:
    return read_spending(allocation.project.plan, day, Allocation.objects.all())


def months(*amounts: str) -> list[str]:
    """Return twelve months of which the last ones are empty."""
    return [*amounts, *["0"] * (12 - len(amounts))]


def planned(allocation: Allocation, *amounts: str, on: datetime.date = OCTOBER) -> None:
    """Approve a version of the monthly plan on a day."""
    if not SampleDatabase.objects.exists():
        make_sample()
    SampleDatabase.objects.update(today=on)
    make_spending_plan(allocation, months(*amounts), approved=True)
    SampleDatabase.objects.update(today=allocation.project.plan.ends_on)


def test_months_stand_with_october_first(allocation: Allocation) -> None:
    post_entry(allocation, "10", date=OCTOBER)
    post_entry(allocation, "30", date=MARCH_31)
    monthly = read(allocation).monthly
    assert [month.paid for month in monthly.months[:6]] == [10, 0, 0, 0, 0, 30]
    assert [month.paid_so_far for month in monthly.months[:6]] == [10, 10, 10, 10, 10, 40]
    assert monthly.months[0].label == "ต.ค. 2562"


def test_months_after_the_day_are_unknown_not_zero(allocation: Allocation) -> None:
    later = read(allocation).monthly.months[6]
    assert later.paid is later.used is later.paid_so_far is None
    assert read(allocation, datetime.date(2019, 9, 30)).monthly.reached == 0
    assert read(allocation, datetime.date(2020, 12, 1)).monthly.reached == 12


def test_a_reversal_is_taken_off_in_its_own_month(allocation: Allocation) -> None:
    payment = post_entry(allocation, "30", date=OCTOBER)
    post_entry(allocation, "10", "reversal", reverses=payment, date=MARCH_31)
    first, *_, last = read(allocation).monthly.months[:6]
    assert [first.paid, last.paid, last.paid_so_far] == [30, -10, 20]


def test_used_is_paid_and_committed(allocation: Allocation) -> None:
    commitment = post_entry(allocation, "50", "commitment", date=OCTOBER)
    post_entry(allocation, "20", draws_on=commitment, date=MARCH_31)
    month = read(allocation).monthly.months[5]
    assert [month.paid, month.used, month.used_so_far] == [20, 0, 50]


def test_without_a_plan_there_is_nothing_to_hold_it_against(allocation: Allocation) -> None:
    post_entry(allocation, "50")
    monthly = read(allocation).monthly
    assert monthly.months[5].planned is None
    assert monthly.percent_of_plan is None
    assert draw_chart(monthly).planned is None


def test_paid_is_held_against_the_plan_to_date(allocation: Allocation) -> None:
    planned(allocation, "100", "100", "1000")
    post_entry(allocation, "150", date=datetime.date(2019, 11, 30))
    monthly = read(allocation, datetime.date(2019, 11, 30)).monthly
    assert monthly.now is not None
    assert [monthly.now.planned_so_far, monthly.now.difference] == [200, -50]
    assert monthly.percent_of_plan == "75.00"


def test_only_planned_money_is_held_against_the_plan(allocation: Allocation) -> None:
    planned(allocation, "200", "1000")
    post_entry(make_ledger("500", code="BB"), "400", date=OCTOBER)
    post_entry(allocation, "100", date=OCTOBER)
    monthly = read(allocation, OCTOBER).monthly
    assert monthly.now is not None
    assert [monthly.now.paid_so_far, monthly.now.of_planned_so_far] == [500, 100]
    assert monthly.percent_of_plan == "50.00"
    assert not monthly.is_planned_throughout
    assert [monthly.planned_amount, monthly.current] == [1200, 1700]


def test_the_version_that_was_approved_by_the_day_counts(allocation: Allocation) -> None:
    planned(allocation, "1200")
    planned(allocation, "0", "1200", on=datetime.date(2020, 1, 10))
    assert read(allocation, datetime.date(2020, 1, 9)).monthly.months[0].planned == 1200
    assert read(allocation, datetime.date(2020, 1, 10)).monthly.months[0].planned == 0


def test_each_work_has_its_own_months(allocation: Allocation) -> None:
    post_entry(allocation, "10")
    post_entry(make_ledger("100", code="BB"), "30")
    works = {work.project.code: work for work in read(allocation).works}
    assert works["AA"].monthly.months[5].paid == 10
    assert works["BB"].amounts.paid_percent == "30.00"


class TestChart:
    def test_lines_stop_at_the_month_of_the_day(self, allocation: Allocation) -> None:
        planned(allocation, "600", "600")
        post_entry(allocation, "300", date=OCTOBER)
        post_entry(allocation, "300", "commitment", date=datetime.date(2019, 11, 1))
        chart = read(allocation, datetime.date(2019, 11, 30)).chart
        assert chart.planned is not None
        assert chart.paid is not None
        assert chart.used is not None
        assert len(chart.planned.points.split()) == 12
        assert chart.paid.points == "50,225.00 150,225.00"
        assert chart.used.points == "50,225.00 150,150.00"
        assert chart.today_x == 150

    def test_the_scale_reaches_above_everything_with_few_lines(
        self, allocation: Allocation
    ) -> None:
        post_entry(allocation, "1199")
        chart = read(allocation).chart
        assert chart.ticks[0].words == "0.0012"
        assert 2 <= len(chart.ticks) <= 7
        assert [chart.ticks[0].y, chart.ticks[-1].y] == ["0.00", "300.00"]

    def test_nothing_spent_is_a_chart_too(self, allocation: Allocation) -> None:
        chart = draw_chart(read(allocation).monthly)
        assert chart.paid is not None
        assert chart.paid.y == "300.00"

    def test_a_bar_is_drawn_along_the_budget(self, allocation: Allocation) -> None:
        planned(allocation, "600", "600")
        post_entry(allocation, "300", date=OCTOBER)
        work = read(allocation, OCTOBER).works[0]
        assert work.bar is not None
        assert [work.bar.paid, work.bar.committed, work.bar.planned] == ["25.00", "0.00", "50.00"]
        assert draw_bar(replace(work.amounts, initial=Decimal(0)), work.monthly) is None


class TestTargets:
    @pytest.fixture
    def fund(self, allocation: Allocation) -> FiscalPlan:
        """The plan, with this year's appropriation of 1,000 baht beside the 1,200 of own income."""
        plan = allocation.project.plan
        fund = make_fund_source(plan, "CURRENT_APPROPRIATION")
        group = plan.spending_groups.get()
        make_allocation(fund, group, make_project(plan, "ACT"), "1000")
        return plan

    def target(self, plan: FiscalPlan, **fields: object) -> None:
        defaults = {
            "quarter": 2,
            "measure": "paid",
            "base": "appropriation",
            "cumulative_percent": Decimal(54),
            "source_text": "มติคณะรัฐมนตรี",
            "verified": True,
        }
        DisbursementTarget.objects.create(plan=plan, **{**defaults, **fields})

    def test_a_target_is_a_share_of_its_base_alone(
        self, allocation: Allocation, fund: FiscalPlan
    ) -> None:
        self.target(fund)
        self.target(fund, quarter=3, base="envelope")
        post_entry(Allocation.objects.get(project__code="ACT"), "250")
        post_entry(allocation, "700")
        second, third = read(allocation).targets
        assert [second.amount, second.reached, second.reached_percent] == [540, 250, "25.00"]
        assert [third.amount, third.reached, third.reached_percent] == [1188, None, None]

    def test_what_is_reached_is_the_measure_at_the_quarters_end(
        self, allocation: Allocation, fund: FiscalPlan
    ) -> None:
        self.target(fund, quarter=1, measure="used")
        act = Allocation.objects.get(project__code="ACT")
        post_entry(act, "100", "commitment", date=datetime.date(2019, 12, 31))
        post_entry(act, "100", date=datetime.date(2020, 1, 1))
        assert read(allocation, datetime.date(2019, 12, 30)).targets[0].reached is None
        assert read(allocation, datetime.date(2019, 12, 31)).targets[0].reached == 100
        assert read(allocation).targets[0].reached == 100

    def test_a_target_without_a_source_is_unknown(
        self, allocation: Allocation, fund: FiscalPlan
    ) -> None:
        self.target(fund, verified=False)
        spending = read(allocation)
        assert spending.targets[0].amount is None
        assert spending.other_targets == spending.comparable_targets == []

    def test_a_target_is_drawn_beside_its_own_base_only(
        self, allocation: Allocation, fund: FiscalPlan
    ) -> None:
        self.target(fund)
        whole = read(allocation)
        assert whole.chart.marks == []
        assert [each.record.quarter for each in whole.other_targets] == [2]
        part = whole.only(lambda row: row.project.code == "ACT")
        assert [mark.x for mark in part.chart.marks] == [550]
        assert part.other_targets == []
