"""What the columns of the money's workbooks hold, beside what every workbook's may hold."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from budgets.models import Allocation
from etda_plan.common.xlsx_kinds import Cell, Choice, Kind, ValueKind

_entry = re.compile(r"#?\s*(\d{1,15})", re.ASCII)


@dataclass(frozen=True)
class EntryNumber(ValueKind):
    """The number of an entry: ``#12`` or 12."""

    def read_text(self, text: str) -> int:
        """Take ``#12``."""
        found = _entry.fullmatch(text)
        if not found:
            raise ValidationError(_("Write the number of an entry, such as #12."))
        return int(found[1])

    def read_number(self, number: Decimal) -> int:
        """Take 12."""
        return self.read_text(f"{number.normalize():f}")


@dataclass(frozen=True)
class Version(ValueKind):
    """The number of a version: 1, 2, …"""

    def read_text(self, text: str) -> int:
        """Take the number written as text."""
        if not (text.isascii() and text.isdigit() and len(text) < 6):
            raise ValidationError(_("Leave the version as it was downloaded."))
        return int(text)

    def read_number(self, number: Decimal) -> int:
        """Take a whole number."""
        return self.read_text(f"{number.normalize():f}")


@dataclass(frozen=True)
class Shown(Kind):
    """A column that helps people and is not read, whatever stands in it."""

    def read(self, cell: Cell) -> Any:
        """Leave it."""
        return None


def allocation_name(allocation: Allocation) -> StrOrPromise:
    """Return an allocation's name in workbooks, which no other of the plan has."""
    number = allocation.spending_group.number
    return format_lazy("{} · {} {}", allocation.label, gettext_lazy("group"), number)


def allocation_choice(allocations: Iterable[Allocation]) -> Choice:
    """Return the column of allocations; its values are their keys, as text."""
    return Choice({str(each.pk): allocation_name(each) for each in allocations})
