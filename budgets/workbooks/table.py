"""The list of batches."""

from __future__ import annotations

from collections.abc import Sequence

from django.template import Context
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from budgets.models import Batch
from etda_plan.accounts.models import User
from etda_plan.common.exports import Value
from etda_plan.common.filters import ChoiceFilter, FilterSet
from etda_plan.common.tables import Column, DateColumn, NumberColumn, Table
from etda_plan.common.templatetags.figures import plan_url


class BatchFilterSet(FilterSet):
    """What the workbook holds."""

    kind = ChoiceFilter(label=_("What it holds"), choices=Batch.Kind.choices)


class BatchColumn(Column):
    """The batch's number, which leads to its page."""

    css = "code"

    def cell(self, record: Batch, context: Context) -> str:
        """Return the linked number."""
        return format_html(
            '<a href="{}">{}</a>', plan_url(context, "budgets:batch", record.pk), record
        )

    def export_values(self, record: Batch) -> Sequence[Value]:
        """Return the number."""
        return [str(record)]


class KindColumn(Column):
    """What the workbook holds."""

    def cell(self, record: Batch, context: Context) -> str:
        """Return the kind."""
        return format_html("{}", kind_of(record))

    def export_values(self, record: Batch) -> Sequence[Value]:
        """Return the kind."""
        return [kind_of(record)]


class FateColumn(Column):
    """Whether the batch stands."""

    def cell(self, record: Batch, context: Context) -> str:
        """Return what became of it."""
        return format_html("{}", fate_of(record))

    def export_values(self, record: Batch) -> Sequence[Value]:
        """Return what became of it."""
        return [fate_of(record)]


def name_of(user: User) -> str:
    """Return a person's name, or the name that they sign in with."""
    return user.get_full_name() or user.username


def kind_of(batch: Batch) -> str:
    """Return what a batch holds, in words."""
    return str(capfirst(Batch.Kind(batch.kind).label))


def fate_of(batch: Batch) -> str:
    """Return whether a batch stands, is taken back, or takes another back."""
    if batch.reverses_id:
        return gettext("Takes back %(batch)s") % {"batch": batch.reverses}
    later = getattr(batch, "reversed_by", None)
    if later is not None:
        return gettext("Taken back by %(batch)s") % {"batch": later}
    return gettext("In force")


class BatchTable(Table):
    """Batches with where they come from."""

    caption = _("Batches")
    own_order = _("newest first")
    file_name = "batches"

    batch = BatchColumn(_("Batch"), "pk", sort=["pk"])
    kind = KindColumn(_("What it holds"), "kind", sort=["kind"])
    rows = NumberColumn(pgettext_lazy("of a batch", "Records"), "records")
    file = Column(_("File"), "file_name", sort=["file_name"], css="name")
    day = DateColumn(_("Applied on"), "applied_on", sort=["applied_on"])
    person = Column(_("Applied by"), lambda batch: name_of(batch.applied_by))
    fate = FateColumn(_("State"), "pk")
