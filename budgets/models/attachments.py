"""Files that stand beside an entry of the ledger."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from budgets.models.breaches import ENTRYS_MONTH_CLOSED, MONTH_OF_ENTRY
from budgets.models.ledger import Entry
from etda_plan.common.triggers import GuardedModel, Kept, Refused


class Attachment(GuardedModel):
    """A file of an entry: its own name, and the random one under which it is stored."""

    entry = models.ForeignKey(
        Entry, models.PROTECT, related_name="attachments", verbose_name=_("entry")
    )
    name = models.CharField(_("file name"), max_length=200)
    stored_name = models.CharField(_("stored as"), max_length=100, unique=True)
    content_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveBigIntegerField(_("size (bytes)"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("added by")
    )
    added_at = models.DateTimeField(_("added at"), auto_now_add=True)

    guards = [
        Kept("attachment_kept", "name", _("An attachment stays with its entry.")),
        Refused(
            "attachment_month_open",
            "entry",
            _("The month of the entry is closed and sealed: its entries take no more files."),
            insert=ENTRYS_MONTH_CLOSED,
            lock=f"1 FROM budgets_ledgermonth WHERE id = {MONTH_OF_ENTRY} FOR SHARE",
        ),
    ]

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "sha256"],
                name="attachment_once_an_entry",
                violation_error_message=_("The entry has this file already."),
            ),
            models.CheckConstraint(
                condition=Q(size__gt=0),
                name="attachment_not_empty",
                violation_error_message=_("The file is empty."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
