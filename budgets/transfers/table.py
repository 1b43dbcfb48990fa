"""The list of transfers."""

from __future__ import annotations

from collections.abc import Sequence

from django.template import Context
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from budgets.models import Allocation, Transfer
from etda_plan.common import xlsx
from etda_plan.common.exports import Value
from etda_plan.common.states import STATES
from etda_plan.common.tables import BahtColumn, Column, DateColumn, Table
from etda_plan.common.templatetags.figures import chip, icon, plan_url


class NumberColumn(Column):
    """The transfer's number, which leads to its page."""

    css = "code"

    def cell(self, record: Transfer, context: Context) -> str:
        """Return the linked number."""
        address = plan_url(context, "budgets:transfer", record.pk)
        return format_html('<a href="{}">{}</a>', address, record.number)

    def export_values(self, record: Transfer) -> Sequence[Value]:
        """Return the number."""
        return [record.number]


class EndColumn(Column):
    """Where the money leaves or arrives: work or activity over its name."""

    css = "name"
    width = 40.0

    def cell(self, record: Transfer, context: Context) -> str:
        """Return code and name."""
        allocation: Allocation = self.read(record)
        code, name = named(allocation)
        return format_html('{} <span class="note" lang="th">{}</span>', code, name)

    def export_values(self, record: Transfer) -> Sequence[Value]:
        """Return code and name."""
        return [" ".join(named(self.read(record)))]


class SourceColumn(EndColumn):
    """Where the money leaves, over whose money it is."""

    def cell(self, record: Transfer, context: Context) -> str:
        """Return code and name, and the fund source with its colour."""
        fund = record.from_allocation.fund_source
        return format_html(
            '{}<br><span class="note" lang="th"><span class="dot f{}"></span>{}</span>',
            super().cell(record, context),
            fund.position,
            fund.name_short,
        )

    def export_columns(self) -> Sequence[xlsx.Column]:
        """Return the fund source and the end."""
        return [xlsx.Column(_("Fund source")), *super().export_columns()]

    def export_values(self, record: Transfer) -> Sequence[Value]:
        """Return the fund source and the end."""
        fund = record.from_allocation.fund_source.name_short
        return [fund, *super().export_values(record)]


class TargetColumn(EndColumn):
    """Where the money arrives."""

    def cell(self, record: Transfer, context: Context) -> str:
        """Return an arrow, then code and name."""
        arrow = format_html('<span class="hidden-text">{} </span>{}', _("To"), icon("right"))
        return format_html("{} {}", arrow, super().cell(record, context))


class PersonColumn(Column):
    """Who proposed it."""

    is_labelled_on_phone = True


class StateColumn(Column):
    """Where it stands; in a file, also who decided it, when and why, and the words of both."""

    def cell(self, record: Transfer, context: Context) -> str:
        """Return the chip of the state."""
        return chip(record.state)

    def export_columns(self) -> Sequence[xlsx.Column]:
        """Return the state and what led to it."""
        words = (
            self.verbose_name,
            _("Decided by"),
            _("Decided on"),
            _("Reason of the decision"),
            _("Reason"),
            _("Effect on activities and KPIs"),
        )
        return [xlsx.Column(each) for each in words]

    def export_values(self, record: Transfer) -> Sequence[Value]:
        """Return the state and what led to it; empty where nobody has decided."""
        return [
            str(STATES[record.state].word),
            record.decided_by.known_as if record.decided_by else "",
            record.decided_on or "",
            record.decision_reason,
            record.reason,
            record.effect,
        ]


def named(allocation: Allocation) -> tuple[str, str]:
    """Return code and name of the activity, or of the work, that an allocation is for."""
    if allocation.activity:
        return allocation.activity.code, allocation.activity.title
    return allocation.project.code, allocation.project.name


class TransferTable(Table):
    """Transfers of a plan."""

    caption = _("Transfers")
    unit = _("Unit: baht (2 decimals)")
    own_order = _("newest first")
    file_name = "transfers"

    number = NumberColumn(_("No."), "number", sort=["pk"])
    proposed_on = DateColumn(_("Proposed on"), "proposed_on", sort=["proposed_on"])
    state = StateColumn(_("State"), "state", sort=["state"])
    source = SourceColumn(_("From"), "from_allocation", sort=["from_allocation__project__position"])
    target = TargetColumn(_("To"), "to_allocation", sort=["to_allocation__project__position"])
    proposed_by = PersonColumn(
        _("Proposed by"), "proposed_by.known_as", sort=["proposed_by__username"]
    )
    amount = BahtColumn(_("Amount (baht)"), "amount", sort=["amount"])
