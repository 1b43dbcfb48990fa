"""Where on the site a record is shown."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _

from activities.models import Activity, SubActivity
from budgets.models import (
    Allocation,
    CarryForward,
    Entry,
    FundSource,
    LedgerMonth,
    MonthClose,
    PageAmount,
    SpendingGroup,
    SpendingPlan,
    Statement,
    Transfer,
)
from budgets.models import StatementLine as PrintedLine
from kpis.models import Kpi, KpiFramework, KpiTarget, PageIndicator
from projects.models import (
    Anomaly,
    FiscalPlan,
    Office,
    PlanApproval,
    PlanText,
    Project,
    ProjectAlias,
    ProjectText,
    Strategy,
)


@dataclass(frozen=True)
class Place:
    """A page, or a part of one: what it is called, and its address without the fiscal year."""

    title: str
    path: str
    fragment: str = ""
    code: str = ""

    @property
    def short(self) -> str:
        """The code where there is one, else the title."""
        return self.code or self.title

    def address(self, plan: FiscalPlan) -> str:
        """Return the address; a plan that is not the current one is named in it."""
        return f"{self.path}{plan.query}" + (f"#{self.fragment}" if self.fragment else "")


def place_of(record: models.Model) -> Place | None:
    """Return where ``record`` is shown; None for what no page shows by itself."""
    match record:
        case Project():
            return _project(record)
        case ProjectText() | ProjectAlias() | PageAmount() | PageIndicator():
            return _project(record.project)
        case Activity():
            return _activity(record)
        case SubActivity():
            return _activity(record.activity)
        case Kpi():
            return _kpi(record)
        case KpiTarget():
            return _kpi(record.kpi)
        case KpiFramework():
            return Place(_("KPIs"), reverse("kpis:list"))
        case Statement() | PrintedLine() | FundSource() | SpendingGroup() | Allocation():
            return _money(record)
        case Entry() | Transfer() | SpendingPlan() | CarryForward() | LedgerMonth() | MonthClose():
            return _of_the_ledger(record)
        case FiscalPlan() | PlanApproval() | PlanText() | Strategy() | Office():
            return Place(_("Front matter of the plan"), reverse("plan"), _fragment(record))
        case Anomaly():
            return Place(str(record), reverse("anomalies"), record.code)
    return None


def line_address(plan: FiscalPlan, line: int) -> str:
    """Return the address of a line of the document with what was read from it at its side."""
    query = f"{plan.query}&" if plan.query else "?"
    return f"{reverse('source')}{query}line={line}#L{line}"


def _project(project: Project) -> Place:
    address = reverse("projects:detail", args=[project.code])
    return Place(str(project), address, code=project.code)


def _activity(activity: Activity) -> Place:
    address = reverse("activities:detail", args=[activity.project.code, activity.number])
    return Place(str(activity), address, code=activity.code)


def _kpi(kpi: Kpi) -> Place:
    title = _("KPI %(number)s") % {"number": kpi.number}
    return Place(title, reverse("kpis:detail", args=[kpi.framework.code, kpi.number]))


def _money(record: models.Model) -> Place:
    match record:
        case Statement():
            return Place(record.heading, reverse("budgets:list"), record.side)
        case PrintedLine():
            return Place(record.statement.heading, reverse("budgets:list"), record.statement.side)
        case FundSource():
            return Place(_("Fund sources"), reverse("budgets:list"), "sources")
    return Place(_("Allocations"), reverse("budgets:list"), "allocations")


def _of_the_ledger(record: models.Model) -> Place:
    match record:
        case MonthClose():
            return _of_the_ledger(record.month)
        case LedgerMonth():
            return Place(str(record), reverse("budgets:month", args=[record.month]))
    page = reverse(f"budgets:{PAGES[type(record)]}", args=[record.pk])
    return Place(str(record), page)


PAGES: dict[type[models.Model], str] = {
    Entry: "entry",
    Transfer: "transfer",
    SpendingPlan: "spending_plan",
    CarryForward: "carry_forward",
}


def _fragment(record: models.Model) -> str:
    match record:
        case Strategy():
            return "strategies"
        case Office():
            return "offices"
        case PlanText():
            return record.kind
    return ""
