"""The state of the work as files: a row for each work, activity and part, and what needs a look."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from activities.progress.attention import AttentionPage, AttentionRow
from activities.progress.items import ActivityState, Judged, PartState
from activities.progress.page import ProgressPage, WorkRows
from etda_plan.common.exports import Export, Value
from etda_plan.common.figures import NOT_APPLICABLE, rounded_percent
from etda_plan.common.fiscal import month_names
from etda_plan.common.states import STATES
from etda_plan.common.xlsx import Column
from etda_plan.common.xlsx_styles import Style

PERCENT_WIDTH = 12.0


def progress_export(page: ProgressPage) -> Export:
    """Return what the page shows, with plan and progress for each month (percent, cumulative)."""
    return Export(
        title=_("State of the work"),
        file_name=page.file_name,
        headings=_headings(page),
        rows=_rows(page),
        notes=[*page.statements, _("Percent, cumulative; each of its own whole")],
    )


def _headings(page: ProgressPage) -> list[str | Column]:
    months = [
        Column(words % {"month": month}, Style.HUNDREDTHS, PERCENT_WIDTH)
        for words in (_("Plan to %(month)s"), _("Done by %(month)s"))
        for month in month_names()
    ]
    return [
        _("Level"),
        _("Code"),
        Column(_("Item"), width=60.0),
        Column(_("Responsible"), width=26.0),
        Column(_("Plan to date (%)"), Style.HUNDREDTHS, PERCENT_WIDTH),
        Column(_("Done (%)"), Style.HUNDREDTHS, PERCENT_WIDTH),
        _("State"),
        _("Derived state"),
        Column(_("Why"), width=60.0),
        Column(_("Months behind"), Style.INTEGER, PERCENT_WIDTH),
        *months,
        *(_words_headings() if page.reads_words else []),
    ]


def _words_headings() -> list[Column]:
    return [Column(each, width=60.0) for each in (pgettext("report", "Problem"), _("Solution"))]


def _rows(page: ProgressPage) -> Iterator[Sequence[Value]]:
    for work in page.works:
        yield _work(page, work)
        for row in work.rows:
            yield [*_activity(row.item), *_said(page, row.item)]
            for part in row.item.parts:
                yield [*_part(row.item, part), *_said(page, None)]


def _work(page: ProgressPage, work: WorkRows) -> list[Value]:
    rolled, project = work.rolled, work.project
    return [
        _("Project or work"),
        project.code,
        project.name,
        work.basis,
        percent_value(rolled.plan_to_date),
        percent_value(rolled.progress),
        _state(rolled.state),
        _state(rolled.state),
        rolled.why,
        *[NOT_APPLICABLE] * (1 + 2 * len(month_names())),
        *_said(page, None),
    ]


def _activity(item: ActivityState) -> list[Value]:
    activity = item.activity
    who: list[Value] = [_("Activity"), activity.code, activity.title, activity.office.code]
    return [*who, *_figures(item)]


def _part(item: ActivityState, part: PartState) -> list[Value]:
    number, title = part.number, part.title
    who: list[Value] = [_("Sub-activity"), f"{item.activity.project.code}/{number}", title]
    return [*who, item.activity.office.code, *_figures(part)]


def _figures(item: Judged) -> Iterator[Value]:
    yield from (percent_value(item.plan_to_date), percent_value(item.progress))
    yield from (_state(item.state), _state(item.derived_state), item.why, item.months_behind)
    yield from map(percent_value, item.curve or [None] * 12)
    yield from (_done(item, month) for month in range(1, 13))


def _done(item: Judged, month: int) -> Value:
    is_ahead = month > item.judged_month
    return NOT_APPLICABLE if is_ahead else percent_value(item.by_month.get(month))


def _said(page: ProgressPage, item: ActivityState | None) -> list[Value]:
    if not page.reads_words:
        return []
    words = [item.problem, item.solution] if item else ["", ""]
    return [each or NOT_APPLICABLE for each in words]


def percent_value(value: Fraction | None) -> Value:
    """Return a percentage as it is shown, with two places; words for the unknown."""
    return _("No data") if value is None else rounded_percent(value)


def _state(key: str) -> str:
    return str(STATES[key].word)


def attention_export(attention: AttentionPage) -> Export:
    """Return what needs a look, as on the screen."""
    page = attention.page
    return Export(
        title=_("What needs a look"),
        file_name=f"attention-{page.plan.fiscal_year}-{page.day.isoformat()}",
        headings=[
            _("Code"),
            Column(_("Activity"), width=60.0),
            Column(_("Responsible"), width=26.0),
            Column(_("Needs a look"), width=26.0),
            Column(_("How long"), width=40.0),
            Column(_("Plan to date (%)"), Style.HUNDREDTHS, PERCENT_WIDTH),
            Column(_("Done (%)"), Style.HUNDREDTHS, PERCENT_WIDTH),
            Column(_("Why"), width=60.0),
            *(_words_headings() if page.reads_words else []),
        ],
        rows=[_attention(page, row) for row in attention.rows],
        notes=page.statements,
    )


def _attention(page: ProgressPage, row: AttentionRow) -> list[Value]:
    item = row.item
    return [
        item.activity.code,
        item.activity.title,
        item.activity.office.code,
        " · ".join(reason.word for reason in row.reasons),
        " · ".join(reason.how_long for reason in row.reasons),
        percent_value(item.plan_to_date),
        percent_value(item.progress),
        item.why,
        *_said(page, item),
    ]
