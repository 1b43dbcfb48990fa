"""Carry-forwards: open commitments are proposed, decided by someone else, and open the next year.

In the old year nothing changes: what was committed there stays counted there.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from budgets.models import CarryForward, CarryForwardItem, Entry, LedgerMonth, OpenItem
from budgets.notices import CARRY_FORWARDS
from budgets.permissions import DECIDE_CARRY_FORWARDS, PROPOSE_CARRY_FORWARDS
from budgets.services.next_years import cell_of, next_plan, receive
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
from etda_plan.common.fiscal import first_day, today
from projects.models import FiscalPlan

MONTHS_ALLOWED = 6
"""What the Budget Procedures Act B.E. 2561, section 43, allows without the Finance Ministry's
consent; the proposal may state another day of the next year."""


def usual_expiry(plan: FiscalPlan) -> datetime.date:
    """Return the last day on which money carried out of ``plan`` is usually paid: 31 March."""
    return first_day(plan.fiscal_year + 1, MONTHS_ALLOWED + 1) - datetime.timedelta(days=1)


def propose_carry_forward(
    plan: FiscalPlan,
    commitments: Sequence[Entry],
    expires_on: datetime.date,
    basis: str,
    *,
    user: User,
    key: uuid.UUID,
) -> CarryForward:
    """Propose to carry what is open of ``commitments`` into the next year; nothing moves yet.

    Raise ``PermissionDenied`` without the right; ``ValidationError`` where a commitment is not the
    plan's, not open, carried or proposed already, or the last day is not in the next year.
    """
    PROPOSE_CARRY_FORWARDS.require(user)
    keys = sorted(commitment.pk for commitment in commitments)
    content = {"plan": plan, "keys": keys, "expires_on": expires_on, "basis": basis}

    def make() -> CarryForward:
        words = {"expires_on": expires_on, "basis": basis.strip()}
        proposal = CarryForward(plan=plan, proposed_by=user, proposed_on=today(), **words)
        return _told(_store(proposal, keys))

    return once(key, "propose_carry_forward", user, content, make, CarryForward)


def _store(proposal: CarryForward, keys: Sequence[int]) -> CarryForward:
    """Store a proposal with the commitments of these keys, as much of each as is open now."""
    _require_next_year(proposal)
    items = _require_free(proposal.plan, keys, _lock_open_items(keys))
    proposal.full_clean()
    proposal.save()
    for item in items:
        CarryForwardItem.objects.create(
            carry_forward=proposal, commitment=item.entry, amount=item.open_amount
        )
    return proposal


def approve_carry_forward(
    carry_forward: CarryForward, *, user: User, key: uuid.UUID, reason: str = ""
) -> CarryForward:
    """Approve a proposal: each commitment opens an entry in the next year, dated its first day.

    Raise ``PermissionDenied`` without the right; ``ValidationError`` for an own proposal, one
    decided already, while the old year is open, or where less or more is open than was proposed.
    """
    DECIDE_CARRY_FORWARDS.require(user)

    def make() -> CarryForward:
        pending = lock_pending(carry_forward)
        require_other_person(pending, user)
        items = list(pending.items.with_commitments())
        _require_as_proposed(items, _lock_open_items([item.commitment_id for item in items]))
        _require_closed(pending.plan)
        approved = settle(pending, CarryForward.State.APPROVED, user, reason)
        record(_openings(approved, items), user=user)
        return _told(approved)

    content = {"carry_forward": carry_forward, "reason": reason}
    return once(key, "approve_carry_forward", user, content, make, CarryForward)


def refuse_carry_forward(
    carry_forward: CarryForward, *, user: User, key: uuid.UUID, reason: str = ""
) -> CarryForward:
    """Refuse a proposal with a reason."""
    DECIDE_CARRY_FORWARDS.require(user)

    def make() -> CarryForward:
        return _told(refuse(carry_forward, user, reason))

    content = {"carry_forward": carry_forward, "reason": reason}
    return once(key, "refuse_carry_forward", user, content, make, CarryForward)


def withdraw_carry_forward(
    carry_forward: CarryForward, *, user: User, key: uuid.UUID
) -> CarryForward:
    """Withdraw the own proposal; raise ``PermissionDenied`` without the right to propose."""
    PROPOSE_CARRY_FORWARDS.require(user)

    def make() -> CarryForward:
        return _told(withdraw(carry_forward, user))

    content = {"carry_forward": carry_forward}
    return once(key, "withdraw_carry_forward", user, content, make, CarryForward)


def _told(proposal: CarryForward) -> CarryForward:
    """Tell what a proposal has come to, and return it."""
    path = reverse("budgets:carry_forward", args=[proposal.pk]) + proposal.plan.query
    CARRY_FORWARDS.tell(proposal, path=path, name=str(proposal))
    return proposal


def _lock_open_items(keys: Iterable[int]) -> list[OpenItem]:
    """Return what is open of the entries, held against every other writer.

    What was carried while it waited for them is read only after this.
    """
    rows = OpenItem.objects.filter(pk__in=keys).order_by("pk")
    list(rows.select_for_update(of=("self",)).values_list("pk"))
    return list(rows.select_related("entry__month", "entry__carried_to"))


def _require_next_year(proposal: CarryForward) -> None:
    year = FiscalPlan(fiscal_year=proposal.plan.fiscal_year + 1)
    if not year.starts_on <= proposal.expires_on <= year.ends_on:
        message = _("Money is carried into the year %(year)s: choose a day of it.")
        outside = ValidationError(message, "expires_outside", {"year": year.fiscal_year})
        raise ValidationError({"expires_on": outside})


def _require_free(
    plan: FiscalPlan, keys: Sequence[int], items: Sequence[OpenItem]
) -> Sequence[OpenItem]:
    """Return the items; raise ``ValidationError`` naming each that cannot be carried."""
    if not keys:
        raise ValidationError({"commitments": _("Choose at least one commitment.")})
    waiting = CarryForwardItem.objects.filter(
        carry_forward__state=CarryForward.State.PROPOSED, commitment__in=keys
    )
    taken = {item.commitment_id: item for item in waiting.select_related("carry_forward")}
    wrong = [
        ValidationError(
            _("Entry %(entry)s: %(reason)s"), "not_free", {"entry": item, "reason": why}
        )
        for item in items
        if (why := _why_not(plan, item, taken.get(item.pk)))
    ]
    if wrong or len(items) < len(keys):
        raise ValidationError({"commitments": wrong or [_("There is no such commitment.")]})
    return items


def _why_not(plan: FiscalPlan, item: OpenItem, taken: CarryForwardItem | None) -> str:
    entry = item.entry
    if entry.month.plan_id != plan.pk or entry.kind not in Entry.CARRIED:
        return str(_("it is no commitment of this plan"))
    if hasattr(entry, "carried_to"):
        return str(_("it is carried forward already"))
    if taken:
        return str(_("it is proposed already, in %(number)s") % {"number": taken.carry_forward})
    return "" if item.open_amount else str(_("nothing of it is open any more"))


def _require_as_proposed(items: Sequence[CarryForwardItem], now: Iterable[OpenItem]) -> None:
    """Raise ``ValidationError`` with every difference between what was proposed and what is."""
    found = {item.pk: item for item in now}
    message = _("Entry %(entry)s: %(proposed)s baht was proposed, %(open)s baht is open now.")
    differences = [
        ValidationError(
            message,
            "not_as_proposed",
            {"entry": current, "proposed": baht(item.amount), "open": baht(current.open_amount)},
        )
        for item in items
        if (current := found[item.commitment_id]).open_amount != item.amount
    ]
    carried = _("Entry %(entry)s: it is carried forward already.")
    differences += [
        ValidationError(carried, "carried_already", {"entry": current})
        for current in found.values()
        if hasattr(current.entry, "carried_to")
    ]
    if differences:
        raise ValidationError(differences)


def _require_closed(plan: FiscalPlan) -> None:
    """Raise ``ValidationError`` while the old year takes entries; hold it closed meanwhile."""
    last = LedgerMonth.objects.filter(plan=plan, month=12)
    list(last.select_for_update().values_list("pk"))
    if not last.closed_ones().exists():
        message = _("Close September %(year)s first: until then the commitments may still change.")
        raise ValidationError(message, "year_open", {"year": plan.fiscal_year})


def _openings(approved: CarryForward, items: Sequence[CarryForwardItem]) -> list[Entry]:
    """Return the entries that open the next year, not stored yet; their allocations are given."""
    plan = next_plan(approved.plan)
    allocations = receive(plan, items)
    return [
        Entry(
            kind=Entry.Kind.OPENING,
            allocation=allocations[cell_of(item)],
            date=plan.starts_on,
            amount=item.amount,
            committed_change=item.amount,
            carried_from=item.commitment,
            expires_on=approved.expires_on,
            document_number=item.commitment.document_number,
            payee=item.commitment.payee,
            note=item.commitment.note,
            paper_approved_by=item.commitment.paper_approved_by,
        )
        for item in items
    ]
