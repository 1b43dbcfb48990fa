"""The allocations as a cross table: spending groups and works down, fund sources across."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from budgets.models import Allocation, FundSource, SpendingGroup
from projects.models import Project

Amounts = tuple[Decimal | None, ...]


@dataclass(frozen=True)
class CrossRow:
    """A work within a spending group: an amount (baht) for each fund source, None for none."""

    project: Project
    amounts: Amounts
    lines: tuple[int, ...]

    @property
    def total(self) -> Decimal:
        """All fund sources together (baht)."""
        return sum((amount for amount in self.amounts if amount is not None), Decimal(0))


@dataclass(frozen=True)
class CrossGroup:
    """The works of one spending group."""

    group: SpendingGroup
    rows: tuple[CrossRow, ...]

    @property
    def amounts(self) -> Amounts:
        """The sum of its rows for each fund source."""
        return _sum_columns(self.rows)

    @property
    def total(self) -> Decimal:
        """The whole group (baht)."""
        return sum((row.total for row in self.rows), Decimal(0))


@dataclass(frozen=True)
class CrossTable:
    """Fund source × spending group × work, which adds up in both directions."""

    funds: tuple[FundSource, ...]
    groups: tuple[CrossGroup, ...]

    @property
    def rows(self) -> list[CrossRow]:
        """All works of all groups."""
        return [row for group in self.groups for row in group.rows]

    @property
    def amounts(self) -> Amounts:
        """The total of each fund source."""
        return _sum_columns(self.rows)

    @property
    def total(self) -> Decimal:
        """Everything (baht)."""
        return sum((row.total for row in self.rows), Decimal(0))


def cross_table(allocations: Iterable[Allocation], fund: str = "") -> CrossTable:
    """Return the cross table of ``allocations``; ``fund`` keeps one fund source's code."""
    kept = [each for each in allocations if not fund or each.fund_source.code == fund]
    funds = tuple(sorted({each.fund_source for each in kept}, key=lambda source: source.position))
    kept.sort(key=lambda each: (each.spending_group.number, each.project.position))
    groups = groupby(kept, key=lambda each: each.spending_group)
    return CrossTable(funds, tuple(_group(group, tuple(each), funds) for group, each in groups))


def _group(
    group: SpendingGroup, allocations: Sequence[Allocation], funds: Sequence[FundSource]
) -> CrossGroup:
    works = groupby(allocations, key=lambda each: each.project)
    return CrossGroup(group, tuple(_row(work, tuple(each), funds) for work, each in works))


def _row(
    project: Project, allocations: Sequence[Allocation], funds: Sequence[FundSource]
) -> CrossRow:
    amounts = tuple(
        _sum(each.initial_amount for each in allocations if each.fund_source_id == fund.pk)
        for fund in funds
    )
    lines = {each.statement_line.source_line for each in allocations if each.statement_line}
    return CrossRow(project, amounts, tuple(sorted(line for line in lines if line is not None)))


def _sum_columns(rows: Sequence[CrossRow]) -> Amounts:
    return tuple(_sum(column) for column in zip(*(row.amounts for row in rows), strict=True))


def _sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if known else None
