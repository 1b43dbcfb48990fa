"""The amounts of one row of the money table, and the two percentages that are named apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from decimal import Decimal

from etda_plan.common.figures import percent

ZERO = Decimal(0)


@dataclass(frozen=True)
class Amounts:
    """What happened to a sum of money, in baht. A baht is in exactly one of the stages."""

    initial: Decimal = ZERO
    transferred: Decimal = ZERO
    reserved: Decimal = ZERO
    committed: Decimal = ZERO
    paid: Decimal = ZERO

    def __add__(self, other: Amounts) -> Amounts:
        names = (field.name for field in fields(self))
        return Amounts(*(getattr(self, name) + getattr(other, name) for name in names))

    @classmethod
    def total(cls, parts: Iterable[Amounts]) -> Amounts:
        """Return the exact sum of several; of none, nothing."""
        return sum(parts, cls())

    @property
    def current(self) -> Decimal:
        """What there is after transfers."""
        return self.initial + self.transferred

    @property
    def used(self) -> Decimal:
        """What is paid or committed: the measure that acceleration reports call used."""
        return self.paid + self.committed

    @property
    def left(self) -> Decimal:
        """What is neither reserved nor committed nor paid."""
        return self.current - self.reserved - self.committed - self.paid

    @property
    def paid_percent(self) -> str | None:
        """Paid in percent of current; None where there is nothing to take it of."""
        return percent(self.paid, self.current)

    @property
    def used_percent(self) -> str | None:
        """Used in percent of current; None where there is nothing to take it of."""
        return percent(self.used, self.current)

    @property
    def reserved_percent(self) -> str | None:
        """Reserved in percent of current; None where there is nothing to take it of."""
        return percent(self.reserved, self.current)

    @property
    def left_percent(self) -> str | None:
        """Left in percent of current; None where there is nothing to take it of."""
        return percent(self.left, self.current)

    @property
    def is_rounded(self) -> bool:
        """Whether ล้านบาท with four places hides a part of any of them."""
        return any(getattr(self, field.name) % 100 for field in fields(self))
