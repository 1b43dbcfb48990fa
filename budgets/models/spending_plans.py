"""The monthly spending plan of an allocation, in numbered versions; and quarter targets."""

from __future__ import annotations

import datetime
import functools
import operator
from decimal import Decimal
from typing import TYPE_CHECKING, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.expressions import Combinable
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from budgets.models.allocations import Allocation
from budgets.models.batches import Batch
from etda_plan.accounts.proposals import Proposal, kept_when_decided
from etda_plan.common.fields import MeasureField, MoneyField
from etda_plan.common.triggers import Refused
from projects.models import MONTHS, FiscalPlan

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from etda_plan.accounts.models import User

MONTH_FIELDS = tuple(f"month_{month}" for month in MONTHS)


def _sum_of_months() -> Combinable:
    months: list[Combinable] = [F(field) for field in MONTH_FIELDS]
    return functools.reduce(operator.add, months)


def _not_negative() -> Q:
    return Q(**{f"{field}__gte": 0 for field in MONTH_FIELDS})


class SpendingPlanQuerySet(models.QuerySet["SpendingPlan"]):
    """Versions of monthly spending plans."""

    def of_plan(self, plan: FiscalPlan) -> Self:
        """Keep a plan's versions, with their allocations and people."""
        return self.filter(allocation__fund_source__plan=plan).select_related(
            "allocation__fund_source",
            "allocation__spending_group",
            "allocation__project",
            "allocation__activity__project",
            "proposed_by",
            "decided_by",
        )

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Keep those of allocations whose entries the user may read."""
        return self.filter(allocation__in=Allocation.objects.visible_to(user).values("pk"))

    def in_force(self) -> Self:
        """Keep the last approved version of each allocation."""
        return self._newest_of(SpendingPlan.objects.filter(version__isnull=False))

    def in_force_on(self, day: datetime.date) -> Self:
        """Keep the last version of each allocation that was approved by ``day``."""
        approved = SpendingPlan.objects.filter(version__isnull=False, decided_on__lte=day)
        return self._newest_of(approved)

    def _newest_of(self, versions: SpendingPlanQuerySet) -> Self:
        newest = versions.filter(allocation=OuterRef("allocation")).order_by("-version")
        return self.filter(version=Subquery(newest.values("version")[:1]))


class SpendingPlan(Proposal):
    """How an allocation's money is to be paid month by month (baht), October first.

    ``total_amount`` is what it splits; a CHECK holds that the twelve months add up to it.
    ``version`` is numbered within the allocation when it is approved.
    """

    allocation = models.ForeignKey(
        Allocation, models.PROTECT, related_name="spending_plans", verbose_name=_("allocation")
    )
    version = models.PositiveIntegerField(_("version"), null=True, blank=True)
    total_amount = MoneyField(_("amount that is split (baht)"))
    month_1 = MoneyField(_("October (baht)"))
    month_2 = MoneyField(_("November (baht)"))
    month_3 = MoneyField(_("December (baht)"))
    month_4 = MoneyField(_("January (baht)"))
    month_5 = MoneyField(_("February (baht)"))
    month_6 = MoneyField(_("March (baht)"))
    month_7 = MoneyField(_("April (baht)"))
    month_8 = MoneyField(_("May (baht)"))
    month_9 = MoneyField(_("June (baht)"))
    month_10 = MoneyField(_("July (baht)"))
    month_11 = MoneyField(_("August (baht)"))
    month_12 = MoneyField(_("September (baht)"))
    note = models.TextField(_("note"), blank=True)
    batch = models.ForeignKey(
        Batch,
        models.PROTECT,
        related_name="spending_plans",
        null=True,
        blank=True,
        verbose_name=_("batch"),
    )

    objects = SpendingPlanQuerySet.as_manager()
    guards = [
        kept_when_decided("spending_plan"),
        Refused(
            "spending_plan_as_proposed",
            "total_amount",
            _("A proposal is not rewritten; withdraw it and propose anew."),
            update=" OR ".join(
                f"NEW.{column} <> OLD.{column}"
                for column in ("allocation_id", "total_amount", *MONTH_FIELDS, "proposed_by_id")
            ),
        ),
    ]

    class Meta(Proposal.Meta):
        verbose_name = _("monthly spending plan")
        verbose_name_plural = _("monthly spending plans")
        ordering = ["allocation_id", "pk"]
        constraints = [
            *Proposal.rules("spending_plan"),
            models.CheckConstraint(
                condition=Q(total_amount=_sum_of_months()),
                name="spending_plan_adds_up",
                violation_error_message=_("The twelve months do not add up to the allocation."),
            ),
            models.CheckConstraint(
                condition=_not_negative(),
                name="spending_plan_not_negative",
                violation_error_message=_("An amount is not negative."),
            ),
            models.CheckConstraint(
                condition=Q(state="approved", version__isnull=False)
                | ~Q(state="approved") & Q(version=None),
                name="spending_plan_version_when_approved",
                violation_error_message=_("An approved version has a number."),
            ),
            models.UniqueConstraint(
                fields=["allocation", "version"],
                name="spending_plan_version_once",
                violation_error_message=_("The allocation has this version already."),
            ),
            models.UniqueConstraint(
                fields=["allocation"],
                condition=Q(state="proposed"),
                name="spending_plan_one_proposal",
                violation_error_message=_("A proposal for this allocation waits for a decision."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.allocation} v{self.version}" if self.version else str(self.allocation)

    @property
    def amounts(self) -> tuple[Decimal, ...]:
        """The twelve months (baht), October first."""
        return tuple(getattr(self, field) for field in MONTH_FIELDS)


class DisbursementTarget(models.Model):
    """The share of the money that is to be paid, or used, by the end of a quarter.

    ``cumulative_percent`` is null where no source is known. The base is what it is a share of.
    """

    class Measure(models.TextChoices):
        """What is compared with the target."""

        PAID = "paid", _("paid")
        USED = "used", _("used (paid + committed)")

    class Base(models.TextChoices):
        """What the percentage is taken of."""

        APPROPRIATION = "appropriation", _("this year's appropriation")
        ENVELOPE = "envelope", _("the whole envelope")

    plan = models.ForeignKey(
        FiscalPlan, models.PROTECT, related_name="disbursement_targets", verbose_name=_("plan")
    )
    quarter = models.PositiveSmallIntegerField(
        _("quarter"), validators=[MinValueValidator(1), MaxValueValidator(4)]
    )
    measure = models.CharField(_("measure"), max_length=10, choices=Measure.choices)
    base = models.CharField(_("base"), max_length=20, choices=Base.choices)
    cumulative_percent = MeasureField(_("cumulative percent"), null=True, blank=True)
    source_text = models.TextField(_("source"), blank=True)
    verified = models.BooleanField(_("verified"), default=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("quarter target of spending")
        verbose_name_plural = _("quarter targets of spending")
        ordering = ["plan", "quarter"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "quarter"],
                name="disbursement_target_once_a_quarter",
                violation_error_message=_("The plan has a target for this quarter already."),
            ),
            models.CheckConstraint(
                condition=Q(quarter__gte=1, quarter__lte=4)
                & (
                    Q(cumulative_percent=None)
                    | Q(cumulative_percent__gte=0, cumulative_percent__lte=100)
                ),
                name="disbursement_target_in_range",
                violation_error_message=_("A quarter is 1 to 4, a percentage 0 to 100."),
            ),
            models.CheckConstraint(
                condition=Q(verified=False)
                | Q(cumulative_percent__isnull=False) & ~Q(source_text=""),
                name="disbursement_target_verified_by_source",
                violation_error_message=_("A verified target has a percentage and a source."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan.fiscal_year} Q{self.quarter}"
