"""What the pages of carry-forwards say beside their lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, cast

from django.db.models import Count, Sum

from budgets.models import CarryForward, CarryForwardItem, Entry, OpenItem
from budgets.models.open_items import Standing
from projects.models import FiscalPlan

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class Part:
    """So many open commitments, and what is open of them in all (baht)."""

    count: int = 0
    amount: Decimal = ZERO

    def __add__(self, other: Part) -> Part:
        return Part(self.count + other.count, self.amount + other.amount)


@dataclass(frozen=True)
class Totals:
    """The open commitments of a plan, by how far each is on its way into the next year."""

    free: Part
    proposed: Part
    carried: Part

    @property
    def all(self) -> Part:
        """All of them."""
        return self.free + self.proposed + self.carried


def read_totals(plan: FiscalPlan) -> Totals:
    """Return a plan's open commitments, added up by one query."""
    rows: Any = OpenItem.objects.filter(entry__month__plan=plan).open_ones().commitments()
    sums = rows.with_standing().order_by().values_list("standing")
    parts = {
        standing: Part(count, amount)
        for standing, count, amount in sums.annotate(Count("pk"), Sum("open_amount"))
    }
    return Totals(*(parts.get(each.value, Part()) for each in Standing))


@dataclass(frozen=True)
class Opening:
    """An entry that an earlier year brought forward, and what of it is open (baht)."""

    entry: Entry

    @property
    def open(self) -> Decimal:
        """What may still be paid."""
        return self.entry.open_item.open_amount

    @property
    def paid(self) -> Decimal:
        """What was paid of it."""
        return self.entry.amount - self.open

    @property
    def origin(self) -> Entry:
        """The commitment of the earlier year."""
        return cast(Entry, self.entry.carried_from)

    @property
    def proposal(self) -> CarryForward | None:
        """The carry-forward that brought it."""
        items = self.origin.carry_forward_items.all()
        approved = CarryForward.State.APPROVED
        carried = (item.carry_forward for item in items if item.carry_forward.state == approved)
        return next(carried, None)


def read_openings(plan: FiscalPlan) -> list[Opening]:
    """Return what earlier years brought into a plan, oldest first."""
    entries = Entry.objects.filter(month__plan=plan, kind=Entry.Kind.OPENING)
    rows = entries.select_related(
        "open_item", "allocation__project", "allocation__fund_source", "carried_from__month__plan"
    ).prefetch_related("carried_from__carry_forward_items__carry_forward")
    return [Opening(entry) for entry in rows.order_by("pk")]


@dataclass(frozen=True)
class ProposalPage:
    """One carry-forward with its commitments, as they are now."""

    proposal: CarryForward
    items: Sequence[CarryForwardItem]
    is_year_closed: bool

    @cached_property
    def total(self) -> Decimal:
        """What was proposed in all (baht)."""
        return sum((item.amount for item in self.items), ZERO)

    @cached_property
    def changed(self) -> list[CarryForwardItem]:
        """Those of which more or less is open now than was proposed."""
        if not self.proposal.is_pending:
            return []
        return [item for item in self.items if item.commitment.open_item.open_amount != item.amount]

    @property
    def next_year(self) -> int:
        """The year in which it is paid."""
        return self.proposal.plan.fiscal_year + 1


def read_proposal(proposal: CarryForward) -> ProposalPage:
    """Return a carry-forward as its page shows it."""
    last = proposal.plan.ledger_months.filter(month=12)
    closed = last.closed_ones().exists()
    return ProposalPage(proposal, list(proposal.items.with_commitments()), closed)
