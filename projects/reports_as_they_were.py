"""Monthly reports as they stood on a past day, from their steps."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from etda_plan.common.checks import grouped
from projects.as_it_was import Clock
from projects.models import MonthlyReport, ReportEvent

State, Act = MonthlyReport.State, ReportEvent.Act
STATE_AFTER = {
    Act.STARTED: State.DRAFT,
    Act.CORRECTION_STARTED: State.DRAFT,
    Act.SUBMITTED: State.SUBMITTED,
    Act.RETURNED: State.RETURNED,
    Act.APPROVED: State.APPROVED,
}
DECISIONS = (Act.RETURNED, Act.APPROVED)


def put_reports_back(
    reports: Iterable[MonthlyReport], day: datetime.date | None
) -> list[MonthlyReport]:
    """Return the versions that had been begun by the end of a past day, as they stood then.

    State, who submitted and decided, and the comment are those of the last step by then. Without
    a day they stand as they do. One query.
    """
    found = list(reports)
    if day is None:
        return found
    events = ReportEvent.objects.filter(report__in=[each.pk for each in found], on__lte=day)
    steps = grouped(events.select_related("by").order_by("pk"), lambda step: step.report_id)
    begun = [each for each in found if each.pk in steps]
    for report in begun:
        _put_back(report, steps[report.pk])
    return begun


def _put_back(report: MonthlyReport, steps: Sequence[ReportEvent]) -> None:
    last = steps[-1]
    submitted = next((each for each in reversed(steps) if each.act == Act.SUBMITTED), None)
    decided = last if last.act in DECISIONS else None
    report.state = STATE_AFTER[Act(last.act)]
    report.submitted_by = submitted.by if submitted else None
    report.submitted_on, report.submitted_at = _moments(submitted)
    report.decided_by = decided.by if decided else None
    report.decided_on, report.decided_at = _moments(decided)
    report.comment = decided.comment if decided else ""


def _moments(step: ReportEvent | None) -> tuple[datetime.date | None, datetime.datetime | None]:
    return (step.on, step.at) if step else (None, None)


def says_the_same(report: MonthlyReport, day: datetime.date | None) -> bool:
    """Whether a version says today what it said on a past day: nobody has written in it since.

    What a draft said before it was changed is not kept.
    """
    if day is None or report.saved_at is None:
        return True
    return Clock.read().day_of(report.saved_at) <= day
