"""The form of a target: what changes of it, or under it, is told with a reason."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from projects.forms import ReasonedForm

RULED = ("value", "value_to", "is_main")
UNDER_IT = ("quarters", "levels")


class TargetForm(ReasonedForm):
    """A target's form: a value that was set is not changed without a reason, on its own or below.

    What is filled in for the first time needs none.
    """

    def clean(self) -> dict[str, Any]:
        """Ask for the reason where something known is changed."""
        data = super().clean()
        wanted = self.instance.pk and (self._changes_known() or self._changes_below())
        if wanted and not data.get("reason", "").strip() and "reason" not in self.errors:
            self.add_error("reason", _("Give a reason for the change."))
        return data

    def _changes_known(self) -> bool:
        return any(
            name in self.changed_data and self.initial.get(name) not in (None, "") for name in RULED
        )

    def _changes_below(self) -> bool:
        """Whether a quarterly target or a level that is there comes back otherwise, or goes."""
        return any(
            self._row_changed(prefix, number, row)
            for prefix in UNDER_IT
            for number, row in enumerate(getattr(self.instance, prefix).all())
        )

    def _row_changed(self, prefix: str, number: int, row: Any) -> bool:
        if f"{prefix}-{number}-value" not in self.data:
            return False
        typed = self.data[f"{prefix}-{number}-value"].replace(",", "").strip()
        deleted = bool(self.data.get(f"{prefix}-{number}-DELETE"))
        return deleted or not _equal(typed, row.value)


def _equal(typed: str, value: Decimal) -> bool:
    try:
        return Decimal(typed) == value
    except ArithmeticError:
        return False
