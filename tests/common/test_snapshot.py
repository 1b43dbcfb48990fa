"""Reading one state of the database while others write, on real connections."""

import threading
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.db.models import F, Sum, Value

from budgets.models import Allocation
from etda_plan.common.fields import MoneyField
from etda_plan.common.snapshot import snapshot
from tests.living import at_once

SECONDS_TO_WAIT = 10
ONE_BAHT = Decimal(1)
BAHT = Value(ONE_BAHT, MoneyField())


def move_a_baht() -> None:
    """Move money from the last allocation to the first, in one transaction."""
    first, *_, last = Allocation.objects.order_by("pk").values_list("pk", flat=True)
    with transaction.atomic():
        Allocation.objects.filter(pk=first).update(initial_amount=F("initial_amount") + BAHT)
        Allocation.objects.filter(pk=last).update(initial_amount=F("initial_amount") - BAHT)


def amount_at(end: str) -> Decimal:
    """Return what the ``first`` or the ``last`` allocation has."""
    ordered = Allocation.objects.order_by("pk" if end == "first" else "-pk")
    return ordered.values_list("initial_amount", flat=True)[0]


def elsewhere(action: Callable[[], None]) -> None:
    """Do something on another connection and wait for its end."""
    [outcome] = at_once([action])
    if isinstance(outcome, Exception):
        raise outcome


def test_money_moved_while_it_is_read_is_not_counted_twice(living: str) -> None:
    before = amount_at("first") + amount_at("last")
    with snapshot():
        first = amount_at("first")
        elsewhere(move_a_baht)
        assert first + amount_at("last") == before
    assert amount_at("first") == first + ONE_BAHT


def test_a_total_holds_under_a_stream_of_writers(living: str) -> None:
    before = Allocation.objects.aggregate(total=Sum("initial_amount"))["total"]
    done = threading.Event()

    def write() -> None:
        try:
            for _ in range(40):
                move_a_baht()
        finally:
            done.set()

    def read() -> set[Decimal]:
        totals = set()
        while not done.is_set():
            with snapshot():
                keys = Allocation.objects.order_by("pk").values_list("pk", flat=True)
                found = [Allocation.objects.get(pk=key).initial_amount for key in keys]
                totals.add(sum(found, Decimal()))
        return totals

    assert at_once([write, read, read])[1:] == [{before}, {before}]


def test_a_reader_waits_for_no_writer(living: str) -> None:
    has_read, writing = threading.Event(), threading.Event()

    def write() -> bool:
        with transaction.atomic():
            Allocation.objects.update(initial_amount=F("initial_amount") + BAHT)
            writing.set()
            return has_read.wait(SECONDS_TO_WAIT)

    def read() -> None:
        writing.wait(SECONDS_TO_WAIT)
        with snapshot():
            amount_at("first")
        has_read.set()

    assert at_once([write, read]) == [True, None]


def test_nothing_is_written_in_a_snapshot_and_afterwards_all_is_as_before(living: str) -> None:
    with pytest.raises(DatabaseError), snapshot():
        Allocation.objects.update(initial_amount=0)
    assert amount_at("first") > 0
    move_a_baht()
    if connection.vendor == "sqlite":
        assert connections["default"].transaction_mode == "IMMEDIATE"  # type: ignore[attr-defined]


def test_inside_a_transaction_it_changes_nothing(living: str) -> None:
    with transaction.atomic(), snapshot():
        move_a_baht()
    with snapshot(), snapshot():
        assert amount_at("first") > 0


def test_a_function_may_be_read_in_a_snapshot_each_time(living: str) -> None:
    @snapshot()
    def in_transaction() -> bool:
        return connection.in_atomic_block

    assert [in_transaction(), in_transaction(), connection.in_atomic_block] == [True, True, False]
