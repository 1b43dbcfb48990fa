"""The list of projects and works."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.template import Context
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from etda_plan.common.exports import Value
from etda_plan.common.figures import NOT_APPLICABLE
from etda_plan.common.tables import (
    Column,
    LinesColumn,
    MillionColumn,
    NumberColumn,
    Table,
    in_thai_order,
)
from etda_plan.common.templatetags.figures import anomaly_codes, keep, percent_of, plan_url, tag
from etda_plan.common.xlsx_styles import Style
from projects.models import Project
from projects.project_page import budget_anomalies


class NameColumn(Column):
    """The name, which leads to the project's page, over its English one."""

    css = "name"
    width = 60.0

    def cell(self, record: Project, context: Context) -> str:
        """Return the linked name."""
        english = format_html('<br><span class="note" lang="en">{}</span>', record.name_en or "")
        return format_html(
            '<a lang="th" href="{}">{}</a>{}',
            plan_url(context, "projects:detail", record.code),
            keep(record.name),
            english if record.name_en else "",
        )


class StrategyColumn(NumberColumn):
    """The number of the strategy that it serves; a standing work serves none."""

    def cell(self, record: Project, context: Context) -> str:
        """Return the number, said to be read where it is not printed; or a dash."""
        if record.strategy is None:
            return NOT_APPLICABLE
        number = str(record.strategy.number)
        if not record.strategy_is_inferred:
            return number
        return format_html("<span>{}<br>{}</span>", number, tag("interpreted"))

    def export_values(self, record: Project) -> Sequence[Value]:
        """Return the number, or a dash."""
        return [record.strategy.number if record.strategy else NOT_APPLICABLE]


class KpiCountColumn(NumberColumn):
    """How many indicators section 7 gives it; none is said in words."""

    def cell(self, record: Any, context: Context) -> str:
        """Return the count, or say that the plan has none for it."""
        words = format_html('<span class="unknown">{}</span>', gettext("No KPI in the plan"))
        return str(record.kpi_count) if record.kpi_count else words

    def export_values(self, record: Any) -> Sequence[Value]:
        """Return the count, or say that the plan has none for it."""
        return [record.kpi_count or gettext("No KPI in the plan")]


class BudgetColumn(MillionColumn):
    """The budget; before it the codes of what changes its meaning."""

    def cell(self, record: Project, context: Context) -> str:
        """Return the amount after its marks."""
        amount = super().cell(record, context)
        found = budget_anomalies(record, context.get("anomalies_by_line") or {})
        return anomaly_codes(context, found, amount) if found else amount


class ShareColumn(NumberColumn):
    """The part of the plan's envelope, in percent with two places."""

    style = Style.HUNDREDTHS

    def cell(self, record: Any, context: Context) -> str:
        """Return the percentage, or the words for unknown."""
        return percent_of(record.budget, record.envelope)

    def export_values(self, record: Any) -> Sequence[Value]:
        """Return the percentage as the screen shows it, or the words for unknown."""
        if record.budget is None or not record.envelope:
            return [gettext("Not in the document")]
        return [(record.budget * 100 / record.envelope).quantize(Decimal("0.01"), ROUND_HALF_UP)]


def budget_lines(record: Any) -> tuple[int | None, int | None]:
    """Return the lines that print a budget: section 6's and the page's."""
    return record.section_line, record.page_line


class ProjectTable(Table):
    """Projects and works with what is planned for them."""

    caption = _("Projects and works")
    unit = _("Unit: million baht (4 decimals)")
    file_name = "projects"

    code = Column(_("Code"), "code", sort=["code"], css="code")
    name = NameColumn(_("Name"), "name", sort=[in_thai_order("name")])
    kind = Column(_("Kind"), lambda record: capfirst(record.get_kind_display()), sort=["kind"])
    strategy = StrategyColumn(_("Strategy"), "strategy", sort=["strategy__number"])
    activities = NumberColumn(_("Activities"), "activity_count", sort=["activity_count"])
    kpis = KpiCountColumn(_("KPIs"), "kpi_count", sort=["kpi_count"])
    budget = BudgetColumn(_("Budget"), "budget", sort=["budget"])
    share = ShareColumn(_("Share (percent)"), "budget", sort=["budget"])
    lines = LinesColumn(pgettext_lazy("of the document", "Line"), budget_lines)
