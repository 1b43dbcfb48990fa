"""Posting: entries, and the running totals that they move, in one transaction.

Whatever writes the ledger takes its locks in one order: the submission's key, open items by key,
allocations by key, the month. So nobody waits in a ring.
"""

from __future__ import annotations

import contextlib
import datetime
import operator
import uuid
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q, Sum, Value
from django.utils.translation import gettext_lazy as _

from budgets.models import Allocation, Batch, Entry, LedgerMonth, OpenItem
from budgets.models.changes import CHANGES
from budgets.permissions import POST_ENTRIES
from budgets.services.submissions import once
from etda_plan.accounts.models import User
from etda_plan.common.fields import MoneyField
from etda_plan.common.figures import baht
from etda_plan.common.fiscal import short_date, today

ZERO = Decimal("0.00")
LARGEST_AMOUNT = Decimal(10) ** 13
"""The largest amount of one entry (baht): sums of many stay within the column."""

TOTALS = {change.replace("_change", "_amount"): change for change in CHANGES}
"""Each total of an allocation, and the change of an entry that it sums."""

REFERENCES = {field.name for field in Entry._meta.concrete_fields if field.is_relation}
"""What the database itself looks up when an entry comes in."""


@dataclass(frozen=True)
class Posting:
    """What a person asks to post: the words of the form, ``amount`` in baht."""

    kind: str
    allocation: Allocation
    date: datetime.date
    amount: Decimal
    draws_on: Entry | None = None
    reverses: Entry | None = None
    document_number: str = ""
    payee: str = ""
    note: str = ""
    paper_approved_by: str = ""

    def entry(self) -> Entry:
        """Return the entry, not stored yet; raise ``ValidationError`` for no posting at all."""
        if self.kind not in (*Entry.POSTED, Entry.Kind.REVERSAL):
            raise ValidationError(_("Entries of this kind are not posted by hand."), "kind")
        if self.amount <= ZERO:
            raise ValidationError(_("An amount is more than zero."), "entry_amount_positive")
        if self.amount > LARGEST_AMOUNT:
            raise ValidationError(_("The number is too large."), "size")
        if self.reverses and not self.reverses.keeps_open_item:
            raise ValidationError(_("An entry of this kind is not reversed."), "kind")
        entry = Entry(**vars(self))
        for change, amount in changes(self.kind, self.amount, self.draws_on, self.reverses):
            setattr(entry, change, amount)
        return entry


def changes(
    kind: str, amount: Decimal, draws_on: Entry | None, reverses: Entry | None
) -> list[tuple[str, Decimal]]:
    """Return what an entry of a kind does to its allocation (baht).

    A reversal does the opposite of the entry that it names, for its own amount.
    """
    if reverses is not None:
        undone = changes(reverses.kind, amount, reverses.draws_on, None)
        return [(change, -value) for change, value in undone]
    match kind:
        case Entry.Kind.RESERVATION:
            return [("reserved_change", amount)]
        case Entry.Kind.COMMITMENT | Entry.Kind.OPENING:
            drawn = [("reserved_change", -amount)] if draws_on else []
            return [("committed_change", amount), *drawn]
        case Entry.Kind.PAYMENT:
            drawn = [("committed_change", -amount)] if draws_on else []
            return [("paid_change", amount), *drawn]
    raise ValueError(f"{kind} is not a stage of money")


def post(posting: Posting, *, user: User, key: uuid.UUID) -> Entry:
    """Post one entry; the same ``key`` again returns the entry that it made.

    Raise ``PermissionDenied`` without the right, ``ValidationError`` with the message of
    whatever refuses it.
    """
    POST_ENTRIES.require(user)
    content = vars(posting)
    return once(key, "post", user, content, lambda: post_all([posting], user=user)[0], Entry)


def post_all(postings: Sequence[Posting], *, user: User, batch: Batch | None = None) -> list[Entry]:
    """Post several entries inside the caller's transaction, all or none."""
    POST_ENTRIES.require(user)
    entries = [posting.entry() for posting in postings]
    return record(entries, user=user, batch=batch)


def record(entries: Sequence[Entry], *, user: User, batch: Batch | None = None) -> list[Entry]:
    """Store entries and move the totals, inside the caller's transaction.

    This is the one place that writes the ledger; whoever calls it has checked the right.
    """
    day = today()
    draw_down(entries)
    move_totals(entries)
    for entry in entries:
        entry.batch, entry.entered_by, entry.entered_on = batch, user, day
        entry.month = _month_of(entry)
        entry.clean_fields(exclude=REFERENCES)
        entry.clean()
        entry.save(force_insert=True)
        if entry.keeps_open_item:
            OpenItem.objects.create(
                entry=entry, entry_amount=entry.amount, open_amount=entry.amount
            )
    for entry in entries:
        require_money_on_every_day(entry)
    return list(entries)


def hold(entries: Collection[int], allocations: Iterable[int] = ()) -> tuple[list[int], list[int]]:
    """Lock all that many postings in one transaction move, before the first of them.

    They may draw on, reverse, or post again what the given entries, by their keys, name; their own
    allocations are held beside ``allocations``. Return the open items and allocations held.
    """
    named = Entry.objects.filter(pk__in=entries)
    reached = ("pk", "draws_on", "reverses", "reverses__draws_on")
    items = {key for keys in named.values_list(*reached) for key in keys if key}
    cells = {*named.values_list("allocation", flat=True), *allocations}
    held = _locked(OpenItem.objects.filter(pk__in=items))
    return held, _locked(Allocation.objects.filter(pk__in=cells))


