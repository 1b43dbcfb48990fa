"""Offices by months: who reported what, which months are closed, and what may be done now."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from budgets.models import LedgerMonth, MonthClose
from etda_plan.common.fiscal import today
from etda_plan.overview.reporting.obligations import Duty, duties_of_year
from etda_plan.overview.reporting.place import MONTHS, report_address
from projects.as_it_was import settings_on
from projects.models import FiscalPlan, Office, ReportClose, ReportingMonth
from projects.permissions import READ_UNAPPROVED_REPORTS, WRITE_REPORTS
from projects.work_calendar import WorkCalendar

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from etda_plan.accounts.models import User

NOT_BEGUN = "not_begun"


@dataclass(frozen=True)
class Cell:
    """An office in a month, as far as the reader may know."""

    duty: Duty
    state: str
    address: str


@dataclass(frozen=True)
class OfficeRow:
    """An office with its twelve months."""

    office: Office
    cells: Sequence[Cell]
    has_reporter: bool


@dataclass(frozen=True)
class MonthRow:
    """A month with its duties, and the closes of its reports and of its ledger, as of ``day``."""

    month: ReportingMonth
    due_on: datetime.date
    duties: Sequence[Duty]
    closes: Sequence[ReportClose]
    ledger_close: MonthClose | None
    is_published_since: bool
    day: datetime.date

    @property
    def number(self) -> int:
        """Its number in the fiscal year: 1 is October."""
        return self.month.month

    @property
    def close(self) -> ReportClose | None:
        """The close of its reports that is in force."""
        return next((close for close in self.closes if close.is_in_force), None)

    @property
    def has_begun(self) -> bool:
        """Whether it may be reported on."""
        return self.month.first_day <= self.day

    @property
    def has_ended(self) -> bool:
        """Whether it is over."""
        return self.month.last_day < self.day

    @property
    def is_final(self) -> bool:
        """Whether its figures are final: reports and ledger are both closed."""
        return self.close is not None and self.ledger_close is not None

    @property
    def is_published(self) -> bool:
        """Whether visitors see it."""
        return self.close is not None and self.close.is_published

    @property
    def state(self) -> str:
        """What its chip says of its reports."""
        if self.close:
            return "month_closed"
        return "month_open" if self.has_ended else "month_running"

    @property
    def can_be_closed(self) -> bool:
        """Whether its reports may be closed now."""
        return self.close is None and self.has_ended

    @property
    def can_be_published(self) -> bool:
        """Whether an administrator may publish it now."""
        return self.is_final and not self.is_published_since

    @cached_property
    def missing(self) -> list[Duty]:
        """The duties that nobody has submitted."""
        return [duty for duty in self.duties if not duty.has_reported]

    @cached_property
    def undecided(self) -> list[Duty]:
        """The duties that were submitted and are not approved."""
        return [duty for duty in self.duties if duty.has_reported and not duty.is_approved]

    @property
    def approved(self) -> int:
        """How many offices have an approved report."""
        return sum(duty.is_approved for duty in self.duties)


@dataclass(frozen=True)
class Matrix:
    """Every office that reports, by month."""

    plan: FiscalPlan
    offices: Sequence[OfficeRow]
    months: Sequence[MonthRow]

    @property
    def collected(self) -> MonthRow | None:
        """The last month that has ended: the one whose reports are collected now."""
        return next((row for row in reversed(self.months) if row.has_ended), None)

    @property
    def last_closed(self) -> MonthRow | None:
        """The last month whose reports are closed."""
        return next((row for row in reversed(self.months) if row.close), None)

    @property
    def published(self) -> MonthRow | None:
        """The last month that visitors see."""
        return next((row for row in reversed(self.months) if row.is_published), None)

    @property
    def is_begun(self) -> bool:
        """Whether an office has begun a report of any month."""
        return any(duty.report for row in self.months for duty in row.duties)

    @cached_property
    def closed(self) -> int:
        """How many months have closed reports."""
        return sum(1 for row in self.months if row.close)

    @property
    def without_reporter(self) -> list[Office]:
        """The offices for which a planner writes."""
        return [row.office for row in self.offices if not row.has_reporter]

    def counts(self, month: int) -> Counter[str]:
        """Return how many offices stand in each state in a month."""
        return Counter(row.cells[month - 1].state for row in self.offices)

    def filtered(self, month: int | None, state: str) -> list[OfficeRow]:
        """Return the offices that stand so in a month, or in any month."""
        numbers = [month] if month else list(MONTHS)
        kept = (
            row
            for row in self.offices
            if not state or any(row.cells[number - 1].state == state for number in numbers)
        )
        return list(kept)


def read_matrix(
    plan: FiscalPlan, user: User | AnonymousUser, plan_day: datetime.date | None = None
) -> Matrix:
    """Return the matrix as ``user`` may know it; the number of queries does not grow.

    With ``plan_day`` it is as it stood on that past day.
    """
    calendar = WorkCalendar.load(plan, settings_on(plan, plan_day))
    duties = duties_of_year(plan, plan_day or today(), plan_day)
    months = read_months(plan, calendar, duties, plan_day)
    own = offices_read_whole(user, plan)
    offices = {duty.office.pk: duty.office for duty in duties}
    by_office = {key: [duty for duty in duties if duty.office.pk == key] for key in offices}
    rows = [
        OfficeRow(
            office,
            [
                Cell(duty, _seen(duty, months[duty.month - 1], own), _address(plan, duty))
                for duty in by_office[key]
            ],
            bool(by_office[key][0].people.reporters),
        )
        for key, office in offices.items()
    ]
    return Matrix(plan, rows, months)


def read_months(
    plan: FiscalPlan,
    calendar: WorkCalendar,
    duties: Sequence[Duty],
    plan_day: datetime.date | None = None,
) -> list[MonthRow]:
    """Return the twelve months with their duties and closes; months nobody used are not stored."""
    reporting = ReportingMonth.objects.filter(plan=plan).with_state(plan_day)
    stored = {each.month: each for each in reporting}
    ledgers = LedgerMonth.objects.filter(plan=plan).with_state(plan_day)
    ledger = {each.month: each for each in ledgers}
    months = [stored.get(number) or ReportingMonth.of(plan, number) for number in MONTHS]
    closes = [list(month.closes.all()) if month.pk else [] for month in months]
    published = [any(close.is_published for close in each) for each in closes]
    return [
        MonthRow(
            month,
            calendar.due_day(month.month),
            [duty for duty in duties if duty.month == month.month],
            closes[place],
            _ledger_close(ledger.get(month.month), plan_day),
            any(published[place:]),
            plan_day or today(),
        )
        for place, month in enumerate(months)
    ]


def _ledger_close(month: LedgerMonth | None, plan_day: datetime.date | None) -> MonthClose | None:
    """Return the close in force; of a past day the month has only the one that stood then."""
    closes = month.closes.all() if month else ()
    return next((close for close in closes if plan_day or close.is_in_force), None)


def offices_read_whole(user: User | AnonymousUser, plan: FiscalPlan) -> frozenset[int] | None:
    """Return the offices whose drafts the reader may know of; None for all."""
    if READ_UNAPPROVED_REPORTS.allows(user):
        return None
    if not WRITE_REPORTS.allows(user):
        return frozenset()
    rows = Office.objects.of_user(user, today()).filter(plan=plan)
    return frozenset(rows.values_list("pk", flat=True))


def _seen(duty: Duty, row: MonthRow, own: frozenset[int] | None) -> str:
    """Return the state that the reader may know: others' drafts are just not approved."""
    if not row.has_begun:
        return NOT_BEGUN
    if own is None or duty.office.pk in own:
        seen = duty.state
    else:
        seen = "report_approved" if duty.is_approved else "not_reported"
    if seen == "not_reported" and row.due_on >= row.day:
        return "not_due"
    return seen


def _address(plan: FiscalPlan, duty: Duty) -> str:
    return report_address(plan, duty.month, duty.office.pk)


def obstacle_to_close(row: MonthRow) -> str:
    """Return what stands against closing a month's reports, empty where nothing does."""
    if row.close:
        return _("The reports of the month are closed already.")
    return "" if row.has_ended else _("The month has not ended yet.")
