"""Transfers: a planner proposes, someone else decides, and only approval moves money."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from activities.models import Activity
from budgets.models import Allocation, Entry, Transfer, TransferLimit
from budgets.notices import TRANSFERS
from budgets.permissions import DECIDE_TRANSFERS, PROPOSE_TRANSFERS
from budgets.services.allocations import open_allocation
from budgets.services.postings import record
from budgets.services.submissions import once
from etda_plan.accounts.decisions import (
    lock_pending,
    refuse,
    require_other_person,
    settle,
    withdraw,
)
from etda_plan.accounts.models import User
from etda_plan.common.figures import baht
from etda_plan.common.fiscal import today


@dataclass(frozen=True)
class TransferProposal:
    """What a person proposes to move: ``amount`` in baht.

    The money goes to an allocation, or to an activity of the same work that has none yet.
    """

    from_allocation: Allocation
    amount: Decimal
    reason: str
    effect: str
    to_allocation: Allocation | None = None
    to_activity: Activity | None = None

    def require_sense(self) -> None:
        """Raise ``ValidationError`` beside the field that makes no transfer."""
        if (self.to_allocation is None) == (self.to_activity is None):
            raise ValidationError({"target": _("Choose where the money goes.")})
        if self.to_allocation:
            require_same_fund(self.from_allocation, self.to_allocation)
        elif self.to_activity and self.to_activity.project_id != self.from_allocation.project_id:
            message = _("An activity gets its money from its own work: transfer to the work first.")
            raise ValidationError({"target": ValidationError(message, "other_work")})
        require_left(self.from_allocation, self.amount)

    def target(self) -> Allocation:
        """Return the allocation that receives the money; an activity's is opened."""
        if self.to_activity:
            return open_allocation(self.to_activity, self.from_allocation)
        if self.to_allocation is None:
            raise ValueError("require_sense() comes first")
        return self.to_allocation


def require_same_fund(source: Allocation, target: Allocation) -> None:
    """Raise ``ValidationError``, with the explanation, for money that would cross funds."""
    if source.fund_source_id != target.fund_source_id:
        (guard,) = (each for each in Transfer.guards if each.name == "transfer_within_fund_source")
        raise ValidationError({"target": ValidationError(guard.message, guard.name)})


def require_left(source: Allocation, amount: Decimal) -> None:
    """Raise ``ValidationError``, with the figures, where less is left than should be moved."""
    left = Allocation.objects.get(pk=source.pk).left_amount
    if amount > left:
        message = _("%(allocation)s has %(left)s baht left: that is not enough.")
        figures = {"allocation": source.label, "left": baht(left)}
        raise ValidationError({"amount": ValidationError(message, "too_little_left", figures)})


def propose_transfer(proposal: TransferProposal, *, user: User, key: uuid.UUID) -> Transfer:
    """Store a proposal; nothing moves yet. The same ``key`` again returns it.

    Raise ``PermissionDenied`` without the right, ``ValidationError`` with what refuses it.
    """
    PROPOSE_TRANSFERS.require(user)

    def make() -> Transfer:
        proposal.require_sense()
        transfer = Transfer(
            from_allocation=proposal.from_allocation,
            to_allocation=proposal.target(),
            amount=proposal.amount,
            reason=proposal.reason.strip(),
            effect=proposal.effect.strip(),
            proposed_by=user,
            proposed_on=today(),
        )
        transfer.full_clean()
        transfer.save()
        return _told(transfer)

    return once(key, "propose_transfer", user, vars(proposal), make, Transfer)


def approve_transfer(
    transfer: Transfer, *, user: User, key: uuid.UUID, reason: str = ""
) -> Transfer:
    """Approve a proposal and move the money, as two balanced entries dated today.

    Raise ``PermissionDenied`` without the right; ``ValidationError`` for an own proposal, one over
    the user's limit, one decided already, or too little left: then it stays open.
    """
    DECIDE_TRANSFERS.require(user)

    def make() -> Transfer:
        pending = lock_pending(transfer)
        require_other_person(pending, user)
        require_limit(pending, user)
        approved = settle(pending, Transfer.State.APPROVED, user, reason)
        record(entries_of(approved), user=user)
        return _told(approved)

    content = {"transfer": transfer, "reason": reason}
    return once(key, "approve_transfer", user, content, make, Transfer)


def refuse_transfer(
    transfer: Transfer, *, user: User, key: uuid.UUID, reason: str = ""
) -> Transfer:
    """Refuse a proposal with a reason; it takes the right to decide, and no limit."""
    DECIDE_TRANSFERS.require(user)

    def make() -> Transfer:
        return _told(refuse(transfer, user, reason))

    content = {"transfer": transfer, "reason": reason}
    return once(key, "refuse_transfer", user, content, make, Transfer)


def withdraw_transfer(transfer: Transfer, *, user: User, key: uuid.UUID) -> Transfer:
    """Withdraw the own proposal; raise ``PermissionDenied`` without the right to propose."""
    PROPOSE_TRANSFERS.require(user)

    def make() -> Transfer:
        return _told(withdraw(transfer, user))

    return once(key, "withdraw_transfer", user, {"transfer": transfer}, make, Transfer)


def _told(transfer: Transfer) -> Transfer:
    """Tell what a proposal has come to, and return it."""
    plan = transfer.from_allocation.fund_source.plan
    path = reverse("budgets:transfer", args=[transfer.pk]) + plan.query
    TRANSFERS.tell(transfer, path=path, name=transfer.number)
    return transfer


def limit_of(user: User) -> Decimal | None:
    """Return up to what amount (baht) the user may approve; None for nothing."""
    limit = TransferLimit.objects.filter(approver=user).first()
    return limit.up_to_amount if limit else None


def require_limit(transfer: Transfer, user: User) -> None:
    """Raise ``ValidationError``, saying the limit, where the amount is over the user's."""
    limit = limit_of(user)
    if limit is None:
        message = _("No limit for approving transfers is set for this account; it approves none.")
        raise ValidationError(message, "no_limit")
    if transfer.amount > limit:
        message = _("%(amount)s baht is over this account's limit for approving, %(limit)s baht.")
        figures = {"amount": baht(transfer.amount), "limit": baht(limit)}
        raise ValidationError(message, "over_limit", figures)


def entries_of(transfer: Transfer) -> list[Entry]:
    """Return the two entries of a transfer, which add up to nothing; not stored yet."""
    ends = (
        (transfer.from_allocation, -transfer.amount),
        (transfer.to_allocation, transfer.amount),
    )
    return [
        Entry(
            kind=Entry.Kind.TRANSFER,
            allocation=allocation,
            date=today(),
            amount=transfer.amount,
            transferred_change=change,
            transfer=transfer,
            document_number=transfer.number,
        )
        for allocation, change in ends
    ]
