"""Not a satang is lost or made; ``benchmarks/exactness.py`` does it ten thousand times."""

import random
from decimal import Decimal

import pytest
from django.db.models import Sum

from budgets.models import Allocation, Entry
from tests.exactness import SATANG, satang, split, wrong_ones
from tests.factories import make_finance, make_ledger, post_entry

pytestmark = pytest.mark.django_db

MILLION_MILLION = "1000000000000.00"


def test_filling_to_the_limit_and_draining_to_zero_are_exact() -> None:
    assert list(wrong_ones(24, seed=1, user=make_finance())) == []


def test_sums_of_up_to_a_million_million_baht_are_those_of_python() -> None:
    allocation = make_ledger(MILLION_MILLION)
    amounts = split(10**14, random.Random(3))
    while len(amounts) < 12:
        amounts = [part for amount in amounts for part in split(amount, random.Random(amount))]
    for amount in amounts:
        post_entry(allocation, f"{amount * SATANG:f}")
    found = Entry.objects.filter(allocation=allocation).aggregate(paid=Sum("paid_change"))
    assert satang(found["paid"]) == sum(amounts) == 10**14
    assert Allocation.objects.get(pk=allocation.pk).paid_amount == Decimal(MILLION_MILLION)


def test_a_float_would_have_been_seen() -> None:
    """The sums of the test above are not those of binary fractions."""
    amounts = [0.01] * 100 + [1e12] + [0.01] * 100
    assert sum(amounts) != 1000000000002.0
