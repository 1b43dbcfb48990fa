"""The ledger as a careful clerk would keep it: plain integers of satang, in memory."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass, field

Date = datetime.date
Changes = tuple[int, int, int, int]
"""What an entry does to transferred, reserved, committed and paid."""

DRAWN_KIND = {"commitment": ("reservation",), "payment": ("commitment", "opening")}
STAGE = {"reservation": 1, "commitment": 2, "opening": 2, "payment": 3}


@dataclass
class Item:
    """A posted entry of which something may be open."""

    key: int
    cell: int
    kind: str
    date: Date
    amount: int
    draws_on: Item | None = None
    expires: Date | None = None
    carried: bool = False
    moves: dict[Date, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def open(self) -> int:
        """What can still be drawn or reversed."""
        return self.amount + sum(self.moves.values())

    def lasts(self, day: Date, amount: int) -> bool:
        """Whether ``amount`` more can be taken on ``day`` and every later one is still covered."""
        moves = {**self.moves, day: self.moves.get(day, 0) - amount}
        running = self.amount
        for each in sorted(moves):
            running += moves[each]
            if each >= day and running < 0:
                return False
        return self.open >= amount


@dataclass
class Cell:
    """An allocation."""

    key: int
    fund: int
    initial: int
    days: dict[Date, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0, 0, 0]))

    @property
    def totals(self) -> Changes:
        """Transferred, reserved, committed and paid in all."""
        return tuple(map(sum, zip(*self.days.values(), strict=True))) or (0, 0, 0, 0)  # type: ignore[return-value]

    @property
    def current(self) -> int:
        """What there is after transfers."""
        return self.initial + self.totals[0]

    @property
    def left(self) -> int:
        """What is in no stage."""
        return self.current - sum(self.totals[1:])

    def bears(self, day: Date, changes: Changes) -> bool:
        """Whether with these changes no day from ``day`` on lacks money in any stage."""
        running = [0, 0, 0, 0]
        days = dict(self.days)
        days[day] = [old + new for old, new in zip(days.get(day, [0] * 4), changes, strict=True)]
        for each in sorted(days):
            running = [old + new for old, new in zip(running, days[each], strict=True)]
            left = self.initial + running[0] - sum(running[1:])
            if each >= day and min(left, *running[1:]) < 0:
                return False
        return True

    def add(self, day: Date, changes: Changes) -> None:
        """Let the changes happen."""
        self.days[day] = [old + new for old, new in zip(self.days[day], changes, strict=True)]


def stage_changes(kind: str, amount: int, draws_on: Item | None) -> Changes:
    """Return what an entry of a kind does."""
    changes = [0, 0, 0, 0]
    changes[STAGE[kind]] = amount
    if draws_on:
        changes[STAGE[draws_on.kind]] -= amount
    return tuple(changes)  # type: ignore[return-value]


@dataclass
class Books:
    """The whole ledger of a year: the first day of each month that is closed, in order."""

    first: Date
    last: Date
    today: Date
    cells: dict[int, Cell] = field(default_factory=dict)
    items: dict[int, Item] = field(default_factory=dict)
    order: list[Item] = field(default_factory=list)
    closed: list[Date] = field(default_factory=list)
    entries: int = 0

    def takes(self, day: Date) -> bool:
        """Whether entries may be dated on ``day``."""
        in_year = self.first <= day <= min(self.last, self.today)
        return in_year and day.replace(day=1) not in self.closed

    def may_post(self, item: Item) -> bool:
        """Whether an entry that is no reversal will be accepted."""
        earlier = item.draws_on
        if item.amount <= 0 or not self.takes(item.date):
            return False
        if earlier and not self._draws_well(item, earlier):
            return False
        changes = stage_changes(item.kind, item.amount, earlier)
        return self.cells[item.cell].bears(item.date, changes)

    def _draws_well(self, item: Item, earlier: Item) -> bool:
        return (
            earlier.kind in DRAWN_KIND.get(item.kind, ())
            and earlier.cell == item.cell
            and earlier.date <= item.date
            and not earlier.carried
            and (earlier.expires is None or item.date <= earlier.expires)
            and earlier.lasts(item.date, item.amount)
        )

    def post(self, item: Item) -> None:
        """Enter what was accepted."""
        changes = stage_changes(item.kind, item.amount, item.draws_on)
        self.cells[item.cell].add(item.date, changes)
        self.items[item.key] = item
        self.order.append(item)
        self.entries += 1
        if item.draws_on:
            item.draws_on.moves[item.date] -= item.amount

    def may_reverse(self, item: Item, day: Date, amount: int) -> bool:
        """Whether ``amount`` of an entry can be undone on ``day``."""
        gone = item.carried or bool(item.draws_on and item.draws_on.carried)
        if amount <= 0 or gone or not self.takes(day) or day < item.date:
            return False
        changes = reversal_changes(item, amount)
        return item.lasts(day, amount) and self.cells[item.cell].bears(day, changes)

    def reverse(self, item: Item, day: Date, amount: int) -> None:
        """Enter a reversal."""
        self.cells[item.cell].add(day, reversal_changes(item, amount))
        item.moves[day] -= amount
        self.entries += 1
        if item.draws_on:
            item.draws_on.moves[day] += amount

    def transfer(self, source: int, target: int, amount: int) -> None:
        """Move money between two cells today."""
        self.cells[source].add(self.today, (-amount, 0, 0, 0))
        self.cells[target].add(self.today, (amount, 0, 0, 0))
        self.entries += 2


def reversal_changes(item: Item, amount: int) -> Changes:
    """Return what undoing a part of an entry does."""
    changes = stage_changes(item.kind, amount, item.draws_on)
    return tuple(-change for change in changes)  # type: ignore[return-value]
