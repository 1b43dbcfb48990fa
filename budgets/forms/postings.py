"""The form that posts an entry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from budgets.forms.allocations import by_fund
from budgets.forms.attachments import UploadsField, files_hint
from budgets.forms.refusing import KeyedForm
from budgets.models import Allocation, Entry, OpenItem, Submission
from budgets.services.postings import Posting
from etda_plan.common.figures import baht
from etda_plan.common.forms import BAHT_PLACES, BuddhistDateField, FixedPointFormField

NEXT_KIND = {
    Entry.Kind.RESERVATION: Entry.Kind.COMMITMENT,
    Entry.Kind.COMMITMENT: Entry.Kind.PAYMENT,
    Entry.Kind.OPENING: Entry.Kind.PAYMENT,
}
"""What draws on an entry of each kind."""


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


class PostingForm(KeyedForm):
    """A reservation, commitment, payment or reversal as a person writes it down."""

    place_of: ClassVar[Mapping[str, str]] = {
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

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[
            ("", _("Choose a kind")),
            *((kind.value, capfirst(kind.label)) for kind in Entry.POSTED),
        ],
    )
    allocation = forms.ModelChoiceField(label=_("Allocation"), queryset=Allocation.objects.none())
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

    def __init__(self, *args: Any, start: Start, allocations: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.start = start
        self.fields["uploads"].help_text = files_hint()
        if start.earlier:
            del self.fields["kind"], self.fields["allocation"]
        else:
            self._offer(allocations)

    def _offer(self, allocations: Any) -> None:
        field: Any = self.fields["allocation"]
        field.queryset = allocations
        field.widget.choices = [("", _("Choose an allocation")), *by_fund(allocations)]

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

    def _place(self, error: ValidationError, name: str) -> None:
        if error.code == "used_key":
            self.add_error(None, self._used())
        else:
            super()._place(error, name)

    def _used(self) -> str:
        earlier = Submission.objects.get(key=self.cleaned_data["key"]).result
        words = gettext(
            "This form was posted already, with other content, as entry #%(number)s. "
            "Post again only if this is another entry."
        )
        return words % {"number": earlier}

    def focus(self) -> None:
        """Put the cursor where a person goes on: what is refused, else the first empty box."""
        names = [name for name in self.fields if name != "key"]
        refused = [name for name in names if name in self.errors]
        empty = (name for name in names if name == "amount" or not self[name].value())
        first = next(iter(refused), None) or next(empty)
        self.fields[first].widget.attrs["autofocus"] = True
