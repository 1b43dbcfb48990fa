"""The list of the ledger's entries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.template import Context
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from budgets.models import Allocation, Entry
from budgets.models.changes import STAGES
from etda_plan.common import xlsx
from etda_plan.common.exports import Value
from etda_plan.common.figures import NOT_APPLICABLE
from etda_plan.common.tables import BahtColumn, Column, DateColumn, Table, in_thai_order
from etda_plan.common.templatetags.figures import plan_url
from etda_plan.common.xlsx_styles import Style

ROWS_AT_ONCE = 2000


class NumberColumn(Column):
    """The entry's number, which leads to its page."""

    css = "code beside"

    def cell(self, record: Entry, context: Context) -> str:
        """Return the linked number."""
        address = plan_url(context, "budgets:entry", record.pk)
        return format_html('<a href="{}">{}</a>', address, record)

    def export_values(self, record: Entry) -> Sequence[Value]:
        """Return the number."""
        return [record.pk]


class DayColumn(DateColumn):
    """The day, which begins the row on a phone."""

    css = "day beside"
    is_labelled_on_phone = False


class KindColumn(Column):
    """What moved."""

    css = "beside"

    def cell(self, record: Entry, context: Context) -> str:
        """Return the kind."""
        return capfirst(record.get_kind_display())

    def export_values(self, record: Entry) -> Sequence[Value]:
        """Return the kind."""
        return [capfirst(record.get_kind_display())]


class MovementColumn(Column):
    """From where to where the money moved."""

    def cell(self, record: Entry, context: Context) -> str:
        """Return the two stages."""
        return format_html('<span class="note keep">{} → {}</span>', *record.movement)

    def export_columns(self) -> Sequence[xlsx.Column]:
        """Return the two stages."""
        return [xlsx.Column(words) for words in (_("From"), _("To"))]

    def export_values(self, record: Entry) -> Sequence[Value]:
        """Return the two stages in words."""
        return record.movement


class AllocationColumn(Column):
    """Whose money it is, and for what."""

    def cell(self, record: Entry, context: Context) -> str:
        """Return the work or activity, and the fund source."""
        allocation = record.allocation
        return format_html(
            '<b class="keep">{}</b> <span class="note keep"><span class="dot f{}"></span>{}</span>',
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
        activity = allocation.activity.code if allocation.activity else NOT_APPLICABLE
        group, work = allocation.spending_group.number, allocation.project.code
        return [allocation.fund_source.name_short, group, work, activity]


class NotedColumn(Column):
    """The document; in a file, also the note."""

    def export_columns(self) -> Sequence[xlsx.Column]:
        """Return document and note."""
        return [xlsx.Column(self.verbose_name), xlsx.Column(_("Note"), width=40.0)]

    def export_values(self, record: Entry) -> Sequence[Value]:
        """Return document and note, a dash where there is none."""
        return [each or NOT_APPLICABLE for each in (record.document_number, record.note)]


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

    date = DayColumn(_("Date"), "date", sort=["date"])
    number = NumberColumn(_("No."), "pk", sort=["pk"])
    kind = KindColumn(_("Kind"), "kind", sort=["kind"])
    movement = MovementColumn(_("Moved"), "movement")
    work = AllocationColumn(
        _("Work and fund source"),
        "allocation",
        sort=["allocation__project__position", "allocation__activity__number"],
    )
    payee = Column(_("Payee"), "payee", sort=[in_thai_order("payee")], css="name")
    document = NotedColumn(_("Document"), "document_number", sort=["document_number"])
    by = PersonColumn(_("Entered by"), "entered_by", css="phone-hide")
    amount = AmountColumn(pgettext_lazy("of an entry", "Amount"), "amount", sort=["amount"])

    def export_rows(self) -> Iterator[list[Value]]:
        """Yield every row, a few thousand at a time."""
        columns = [column for _name, column in self.shown]
        rows: Any = self.data.data
        for record in rows.iterator(chunk_size=ROWS_AT_ONCE):
            yield [value for column in columns for value in column.export_values(record)]
