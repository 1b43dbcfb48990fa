"""A plan's money, read once: the two statements, the pages, the allocations. Figures are baht."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from activities.models import Activity
from budgets.models import Allocation, FundSource, PageAmount, Statement, StatementLine
from etda_plan.common.checks import ZERO, grouped
from projects.models import Project


@dataclass(frozen=True)
class Money:
    """What was read of a plan's money, for its checks and their formulas.

    ``recorded`` gives the differences that anomalies state, by the check that they name.
    """

    statements: Mapping[str, Statement]
    projects: list[Project]
    fund_sources: list[FundSource]
    allocations: list[Allocation]
    recorded: Mapping[str, Decimal]

    def lines(self, side: str) -> list[StatementLine]:
        """Return a statement's lines as printed, or none where the plan lacks the statement."""
        return list(self.statements[side].lines.all()) if side in self.statements else []

    def total(self, side: str) -> StatementLine | None:
        """Return a statement's total."""
        return self.statements[side].total_line if side in self.statements else None

    @property
    def subtotal(self) -> StatementLine | None:
        """The subtotal of the uses: this year's money as section 6 reads the word."""
        uses = self.statements.get(Statement.Side.USES)
        return uses.line_of_kind(StatementLine.Kind.SUBTOTAL) if uses else None

    @property
    def beside_subtotal(self) -> list[StatementLine]:
        """The lines printed beside that subtotal: what is spent from other funds."""
        subtotal = self.subtotal
        return self.statements[Statement.Side.USES].beside(subtotal) if subtotal else []

    def fund_line(self, code: str) -> StatementLine | None:
        """Return the line that states a fund source's amount."""
        sources = self.statements.get(Statement.Side.SOURCES)
        return sources.line_of_fund(code) if sources else None

    @property
    def other_funds(self) -> list[StatementLine | None]:
        """The lines of the funds other than this year's; None for one that no line states."""
        current = FundSource.Code.CURRENT_APPROPRIATION
        codes = [fund.code for fund in self.fund_sources if fund.code != current]
        return [self.fund_line(code) for code in codes]

    def has_fund(self, code: str) -> bool:
        """Tell whether the plan has money of this kind."""
        return any(fund.code == code for fund in self.fund_sources)


def page_amount(project: Project) -> PageAmount | None:
    """Return what a work's page prints for the whole work."""
    return next((row for row in project.page_amounts.all() if row.activity_id is None), None)


def activity_amount(activity: Activity) -> PageAmount | None:
    """Return what a page prints for one activity; most pages print nothing."""
    return getattr(activity, "page_amount", None)


def amount_of(row: StatementLine | PageAmount | None) -> Decimal:
    """Return a row's amount, zero of nothing."""
    return row.amount if row else ZERO


def parent_of(money: Money, line: StatementLine | None) -> StatementLine | None:
    """Return the line of the sources that ``line`` is printed under."""
    return money.statements[Statement.Side.SOURCES].parent_of(line) if line else None


def printed_lines(money: Money, project: Project) -> list[StatementLine]:
    """Return the lines that print a work's money and no other work's.

    That is the work's own line; else the lines of the spending groups that it alone is paid from;
    else those of the fund sources that pay for it alone.
    """
    lines = [line for side in Statement.Side.values for line in money.lines(side)]
    own = [line for line in lines if line.project_id == project.pk]
    if own:
        return own
    cells = [row for row in money.allocations if row.statement_line_id]
    works_of_group = grouped(cells, lambda row: row.spending_group_id)
    works_of_fund = grouped(cells, lambda row: row.fund_source_id)
    groups = {key for key, rows in works_of_group.items() if only_of(project, rows)}
    funds = {key for key, rows in works_of_fund.items() if only_of(project, rows)}
    by_group = [line for line in lines if line.spending_group_id in groups]
    return by_group or [line for line in lines if line.fund_source_id in funds]


def only_of(project: Project, rows: list[Allocation]) -> bool:
    """Tell whether all of ``rows`` pay for this work."""
    return {row.project_id for row in rows} == {project.pk}
