"""The form that proposes the months of an office's activities, or of all: a row for each item."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.models import ScheduleLine
from activities.scheduling.grid import GridRow
from activities.services.schedules import PlannedItem
from etda_plan.common.fiscal import month_names
from etda_plan.common.forms import MONTHS as MONTHS_BY_NAME
from etda_plan.common.forms import FixedPointFormField

WEIGHT_PLACES = 4
STATES = {"planned": True, "not-planned": False, "unknown": None}
"""What a cell's field holds, and what it means."""
NAMES = {planned: state for state, planned in STATES.items()}


class ItemForm(forms.Form):
    """One row: twelve states, October first, and what may be said beside them."""

    weight = FixedPointFormField(label=gettext_lazy("Weight"), places=WEIGHT_PLACES, required=False)
    deliverable = forms.CharField(
        label=gettext_lazy("Expected deliverable"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    milestones = forms.CharField(
        label=gettext_lazy("Milestones"),
        help_text=gettext_lazy("One a line: the month, then what is reached."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, row: GridRow, data: Any = None) -> None:
        super().__init__(data, prefix=row.name, initial=_initial(row.line))
        self.row = row
        self.sent: list[str] = data.getlist(self.months_name) if data is not None else []

    @property
    def months_name(self) -> str:
        """What its twelve boxes are called."""
        return f"{self.row.name}-months"

    @property
    def is_open(self) -> bool:
        """Whether something but its months is refused in this row."""
        return bool(self.is_bound and self.errors)

    @property
    def said(self) -> list[str]:
        """What its weight, deliverable and milestones are now, for the line over their fields."""
        values = (self[name].value() for name in ("weight", "deliverable", "milestones"))
        return [" · ".join(str(value).split("\n")) for value in values if value not in (None, "")]

    @property
    def cells(self) -> Iterator[tuple[str, str]]:
        """Yield each month's name with its state: as sent, else as in force."""
        states = self.sent or [NAMES[month] for month in self.row.months]
        return zip(month_names(), states, strict=False)

    def clean_weight(self) -> Any:
        """Refuse a weight that is no share."""
        weight = self.cleaned_data["weight"]
        if weight is not None and weight <= 0:
            raise ValidationError(_("A weight is more than zero."))
        return weight

    def clean_milestones(self) -> tuple[tuple[int, str], ...]:
        """Return months with what is reached in them."""
        lines = self.cleaned_data["milestones"].splitlines()
        return tuple(read_milestone(line.strip()) for line in lines if line.strip())

    def clean(self) -> dict[str, Any]:
        """Refuse rows that are not twelve known states."""
        data = super().clean() or self.cleaned_data
        if len(self.sent) != len(month_names()) or not STATES.keys() >= set(self.sent):
            raise ValidationError(_("The row did not come whole; look at its months again."))
        return data

    @property
    def planned(self) -> PlannedItem:
        """What is proposed for the item."""
        return PlannedItem(
            self.row.item,
            tuple(STATES[state] for state in self.sent),
            weight=self.cleaned_data["weight"],
            deliverable=self.cleaned_data["deliverable"],
            milestones=self.cleaned_data["milestones"],
        )


def _initial(line: ScheduleLine | None) -> dict[str, Any]:
    if line is None:
        return {}
    milestones = "\n".join(str(each) for each in line.milestones.all())
    return {"weight": line.weight, "deliverable": line.deliverable, "milestones": milestones}


def read_milestone(line: str) -> tuple[int, str]:
    """Return the fiscal month and the words of a typed milestone; ``ValidationError`` else."""
    name, _space, title = line.partition(" ")
    month = MONTHS_BY_NAME.get(name.rstrip(":").rstrip(".").casefold())
    if month is None or not title.strip():
        message = _("“%(line)s” does not begin with a month: write such as “%(month)s draft”.")
        raise ValidationError(message, "month", {"line": line, "month": month_names()[5]})
    return (month - 10) % 12 + 1, title.strip()


class ScheduleForm(forms.Form):
    """The note, the version that the form was opened upon, and a row for each item."""

    note = forms.CharField(
        label=gettext_lazy("Note"),
        help_text=gettext_lazy("Where the months are known from, or why they change."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    based_on = forms.IntegerField(min_value=0, widget=forms.HiddenInput())

    def __init__(
        self, rows: Sequence[GridRow], newest: int, data: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial={"based_on": newest})
        self.newest = newest
        self.items = [ItemForm(row, data) for row in rows]

    def is_valid(self) -> bool:
        """Whether the form and each of its rows hold."""
        rows = [item.is_valid() for item in self.items]
        return super().is_valid() and all(rows)

    @property
    def refused_items(self) -> list[ItemForm]:
        """The rows with an error."""
        return [item for item in self.items if item.is_bound and item.errors]

    @property
    def planned(self) -> list[PlannedItem]:
        """What is proposed, row by row; what differs from what is in force is kept of it."""
        return [item.planned for item in self.items]

    @property
    def shown_based_on(self) -> int:
        """The version to send along: the one before the person's eyes.

        Once a person was told which rows a later version has changed, it is that one.
        """
        told = self.has_error(NON_FIELD_ERRORS, "overtaken")
        sent = self.cleaned_data.get("based_on") if self.is_bound else None
        return self.newest if told or sent is None else int(sent)
