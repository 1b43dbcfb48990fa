"""Deciding what somebody proposed: once, by someone else, and for good."""

from __future__ import annotations

from typing import TypeVar

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from etda_plan.accounts.models import User
from etda_plan.accounts.proposals import Proposal
from etda_plan.common.fiscal import today

Proposed = TypeVar("Proposed", bound=Proposal)


def lock_pending(proposal: Proposed) -> Proposed:
    """Return the proposal as stored, its row locked; raise ``ValidationError`` once decided."""
    rows = type(proposal)._default_manager.select_for_update()
    stored: Proposed = rows.get(pk=proposal.pk)
    if not stored.is_pending:
        message = _("It is decided already: %(state)s.")
        raise ValidationError(message, "decided", {"state": stored.get_state_display()})
    return stored


def require_other_person(proposal: Proposal, user: User) -> None:
    """Raise ``ValidationError`` where the user proposed it."""
    if proposal.proposed_by_id == user.pk:
        raise ValidationError(_("Nobody decides their own proposal."), "own_proposal")


def require_proposer(proposal: Proposal, user: User) -> None:
    """Raise ``ValidationError`` unless the user proposed it."""
    if proposal.proposed_by_id != user.pk:
        raise ValidationError(_("Only who proposed it withdraws it."), "not_the_proposer")


def require_reason(reason: str) -> None:
    """Raise ``ValidationError`` for refusing without a reason."""
    if not reason.strip():
        raise ValidationError({"reason": _("Give a reason for refusing.")})


def settle(proposal: Proposed, state: Proposal.State, user: User, reason: str = "") -> Proposed:
    """Store how a proposal was decided; the caller holds its row and has checked the right."""
    proposal.state = state
    proposal.decided_by, proposal.decided_on, proposal.decided_at = user, today(), timezone.now()
    proposal.decision_reason = reason.strip()
    proposal.save()
    return proposal


def refuse(proposal: Proposed, user: User, reason: str) -> Proposed:
    """Refuse with a reason inside the caller's transaction; the caller has checked the right."""
    require_reason(reason)
    pending = lock_pending(proposal)
    require_other_person(pending, user)
    return settle(pending, Proposal.State.REFUSED, user, reason)


def withdraw(proposal: Proposed, user: User) -> Proposed:
    """Withdraw the user's own proposal inside the caller's transaction."""
    pending = lock_pending(proposal)
    require_proposer(pending, user)
    return settle(pending, Proposal.State.WITHDRAWN, user)
