"""Each check of the money as two formulas over the input cells, by the check's code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from activities.models import Activity
from budgets.models import Allocation, FundSource, PageAmount, Statement, StatementLine
from budgets.money import activity_amount, page_amount, parent_of, printed_lines
from budgets.reconciliation import READINGS_CHECK, slug
from etda_plan.common.checks import grouped
from etda_plan.overview.exports.workbook.frame import SATANG_PLACES, Frame, sum_of
from projects.models import Project

Pair = tuple[str, str, str]
"""A check's code, and the formulas of the printed figure and of what it is held against."""

Figure = StatementLine | PageAmount | Allocation


def money_formulas(frame: Frame) -> dict[str, tuple[str, str]]:
    """Return the formulas of every check whose figures stand on the other sheets."""
    money = MoneyFormulas(frame)
    return {code: (expected, actual) for code, expected, actual in money.all()}


class MoneyFormulas:
    """Says with cells what ``budgets.reconciliation`` says with amounts."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.money = frame.money

    def all(self) -> Iterator[Pair]:
        """Yield the formulas of every check of the money."""
        for side in Statement.Side.values:
            yield from self.statement(side)
        yield from self.across()
        yield from self.funds()
        for project in self.money.projects:
            yield from self.page(project)
        pages = [page for project in self.money.projects if (page := page_amount(project))]
        yield (
            "pages-total",
            self.total([self.money.total(Statement.Side.SOURCES)]),
            self.total(pages),
        )
        yield from self.lines()

    def total(self, figures: Iterable[Figure | None]) -> str:
        """Return the sum of the cells that hold these figures."""
        return sum_of(self.frame.where(figure) for figure in figures if figure)

    def statement(self, side: str) -> Iterator[Pair]:
        """Yield each line that has lines under it, and the amount in the heading."""
        lines = self.money.lines(side)
        children = grouped(lines, lambda line: line.parent_id)
        for parent in lines:
            if parent.pk in children:
                yield (
                    f"{side}-{slug(parent)}",
                    self.total([parent]),
                    self.total(children[parent.pk]),
                )
        statement = self.money.statements.get(side)
        if statement and statement.heading_amount is not None:
            total = self.total([self.money.total(side)])
            yield f"{side}-heading", total, sum_of([self.frame.where(statement)])

    def across(self) -> Iterator[Pair]:
        """Yield what holds between sources and uses, and between their two readings."""
        money, sides = self.money, Statement.Side
        sources, uses = (self.total([money.total(side)]) for side in (sides.SOURCES, sides.USES))
        yield "sources-uses", sources, uses
        appropriation = money.fund_line(FundSource.Code.CURRENT_APPROPRIATION)
        balance = money.fund_line(FundSource.Code.PRIOR_YEAR_BALANCE)
        subtotal = money.subtotal
        group = parent_of(money, appropriation)
        yield "appropriation-subtotal", self.total([appropriation]), self.total([subtotal])
        outside = self.total(money.beside_subtotal), self.total(money.other_funds)
        yield "other-funds-group", *outside
        if group and subtotal and balance:
            yield "appropriation-bridge", self.total([subtotal]), self.less(group, balance)
            recorded = self.frame.recorded(READINGS_CHECK)
            yield READINGS_CHECK, self.less(group, subtotal), sum_of([recorded] if recorded else [])

    def less(self, whole: StatementLine, part: StatementLine) -> str:
        """Return the formula of ``whole`` without ``part``."""
        cells = f"{self.frame.where(whole)}-{self.frame.where(part)}"
        return f"ROUND({cells},{SATANG_PLACES})"

    def funds(self) -> Iterator[Pair]:
        """Yield each fund source against the allocations that it pays for."""
        paid = grouped(self.money.allocations, lambda row: row.fund_source_id)
        for fund in self.money.fund_sources:
            code = f"fund-{fund.code.lower().replace('_', '-')}"
            printed = self.total([self.money.fund_line(fund.code)])
            yield code, printed, self.total(paid.get(fund.pk, []))

    def page(self, project: Project) -> Iterator[Pair]:
        """Yield a work's page against the statements, its activities and its allocations."""
        page, activities = page_amount(project), list(project.activities.all())
        if page is None:
            return
        printed = self.total(printed_lines(self.money, project))
        yield f"page-{project.code}", printed, self.total([page])
        if activities:
            yield self.activities(project, page, activities)
        rows = [row for row in self.money.allocations if row.project_id == project.pk]
        yield f"allocations-{project.code}", self.total([page]), self.total(rows)
        for activity in activities:
            if amount := activity_amount(activity):
                of_activity = [row for row in rows if row.activity_id == activity.pk]
                code = f"allocations-{project.code}-{activity.number}"
                yield code, self.total([amount]), self.total(of_activity)

    def activities(self, project: Project, page: PageAmount, activities: list[Activity]) -> Pair:
        """Return a work's activity amounts: equal to its page, or not above it."""
        known = [amount for activity in activities if (amount := activity_amount(activity))]
        code, total = f"activities-{project.code}", self.total(known)
        if len(known) == len(activities):
            return code, self.total([page]), total
        return code, "0", f"MAX(ROUND({total}-{self.frame.where(page)},{SATANG_PLACES}),0)"

    def lines(self) -> Iterator[Pair]:
        """Yield each line of the uses that has none under it, and each group, by allocations."""
        rows = self.money.lines(Statement.Side.USES)
        parents = {line.parent_id for line in rows}
        by_line = grouped(self.money.allocations, lambda row: row.statement_line_id)
        by_group = grouped(self.money.allocations, lambda row: row.spending_group_id)
        for line in rows:
            printed = self.total([line])
            if line.pk not in parents:
                paid = self.total(by_line.get(line.pk, []))
                yield f"allocations-line-{slug(line)}", printed, paid
            if line.spending_group_id:
                spent = self.total(by_group.get(line.spending_group_id, []))
                yield f"allocations-{slug(line)}", printed, spent
