"""The end of a simulated year: what is open is carried into the next one, to the satang."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from budgets.models import Allocation, Entry
from budgets.seals import verify_seals
from budgets.services.carry_forwards import approve_carry_forward, propose_carry_forward
from budgets.services.months import close_month
from budgets.services.postings import Posting, post
from etda_plan.overview.reconciliation import reconcile
from projects.models import FiscalPlan
from tests.simulator.books import Item
from tests.simulator.playing import SATANG, Simulation, satang

BASIS = "พ.ร.บ.วิธีการงบประมาณ พ.ศ. 2561 มาตรา 43"


def end_year(simulation: Simulation, *, at_most: int = 20) -> int:
    """Carry open commitments forward and pay them in the next year; return how many."""
    books = simulation.books
    commitments = [item for item in books.order if item.kind == "commitment" and item.open]
    chosen = commitments[-at_most:]
    amounts = {item.key: item.open for item in chosen}
    first = books.last + datetime.timedelta(days=1)
    expiry = datetime.date(first.year + 1, 3, 31)
    simulation.move_to(first + datetime.timedelta(days=20))
    entries = [Entry.objects.get(pk=item.key) for item in chosen]
    proposal = propose_carry_forward(
        simulation.plan, entries, expiry, BASIS, user=simulation.planner, key=simulation.key()
    )
    for user in (simulation.planner, simulation.approver):  # an own one; while months are open
        with simulation.expecting(False, "carry-forward too early"):
            approve_carry_forward(proposal, user=user, key=simulation.key())
    close_the_rest(simulation)
    with simulation.expecting(True, "carry-forward"):
        approve_carry_forward(proposal, user=simulation.approver, key=simulation.key())
    for item in chosen:
        item.carried = True
    with simulation.expecting(False, "drawn in the old year"):
        pay(simulation, chosen[0], entries[0].allocation, books.last, 1)
    pay_all(simulation, amounts, first)
    for plan in FiscalPlan.objects.filter(fiscal_year__in=(2563, 2564)):
        assert verify_seals(plan) == []
    assert not reconcile(simulation.plan).disagrees
    return len(chosen)


def close_the_rest(simulation: Simulation) -> None:
    """Close the months that are still open."""
    months = simulation.plan.ledger_months.order_by("month")
    for month in months[len(simulation.books.closed) :]:
        close_month(month, user=simulation.finance, key=simulation.key())
        simulation.books.closed.append(month.first_day)


def openings(amounts: dict[int, int]) -> Iterator[tuple[Entry, int]]:
    """Yield what the next year begins with, and what was open of each."""
    found = Entry.objects.filter(kind="opening").order_by("pk")
    assert {entry.carried_from_id: satang(entry.amount) for entry in found} == amounts
    for entry in found:
        yield entry, satang(entry.amount)


def pay_all(simulation: Simulation, amounts: dict[int, int], first: datetime.date) -> None:
    """Pay each opening entry in full, and not a satang more."""
    for entry, amount in openings(amounts):
        item = Item(entry.pk, entry.allocation_id, "opening", entry.date, amount)
        pay(simulation, item, entry.allocation, first, amount)
        with simulation.expecting(False, "a satang more than was carried"):
            pay(simulation, item, entry.allocation, first, 1)
    following = Allocation.objects.filter(fund_source__plan__fiscal_year=2564)
    assert sum(satang(cell.initial_amount) for cell in following) == sum(amounts.values())
    assert sum(satang(cell.paid_amount) for cell in following) == sum(amounts.values())
    assert all(cell.left_amount == 0 for cell in following)


def pay(
    simulation: Simulation, item: Item, cell: Allocation, day: datetime.date, amount: int
) -> None:
    """Pay from a commitment."""
    drawn = Entry.objects.get(pk=item.key)
    asked = Posting("payment", cell, day, amount * SATANG, draws_on=drawn)
    post(asked, user=simulation.finance, key=simulation.key())
