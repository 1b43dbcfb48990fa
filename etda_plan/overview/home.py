"""The plan at a glance: what the home page says, from one reading."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from activities.models import Activity
from budgets.models import Statement, StatementLine
from budgets.money import activity_amount, page_amount
from etda_plan.overview.flow_picture import Flow, Stretch, draw_flow, percent_of, stretches_of
from etda_plan.overview.plan import PlanContents
from etda_plan.overview.reconciliation import money_of
from projects.models import Anomaly, Project
from projects.models.anomalies import by_line
from projects.project_page import budget_anomalies, marks_of

HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True)
class WorkRow:
    """A project or work in the home page's table."""

    project: Project
    budget: Decimal | None
    lines: list[int | None]
    colours: list[str]
    bar: list[Stretch]
    anomalies: list[Anomaly]


@dataclass(frozen=True)
class Works:
    """The table of projects and works; amounts in baht, ``total`` None where none is known."""

    rows: list[WorkRow]
    total: Decimal | None
    longest: WorkRow | None
    activities: int
    shares: Decimal
    marks: list[Anomaly]

    @property
    def shares_need_a_note(self) -> bool:
        """Whether the rounded shares, added up, miss the 100.00 of the total."""
        return self.total is not None and self.shares != 100


@dataclass(frozen=True)
class Missing:
    """What the plan does not hold yet: empty, which is not zero."""

    without_months: int
    with_budget: int
    without_budget: int
    not_broken_down: Decimal


def _bar(project: Project, budget: Decimal, longest: Decimal) -> list[Stretch]:
    allocations = list(project.allocations.all())
    whole = sum((each.initial_amount for each in allocations), Decimal(0))
    length = percent_of(budget, longest) / 100
    return [
        Stretch(piece.colour, piece.start * length, piece.width * length)
        for piece in stretches_of(allocations, whole)
    ]


def _row(project: Project, longest: Decimal, anomalies: dict[int, list[Anomaly]]) -> WorkRow:
    budget: Decimal | None = getattr(project, "budget", None)
    bar = _bar(project, budget or Decimal(0), longest)
    colours = list(dict.fromkeys(piece.colour for piece in bar))
    page = page_amount(project)
    lines = [page.source_line if page else None]
    touching = budget_anomalies(project, anomalies)
    return WorkRow(project, budget, lines, colours, bar, touching)


def _works(reading: PlanContents) -> Works:
    budgets = (getattr(project, "budget", None) for project in reading.projects)
    amounts = [budget for budget in budgets if budget is not None]
    total, longest = sum(amounts, Decimal(0)), max(amounts, default=Decimal(0))
    anomalies = by_line(reading.anomalies)
    rows = [_row(project, longest, anomalies) for project in reading.projects]
    shares = (percent_of(amount, total).quantize(HUNDREDTH, ROUND_HALF_UP) for amount in amounts)
    return Works(
        rows,
        total if amounts else None,
        next((row for row in rows if row.budget == longest), None),
        len(reading.activities),
        sum(shares, Decimal(0)),
        marks_of(reading.projects, anomalies),
    )


def _is_unknown(activity: Activity) -> bool:
    return all(month is None for month in activity.month_row)


def _missing(reading: PlanContents, works: Works) -> Missing:
    pages = map(activity_amount, reading.activities)
    budgets = [page.amount for page in pages if page]
    return Missing(
        sum(_is_unknown(activity) for activity in reading.activities),
        len(budgets),
        len(reading.activities) - len(budgets),
        (works.total or Decimal(0)) - sum(budgets, Decimal(0)),
    )


@dataclass(frozen=True)
class Glance:
    """The home page's figures; amounts in baht, None where the plan does not have them."""

    reading: PlanContents
    projects: int
    standing_works: int
    targets: int
    sources: StatementLine | None
    uses: StatementLine | None
    flow: Flow | None
    works: Works
    missing: Missing


def glance_at(reading: PlanContents) -> Glance:
    """Return what the home page says of a plan."""
    works, money = _works(reading), money_of(reading)
    kinds = [project.kind for project in reading.projects]
    return Glance(
        reading=reading,
        projects=kinds.count(Project.Kind.PROJECT),
        standing_works=kinds.count(Project.Kind.WORK),
        targets=sum(len(kpi.targets.all()) for kpi in reading.kpis),
        sources=money.total(Statement.Side.SOURCES),
        uses=money.total(Statement.Side.USES),
        flow=draw_flow(own) if (own := reading.own.allocations) else None,
        works=works,
        missing=_missing(reading, works),
    )
