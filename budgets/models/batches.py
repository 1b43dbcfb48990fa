"""What came in with one file, and what was posted once for one request."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from etda_plan.common.triggers import GuardedModel, Kept
from projects.models import FiscalPlan


class BatchQuerySet(models.QuerySet["Batch"]):
    """Batches."""

    def of_plan(self, plan: FiscalPlan) -> Self:
        """Keep a plan's batches, with their people and how many records each made."""
        records = Count("entries", distinct=True) + Count("spending_plans", distinct=True)
        rows = self.filter(plan=plan).select_related("applied_by", "reverses", "reversed_by")
        return rows.annotate(records=records)


class Batch(GuardedModel):
    """Entries or spending plans that one person applied from one workbook, as a whole."""

    class Kind(models.TextChoices):
        """What the workbook holds."""

        ENTRIES = "entries", _("entries")
        SPENDING_PLANS = "spending_plans", _("spending plans")

    plan = models.ForeignKey(
        FiscalPlan, models.PROTECT, related_name="batches", verbose_name=_("fiscal plan")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    file_name = models.CharField(_("file name"), max_length=200, blank=True)
    file_sha256 = models.CharField(_("SHA-256 of the file"), max_length=64, blank=True)
    reverses = models.OneToOneField(
        "self",
        models.PROTECT,
        related_name="reversed_by",
        null=True,
        blank=True,
        verbose_name=_("reverses"),
    )
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("applied by")
    )
    applied_on = models.DateField(_("applied on"))
    applied_at = models.DateTimeField(_("applied at"), auto_now_add=True)

    objects = BatchQuerySet.as_manager()
    guards = [
        Kept("batch_kept", "kind", _("A batch is not changed; it is reversed as a whole.")),
    ]

    class Meta:
        verbose_name = _("batch")
        verbose_name_plural = _("batches")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"B{self.pk:04}"


class Submission(models.Model):
    """A request that was carried out: the same key again gives the same answer.

    ``result`` is the key of what it made; ``content`` is the SHA-256 of act, person and content.
    """

    key = models.UUIDField(_("key"), primary_key=True)
    content = models.CharField(_("content"), max_length=64)
    result = models.BigIntegerField(_("result"), null=True)
    submitted_at = models.DateTimeField(_("submitted at"), auto_now_add=True)

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ["submitted_at"]

    def __str__(self) -> str:
        return str(self.key)
