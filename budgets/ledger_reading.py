"""The ledger as its checks read it: a fixed number of queries, each added up by the database."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, F, QuerySet, Sum

from budgets.models import Allocation, Entry, MonthClose, OpenItem, SpendingPlan, Transfer
from budgets.models.changes import NOTHING
from budgets.models.ledger import EntryQuerySet
from budgets.seals import Finding, verify_seals
from budgets.spending import Amounts
from projects.models import FiscalPlan

EARLIER = ("reverses", "transfer")
"""What an entry names of which nothing can be drawn on or reversed later."""

Days = Mapping[datetime.date, Amounts]
"""What the entries of each day changed (baht), in the order of the days."""


@dataclass(frozen=True)
class TransferReading:
    """An approved transfer: its two ends, how many entries it has, and what they sum up to."""

    number: str
    is_within_fund: bool
    entries: int
    total: Decimal


@dataclass(frozen=True)
class LedgerReading:
    """A plan's ledger. Figures are baht.

    ``days`` is by allocation. ``keeping_items`` counts the entries of which something
    can be drawn or reversed, ``items`` their open items, and ``wrong_items`` names the entries
    whose item is not what the entries leave open of them. ``late`` are entries entered into a
    month after the close that is in force. ``findings`` is None where the seals were not verified.
    """

    allocations: list[Allocation]
    days: Mapping[int, Days]
    entries: int
    keeping_items: int
    items: int
    wrong_items: list[int]
    transfers: list[TransferReading]
    plans: list[SpendingPlan]
    closes: int
    in_closed_months: int
    late: list[int]
    findings: list[Finding] | None

    @property
    def has_begun(self) -> bool:
        """Whether there is anything to check yet."""
        return bool(self.entries or self.plans or self.closes or self.transfers)

    def totals(self, allocation: Allocation) -> Amounts:
        """Return what an allocation's entries sum up to, with its initial amount."""
        changes = Amounts.total(self.days.get(allocation.pk, {}).values())
        return Amounts(allocation.initial_amount) + changes


def read_ledger(
    plan: FiscalPlan, allocations: list[Allocation], *, seals: bool = True
) -> LedgerReading:
    """Return what the checks of a plan's ledger need; ``seals`` verifies those of closed months.

    Verifying seals reads every entry of the closed months; everything else is added up by the
    database.
    """
    entries = Entry.objects.filter(allocation__fund_source__plan=plan)
    days, count = _read_days(entries)
    without_item = (entries.filter(**{f"{name}__isnull": False}) for name in EARLIER)
    items = OpenItem.objects.filter(entry__month__plan=plan)
    closes = MonthClose.objects.in_force().filter(month__plan=plan)
    return LedgerReading(
        allocations=allocations,
        days=days,
        entries=count,
        keeping_items=count - sum(rows.count() for rows in without_item),
        items=items.count(),
        wrong_items=list(items.unlike_entries().order_by("pk").values_list("pk", flat=True)),
        transfers=read_transfers(plan),
        plans=list(SpendingPlan.objects.of_plan(plan).in_force()),
        closes=closes.count(),
        in_closed_months=entries.filter(month__closes__in=closes).count(),
        late=list(_late(entries, closes)),
        findings=verify_seals(plan) if seals else None,
    )


def _read_days(entries: EntryQuerySet) -> tuple[dict[int, dict[datetime.date, Amounts]], int]:
    days: dict[int, dict[datetime.date, Amounts]] = defaultdict(dict)
    count = 0
    for allocation, day, number, *sums in entries.changes_by_day():
        days[allocation][day] = Amounts(Decimal(0), *sums)
        count += number
    return days, count


def read_transfers(plan: FiscalPlan) -> list[TransferReading]:
    """Return a plan's approved transfers with what their entries sum up to."""
    approved = Transfer.objects.filter(
        from_allocation__fund_source__plan=plan, state=Transfer.State.APPROVED
    )
    ends = ("from_allocation__fund_source", "to_allocation__fund_source")
    sums = approved.annotate(
        count=Count("entries"), total=Sum("entries__transferred_change", default=NOTHING)
    )
    rows = sums.order_by("pk").values_list("pk", "count", "total", *ends)
    return [
        TransferReading(Transfer(pk=key).number, source == target, count, total)
        for key, count, total, source, target in rows
    ]


def _late(entries: QuerySet[Entry], closes: QuerySet[MonthClose]) -> QuerySet[Entry, int]:
    late = entries.filter(month__closes__in=closes, month__closes__closed_at__lt=F("entered_at"))
    return late.order_by("pk").values_list("pk", flat=True)
