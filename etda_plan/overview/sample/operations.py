"""What people do in the sample's year: each operation, the day on which it is done, and by name.

An operation names earlier ones by their names, for nothing of it is stored when the year is
written.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal

RESERVATION, COMMITMENT, PAYMENT, REVERSAL = "reservation", "commitment", "payment", "reversal"


@dataclass(frozen=True, kw_only=True)
class Operation:
    """Something that is done on a day."""

    day: datetime.date
    name: str


@dataclass(frozen=True, kw_only=True)
class Post(Operation):
    """Finance posts an entry of ``amount`` baht; ``date`` is its own, where it is an earlier day.

    ``line`` names the allocation: a work, with the activity's number where it has one (``OFF1``).
    """

    kind: str
    line: str
    amount: Decimal
    date: datetime.date
    draws_on: str = ""
    reverses: str = ""
    document_number: str = ""
    payee: str = ""
    note: str = ""
    paper_approved_by: str = ""


@dataclass(frozen=True, kw_only=True)
class ProposeTransfer(Operation):
    """A planner proposes to move money (baht) from one line to another."""

    from_line: str
    to_line: str
    amount: Decimal
    reason: str
    effect: str


@dataclass(frozen=True, kw_only=True)
class ProposeSpendingPlan(Operation):
    """A planner proposes how a line's money is to be paid in the twelve months (baht)."""

    line: str
    amounts: tuple[Decimal, ...]
    note: str


@dataclass(frozen=True, kw_only=True)
class Decide(Operation):
    """An approver approves a proposal, or refuses it with a reason."""

    proposal: str
    approved: bool
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class DecideTransfer(Decide):
    """Of a transfer."""


@dataclass(frozen=True, kw_only=True)
class DecideSpendingPlan(Decide):
    """Of a monthly spending plan."""


@dataclass(frozen=True, kw_only=True)
class CloseMonth(Operation):
    """Finance closes a fiscal month (1 = October)."""

    month: int


@dataclass(frozen=True, kw_only=True)
class ReopenMonth(Operation):
    """An administrator reopens a month, with a reason."""

    month: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class CloseReports(Operation):
    """A planner closes the reports on a fiscal month (1 = October)."""

    month: int


@dataclass(frozen=True, kw_only=True)
class PublishMonth(Operation):
    """An administrator lets visitors see the totals up to a closed month."""

    month: int


@dataclass(frozen=True, kw_only=True)
class ProposeCarryForward(Operation):
    """A planner proposes to carry the commitments that are open over the year's end."""

    expires_on: datetime.date
    basis: str
