"""What an office reports of its targets: saved, copied into a correction, and what lacks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from etda_plan.accounts.models import User
from etda_plan.common.refusals import refusing
from kpis.models import KpiResult, KpiTarget
from kpis.models.targets import BY_WORK
from projects.models import MonthlyReport
from projects.services.reports import hold_open


@dataclass(frozen=True)
class ResultValues:
    """What is said of a target; None where it is not known, which is not 0.

    An indicator that is a ratio takes ``numerator`` and ``denominator``, every other one ``value``.
    A note alone says why there is no result.
    """

    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    note: str = ""


@dataclass(frozen=True)
class Unfinished:
    """What a target's result lacks before the report can be submitted."""

    target: KpiTarget
    field: str
    message: StrOrPromise


def save_result(
    report: MonthlyReport, target: KpiTarget, values: ResultValues, *, user: User
) -> KpiResult:
    """Keep what is said of a target in an open report; what is empty stays to be filled in.

    Raise ``PermissionDenied`` for who may not write for the office; ``ValidationError`` where the
    report is not open, the target is another office's, or the values are not of its kind.
    """
    with refusing():
        held = hold_open(report, user)
        saved = KpiResult.objects.filter(report=held, target=target).first()
        saved = saved or KpiResult(report=held, target=target)
        _require_kind(target, values)
        saved.value = values.value
        saved.numerator, saved.denominator = values.numerator, values.denominator
        saved.note = values.note.strip()
        saved.full_clean()
        saved.save()
    return saved


def _require_kind(target: KpiTarget, values: ResultValues) -> None:
    parts = (values.numerator, values.denominator)
    if target.kpi.is_ratio and values.value is not None:
        message = _("This indicator is a ratio: give its numerator and its denominator.")
        raise ValidationError({"value": message})
    if not target.kpi.is_ratio and parts != (None, None):
        raise ValidationError({"numerator": _("This indicator is not a ratio: give its value.")})


def copy_results(earlier: MonthlyReport, later: MonthlyReport) -> None:
    """Let an open correction begin with the results of the version before, and their evidence.

    What it has is kept. The caller holds the correction.
    """
    there = later.kpi_results.values("target")
    rows = earlier.kpi_results.exclude(target__in=there).prefetch_related("evidence")
    for row in rows.order_by("pk"):
        evidence = list(row.evidence.all())
        row.pk, row.report = None, later
        row._state.adding = True
        row.save(force_insert=True)
        for each in evidence:
            each.pk, each.result = None, row
            each._state.adding = True
            each.save(force_insert=True)


def reported_targets(report: MonthlyReport) -> list[KpiTarget]:
    """Return what a report may speak of: its office's targets, and what it took over.

    A target that another office has taken over since is still in the corrections of the reports
    that spoke of it.
    """
    mine = Q(owner=report.office_id) | Q(results__report=report)
    rows = KpiTarget.objects.filter(mine, kpi__framework__plan=report.month.plan_id).distinct()
    rows = rows.select_related("kpi__framework", "project", "owner")
    return list(rows.order_by("kpi__framework", "kpi__number", BY_WORK))


def unfinished(report: MonthlyReport) -> list[Unfinished]:
    """Return the results that are due with the report and lack, in the order of the indicators."""
    rows = report.kpi_results.select_related("target__kpi")
    said = {row.target_id: row for row in rows}
    return [
        Unfinished(target, field, message)
        for target in reported_targets(report)
        if target.kpi.is_due(report.month.month)
        for field, message in _lacking(target, said.get(target.pk) or KpiResult(target=target))
    ]


def _lacking(target: KpiTarget, said: KpiResult) -> Iterator[tuple[str, StrOrPromise]]:
    if said.says_something:
        return
    if not target.kpi.is_ratio:
        yield "value", _("Give the result, or say why there is none.")
    elif said.numerator is None:
        yield "numerator", _("Give the numerator, or say why there is no result.")
    else:
        yield "denominator", _("Give the denominator, or say why there is no result.")
