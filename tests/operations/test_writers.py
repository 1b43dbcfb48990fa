"""Many people at once, over HTTP, on the ledger of one site: exact, and everybody is answered."""

import datetime
import random
import uuid
from decimal import Decimal
from functools import partial

import pytest
from django.db.models import Sum

from budgets.models import Allocation, Entry, LedgerMonth, MonthClose, Transfer
from budgets.seals import verify_seals
from etda_plan.overview.reconciliation import reconcile
from projects.models import FiscalPlan
from tests.factories import (
    make_allocation,
    make_approver,
    make_finance,
    make_project,
    make_sample,
    make_transfer,
    post_entry,
)
from tests.living import LivingSite, at_once
from tests.operations.sending import all_at_once, approve, close, draw, outcomes, pay, require_quiet

WRITERS = 32
APRIL_13 = datetime.date(2020, 4, 13)


@pytest.fixture
def allocation(living: str) -> Allocation:
    """An allocation of the year 2563, in whose April it is today."""
    make_sample(APRIL_13)
    return cell("10")


def cell(amount: str, code: str = "AA") -> Allocation:
    """Return another allocation of own income."""
    plan = FiscalPlan.objects.get(fiscal_year=2563)
    fund = plan.fund_sources.get(code="OFF_BUDGET")
    group = plan.spending_groups.get(number=4)
    return make_allocation(fund, group, make_project(plan, code), amount)


def stored(allocation: Allocation) -> Allocation:
    return Allocation.objects.get(pk=allocation.pk)


def test_32_writers_for_the_last_baht(allocation: Allocation, living_site: LivingSite) -> None:
    people = [living_site.person(make_finance(f"finance{n % 4}")) for n in range(WRITERS)]
    replies = all_at_once([partial(pay, person, allocation) for person in people])
    assert outcomes(replies) == {302: 10, 200: WRITERS - 10}
    refused = [reply for reply in replies if reply.status == 200]
    assert all("0.00 baht left: that is not enough" in reply.text for reply in refused)
    assert stored(allocation).paid_amount == 10
    assert stored(allocation).left_amount == 0
    assert Entry.objects.filter(allocation=allocation).count() == 10
    require_quiet(living_site)


def test_32_writers_for_the_last_baht_of_a_commitment(
    allocation: Allocation, living_site: LivingSite
) -> None:
    finance = make_finance()
    commitment = post_entry(allocation, "7", "commitment", date=datetime.date(2020, 4, 1))
    people = [living_site.person(finance) for _ in range(WRITERS)]
    replies = all_at_once([partial(draw, person, commitment, "1.00") for person in people])
    assert outcomes(replies) == {302: 7, 200: WRITERS - 7}
    found = stored(allocation)
    assert found.committed_amount == 0
    assert found.paid_amount == 7
    require_quiet(living_site)


def test_one_form_sent_by_many_hands_is_posted_once(
    allocation: Allocation, living_site: LivingSite
) -> None:
    finance, key = make_finance(), uuid.uuid4()
    people = [living_site.person(finance) for _ in range(12)]
    replies = all_at_once([partial(pay, person, allocation, key=key) for person in people])
    assert outcomes(replies) == {302: 12}
    entry = Entry.objects.get(allocation=allocation)
    assert {reply.goes_to for reply in replies} == {f"/budgets/entries/{entry.pk}/"}
    assert stored(allocation).paid_amount == 1
    other = pay(people[0], allocation, "2.00", key=key)
    assert other.status == 200
    assert stored(allocation).paid_amount == 1
    require_quiet(living_site)


@pytest.mark.parametrize("size", [3, 16])
def test_transfers_in_a_ring_go_round(
    allocation: Allocation, living_site: LivingSite, size: int
) -> None:
    ring = [cell("100", f"R{number}") for number in range(size)]
    transfers = ring_of_transfers(ring, rounds=32 // size)
    people = [living_site.person(make_approver(f"approver{n % 3}")) for n in range(len(transfers))]
    replies = all_at_once([partial(approve, *pair) for pair in zip(people, transfers, strict=True)])
    assert outcomes(replies) == {302: len(transfers)}
    entries = Entry.objects.filter(transfer__in=transfers)
    assert entries.count() == 2 * len(transfers)
    assert entries.aggregate(sum=Sum("transferred_change"))["sum"] == 0
    assert all(stored(each).transferred_amount == 0 for each in ring)
    require_quiet(living_site)


def ring_of_transfers(ring: list[Allocation], rounds: int) -> list[Transfer]:
    """Propose a baht from each to the next, so many times, in an order of chance."""
    pairs = [*zip(ring, [*ring[1:], ring[0]], strict=True)] * rounds
    random.Random(1).shuffle(pairs)
    return [make_transfer(source, target, "1") for source, target in pairs]


def test_a_month_closes_among_those_who_post_in_it(
    allocation: Allocation, living_site: LivingSite
) -> None:
    finance = make_finance()
    LedgerMonth.objects.of_plan(allocation.fund_source.plan)
    people = [living_site.person(finance) for _ in range(16)]
    payments = [partial(pay, person, allocation, "0.01", date="15/10/2562") for person in people]
    *replies, closed = all_at_once([*payments, partial(close, people[0], 1)])
    assert closed.status == 302
    posted = outcomes(replies)[302]
    assert posted + outcomes(replies)[200] == 16
    assert len(MonthClose.objects.get().manifest.splitlines()) == posted
    assert stored(allocation).paid_amount == posted * Decimal("0.01")
    assert verify_seals(allocation.fund_source.plan) == []
    require_quiet(living_site)


def test_the_checks_agree_at_every_moment_among_writers(
    allocation: Allocation, living_site: LivingSite
) -> None:
    finance = living_site.person(make_finance())
    plan = allocation.fund_source.plan

    def write() -> int:
        return sum(pay(finance, allocation, "0.01").status for _ in range(20))

    def check() -> int:
        return sum(reconcile(plan).disagrees for _ in range(6))

    before = reconcile(plan).disagrees
    assert at_once([write, check]) == [20 * 302, 6 * before]
