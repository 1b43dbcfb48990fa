"""What must hold between reports, their steps, their versions and what they say of activities."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from activities.models import ActivityReport
from etda_plan.common.checks import Check, count_check, grouped
from projects.models import FiscalPlan, MonthlyReport, ReportEvent

Act, State = ReportEvent.Act, MonthlyReport.State
HUNDRED = Decimal(100)

AFTER: dict[str, set[ReportEvent.Act]] = {
    "": set(ReportEvent.BEGINNINGS),
    Act.STARTED: {Act.SUBMITTED},
    Act.CORRECTION_STARTED: {Act.SUBMITTED},
    Act.SUBMITTED: {Act.APPROVED, Act.RETURNED},
    Act.RETURNED: {Act.SUBMITTED},
    Act.APPROVED: set(),
}
"""Which steps may follow a step."""

ENDS_IN: dict[str, MonthlyReport.State] = {
    Act.STARTED: State.DRAFT,
    Act.CORRECTION_STARTED: State.DRAFT,
    Act.SUBMITTED: State.SUBMITTED,
    Act.RETURNED: State.RETURNED,
    Act.APPROVED: State.APPROVED,
}
"""The state of a report whose last step is such a one."""


def read_reports(plan: FiscalPlan) -> list[MonthlyReport]:
    """Return a plan's reports in order, with their steps and what they say, read once."""
    reports = MonthlyReport.objects.filter(month__plan=plan).select_related("office", "month")
    said = reports.prefetch_related("events", "activity_reports__parts")
    return list(said.order_by("office_id", "month_id", "number"))


def reconcile_reports(reports: Sequence[MonthlyReport]) -> Iterator[Check]:
    """Yield the checks of a plan's reports; where nothing is reported there is nothing to check."""
    if not reports:
        return
    versions = list(grouped(reports, lambda each: (each.office_id, each.month_id)).values())
    said = [row for report in reports for row in report.activity_reports.all()]
    corrections = [each for each in reports if each.corrects_id]
    yield _checked("steps", _("each report's steps lead to its state"), reports, _misled(reports))
    yield _checked(
        "four-eyes",
        _("each decision is by another person than the submission before it"),
        reports,
        [each for each in reports if _decided_alone(each)],
    )
    yield _checked(
        "versions",
        _("each office has one version in force of a month at most, numbered without a gap"),
        versions,
        [each[-1] for each in versions if not _is_chain(each)],
    )
    if said:
        title = _("each progress is unknown or 0 to 100 percent, of an activity or of its parts")
        wrong = [f"{row.report_id}: {row.activity_id}" for row in said if not _is_percent(row)]
        yield _checked("progress", title, said, wrong)
    if corrections:
        title = _("each correction speaks of every activity that the version before spoke of")
        yield _checked("copies", title, corrections, _incomplete(corrections, reports))


def _checked(code: str, title: str, rows: Sequence[object], wrong: Sequence[object]) -> Check:
    group, counted = _("Monthly reports"), _("rows")
    return count_check(f"reports-{code}", group, title, len(rows), wrong, counted=counted)


def _misled(reports: Sequence[MonthlyReport]) -> list[MonthlyReport]:
    return [report for report in reports if not _leads_to_state(report)]


def _leads_to_state(report: MonthlyReport) -> bool:
    before = ""
    for event in report.events.all():
        if event.act not in AFTER[before]:
            return False
        before = event.act
    return ENDS_IN.get(before) == report.state and (before != Act.APPROVED or _signed(report))


def _signed(report: MonthlyReport) -> bool:
    """Whether the last two steps are the submission and the decision that the report names."""
    *_others, submitted, decided = report.events.all()
    return (submitted.by_id, submitted.on, decided.by_id, decided.on) == (
        report.submitted_by_id,
        report.submitted_on,
        report.decided_by_id,
        report.decided_on,
    )


def _decided_alone(report: MonthlyReport) -> bool:
    submitted_by = None
    for event in report.events.all():
        if event.act == Act.SUBMITTED:
            submitted_by = event.by_id
        elif event.act in (Act.APPROVED, Act.RETURNED) and event.by_id == submitted_by:
            return True
    return False


def _is_chain(versions: Sequence[MonthlyReport]) -> bool:
    """Whether each version corrects the one before, and all but the last are approved."""
    before: list[MonthlyReport | None] = [None, *versions[:-1]]
    return all(
        version.number == number
        and version.corrects_id == (earlier.pk if earlier else None)
        and (earlier is None or earlier.state == State.APPROVED)
        for number, (earlier, version) in enumerate(zip(before, versions, strict=True), 1)
    )


def _is_percent(row: ActivityReport) -> bool:
    parts = list(row.parts.all())
    known = [
        percent
        for percent in [row.progress, *(part.progress for part in parts)]
        if percent is not None
    ]
    is_once = row.progress is None or not parts
    return is_once and all(0 <= percent <= HUNDRED for percent in known)


def _incomplete(
    corrections: Sequence[MonthlyReport], reports: Sequence[MonthlyReport]
) -> list[MonthlyReport]:
    spoken = {
        report.pk: {row.activity_id for row in report.activity_reports.all()} for report in reports
    }
    return [each for each in corrections if spoken[each.corrects_id or 0] - spoken[each.pk]]
