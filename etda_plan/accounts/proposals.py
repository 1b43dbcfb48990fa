"""What one person proposes and another approves or refuses."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from etda_plan.common.triggers import GuardedModel, Kept


class Proposal(GuardedModel):
    """A proposal, who made it, and how it was decided. Nobody decides their own."""

    class State(models.TextChoices):
        """Where it stands."""

        PROPOSED = "proposed", _("proposed")
        APPROVED = "approved", _("approved")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("withdrawn")

    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.PROPOSED
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("proposed by")
    )
    proposed_on = models.DateField(_("proposed on"))
    proposed_at = models.DateTimeField(_("proposed at"), auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("decided by"),
    )
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decision_reason = models.TextField(_("reason of the decision"), blank=True)

    class Meta:
        abstract = True

    @property
    def is_pending(self) -> bool:
        """Whether nobody has decided it yet."""
        return self.state == self.State.PROPOSED

    @staticmethod
    def rules(name: str) -> list[models.BaseConstraint]:
        """Return the constraints of a kind of proposal; ``name`` begins theirs."""
        undecided = Q(decided_by=None, decided_on=None, decided_at=None)
        decided = Q(decided_by__isnull=False, decided_on__isnull=False, decided_at__isnull=False)
        return [
            models.CheckConstraint(
                condition=Q(state="proposed") & undecided
                | Q(state__in=["approved", "refused", "withdrawn"]) & decided,
                name=f"{name}_decided_by_someone",
                violation_error_message=_("A decision names who made it and when."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "refused"]) | ~Q(decided_by=F("proposed_by")),
                name=f"{name}_not_decided_by_proposer",
                violation_error_message=_("Nobody decides their own proposal."),
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(decision_reason=""),
                name=f"{name}_refused_with_reason",
                violation_error_message=_("Give a reason for refusing."),
            ),
        ]


def kept_when_decided(name: str) -> Kept:
    """Return the guard of a kind of proposal: once decided it stays, and it is never deleted."""
    message = _("What was decided is not changed.")
    return Kept(f"{name}_kept", "state", message, "OLD.state <> 'proposed'")
