"""The list of changes: on the screen a row for each, in a file a row for each field."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from django.template import Context
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django_tables2.data import TableData

from etda_plan.common import xlsx
from etda_plan.common.admin import moment
from etda_plan.common.exports import Value
from etda_plan.common.figures import NOT_APPLICABLE
from etda_plan.common.fiscal import short_date
from etda_plan.common.tables import Column, Table
from etda_plan.common.templatetags.figures import icon
from etda_plan.common.xlsx_styles import Style
from etda_plan.overview.changes.change import Change, FieldChange
from etda_plan.overview.changes.reading import Changes


class MomentColumn(Column):
    """When it was done; below, the day that the row itself names where that is another."""

    css = "day"

    def cell(self, record: Change, context: Context) -> str:
        """Return the moment in Bangkok."""
        done = format_html('<span class="keep">{}</span>', moment(record.moment))
        if record.dated is None:
            return done
        words = gettext("dated %(day)s") % {"day": short_date(record.dated)}
        return format_html('{}<br><span class="note keep">{}</span>', done, words)


class PersonColumn(Column):
    """Who did it."""

    def cell(self, record: Change, context: Context) -> str:
        """Return the person, or say that the system did it."""
        if record.person:
            return super().cell(record, context)
        return format_html('<span class="unknown">{}</span>', gettext("the system"))


class SubjectColumn(Column):
    """Which record, and of which kind."""

    css = "name"

    def cell(self, record: Change, context: Context) -> str:
        """Return the kind over the name, which leads to its page where it has one."""
        link = '<a lang="th" href="{1}">{0}</a>' if record.address else '<span lang="th">{0}</span>'
        name = format_html(link, record.title, record.address)
        return format_html('<span class="note">{}</span><br>{}', record.kind, name)


class WhatColumn(Column):
    """What was done: the act, then each field with what it was and what it is."""

    css = "what"

    def cell(self, record: Change, context: Context) -> str:
        """Return the act and the values; all values of a record that came or went are folded."""
        parts = [format_html("<b>{}</b>", record.act)]
        if record.note:
            parts.append(format_html('<span class="note">{}</span>', record.note))
        if record.fields:
            parts.append(self._values(record))
        return format_html_join(" ", "{}", ((part,) for part in parts))

    @staticmethod
    def _values(record: Change) -> SafeString:
        rows = format_html_join("", "<dt>{}</dt><dd>{}</dd>", map(_row, record.fields))
        values = format_html('<dl class="history">{}</dl>', rows)
        if not record.is_of_values:
            return values
        count = len(record.fields)
        words = ngettext("%(count)s value", "%(count)s values", count) % {"count": count}
        sign = icon("down")
        return format_html(
            "<details><summary>{}<span>{}</span></summary>{}</details>", sign, words, values
        )


def _row(change: FieldChange) -> tuple[str, SafeString]:
    old = format_html("<del>{}</del>", change.old) if change.old is not None else ""
    new = format_html("<ins>{}</ins>", change.new) if change.new is not None else ""
    return change.label, format_html("{} → {}", old, new) if old and new else format_html(
        "{}{}", old, new
    )


class ChangeData(TableData):
    """Changes for a table, which counts them and reads the page that it shows."""

    def __len__(self) -> int:
        return self._length

    @cached_property
    def _length(self) -> int:
        return len(self.data)


class ChangeTable(Table):
    """Changes, newest first."""

    caption = _("Who changed what")
    own_order = _("newest first")
    file_name = "changes"

    when = MomentColumn(_("When"), "moment")
    person = PersonColumn(_("Who"), "person")
    subject = SubjectColumn(_("Record"), "title")
    what = WhatColumn(_("What"), "act")
    reason = Column(_("Why"), "reason")

    def __init__(self, data: Changes, context: Context, **options: Any) -> None:
        super().__init__(ChangeData(data), context, **options)

    def export_columns(self) -> list[xlsx.Column]:
        """Return day, time, person, record, act, field, old, new and reason."""
        return [
            xlsx.Column(_("Day"), Style.DATE),
            xlsx.Column(_("Time")),
            xlsx.Column(_("Dated"), Style.DATE),
            xlsx.Column(_("Who"), width=24.0),
            xlsx.Column(_("Kind of record"), width=24.0),
            xlsx.Column(_("Record"), width=48.0),
            xlsx.Column(_("What"), width=20.0),
            xlsx.Column(_("Field"), width=24.0),
            xlsx.Column(_("Before"), width=40.0),
            xlsx.Column(_("After"), width=40.0),
            xlsx.Column(_("Why"), width=40.0),
        ]

    def export_rows(self) -> Iterator[list[Value]]:
        """Yield a row for each field that changed; for a change without fields, one."""
        for change in self.data:
            done = timezone.localtime(change.moment)
            head: list[Value] = [done.date(), f"{done:%H:%M:%S}", change.dated or NOT_APPLICABLE]
            about = [change.person or gettext("the system"), change.kind, change.title]
            act = f"{change.act} · {change.note}" if change.note else change.act
            for values in _exported(change):
                yield [*head, *about, act, *values, change.reason or NOT_APPLICABLE]


def _exported(change: Change) -> list[list[str]]:
    """Return field, old and new of each; all values of what came or went stand in one row."""
    if not change.is_of_values:
        rows = [[each.label, each.old or "", each.new or ""] for each in change.fields]
        return rows or [[NOT_APPLICABLE] * 3]
    old = "\n".join(f"{each.label}: {each.old}" for each in change.fields if each.old is not None)
    new = "\n".join(f"{each.label}: {each.new}" for each in change.fields if each.new is not None)
    return [[gettext("all values"), old or NOT_APPLICABLE, new or NOT_APPLICABLE]]
