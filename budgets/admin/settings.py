"""What administrators set for the money: limits for transfers, and quarter targets."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.utils.translation import gettext_lazy as _

from budgets.models import DisbursementTarget, TransferLimit
from budgets.permissions import EDIT_SETTINGS, READ_ALL_ENTRIES
from etda_plan.common.admin import HistoryAdmin, RuledByActs


class SettingAdmin(RuledByActs, HistoryAdmin):
    """A setting: changed by administrators, read by whoever reads all entries."""

    changing, reading = EDIT_SETTINGS, READ_ALL_ENTRIES


class HelpfulForm(forms.ModelForm[models.Model]):
    """A form whose fields say what they are for."""

    help_texts: dict[str, Any] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.help_texts.keys() & self.fields.keys():
            self.fields[name].help_text = self.help_texts[name]


class TransferLimitForm(HelpfulForm):
    """How much a person may approve."""

    help_texts = {
        "approver": _(
            "The role of approver gives the right; this row says up to what amount. "
            "Without a row an approver approves no transfer."
        ),
        "up_to_amount": _("The largest amount of one transfer, such as 5,000,000.00."),
        "basis": _("Such as the number and date of the order that delegates it."),
    }


class DisbursementTargetForm(HelpfulForm):
    """What is to be paid, or used, by the end of a quarter."""

    help_texts = {
        "quarter": _("1 = October to December … 4 = July to September."),
        "measure": _("What of this plan is compared with the target on the chart."),
        "base": _("What the percentage is taken of; it is stated on the chart."),
        "cumulative_percent": _(
            "Cumulative from October to the end of the quarter. Leave it empty where no source is "
            "known: the chart then shows no target."
        ),
        "source_text": _("Where the figure is published, and what it speaks of."),
        "verified": _("Only where the source has been looked at."),
    }


@admin.register(TransferLimit)
class TransferLimitAdmin(SettingAdmin):
    """How much each approver may approve."""

    form = TransferLimitForm
    list_display = ("approver", "up_to_amount", "basis")
    list_select_related = ("approver",)
    search_fields = ("approver__username", "approver__first_name", "approver__last_name", "basis")
    autocomplete_fields = ("approver",)


@admin.register(DisbursementTarget)
class DisbursementTargetAdmin(SettingAdmin):
    """Quarter targets, with what they are a share of and where they come from."""

    form = DisbursementTargetForm
    list_display = ("plan", "quarter", "cumulative_percent", "measure", "base", "verified")
    list_display_links = ("plan", "quarter")
    list_filter = ("plan", "measure", "verified")
    list_select_related = ("plan",)
    search_fields = ("source_text",)
    autocomplete_fields = ("plan",)
