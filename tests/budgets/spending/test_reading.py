"""Where the money stands as of a day, added up exactly from the entries dated up to it."""

from __future__ import annotations

import datetime
import random
from collections import defaultdict
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from pytest_django import DjangoAssertNumQueries

from budgets.models import Allocation, Entry
from budgets.spending import Amounts, Line, Spending, read_spending
from projects.models import FiscalPlan
from tests.factories import (
    make_activity,
    make_allocation,
    make_fund_source,
    make_ledger,
    make_opening,
    make_plan,
    make_project,
    make_sample,
    make_spending_group,
    make_transfer,
    post_entry,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_plan")]

STAGES = ("transferred", "reserved", "committed", "paid")


def day(month: int, number: int) -> datetime.date:
    """Return a day of fiscal year 2563 by its calendar month."""
    return datetime.date(2019 if month >= 10 else 2020, month, number)


def read(plan: FiscalPlan, on: datetime.date | None = None) -> Spending:
    return read_spending(plan, on or plan.ends_on, Allocation.objects.all())


def rows(spending: Spending) -> list[Line]:
    return [line for top in spending.lines for line in top.with_parts]


def test_a_day_counts_the_entries_dated_up_to_it() -> None:
    allocation = make_ledger("100")
    plan = allocation.project.plan
    post_entry(allocation, "10", date=day(1, 15))
    post_entry(allocation, "5", date=day(1, 16))
    paid = {number: read(plan, day(1, number)).total.paid for number in (14, 15, 16)}
    assert paid == {14: 0, 15: 10, 16: 15}


def test_the_stages_stand_where_the_entries_left_them() -> None:
    allocation = make_ledger("100")
    reservation = post_entry(allocation, "60", "reservation")
    commitment = post_entry(allocation, "50", "commitment", draws_on=reservation)
    post_entry(allocation, "20.25", draws_on=commitment)
    total = read(allocation.project.plan).total
    expected = Amounts(
        Decimal(100), reserved=Decimal(10), committed=Decimal("29.75"), paid=Decimal("20.25")
    )
    assert total == expected
    assert [total.used, total.left] == [50, 40]
    assert [total.paid_percent, total.used_percent] == ["20.25", "50.00"]


def test_the_end_of_the_ledger_is_what_the_allocations_keep() -> None:
    allocation = make_ledger("100")
    payment = post_entry(allocation, "30")
    post_entry(allocation, "10", "reversal", reverses=payment, date=day(4, 1))
    allocation.refresh_from_db()
    total = read(allocation.project.plan).total
    assert [getattr(total, stage) for stage in STAGES] == [
        getattr(allocation, f"{stage}_amount") for stage in STAGES
    ]


def test_nothing_has_no_percentage() -> None:
    assert Amounts().paid_percent is None
    assert Amounts().used_percent is None


def test_more_than_all_is_not_clipped() -> None:
    assert Amounts(Decimal(100), paid=Decimal(150)).paid_percent == "150.00"


def test_a_transfer_counts_from_its_day() -> None:
    source = make_ledger("100")
    target = make_ledger("0", code="BB")
    plan = source.project.plan
    make_sample(today=day(2, 10))
    make_transfer(source, target, "40", approved=True)
    before, after = read(plan, day(2, 9)), read(plan, day(2, 10))
    assert [line.name for line in rows(before) if line.project] == ["AA โครงการ AA"]
    current = {line.codes["work"]: line.amounts.current for line in rows(after) if line.project}
    assert current == {"AA": 60, "BB": 40}
    assert before.total.current == after.total.current == 100


def test_rows_stand_by_fund_group_work_and_activity() -> None:
    plan = make_plan(2563)
    first, second = make_fund_source(plan), make_fund_source(plan, "PRIOR_YEAR_BALANCE")
    group = make_spending_group(plan)
    broken_down, whole = make_project(plan, "AA"), make_project(plan, "BB")
    activity = make_activity(broken_down)
    make_allocation(second, group, whole, "7")
    make_allocation(first, group, broken_down, "3", activity=activity)
    make_allocation(first, group, broken_down, "2")
    found = [f"{line.level} {line.amounts.initial:.0f}" for line in rows(read(plan))]
    assert found == [
        *("fund 5", "group 5", "work 5", "activity 2", "activity 3"),
        *("fund 7", "group 7", "work 7"),
    ]
    repeated = [str(line.level) for line in rows(read(plan)) if line.is_of_one_part]
    assert repeated == ["fund", "group", "fund", "group"]


def test_every_row_is_the_sum_of_its_parts() -> None:
    spending = read(random_ledger(3).plan)
    for line in rows(spending):
        assert not line.parts or line.amounts == Amounts.total(part.amounts for part in line.parts)
    assert Amounts.total(line.amounts for line in spending.lines) == spending.total


def test_old_money_stands_apart() -> None:
    allocation = make_ledger("100")
    plan = allocation.project.plan
    post_entry(allocation, "50")
    opening = make_opening(plan, "1000")
    post_entry(opening.allocation, "900", draws_on=opening)
    spending = read(plan)
    assert spending.total.current == 100
    assert spending.total.paid_percent == "50.00"
    assert spending.carried_total.paid == 900
    assert [line.codes["fund"] for line in spending.carried_lines] == ["CARRIED_FORWARD"]
    assert [line.codes["fund"] for line in spending.lines] == [allocation.fund_source.code]
    assert [work.project.code for work in spending.works] == ["AA"]
    assert spending.monthly.current == 100


def test_a_part_keeps_its_own_totals() -> None:
    allocation, other = make_ledger("100"), make_ledger("50", code="BB")
    post_entry(allocation, "10")
    post_entry(other, "20")
    part = read(allocation.project.plan).only(lambda row: row.project.code == "BB")
    assert part.total == Amounts(Decimal(50), paid=Decimal(20))


class RandomLedger:
    """A ledger of random entries, and the same in Python's integers: satang by day and stage."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.allocations = [make_ledger("1000", code=f"W{number}") for number in range(4)]
        self.plan = self.allocations[0].project.plan
        self.initial = 4 * 100_000
        self.moved: dict[datetime.date, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        self.posted: list[Entry] = []

    def step(self) -> None:
        """Post something that may be refused."""
        random = self.random
        kind = random.choice(["reservation", "commitment", "payment", "reversal"])
        earlier = random.choice(self.posted) if self.posted and random.random() < 0.7 else None
        if kind == "reversal" and earlier is None:
            return
        allocation = earlier.allocation if earlier else random.choice(self.allocations)
        on = self.plan.starts_on + datetime.timedelta(random.randrange(366))
        satang = random.randrange(1, 30_000)
        named = {"reverses" if kind == "reversal" else "draws_on": earlier}
        try:
            entry = post_entry(
                allocation, f"{satang // 100}.{satang % 100:02}", kind, date=on, **named
            )
        except ValidationError:
            return
        self.posted.append(entry)
        for stage, sign in self.effect(entry):
            self.moved[on][stage] += sign * satang

    def effect(self, entry: Entry) -> list[tuple[str, int]]:
        """Return what an entry does, said without the service."""
        if entry.reverses:
            return [(stage, -sign) for stage, sign in self.effect(entry.reverses)]
        stage = {"reservation": "reserved", "commitment": "committed", "payment": "paid"}
        drawn = [(stage[entry.draws_on.kind], -1)] if entry.draws_on else []
        return [(stage[entry.kind], 1), *drawn]

    def until(self, on: datetime.date, stage: str) -> int:
        """Return the satang of a stage on a day."""
        return sum(moved[stage] for each, moved in self.moved.items() if each <= on)


def random_ledger(seed: int) -> RandomLedger:
    ledger = RandomLedger(seed)
    for _ in range(100):
        ledger.step()
    return ledger


@pytest.mark.parametrize("seed", [1, 2])
def test_totals_are_python_s_integer_sums_on_any_day(seed: int) -> None:
    ledger = random_ledger(seed)
    assert len(ledger.posted) > 20
    for offset in ledger.random.sample(range(366), 10):
        on = ledger.plan.starts_on + datetime.timedelta(offset)
        total = read(ledger.plan, on).total
        satang = {stage: int(getattr(total, stage) * 100) for stage in STAGES}
        assert satang == {stage: ledger.until(on, stage) for stage in STAGES}
        assert int(total.left * 100) == ledger.initial - sum(satang.values())


@pytest.mark.parametrize("count", [1, 12])
def test_as_many_queries_for_one_entry_as_for_many(
    django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    ledgers = [make_ledger("100", code=f"W{number}") for number in range(count)]
    for allocation in ledgers:
        for _ in range(min(count, 3)):
            post_entry(allocation, "1")
    plan = ledgers[0].project.plan
    with django_assert_num_queries(6):
        spending = read(plan)
        assert len(rows(spending)) == count + 2
