"""Reminders of the reports that are due, and telling others when they stay out."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from etda_plan.accounts.models import User
from etda_plan.accounts.notices.kinds import Month, Notice
from etda_plan.accounts.notices.services import notify
from etda_plan.common.fiscal import first_day, fiscal_year, today
from etda_plan.common.permissions import Role
from etda_plan.overview.due.kinds import (
    DUE_SOON,
    DUE_TODAY,
    ESCALATED_TO_HEAD,
    ESCALATED_TO_PLANNERS,
    OVERDUE,
)
from etda_plan.overview.reporting.obligations import Duty, missing
from projects.models import FiscalPlan, ReportClose, ReportingSettings
from projects.work_calendar import MONTHS, WorkCalendar


@dataclass(frozen=True)
class Deadline:
    """The reports of one month of a plan, and the days on which something is told of them."""

    plan: FiscalPlan
    month: int
    due_day: datetime.date
    remind_on: datetime.date
    overdue_on: datetime.date
    escalate_on: datetime.date

    @classmethod
    def of(cls, plan: FiscalPlan, month: int, calendar: WorkCalendar) -> Deadline:
        """Return a month's days by the plan's settings; all of them are working days."""
        settings, due = ReportingSettings.of(plan), calendar.due_day(month)
        return cls(
            plan,
            month,
            due_day=due,
            remind_on=calendar.before(due, settings.remind_days_before),
            overdue_on=calendar.after(due, 1),
            escalate_on=calendar.after(due, max(settings.escalate_days_after, 1)),
        )

    def reminder(self, day: datetime.date) -> Notice | None:
        """Return what reporters are told by ``day``, if anything: only the last of it."""
        if day >= self.overdue_on:
            return OVERDUE
        if day >= self.due_day:
            return DUE_TODAY if day == self.due_day else None
        return DUE_SOON if day >= self.remind_on else None

    def key(self, kind: Notice, *of: object) -> str:
        """Return what makes a telling of ``kind`` the same one."""
        return ":".join(map(str, (kind.code, self.plan.fiscal_year, self.month, *of)))

    @property
    def words(self) -> dict[str, datetime.date | Month]:
        """What each notice says of it."""
        return {"month": Month(first_day(self.plan.fiscal_year, self.month)), "due": self.due_day}


def deadlines(plan: FiscalPlan, day: datetime.date) -> Iterator[Deadline]:
    """Yield the months of a plan of which something is to be told by ``day``, if they are open.

    Of a month before the last one that is due nothing more is told: a site that was set up late
    does not begin with a year of reminders.
    """
    calendar = WorkCalendar.load(plan)
    closed = ReportClose.objects.in_force().filter(month__plan=plan)
    shut = set(closed.values_list("month__month", flat=True))
    last = calendar.last_due_month(day)
    for month in MONTHS[max(last - 1, 0) : last + 1]:
        deadline = Deadline.of(plan, month, calendar)
        if month not in shut and day >= deadline.remind_on:
            yield deadline


def remind() -> int:
    """Tell the reporters of offices that have not submitted; return how many were told."""
    return sum(_tell_reporters(each, *it) for each in _open_now() for it in _reminders(each))


def escalate() -> int:
    """Tell heads and planners of offices whose reports stay out; return how many were told."""
    day = today()
    return sum(_escalate(each, day) for each in _open_now() if day >= each.escalate_on)


def _open_now() -> list[Deadline]:
    """Return the deadlines of this year's plan, and of the year's before, due in October."""
    day = today()
    years = (fiscal_year(day) - 1, fiscal_year(day))
    plans = FiscalPlan.objects.filter(fiscal_year__in=years)
    return [each for plan in plans.order_by("fiscal_year") for each in deadlines(plan, day)]


def _reminders(deadline: Deadline) -> Iterator[tuple[Notice, Duty]]:
    day = today()
    if kind := deadline.reminder(day):
        for duty in missing(deadline.plan, deadline.month, day):
            yield kind, duty


def _tell_reporters(deadline: Deadline, kind: Notice, duty: Duty) -> int:
    return notify(
        duty.people.reporters,
        kind,
        path=_page("monthly_report_edit", deadline, duty),
        key=deadline.key(kind, duty.office.pk),
        office=duty.office.code,
        **deadline.words,
    )


def _escalate(deadline: Deadline, day: datetime.date) -> int:
    late = missing(deadline.plan, deadline.month, day)
    if not late:
        return 0
    return sum(_tell_heads(deadline, duty) for duty in late) + _tell_planners(deadline, late)


def _tell_heads(deadline: Deadline, duty: Duty) -> int:
    return notify(
        duty.people.heads,
        ESCALATED_TO_HEAD,
        path=_page("monthly_report", deadline, duty),
        key=deadline.key(ESCALATED_TO_HEAD, duty.office.pk),
        office=duty.office.code,
        **deadline.words,
    )


def _tell_planners(deadline: Deadline, late: list[Duty]) -> int:
    return notify(
        User.objects.filter(role_grants__role=Role.PLANNER),
        ESCALATED_TO_PLANNERS,
        path=reverse("monthly_reports") + deadline.plan.query,
        key=deadline.key(ESCALATED_TO_PLANNERS),
        count=len(late),
        offices=", ".join(duty.office.code for duty in late),
        **deadline.words,
    )


def _page(name: str, deadline: Deadline, duty: Duty) -> str:
    return reverse(name, args=[deadline.month, duty.office.pk]) + deadline.plan.query
