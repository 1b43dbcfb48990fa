"""The officer's form for one item of a report, and the forms of the decisions."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from activities.models import ActivityReport
from activities.services.reports import ActivityValues
from etda_plan.common.forms import FixedPointFormField
from etda_plan.common.uploads import CheckedUpload, checked_upload
from etda_plan.overview.reporting.items import Item, Written
from kpis.models import KpiResult, KpiTarget
from kpis.services.results import ResultValues

PROGRESS_PLACES, RESULT_PLACES = 2, 4
WORDS = ("done", "next_steps", "problem", "solution")
LONGEST_WORDS = 5000


def result_fields(target: KpiTarget) -> tuple[str, ...]:
    """Return the names of what is typed of an indicator's result."""
    if target.kpi.is_ratio:
        return ("numerator", "denominator", "note")
    return ("value", "note")


class ProgressField(FixedPointFormField):
    """A cumulative progress, 0 to 100 percent."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("required", False)
        super().__init__(places=PROGRESS_PLACES, **options)

    def to_python(self, value: Any) -> Decimal | None:
        """Return the percent; a sign behind it is read over."""
        progress = super().to_python(value.rstrip("% ") if isinstance(value, str) else value)
        if progress is not None and not 0 <= progress <= 100:
            raise ValidationError(_("Progress is between 0 and 100 percent."), "progress")
        return progress


class ItemForm(forms.Form):
    """One item as it is typed: progress, words, results. Nothing in it must be filled in to save.

    ``token`` says what was stored when the form was drawn, so that a save over another person's
    is noticed.
    """

    token = forms.CharField(widget=forms.HiddenInput(), required=False)

    def __init__(self, data: Any = None, *, item: Item, written: Written) -> None:
        super().__init__(data, initial=stored_values(item, written))
        self.item = item
        if item.activity:
            self._add_activity(item)
        for target in item.targets:
            self._add_target(target)
        self.fields["token"].initial = token_of(item, written)

    def _add_activity(self, item: Item) -> None:
        for part in item.parts:
            self.fields[f"part_{part.pk}"] = ProgressField(label=str(part))
        if not item.parts:
            self.fields["progress"] = ProgressField(label=_("Cumulative progress (percent)"))
        labels = {
            "done": _("What was done this month"),
            "next_steps": _("What comes next"),
            "problem": pgettext_lazy("report", "Problem"),
            "solution": _("Solution"),
        }
        for name, label in labels.items():
            self.fields[name] = forms.CharField(
                label=label,
                required=False,
                max_length=LONGEST_WORDS,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
        self.fields["has_no_problem"] = forms.BooleanField(
            label=_("No problem this month"), required=False
        )

    def _add_target(self, target: KpiTarget) -> None:
        kpi, prefix = target.kpi, f"kpi_{target.pk}_"
        labels: Mapping[str, Any] = {
            "value": _("Result (%(unit)s)") % {"unit": kpi.unit},
            "numerator": kpi.numerator_label or _("Numerator"),
            "denominator": kpi.denominator_label or _("Denominator"),
        }
        for name in result_fields(target):
            if name == "note":
                continue
            self.fields[prefix + name] = FixedPointFormField(
                places=RESULT_PLACES, label=labels[name], required=False
            )
        self.fields[f"{prefix}note"] = forms.CharField(
            label=_("Explanation"),
            help_text=_("Needed where there is no result to give."),
            required=False,
            max_length=LONGEST_WORDS,
            widget=forms.Textarea(attrs={"rows": 1}),
        )

    def clean(self) -> dict[str, Any]:
        """Refuse a problem beside “no problem”."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("has_no_problem") and (cleaned.get("problem") or cleaned.get("solution")):
            self.add_error(
                "has_no_problem", _("Take this mark off, or take out the problem and its solution.")
            )
        return cleaned

    @property
    def activity_values(self) -> ActivityValues:
        """What is typed of the activity; the form is valid."""
        data = self.cleaned_data
        return ActivityValues(
            progress=data.get("progress"),
            parts={part.pk: data[f"part_{part.pk}"] for part in self.item.parts},
            has_no_problem=data["has_no_problem"],
            **{name: data[name] for name in WORDS},
        )

    def result_values(self, target: KpiTarget) -> ResultValues:
        """What is typed of an indicator's result; the form is valid."""
        names = ("value", "numerator", "denominator", "note")
        typed: dict[str, Any] = {
            name: self.cleaned_data.get(f"kpi_{target.pk}_{name}") for name in names
        }
        return ResultValues(**{**typed, "note": typed["note"] or ""})

    @property
    def differs(self) -> bool:
        """Whether anything typed differs from what is stored."""
        return any(name != "token" for name in self.changed_data)


def stored_values(item: Item, written: Written) -> dict[str, Any]:
    """Return what is stored of an item, by the names of the form's fields."""
    values: dict[str, Any] = {}
    row = written.of(item)
    if item.activity:
        values |= _of_activity(item, row)
    for target in item.targets:
        result = written.results.get(target.pk)
        for name in result_fields(target):
            values[f"kpi_{target.pk}_{name}"] = _of_result(result, name)
    return values


def _of_activity(item: Item, row: ActivityReport | None) -> dict[str, Any]:
    parts = {part.sub_activity_id: part.progress for part in row.parts.all()} if row else {}
    values: dict[str, Any] = {f"part_{part.pk}": parts.get(part.pk) for part in item.parts}
    if not item.parts:
        values["progress"] = row.progress if row else None
    words = {name: getattr(row, name) if row else "" for name in WORDS}
    return {**values, **words, "has_no_problem": bool(row and row.has_no_problem)}


def _of_result(result: KpiResult | None, name: str) -> Any:
    return getattr(result, name) if result else ("" if name == "note" else None)


def token_of(item: Item, written: Written) -> str:
    """Return a fingerprint of what is stored of an item."""
    text = repr(sorted(stored_values(item, written).items()))
    return sha256(text.encode()).hexdigest()[:16]


class EvidenceForm(forms.Form):
    """A file or a link that supports a result."""

    file = forms.FileField(required=False)
    link = forms.CharField(required=False)

    def clean_file(self) -> CheckedUpload | None:
        """Return the file, looked at."""
        file = self.cleaned_data["file"]
        return checked_upload(file) if file else None


class DecisionForm(forms.Form):
    """Approve a report, or return it with a comment."""

    decision = forms.ChoiceField(choices=[("approve", "approve"), ("return", "return")])
    comment = forms.CharField(
        label=_("Comment"),
        help_text=_("Needed for returning; the office reads it."),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ReopenReportsForm(forms.Form):
    """Why the reports of a month may change again."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("It stays on record beside the close."),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
