"""What an entry of each kind does to the totals of its allocation."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import F, Q, Value
from django.db.models.expressions import Combinable
from django.utils.translation import gettext_lazy as _

from etda_plan.common.fields import MoneyField

NOTHING = Value(Decimal(0), output_field=MoneyField[Decimal, Decimal]())
CHANGES = ("transferred_change", "reserved_change", "committed_change", "paid_change")
STAGES = {
    "reserved": _("reserved"),
    "committed": _("committed"),
    "paid": _("paid"),
    "transferred": _("transferred"),
}
"""What an entry changes, in the words of the money table."""


def _changes(**stated: Combinable) -> Q:
    """Return the condition that the changes are those stated, and the others nothing."""
    condition = Q()
    for field in CHANGES:
        condition &= Q(**{field: stated.get(field.removesuffix("_change"), NOTHING)})
    return condition


PLUS: Combinable = F("amount")
MINUS: Combinable = NOTHING - F("amount")

KINDS_CHANGE = (
    Q(kind="reservation", draws_on=None) & _changes(reserved=PLUS)
    | Q(kind="commitment", draws_on=None) & _changes(committed=PLUS)
    | Q(kind="commitment", draws_on__isnull=False) & _changes(committed=PLUS, reserved=MINUS)
    | Q(kind="payment", draws_on=None) & _changes(paid=PLUS)
    | Q(kind="payment", draws_on__isnull=False) & _changes(paid=PLUS, committed=MINUS)
    | Q(kind="opening", draws_on=None) & _changes(committed=PLUS)
    | Q(kind="transfer", draws_on=None) & (_changes(transferred=PLUS) | _changes(transferred=MINUS))
    | Q(kind="reversal", draws_on=None)
    & (
        _changes(reserved=MINUS)
        | _changes(committed=MINUS)
        | _changes(committed=MINUS, reserved=PLUS)
        | _changes(paid=MINUS)
        | _changes(paid=MINUS, committed=PLUS)
    )
)
"""What an entry of each kind does to the totals of its allocation."""
