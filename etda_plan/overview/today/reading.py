"""One reading of where a plan stands as of a day, for home, the page of a work and the board."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from activities.progress.reading import Progress, read_progress
from budgets.models import LedgerMonth
from budgets.spending import Amounts
from budgets.spending.chart import Bar
from budgets.spending.glance import MoneyGlance, glance_at_plan
from budgets.spending.light import MoneyLight, money_light
from budgets.spending.monthly import Monthly, monthly_of, months_until
from budgets.spending.reading import Spending, Work
from budgets.spending.shown import entries_address
from etda_plan.common.fiscal import month_names
from etda_plan.overview.today.attention import Matter, matters_of
from etda_plan.overview.today.lights import KPI, MONEY, TIME, Light, Lights
from kpis.results import Results, read_results
from projects.as_of import AsOf
from projects.models import FiscalPlan, Project, ReportingMonth
from projects.models.months import MONTHS
from projects.permissions import READ_REPORTS
from projects.work_calendar import WorkCalendar

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from etda_plan.accounts.models import User


@dataclass(frozen=True)
class WorkToday:
    """A project or work: its money, None where none is seen, and its three lights."""

    project: Project
    money: Work | None
    entries: str
    lights: Lights

    @property
    def bar(self) -> Bar | None:
        """Its money along its current budget."""
        return self.money.bar if self.money else None


@dataclass(frozen=True)
class AgencyToday:
    """The light of the whole agency's own indicators, and the first set that they stand in."""

    light: Light
    framework: str


@dataclass(frozen=True)
class Today:
    """Where a plan stands as of a day, as far as its reader sees it."""

    user: User | AnonymousUser
    as_of: AsOf
    projects: Sequence[Project]
    glance: MoneyGlance | None
    progress: Progress
    results: Results

    @property
    def plan(self) -> FiscalPlan:
        """The plan."""
        return self.as_of.plan

    @property
    def spending(self) -> Spending | None:
        """The money that is seen; None where there is none."""
        return self.glance.spending if self.glance else None

    @property
    def has_begun(self) -> bool:
        """Whether the reader sees any money or report: without either there is only the plan."""
        return bool(self.spending) or self.progress.has_reports or self.results.has_results

    @property
    def reads_words(self) -> bool:
        """Whether the reader may read what was written, and by whom."""
        return READ_REPORTS.allows(self.user)

    @cached_property
    def money_light(self) -> MoneyLight | None:
        """How all the money stands against its plan."""
        if self.spending is None:
            return None
        return money_light(self.spending.monthly, self.progress.frame.thresholds)

    @cached_property
    def works(self) -> list[WorkToday]:
        """Each project or work, in the plan's order."""
        money = {work.project.pk: work for work in self.spending.works} if self.spending else {}
        return [self._work(project, money.get(project.pk)) for project in self.projects]

    @cached_property
    def agency(self) -> AgencyToday | None:
        """The whole agency's own indicators; None where no target is of it."""
        light = self.results.of_agency
        if light is None:
            return None
        framework = light.targets[0].kpi.framework.code
        return AgencyToday(Light(KPI, light.state, light.why), framework)

    def _work(self, project: Project, money: Work | None) -> WorkToday:
        return WorkToday(project, money, self._entries(project), self._lights(project, money))

    def _entries(self, project: Project) -> str:
        if self.spending is None or not (self.glance and self.glance.scope.opens_entries):
            return ""
        return entries_address(self.spending, work=project.code)

    def _lights(self, project: Project, money: Work | None) -> Lights:
        time, kpi = self.progress.of_project(project.pk), self.results.of_project(project.pk)
        state = money_light(
            money.monthly if money else self._no_money, self.progress.frame.thresholds
        )
        return Lights(
            Light(TIME, time.state, time.why),
            Light(MONEY, state.state, state.why if money else ""),
            Light(KPI, kpi.state, kpi.why),
        )

    @property
    def _no_money(self) -> Monthly:
        return monthly_of(self.plan, self.plan.starts_on, ())

    @cached_property
    def matters(self) -> list[Matter]:
        """What needs a look, the gravest first."""
        calendar = WorkCalendar.load(self.plan)
        return matters_of(self.progress, calendar, reads_words=self.reads_words)

    @property
    def total(self) -> Amounts | None:
        """This year's money; None where none is seen."""
        return self.spending.total if self.spending else None

    @property
    def month_number(self) -> int:
        """How many months of the year have begun by the day."""
        return months_until(self.plan, self.as_of.day) if self.as_of.day else 0

    @property
    def earlier_money_day(self) -> datetime.date | None:
        """The day of the money where its reader sees less of it than of the work; else None."""
        day = self.spending.day if self.spending else None
        return None if day == self.as_of.day else day

    @property
    def closed(self) -> tuple[str, str]:
        """The last months, by name, up to which the ledger and the reports are closed in a row."""
        day = self.as_of.plan_day
        ledger = LedgerMonth.objects.filter(plan=self.plan).closed_ones(day)
        reports = ReportingMonth.objects.filter(plan=self.plan).closed_ones(day)
        return _last_in_a_row(ledger), _last_in_a_row(reports)

    @property
    def answer(self) -> str:
        """How far the year has come and how much of the money is used, in one sentence."""
        share = self.total.used_percent if self.total else None
        if self.spending is None or share is None:
            words = {"month": self.month_number}
            return _("Month %(month)s of 12: what is reported of the work") % words
        month = months_until(self.plan, self.spending.day)
        return self._part(month, self.spending.day) % {"month": month, "percent": share}

    def _part(self, month: int, day: datetime.date) -> str:
        """Return the sentence for a part of the year that ends on the day, or for a month."""
        ends = bool(month) and ReportingMonth.of(self.plan, month).last_day == day
        parts = {
            3: _("First quarter: %(percent)s%% of the budget is used"),
            6: _("First half of the year: %(percent)s%% of the budget is used"),
            9: _("First nine months: %(percent)s%% of the budget is used"),
            12: _("The year: %(percent)s%% of the budget is used"),
        }
        usual = _("Month %(month)s of 12: %(percent)s%% of the budget is used")
        return parts.get(month, usual) if ends else usual


def _last_in_a_row(closed: QuerySet[Any]) -> str:
    numbers = set(closed.values_list("month", flat=True))
    last = next((month for month in MONTHS if month + 1 not in numbers), 0) if 1 in numbers else 0
    return month_names()[last - 1] if last else ""


def read_today(user: User | AnonymousUser, as_of: AsOf, projects: Sequence[Project]) -> Today:
    """Return where a plan stands; the number of queries does not grow with what is in it."""
    plan = as_of.plan
    return Today(
        user=user,
        as_of=as_of,
        projects=projects,
        glance=glance_at_plan(user, plan, as_of.day),
        progress=read_progress(plan, as_of.sight),
        results=read_results(plan, as_of.sight),
    )


def read_work_today(
    user: User | AnonymousUser, as_of: AsOf, project: Project, glance: MoneyGlance | None
) -> Today:
    """Return where one work stands; ``glance`` is its money."""
    progress = read_progress(as_of.plan, as_of.sight, project)
    results = read_results(as_of.plan, as_of.sight)
    return Today(user, as_of, [project], glance, progress, results)
