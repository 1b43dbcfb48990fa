"""A plan's money as its page and its export show it, read once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from budgets.allocations import CrossTable, cross_table
from budgets.bridge import Bridge, read_bridge
from budgets.models import Allocation, FundSource, Statement, StatementLine
from budgets.statements import StatementRow, lines_of_fund, printed_rows
from etda_plan.common.figures import percent
from projects.models import FiscalPlan

WHOLE = Decimal("100.00")


@dataclass(frozen=True)
class PrintedStatement:
    """One statement with its rows as printed."""

    statement: Statement
    rows: list[StatementRow]

    @property
    def total(self) -> StatementLine | None:
        """The line that prints the statement's total."""
        return self.statement.total_line

    @property
    def sum_of_group_shares(self) -> Decimal | None:
        """What the groups' rounded percentages add up to, where that is not 100.00."""
        shares = [row.share for row in self.rows if row.line.kind == StatementLine.Kind.GROUP]
        return sum_off_100(shares)


@dataclass(frozen=True)
class MoneyPage:
    """The two statements, the allocations and the bridge between the readings of a word.

    ``envelope`` is the printed total of the sources in baht, ``uses_total`` that of the uses;
    None where the plan prints none.
    """

    envelope: Decimal | None
    uses_total: Decimal | None
    sources: PrintedStatement | None
    uses: PrintedStatement | None
    table: CrossTable
    funds: list[FundSource]
    bridge: Bridge | None

    @property
    def is_empty(self) -> bool:
        """Whether the plan holds no money at all."""
        return self.sources is None and self.uses is None and not self.table.rows

    @property
    def carried_total(self) -> Decimal | None:
        """What was carried into the year (baht), where the plan holds nothing else."""
        only = self.sources is None and self.uses is None and bool(self.table.rows)
        carried = all(fund.is_carried_forward for fund in self.funds)
        return self.table.total if only and carried else None

    @property
    def sum_of_shares(self) -> Decimal | None:
        """What the allocations' rounded percentages add up to, where that is not 100.00."""
        whole = self.table.total
        return sum_off_100([percent(row.total, whole) for row in self.table.rows])


def sum_off_100(shares: Iterable[str | None]) -> Decimal | None:
    """Return the sum of rounded percentages, or None where it is 100.00 or there are none."""
    known = [Decimal(share) for share in shares if share is not None]
    total = sum(known, Decimal(0))
    return None if not known or total == WHOLE else total


def read_money(plan: FiscalPlan, allocations: Sequence[Allocation], fund: str = "") -> MoneyPage:
    """Return the money of ``plan``; ``fund`` keeps one fund source's lines and allocations."""
    statements = {each.side: each for each in plan.statements.with_lines()}
    envelope = _total(statements, Statement.Side.SOURCES)
    return MoneyPage(
        envelope=envelope,
        uses_total=_total(statements, Statement.Side.USES),
        sources=_printed(statements, Statement.Side.SOURCES, envelope, allocations, fund),
        uses=_printed(statements, Statement.Side.USES, envelope, allocations, fund),
        table=cross_table(allocations, fund),
        funds=list(plan.fund_sources.select_related("statement_line")),
        bridge=read_bridge(statements),
    )


def _total(statements: Mapping[str, Statement], side: str) -> Decimal | None:
    line = statements[side].total_line if side in statements else None
    return line.amount if line else None


def _printed(
    statements: Mapping[str, Statement],
    side: str,
    envelope: Decimal | None,
    allocations: Sequence[Allocation],
    fund: str,
) -> PrintedStatement | None:
    statement = statements.get(side)
    if statement is None:
        return None
    keep = lines_of_fund(statement, allocations, fund) if fund else None
    return PrintedStatement(statement, printed_rows(statement, envelope, keep))
