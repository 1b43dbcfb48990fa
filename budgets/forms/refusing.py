"""What the forms of the money share: the hidden key, and the words of a refusal at their place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from django import forms
from django.core.exceptions import ValidationError

from budgets.models import Submission
from budgets.services.submissions import new_key


class KeyedForm(forms.Form):
    """A form that is carried out once: it bears a key, and says beside a field what refused it.

    ``place_of`` gives, for the code of a refusal, the field whose value it is about.
    """

    place_of: ClassVar[Mapping[str, str]] = {}

    key = forms.UUIDField(widget=forms.HiddenInput(), initial=new_key)

    def refuse(self, error: ValidationError) -> None:
        """Say why a service refused, beside the field that it speaks of."""
        if hasattr(error, "error_dict"):
            for name, errors in error.error_dict.items():
                for each in errors:
                    self._place(each, name)
            return
        for each in error.error_list:
            self._place(each, "")

    def _place(self, error: ValidationError, name: str) -> None:
        name = self.place_of.get(str(error.code), name)
        self.add_error(name if name in self.fields else None, error)

    @property
    def key_shown(self) -> str:
        """The key to show the form with: a new one where the one that came is spent, or is none."""
        key = self.cleaned_data.get("key") if hasattr(self, "cleaned_data") else None
        if key is None or Submission.objects.filter(key=key).exists():
            key = new_key()
        return str(key)
