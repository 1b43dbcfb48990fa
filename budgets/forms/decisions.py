"""The form under a proposal: approve, refuse with a reason, or withdraw."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from budgets.forms.refusing import KeyedForm

APPROVE, REFUSE, WITHDRAW = "approve", "refuse", "withdraw"


class DecisionForm(KeyedForm):
    """What is decided, and why; the reason is needed for refusing alone."""

    decision = forms.ChoiceField(
        choices=[(each, each) for each in (APPROVE, REFUSE, WITHDRAW)], widget=forms.HiddenInput()
    )
    reason = forms.CharField(
        label=_("Reason of the decision"),
        help_text=_("Needed for refusing; the proposer reads it."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
