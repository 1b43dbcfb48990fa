"""A month's reports as a list, on paper, and in the frame of the Budget Bureau's forms."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from etda_plan.common.exports import Export, Value
from etda_plan.common.figures import NOT_APPLICABLE, measure
from etda_plan.common.pdf import render_pdf
from etda_plan.common.states import STATES
from etda_plan.overview.reporting.consolidated import (
    ActivityLine,
    Consolidated,
    ProgressLine,
    ResultLine,
    WorkPart,
)

STYLESHEET = settings.BASE_DIR / "templates" / "print" / "plan.css"


def consolidated_export(page: Consolidated, notes: Sequence[str] = ()) -> Export:
    """Return a month's activities, then its indicators, work by work, as the page shows them."""
    return Export(
        title=_("Reports of %(month)s") % {"month": page.month},
        file_name=f"reports-{page.plan.fiscal_year}-{page.month.month:02}",
        headings=[
            _("Project or work"),
            _("No."),
            _("Activity or KPI"),
            _("Responsible office"),
            _("Reported"),
            _("Plan to date or target"),
            _("What was done this month"),
            _("What comes next"),
            pgettext("report", "Problem"),
            _("Solution"),
        ],
        rows=[row for work in page.works for row in _rows(work)],
        notes=[
            *notes,
            _("Progress is cumulative, in percent; only approved reports count."),
            _("%(count)s offices have no approved report") % {"count": len(page.missing)},
        ],
    )


def _rows(work: WorkPart) -> Iterator[Sequence[Value]]:
    for line in work.lines:
        for progress in line.progress:
            yield _of_activity(work, line, progress)
    for result in work.results:
        yield _of_result(work, result)


def _of_activity(work: WorkPart, line: ActivityLine, progress: ProgressLine) -> Sequence[Value]:
    activity, part, row = line.activity, progress.part, line.row
    is_first = part is None or part == line.progress[0].part
    words = [row.done, row.next_steps, row.problem, row.solution] if row and is_first else [""] * 4
    return [
        work.code,
        f"{activity.code} {part.number}" if part else activity.code,
        part.title if part else activity.title,
        activity.office.code,
        reported_words(progress),
        planned_words(progress),
        *words,
    ]


def reported_words(progress: ProgressLine) -> str:
    """Return the percent that was reported, or that nothing was."""
    if progress.row is None:
        return str(STATES["not_reported"].word)
    return NOT_APPLICABLE if progress.reported is None else measure(progress.reported)


def planned_words(progress: ProgressLine) -> str:
    """Return the plan to date in percent, or that there is none."""
    return progress.planned_percent or str(STATES["no_monthly_plan"].word)


def _of_result(work: WorkPart, line: ResultLine) -> Sequence[Value]:
    kpi, note = line.target.kpi, line.result.note if line.result else ""
    office = line.target.owner.code if line.target.owner else NOT_APPLICABLE
    name = f"{kpi.name} ({kpi.unit})"
    target = measure(line.target.value)
    return [work.code, str(kpi.number), name, office, line.shown, target, note, "", "", ""]


def consolidated_pdf(page: Consolidated, day: datetime.date) -> bytes:
    """Return a month's reports on A4 landscape."""
    context = {
        "plan": page.plan,
        "reference_day": day,
        "printed_at": timezone.localtime(),
        "page": page,
    }
    html = render_to_string("print/monthly_reports.html", context)
    return render_pdf(html, STYLESHEET.read_text(encoding="utf-8"))
