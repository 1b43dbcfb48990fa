"""The grid as a single list: twelve columns of words, and the version that each row is from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext as _

from activities.scheduling.grid import GridRow
from activities.tables import MONTH_WIDTH, month_words
from etda_plan.common.exports import Export, Value
from etda_plan.common.fiscal import month_names
from etda_plan.common.xlsx import Column
from projects.models import FiscalPlan


def grid_export(rows: Iterable[GridRow], plan: FiscalPlan, notes: Sequence[str]) -> Export:
    """Return the grid's rows as filtered; the words of a month can be pasted into the form."""
    words: list[str | Column] = [
        _("Project or work"),
        _("Code"),
        Column(_("Activity"), width=60.0),
        _("Responsible"),
    ]
    months = [Column(name, width=MONTH_WIDTH) for name in month_names()]
    beside = [_("Weight"), _("Expected deliverable"), _("Milestones")]
    origin = [_("Version"), _("Approved on")]
    return Export(
        title=_("Monthly plan of work"),
        file_name=f"monthly-plan-{plan.fiscal_year}",
        headings=[*words, *months, *beside, *origin],
        rows=(list(_values(row)) for row in rows),
        notes=notes,
    )


def _values(row: GridRow) -> Iterator[Value]:
    yield row.activity.project.code
    yield row.code
    yield row.item.title
    yield row.activity.office.code
    yield from month_words(row.months)
    line = row.line
    yield line.weight if line else None
    yield line.deliverable if line else None
    yield "; ".join(str(each) for each in line.milestones.all()) if line else None
    yield line.schedule.number if line else None
    yield line.schedule.decided_on if line else None
