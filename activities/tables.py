"""The list of activities."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.template import Context
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from activities.models import Activity
from activities.progress.exports import percent_value
from activities.progress.items import ActivityState
from activities.progress.reading import Progress
from activities.templatetags.schedules import filled_in
from etda_plan.common import xlsx
from etda_plan.common.exports import Value
from etda_plan.common.figures import NOT_APPLICABLE
from etda_plan.common.fiscal import month_names
from etda_plan.common.states import STATES, TAGS
from etda_plan.common.tables import (
    Column,
    LinesColumn,
    MillionColumn,
    Table,
    Words,
    in_thai_order,
)
from etda_plan.common.templatetags.figures import (
    chip,
    icon,
    keep,
    month_heads,
    month_strip,
    plan_url,
)
from etda_plan.common.xlsx_styles import Style

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


def progress_in(context: Context) -> Progress:
    """Return the reading that the page brings along."""
    progress: Progress = context["progress"]
    return progress


class MonthsColumn(Column):
    """Twelve months, October first, under their names; an export has a column for each."""

    css = "months-cell"

    def cell(self, record: Activity, context: Context) -> str:
        """Return the strip of months, planned and done, and who filled it in."""
        item = progress_in(context).of_activity(record.pk)
        strip = month_strip(record.month_row, item.done_months if item else ())
        return format_html("{}{}", strip, filled_in(context, record.filled_in))

    def export_columns(self) -> Sequence[xlsx.Column]:
        """Return the twelve months and where they are from."""
        months = [xlsx.Column(name, width=MONTH_WIDTH) for name in month_names()]
        return [*months, xlsx.Column(str(TAGS["filled_later"].word), width=26.0)]

    def export_values(self, record: Activity) -> Sequence[Value]:
        """Return a word for each month, and the version that they are from."""
        version = record.filled_in
        return [*month_words(record.month_row), version.told if version else NOT_APPLICABLE]


def month_words(row: Sequence[bool | None]) -> Sequence[str]:
    """Return a word for each of twelve months, as exports write them."""
    words = {
        True: gettext("Planned"),
        False: gettext("Not planned"),
        None: gettext("Not in the document"),
    }
    return [words[month] for month in row]


class StateColumn(Column):
    """The state of the work as the reader sees it, and why."""

    css = "state-cell"
    width = 22.0

    def cell(self, record: Activity, context: Context) -> str:
        """Return the state's chip over the figures behind it; a dash while none are published."""
        progress = progress_in(context)
        item = progress.of_activity(record.pk)
        if item is None or not progress.sight.sees_figures:
            return NOT_APPLICABLE
        problem = format_html(" {}", chip("problem")) if item.has_problem else ""
        return format_html(
            '<span class="state">{}{}</span><span class="state__why">{}</span>',
            chip(item.state),
            problem,
            keep(item.why),
        )

    def export_columns(self) -> Sequence[xlsx.Column]:
        """Return the state, and plan and progress in percent."""
        percents = (gettext("Plan to date (%)"), gettext("Done (%)"))
        return [
            xlsx.Column(self.verbose_name, width=self.width),
            *(xlsx.Column(heading, Style.HUNDREDTHS, MONTH_WIDTH) for heading in percents),
        ]

    def export_values(self, record: Any) -> Sequence[Value]:
        """Return the word and the figures; what nobody planned or reported says so."""
        item: ActivityState | None = record.item
        if item is None:
            return [NOT_APPLICABLE] * 3
        percents = (item.plan_to_date, item.progress)
        return [str(STATES[item.state].word), *map(percent_value, percents)]


class ActivityTable(Table):
    """Activities with what is planned for them."""

    caption = _("Activities")
    unit = _("Unit: million baht (4 decimals)")
    file_name = "activities"

    code = Column(_("Code"), "code", sort=["project__position", "number"], css="code")
    title = TitleColumn(_("Activity"), "title", sort=[in_thai_order("title")])
    office = OfficeColumn(_("Responsible"), "office.code", sort=[in_thai_order("office__code")])
    months = MonthsColumn(_("Months"), "month_row")
    state = StateColumn(_("State"), "pk")
    budget = MillionColumn(_("Budget (million baht)"), "budget", sort=["budget"])
    lines = LinesColumn(pgettext_lazy("of the document", "Line"), "source_line")

    def heading_of(self, name: str, column: Column) -> Words:
        """Return the names of the months over their strips."""
        return month_heads() if name == "months" else super().heading_of(name, column)

    def exported(self) -> Iterator[Any]:
        """Yield the records with their state; none where the reader sees no month."""
        progress = progress_in(self.link_context)
        for record in self.data:
            sees = progress.sight.sees_figures
            record.item = progress.of_activity(record.pk) if sees else None
            yield record
