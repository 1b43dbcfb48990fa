"""Items made by hand, of an unsaved activity: their plan, their reports, and the month due."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from activities.models import Activity, ActivityReport, MonthRow, SubActivity
from activities.progress.items import ActivityState, Frame, PartState
from activities.progress.states import Thresholds

USUAL = Thresholds(on_plan_from=95, watch_from=80, ahead_from=120)


def row(planned: str) -> MonthRow:
    """Return twelve months written as ``x`` planned, ``.`` not planned, ``?`` unknown."""
    return [{"x": True, ".": False, "?": None}[sign] for sign in planned]


def _judged(
    planned: str, by_month: Mapping[int, int | Fraction] | None, due: int, weight: int | None
) -> dict[str, Any]:
    return {
        "frame": Frame(2563, due, USUAL),
        "row": row(planned),
        "weight": None if weight is None else Fraction(weight),
        "by_month": {month: Fraction(share) for month, share in (by_month or {}).items()},
    }


def made(
    planned: str = "xxxx........",
    by_month: Mapping[int, int | Fraction] | None = None,
    due: int = 0,
    weight: int | None = None,
    **fields: Any,
) -> ActivityState:
    """Return an activity with percent done ``by_month`` (1 = October), ``due`` up to a month."""
    fields.setdefault("activity", Activity(number=1, title="งาน"))
    return ActivityState(**_judged(planned, by_month, due, weight), **fields)


def part(
    planned: str = "xxxx........",
    by_month: Mapping[int, int | Fraction] | None = None,
    due: int = 0,
    weight: int | None = None,
) -> PartState:
    """Return a part in the same words."""
    part = SubActivity(number="1.1", title="ส่วน")
    return PartState(**_judged(planned, by_month, due, weight), part=part)


def with_problem(problem: str = "ไม่มีผู้เสนอราคา", solution: str = "ประกาศใหม่") -> ActivityReport:
    """Return the words of a report that states a problem."""
    return ActivityReport(problem=problem, solution=solution)
