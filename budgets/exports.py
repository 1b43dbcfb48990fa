"""The money's page as a single list: each row says which of its tables it stands in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from budgets.allocations import CrossRow
from budgets.models import FundSource, SpendingGroup
from budgets.money_page import MoneyPage, PrintedStatement
from budgets.statements import StatementRow
from etda_plan.common.exports import Export, Value
from etda_plan.common.figures import NOT_APPLICABLE, in_millions, percent

TABLES = ("sources", "uses", "allocations")


def money_export(money: MoneyPage, only: str, notes: Sequence[str]) -> Export:
    """Return the tables as one list; ``only`` keeps one of ``TABLES``, anything else keeps all."""
    return Export(
        title=_("Money"),
        file_name=f"money-{only}" if only in TABLES else "money",
        headings=[
            _("Table"),
            _("Level"),
            _("No."),
            _("Item"),
            _("Fund source"),
            _("Spending group"),
            _("Project or work"),
            _("Amount (million baht)"),
            _("Percent"),
            _("Sum of the lines under it (million baht)"),
            _("Difference (million baht)"),
            _("Line"),
        ],
        rows=list(_rows(money, only if only in TABLES else "")),
        notes=[_("Unit: million baht (4 decimals)"), *notes],
    )


def _rows(money: MoneyPage, only: str) -> Iterator[list[Value]]:
    for name, printed in (("sources", money.sources), ("uses", money.uses)):
        if printed and only in ("", name):
            yield from _statement_rows(printed)
    if only in ("", "allocations"):
        for group in money.table.groups:
            for row in group.rows:
                yield from _allocation_rows(group.group, row, money.table.funds, money.table.total)


def _statement_rows(printed: PrintedStatement) -> Iterator[list[Value]]:
    for row in printed.rows:
        line = row.line
        yield [
            printed.statement.get_side_display(),
            line.get_kind_display(),
            line.number or NOT_APPLICABLE,
            line.name,
            line.fund_source.name if line.fund_source else NOT_APPLICABLE,
            line.spending_group.number if line.spending_group else NOT_APPLICABLE,
            line.project.code if line.project else NOT_APPLICABLE,
            in_millions(line.amount),
            Decimal(row.share) if row.share else NOT_APPLICABLE,
            *_held(row),
            line.source_line,
        ]


def _held(row: StatementRow) -> list[Value]:
    if row.children_total is None:
        return [NOT_APPLICABLE, NOT_APPLICABLE]
    return [in_millions(row.children_total), in_millions(row.difference or Decimal(0))]


def _allocation_rows(
    group: SpendingGroup, row: CrossRow, funds: Sequence[FundSource], whole: Decimal
) -> Iterator[list[Value]]:
    for fund, amount in zip(funds, row.amounts, strict=True):
        if amount is None:
            continue
        share = percent(amount, whole)
        yield [
            _("Allocations"),
            _("allocation"),
            NOT_APPLICABLE,
            row.project.name,
            fund.name,
            group.number,
            row.project.code,
            in_millions(amount),
            Decimal(share) if share else NOT_APPLICABLE,
            NOT_APPLICABLE,
            NOT_APPLICABLE,
            row.lines[0] if row.lines else None,
        ]
