"""Who belongs to an office, and from when to when."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from etda_plan.common.fiscal import short_date
from etda_plan.common.triggers import Guard, GuardedModel
from projects.models.strategies import Office


class OfficeMembershipQuerySet(models.QuerySet["OfficeMembership"]):
    """Memberships of people in offices."""

    def on(self, day: datetime.date) -> Self:
        """Keep those that count on a day, the first and the last day included."""
        return self.filter(Q(until=None) | Q(until__gte=day), since__lte=day)

    def with_role(self, *roles: str) -> Self:
        """Keep those of people who may sign in and have one of the roles now."""
        return self.filter(
            user__in=get_user_model().objects.filter(is_active=True, role_grants__role__in=roles)
        )

    def meeting(self, other: OfficeMembership) -> Self:
        """Keep the same person's others in the same office that share a day with ``other``."""
        same = self.filter(user=other.user_id, office=other.office_id).exclude(pk=other.pk)
        same = same.filter(Q(until=None) | Q(until__gte=other.since))
        return same if other.until is None else same.filter(since__lte=other.until)


@dataclass(frozen=True)
class OneAtATime(Guard):
    """No two memberships of a person in an office share a day."""

    def holds(self, record: Any) -> bool:
        """Look for another that shares a day."""
        known = record.user_id and record.office_id and record.since
        return not known or not OfficeMembership.objects.meeting(record).exists()

    def breaches(self, model: type[models.Model]) -> Mapping[str, str]:
        """Refuse a row that shares a day with another."""
        shared = (
            "other.user_id = NEW.user_id AND other.office_id = NEW.office_id",
            "other.id <> COALESCE(NEW.id, -1)",
            "(other.until IS NULL OR other.until >= NEW.since)",
            "(NEW.until IS NULL OR other.since <= NEW.until)",
        )
        others = ("SELECT 1 FROM", model._meta.db_table, "other WHERE", " AND ".join(shared))
        breach = f"EXISTS ({' '.join(others)})"
        return {"INSERT": breach, "UPDATE": breach}


class OfficeMembership(GuardedModel):
    """A person in an office from one day to another; without a last day it goes on.

    A person may be in several offices at once. Who moves keeps the past by getting a last day.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="memberships",
        verbose_name=_("user"),
    )
    office = models.ForeignKey(
        Office, models.PROTECT, related_name="memberships", verbose_name=_("office")
    )
    since = models.DateField(_("since"))
    until = models.DateField(
        _("until"),
        null=True,
        blank=True,
        help_text=_("The last day; empty while the person is in the office."),
    )
    history = HistoricalRecords()

    objects = OfficeMembershipQuerySet.as_manager()
    guards = [
        OneAtATime(
            "office_membership_one_at_a_time",
            "since",
            _("This person is in this office on some of these days already."),
        ),
    ]

    class Meta:
        verbose_name = _("member of an office")
        verbose_name_plural = _("members of offices")
        ordering = ["office", "since", "user"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gte=F("since")),
                name="office_membership_ends_after_it_begins",
                violation_error_message=_("The last day is not before the first."),
            ),
            models.UniqueConstraint(
                fields=["user", "office"],
                condition=Q(until=None),
                name="office_membership_one_open",
                violation_error_message=_("This person is in this office already."),
            ),
            models.UniqueConstraint(
                fields=["user", "office", "since"],
                name="office_membership_one_beginning",
                violation_error_message=_("This person is in this office from this day already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.office} · {short_date(self.since)}"
