"""The forms that close, reopen and publish a month."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from budgets.forms.refusing import KeyedForm


class ReopenForm(KeyedForm):
    """Why a month takes entries again."""

    place_of: ClassVar[Mapping[str, str]] = {"month_reopening_has_reason": "reason"}

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("It stays on record beside the close."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
