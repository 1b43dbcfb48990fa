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


@dataclass(frozen=True, kw_only=True)
class ProposeSchedule(Operation):
    """An office's officer, or a planner, proposes the months of the office's activities.

    ``months`` are letters by item (``EC/2``, or ``EC/2.1`` for a part) that differ from what was
    designed for the year's beginning; without any, all of the office is proposed.
    """

    office: str
    by: str
    note: str
    months: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class DecideSchedule(Decide):
    """Of the months of activities."""


@dataclass(frozen=True, kw_only=True)
class DescribeIndicator(Operation):
    """An administrator says of an indicator what the document leaves out."""

    number: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class AssignTarget(Operation):
    """An administrator says who reports on a target, and what each quarter is to reach."""

    indicator: int
    work: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class WriteReport(Operation):
    """Somebody fills in an office's report of a fiscal month; after an approval, a correction.

    ``wrong`` are an item and a percent that the report has wrong; ``mends`` says that the report
    came back.
    """

    office: str
    month: int
    by: str
    wrong: tuple[str, str] = ("", "")
    mends: bool = False


@dataclass(frozen=True, kw_only=True)
class SubmitReport(Operation):
    """The writer submits what the operation ``report`` has written."""

    report: str
    by: str


@dataclass(frozen=True, kw_only=True)
class DecideReport(Decide):
    """A head or a planner approves a report, or returns it with a comment (``reason``)."""

    by: str


@dataclass(frozen=True, kw_only=True)
class ReopenReports(Operation):
    """An administrator reopens a month's reports, with a reason."""

    month: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class OverrideStatus(Operation):
    """A planner says what state an activity is in, against what follows from its reports."""

    activity: str
    status: str
    reason: str
