"""What a person decided of an activity's state, in place of the derived one."""

from __future__ import annotations

import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from activities.models.activities import Activity
from etda_plan.common.states import STATES
from etda_plan.common.triggers import GuardedModel, Kept
from projects.models import FiscalPlan

DECIDED = ("not_started", "on_plan", "ahead", "watch", "late", "done", "cancelled")
"""The states that a person can decide: whether something was reported is no matter of opinion."""

DERIVED = ""


class StatusOverrideQuerySet(models.QuerySet["StatusOverride"]):
    """Decisions of states."""

    def in_force(self, plan: FiscalPlan, day: datetime.date) -> dict[int, StatusOverride]:
        """Return by activity the last decision made by ``day``, unless it gave the state back."""
        made = self.filter(activity__project__plan=plan, decided_on__lte=day).order_by("pk")
        last = {decision.activity_id: decision for decision in made}
        return {key: decision for key, decision in last.items() if decision.status}

    def with_people(self) -> Self:
        """Bring who decided."""
        return self.select_related("decided_by")


class StatusOverride(GuardedModel):
    """Planning decided an activity's state, with the reason, or gave it back to be derived.

    Nothing is changed or deleted: the last decision is in force, the others are the history.
    """

    activity = models.ForeignKey(
        Activity, models.PROTECT, related_name="status_overrides", verbose_name=_("activity")
    )
    status = models.CharField(
        _("state"),
        max_length=20,
        blank=True,
        choices=[(key, STATES[key].word) for key in DECIDED],
        help_text=_("Empty: derived from plan and reports again."),
    )
    reason = models.TextField(_("reason"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("decided by")
    )
    decided_on = models.DateField(_("decided on"))
    decided_at = models.DateTimeField(_("decided at"), auto_now_add=True)

    objects = StatusOverrideQuerySet.as_manager()
    guards = [
        Kept(
            "status_override_kept",
            "activity",
            _("A decided state is not changed; another decision follows it."),
        ),
    ]

    class Meta:
        verbose_name = _("decided state")
        verbose_name_plural = _("decided states")
        ordering = ["activity", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="status_override_has_reason",
                violation_error_message=_("Give a reason."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=[*DECIDED, DERIVED]),
                name="status_override_of_a_state",
                violation_error_message=_("Choose one of the states."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity.code}: {self.word}"

    @property
    def word(self) -> str:
        """The state in words."""
        return str(STATES[self.status].word if self.status else _("derived again"))
