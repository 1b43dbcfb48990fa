"""What is stated of an activity in the sample's year, and what is said of it month by month."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

MONTHS = range(1, 13)
NOT_YET = "ยังไม่ถึงช่วงดำเนินการตามแผน"
FINISHED = "แล้วเสร็จ ติดตามการใช้ประโยชน์"


@dataclass(frozen=True)
class Part:
    """A sub-activity: ``planned`` and ``reached`` as in ``Activity``."""

    number: str
    planned: str
    reached: str
    weight: str = ""


@dataclass(frozen=True)
class Activity:
    """An activity ``EC/1``: the months planned, and the percent reached at the end of each.

    ``planned`` has a letter for each month from October on, ``x`` where work is planned, and is
    empty where the months are left unknown. ``reached`` has twelve cumulative percents, and is
    empty where the parts have them. ``steps`` are the words for what is done, in order.
    ``problems`` are a problem and its solution by month.
    """

    code: str
    office: str
    planned: str
    reached: str
    steps: tuple[str, ...]
    weight: str = ""
    deliverable: str = ""
    milestones: tuple[tuple[int, str], ...] = ()
    problems: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    parts: tuple[Part, ...] = ()

    def reached_by(self, month: int) -> Decimal | None:
        """Return what was reached by a month's end; None where the parts say it."""
        return Decimal(self.reached.split()[month - 1]) if self.reached else None

    def parts_reached(self, month: int) -> dict[str, Decimal]:
        """Return the same of each part."""
        return {part.number: Decimal(part.reached.split()[month - 1]) for part in self.parts}

    def whole(self, month: int) -> Decimal:
        """Return how far the whole is, for choosing words: the parts' plain mean."""
        if (percent := self.reached_by(month)) is not None:
            return percent
        return sum(self.parts_reached(month).values(), Decimal(0)) / len(self.parts)

    def done(self, month: int) -> str:
        """Return what the office says that it did in a month."""
        now, before = self.whole(month), self.whole(month - 1) if month > 1 else Decimal(0)
        if now == 0:
            return NOT_YET
        if before == 100:
            return FINISHED
        again = before > 0 and self._step(before) == self._step(now)
        return self._step(now) + (" (ต่อเนื่องจากเดือนก่อน)" if again else "")

    def next_steps(self, month: int) -> str:
        """Return what the office says that it will do next; nothing where all is done."""
        now = self.whole(month)
        if now == 100:
            return ""
        place = self.steps.index(self._step(now)) + (now > 0)
        return self.steps[min(place, len(self.steps) - 1)]

    def _step(self, percent: Decimal) -> str:
        place = int(percent * len(self.steps) / 100)
        return self.steps[min(place, len(self.steps) - 1)]
