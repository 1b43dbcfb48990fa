"""One reading of a plan's results as of a day: of each target, indicator and project."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db.models import Prefetch

from etda_plan.common.checks import grouped
from etda_plan.common.fiscal import first_day, month_label
from etda_plan.common.states import STATES
from kpis.achievement import Achievement, Figure, achievement, aggregate, value_of
from kpis.as_it_was import put_targets_back
from kpis.models import Evidence, Kpi, KpiResult, KpiTarget
from kpis.models.targets import BY_WORK
from kpis.results.judging import Case, Judgement, Limits, judge
from kpis.results.scores import Scoring, score
from projects.as_it_was import settings_on
from projects.models import FiscalPlan, MonthlyReport
from projects.sight import Sight
from projects.work_calendar import WorkCalendar

MONTHS = range(1, 13)


@dataclass(frozen=True)
class MonthResult:
    """What the report in force says of a target for one month."""

    month: int
    row: KpiResult

    @property
    def figure(self) -> Figure | None:
        """The result; None where only a note was given."""
        return self.row.figure

    @property
    def value(self) -> Decimal | None:
        """The result as a number."""
        return value_of(self.figure)

    @property
    def evidence(self) -> list[Evidence]:
        """What shows it: for people with a role."""
        return list(self.row.evidence.all())


@dataclass(frozen=True)
class TargetResult:
    """Where a target stands. ``by_month`` has the months of which a report says something."""

    target: KpiTarget
    sight: Sight
    last_due_month: int
    by_month: Mapping[int, MonthResult]
    limits: Limits

    @property
    def kpi(self) -> Kpi:
        """Its indicator."""
        return self.target.kpi

    @cached_property
    def due_months(self) -> list[int]:
        """The months in sight whose result is due."""
        last = min(self.last_due_month, self.sight.last_month)
        return [month for month in MONTHS if month <= last and self.kpi.is_due(month)]

    @property
    def month(self) -> int:
        """The month that it is judged for: the last that is due or reported; 0 for none."""
        return max([*self.due_months, *self.by_month], default=0)

    @property
    def missing_months(self) -> list[int]:
        """The months whose result is due and was not reported, and is needed to say where it is.

        Of what keeps its last value only the latest one is.
        """
        if self.kpi.aggregation_in_force == Kpi.Aggregation.LAST:
            latest = self.due_months[-1:]
            return [month for month in latest if max(self.by_month, default=0) < month]
        return [month for month in self.due_months if month not in self.by_month]

    @cached_property
    def figure(self) -> Figure | None:
        """What the months make together."""
        return self.figure_by(self.month)

    def figure_by(self, last: int) -> Figure | None:
        """Return what the months up to ``last`` make together."""
        figures = {m: each.figure for m, each in self.by_month.items() if m <= last}
        return aggregate(self.kpi.aggregation_in_force, figures)

    def value_by(self, last: int) -> Decimal | None:
        """Return what the months up to ``last`` make together, as a number."""
        return value_of(self.figure_by(last))

    @property
    def value(self) -> Decimal | None:
        """The result as a number; None where there is none, or a ratio over 0."""
        return value_of(self.figure)

    @property
    def expected(self) -> Decimal | None:
        """What was to be reached by the month judged; None where the plan does not say."""
        return self.expected_by(self.month)

    def expected_by(self, month: int) -> Decimal | None:
        """Return the target of the last quarter that has ended with ``month``."""
        ended = [each for each in self.target.quarters.all() if each.quarter * 3 <= month]
        return max(ended, key=lambda each: each.quarter).value if ended else None

    @property
    def achievement(self) -> Achievement | None:
        """How far the year's target is reached; None without a result."""
        if self.figure is None:
            return None
        target = self.target
        return achievement(self.kpi.direction, self.figure, target.value, target.value_to)

    @property
    def percent(self) -> Decimal | None:
        """The share of the year's target that is reached, not cut off at 100."""
        reached = self.achievement
        return reached.percent if reached else None

    @cached_property
    def judgement(self) -> Judgement:
        """Where it stands, and why."""
        latest = self.by_month.get(self.month)
        return judge(
            Case(
                direction=self.kpi.direction,
                aggregation=self.kpi.aggregation_in_force,
                figure=self.figure,
                target=self.target.value,
                target_to=self.target.value_to,
                month=self.month,
                expected=self.expected,
                missing=[self.month_word(month) for month in self.missing_months],
                note=latest.row.note if latest else "",
                has_owner=self.target.owner_id is not None,
            ),
            self.limits,
        )

    @property
    def state(self) -> str:
        """Where it stands: a key of the states' table."""
        return self.judgement.state

    @property
    def why(self) -> str:
        """Why it stands there."""
        return self.judgement.why

    @property
    def score(self) -> Decimal | None:
        """What it scores, where its set of indicators scores and its levels are known."""
        framework = self.kpi.framework
        scoring = Scoring(framework.scoring, framework.lowest_score, self.kpi.interpolates_levels)
        table = {each.level: each.value for each in self.target.levels.all()}
        return score(scoring, self.kpi.direction, self.figure, table)

    @property
    def evidence(self) -> list[Evidence]:
        """All evidence of the year, October first: for people with a role."""
        return [each for month in self.by_month.values() for each in month.evidence]

    @property
    def as_of_month(self) -> str:
        """The month that the result is of, in words; empty without one."""
        known = [month for month, each in self.by_month.items() if each.figure is not None]
        return self.month_word(max(known)) if known else ""

    @property
    def months(self) -> list[MonthLine]:
        """The months that are due or reported, October first, as a table shows them."""
        return [MonthLine(self, month) for month in sorted({*self.due_months, *self.by_month})]

    def month_word(self, month: int) -> str:
        """Return a fiscal month with its year: ``มี.ค. 2563``."""
        return month_label(first_day(self.kpi.framework.plan.fiscal_year, month))


