"""The list of open commitments at the year's end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from budgets.models import CarryForward, OpenItem
from budgets.models.open_items import Standing
from budgets.tables import work_of
from etda_plan.common import xlsx
from etda_plan.common.exports import Value
from etda_plan.common.tables import BahtColumn, Column, DateColumn, Table
from etda_plan.common.templatetags.figures import plan_url


class EntryColumn(Column):
    """The commitment's number, which leads to its page."""

    css = "code"

    def cell(self, record: OpenItem, context: Context) -> str:
        """Return the linked number."""
        address = plan_url(context, "budgets:entry", record.pk)
        return format_html('<a href="{}">{}</a>', address, record.entry)

    def export_values(self, record: OpenItem) -> Sequence[Value]:
        """Return the number."""
        return [record.pk]


class DocumentColumn(Column):
    """The contract, and with whom."""

    css = "name"

    def cell(self, record: OpenItem, context: Context) -> str:
        """Return payee over document, whichever are known."""
        entry = record.entry
        known = [each for each in (entry.payee, entry.document_number) if each] or ["–"]
        below = format_html('<br><span class="note">{}</span>', known[1]) if known[1:] else ""
        return format_html("{}{}", known[0], below)

    def export_columns(self) -> Sequence[xlsx.Column]:
        """Return payee and document."""
        return [xlsx.Column(_("Payee")), xlsx.Column(_("Document"))]

    def export_values(self, record: OpenItem) -> Sequence[Value]:
        """Return payee and document, empty where they are."""
        return [record.entry.payee, record.entry.document_number]


class WorkColumn(Column):
    """For which work, and whose money."""

    def cell(self, record: OpenItem, context: Context) -> str:
        """Return the work or activity over the fund source."""
        allocation = record.entry.allocation
        return format_html(
            '<b>{}</b><br><span class="note"><span class="dot f{}"></span>{}</span>',
            work_of(allocation),
            allocation.fund_source.position,
            allocation.fund_source.name_short,
        )

    def export_columns(self) -> Sequence[xlsx.Column]:
        """Return work and fund source."""
        return [xlsx.Column(_("Project or work")), xlsx.Column(_("Fund source"))]

    def export_values(self, record: OpenItem) -> Sequence[Value]:
        """Return work and fund source."""
        allocation = record.entry.allocation
        return [work_of(allocation), allocation.fund_source.name_short]


class StandingColumn(Column):
    """How far it is on its way into the next year, with the proposal and what it opened."""

    def cell(self, record: OpenItem, context: Context) -> str:
        """Return the words, the linked proposal and the linked entry of the next year."""
        return format_html("{}{}{}", *self._parts(record, context))

    def _parts(self, record: OpenItem, context: Context) -> tuple[str, SafeString, SafeString]:
        none = SafeString("")
        proposal = live_proposal(record)
        opened = getattr(record.entry, "carried_to", None)
        return (
            str(words_of(record)),
            _link(plan_url(context, "budgets:carry_forward", proposal.pk), proposal)
            if proposal
            else none,
            _link(next_year(context, opened.pk), opened) if opened else none,
        )

    def export_columns(self) -> Sequence[xlsx.Column]:
        """Return the words, the proposal, the entry of the next year and of the year before."""
        words = (self.verbose_name, _("Proposal"), _("Entry of the next year"), _("Carried from"))
        return [xlsx.Column(each) for each in words]

    def export_values(self, record: OpenItem) -> Sequence[Value]:
        """Return the words, the proposal's number, and the entries' numbers."""
        opened = getattr(record.entry, "carried_to", None)
        proposal, origin = live_proposal(record), record.entry.carried_from
        return [str(each or "") for each in (words_of(record), proposal, opened, origin)]


def words_of(record: Any) -> str:
    """Return how far a commitment, read with its standing, is on its way."""
    return str(Standing(record.standing).label)


def live_proposal(record: OpenItem) -> CarryForward | None:
    """Return the proposal that a commitment waits in or was carried by."""
    live = (CarryForward.State.PROPOSED, CarryForward.State.APPROVED)
    items = record.entry.carry_forward_items.all()
    return next((each.carry_forward for each in items if each.carry_forward.state in live), None)


def next_year(context: Context, entry: int) -> str:
    """Return the page of an entry in the plan after the one that is shown."""
    address = plan_url(Context(), "budgets:entry", entry)
    return f"{address}?fiscal_year={context['plan'].fiscal_year + 1}"


def _link(address: str, words: object) -> SafeString:
    return format_html(' · <a href="{}">{}</a>', address, words)


class CommitmentTable(Table):
    """Commitments of which something is open."""

    caption = _("Open commitments")
    unit = _("Unit: baht (2 decimals)")
    own_order = _("oldest first")
    file_name = "open-commitments"

    number = EntryColumn(_("No."), "pk", sort=["pk"])
    date = DateColumn(_("Date"), "entry.date", sort=["entry__date"])
    payee = DocumentColumn(_("Payee and document"), "entry.payee", sort=["entry__document_number"])
    work = WorkColumn(
        _("Work and fund source"), "entry", sort=["entry__allocation__project__position"]
    )
    standing = StandingColumn(_("State"), "standing", sort=["standing"])
    expires = DateColumn(_("May be paid until"), "entry.expires_on", sort=["entry__expires_on"])
    amount = BahtColumn(_("Committed (baht)"), "entry_amount", sort=["entry_amount"])
    open = BahtColumn(_("Open (baht)"), "open_amount", sort=["open_amount"])
