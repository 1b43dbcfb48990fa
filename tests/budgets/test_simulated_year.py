"""A short year of random work; ``benchmarks/simulate_year.py`` plays long ones."""

import pytest
from django.db import transaction

from budgets.models import Allocation
from tests.simulator import Disagreement, begin, end_year

pytestmark = pytest.mark.django_db

SEED = 2563


def test_a_year_of_random_work_agrees_with_the_books() -> None:
    simulation = begin(SEED)
    simulation.run(400, thorough_each=100)
    done = {act for act, count in simulation.accepted.items() if count}
    assert {"reservation", "commitment", "payment", "reversal"} <= done
    assert {"commitment drawn", "payment drawn", "transfer approved", "close"} <= done
    assert simulation.refused.total() > 50
    assert end_year(simulation) > 3


def outcome(seed: int) -> tuple[object, ...]:
    """Play a short year, and take it back."""
    with transaction.atomic():
        simulation = begin(seed)
        simulation.run(60)
        transaction.set_rollback(True)
    totals = [cell.totals for cell in simulation.books.cells.values()]
    return simulation.accepted, simulation.refused, totals


def test_the_same_seed_brings_the_same_year_and_another_another() -> None:
    one = outcome(SEED)
    assert outcome(SEED) == one
    assert outcome(SEED + 1) != one


def test_a_satang_that_goes_astray_is_found_and_the_seed_is_said() -> None:
    simulation = begin(SEED)
    simulation.run(20)
    cell = next(iter(simulation.books.cells.values()))
    Allocation.objects.filter(pk=cell.key).update(initial_amount="999999999999.00")
    simulation.books.cells[cell.key].add(simulation.books.today, (0, 0, 0, 1))
    with pytest.raises(Disagreement, match=f"seed {SEED}, operation 21"):
        simulation.run(1)
