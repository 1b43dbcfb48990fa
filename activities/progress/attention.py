"""What needs a look: work that is late, not reported, or has a problem."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from activities.progress.items import ActivityState
from activities.progress.page import ProgressPage
from activities.progress.words import behind, months_missing, stated_in
from etda_plan.common.states import STATES

NEEDS_A_LOOK = ("late", "not_reported", "problem")


@dataclass(frozen=True)
class Reason:
    """Why an activity needs a look: a key of ``STATES``, and for how long it has."""

    state: str
    how_long: str

    @property
    def word(self) -> str:
        """The state in words."""
        return str(STATES[self.state].word)


@dataclass(frozen=True)
class AttentionRow:
    """An activity that needs a look, and why."""

    item: ActivityState

    @property
    def reasons(self) -> list[Reason]:
        """Why it needs a look, the gravest first."""
        return [Reason(mark, self._how_long(mark)) for mark in NEEDS_A_LOOK if mark in self.marks]

    @property
    def marks(self) -> frozenset[str]:
        """Its state and whether it has a problem."""
        return self.item.marks

    @property
    def place(self) -> tuple[int, int]:
        """The gravest first, and of these the longest."""
        item = self.item
        grave = min(place for place, mark in enumerate(NEEDS_A_LOOK) if mark in self.marks)
        return grave, -(item.months_behind or item.months_missing)

    def _how_long(self, mark: str) -> str:
        item = self.item
        if mark == "late":
            return behind(item.months_behind)
        if mark == "not_reported":
            return months_missing(item.months_missing)
        return stated_in(item.frame.month(item.reported_month))


def needing_a_look(items: Sequence[ActivityState]) -> list[AttentionRow]:
    """Return the activities that need a look, the gravest and longest first."""
    rows = [AttentionRow(item) for item in items if not item.marks.isdisjoint(NEEDS_A_LOOK)]
    return sorted(rows, key=lambda row: row.place)


@dataclass(frozen=True)
class AttentionPage:
    """What needs a look in a reading, narrowed as the address asks."""

    page: ProgressPage

    @property
    def rows(self) -> list[AttentionRow]:
        """The activities that the filters leave."""
        return needing_a_look(self.page.shown.activities)

    @property
    def total(self) -> int:
        """How many there are without any filter."""
        return len(needing_a_look(self.page.whole.activities))

    @property
    def answer(self) -> str:
        """What the page answers, in one sentence."""
        if not self.page.is_published:
            return self.page.answer
        counts = [f"{STATES[mark].word}\u00a0{count}" for mark, count in self.counts]
        if not counts:
            return _("Nothing needs a look")
        return _("Needs a look: %(counts)s") % {"counts": " · ".join(counts)}

    @property
    def counts(self) -> Iterator[tuple[str, int]]:
        """Yield each reason with how many of the plan's activities have it."""
        rows = needing_a_look(self.page.whole.activities)
        for mark in NEEDS_A_LOOK:
            count = sum(mark in row.marks for row in rows)
            if count:
                yield mark, count
