"""Uploading a workbook, and taking a batch back."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class UploadForm(forms.Form):
    """A workbook that comes back changed."""

    file = forms.FileField(
        label=_("Workbook (.xlsx)"),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        allow_empty_file=True,  # the reader says what is wrong with it
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        hint = gettext("Up to %(megabytes)s MB. Nothing changes before you have seen what would.")
        self.fields["file"].help_text = hint % {"megabytes": settings.WORKBOOK_MEGABYTES}


class ReverseForm(forms.Form):
    """The key of taking a batch back: sent twice, it is done once."""

    key = forms.UUIDField(initial=uuid.uuid4, widget=forms.HiddenInput())
