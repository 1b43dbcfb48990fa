"""The months of a ledger as a file."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from budgets.models import MonthClose
from budgets.models.changes import CHANGES
from budgets.months.page import MonthRow, MonthsPage
from etda_plan.common.exports import Export, Value
from etda_plan.common.figures import NOT_APPLICABLE
from etda_plan.common.fiscal import short_date
from etda_plan.common.states import STATES
from etda_plan.common.xlsx import Column
from etda_plan.common.xlsx_styles import Style


def months_export(page: MonthsPage) -> Export:
    """Return the months as a list: state, sums in baht, seal in full, and what happened to each."""
    figures = [
        _("Transferred (baht)"),
        _("Reserved (baht)"),
        _("Committed (baht)"),
        _("Paid (baht)"),
    ]
    return Export(
        title=_("Months of the ledger"),
        file_name=f"months-{page.plan.fiscal_year}",
        headings=[
            _("Month"),
            _("State"),
            Column(_("Entries"), Style.INTEGER),
            *(Column(figure, Style.BAHT) for figure in figures),
            _("Seal"),
            Column(_("Published"), Style.DATE),
            _("What happened"),
        ],
        rows=list(_rows(page)),
        notes=[_("Unit: baht (2 decimals)")],
    )


def _rows(page: MonthsPage) -> Iterator[list[Value]]:
    for row in page.rows:
        close = row.close
        published = close.publication.published_on if close and close.is_published else None
        yield [
            str(row.month),
            str(STATES[row.state].word),
            *_moved(row),
            close.seal if close else NOT_APPLICABLE,
            published or NOT_APPLICABLE,
            " · ".join(_history(row)) or NOT_APPLICABLE,
        ]


def _moved(row: MonthRow) -> list[Value]:
    if not row.has_begun:
        return [NOT_APPLICABLE] * (1 + len(CHANGES))
    return [row.entries, *(row.changes[name] for name in CHANGES)]


def _history(row: MonthRow) -> Iterator[str]:
    for close in row.closes:
        yield from _of_close(close)


def _of_close(close: MonthClose) -> Iterator[str]:
    who = {"who": close.closed_by.known_as, "day": short_date(close.closed_on)}
    yield _("closed by %(who)s on %(day)s") % who
    if hasattr(close, "publication"):
        shown = close.publication
        who = {"who": shown.published_by.known_as, "day": short_date(shown.published_on)}
        yield _("published by %(who)s on %(day)s") % who
    if not close.is_in_force:
        ended = close.reopening
        who = {"who": ended.reopened_by.known_as, "day": short_date(ended.reopened_on)}
        yield _("reopened by %(who)s on %(day)s: %(reason)s") % {**who, "reason": ended.reason}
