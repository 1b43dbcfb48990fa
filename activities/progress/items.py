"""An activity and its parts, with what was planned and reported, as of a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from activities.models.activities import Activity, MonthRow, SubActivity
from activities.progress import words
from activities.progress.plans import (
    NOTHING,
    Curve,
    covered_months,
    mean_curve,
    months_behind,
    plan_curve,
    planned_by,
    stated,
)
from activities.progress.states import BEHIND, Thresholds, derive_status
from etda_plan.common.fiscal import first_day, month_label
from etda_plan.common.states import STATES

if TYPE_CHECKING:
    from activities.models import ActivityReport, StatusOverride


@dataclass(frozen=True)
class Frame:
    """What every item of a reading is judged by.

    ``due_month`` is the last fiscal month whose reports are due and may be seen; 0 for none.
    """

    fiscal_year: int
    due_month: int
    thresholds: Thresholds

    def month(self, number: int) -> str:
        """Return the name of a fiscal month with its year; empty before the first."""
        return month_label(first_day(self.fiscal_year, number)) if number else ""


@dataclass(frozen=True)
class Judged:
    """Something with a monthly plan and reports; all percentages are exact and of the whole.

    ``row`` is planned, not planned or unknown (None) for twelve months, October first;
    ``by_month`` holds the progress that the approved report of each month states.
    """

    frame: Frame
    row: MonthRow
    weight: Fraction | None
    by_month: Mapping[int, Fraction]

    @cached_property
    def curve(self) -> Curve | None:
        """The percent planned by the end of each month; None without a plan."""
        return plan_curve(self.row)

    @property
    def reported_month(self) -> int:
        """The last month with an approved report; 0 for none."""
        return max(self.by_month, default=0)

    @property
    def progress(self) -> Fraction | None:
        """The percent done, as last approved; None where nothing was reported."""
        return self.by_month.get(self.reported_month)

    @property
    def judged_month(self) -> int:
        """The month at which plan and progress are compared."""
        return max(self.frame.due_month, self.reported_month)

    @property
    def plan_to_date(self) -> Fraction | None:
        """The percent planned by the month that is judged; None without a plan."""
        return planned_by(self.curve, self.judged_month)

    @property
    def is_missing(self) -> bool:
        """Whether a report is due that nobody has approved; what is done needs none."""
        return self.derived_state == "not_reported"

    @property
    def months_missing(self) -> int:
        """For how many months up to the last due one no report is approved."""
        return self.frame.due_month - self.reported_month if self.is_missing else 0

    @cached_property
    def derived_state(self) -> str:
        """The state that plan and reports give."""
        return derive_status(
            self.plan_to_date,
            self.progress,
            is_missing=self.reported_month < self.frame.due_month,
            thresholds=self.frame.thresholds,
        )

    @property
    def state(self) -> str:
        """The state in force."""
        return self.derived_state

    @property
    def months_behind(self) -> int:
        """How many months ago the plan stood where the work stands; 0 unless watched or late."""
        if self.derived_state not in BEHIND or self.curve is None or self.progress is None:
            return 0
        return months_behind(self.curve, self.progress, self.judged_month)

    @property
    def done_months(self) -> frozenset[int]:
        """The planned months whose plan the progress has reached."""
        return covered_months(self.row, self.curve, self.progress)

    @cached_property
    def worked_months(self) -> frozenset[int]:
        """The months whose report states more progress than the report before."""
        before, grown = NOTHING, set()
        for month in sorted(self.by_month):
            if self.by_month[month] > before:
                grown.add(month)
            before = self.by_month[month]
        return frozenset(grown)

    @property
    def planned_months(self) -> frozenset[int]:
        """The months that are planned."""
        return frozenset(number for number, planned in enumerate(self.row, start=1) if planned)

    @property
    def first_month(self) -> int:
        """The month by whose end the plan has begun; 0 without a plan."""
        return 1 + self.curve.count(NOTHING) if self.curve else 0

    @property
    def why(self) -> str:
        """A short sentence with the figures behind the derived state."""
        frame, state, progress = self.frame, self.derived_state, self.progress
        if state == "not_reported":
            month = frame.month(self.reported_month)
            return words.not_reported(self.months_missing, progress, month)
        if state == "done":
            whole = [month for month, share in self.by_month.items() if share == progress]
            return words.done_since(frame.month(min(whole)))
        if progress is None:
            return words.nothing_due()
        if state == "not_started":
            return words.begins_in(frame.month(self.first_month))
        figures = words.compared(state, self.plan_to_date, progress)
        return " · ".join(filter(None, [figures, words.behind(self.months_behind)]))


@dataclass(frozen=True)
class PartState(Judged):
    """A sub-activity as of a day."""

    part: SubActivity

    @property
    def number(self) -> str:
        """Its number, such as ``1.1``."""
        return self.part.number

    @property
    def title(self) -> str:
        """Its title."""
        return self.part.title


@dataclass(frozen=True)
class ActivityState(Judged):
    """An activity as of a day.

    With parts its progress is theirs, and so is its plan where every part has one; ``report`` is
    the last approved one, with its words; ``override`` the decision in force in place of the
    derived state, if there is one.
    """

    activity: Activity
    parts: Sequence[PartState] = ()
    report: ActivityReport | None = None
    override: StatusOverride | None = field(default=None)

    @cached_property
    def curve(self) -> Curve | None:
        """The plan of its parts where each has one, else its own."""
        curves = [part.curve for part in self.parts]
        weights = stated(part.weight for part in self.parts)
        return mean_curve(curves, weights) or plan_curve(self.row)

    @property
    def weighted_parts(self) -> bool:
        """Whether its parts count by stated weights; otherwise each counts the same."""
        return stated(part.weight for part in self.parts) is not None

    @property
    def leaves(self) -> Sequence[Judged]:
        """What its progress is reported of: its parts, or itself without any."""
        return self.parts or [self]

    @property
    def state(self) -> str:
        """What planning decided, else the derived state."""
        return self.override.status if self.override else self.derived_state

    @property
    def problem(self) -> str:
        """The problem that the last approved report states; empty without one."""
        return self.report.problem if self.report else ""

    @property
    def solution(self) -> str:
        """What the last approved report proposes against the problem."""
        return self.report.solution if self.report else ""

    @property
    def has_problem(self) -> bool:
        """Whether the last approved report states a problem."""
        return bool(self.problem)

    @property
    def marks(self) -> frozenset[str]:
        """Its state and, beside it, ``problem``: keys of ``STATES``."""
        return frozenset({self.state, "problem"} if self.has_problem else {self.state})

    @property
    def why(self) -> str:
        """The figures behind the state; where a person decided it, also what was derived."""
        derived = super().why
        if not self.override:
            return derived
        return f"{words.decided(str(STATES[self.derived_state].word))} · {derived}"
