"""The year of the sample: the same each time, possible on every day, and like a year."""

from __future__ import annotations

import datetime
import json
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
from django.conf import settings

from budgets.models import LedgerMonth
from budgets.services.carry_forwards import usual_expiry
from etda_plan.common.fiscal import first_day, fiscal_month
from etda_plan.overview.sample.building import FIRST_TODAY, SEED
from etda_plan.overview.sample.decisions import TRANSFERS, current_amount
from etda_plan.overview.sample.operations import (
    CloseMonth,
    CloseReports,
    Decide,
    DecideReport,
    Post,
    ProposeCarryForward,
    ProposeSpendingPlan,
    ReopenMonth,
    SubmitReport,
    WriteReport,
)
from etda_plan.overview.sample.script import the_year
from etda_plan.overview.sample.spending import posts_of, share
from etda_plan.overview.sample.workdays import LAST_DAY, is_working_day, later, on, working_day
from etda_plan.overview.sample.works import LINES
from etda_plan.overview.sample.works.kinds import Line
from projects.models import FiscalPlan
from tests.overview.sample.books import STAGES, on_day, percent_of_all, satang

pytestmark = pytest.mark.once
YEAR = the_year(SEED)
POSTS = [each for each in YEAR if isinstance(each, Post)]
NAMED = {each.name: each for each in YEAR}
BY_NAME = {each.name: each for each in POSTS}
OF_REPORTS = (WriteReport, SubmitReport, DecideReport, CloseReports)
"""What is still done after the year, on its last month."""
SEPTEMBER_30 = datetime.date(2020, 9, 30)


def last_day(month: int) -> datetime.date:
    """Return the last day of a fiscal month."""
    return LedgerMonth.of(FiscalPlan(fiscal_year=2563), month).last_day


def test_the_same_seed_gives_the_same_year_and_another_one_another() -> None:
    again = the_year.__wrapped__(SEED)
    assert again == YEAR
    assert again is not YEAR
    assert the_year.__wrapped__(SEED + 1) != YEAR


def test_the_year_has_many_entries_of_every_kind() -> None:
    kinds = Counter(each.kind for each in POSTS)
    assert 600 <= len(POSTS) <= 1200
    assert set(kinds) == {"reservation", "commitment", "payment", "reversal"}
    assert min(kinds.values()) > 40


def test_each_operation_has_a_name_of_its_own_and_refers_to_earlier_ones() -> None:
    assert len(NAMED) == len(YEAR)
    seen: set[str] = set()
    for each in YEAR:
        named = [getattr(each, field, "") for field in ("draws_on", "reverses", "proposal")]
        assert seen.issuperset(filter(None, named)), each.name
        seen.add(each.name)


def test_operations_come_in_order_on_days_of_work_and_none_before_its_own_date() -> None:
    days = [each.day for each in YEAR]
    assert days == sorted(days)
    assert all(is_working_day(day) for day in days)
    assert days[0] >= first_day(2563, 1)
    money = [each for each in YEAR if not isinstance(each, OF_REPORTS)]
    assert money[-1].day <= SEPTEMBER_30 < days[-1] <= datetime.date(2020, 10, 31)
    assert all(post.date <= post.day for post in POSTS)


def test_no_line_spends_more_than_it_has_on_any_day() -> None:
    for day in {each.day for each in YEAR} | {post.date for post in POSTS}:
        for code, stages in on_day(YEAR, day).items():
            assert min(stages.values()) >= 0, (day, code, stages)


def test_no_reservation_commitment_or_payment_is_drawn_beyond_what_it_has() -> None:
    left = {post.name: post.amount for post in POSTS}
    for post in POSTS:
        for earlier in filter(None, (post.draws_on, post.reverses)):
            left[earlier] -= post.amount
            assert left[earlier] >= 0, post.name
            assert BY_NAME[earlier].line == post.line
        if back := post.reverses and BY_NAME[post.reverses].draws_on:
            left[back] += post.amount


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.code)
def test_each_month_ends_with_as_much_paid_as_was_designed(line: Line) -> None:
    for month, percent in enumerate(line.paid.split(), 1):
        paid = on_day(YEAR, last_day(month))[line.code]["payment"]
        assert paid == satang(share(Decimal(line.amount), percent)), month


def test_lines_are_the_allocations_of_the_plan() -> None:
    rows = json.loads(Path(settings.BASE_DIR, "fixtures/fy2563/17_allocations.json").read_text())
    printed = {
        fields["project"][1] + str((fields["activity"] or [""])[-1]): fields["initial_amount"]
        for fields in (row["fields"] for row in rows)
    }
    assert {line.code: line.amount for line in LINES} == printed


def test_on_its_first_day_little_is_paid_much_is_bound_and_some_is_put_aside() -> None:
    books = on_day(YEAR, FIRST_TODAY)
    assert 35 <= percent_of_all(books, "payment") <= 42
    assert 47 <= percent_of_all(books, "payment", "commitment") <= 55
    assert percent_of_all(books, "reservation") > 5


