"""Carrying money over the year's end (กันเงินไว้เบิกเหลื่อมปี)."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from budgets.models.breaches import EXPIRES_OUTSIDE, NOT_OF_THE_YEAR
from budgets.models.ledger import Entry
from etda_plan.accounts.proposals import Proposal, kept_when_decided
from etda_plan.common.fields import MoneyField
from etda_plan.common.triggers import GuardedModel, Kept, Refused
from projects.models import FiscalPlan


class CarryForwardQuerySet(models.QuerySet["CarryForward"]):
    """Carry-forwards."""

    def of_plan(self, plan: FiscalPlan) -> Self:
        """Keep those of the year that a plan ends, with their items, newest first."""
        return (
            self.filter(plan=plan)
            .select_related("proposed_by", "decided_by")
            .prefetch_related("items__commitment__allocation__project")
            .order_by("-pk")
        )


class CarryForward(Proposal):
    """Open commitments of a plan that are to be paid in the next year, until a last day.

    Approval opens an entry for each in the next year's plan; their origin stays named.
    """

    plan = models.ForeignKey(
        FiscalPlan, models.PROTECT, related_name="carry_forwards", verbose_name=_("fiscal plan")
    )
    expires_on = models.DateField(_("may be paid until"))
    basis = models.TextField(_("reason and legal basis"))

    objects = CarryForwardQuerySet.as_manager()
    guards = [
        kept_when_decided("carry_forward"),
        Refused(
            "carry_forward_into_next_year",
            "expires_on",
            _("Money is carried into the next year: choose a day of it."),
            insert=EXPIRES_OUTSIDE,
        ),
        Refused(
            "carry_forward_as_proposed",
            "expires_on",
            _("A proposal is not rewritten; withdraw it and propose anew."),
            update=(
                "NEW.plan_id <> OLD.plan_id OR NEW.expires_on <> OLD.expires_on "
                "OR NEW.basis <> OLD.basis OR NEW.proposed_by_id <> OLD.proposed_by_id"
            ),
        ),
    ]

    class Meta(Proposal.Meta):
        verbose_name = _("carry-forward")
        verbose_name_plural = _("carry-forwards")
        ordering = ["pk"]
        constraints = [
            *Proposal.rules("carry_forward"),
            models.CheckConstraint(
                condition=~Q(basis=""),
                name="carry_forward_has_basis",
                violation_error_message=_("Give the reason and the legal basis."),
            ),
        ]

    def __str__(self) -> str:
        return f"C{self.pk:04}"


class CarryForwardItemQuerySet(models.QuerySet["CarryForwardItem"]):
    """Items of carry-forwards."""

    def with_commitments(self) -> Self:
        """Bring the commitments, with where their money stands and what they opened."""
        return self.select_related(
            "commitment__allocation__fund_source",
            "commitment__allocation__spending_group",
            "commitment__allocation__project",
            "commitment__allocation__activity__project",
            "commitment__open_item",
            "commitment__carried_to",
        ).order_by("commitment")


class CarryForwardItem(GuardedModel):
    """One open commitment of a carry-forward, and how much of it (baht) was open."""

    carry_forward = models.ForeignKey(
        CarryForward, models.PROTECT, related_name="items", verbose_name=_("carry-forward")
    )
    commitment = models.ForeignKey(
        Entry, models.PROTECT, related_name="carry_forward_items", verbose_name=_("commitment")
    )
    amount = MoneyField(_("amount (baht)"))

    objects = CarryForwardItemQuerySet.as_manager()
    guards = [
        Kept("carry_forward_item_kept", "amount", _("A proposal is not rewritten.")),
        Refused(
            "carry_forward_item_same_plan",
            "commitment",
            _("Only an open commitment of the plan is carried forward."),
            insert=NOT_OF_THE_YEAR,
        ),
    ]

    class Meta:
        verbose_name = _("item of a carry-forward")
        verbose_name_plural = _("items of a carry-forward")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["carry_forward", "commitment"],
                name="carry_forward_item_once",
                violation_error_message=_("The commitment is in this proposal already."),
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="carry_forward_item_amount_positive",
                violation_error_message=_("An amount is more than zero."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.commitment)