def _locked(rows: models.QuerySet[Any]) -> list[int]:
    return list(rows.order_by("pk").select_for_update().values_list("pk", flat=True))


def move_totals(entries: Iterable[Entry]) -> None:
    """Add the entries' changes to the totals of their allocations, in the order of their keys."""
    moved: dict[Allocation, dict[str, Decimal]] = defaultdict(lambda: dict.fromkeys(TOTALS, ZERO))
    for entry in entries:
        for total, change in TOTALS.items():
            moved[entry.allocation][total] += getattr(entry, change)
    for allocation in sorted(moved, key=lambda each: each.pk):
        with _refused_as(partial(_overspent, allocation)):
            _add(Allocation.objects.filter(pk=allocation.pk), moved[allocation])


def draw_down(entries: Iterable[Entry]) -> None:
    """Take what the entries draw or reverse from the earlier ones, and return what comes back."""
    moved: dict[Entry, Decimal] = defaultdict(lambda: ZERO)
    for entry in entries:
        for earlier, amount in _taken(entry):
            moved[earlier] += amount
    for earlier in sorted(moved, key=lambda each: each.pk):
        with _refused_as(partial(_more_than_open, earlier)):
            _add(OpenItem.objects.filter(pk=earlier.pk), {"open_amount": moved[earlier]})


def _taken(entry: Entry) -> Iterable[tuple[Entry, Decimal]]:
    if entry.draws_on:
        yield entry.draws_on, -entry.amount
    if entry.reverses:
        yield entry.reverses, -entry.amount
        if entry.reverses.draws_on:
            yield entry.reverses.draws_on, entry.amount


def _add(rows: models.QuerySet[Any], amounts: Mapping[str, Decimal]) -> None:
    rows.update(
        **{
            total: F(total) + Value(amount, output_field=MoneyField[Decimal, Decimal]())
            for total, amount in amounts.items()
        }
    )


@contextlib.contextmanager
def _refused_as(explained: Callable[[], ValidationError]) -> Iterator[None]:
    """Answer a breached CHECK with the figures that a person needs to correct the form."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise explained() from error


def _overspent(allocation: Allocation) -> ValidationError:
    found = Allocation.objects.get(pk=allocation.pk)
    message = _("%(allocation)s has %(left)s baht left: that is not enough.")
    figures = {"allocation": found.label, "left": baht(found.left_amount)}
    return ValidationError(message, "allocation_not_overspent", figures)


def _more_than_open(earlier: Entry) -> ValidationError:
    item = OpenItem.objects.get(pk=earlier.pk)
    message = _("%(open)s baht of entry %(entry)s is open: no more can be drawn or reversed.")
    figures = {"open": baht(item.open_amount), "entry": earlier}
    return ValidationError(message, "open_item_within_entry", figures)


def _month_of(entry: Entry) -> LedgerMonth:
    month = LedgerMonth.objects.of_day(entry.allocation.fund_source.plan, entry.date)
    if month is None:
        outside = ValidationError(
            _("The date is not in the fiscal year of the plan."), "entry_date_in_month"
        )
        raise ValidationError({"date": outside})
    return month


def require_money_on_every_day(entry: Entry) -> None:
    """Raise ``ValidationError`` where an entry dated back leaves an earlier day with too little.

    The totals' CHECK looks at the end of the ledger; a table "as of" a day in between must not
    show more spent than there was. The caller holds the allocation's row.
    """
    later = Entry.objects.filter(date__gt=entry.date)
    if later.filter(allocation=entry.allocation).exists():
        _require(_days_of_allocation(entry.allocation), entry)
    for earlier in filter(None, (entry.draws_on, entry.reverses)):
        if later.filter(Q(draws_on=earlier) | Q(reverses__draws_on=earlier)).exists():
            _require(_days_of_item(earlier), entry)


Day = tuple[datetime.date, tuple[Decimal, ...]]


def _require(days: Iterable[Day], entry: Entry) -> None:
    running: tuple[Decimal, ...] = ()
    for day, amounts in days:
        running = tuple(map(operator.add, running, amounts)) if running else amounts
        if day >= entry.date and min(running) < ZERO:
            message = _("On %(day)s more would be spent than there was: choose a later date.")
            raise ValidationError(message, "every_day", {"day": short_date(day)})


def _days_of_allocation(allocation: Allocation) -> Iterable[Day]:
    """Yield, for each day, what comes to each of: left, reserved, committed, paid (baht)."""
    yield datetime.date.min, (allocation.initial_amount, ZERO, ZERO, ZERO)
    by_day = allocation.entries.order_by("date").values_list("date")
    summed = by_day.annotate(*(Sum(change) for change in TOTALS.values()))
    for day, transferred, *stages in summed:
        yield day, (transferred - sum(stages, ZERO), *stages)


def _days_of_item(item: Entry) -> Iterable[Day]:
    """Yield what comes to the open amount of an entry (baht), day by day."""
    taken = Entry.objects.filter(Q(draws_on=item) | Q(reverses=item)).values_list("date", "amount")
    back = Entry.objects.filter(reverses__draws_on=item).values_list("date", "amount")
    moves = [(item.date, item.amount), *back, *((day, -amount) for day, amount in taken)]
    amounts: dict[datetime.date, Decimal] = defaultdict(lambda: ZERO)
    for day, amount in moves:
        amounts[day] += amount
    return ((day, (amounts[day],)) for day in sorted(amounts))
