"""What is still open of the ledger's entries."""

from __future__ import annotations

from decimal import Decimal
from typing import Self

from django.db import models
from django.db.models import (
    Case,
    Exists,
    F,
    OuterRef,
    Prefetch,
    Q,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from budgets.models.breaches import NOT_THE_ENTRYS_AMOUNT
from budgets.models.carry_forwards import CarryForward, CarryForwardItem
from budgets.models.changes import NOTHING
from budgets.models.ledger import Entry, EntryQuerySet
from etda_plan.common.fields import MoneyField
from etda_plan.common.triggers import GuardedModel, Refused
from projects.models import FiscalPlan


def _sum_of(entries: EntryQuerySet, named: str) -> Coalesce:
    """Return the amounts of entries that name one and the same earlier entry, added up (baht)."""
    sums = entries.order_by().values(named).annotate(sum=Sum("amount")).values("sum")
    return Coalesce(Subquery(sums), NOTHING)


class Standing(models.TextChoices):
    """How far an open commitment is on its way into the next year."""

    FREE = "free", _("not proposed")
    PROPOSED = "proposed", _("proposed, not decided")
    CARRIED = "carried", _("carried forward")


class OpenItemQuerySet(models.QuerySet["OpenItem"]):
    """What is open of earlier entries."""

    def open_ones(self) -> Self:
        """Keep those of which something is left."""
        return self.filter(open_amount__gt=Decimal(0))

    def commitments(self) -> Self:
        """Keep the commitments, also those that an earlier year brought forward."""
        return self.filter(entry__kind__in=Entry.CARRIED)

    def unlike_entries(self) -> Self:
        """Keep those whose open amount is not what the entries leave of theirs."""
        by_entries = (
            F("entry__amount")
            - _sum_of(Entry.objects.filter(draws_on=OuterRef("pk")), "draws_on")
            - _sum_of(Entry.objects.filter(reverses=OuterRef("pk")), "reverses")
            + _sum_of(Entry.objects.filter(reverses__draws_on=OuterRef("pk")), "reverses__draws_on")
        )
        return self.annotate(by_entries=by_entries).exclude(open_amount=F("by_entries"))

    def with_standing(self) -> Self:
        """Add ``standing``, and bring the proposals, the origin and what was opened from each."""
        waiting = CarryForwardItem.objects.filter(
            commitment=OuterRef("pk"), carry_forward__state=CarryForward.State.PROPOSED
        )
        opened = Entry.objects.filter(carried_from=OuterRef("pk"))
        standing = Case(
            When(Exists(opened), then=Value(Standing.CARRIED.value)),
            When(Exists(waiting), then=Value(Standing.PROPOSED.value)),
            default=Value(Standing.FREE.value),
        )
        proposals = CarryForwardItem.objects.select_related("carry_forward").order_by("-pk")
        return (
            self.annotate(standing=standing)
            .select_related("entry__carried_to", "entry__carried_from__month__plan")
            .prefetch_related(Prefetch("entry__carry_forward_items", proposals))
        )

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
