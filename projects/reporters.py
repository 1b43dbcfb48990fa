"""Who may write an office's report, and who decides it, today."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from etda_plan.common.fiscal import today
from etda_plan.common.permissions import Act, Role
from projects.models import MonthlyReport, Office, OfficeMembership
from projects.models.memberships import OfficeMembershipQuerySet
from projects.permissions import (
    DECIDE_ANY_REPORT,
    DECIDE_REPORTS,
    WRITE_ANY_REPORT,
    WRITE_REPORTS,
)

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from etda_plan.accounts.models import User


def reporters(office: Office, day: datetime.date) -> OfficeMembershipQuerySet:
    """Return the memberships, on a day, of those who may write an office's reports."""
    return OfficeMembership.objects.on(day).filter(office=office).with_role(*WRITE_REPORTS.roles)


def heads(office: Office, day: datetime.date) -> OfficeMembershipQuerySet:
    """Return the memberships, on a day, of an office's heads."""
    return OfficeMembership.objects.on(day).filter(office=office).with_role(Role.HEAD)


def writing_act(user: User | AnonymousUser, office: Office) -> Act | None:
    """Return the act by which a person may write an office's report today, None if by none.

    The office's own people may; a planner may where there is nobody of that kind.
    """
    if WRITE_REPORTS.allows(user) and _is_in(user, office):
        return WRITE_REPORTS
    if WRITE_ANY_REPORT.allows(user) and not reporters(office, today()).exists():
        return WRITE_ANY_REPORT
    return None


def deciding_act(user: User | AnonymousUser, report: MonthlyReport) -> Act | None:
    """Return the act by which a person may approve or return a report today, None if by none.

    A head of the office may; a planner may where no head is left but who submitted it. That the
    own report is not decided is another rule.
    """
    if DECIDE_REPORTS.allows(user) and _is_in(user, report.office):
        return DECIDE_REPORTS
    others = heads(report.office, today()).exclude(user=report.submitted_by_id)
    if DECIDE_ANY_REPORT.allows(user) and not others.exists():
        return DECIDE_ANY_REPORT
    return None


def may_decide(user: User | AnonymousUser, report: MonthlyReport) -> bool:
    """Whether a person may approve or return this report now."""
    waits = report.state == MonthlyReport.State.SUBMITTED and report.submitted_by_id != user.pk
    return waits and deciding_act(user, report) is not None


def _is_in(user: User | AnonymousUser, office: Office) -> bool:
    return Office.objects.of_user(user, today()).filter(pk=office.pk).exists()
