"""The list of projects and works."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.template import Context
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from etda_plan.common.exports import Value
from etda_plan.common.figures import share
from etda_plan.common.tables import (
    Column,
    LinesColumn,
    MillionColumn,
    NumberColumn,
    Table,
    in_thai_order,
)
from etda_plan.common.templatetags.figures import keep, percent_of, plan_url
from projects.models import Project


class NameColumn(Column):
    """The name, which leads to the project's page, over its English one."""

    css = "name"

    def cell(self, record: Project, context: Context) -> str:
        """Return the linked name."""
        english = format_html('<br><span class="note" lang="en">{}</span>', record.name_en or "")
        return format_html(
            '<a lang="th" href="{}">{}</a>{}',
            plan_url(context, "projects:detail", record.code),
            keep(record.name),
            english if record.name_en else "",
        )


class ShareColumn(NumberColumn):
    """The part of the plan's envelope, in percent."""

    def cell(self, record: Any, context: Context) -> str:
        """Return the percentage with two places."""
        return percent_of(self.read(record), context.get("envelope"))


class ProjectTable(Table):
    """Projects and works with what is planned for them."""

    caption = _("Projects and works")
    unit = _("Unit: million baht (4 decimal places)")
    file_name = "projects"

    code = Column(_("Code"), "code", sort=["code"], css="code")
    name = NameColumn(_("Name"), "name", sort=[in_thai_order("name")])
    kind = Column(_("Kind"), "get_kind_display", sort=["kind"])
