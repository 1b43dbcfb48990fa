"""What the page of one entry shows: its chain, what is open, and what can be done next."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from budgets.forms.postings import NEXT_KIND
from budgets.models import Attachment, Entry, LedgerMonth, MonthClose
from etda_plan.common.figures import baht
from etda_plan.common.fiscal import short_date, today


@dataclass(frozen=True)
class NextAct:
    """A button of the page: ``query`` opens the form; ``reason`` says why it cannot be pressed."""

    label: str
    query: str
    reason: str


@dataclass(frozen=True)
class EntryPage:
    """An entry of ``with_page``, with what belongs to it."""

    entry: Entry

    @property
    def open_amount(self) -> Decimal | None:
        """What can still be drawn or reversed (baht); None for an entry that keeps nothing open."""
        return self.entry.open_item.open_amount if self.entry.keeps_open_item else None

    @cached_property
    def followers(self) -> QuerySet[Entry]:
        """What draws on the entry, and what reverses it, oldest first."""
        rows = Entry.objects.filter(draws_on=self.entry) | Entry.objects.filter(reverses=self.entry)
        return rows.order_by("date", "pk")

    @cached_property
    def attachments(self) -> QuerySet[Attachment]:
        """Its files, with who added them."""
        return self.entry.attachments.select_related("added_by")

    @cached_property
    def close(self) -> MonthClose | None:
        """The close of its month that is in force."""
        closes = MonthClose.objects.in_force().filter(month=self.entry.month)
        return closes.select_related("closed_by").defer("manifest").first()

    @property
    def carried_to(self) -> Entry | None:
        """The entry of the next year that it was carried forward to."""
        return getattr(self.entry, "carried_to", None)

    @cached_property
    def day(self) -> datetime.date | None:
        """The day that a further entry would bear, None while no month takes one."""
        plan = self.entry.month.plan
        return LedgerMonth.objects.latest_open_day(plan, today(), self.entry.date)

    def next_acts(self) -> Iterator[NextAct]:
        """Yield what can be done with the entry, each with why it cannot be done now."""
        if not self.entry.keeps_open_item:
            return
        following = NEXT_KIND.get(Entry.Kind(self.entry.kind))
        if following:
            is_commitment = following == Entry.Kind.COMMITMENT
            label = _("Commit this reservation") if is_commitment else _("Pay this commitment")
            yield NextAct(label, f"draws_on={self.entry.pk}", self._obstacle() or self._expired())
        yield NextAct(_("Reverse"), f"reverses={self.entry.pk}", self._obstacle())

    def _obstacle(self) -> str:
        if self.carried_to:
            words = _("It was carried forward to the next year as %(entry)s: post there.")
            return words % {"entry": self.carried_to}
        if not self.open_amount:
            return _("Nothing of it is open any more.")
        if self.day is None:
            return _("Every month that could take the entry is closed.")
        return ""

    def _expired(self) -> str:
        until = self.entry.expires_on
        if until is None or (self.day and self.day <= until):
            return ""
        return _("It could be paid until %(day)s only.") % {"day": short_date(until)}


def why_nothing_follows(entry: Entry) -> str:
    """Return why nothing can be done with an entry of this kind, empty where something can."""
    if entry.kind == Entry.Kind.TRANSFER:
        return _("A transfer is undone by a transfer back.")
    if entry.kind == Entry.Kind.REVERSAL:
        return _("A reversal is not reversed: post the entry anew.")
    return ""


def confirmation(entry: Entry) -> str:
    """Return what posting an entry has changed, before and after, in one sentence."""
    allocation = entry.allocation
    left = allocation.left_amount
    figures = {
        "number": entry.pk,
        "kind": entry.get_kind_display(),
        "amount": baht(entry.amount),
        "allocation": allocation.label,
        "before": baht(left - entry.left_change),
        "after": baht(left),
    }
    words = _(
        "Posted #%(number)s: %(kind)s %(amount)s baht. "
        "%(allocation)s: left %(before)s → %(after)s baht."
    )
    return " ".join([words % figures, *_still_open(entry)])


def _still_open(entry: Entry) -> Iterator[str]:
    for earlier in filter(None, (entry.draws_on, entry.reverses)):
        now = earlier.open_item.open_amount
        figures = {"entry": earlier, "before": baht(now + entry.amount), "after": baht(now)}
        yield _("Open of %(entry)s: %(before)s → %(after)s baht.") % figures
