"""A statement of money as a table: printed lines, nested, each held against the lines under it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal

from budgets.models import Allocation, Statement, StatementLine
from etda_plan.common.figures import percent


@dataclass(frozen=True)
class StatementRow:
    """A printed line, how deep it stands, and what the lines under it add up to (baht).

    ``children_total`` is None for a line without lines under it. The printed amount governs.
    """

    line: StatementLine
    depth: int
    children_total: Decimal | None
    share: str | None

    @property
    def difference(self) -> Decimal | None:
        """Sum of the lines under it minus the printed amount; None where they agree."""
        printed: Decimal = self.line.amount
        if self.children_total is None or self.children_total == printed:
            return None
        return self.children_total - printed

    @property
    def is_sum(self) -> bool:
        """Whether the line prints a sum of lines above it."""
        return self.line.kind in {StatementLine.Kind.SUBTOTAL, StatementLine.Kind.TOTAL}


def printed_rows(
    statement: Statement, envelope: Decimal | None, keep: Collection[int] | None = None
) -> list[StatementRow]:
    """Return a statement's lines in printed order; ``keep`` limits them to some keys.

    ``statement`` has its lines at hand. Shares are percentages of ``envelope`` (baht).
    """
    lines = list(statement.lines.all())
    by_key = {line.pk: line for line in lines}
    return [
        StatementRow(
            line,
            _depth(line, by_key),
            _total(child.amount for child in lines if child.parent_id == line.pk),
            percent(line.amount, envelope) if envelope else None,
        )
        for line in lines
        if keep is None or line.pk in keep
    ]


def _depth(line: StatementLine, by_key: dict[int, StatementLine]) -> int:
    sums = {StatementLine.Kind.SUBTOTAL, StatementLine.Kind.TOTAL}
    depth, parent = 0, by_key.get(line.parent_id or 0)
    while parent is not None:
        depth += parent.kind not in sums
        parent = by_key.get(parent.parent_id or 0)
    return depth


def _total(amounts: Iterable[Decimal]) -> Decimal | None:
    found = list(amounts)
    return sum(found, Decimal(0)) if found else None


def lines_of_fund(
    statement: Statement, allocations: Iterable[Allocation], fund: str
) -> frozenset[int]:
    """Return the keys of the lines that hold money of a fund source, with those above them.

    A line holds it when it states the source, stands under such a line, or pays for an allocation
    from it. Amounts stay as printed: a line may hold money of other sources too.
    """
    by_key = {line.pk: line for line in statement.lines.all()}
    paid = {
        allocation.statement_line_id
        for allocation in allocations
        if allocation.fund_source.code == fund
    }
    return frozenset(
        key
        for line in by_key.values()
        if line.pk in paid or _states(line, by_key, fund)
        for key in _with_ancestors(line, by_key)
    )


def _states(line: StatementLine, by_key: dict[int, StatementLine], fund: str) -> bool:
    chain = (by_key[key] for key in _with_ancestors(line, by_key))
    return any(each.fund_source is not None and each.fund_source.code == fund for each in chain)


def _with_ancestors(line: StatementLine, by_key: dict[int, StatementLine]) -> list[int]:
    keys: list[int] = []
    current: StatementLine | None = line
    while current is not None:
        keys.append(current.pk)
        current = by_key.get(current.parent_id or 0)
    return keys
