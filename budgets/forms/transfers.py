"""The forms that propose a transfer: first where the money comes from, then the rest."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from activities.models import Activity
from budgets.forms.allocations import Choices, by_fund
from budgets.forms.refusing import KeyedForm
from budgets.models import Allocation
from budgets.services.transfers import TransferProposal
from etda_plan.common.forms import BAHT_PLACES, FixedPointFormField

ALLOCATION, ACTIVITY = "allocation-", "activity-"


class SourceForm(forms.Form):
    """Where the money comes from: only what has something left."""

    def __init__(self, allocations: Iterable[Allocation], **options: Any) -> None:
        super().__init__(**options)
        giving = [each for each in allocations if each.left_amount > 0]
        choices = [("", _("Choose an allocation")), *by_fund(giving)]
        self.fields["from"] = forms.ChoiceField(label=_("From"), choices=choices)


class TransferForm(KeyedForm):
    """The rest of a transfer, once it is known where the money comes from.

    Offered are the allocations of the same fund source alone, and the activities of the same work
    that have none yet.
    """

    place_of = {
        "too_little_left": "amount",
        "transfer_amount_positive": "amount",
        "transfer_between_two": "target",
        "transfer_within_fund_source": "target",
        "other_work": "target",
    }

    target = forms.ChoiceField(label=_("To"))
    amount = FixedPointFormField(label=_("Amount (baht)"), places=BAHT_PLACES)
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}))
    effect = forms.CharField(
        label=_("Effect on activities and KPIs"),
        help_text=_("What becomes of the activities and targets that give and receive the money."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self,
        *args: Any,
        source: Allocation,
        allocations: Iterable[Allocation],
        activities: Iterable[Activity],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.source = source
        self.targets: dict[str, Allocation | Activity] = {}
        others = [
            each
            for each in allocations
            if each.fund_source_id == source.fund_source_id and each.pk != source.pk
        ]
        self.targets.update((f"{ALLOCATION}{each.pk}", each) for each in others)
        unopened = [(f"{ACTIVITY}{each.pk}", each) for each in activities]
        self.targets.update(unopened)
        self._offer(others, unopened)

    def _offer(self, others: list[Allocation], unopened: list[tuple[str, Activity]]) -> None:
        choices: Choices = [("", _("Choose where the money goes"))]
        for heading, rows in by_fund(others):
            choices.append((heading, [(f"{ALLOCATION}{key}", words) for key, words in rows]))
        if unopened:
            heading = gettext("Activities of %(work)s without an allocation yet") % {
                "work": self.source.project.code
            }
            named_ones = [(key, f"{each.code} {each.title}") for key, each in unopened]
            choices.append((heading, named_ones))
        field: Any = self.fields["target"]
        field.choices = choices

    def clean_amount(self) -> Any:
        """Refuse nothing and less beside the field itself."""
        amount = self.cleaned_data["amount"]
        if amount <= 0:
            raise ValidationError(_("An amount is more than zero."), "transfer_amount_positive")
        return amount

    @property
    def proposal(self) -> TransferProposal:
        """What the form proposes."""
        data, target = self.cleaned_data, self.targets[self.cleaned_data["target"]]
        activity = target if isinstance(target, Activity) else None
        return TransferProposal(
            from_allocation=self.source,
            amount=data["amount"],
            reason=data["reason"],
            effect=data["effect"],
            to_allocation=target if isinstance(target, Allocation) else None,
            to_activity=activity,
        )
