"""The form that posts an entry."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from budgets.forms.attachments import UploadsField, files_hint
from budgets.models import Allocation, Entry, OpenItem, Submission
from budgets.services.postings import Posting
from budgets.services.submissions import new_key
from etda_plan.common.figures import baht
from etda_plan.common.forms import BAHT_PLACES, BuddhistDateField, FixedPointFormField

NEXT_KIND = {
    Entry.Kind.RESERVATION: Entry.Kind.COMMITMENT,
    Entry.Kind.COMMITMENT: Entry.Kind.PAYMENT,
    Entry.Kind.OPENING: Entry.Kind.PAYMENT,
}
"""What draws on an entry of each kind."""

FIELD_OF = {
    "allocation_not_overspent": "amount",
    "allocation_stages_not_negative": "amount",
    "entry_amount_positive": "amount",
    "open_item_within_entry": "amount",
    "places": "amount",
    "size": "amount",
    "entry_date_in_month": "date",
    "entry_draws_before_expiry": "date",
    "entry_draws_on_fitting": "date",
    "entry_month_open": "date",
    "entry_not_after_today": "date",
    "entry_reverses_fitting": "date",
    "every_day": "date",
}
"""Where the message of each refusal stands."""


@dataclass(frozen=True)
class Start:
    """What an entry starts from: an earlier one that it draws on or reverses, or nothing."""

    draws_on: Entry | None = None
    reverses: Entry | None = None

    @property
    def earlier(self) -> Entry | None:
        """The earlier entry."""
        return self.draws_on or self.reverses

    @property
    def kind(self) -> str:
        """The kind that the earlier entry leads to; empty without one."""
        if self.reverses:
            return Entry.Kind.REVERSAL.value
        return NEXT_KIND[Entry.Kind(self.draws_on.kind)].value if self.draws_on else ""

    @property
    def open_amount(self) -> Decimal:
        """What of the earlier entry is open (baht)."""
        return OpenItem.objects.get(pk=self.earlier).open_amount

    def initial(self) -> dict[str, Any]:
        """Return what the form proposes: all that is open, to the same payee."""
        if not self.earlier:
            return {}
        return {"amount": baht(self.open_amount), "payee": self.earlier.payee}


class AllocationChoice(forms.ModelChoiceField[Allocation]):
    """Allocations under their fund source and group, each with what is left of it."""

    def label_from_instance(self, obj: Allocation) -> str:
        """Return the work's code, what is left, and its name, which a phone cuts off."""
        work = obj.activity or obj.project
        name = obj.activity.title if obj.activity else obj.project.name
        left = gettext("left %(left)s") % {"left": baht(obj.left_amount)}
        return f"{work.code} · {left} · {name}"

    def fill(self, allocations: list[Allocation]) -> None:
        """Offer ``allocations``, which stand in their order."""
        self.widget.choices = [("", _("Choose an allocation")), *self._groups(allocations)]

    def _groups(self, allocations: list[Allocation]) -> Iterator[tuple[str, list[Any]]]:
        for (fund, group), rows in groupby(
            allocations, key=lambda each: (each.fund_source, each.spending_group)
        ):
            words = {"fund": fund.name_short, "number": group.number, "name": group.name}
            heading = gettext("%(fund)s · group %(number)s %(name)s") % words
            yield heading, [(each.pk, self.label_from_instance(each)) for each in rows]


class PostingForm(forms.Form):
    """A reservation, commitment, payment or reversal as a person writes it down."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[
            ("", _("Choose a kind")),
            *((kind.value, capfirst(kind.label)) for kind in Entry.POSTED),
        ],
    )
    allocation = AllocationChoice(label=_("Allocation"), queryset=Allocation.objects.none())
    amount = FixedPointFormField(label=_("Amount (baht)"), places=BAHT_PLACES)
    date = BuddhistDateField(label=_("Date"), help_text=_("Day/month/year B.E., not after today."))
    document_number = forms.CharField(label=_("Document number"), max_length=100, required=False)
    payee = forms.CharField(label=_("Payee"), max_length=200, required=False)
    note = forms.CharField(
        label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    paper_approved_by = forms.CharField(
        label=_("Approved on paper by"), max_length=200, required=False
    )
    uploads = UploadsField(required=False)
    key = forms.UUIDField(widget=forms.HiddenInput())

    def __init__(self, *args: Any, start: Start, allocations: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.start = start
        self.fields["uploads"].help_text = files_hint()
        if start.earlier:
            del self.fields["kind"], self.fields["allocation"]
        else:
            self._offer(allocations)

    def _offer(self, allocations: Any) -> None:
        field = self.fields["allocation"]
        if isinstance(field, AllocationChoice):
            field.queryset = allocations
            field.fill(list(allocations))

    def clean_note(self) -> str:
        """Return the note with the line ends that files and pages share."""
        return str(self.cleaned_data["note"]).replace("\r\n", "\n")

    @property
    def posting(self) -> Posting:
        """What is to be posted."""
        data = self.cleaned_data
        earlier = self.start.earlier
        words = ("document_number", "payee", "note", "paper_approved_by")
        return Posting(
            kind=self.start.kind or data["kind"],
            allocation=earlier.allocation if earlier else data["allocation"],
            date=data["date"],
            amount=data["amount"],
            draws_on=self.start.draws_on,
            reverses=self.start.reverses,
            **{name: data[name] for name in words},
        )

    def refuse(self, error: ValidationError) -> None:
        """Say beside its field why the ledger refused the entry."""
        if hasattr(error, "error_dict"):
            for field, errors in error.error_dict.items():
                self.add_error(field if field in self.fields else None, errors)
            return
        for each in error.error_list:
            is_used = each.code == "used_key"
            self.add_error(FIELD_OF.get(each.code or ""), self._used() if is_used else each)

    def _used(self) -> str:
        earlier = Submission.objects.get(key=self.cleaned_data["key"]).result
        words = gettext(
            "This form was posted already, with other content, as entry #%(number)s. "
            "Post again only if this is another entry."
        )
        return words % {"number": earlier}

    def focus(self) -> None:
        """Put the cursor where a person goes on: what is refused, else the first empty box."""
        refused = [name for name in self.fields if name in self.errors and name != "key"]
        empty = (name for name in self.fields if name == "amount" or not self[name].value())
        first = next(iter(refused), None) or next(empty)
        self.fields[first].widget.attrs["autofocus"] = True

    @property
    def key_shown(self) -> uuid.UUID:
        """The key to show the form with: a new one where the one that came is used or no key."""
        if not self.is_bound:
            return new_key()
        key = self.cleaned_data.get("key") if hasattr(self, "cleaned_data") else None
        is_used = key and Submission.objects.filter(key=key).exists()
        return new_key() if is_used or not key else key
