"""The cross table adds up in both directions."""

from decimal import Decimal

import pytest

from budgets.allocations import CrossTable, cross_table
from budgets.models import Allocation
from projects.models import FiscalPlan
from tests.factories import (
    make_allocation,
    make_fund_source,
    make_plan,
    make_project,
    make_spending_group,
)

pytestmark = pytest.mark.django_db
FIRST, SECOND = "CURRENT_APPROPRIATION", "OFF_BUDGET"


@pytest.fixture
def table() -> CrossTable:
    """Return two groups: one of two works, one of a work paid from two funds."""
    plan = make_plan()
    act, own = make_fund_source(plan, FIRST), make_fund_source(plan, SECOND)
    one, two = make_spending_group(plan, 1), make_spending_group(plan, 2)
    alpha, beta = make_project(plan, "AA"), make_project(plan, "BB")
    make_allocation(own, two, beta, "0.20")
    make_allocation(act, two, beta, "0.10")
    make_allocation(act, one, beta, "7")
    make_allocation(act, one, alpha, "5")
    return read()


def read(fund: str = "") -> CrossTable:
    return cross_table(Allocation.objects.of_plan(FiscalPlan.objects.get(fiscal_year=2570)), fund)


def test_groups_and_works_go_down_in_order(table: CrossTable) -> None:
    found = [
        (group.group.number, [row.project.code for row in group.rows]) for group in table.groups
    ]
    assert found == [(1, ["AA", "BB"]), (2, ["BB"])]


def test_fund_sources_go_across_and_an_empty_cell_is_none(table: CrossTable) -> None:
    assert [fund.code for fund in table.funds] == [FIRST, SECOND]
    assert table.rows[0].amounts == (Decimal(5), None)
    assert table.rows[2].amounts == (Decimal("0.10"), Decimal("0.20"))


def test_rows_columns_and_groups_add_up_exactly(table: CrossTable) -> None:
    assert table.rows[2].total == Decimal("0.30")
    assert table.groups[0].amounts == (Decimal(12), None)
    assert table.amounts == (Decimal("12.10"), Decimal("0.20"))
    assert table.total == Decimal("12.30")
    assert sum(group.total for group in table.groups) == table.total


def test_one_fund_leaves_its_column_and_its_works(table: CrossTable) -> None:
    kept = read(fund=SECOND)
    assert [row.project.code for row in kept.rows] == ["BB"]
    assert kept.amounts == (Decimal("0.20"),)


def test_no_allocations_make_an_empty_table() -> None:
    make_plan()
    empty = read()
    assert (empty.funds, empty.rows, empty.total) == ((), [], Decimal(0))


def test_the_plans_nine_allocations_make_the_envelope_both_ways(plan: FiscalPlan) -> None:
    table = cross_table(Allocation.objects.of_plan(plan))
    assert len(table.rows) == 9
    assert [str(amount) for amount in table.amounts] == [
        "474518400.00",
        "80810900.00",
        "33465300.00",
    ]
    assert [str(group.total) for group in table.groups] == [
        "282546600.00",
        "57871300.00",
        "134100500.00",
        "114276200.00",
    ]
    assert table.total == sum(row.total for row in table.rows) == Decimal("588794600.00")
