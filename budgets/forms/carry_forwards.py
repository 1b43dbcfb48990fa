"""The form that proposes to carry commitments forward."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from budgets.forms.refusing import KeyedForm
from budgets.models import OpenItem
from budgets.models.open_items import Standing
from budgets.services.carry_forwards import usual_expiry
from etda_plan.common.forms import BuddhistDateField, ChosenRowsField
from projects.models import FiscalPlan

USUAL_BASIS = "ก่อหนี้ผูกพันไว้ก่อนสิ้นปีงบประมาณ ตามมาตรา 43 แห่ง พ.ร.บ. วิธีการงบประมาณ พ.ศ. 2561"


class CarryForwardForm(KeyedForm):
    """Which commitments, until when, and on what basis."""

    commitments = ChosenRowsField(
        label=_("Commitments"), queryset=OpenItem.objects.select_related("entry"), required=False
    )
    expires_on = BuddhistDateField(
        label=_("May be paid until"),
        help_text=_("Six months of the next year, unless the Finance Ministry agreed to more."),
    )
    basis = forms.CharField(
        label=_("Reason and legal basis"), widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, plan: FiscalPlan, **options: Any) -> None:
        super().__init__(*args, **options)
        rows: Any = OpenItem.objects.of_plan(plan).open_ones().commitments().with_standing()
        self.free = list(rows.filter(standing=Standing.FREE).order_by("entry__date", "pk"))
        self.initial.setdefault("commitments", [item.pk for item in self.free])
        self.initial.setdefault("expires_on", usual_expiry(plan))
        self.initial.setdefault("basis", USUAL_BASIS)

    @property
    def chosen(self) -> set[int]:
        """The keys of the commitments that are ticked."""
        ticked = self["commitments"].value() or []
        return {int(each) for each in ticked if str(each).isdecimal()}
