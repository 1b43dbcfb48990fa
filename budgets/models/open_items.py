"""What is still open of the ledger's entries."""

from __future__ import annotations

from decimal import Decimal
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from budgets.models.breaches import NOT_THE_ENTRYS_AMOUNT
from budgets.models.ledger import Entry
from etda_plan.common.fields import MoneyField
from etda_plan.common.triggers import GuardedModel, Refused
from projects.models import FiscalPlan


class OpenItemQuerySet(models.QuerySet["OpenItem"]):
    """What is open of earlier entries."""

    def open_ones(self) -> Self:
        """Keep those of which something is left."""
        return self.filter(open_amount__gt=Decimal(0))

    def commitments(self) -> Self:
        """Keep the commitments, also those that an earlier year brought forward."""
        return self.filter(entry__kind__in=Entry.CARRIED)

    def of_plan(self, plan: FiscalPlan) -> Self:
        """Keep a plan's items, with their entries."""
        return self.filter(entry__month__plan=plan).select_related(
            "entry__allocation__fund_source",
            "entry__allocation__spending_group",
            "entry__allocation__project",
            "entry__allocation__activity__project",
            "entry__month",
        )


class OpenItem(GuardedModel):
    """What of a reservation, commitment or payment can still be drawn on or reversed (baht)."""

    entry = models.OneToOneField(
        Entry, models.PROTECT, primary_key=True, related_name="open_item", verbose_name=_("entry")
    )
    entry_amount = MoneyField(_("amount (baht)"))
    open_amount = MoneyField(_("open (baht)"))

    objects = OpenItemQuerySet.as_manager()
    guards = [
        Refused(
            "open_item_of_entry",
            "entry",
            _("An open item keeps its entry and its entry's amount."),
            insert=NOT_THE_ENTRYS_AMOUNT,
            update="NEW.entry_id <> OLD.entry_id OR NEW.entry_amount <> OLD.entry_amount",
        ),
    ]

    class Meta:
        verbose_name = _("open item")
        verbose_name_plural = _("open items")
        ordering = ["entry_id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(open_amount__gte=0, open_amount__lte=F("entry_amount")),
                name="open_item_within_entry",
                violation_error_message=_("More than is open of that entry."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.entry)
