"""The checks of the ledger agree on every ledger, and disagree when a satang moves."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from budgets.ledger_reading import LedgerReading, read_ledger
from budgets.ledger_reconciliation import reconcile_ledger
from budgets.models import Allocation, MonthClose, OpenItem
from budgets.seals import Finding, Problem
from budgets.spending import Amounts
from etda_plan.common.checks import Check, Status
from etda_plan.overview.plan import read_plan
from etda_plan.overview.reconciliation import money_of, reconcile
from projects.models import FiscalPlan
from tests.factories import (
    close_months,
    make_allocation,
    make_fund_source,
    make_month_close,
    make_project,
    make_sample,
    make_spending_plan,
    make_transfer,
    post_entry,
    reopen,
)

pytestmark = pytest.mark.django_db

SATANG = Decimal("0.01")
MARCH_15 = datetime.date(2020, 3, 15)


@pytest.fixture
def allocation(plan: FiscalPlan) -> Allocation:
    """The money of EC in the plan as it ships: 75.9696 million baht."""
    return Allocation.objects.get(project__code="EC")


@pytest.fixture
def ledger(plan: FiscalPlan, allocation: Allocation) -> FiscalPlan:
    """A ledger with something to check of every kind."""
    make_sample(today=datetime.date(2020, 4, 13))
    reservation = post_entry(allocation, "60", "reservation")
    commitment = post_entry(allocation, "50", "commitment", draws_on=reservation)
    payment = post_entry(allocation, "20.25", draws_on=commitment)
    post_entry(allocation, "0.25", "reversal", reverses=payment)
    make_transfer(allocation, Allocation.objects.get(project__code="DT"), "1000", approved=True)
    make_spending_plan(allocation, approved=True)
    close_months(plan, 6)
    return plan


def read(plan: FiscalPlan) -> LedgerReading:
    return read_plan(plan).ledger


def checks_of(plan: FiscalPlan, ledger: LedgerReading | None = None) -> dict[str, Check]:
    reading = read_plan(FiscalPlan.objects.get(pk=plan.pk))
    with translation.override("en"):
        found = list(reconcile_ledger(ledger or reading.ledger, money_of(reading)))
    return {check.code: check for check in found}


def disagreeing(checks: Mapping[str, Check]) -> list[str]:
    return [code for code, check in checks.items() if check.status is not Status.AGREES]


def test_an_empty_ledger_has_nothing_to_check(plan: FiscalPlan) -> None:
    assert checks_of(plan) == {}
    report = reconcile(plan)
    assert not report.ledger_has_begun
    assert not any(check.code.startswith("ledger-") for check in report.checks)


def test_everything_agrees(ledger: FiscalPlan) -> None:
    checks = checks_of(ledger)
    assert disagreeing(checks) == []
    assert list(checks) == [
        "ledger-transferred",
        "ledger-reserved",
        "ledger-committed",
        "ledger-paid",
        "ledger-totals",
        "ledger-open-items",
        "ledger-every-day",
        "ledger-fund-current-appropriation",
        "ledger-fund-prior-year-balance",
        "ledger-fund-off-budget",
        "ledger-envelope",
        "ledger-transfers",
        "ledger-transfers-each",
        "ledger-transfers-within",
        "ledger-spending-plans",
        "ledger-closed-months",
        "ledger-seals",
    ]


def test_the_checks_stand_in_the_report_under_one_heading(ledger: FiscalPlan) -> None:
    report = reconcile(ledger)
    headings = {check.group for check in report.checks if check.code.startswith("ledger-")}
    assert headings == {"บัญชีเงิน"}
    assert not report.disagrees


def test_what_was_never_done_is_not_counted(plan: FiscalPlan, allocation: Allocation) -> None:
    post_entry(allocation, "1")
    codes = checks_of(plan)
    assert not {"ledger-transfers", "ledger-spending-plans", "ledger-closed-months"} & set(codes)
    assert codes["ledger-totals"].expected == 9 * 4


@pytest.mark.parametrize("stage", ["transferred", "reserved", "committed", "paid"])
def test_a_satang_more_on_an_allocation_disagrees(
    ledger: FiscalPlan, allocation: Allocation, stage: str
) -> None:
    field = f"{stage}_amount"
    kept = getattr(Allocation.objects.get(pk=allocation.pk), field)
    Allocation.objects.filter(pk=allocation.pk).update(**{field: kept + SATANG})
    checks = checks_of(ledger)
    assert {f"ledger-{stage}", "ledger-totals"} <= set(disagreeing(checks))
    assert checks[f"ledger-{stage}"].difference == SATANG
    assert "+0.01" in checks["ledger-totals"].note


def test_errors_that_cancel_each_other_out_are_found(
    ledger: FiscalPlan, allocation: Allocation
) -> None:
    other = Allocation.objects.get(project__code="DT")
    kept = Allocation.objects.get(pk=allocation.pk).reserved_amount
    Allocation.objects.filter(pk=allocation.pk).update(reserved_amount=kept - SATANG)
    Allocation.objects.filter(pk=other.pk).update(reserved_amount=SATANG)
    assert disagreeing(checks_of(ledger)) == ["ledger-totals"]


def test_a_transferred_satang_breaks_fund_and_envelope(
    ledger: FiscalPlan, allocation: Allocation
) -> None:
    Allocation.objects.filter(pk=allocation.pk).update(transferred_amount=-1000 + SATANG)
    found = disagreeing(checks_of(ledger))
    assert {"ledger-fund-current-appropriation", "ledger-envelope"} <= set(found)
    assert "ledger-fund-off-budget" not in found


def test_money_carried_forward_is_outside_fund_and_envelope(ledger: FiscalPlan) -> None:
    old = make_fund_source(ledger, "CARRIED_FORWARD")
    group = ledger.spending_groups.first()
    assert group is not None
    make_allocation(old, group, make_project(ledger, "OLD"), "1000000")
    assert disagreeing(checks_of(ledger)) == []


def test_a_satang_more_or_less_open_disagrees(ledger: FiscalPlan) -> None:
    for item in OpenItem.objects.filter(open_amount__gt=0):
        OpenItem.objects.filter(pk=item.pk).update(open_amount=item.open_amount - SATANG)
        checks = checks_of(ledger)
        assert disagreeing(checks) == ["ledger-open-items"]
        assert checks["ledger-open-items"].note == f"#{item.pk}"
        OpenItem.objects.filter(pk=item.pk).update(open_amount=item.open_amount)


def test_an_entry_without_its_open_item_is_missed(ledger: FiscalPlan) -> None:
    OpenItem.objects.all()[:1].get().delete()
    assert disagreeing(checks_of(ledger)) == ["ledger-open-items"]


def altered(plan: FiscalPlan, **fields: Any) -> Iterable[str]:
    """Return the checks that disagree where the reading is another one."""
    return disagreeing(checks_of(plan, replace(read(plan), **fields)))


def test_an_entry_moved_by_a_satang_disagrees(ledger: FiscalPlan, allocation: Allocation) -> None:
    days = read(ledger).days
    moved = {MARCH_15: days[allocation.pk][MARCH_15] + Amounts(committed=SATANG)}
    entries = {**days, allocation.pk: {**days[allocation.pk], **moved}}
    assert altered(ledger, days=entries) == ["ledger-committed", "ledger-totals"]


@pytest.mark.parametrize("stage", ["reserved", "committed", "paid"])
def test_a_stage_below_zero_on_any_day_is_named(
    ledger: FiscalPlan, allocation: Allocation, stage: str
) -> None:
    early = Amounts(**{stage: -SATANG})
    late = Amounts(**{stage: SATANG})
    days = read(ledger).days
    days_of = days[allocation.pk]
    first = {datetime.date(2019, 10, 1): early, datetime.date(2019, 10, 2): late, **days_of}
    reading = replace(read(ledger), days={**days, allocation.pk: first})
    checks = checks_of(ledger, reading)
    assert disagreeing(checks) == ["ledger-every-day"]
    assert "1 Oct 2562" in checks["ledger-every-day"].note


def test_more_spent_than_there_was_on_a_day_is_named(
    ledger: FiscalPlan, allocation: Allocation
) -> None:
    much = Amounts(paid=allocation.initial_amount + SATANG)
    back = Amounts(paid=-allocation.initial_amount - SATANG)
    days = read(ledger).days
    first = {datetime.date(2019, 10, 1): much, datetime.date(2019, 10, 2): back}
    entries = {**days, allocation.pk: {**first, **days[allocation.pk]}}
    assert altered(ledger, days=entries) == ["ledger-every-day"]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"entries": 1}, "ledger-transfers-each"),
        ({"total": SATANG}, "ledger-transfers-each"),
        ({"total": SATANG}, "ledger-transfers"),
        ({"is_within_fund": False}, "ledger-transfers-within"),
    ],
)
def test_a_transfer_that_does_not_balance_is_named(
    ledger: FiscalPlan, fields: dict[str, Any], code: str
) -> None:
    [transfer] = read(ledger).transfers
    assert code in altered(ledger, transfers=[replace(transfer, **fields)])


def test_months_that_miss_what_they_split_disagree(ledger: FiscalPlan) -> None:
    [plan] = read(ledger).plans
    plan.month_3 += SATANG
    assert altered(ledger, plans=[plan]) == ["ledger-spending-plans"]


def test_a_transfer_after_the_plan_is_said(ledger: FiscalPlan, allocation: Allocation) -> None:
    assert checks_of(ledger)["ledger-spending-plans"].note == ""
    make_transfer(allocation, Allocation.objects.get(project__code="DT"), "600", approved=True)
    check = checks_of(ledger)["ledger-spending-plans"]
    assert check.status is Status.AGREES
    assert "splits 75,968,600.00, now 75,968,000.00" in check.note


def test_an_entry_after_the_close_is_named(ledger: FiscalPlan) -> None:
    assert read(ledger).in_closed_months == 4
    assert read(ledger).late == []
    assert altered(ledger, late=[7]) == ["ledger-closed-months"]


def test_an_entry_of_a_reopened_month_is_not_late(plan: FiscalPlan, allocation: Allocation) -> None:
    closes = close_months(plan, 6)
    reopen(closes[-1])
    post_entry(allocation, "1")
    reading = read(plan)
    assert (reading.closes, reading.in_closed_months, reading.late) == (5, 0, [])
    make_month_close(plan, 6)
    reading = read(plan)
    assert (reading.closes, reading.in_closed_months, reading.late) == (6, 1, [])


def test_a_broken_seal_is_named(ledger: FiscalPlan) -> None:
    close = MonthClose.objects.in_force()[:1].get()
    finding = Finding(close, Problem.CHANGED, "entry 12")
    checks = checks_of(ledger, replace(read(ledger), findings=[finding]))
    assert disagreeing(checks) == ["ledger-seals"]
    assert checks["ledger-seals"].actual == 5


def test_seals_are_left_out_where_they_are_not_verified(ledger: FiscalPlan) -> None:
    reading = read_ledger(ledger, read(ledger).allocations, seals=False)
    assert "ledger-seals" not in checks_of(ledger, reading)


def test_as_many_queries_for_one_entry_as_for_many(
    ledger: FiscalPlan, allocation: Allocation
) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            read_ledger(ledger, [])
        return len(queries)

    before = count()
    for _ in range(5):
        post_entry(allocation, "1", date=datetime.date(2020, 4, 2))
        make_transfer(allocation, Allocation.objects.get(project__code="EL"), "1", approved=True)
    assert count() == before
