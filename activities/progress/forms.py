"""The form that decides an activity's state."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from activities.models.statuses import DECIDED, DERIVED
from etda_plan.common.states import STATES


class StatusForm(forms.Form):
    """The state that planning decides, or the derived one again, and why."""

    status = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            (DERIVED, _("Derived from plan and reports again")),
            *((key, STATES[key].word) for key in DECIDED),
        ],
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("It stays on record; the derived state goes on being shown beside it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def refuse(self, error: ValidationError) -> None:
        """Say why the service refused, beside the field that it speaks of."""
        if hasattr(error, "error_dict"):
            for name, errors in error.error_dict.items():
                self._place(name, errors)
        else:
            self._place("", error)

    def _place(self, name: str, errors: Any) -> None:
        self.add_error(name if name in self.fields else None, errors)
