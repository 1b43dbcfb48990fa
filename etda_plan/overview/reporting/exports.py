"""The matrix of reports, and a month's reports, as files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from etda_plan.common.exports import Export, Value
from etda_plan.common.figures import NOT_APPLICABLE
from etda_plan.common.fiscal import month_names
from etda_plan.common.states import STATES
from etda_plan.overview.reporting.matrix import NOT_BEGUN, Matrix, MonthRow, OfficeRow


def matrix_export(matrix: Matrix, offices: Sequence[OfficeRow], notes: Sequence[str]) -> Export:
    """Return the offices by months, each state in words, then what is closed and published."""
    return Export(
        title=_("Monthly reports"),
        file_name=f"monthly-reports-{matrix.plan.fiscal_year}",
        headings=[_("Office"), *month_names()],
        rows=[*map(_office, offices), *_closes(matrix)],
        notes=notes,
    )


def _office(row: OfficeRow) -> list[Value]:
    return [row.office.code, *(state_words(cell.state) for cell in row.cells)]


def state_words(state: str) -> str:
    """Return a state in words, a dash for a month that has not begun."""
    return NOT_APPLICABLE if state == NOT_BEGUN else str(STATES[state].word)


def _closes(matrix: Matrix) -> Iterator[list[Value]]:
    lines: list[tuple[str, Callable[[MonthRow], Value]]] = [
        (_("Due on"), lambda row: row.due_on),
        (pgettext("report", "Approved"), lambda row: row.approved),
        (_("Reports closed on"), lambda row: row.close.closed_on if row.close else None),
        (
            _("Ledger closed on"),
            lambda row: row.ledger_close.closed_on if row.ledger_close else None,
        ),
        (
            _("Published on"),
            lambda row: (
                row.close.publication.published_on if row.close and row.is_published else None
            ),
        ),
    ]
    for heading, read in lines:
        values = map(read, matrix.months)
        yield [heading, *(NOT_APPLICABLE if value is None else value for value in values)]
