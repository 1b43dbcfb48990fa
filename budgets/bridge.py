"""The two readings of “เงินงบประมาณ”, and what takes one to the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from budgets.models import FundSource, Statement, StatementLine

GROUP = StatementLine.Kind.GROUP


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
    balance = sources.line_of_fund(FundSource.Code.PRIOR_YEAR_BALANCE)
    own = sources.line_of_fund(FundSource.Code.OFF_BUDGET)
    narrow = uses.line_of_kind(StatementLine.Kind.SUBTOTAL)
    broad = sources.parent_of(balance) if balance else None
    groups = [row for row in uses.beside(narrow) if row.kind == GROUP] if narrow else []
    if broad and balance and narrow and own and groups:
        return Bridge(broad, balance, narrow, own, groups[0])
    return None
