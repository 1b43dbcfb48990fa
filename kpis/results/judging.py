"""How a target's result is judged: one of the states, and why in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _

from etda_plan.common.figures import measure
from kpis.achievement import Achievement, Figure, achievement, exact, value_of

FINAL_MONTH = 12


class Limits(NamedTuple):
    """From which percent of what was to be reached a result counts as what."""

    watch_from: int = 80
    on_plan_from: int = 95
    ahead_from: int = 120


class Judgement(NamedTuple):
    """A state of the states' table, and why."""

    state: str
    why: str


@dataclass(frozen=True)
class Case:
    """What is known of a target when it is judged.

    ``month`` is the fiscal month that it is judged for; ``expected`` what was to be reached by
    then, None where the plan does not say. ``missing`` names the months whose result is due and was
    not reported; ``note`` says why the last one that is due has none.
    """

    direction: str
    aggregation: str
    figure: Figure | None
    target: Decimal
    target_to: Decimal | None = None
    month: int = 0
    expected: Decimal | None = None
    missing: Sequence[str] = ()
    note: str = ""
    has_owner: bool = True

    @property
    def is_final(self) -> bool:
        """Whether the year's last month is judged."""
        return self.month == FINAL_MONTH

    def against(self, target: Decimal, target_to: Decimal | None = None) -> Achievement:
        """Return how far the result reaches a target."""
        return achievement(self.direction, self.figure or Decimal(0), target, target_to)


def judge(case: Case, limits: Limits) -> Judgement:
    """Return where a target stands."""
    if case.missing:
        return Judgement("not_reported", _not_reported(case))
    if case.figure is None:
        return _without_result(case)
    if exact(case.figure) is None:
        return Judgement("watch", _("The denominator is 0: there is no ratio yet."))
    whole = case.against(case.target, case.target_to)
    if whole.met and (case.is_final or _stays_met(case)):
        return Judgement("done", _("The year's target is reached."))
    if case.is_final:
        return _short(whole, limits, _("The year's target is not reached."))
    if case.expected is not None:
        return _to_date(case, case.expected, limits)
    return _without_plan(case, whole, limits)


def _not_reported(case: Case) -> str:
    if not case.has_owner:
        return _("No office is named to report it.")
    return _("No result is reported for %(months)s.") % {"months": ", ".join(case.missing)}


def _without_result(case: Case) -> Judgement:
    if case.note:
        return Judgement("watch", _("The office explains why there is no result."))
    return Judgement("not_due", _("No result is due yet."))


def _stays_met(case: Case) -> bool:
    """Whether nothing that comes later undoes it: what was counted is not uncounted."""
    return case.direction == "at_least" and case.aggregation == "sum"


def _to_date(case: Case, expected: Decimal, limits: Limits) -> Judgement:
    to_date = case.against(expected)
    why = _("Target to date %(expected)s.") % {"expected": measure(expected)}
    more_is_better, percent = case.direction == "at_least", to_date.percent
    if more_is_better and percent is not None and percent >= limits.ahead_from:
        return Judgement("ahead", why)
    near = more_is_better and percent is not None and percent >= limits.on_plan_from
    return Judgement("on_plan", why) if to_date.met or near else _short(to_date, limits, why)


def _without_plan(case: Case, whole: Achievement, limits: Limits) -> Judgement:
    value = value_of(case.figure) or Decimal(0)
    if whole.met:
        return Judgement("on_plan", _("The target is kept so far."))
    upper = case.target if case.target_to is None else case.target_to
    if value > upper:
        return _short(whole, limits, _("The limit is passed."))
    return Judgement("not_due", _("The plan sets no target before the end of the year."))


def _short(reached: Achievement, limits: Limits, why: str) -> Judgement:
    near = reached.percent is not None and reached.percent >= limits.watch_from
    return Judgement("watch" if near else "late", why)
