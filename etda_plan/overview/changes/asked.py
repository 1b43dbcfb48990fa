"""What the address asks of the changes: whose, when, of which records, with which words."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.utils import timezone

ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class RecordKey:
    """One record: its model and its key, ``projects.project:12`` in an address."""

    model: type[models.Model]
    pk: int

    @classmethod
    def of(cls, record: models.Model) -> RecordKey:
        """Return the key of a stored record."""
        return cls(type(record), record.pk)

    @classmethod
    def read(cls, text: str) -> RecordKey | None:
        """Return the record that an address names; None where it names none."""
        label, _colon, key = text.partition(":")
        try:
            return cls(apps.get_model(label), int(key))
        except (LookupError, ValueError):
            return None

    def __str__(self) -> str:
        return f"{self.model._meta.label_lower}:{self.pk}"


@dataclass(frozen=True)
class Asked:
    """What is asked for; what is None or empty asks for nothing.

    ``since`` and ``until`` are days in Bangkok, both included.
    """

    text: str = ""
    kind: str = ""
    person: Any = None
    since: datetime.date | None = None
    until: datetime.date | None = None
    record: RecordKey | None = None

    def during(self, field: str) -> models.Q:
        """Return the condition that a moment lies in the days that are asked for."""
        condition = models.Q(**{f"{field}__isnull": False})
        if self.since:
            condition &= models.Q(**{f"{field}__gte": _beginning(self.since)})
        if self.until:
            condition &= models.Q(**{f"{field}__lt": _beginning(self.until + ONE_DAY)})
        return condition


def _beginning(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))
