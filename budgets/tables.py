"""The list of the ledger's entries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import Any

from django.template import Context
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from budgets.models import Allocation, Entry
from budgets.models.ledger import STAGES
from etda_plan.common import xlsx
from etda_plan.common.exports import Value
from etda_plan.common.tables import BahtColumn, Column, DateColumn, Table, in_thai_order
from etda_plan.common.templatetags.figures import plan_url
from etda_plan.common.xlsx_styles import Style

ROWS_AT_ONCE = 2000


class NumberColumn(Column):
    """The entry's number, which leads to its page."""

    css = "code"

    def cell(self, record: Entry, context: Context) -> str:
        """Return the linked number."""
        address = plan_url(context, "budgets:entry", record.pk)
        return format_html('<a href="{}">{}</a>', address, record)

    def export_values(self, record: Entry) -> Sequence[Value]:
        """Return the number."""
        return [record.pk]


class KindColumn(Column):
    """What moved, and from where to where."""

    def cell(self, record: Entry, context: Context) -> str:
        """Return the kind over the stages."""
        return format_html(
            '{}<br><span class="note">{} → {}</span>',
            capfirst(record.get_kind_display()),
            *record.movement,
        )

    def export_columns(self) -> Sequence[xlsx.Column]:
        """Return the kind and the two stages."""
        return [xlsx.Column(words) for words in (self.verbose_name, _("From"), _("To"))]

    def export_values(self, record: Entry) -> Sequence[Value]:
        """Return the kind and the two stages in words."""
        return [capfirst(record.get_kind_display()), *record.movement]


class AllocationColumn(Column):
    """Whose money it is, and for what."""

    def cell(self, record: Entry, context: Context) -> str:
        """Return the work or activity over the fund source."""
        allocation = record.allocation
        return format_html(
            '<b>{}</b><br><span class="note"><span class="dot f{}"></span>{}</span>',
            work_of(allocation),
            allocation.fund_source.position,
            allocation.fund_source.name_short,
        )

    def export_columns(self) -> Sequence[xlsx.Column]:
        """Return fund source, group and work, and the activity."""
        words = (_("Fund source"), _("Spending group"), _("Project or work"), _("Activity"))
        return [xlsx.Column(each) for each in words]

    def export_values(self, record: Entry) -> Sequence[Value]:
        """Return fund source, group and work, and the activity, or a dash."""
        allocation = record.allocation
        activity = allocation.activity.code if allocation.activity else "–"
        group, work = allocation.spending_group.number, allocation.project.code
        return [allocation.fund_source.name_short, group, work, activity]


class DocumentColumn(Column):
    """Who was paid, over the document."""

    css = "name"
    width = 40.0

    def cell(self, record: Entry, context: Context) -> str:
        """Return payee and document, whichever are known."""
        known = [each for each in (record.payee, record.document_number) if each]
        if len(known) < 2:
            return super().cell(record, context) if not known else format_html("{}", known[0])
        return format_html('{}<br><span class="note">{}</span>', *known)

    def export_columns(self) -> Sequence[xlsx.Column]:
        """Return payee, document and note."""
        words = (_("Payee"), _("Document"), _("Note"))
        return [xlsx.Column(each, width=self.width) for each in words]

    def export_values(self, record: Entry) -> Sequence[Value]:
        """Return payee, document and note, empty where they are."""
        return [record.payee, record.document_number, record.note]


class AmountColumn(BahtColumn):
    """The amount; in a file, also what it does to each stage."""

    def export_columns(self) -> Sequence[xlsx.Column]:
        """Return the amount and the changes."""
        changes = [xlsx.Column(words, Style.BAHT_CHANGE) for words in STAGES.values()]
        return [xlsx.Column(self.verbose_name, Style.BAHT), *changes]

    def export_values(self, record: Entry) -> Sequence[Value]:
        """Return the amount and the changes, exact."""
        return [record.amount, *(getattr(record, f"{stage}_change") for stage in STAGES)]


class PersonColumn(Column):
    """Who entered it, and on which day."""

    def cell(self, record: Entry, context: Context) -> str:
        """Return the name."""
        return format_html("{}", record.entered_by.get_full_name() or record.entered_by)

    def export_columns(self) -> Sequence[xlsx.Column]:
        """Return person and day."""
        return [xlsx.Column(self.verbose_name), xlsx.Column(_("Entered on"), Style.DATE)]

    def export_values(self, record: Entry) -> Sequence[Value]:
        """Return person and day."""
        return [record.entered_by.get_full_name() or str(record.entered_by), record.entered_on]


def work_of(allocation: Allocation) -> str:
    """Return the code of the activity, or of the project or work."""
    return allocation.activity.code if allocation.activity else allocation.project.code


class EntryTable(Table):
    """Entries of the ledger."""

    caption = _("Entries of the ledger")
    unit = _("Unit: baht (2 decimals)")
    own_order = _("newest first")
    file_name = "entries"

    date = DateColumn(_("Date"), "date", sort=["date"])
    number = NumberColumn(_("No."), "pk", sort=["pk"])
    kind = KindColumn(_("Kind"), "kind", sort=["kind"])
    work = AllocationColumn(
        _("Work and fund source"),
        "allocation",
        sort=["allocation__project__position", "allocation__activity__number"],
    )
    payee = DocumentColumn(
        _("Payee and document"), "payee", sort=[in_thai_order("payee"), "document_number"]
    )
    by = PersonColumn(_("Entered by"), attrgetter("entered_by"))
    amount = AmountColumn(_("Amount"), "amount", sort=["amount"])

    def export_rows(self) -> Iterator[list[Value]]:
        """Yield every row, a few thousand at a time."""
        columns = [column for _name, column in self.shown]
        rows: Any = self.data.data
        for record in rows.iterator(chunk_size=ROWS_AT_ONCE):
            yield [value for column in columns for value in column.export_values(record)]
