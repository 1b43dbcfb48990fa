"""What must hold between results, their targets, their reports and their evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from django.utils.translation import gettext as _

from etda_plan.common.checks import Check, count_check, grouped
from kpis.models import Evidence, KpiResult, KpiTarget
from projects.models import MonthlyReport

APPROVED = MonthlyReport.State.APPROVED


@dataclass(frozen=True)
class Reported:
    """The results in a plan's reports; ``owners`` are the offices that ever had each target."""

    reports: Sequence[MonthlyReport]
    results: Sequence[KpiResult]
    owners: Set[tuple[int, int | None]]

    @property
    def approved(self) -> list[KpiResult]:
        """The results of approved reports, be they in force or corrected since."""
        return [row for row in self.results if row.report.state == APPROVED]


def read_reported(reports: Sequence[MonthlyReport]) -> Reported:
    """Return what ``reports``, which bring their months along, say of targets."""
    if not reports:
        return Reported(reports, [], frozenset())
    by_pk = {report.pk: report for report in reports}
    rows = KpiResult.objects.filter(report__month__plan=reports[0].month.plan_id)
    rows = rows.select_related("target__kpi__framework", "target__project")
    results = list(rows.prefetch_related("evidence").order_by("pk"))
    for row in results:
        row.report = by_pk[row.report_id]
    targets = {row.target_id for row in results}
    past = KpiTarget.history.filter(id__in=targets).values_list("id", "owner_id")
    now = {(row.target_id, row.target.owner_id) for row in results}
    return Reported(reports, results, now.union(past))


def reconcile_results(reported: Reported) -> Iterator[Check]:
    """Yield the checks of a plan's results; where none is approved there is nothing to check."""
    rows = reported.approved
    if not rows:
        return
    evidence = [each for row in rows for each in row.evidence.all()]
    in_force = list(grouped(_in_force(reported), _cell).values())
    title = _("each approved result is of a target of its report's plan")
    yield _checked("plan", title, rows, [row for row in rows if not _is_of_the_plan(row)])
    title = _("each approved result is of its target's office, or corrects one that was")
    yield _checked("owner", title, rows, _of_others(rows, reported.owners))
    title = _(
        "each approved result is of its kind; a ratio that is due has both parts or says why not"
    )
    yield _checked("kind", title, rows, [row for row in rows if not _is_of_its_kind(row)])
    title = _("each target has one result in force of a month at most")
    yield _checked("in-force", title, in_force, [each[0] for each in in_force if len(each) > 1])
    if evidence:
        title = _("each evidence is a file that is kept, or a link")
        wrong = [each for each in evidence if not _is_file_or_link(each)]
        yield _checked("evidence", title, evidence, wrong)


def _checked(code: str, title: str, rows: Sequence[object], wrong: Sequence[object]) -> Check:
    group, counted = _("Results of indicators"), _("rows")
    return count_check(f"results-{code}", group, title, len(rows), wrong, counted=counted)


def _cell(row: KpiResult) -> tuple[int, int]:
    return row.target_id, row.report.month_id


def _in_force(reported: Reported) -> list[KpiResult]:
    """Return the results in the last approved version of each office's month."""
    approved = [each for each in reported.reports if each.state == APPROVED]
    in_order = sorted(approved, key=lambda each: each.number)
    last = {(each.office_id, each.month_id): each.pk for each in in_order}
    return [row for row in reported.results if row.report_id in last.values()]


def _is_of_the_plan(row: KpiResult) -> bool:
    return row.target.kpi.framework.plan_id == row.report.month.plan_id


def _of_others(rows: Sequence[KpiResult], owners: Set[tuple[int, int | None]]) -> list[KpiResult]:
    """Return the results of offices that never had the target and correct no result of it."""
    spoken = {(row.report_id, row.target_id) for row in rows}
    return [
        row
        for row in rows
        if (row.target_id, row.report.office_id) not in owners
        and (row.report.corrects_id, row.target_id) not in spoken
    ]


def _is_of_its_kind(row: KpiResult) -> bool:
    """Whether the columns filled in are the indicator's; half a ratio that is due says why."""
    has_parts = [part is not None for part in (row.numerator, row.denominator)]
    if not row.target.kpi.is_ratio:
        return not any(has_parts)
    is_needed = row.target.kpi.is_due(row.report.month.month) and not row.note
    return row.value is None and (len(set(has_parts)) == 1 or not is_needed)


def _is_file_or_link(each: Evidence) -> bool:
    kept = [bool(each.stored_name), bool(each.size), bool(each.sha256)]
    if each.is_file:
        return all(kept) and not each.address
    return not any(kept) and each.address.startswith(("http://", "https://"))
