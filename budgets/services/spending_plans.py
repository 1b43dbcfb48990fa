"""Monthly spending plans: proposed, and approved as numbered versions that stay."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from budgets.models import MONTH_FIELDS, MONTHS, Allocation, Batch, SpendingPlan
from budgets.notices import SPENDING_PLANS
from budgets.permissions import DECIDE_SPENDING_PLANS, PROPOSE_SPENDING_PLANS
from budgets.services.submissions import once
from etda_plan.accounts.decisions import (
    lock_pending,
    refuse,
    require_other_person,
    settle,
    withdraw,
)
from etda_plan.accounts.models import User
from etda_plan.common.exact import fitted
from etda_plan.common.figures import MINUS, baht
from etda_plan.common.fiscal import today

NOTHING = Decimal("0.00")
SATANG = Decimal("0.01")


@dataclass(frozen=True)
class PlannedMonths:
    """What a person proposes for an allocation: twelve amounts (baht), October first."""

    allocation: Allocation
    amounts: Sequence[Decimal]
    note: str = ""


def even_split(amount: Decimal, from_month: int = 1) -> tuple[Decimal, ...]:
    """Return twelve amounts, October first, that add up to ``amount`` (baht) to the satang.

    Months before ``from_month`` get nothing. What does not divide goes, a satang each, to the last
    months: the plan to date is then never ahead of an even pace.
    """
    count = len(MONTHS) - from_month + 1
    share, remainder = divmod(int(fitted(amount, 2).scaleb(2)), count)
    satang = [share + (place >= count - remainder) for place in range(count)]
    return (NOTHING,) * (from_month - 1) + tuple(SATANG * each for each in satang)


def propose_spending_plan(
    allocation: Allocation,
    amounts: Sequence[Decimal],
    note: str = "",
    *,
    user: User,
    key: uuid.UUID,
) -> SpendingPlan:
    """Store a proposal of twelve amounts; the same ``key`` again returns it.

    Raise ``PermissionDenied`` without the right, ``ValidationError`` where the months do not add
    up to the allocation's current amount.
    """
    PROPOSE_SPENDING_PLANS.require(user)
    planned = PlannedMonths(allocation, tuple(amounts), note)
    content = {"allocation": allocation, "amounts": [*map(str, amounts)], "note": note}
    return once(
        key,
        "propose_spending_plan",
        user,
        content,
        lambda: _told(propose_all([planned], user=user)[0]),
        SpendingPlan,
    )


def propose_all(
    planned: Sequence[PlannedMonths], *, user: User, batch: Batch | None = None
) -> list[SpendingPlan]:
    """Store several proposals inside the caller's transaction, all or none."""
    PROPOSE_SPENDING_PLANS.require(user)
    locked = lock_allocations(each.allocation for each in planned)
    return [_propose(each, locked[each.allocation.pk], user, batch) for each in planned]


def lock_allocations(allocations: Iterable[Allocation]) -> dict[int, Allocation]:
    """Return the allocations as stored, by key, their rows locked in the order of their keys."""
    keys = {allocation.pk for allocation in allocations}
    rows = Allocation.objects.select_for_update(of=("self",)).select_related(
        "fund_source", "project", "activity__project"
    )
    return {row.pk: row for row in rows.filter(pk__in=keys).order_by("pk")}


def _propose(
    planned: PlannedMonths, allocation: Allocation, user: User, batch: Batch | None
) -> SpendingPlan:
    if len(planned.amounts) != len(MONTHS):
        raise ValueError("a year has twelve months")
    require_whole(allocation, sum(planned.amounts, NOTHING))
    proposal = SpendingPlan(
        allocation=allocation,
        total_amount=allocation.current_amount,
        note=planned.note.strip(),
        batch=batch,
        proposed_by=user,
        proposed_on=today(),
        **dict(zip(MONTH_FIELDS, planned.amounts, strict=True)),
    )
    proposal.full_clean()
    proposal.save()
    return proposal


def require_whole(allocation: Allocation, total: Decimal) -> None:
    """Raise ``ValidationError``, with the difference, unless ``total`` is the current amount."""
    difference = total - allocation.current_amount
    if difference:
        message = _(
            "The months add up to %(total)s baht, %(allocation)s has %(current)s now: "
            "a difference of %(difference)s."
        )
        sign = "+" if difference > 0 else MINUS
        figures = {
            "total": baht(total),
            "allocation": allocation.label,
            "current": baht(allocation.current_amount),
            "difference": f"{sign}{baht(abs(difference))}",
        }
        raise ValidationError(message, "not_the_current_amount", figures)


def approve_spending_plan(
    proposal: SpendingPlan, *, user: User, key: uuid.UUID, reason: str = ""
) -> SpendingPlan:
    """Approve a proposal as the allocation's next version; earlier versions stay as they are.

    Raise ``PermissionDenied`` without the right; ``ValidationError`` for an own proposal, one
    decided already, or where the current amount has moved since: then it stays open.
    """
    DECIDE_SPENDING_PLANS.require(user)

    def make() -> SpendingPlan:
        locked = lock_allocations([proposal.allocation])
        pending = lock_pending(proposal)
        require_other_person(pending, user)
        require_whole(locked[pending.allocation_id], pending.total_amount)
        pending.version = _next_version(pending.allocation_id)
        return _told(settle(pending, SpendingPlan.State.APPROVED, user, reason))

    content = {"proposal": proposal, "reason": reason}
    return once(key, "approve_spending_plan", user, content, make, SpendingPlan)


def _next_version(allocation: int) -> int:
    versions = SpendingPlan.objects.filter(allocation=allocation)
    return (versions.aggregate(newest=Max("version"))["newest"] or 0) + 1


def refuse_spending_plan(
    proposal: SpendingPlan, *, user: User, key: uuid.UUID, reason: str = ""
) -> SpendingPlan:
    """Refuse a proposal with a reason."""
    DECIDE_SPENDING_PLANS.require(user)

    def make() -> SpendingPlan:
        return _told(refuse(proposal, user, reason))

    content = {"proposal": proposal, "reason": reason}
    return once(key, "refuse_spending_plan", user, content, make, SpendingPlan)


def withdraw_spending_plan(proposal: SpendingPlan, *, user: User, key: uuid.UUID) -> SpendingPlan:
    """Withdraw the own proposal; raise ``PermissionDenied`` without the right to propose."""
    PROPOSE_SPENDING_PLANS.require(user)

    def make() -> SpendingPlan:
        return _told(withdraw(proposal, user))

    content = {"proposal": proposal}
    return once(key, "withdraw_spending_plan", user, content, make, SpendingPlan)


def _told(proposal: SpendingPlan) -> SpendingPlan:
    """Tell what a proposal has come to, and return it."""
    allocation = proposal.allocation
    plan = allocation.fund_source.plan
    path = reverse("budgets:spending_plan", args=[allocation.pk]) + plan.query
    SPENDING_PLANS.tell(proposal, path=path, name=allocation.label)
    return proposal
