"""Forms of targets: what changes, and under them, is told with a reason."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kpis.models import KpiTarget
from projects.forms import ReasonedForm
from projects.models import Office

UNDER_IT = {"quarters": "quarter", "levels": "level"}
"""What stands under a target, each with the field that says which one it is."""


class TargetForm(ReasonedForm):
    """A target's form: what was set is not changed without a reason, on its own or below.

    What is filled in for the first time needs none.
    """

    def _owes_reason(self, data: dict[str, Any]) -> bool:
        return super()._owes_reason(data) or bool(self.instance.pk and self._changes_below())

    def _changes_below(self) -> bool:
        """Whether a quarterly target or a level that is there comes back otherwise, or goes."""
        return any(
            self._row_changed(f"{prefix}-{place}", {name: getattr(row, name), "value": row.value})
            for prefix, name in UNDER_IT.items()
            for place, row in enumerate(getattr(self.instance, prefix).all())
        )

    def _row_changed(self, prefix: str, stored: dict[str, Decimal | int]) -> bool:
        """Whether the row sent under a prefix differs from what is stored, or is to go."""
        if f"{prefix}-value" not in self.data:
            return False
        sent = {name: self.data.get(f"{prefix}-{name}", "") for name in stored}
        differs = any(not _equal(sent[name], value) for name, value in stored.items())
        return differs or bool(self.data.get(f"{prefix}-DELETE"))


class OwnerForm(forms.Form):
    """The office that is to report targets, one of their plan's, and why."""

    office = forms.ModelChoiceField(Office.objects.none(), label=_("office that reports"))
    reason = forms.CharField(label=_("reason"), widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, targets: QuerySet[KpiTarget], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plans = targets.order_by().values("kpi__framework__plan")
        offices: Any = self.fields["office"]
        offices.queryset = Office.objects.filter(plan__in=plans)


def _equal(typed: str, value: Decimal | int) -> bool:
    try:
        return Decimal(typed.replace(",", "").strip()) == value
    except ArithmeticError:
        return False
