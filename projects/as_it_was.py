"""What the plan itself said on a past day: values that were changed since are put back."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils import timezone

from etda_plan.common.checks import grouped
from projects.models import Amended, FiscalPlan

ONE_DAY = datetime.timedelta(days=1)


def put_back(records: Iterable[models.Model], day: datetime.date) -> None:
    """Give records the values that they had at the end of ``day``, from their histories.

    A record that came later has the values that it came with: it was read from a document that
    was printed before. Only values change, not what a record belongs to. At most two queries for
    each kind of record, one where nothing was changed since.
    """
    end = _end_of(day)
    for model, some in grouped(records, type).items():
        found = _versions(model, [record.pk for record in some], end)
        for record in some:
            if version := found.get(record.pk):
                _take(record, version)


def amended_by(plan: FiscalPlan, day: datetime.date) -> Amended:
    """Return the amendments of a plan that were made by the end of ``day``."""
    made = plan.amendments.filter(amended_at__lt=_end_of(day))
    return made.by_field()


def _end_of(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day + ONE_DAY, datetime.time.min))


def _versions(model: Any, keys: list[int], end: datetime.datetime) -> dict[int, Any]:
    """Return, of the records that were changed since ``end``, the version of then or the first."""
    history = model.history.model._base_manager
    changed = history.filter(id__in=keys, history_date__gte=end, history_type="~")
    since = set(changed.values_list("id", flat=True))
    if not since:
        return {}
    versions = history.filter(id__in=since).order_by("id", "history_date", "history_id")
    found: dict[int, Any] = {}
    for version in versions:
        if version.id not in found or version.history_date < end:
            found[version.id] = version
    return found


def _take(record: models.Model, version: Any) -> None:
    for field in version.tracked_fields:
        if not (field.primary_key or field.is_relation):
            setattr(record, field.attname, getattr(version, field.attname))
