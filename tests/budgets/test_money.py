"""A plan's money as its checks read it."""

from decimal import Decimal

import pytest

from budgets.models import FundSource, Statement, StatementLine
from budgets.money import Money, activity_amount, amount_of, page_amount, parent_of, printed_lines
from etda_plan.overview.plan import read_plan
from etda_plan.overview.reconciliation import money_of
from projects.models import FiscalPlan
from tests.factories import make_line, make_plan, make_statement

pytestmark = pytest.mark.django_db
KIND, SIDE, FUND = StatementLine.Kind, Statement.Side, FundSource.Code


@pytest.fixture
def money(plan: FiscalPlan) -> Money:
    return money_of(read_plan(plan))


@pytest.fixture
def no_money(db: None) -> Money:
    return money_of(read_plan(make_plan()))


def line_numbers(lines: list[StatementLine]) -> list[int | None]:
    return [line.source_line for line in lines]


def test_both_statements_print_the_envelope(money: Money) -> None:
    totals = [money.total(side) for side in SIDE.values]
    assert [amount_of(total) for total in totals] == [Decimal("588794600.00")] * 2
    assert [total.source_line for total in totals if total] == [127, 155]


def test_the_subtotal_is_this_years_money_and_the_rest_stands_beside_it(money: Money) -> None:
    assert amount_of(money.subtotal) == Decimal("474518400.00")
    assert line_numbers(money.beside_subtotal) == [154]


@pytest.mark.parametrize(
    ("code", "amount"),
    [
        (FUND.CURRENT_APPROPRIATION, "474518400.00"),
        (FUND.PRIOR_YEAR_BALANCE, "80810900.00"),
        (FUND.OFF_BUDGET, "33465300.00"),
    ],
)
def test_each_fund_has_the_line_that_states_its_amount(
    money: Money, code: str, amount: str
) -> None:
    assert money.has_fund(code)
    assert amount_of(money.fund_line(code)) == Decimal(amount)


def test_the_other_funds_are_all_but_this_years(money: Money) -> None:
    amounts = [amount_of(line) for line in money.other_funds]
    assert amounts == [Decimal("80810900.00"), Decimal("33465300.00")]


def test_both_funds_of_section_5s_budget_money_are_printed_under_one_group(money: Money) -> None:
    codes = (FUND.CURRENT_APPROPRIATION, FUND.PRIOR_YEAR_BALANCE)
    groups = {parent_of(money, money.fund_line(code)) for code in codes}
    assert [group.number for group in groups if group] == ["1"]


@pytest.mark.parametrize(
    ("code", "lines"), [("EC", [145]), ("OFF", [150, 152]), ("PY", [132]), ("NB", [134])]
)
def test_a_works_money_is_printed_on_its_own_line_or_else_its_groups_or_its_funds(
    money: Money, code: str, lines: list[int]
) -> None:
    project = next(project for project in money.projects if project.code == code)
    assert line_numbers(printed_lines(money, project)) == lines


def test_a_page_prints_an_amount_for_the_work_and_two_of_the_activities(money: Money) -> None:
    assert all(page_amount(project) for project in money.projects)
    activities = [each for project in money.projects for each in project.activities.all()]
    assert len([each for each in activities if activity_amount(each)]) == 2


def test_a_plan_without_money_has_nothing_rather_than_zero(no_money: Money) -> None:
    assert [no_money.total(side) for side in SIDE.values] == [None, None]
    assert (no_money.subtotal, no_money.beside_subtotal, no_money.other_funds) == (None, [], [])
    assert no_money.fund_line(FUND.OFF_BUDGET) is None
    assert not no_money.has_fund(FUND.OFF_BUDGET)
    assert amount_of(None) == 0


class TestLinesOfAStatement:
    @pytest.fixture
    def lines(self) -> list[StatementLine]:
        statement = make_statement(make_plan())
        total = make_line(statement, "3", kind=KIND.TOTAL)
        first = make_line(statement, "1", total, kind=KIND.GROUP, number="1")
        second = make_line(statement, "2", total, kind=KIND.GROUP, number="2")
        item = make_line(statement, "1", first, number="1.1")
        return [total, first, second, item]

    def test_stand_under_their_parent(self, lines: list[StatementLine]) -> None:
        total, first, second, item = lines
        statement = total.statement
        assert statement.children_of(None) == [total]
        assert statement.children_of(total) == [first, second]
        assert statement.parent_of(item) == first
        assert statement.parent_of(total) is None

    def test_stand_beside_those_of_the_same_parent_and_not_beside_themselves(
        self, lines: list[StatementLine]
    ) -> None:
        total, first, second, item = lines
        assert total.statement.beside(first) == [second]
        assert total.statement.beside(item) == []

    def test_are_found_by_kind(self, lines: list[StatementLine]) -> None:
        statement = lines[0].statement
        assert statement.total_line == lines[0]
        assert statement.line_of_kind(KIND.SUBTOTAL) is None
        assert statement.line_of_fund(FUND.OFF_BUDGET) is None
