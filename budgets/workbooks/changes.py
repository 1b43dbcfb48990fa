"""What a row of an uploaded workbook would change, and what is wrong with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from etda_plan.common.xlsx_reading import Row


class State(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    WRONG = "wrong"


@dataclass(frozen=True)
class Difference:
    """A column whose value changes, as words; ``old`` is empty for a new row."""

    heading: str
    old: str
    new: str


@dataclass
class Change:
    """A row of the workbook against what is stored.

    ``undo`` and ``make`` are what a service carries out, the first before any second.
    """

    row: Row
    label: str = ""
    is_new: bool = False
    differences: Sequence[Difference] = ()
    undo: Sequence[Any] = ()
    make: Sequence[Any] = ()
    warnings: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def state(self) -> State:
        """What becomes of the row."""
        if self.errors or self.row.findings:
            return State.WRONG
        if self.is_new:
            return State.NEW
        return State.CHANGED if self.differences else State.UNCHANGED

    @property
    def messages(self) -> list[str]:
        """All that is wrong, the cells' own faults first."""
        return [*map(str, self.row.findings), *self.errors]


@dataclass
class Preview:
    """All rows of a workbook, and what stands outside of them.

    ``missing`` counts what is stored and not in the file: nothing happens to it.
    """

    changes: list[Change]
    faults: list[str] = field(default_factory=list)
    missing: int = 0

    @property
    def counts(self) -> Counter[State]:
        """How many rows there are of each state."""
        return Counter(change.state for change in self.changes)

    @property
    def is_sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults and not self.counts[State.WRONG]

    @property
    def has_changes(self) -> bool:
        """Whether applying it would do anything."""
        return any(change.make or change.undo for change in self.changes)

    @property
    def shown(self) -> list[Change]:
        """The rows that are shown one by one: all but the unchanged."""
        return [change for change in self.changes if change.state != State.UNCHANGED]

    @property
    def unchanged_rows(self) -> str:
        """The numbers of the unchanged rows: ``5–812, 815``."""
        return ranges(
            change.row.number for change in self.changes if change.state == State.UNCHANGED
        )


def ranges(numbers: Iterable[int]) -> str:
    """Return rising numbers with runs drawn together: ``5–812, 815``."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in runs)
