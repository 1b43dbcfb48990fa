"""Forms that correct what was read from the document, and ask why."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from etda_plan.common.admin import shown
from etda_plan.common.citations import Citation
from projects.models import Anomaly
from projects.services.amendments import citations_of, needs_reason


class ReasonedForm(forms.ModelForm[models.Model]):
    """A record's form: beside each cited field stands what the document says.

    The reason is asked for where such a field is changed, and where the model says so.
    """

    reason = forms.CharField(
        label=_("reason"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed where you change what was read from the document or set before."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cited = citations_of(self.instance)
        if self.instance.pk is None:
            del self.fields["reason"]
        for name in self.cited.keys() & self.fields.keys():
            self.fields[name].help_text = self._as_printed(self.cited[name])

    def _as_printed(self, citation: Citation) -> str:
        field = self.instance._meta.get_field(citation.field)
        return format_html(
            '{} <q lang="th">{}</q> <a href="{}">{}</a>',
            _("In the document:"),
            shown(field, citation.expected),
            f"{reverse('source')}#L{citation.line}",
            _("line %(line)s") % {"line": citation.line},
        )

    @property
    def changed_fields(self) -> list[str]:
        """The model's fields that were changed."""
        return [name for name in self.changed_data if name != "reason"]

    def clean(self) -> dict[str, Any]:
        """Keep untouched values as they are stored; ask for the reason where one is needed."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for name in data.keys() - {"reason"}:
            data[name] = self._kept(name, data[name])
        if self._owes_reason(data) and not data.get("reason", "").strip():
            self.add_error("reason", _("Give a reason for the change."))
        return data

    def _owes_reason(self, data: dict[str, Any]) -> bool:
        if self.instance.pk is None:
            return False
        stored = type(self.instance)._base_manager.get(pk=self.instance.pk)
        return needs_reason(stored, {name: data.get(name) for name in self.changed_fields})

    def _kept(self, name: str, value: Any) -> Any:
        """Return the value to store: an emptied box is unknown where the field knows unknown."""
        if name not in self.changed_data:
            return getattr(self.instance, name)
        unknown = value == "" and self.instance._meta.get_field(name).null
        return None if unknown else value


class AnomalyForm(ReasonedForm):
    """What people have found out about a contradiction of the document."""

    def clean(self) -> dict[str, Any]:
        """Ask for a note where someone confirms or resolves it."""
        data = super().clean()
        settled = "state" in self.changed_data and data.get("state") != Anomaly.State.OPEN
        if settled and not data.get("note", "").strip():
            self.add_error("note", _("Write in the note how it was confirmed or resolved."))
        return data
