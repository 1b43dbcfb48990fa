"""Workbooks that were uploaded and wait for a person to apply what their preview shows."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from budgets.models.batches import Batch
from projects.models import FiscalPlan


class UploadedWorkbook(models.Model):
    """A workbook as it was uploaded, kept until it is applied or given up after a day.

    Its rows are read again from its bytes whenever they are needed.
    """

    key = models.UUIDField(_("key"), primary_key=True, default=uuid.uuid4)
    plan = models.ForeignKey(
        FiscalPlan, models.CASCADE, related_name="+", verbose_name=_("fiscal plan")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Batch.Kind.choices)
    file_name = models.CharField(_("file name"), max_length=200)
    file_sha256 = models.CharField(_("SHA-256 of the file"), max_length=64)
    content = models.BinaryField(_("content"))
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("uploaded by")
    )
    uploaded_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)

    class Meta:
        verbose_name = _("uploaded workbook")
        verbose_name_plural = _("uploaded workbooks")
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.file_name
