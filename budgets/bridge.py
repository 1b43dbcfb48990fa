"""The two readings of “เงินงบประมาณ”, and what takes one to the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from budgets.models import FundSource, Statement, StatementLine


@dataclass(frozen=True)
class Bridge:
    """Section 5 counts earlier years' balance as “เงินงบประมาณ”, section 6 as outside it.

    ``broad`` − ``balance`` = ``narrow``, and ``own`` + ``balance`` = ``outside``.
    """

    broad: StatementLine
    balance: StatementLine
    narrow: StatementLine
    own: StatementLine
    outside: StatementLine


def read_bridge(statements: Mapping[str, Statement]) -> Bridge | None:
    """Return the bridge between a plan's statements, whose lines are at hand; None if parts lack.

    The balance moves with the fund source that states it; nothing is looked up by its wording.
    """
    sources, uses = statements.get("sources"), statements.get("uses")
    if sources is None or uses is None:
        return None
    balance = _fund_line(sources, FundSource.Code.PRIOR_YEAR_BALANCE)
    own = _fund_line(sources, FundSource.Code.OFF_BUDGET)
    narrow = _first(uses, StatementLine.Kind.SUBTOTAL)
    broad = _parent(sources, balance)
    outside = _sibling_group(uses, narrow)
    if broad and balance and narrow and own and outside:
        return Bridge(broad, balance, narrow, own, outside)
    return None


def _fund_line(statement: Statement, code: str) -> StatementLine | None:
    lines = statement.lines.all()
    return next(
        (each for each in lines if each.fund_source and each.fund_source.code == code), None
    )


def _first(statement: Statement, kind: str) -> StatementLine | None:
    return next((each for each in statement.lines.all() if each.kind == kind), None)


def _parent(statement: Statement, line: StatementLine | None) -> StatementLine | None:
    if line is None:
        return None
    return next((each for each in statement.lines.all() if each.pk == line.parent_id), None)


def _sibling_group(statement: Statement, line: StatementLine | None) -> StatementLine | None:
    if line is None:
        return None
    siblings = (each for each in statement.lines.all() if each.parent_id == line.parent_id)
    return next((each for each in siblings if each.kind == StatementLine.Kind.GROUP), None)