@dataclass(frozen=True)
class MonthLine:
    """A month of a target: what was reported, what it makes with those before, what was planned."""

    target: TargetResult
    month: int

    @property
    def word(self) -> str:
        """The month with its year."""
        return self.target.month_word(self.month)

    @property
    def reported(self) -> MonthResult | None:
        """What the report says; None where nothing was reported."""
        return self.target.by_month.get(self.month)

    @property
    def so_far(self) -> Decimal | None:
        """What the months up to this one make together."""
        return self.target.value_by(self.month)

    @property
    def expected(self) -> Decimal | None:
        """What was to be reached by then; None where the plan does not say."""
        return self.target.expected_by(self.month)


WORST_FIRST = ("late", "watch", "not_reported")
GOOD = frozenset({"on_plan", "ahead", "done"})


@dataclass(frozen=True)
class Light:
    """One state for several targets: the worst of them, and how many stand where."""

    targets: Sequence[TargetResult]

    @property
    def state(self) -> str:
        """The worst state; done or ahead only where all are."""
        states = {each.state for each in self.targets}
        if not states:
            return "no_kpi"
        if worst := next((state for state in WORST_FIRST if state in states), None):
            return worst
        if len(states) == 1:
            return states.pop()
        return "on_plan" if states & GOOD else "not_due"

    @property
    def why(self) -> str:
        """How many stand where: ``late 1 · on plan 3``."""
        counts = Counter(each.state for each in self.targets)
        return " · ".join(f"{STATES[key].word} {counts[key]}" for key in STATES if counts[key])


@dataclass(frozen=True)
class Results:
    """The results of a plan as far as a reader sees them."""

    plan: FiscalPlan
    sight: Sight
    targets: Sequence[TargetResult]

    @property
    def has_results(self) -> bool:
        """Whether anything is reported that this reader sees."""
        return any(each.by_month for each in self.targets)

    @cached_property
    def _by_target(self) -> Mapping[int, TargetResult]:
        return {each.target.pk: each for each in self.targets}

    @cached_property
    def _by_project(self) -> Mapping[int | None, list[TargetResult]]:
        return grouped(self.targets, lambda each: each.target.project_id)

    @cached_property
    def _by_kpi(self) -> Mapping[int, list[TargetResult]]:
        return grouped(self.targets, lambda each: each.target.kpi_id)

    def of_target(self, pk: int) -> TargetResult:
        """Return where a target stands; raise ``KeyError`` for one of another plan."""
        return self._by_target[pk]

    def find(self, pk: int) -> TargetResult | None:
        """Return where a target stands; None for one of another plan."""
        return self._by_target.get(pk)

    def of_project(self, pk: int) -> Light:
        """Return the light of a project."""
        return Light(self._by_project.get(pk, []))

    @property
    def of_agency(self) -> Light | None:
        """The light of the whole agency; None where no target is of it."""
        targets = self._by_project.get(None)
        return Light(targets) if targets else None

    def of_kpi(self, pk: int) -> Light:
        """Return the light of an indicator."""
        return Light(self._by_kpi.get(pk, []))


def read_results(plan: FiscalPlan, sight: Sight) -> Results:
    """Return where every target of ``plan`` stands; the number of queries does not grow.

    Looking back, results are held against the targets that were in force on that day.
    """
    settings = settings_on(plan, sight.plan_day)
    limits = Limits(settings.watch_from, settings.on_plan_from, settings.ahead_from)
    targets = _targets(plan, sight.plan_day)
    due = WorkCalendar.load(plan, settings).last_due_month(sight.day) if targets else 0
    rows = _rows(plan, sight, {target.pk: target for target in targets})
    return Results(
        plan,
        sight,
        [TargetResult(each, sight, due, rows.get(each.pk, {}), limits) for each in targets],
    )


def _targets(plan: FiscalPlan, day: datetime.date | None) -> list[KpiTarget]:
    targets = KpiTarget.objects.filter(kpi__framework__plan=plan)
    targets = targets.select_related("kpi__framework", "project", "owner")
    targets = targets.prefetch_related("quarters", "levels")
    found = list(targets.order_by("kpi__framework", "kpi__number", BY_WORK))
    put_targets_back(found, day)
    for target in found:
        target.kpi.framework.plan = plan
    return found


def _rows(
    plan: FiscalPlan, sight: Sight, targets: Mapping[int, KpiTarget]
) -> dict[int, dict[int, MonthResult]]:
    """Return what the reports in force say, by target and month."""
    if not sight.sees_figures or not targets:
        return {}
    reports = MonthlyReport.objects.in_force(sight).filter(month__plan=plan)
    rows = KpiResult.objects.filter(report__in=reports.values("pk"))
    rows = rows.select_related("report__month", "report__office").prefetch_related(
        Prefetch("evidence", Evidence.objects.order_by("pk"))
    )
    found: dict[int, dict[int, MonthResult]] = {}
    for row in _in_order(rows):
        row.target = targets[row.target_id]  # one object for each, indicator and all
        if row.says_something:
            month = row.report.month.month
            found.setdefault(row.target_id, {})[month] = MonthResult(month, row)
    return found


def _in_order(rows: Iterable[KpiResult]) -> list[KpiResult]:
    return sorted(rows, key=lambda row: row.report.month.month)