def test_at_the_year_s_end_most_is_paid_some_is_tight_and_commitments_are_open() -> None:
    books = on_day(YEAR, SEPTEMBER_30)
    assert 90 <= percent_of_all(books, "payment") <= 94
    assert sum(each["reservation"] for each in books.values()) == 0
    assert [code for code, each in books.items() if each["commitment"]] == [
        "EC", "EL", "DG", "PY", "NB",
    ]  # fmt: skip
    tight = [code for code, each in books.items() if 100 * each["left"] < 1.5 * sum(each.values())]
    assert tight == ["SF", "OFF1"]


def test_september_is_a_rush_and_the_first_half_is_slow() -> None:
    paid = Counter[int]()
    for code in (line.code for line in LINES if line.code != "OFF2"):
        for month in range(1, 13):
            paid[month] += on_day(YEAR, last_day(month))[code]["payment"]
    monthly = {month: paid[month] - paid[month - 1] for month in paid}
    assert max(monthly, key=lambda month: monthly[month]) == 12
    assert paid[6] < paid[12] * 2 // 5


def test_plans_split_what_their_lines_have_then() -> None:
    plans = [each for each in YEAR if isinstance(each, ProposeSpendingPlan)]
    for plan in plans:
        assert sum(plan.amounts) == current_amount(plan.line, plan.day)
        assert len(plan.amounts) == 12
        assert min(plan.amounts) >= 0
    assert {line.code for line in LINES} - {plan.line for plan in plans} == {"NB"}


def test_some_proposals_wait_on_the_first_day_and_all_are_decided_in_the_end() -> None:
    decided = {each.proposal: each for each in YEAR if isinstance(each, Decide)}
    proposed = [each for each in YEAR if hasattr(each, "effect") or hasattr(each, "amounts")]
    waiting = [
        each.name
        for each in proposed
        if each.day <= FIRST_TODAY < decided[each.name].day
    ]  # fmt: skip
    assert waiting == ["transfer-4", "plan-16"]
    refused = [each for each in decided.values() if not each.approved]
    assert len(refused) == 3
    assert all(each.reason for each in refused)


def test_transfers_stay_within_the_year_s_appropriation() -> None:
    for each in TRANSFERS:
        assert {"PY", "NB"}.isdisjoint({each.from_line, each.to_line})


def test_nothing_is_posted_into_a_month_while_it_is_closed() -> None:
    closed: set[int] = set()
    for each in YEAR:
        if isinstance(each, CloseMonth):
            assert each.month not in closed
            assert each.month == 1 or each.month - 1 in closed
            assert each.day > first_day(2563, each.month)
            closed.add(each.month)
        elif isinstance(each, ReopenMonth):
            closed.remove(each.month)
        elif isinstance(each, Post):
            assert fiscal_month(each.date) not in closed, each.name
    assert closed == set(range(1, 12))


def test_march_is_still_open_on_the_first_day() -> None:
    days = {each.month: each.day for each in YEAR if isinstance(each, CloseMonth)}
    assert days[5] <= FIRST_TODAY < days[6]


def test_the_last_thing_is_to_propose_what_is_carried_over_the_year_s_end() -> None:
    *_, last = (each for each in YEAR if not isinstance(each, OF_REPORTS))
    assert isinstance(last, ProposeCarryForward)
    assert last.day == SEPTEMBER_30
    assert last.expires_on == usual_expiry(FiscalPlan(fiscal_year=2563))


def test_one_contract_is_called_off_and_its_money_is_back() -> None:
    (called_off,) = (each for each in POSTS if each.name.endswith("/cancelled"))
    signed = BY_NAME[called_off.reverses]
    assert called_off.amount == signed.amount
    assert not [each for each in POSTS if each.draws_on == signed.name]


def test_nobody_in_it_is_real() -> None:
    generic = ("ตัวอย่าง", "ผู้รับจ้าง ", "ที่ปรึกษา ", "(รวมยอด)")
    for post in POSTS:
        assert not post.payee or any(word in post.payee for word in generic), post.payee
        assert "ตัวอย่าง" in post.paper_approved_by


def test_papers_are_numbered_in_the_order_of_their_entries() -> None:
    for kind in (*STAGES, "reversal"):
        numbers = [each.document_number for each in POSTS if each.kind == kind]
        assert len(set(numbers)) == len(numbers)
        assert numbers == sorted(numbers)


def test_amounts_are_uneven_to_the_satang() -> None:
    amounts: list[Decimal] = [post.amount for post in POSTS]
    assert sum(amount % 1 != 0 for amount in amounts) > len(amounts) // 4
    assert all(amount == amount.quantize(Decimal("0.01")) for amount in amounts)


def test_days_are_of_the_year_and_offices_rest_on_holidays() -> None:
    assert on("1/10") == datetime.date(2019, 10, 1)
    assert on("29/2") == datetime.date(2020, 2, 29)
    assert working_day(on("4/12")) == on("4/12")
    assert working_day(on("5/12")) == on("6/12")
    assert working_day(on("30/9")) == on("30/9") == LAST_DAY
    assert later(on("3/4"), 1) == on("7/4")


def test_contracts_that_pay_more_than_a_month_may_are_a_mistake_of_the_design() -> None:
    overdrawn = replace(LINES[0], paid="0.1 " * 11 + "100")
    with pytest.raises(ValueError, match="too much in"):
        posts_of(overdrawn, Random(1))
