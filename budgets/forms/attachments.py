"""Files that a person chooses to attach."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from etda_plan.common.uploads import CheckedUpload, checked_upload

MOST_FILES = 10


class FilesInput(forms.FileInput):
    """A box for several files."""

    allow_multiple_selected = True


class UploadsField(forms.FileField):
    """Several files, each looked at; the value is a list of ``CheckedUpload``."""

    def __init__(self, **options: Any) -> None:
        kinds = ",".join(f".{kind}" for kind in settings.ATTACHMENT_EXTENSIONS)
        options.setdefault("widget", FilesInput(attrs={"accept": kinds}))
        options.setdefault("label", _("Attached files"))
        super().__init__(**options)

    def clean(self, data: Any, initial: Any = None) -> list[CheckedUpload]:
        """Return the files; raise ``ValidationError`` with what is wrong with each."""
        files = data if isinstance(data, list | tuple) else [data] if data else []
        if not files:
            super().clean(None, initial)
        if len(files) > MOST_FILES:
            most = {"most": MOST_FILES}
            raise ValidationError(_("Attach %(most)s files at once at most."), "files", most)
        checked, errors = [], []
        for file in files:
            try:
                checked.append(checked_upload(file))
            except ValidationError as error:
                errors.append(error)
        if errors:
            raise ValidationError(errors)
        return checked


def files_hint() -> str:
    """Return what kinds and sizes of files are taken, in words."""
    kinds = ", ".join(settings.ATTACHMENT_EXTENSIONS)
    limits = {"kinds": kinds, "megabytes": settings.ATTACHMENT_MEGABYTES}
    return gettext("Several at once: %(kinds)s, up to %(megabytes)s MB each.") % limits


class AttachForm(forms.Form):
    """Files for an entry that is posted already."""

    uploads = UploadsField()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["uploads"].help_text = files_hint()
