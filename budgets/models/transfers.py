"""Transfers (ถัวจ่าย/โอน) between allocations, and who may approve how much."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Q, Sum
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from budgets.models.allocations import Allocation
from etda_plan.accounts.proposals import Proposal, kept_when_decided
from etda_plan.common.fields import MoneyField
from etda_plan.common.triggers import Agreement, Refused
from projects.models import FiscalPlan

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from etda_plan.accounts.models import User


@dataclass(frozen=True)
class TransferTotals:
    """What transfers come to: ``moved`` is the sum of the approved ones (baht)."""

    count: int
    waiting: int
    approved: int
    moved: Decimal


class TransferQuerySet(models.QuerySet["Transfer"]):
    """Transfers."""

    def of_plan(self, plan: FiscalPlan) -> Self:
        """Keep a plan's transfers, newest first, with both ends and the people."""
        return (
            self.filter(from_allocation__fund_source__plan=plan)
            .select_related(
                "from_allocation__fund_source",
                "from_allocation__spending_group",
                "from_allocation__project",
                "from_allocation__activity__project",
                "to_allocation__spending_group",
                "to_allocation__project",
                "to_allocation__activity__project",
                "proposed_by",
                "decided_by",
            )
            .order_by("-pk")
        )

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Keep those that touch an allocation whose entries the user may read."""
        visible = Allocation.objects.visible_to(user).values("pk")
        return self.filter(Q(from_allocation__in=visible) | Q(to_allocation__in=visible))

    def totals(self) -> TransferTotals:
        """Return how many there are and how many wait, and what the approved ones moved (baht)."""
        approved = Q(state=Transfer.State.APPROVED)
        found = self.order_by().aggregate(
            count=Count("pk"),
            waiting=Count("pk", filter=Q(state=Transfer.State.PROPOSED)),
            approved=Count("pk", filter=approved),
            moved=Sum("amount", filter=approved),
        )
        return TransferTotals(**{**found, "moved": found["moved"] or Decimal(0)})


class Transfer(Proposal):
    """Money that a planner proposes to move; only approval moves it, as two balanced entries."""

    from_allocation = models.ForeignKey(
        Allocation, models.PROTECT, related_name="transfers_out", verbose_name=_("from")
    )
    to_allocation = models.ForeignKey(
        Allocation, models.PROTECT, related_name="transfers_in", verbose_name=_("to")
    )
    amount = MoneyField(_("amount (baht)"))
    reason = models.TextField(_("reason"))
    effect = models.TextField(_("effect on activities and KPIs"))

    objects = TransferQuerySet.as_manager()
    guards = [
        kept_when_decided("transfer"),
        Refused(
            "transfer_as_proposed",
            "amount",
            _("A proposal is not rewritten; withdraw it and propose anew."),
            update=(
                "NEW.from_allocation_id <> OLD.from_allocation_id OR NEW.amount <> OLD.amount "
                "OR NEW.to_allocation_id <> OLD.to_allocation_id OR NEW.reason <> OLD.reason "
                "OR NEW.effect <> OLD.effect OR NEW.proposed_by_id <> OLD.proposed_by_id"
            ),
        ),
        Agreement(
            "transfer_within_fund_source",
            "to_allocation",
            _(
                "Money moves within one fund source only: this year's appropriation, the balance "
                "of earlier years and own income are three ceilings, and averaging (ถัวจ่าย) does "
                "not cross them."
            ),
            path="to_allocation.fund_source",
            other="from_allocation.fund_source",
        ),
    ]

    class Meta(Proposal.Meta):
        verbose_name = _("transfer")
        verbose_name_plural = _("transfers")
        ordering = ["pk"]
        constraints = [
            *Proposal.rules("transfer"),
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="transfer_amount_positive",
                violation_error_message=_("An amount is more than zero."),
            ),
            models.CheckConstraint(
                condition=~Q(from_allocation=F("to_allocation")),
                name="transfer_between_two",
                violation_error_message=_("A transfer is between two allocations."),
            ),
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(effect=""),
                name="transfer_is_explained",
                violation_error_message=_("Give the reason and the effect."),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """The transfer's number: ``T0012``."""
        return f"T{self.pk:04}"


class TransferLimit(models.Model):
    """The largest transfer (baht) that a person may approve; without a row, none."""

    approver = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="transfer_limit",
        verbose_name=_("approver"),
    )
    up_to_amount = MoneyField(_("up to (baht)"))
    basis = models.CharField(_("order or resolution that gives it"), max_length=200, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("limit for approving transfers")
        verbose_name_plural = _("limits for approving transfers")
        ordering = ["approver"]
        constraints = [
            models.CheckConstraint(
                condition=Q(up_to_amount__gt=0),
                name="transfer_limit_positive",
                violation_error_message=_("An amount is more than zero."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.approver)
