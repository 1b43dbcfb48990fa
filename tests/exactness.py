"""Filling an allocation exactly to its limit, and draining it exactly to nothing."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError

from budgets.models import Allocation, Entry, OpenItem
from budgets.services.postings import post
from etda_plan.accounts.models import User
from tests.factories import make_ledger, posting

SATANG = Decimal("0.01")
LARGEST = 10**14
"""1e12 baht, in satang."""


def satang(amount: Decimal) -> int:
    """Return baht as satang."""
    return int(amount.scaleb(2))


def split(total: int, chance: random.Random) -> list[int]:
    """Return pieces that add up to ``total``, four at most."""
    cuts = {chance.randint(1, total) for _ in range(chance.randint(0, 3))} | {total}
    ends = sorted(cuts)
    return [end - start for start, end in zip([0, *ends], ends, strict=False)]


@dataclass
class Sequence:
    """One allocation of a random limit, up to 1e12 baht, and what is wrong with it (nothing)."""

    number: int
    chance: random.Random
    user: User

    def __post_init__(self) -> None:
        digits = self.chance.randint(1, 14)
        self.limit = self.chance.randint(1, 10**digits)
        limit = f"{self.limit * SATANG:f}"
        self.allocation = make_ledger(limit, code=f"X{self.number}")

    def post(self, amount: int, kind: str, draws_on: Entry | None = None) -> Entry:
        """Post so many satang."""
        asked = posting(self.allocation, f"{amount * SATANG:f}", kind, draws_on=draws_on)
        return post(asked, user=self.user, key=uuid.uuid4())

    def is_refused(self, kind: str, draws_on: Entry | None = None) -> bool:
        """Whether one satang more is refused."""
        try:
            self.post(1, kind, draws_on)
        except ValidationError:
            return True
        return False

    def stored(self) -> tuple[int, int, int, int]:
        """Return reserved, committed, paid and left, as stored."""
        found = Allocation.objects.get(pk=self.allocation.pk)
        amounts = found.reserved_amount, found.committed_amount, found.paid_amount
        return (*map(satang, amounts), satang(found.left_amount))  # type: ignore[return-value]

    def fill(self) -> Iterator[str]:
        """Pay to the limit, piece by piece; yield what is wrong."""
        paid = 0
        for piece in split(self.limit, self.chance):
            self.post(piece, "payment")
            paid += piece
        if self.stored() != (0, 0, paid, self.limit - paid) or paid != self.limit:
            yield f"filled to {self.stored()} of {self.limit}"
        if not self.is_refused("payment"):
            yield f"a satang over {self.limit} was accepted"

    def drain(self) -> Iterator[str]:
        """Reserve all, commit it piece by piece until nothing is reserved; yield what is wrong."""
        whole = self.post(self.limit, "reservation")
        for piece in split(self.limit, self.chance):
            self.post(piece, "commitment", whole)
        if self.stored() != (0, self.limit, 0, 0):
            yield f"drained to {self.stored()} of {self.limit}"
        if OpenItem.objects.get(pk=whole.pk).open_amount != 0:
            yield f"{whole} of {self.limit} is still open"
        if not self.is_refused("commitment", whole):
            yield f"a satang under nothing was drawn from {self.limit}"


def wrong_ones(count: int, seed: int, user: User) -> Iterator[str]:
    """Run so many sequences, filling and draining in turn; yield what is wrong with any."""
    chance = random.Random(seed)
    for number in range(count):
        sequence = Sequence(number, chance, user)
        yield from sequence.fill() if number % 2 else sequence.drain()
