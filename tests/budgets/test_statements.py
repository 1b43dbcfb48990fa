"""The statements as tables."""

from decimal import Decimal

import pytest

from budgets.models import Allocation, FundSource, Statement, StatementLine
from budgets.statements import lines_of_fund, printed_rows
from projects.models import FiscalPlan
from tests.factories import (
    make_allocation,
    make_fund_source,
    make_line,
    make_plan,
    make_project,
    make_spending_group,
    make_statement,
)

pytestmark = pytest.mark.django_db
GROUP, TOTAL = StatementLine.Kind.GROUP, StatementLine.Kind.TOTAL


@pytest.fixture
def small() -> FiscalPlan:
    """Return a plan whose sources hold a group that its two items do not add up to."""
    plan = make_plan()
    statement = make_statement(plan)
    total = make_line(statement, "40", kind=TOTAL, name="รวม")
    own = make_fund_source(plan, "OFF_BUDGET")
    act = make_fund_source(plan, "CURRENT_APPROPRIATION")
    group = make_line(statement, "33.47", total, kind=GROUP, name="นอกงบ", fund_source=own)
    make_line(statement, "20.09", group, name="รายได้")
    make_line(statement, "19.92", group, name="ปีก่อน")
    make_line(statement, "6.53", total, kind=GROUP, name="งบ", fund_source=act)
    return plan


def sources(small: FiscalPlan) -> Statement:
    return Statement.objects.with_lines().get(plan=small, side="sources")


def test_a_group_is_held_against_its_items_and_keeps_its_printed_amount(small: FiscalPlan) -> None:
    rows = {row.line.name: row for row in printed_rows(sources(small), None)}
    assert rows["นอกงบ"].line.amount == Decimal("33.47")
    assert rows["นอกงบ"].children_total == Decimal("40.01")
    assert rows["นอกงบ"].difference == Decimal("6.54")


def test_a_line_that_agrees_or_stands_alone_has_no_difference(small: FiscalPlan) -> None:
    rows = {row.line.name: row for row in printed_rows(sources(small), None)}
    assert rows["รวม"].children_total == Decimal("40.00")
    assert rows["รวม"].difference is None
    assert rows["รายได้"].children_total is None
    assert rows["รายได้"].difference is None


def test_lines_stand_as_printed_and_only_groups_indent(small: FiscalPlan) -> None:
    rows = printed_rows(sources(small), None)
    assert [(row.line.name, row.depth) for row in rows] == [
        ("รวม", 0),
        ("นอกงบ", 0),
        ("รายได้", 1),
        ("ปีก่อน", 1),
        ("งบ", 0),
    ]
    assert [row.is_sum for row in rows] == [True, False, False, False, False]


def test_shares_are_of_the_envelope_and_absent_without_one(small: FiscalPlan) -> None:
    assert printed_rows(sources(small), Decimal(40))[2].share == "50.23"
    assert printed_rows(sources(small), None)[2].share is None


def test_a_funds_lines_are_those_that_state_it_with_what_stands_over_and_under(
    small: FiscalPlan,
) -> None:
    statement = sources(small)
    kept = printed_rows(statement, None, lines_of_fund(statement, [], "OFF_BUDGET"))
    assert [row.line.name for row in kept] == ["รวม", "นอกงบ", "รายได้", "ปีก่อน"]
    kept = printed_rows(statement, None, lines_of_fund(statement, [], "CURRENT_APPROPRIATION"))
    assert [row.line.name for row in kept] == ["รวม", "งบ"]


def test_a_filtered_group_is_still_held_against_all_its_items(small: FiscalPlan) -> None:
    statement = sources(small)
    kept = lines_of_fund(statement, [], "CURRENT_APPROPRIATION")
    assert printed_rows(statement, None, kept)[0].children_total == Decimal("40.00")


def test_a_use_is_a_funds_where_an_allocation_is_paid_from_it(small: FiscalPlan) -> None:
    uses = make_statement(small, "uses")
    group = make_line(uses, "10", kind=GROUP, name="กลุ่ม")
    paid = make_line(uses, "4", group, name="จ่าย")
    make_line(uses, "6", group, name="อื่น")
    own = FundSource.objects.get(plan=small, code="OFF_BUDGET")
    make_allocation(own, make_spending_group(small), make_project(small), "4", statement_line=paid)
    statement = Statement.objects.with_lines().get(pk=uses.pk)
    allocations = Allocation.objects.of_plan(small)
    kept = lines_of_fund(statement, allocations, "OFF_BUDGET")
    assert [row.line.name for row in printed_rows(statement, None, kept)] == ["กลุ่ม", "จ่าย"]


def test_the_plans_sources_show_one_group_that_its_items_exceed(plan: FiscalPlan) -> None:
    rows = printed_rows(sources(plan), Decimal("588794600"))
    assert [(row.line.source_line, row.difference) for row in rows if row.difference] == [
        (134, Decimal("6534700.00"))
    ]
    assert [row.share for row in rows] == [
        "100.00",
        "94.32",
        "80.59",
        "13.72",
        "5.68",
        "3.41",
        "3.38",
    ]


def test_the_plans_uses_agree_at_every_level(plan: FiscalPlan) -> None:
    uses = Statement.objects.with_lines().get(plan=plan, side="uses")
    rows = printed_rows(uses, Decimal("588794600"))
    assert [row.line.source_line for row in rows] == list(range(144, 156))
    assert [row.difference for row in rows] == [None] * 12
    assert [row.depth for row in rows] == [0, 1, 1, 1, 1, 1, 0, 1, 0, 0, 0, 0]
