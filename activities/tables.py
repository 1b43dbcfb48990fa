"""The list of activities."""

from __future__ import annotations

from collections.abc import Sequence

from django.template import Context
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from activities.models import Activity
from etda_plan.common import xlsx
from etda_plan.common.exports import Value
from etda_plan.common.fiscal import month_names
from etda_plan.common.tables import (
    Column,
    LinesColumn,
    MillionColumn,
    Table,
    Words,
    in_thai_order,
)
from etda_plan.common.templatetags.figures import icon, keep, month_heads, month_strip, plan_url

MONTH_WIDTH = 11.0


class TitleColumn(Column):
    """The title, which leads to the activity's page, and how many parts it has."""

    css = "name"
    width = 60.0

    def cell(self, record: Activity, context: Context) -> str:
        """Return the linked title over the number of parts."""
        url = plan_url(context, "activities:detail", record.project.code, record.number)
        title = format_html('<a lang="th" href="{}">{}</a>', url, keep(record.title))
        parts = len(record.sub_activities.all())
        if not parts:
            return title
        words = ngettext("%(count)s sub-activity", "%(count)s sub-activities", parts)
        return format_html(
            '{}<span class="parts">{}<span>{}</span></span>',
            title,
            icon("right"),
            words % {"count": parts},
        )


class OfficeColumn(Column):
    """The responsible office, position or offices."""

    css = "office"
    width = 26.0

    def cell(self, record: Activity, context: Context) -> str:
        """Return the abbreviation."""
        return format_html('<span lang="th">{}</span>', record.office.code)


class MonthsColumn(Column):
    """Twelve months, October first, under their names; an export has a column for each."""

    css = "months-cell"

    def cell(self, record: Activity, context: Context) -> str:
        """Return the strip of months."""
        return month_strip(record.month_row)

    def export_columns(self) -> Sequence[xlsx.Column]:
        """Return the twelve months."""
        return [xlsx.Column(name, width=MONTH_WIDTH) for name in month_names()]

    def export_values(self, record: Activity) -> Sequence[Value]:
        """Return a word for each month."""
        words = {
            True: gettext("Planned"),
            False: gettext("Not planned"),
            None: gettext("Not in the document"),
        }
        return [words[month] for month in record.month_row]


class ActivityTable(Table):
    """Activities with what is planned for them."""

    caption = _("Activities")
    unit = _("Unit: million baht (4 decimals)")
    file_name = "activities"

    code = Column(_("Code"), "code", sort=["project__position", "number"], css="code")
    title = TitleColumn(_("Activity"), "title", sort=[in_thai_order("title")])
    office = OfficeColumn(_("Responsible"), "office.code", sort=[in_thai_order("office__code")])
    months = MonthsColumn(_("Months"), "month_row")
    budget = MillionColumn(_("Budget (million baht)"), "budget", sort=["budget"])
    lines = LinesColumn(pgettext_lazy("of the document", "Line"), "source_line")

    def heading_of(self, name: str, column: Column) -> Words:
        """Return the names of the months over their strips."""
        return month_heads() if name == "months" else super().heading_of(name, column)
