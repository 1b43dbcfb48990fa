"""The rows of the money table: fund source → spending group → work → activity."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from activities.models import Activity
from budgets.models import Allocation
from budgets.spending.accounts import Account, total_of
from budgets.spending.amounts import Amounts
from projects.models import Project


class Level(enum.StrEnum):
    """What a row stands for."""

    FUND = "fund"
    GROUP = "group"
    WORK = "work"
    ACTIVITY = "activity"


@dataclass(frozen=True)
class Line:
    """A row of the table: its amounts are exactly the sum of its parts, where it has any.

    ``codes`` names it in an address: fund, group, work and activity, as far down as it goes.
    """

    level: Level
    name: str
    codes: Mapping[str, str]
    amounts: Amounts
    allocation: Allocation
    parts: tuple[Line, ...] = ()

    @property
    def depth(self) -> int:
        """How far in it stands, 0 for a fund source."""
        return list(Level).index(self.level)

    @property
    def project(self) -> Project | None:
        """The work that it is about, for a link; None above works."""
        return self.allocation.project if self.level is Level.WORK else None

    @property
    def is_of_one_part(self) -> bool:
        """Whether its figures are those of the one row under it."""
        return len(self.parts) == 1

    @property
    def with_parts(self) -> Iterator[Line]:
        """It and all rows under it, in the order of the table."""
        yield self
        for part in self.parts:
            yield from part.with_parts


def lines_of(accounts: Sequence[Account]) -> tuple[Line, ...]:
    """Return the fund sources of these accounts, with all that is under them."""
    return _parts(sorted(accounts, key=_place), list(Level), {})


def _place(account: Account) -> tuple[int, int, int, int]:
    row = account.allocation
    activity = row.activity.number if row.activity else 0
    return row.fund_source.position, row.spending_group.number, row.project.position, activity


def _parts(
    accounts: Sequence[Account], levels: Sequence[Level], above: Mapping[str, str]
) -> tuple[Line, ...]:
    if not levels or (levels[0] is Level.ACTIVITY and _is_whole(accounts)):
        return ()
    groups = groupby(accounts, key=lambda each: CODES[levels[0]](each.allocation))
    return tuple(_line(list(group), levels, {**above, levels[0]: code}) for code, group in groups)


def _line(accounts: Sequence[Account], levels: Sequence[Level], codes: Mapping[str, str]) -> Line:
    level, *below = levels
    first = accounts[0].allocation
    parts = _parts(accounts, below, codes)
    return Line(level, NAMES[level](first), codes, total_of(accounts), first, parts)


def _is_whole(accounts: Sequence[Account]) -> bool:
    return all(account.allocation.activity is None for account in accounts)


def _activity_name(activity: Activity | None) -> str:
    return f"{activity.code} {activity.title}" if activity else _("Not broken down by activity")


CODES: Mapping[Level, Callable[[Allocation], str]] = {
    Level.FUND: lambda row: row.fund_source.code,
    Level.GROUP: lambda row: str(row.spending_group.number),
    Level.WORK: lambda row: row.project.code,
    Level.ACTIVITY: lambda row: str(row.activity.number) if row.activity else "none",
}
NAMES: Mapping[Level, Callable[[Allocation], str]] = {
    Level.FUND: lambda row: row.fund_source.name_short,
    Level.GROUP: lambda row: _("Group %(group)s") % {"group": row.spending_group},
    Level.WORK: lambda row: f"{row.project.code} {row.project.name}",
    Level.ACTIVITY: lambda row: _activity_name(row.activity),
}
