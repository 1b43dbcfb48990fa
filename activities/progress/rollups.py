"""Parts as one: by stated weights or by count, saying which, and how many are counted."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol, TypeVar

from django.utils.translation import gettext as _

from activities.progress import words
from activities.progress.plans import mean, stated
from activities.progress.states import Thresholds, compare


class Basis(enum.StrEnum):
    """What decides how much each item counts."""

    WEIGHTS = "weights"
    ACTIVITIES = "activities"
    WORKS = "works"

    @property
    def words(self) -> str:
        """What the page says of it."""
        said = {
            Basis.WEIGHTS: _("by the stated weights of the activities"),
            Basis.ACTIVITIES: _("each activity counts the same"),
            Basis.WORKS: _("each project or work counts the same"),
        }
        return said[self]


class Measured(Protocol):
    """What has a plan and progress, in percent; None where nobody has stated any."""

    @property
    def plan_to_date(self) -> Fraction | None:
        """What was planned by the month that is judged."""

    @property
    def progress(self) -> Fraction | None:
        """What is done, as last approved."""

    @property
    def weight(self) -> Fraction | None:
        """Its share among those beside it; None where none is stated."""

    @property
    def state(self) -> str:
        """Its state, a key of ``STATES``."""


class Item(Measured, Protocol):
    """An activity, as it is rolled up."""

    @property
    def is_missing(self) -> bool:
        """Whether a report is due that nobody has approved."""


UNCOMPARED = ("not_reported", "no_monthly_plan", "not_due")
"""What is said of a whole that has nothing to compare: the first that is true of a part of it."""

Kind = TypeVar("Kind", bound=Measured)


@dataclass(frozen=True)
class RollUp:
    """Several activities as one.

    ``plan_to_date`` and ``progress`` (percent) are of the ``counted`` ones alone: those that have
    a report where one is due and, if any of them has a monthly plan, a plan. ``reported`` have
    that report; ``total`` is all but the ``cancelled``.
    """

    plan_to_date: Fraction | None
    progress: Fraction | None
    state: str
    basis: Basis
    counted: int
    reported: int
    total: int
    cancelled: int

    @property
    def weighted(self) -> bool:
        """Whether stated weights decide; otherwise each item counts the same."""
        return self.basis is Basis.WEIGHTS

    @property
    def weight(self) -> None:
        """Nothing states how much a work counts in the agency."""

    @property
    def why(self) -> str:
        """The figures behind the state, and how many activities they are of."""
        figures = words.compared(self.state, self.plan_to_date, self.progress)
        counts = words.counts(self.counted, self.total)
        return " · ".join(filter(None, [figures, counts]))


def roll_up(items: Iterable[Item], thresholds: Thresholds, *, weighted: bool = True) -> RollUp:
    """Return activities as one; their weights count if ``weighted`` and each of them has one.

    Otherwise they count the same. What is cancelled stays out altogether.
    """
    every = list(items)
    kept = [item for item in every if item.state != "cancelled"]
    reported = [item for item in kept if not item.is_missing and item.progress is not None]
    counted = comparable(reported)
    weights = weighted and stated(item.weight for item in kept) is not None
    planned, progress = means(counted, by_weight=weights)
    return RollUp(
        plan_to_date=planned,
        progress=progress,
        state=_state([item.state for item in every], planned, progress, thresholds),
        basis=Basis.WEIGHTS if weights else Basis.ACTIVITIES,
        counted=len(counted),
        reported=len(reported),
        total=len(kept),
        cancelled=len(every) - len(kept),
    )


def roll_up_works(works: Iterable[RollUp], thresholds: Thresholds) -> RollUp:
    """Return works as one; each counts the same, for nothing states what a work weighs."""
    every = list(works)
    counted = comparable(every)
    planned, progress = means(counted, by_weight=False)
    states = [work.state for work in every]
    return RollUp(
        plan_to_date=planned,
        progress=progress,
        state=_state(states, planned, progress, thresholds),
        basis=Basis.WORKS,
        counted=sum(work.counted for work in counted),
        reported=sum(work.reported for work in every),
        total=sum(work.total for work in every),
        cancelled=sum(work.cancelled for work in every),
    )


def comparable(items: Sequence[Kind]) -> list[Kind]:
    """Keep those with plan and progress; where none has a plan, those with progress."""
    known = [item for item in items if item.progress is not None]
    return [item for item in known if item.plan_to_date is not None] or known


def means(items: Sequence[Measured], *, by_weight: bool) -> tuple[Fraction | None, Fraction | None]:
    """Return the mean plan to date and the mean progress of the same comparable items."""
    weights = stated(item.weight for item in items) if by_weight else None
    planned = [item.plan_to_date for item in items if item.plan_to_date is not None]
    progress = [item.progress for item in items if item.progress is not None]
    return mean(planned, weights) if len(planned) == len(items) else None, mean(progress, weights)


def _state(
    states: Sequence[str],
    planned: Fraction | None,
    progress: Fraction | None,
    thresholds: Thresholds,
) -> str:
    """Return the state of the whole: grey where more than half of it was not reported."""
    kept = [state for state in states if state != "cancelled"]
    if not kept:
        return "cancelled" if states else "no_activities"
    if all(state == "done" for state in kept):
        return "done"
    if 2 * kept.count("not_reported") > len(kept):
        return "not_reported"
    if planned is not None and progress is not None:
        return compare(planned, progress, thresholds)
    return next((each for each in UNCOMPARED if each in kept), "not_due")
