"""Which state a plan and a report give: pure, with the thresholds handed in."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from activities.progress.plans import WHOLE

Percent = int | Decimal | Fraction

BEHIND = frozenset({"watch", "late"})
"""The states of work that is so far behind its plan that it is said by how many months."""


SHOWN_STATES = (
    "late",
    "watch",
    "on_plan",
    "ahead",
    "done",
    "not_started",
    "not_due",
    "not_reported",
    "no_monthly_plan",
    "cancelled",
)
"""The states that an activity can have, those that need a look first."""


@dataclass(frozen=True)
class Thresholds:
    """From which percent of the plan to date work is on plan, is to be watched, is ahead."""

    on_plan_from: Percent
    watch_from: Percent
    ahead_from: Percent


def derive_status(
    planned: Fraction | None,
    progress: Fraction | None,
    *,
    is_missing: bool,
    thresholds: Thresholds,
) -> str:
    """Return the state, a key of ``STATES``, of work with so much planned and so much done.

    ``planned`` is the percent of its plan to date, None without a plan; ``progress`` the last
    approved one, None where there is none; ``is_missing`` says that a report is due which nobody
    has approved. What is done needs no further report; what was not reported is never late.
    """
    if progress is not None and progress >= WHOLE:
        return "done"
    if is_missing:
        return "not_reported"
    if planned is None:
        return "no_monthly_plan"
    if progress is None:
        return "not_due"
    return compare(planned, progress, thresholds)


def compare(planned: Fraction, progress: Fraction, thresholds: Thresholds) -> str:
    """Return how progress stands against the plan to date; the thresholds belong to the better."""
    if planned == 0:
        return "ahead" if progress else "not_started"
    reached = progress * WHOLE
    if reached >= Fraction(thresholds.ahead_from) * planned:
        return "ahead"
    if reached >= Fraction(thresholds.on_plan_from) * planned:
        return "on_plan"
    return "watch" if reached >= Fraction(thresholds.watch_from) * planned else "late"
