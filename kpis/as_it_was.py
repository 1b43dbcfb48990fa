"""What the plan said of indicators and their targets on a past day."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from etda_plan.common.checks import grouped
from kpis.models import Kpi, KpiTarget, QuarterlyTarget, ScoreLevel
from projects.as_it_was import put_back, put_under, rows_of


def put_kpis_back(kpis: Iterable[Kpi], day: datetime.date | None) -> list[Kpi]:
    """Return indicators of ``with_targets`` as they were on a past day, as they are without one.

    Their targets, how projects' pages print them, projects and offices are those of the day too.
    """
    found = list(kpis)
    if day is None:
        return found
    pages = [page for kpi in found for page in kpi.page_indicators.all()]
    put_back([*found, *(kpi.framework for kpi in found)], day)
    put_back([*pages, *(page.project for page in pages)], day)
    _put_targets_back([target for kpi in found for target in kpi.targets.all()], day)
    return found


def put_targets_back(targets: Sequence[KpiTarget], day: datetime.date | None) -> None:
    """Give targets, their indicators, projects and offices what they had on a past day, if any.

    Quarterly targets and score levels, which people fill in, are those that were there then.
    """
    if day is None:
        return
    kpis = [target.kpi for target in targets]
    put_back([*kpis, *(kpi.framework for kpi in kpis)], day)
    _put_targets_back(targets, day)


def _put_targets_back(targets: Sequence[KpiTarget], day: datetime.date) -> None:
    put_back([*targets, *(target.project for target in targets if target.project)], day)
    put_back([target.owner for target in targets if target.owner], day)
    keys = [target.pk for target in targets]
    quarters = rows_of(QuarterlyTarget, day, target__in=keys)
    levels = rows_of(ScoreLevel, day, target__in=keys)
    _put_under(targets, "quarters", sorted(quarters, key=lambda each: each.quarter))
    _put_under(targets, "levels", sorted(levels, key=lambda each: each.level))


def _put_under(targets: Sequence[KpiTarget], name: str, rows: Sequence[Any]) -> None:
    by_target = grouped(rows, lambda row: row.target_id)
    for target in targets:
        put_under(target, name, by_target.get(target.pk, []))
