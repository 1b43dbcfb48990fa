"""One office's report of one month as somebody finds it: its versions, and what they may do."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from etda_plan.common.fiscal import today
from etda_plan.overview.reporting.obligations import Duty, people_of_office
from projects.as_it_was import put_back, settings_on
from projects.models import FiscalPlan, MonthlyReport, ReportingMonth
from projects.reporters import may_decide, writing_act
from projects.reports_as_they_were import put_reports_back
from projects.selection import require_plan
from projects.work_calendar import WorkCalendar

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from etda_plan.accounts.models import User

    Reader = User | AnonymousUser

State = MonthlyReport.State
MONTHS = range(1, 13)


@dataclass(frozen=True)
class Place:
    """An office's duty of a month, seen by ``user``, as it stands or as of a past ``plan_day``.

    Nothing is written or decided on a past day.
    """

    user: Reader
    plan: FiscalPlan
    month: ReportingMonth
    duty: Duty
    plan_day: datetime.date | None = None

    @property
    def open(self) -> MonthlyReport | None:
        """The version that may still be written."""
        report = self.duty.report
        return report if report and report.is_open else None

    @cached_property
    def is_closed(self) -> bool:
        """Whether the month's reports are closed."""
        return bool(self.month.pk) and self.month.closes.in_force(self.plan_day).exists()

    @property
    def has_begun(self) -> bool:
        """Whether the month has begun: a report of it may be written."""
        return self.month.first_day <= (self.plan_day or today())

    @property
    def has_ended(self) -> bool:
        """Whether the month is over: its report may be submitted."""
        return self.month.last_day < (self.plan_day or today())

    @cached_property
    def due_on(self) -> datetime.date:
        """The day by which it is due."""
        settings = settings_on(self.plan, self.plan_day)
        return WorkCalendar.load(self.plan, settings).due_day(self.month.month)

    @cached_property
    def is_reporter(self) -> bool:
        """Whether the reader writes for this office now, as its member or as a planner."""
        return self.plan_day is None and writing_act(self.user, self.duty.office) is not None

    @property
    def may_write(self) -> bool:
        """Whether the reader may write a version now."""
        is_free = self.duty.report is None or self.open is not None
        return self.is_reporter and is_free and self.has_begun and not self.is_closed

    @property
    def may_correct(self) -> bool:
        """Whether the reader may begin the next version of an approved report."""
        report = self.duty.report
        is_settled = report is not None and report.state == State.APPROVED
        return self.is_reporter and is_settled and not self.is_closed

    @cached_property
    def may_decide(self) -> bool:
        """Whether the reader may approve or return the version that waits."""
        report = self.duty.report
        if report is None or self.plan_day or self.is_closed:
            return False
        return may_decide(self.user, report)

    @property
    def edit_address(self) -> str:
        """Where it is written."""
        return self.address("edit")

    @property
    def correct_address(self) -> str:
        """Where its correction is begun."""
        return self.address("correct")

    def address(self, page: str = "") -> str:
        """Return the address of the report, or of one of its pages."""
        return report_address(self.plan, self.month.month, self.duty.office.pk, page)


def report_address(plan: FiscalPlan, month: int, office: int, page: str = "") -> str:
    """Return the address of an office's report of a month, or of one of its pages."""
    name = f"monthly_report_{page}" if page else "monthly_report"
    return reverse(name, args=[month, office]) + plan.query


def month_of(plan: FiscalPlan, number: int) -> ReportingMonth:
    """Return a plan's month, not stored yet where nobody has used it."""
    if number not in MONTHS:
        raise Http404(_("A year has the months 1 to 12."))
    stored = ReportingMonth.objects.filter(plan=plan, month=number).first()
    return stored or ReportingMonth.of(plan, number)


def find_place(
    request: HttpRequest, month: int, office: int, plan_day: datetime.date | None = None
) -> Place:
    """Return what an address names; ``Http404`` for no month or no office of the plan.

    With ``plan_day``, versions, people and closes are those of that past day.
    """
    plan = require_plan(request)
    of_year = month_of(plan, month)
    found = get_object_or_404(plan.offices.select_related("plan"), pk=office)
    if plan_day:
        put_back([found], plan_day)
    versions: list[MonthlyReport] = []
    if of_year.pk:
        rows = MonthlyReport.objects.filter(month=of_year, office=found)
        rows = rows.with_people().select_related("corrects").order_by("number")
        versions = put_reports_back(rows, plan_day)
    duty = Duty(found, month, people_of_office(found, plan_day or today()), versions)
    return Place(request.user, plan, of_year, duty, plan_day)
