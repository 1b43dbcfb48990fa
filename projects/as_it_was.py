"""What the plan itself said on a past day: values that were changed since are put back."""

from __future__ import annotations

import datetime
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Self

from django.db import models
from django.utils import timezone

from etda_plan.common.checks import grouped
from etda_plan.common.models import SampleDay
from etda_plan.common.sample import sample_database
from projects.models import Amended, Amendment, FiscalPlan
from projects.models.settings import ReportingSettings

ONE_DAY = datetime.timedelta(days=1)

Rows = models.QuerySet[Any, Any]


@dataclass(frozen=True)
class Clock:
    """Which day it was at a moment: Bangkok's, or the one that a sample database kept then.

    ``kept`` has the sample's days with the moments at which they began, in their order.
    """

    kept: Sequence[tuple[datetime.datetime, datetime.date]] = ()

    @classmethod
    def read(cls) -> Self:
        """Return the clock of this database; no query in a real one."""
        if sample_database() is None:
            return cls()
        return cls(list(SampleDay.objects.values_list("began_at", "day")))

    def day_of(self, moment: datetime.datetime) -> datetime.date:
        """Return the day of a moment; what a sample was begun with is of no day, before all."""
        if not self.kept:
            return timezone.localdate(moment)
        place = bisect_right(self.kept, moment, key=lambda each: each[0])
        return self.kept[place - 1][1] if place else datetime.date.min

    def until(self, versions: Rows, day: datetime.date) -> Rows:
        """Keep versions of up to a day, as far as the database can tell."""
        return versions if self.kept else versions.filter(history_date__lt=_end_of(day))

    def after(self, versions: Rows, day: datetime.date) -> Rows:
        """Keep versions of later days, as far as the database can tell."""
        return versions if self.kept else versions.filter(history_date__gte=_end_of(day))


def _end_of(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day + ONE_DAY, datetime.time.min))


def put_back(records: Iterable[models.Model], day: datetime.date) -> None:
    """Give records the values that they had at the end of ``day``, from their histories.

    A record that came later has the values that it came with: it was read from a document that
    was printed before. At most two queries for each kind of record, one where nothing was changed
    since, and one more for each relation that was.
    """
    clock = Clock.read()
    for model, some in grouped(records, type).items():
        found = _versions(model, {record.pk for record in some}, day, clock)
        changed = [record for record in some if record.pk in found]
        relations = {name for record in changed for name in _take(record, found[record.pk])}
        models.prefetch_related_objects(changed, *sorted(relations))


def _versions(model: Any, keys: set[int], day: datetime.date, clock: Clock) -> dict[int, Any]:
    """Return, of the records that were changed since ``day``, the version of then or the first."""
    history = model.history.model._base_manager
    changed = clock.after(history.filter(id__in=keys, history_type="~"), day)
    since = set(changed.values_list("id", flat=True))
    if not since:
        return {}
    found: dict[int, Any] = {}
    for version in history.filter(id__in=since).order_by("id", "history_id"):
        if version.id not in found or clock.day_of(version.history_date) <= day:
            found[version.id] = version
    return found


def _take(record: models.Model, version: Any) -> list[str]:
    """Give a record the values of a version; return the relations that lead elsewhere now."""
    elsewhere = []
    for field in version.tracked_fields:
        before, now = getattr(record, field.attname), getattr(version, field.attname)
        if not field.primary_key and before != now:
            setattr(record, field.attname, now)
            elsewhere += [field.name] if field.is_relation else []
    return elsewhere


def rows_of(model: Any, day: datetime.date, **of: object) -> list[Any]:
    """Return the rows of a model that were there at the end of ``day``, as they were; one query.

    ``of`` narrows them by fields that never change. For rows that people add and take away: what
    came later is left out, what was deleted since is there.
    """
    clock, found = Clock.read(), dict[int, Any]()
    versions = model.history.model._base_manager.filter(**of)
    for version in clock.until(versions, day).order_by("id", "history_id"):
        if clock.day_of(version.history_date) <= day:
            found[version.id] = version
    return [version.instance for version in found.values() if version.history_type != "-"]


def put_under(record: models.Model, name: str, rows: Sequence[Any]) -> None:
    """Let ``rows`` be what a record has under ``name``, as if the database had given them."""
    found: Rows = getattr(record, name).all()
    found._result_cache = list(rows)
    vars(record).setdefault("_prefetched_objects_cache", {})[name] = found


def amended_on(plan: FiscalPlan, day: datetime.date | None) -> Amended:
    """Return the amendments of a plan that stood at the end of a past day; without one, today's."""
    if day is None:
        return plan.amendments.by_field()
    rows = rows_of(Amendment, day, plan=plan)
    models.prefetch_related_objects(rows, "content_type", "amended_by")
    return Amended(rows)


def settings_on(plan: FiscalPlan, day: datetime.date | None) -> ReportingSettings:
    """Return a plan's settings of reports as they were on a past day, as they are without one."""
    if day is None:
        return ReportingSettings.of(plan)
    return next(iter(rows_of(ReportingSettings, day, plan=plan)), ReportingSettings(plan=plan))
