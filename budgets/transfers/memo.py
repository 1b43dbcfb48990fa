"""One transfer as a memo: what it does, or did, to the line that gives and the one that receives.

The figures before and after an approved transfer are those of its own moment, out of the entries:
what was posted since does not change what the memo says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db.models import Sum

from activities.models import Activity
from budgets.models import Allocation, Entry, Transfer
from budgets.models.changes import CHANGES
from budgets.services.transfers import TransferProposal
from budgets.transfers.table import named

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class Side:
    """One end of a transfer: its current amount and what is left of it, before and after (baht)."""

    code: str
    name: str
    change: Decimal
    current_before: Decimal
    left_before: Decimal

    @property
    def current_after(self) -> Decimal:
        """The current amount once the money has moved."""
        return self.current_before + self.change

    @property
    def left_after(self) -> Decimal:
        """What is left once the money has moved."""
        return self.left_before + self.change

    @property
    def is_short(self) -> bool:
        """Whether it has not enough to give."""
        return self.left_after < ZERO


@dataclass(frozen=True)
class Memo:
    """A transfer with its two ends and its entries."""

    transfer: Transfer

    @property
    def giving(self) -> tuple[str, str]:
        """Code and name of the work or activity that gives."""
        return named(self.transfer.from_allocation)

    @property
    def receiving(self) -> tuple[str, str]:
        """Code and name of the work or activity that receives."""
        return named(self.transfer.to_allocation)

    @cached_property
    def entries(self) -> Sequence[Entry]:
        """Its two entries in the ledger, none before it is approved."""
        return list(self.transfer.entries.order_by("pk"))

    @cached_property
    def sides(self) -> list[Side]:
        """Who gives and who receives; none for a transfer that will not come about."""
        transfer = self.transfer
        if transfer.state == Transfer.State.APPROVED:
            return [side_of(entry, self._allocation(entry)) for entry in self.entries]
        if transfer.is_pending:
            ends = ((transfer.from_allocation, -1), (transfer.to_allocation, 1))
            return [side_now(allocation, sign * transfer.amount) for allocation, sign in ends]
        return []

    def _allocation(self, entry: Entry) -> Allocation:
        ends = (self.transfer.from_allocation, self.transfer.to_allocation)
        return next(each for each in ends if each.pk == entry.allocation_id)


def side_now(allocation: Allocation, change: Decimal) -> Side:
    """Return an end as it stands now."""
    return Side(*named(allocation), change, allocation.current_amount, allocation.left_amount)


def side_of(entry: Entry, allocation: Allocation) -> Side:
    """Return an end as it stood when the entry was posted."""
    earlier = Entry.objects.filter(allocation=allocation, pk__lt=entry.pk)
    sums = earlier.aggregate(**{change: Sum(change) for change in CHANGES})
    moved, *stages = (sums[change] or ZERO for change in CHANGES)
    current = allocation.initial_amount + moved
    left = current - sum(stages, ZERO)
    return Side(*named(allocation), entry.transferred_change, current, left)


def proposed_sides(proposal: TransferProposal) -> list[Side]:
    """Return both ends of what somebody is about to propose."""
    giving = side_now(proposal.from_allocation, -proposal.amount)
    if proposal.to_allocation:
        return [giving, side_now(proposal.to_allocation, proposal.amount)]
    return [giving, _not_opened(proposal.to_activity, proposal.amount)]


def _not_opened(activity: Activity | None, amount: Decimal) -> Side:
    code, name = (activity.code, activity.title) if activity else ("", "")
    return Side(code, name, amount, ZERO, ZERO)
