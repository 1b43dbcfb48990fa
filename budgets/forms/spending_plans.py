"""The form that proposes the twelve months of an allocation."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from budgets.forms.allocations import by_fund
from budgets.forms.decisions import DecisionForm
from budgets.forms.refusing import KeyedForm
from budgets.models import MONTH_FIELDS, MONTHS, Allocation, SpendingPlan
from budgets.services.spending_plans import even_split
from etda_plan.common.fiscal import first_day, month_label
from etda_plan.common.forms import BAHT_PLACES, FixedPointFormField

NOTHING = Decimal("0.00")


class PlannedAllocationForm(forms.Form):
    """Whose months are to be planned."""

    def __init__(self, allocations: Iterable[Allocation], **options: Any) -> None:
        super().__init__(**options)
        choices = [("", _("Choose an allocation")), *by_fund(allocations)]
        self.fields["allocation"] = forms.ChoiceField(label=_("Allocation"), choices=choices)


class SpendingPlanForm(KeyedForm):
    """Twelve amounts in baht, October first; an empty box plans nothing for its month."""

    from_month = forms.TypedChoiceField(label=_("Split evenly from"), coerce=int, required=False)
    note = forms.CharField(
        label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, allocation: Allocation, **options: Any) -> None:
        super().__init__(*args, **options)
        self.allocation = allocation
        year = allocation.fund_source.plan.fiscal_year
        names = [month_label(first_day(year, month)) for month in MONTHS]
        choice: Any = self.fields["from_month"]
        choice.choices = list(zip(MONTHS, names, strict=True))
        for field, name in zip(MONTH_FIELDS, names, strict=True):
            self.fields[field] = FixedPointFormField(label=name, places=BAHT_PLACES, required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse, beside its month, what is less than nothing."""
        data = super().clean() or self.cleaned_data
        for field in MONTH_FIELDS:
            if (data.get(field) or NOTHING) < 0:
                self.add_error(field, _("An amount is not negative."))
        return data

    @property
    def months(self) -> list[forms.BoundField]:
        """The twelve boxes."""
        return [self[field] for field in MONTH_FIELDS]

    @property
    def amounts(self) -> tuple[Decimal, ...]:
        """What was typed (baht), nothing for an empty box."""
        return tuple(self.cleaned_data.get(field) or NOTHING for field in MONTH_FIELDS)

    @property
    def total(self) -> Decimal:
        """The sum of the months (baht)."""
        return sum(self.amounts, NOTHING)

    @property
    def difference(self) -> Decimal:
        """How far the sum is from the allocation's current amount (baht)."""
        return self.total - self.allocation.current_amount


def months_of(plan: SpendingPlan) -> dict[str, Decimal]:
    """Return a version's months as a form shows them."""
    return dict(zip(MONTH_FIELDS, plan.amounts, strict=True))


def split_evenly(allocation: Allocation, from_month: int) -> dict[str, Decimal]:
    """Return an even split of the current amount as a form shows it."""
    return dict(zip(MONTH_FIELDS, even_split(allocation.current_amount, from_month), strict=True))


class SpendingPlanDecisionForm(DecisionForm):
    """The decision about the very proposal that was on the page."""

    proposal = forms.IntegerField(widget=forms.HiddenInput())
