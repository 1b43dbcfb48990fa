"""Plain functions that make people of offices, and reports through the services that they use."""

from __future__ import annotations

import datetime
from contextlib import AbstractContextManager
from decimal import Decimal
from typing import Any

from activities.models import Activity, ActivityReport, StatusOverride
from activities.services.reports import ActivityValues, save_activity_report
from activities.services.statuses import override_status
from etda_plan.accounts.models import User
from etda_plan.common.models import SampleDatabase
from etda_plan.common.permissions import Role
from etda_plan.common.sample import read_once
from kpis.models import KpiResult, KpiTarget
from kpis.services.results import ResultValues, save_result
from projects.models import MonthlyReport, Office, ReportingMonth
from projects.services.reports import approve_report, return_report, start_report, submit_report
from tests.factories import make_membership, make_planner, make_reporting_month, make_user

State = MonthlyReport.State


def on_day(day: datetime.date) -> AbstractContextManager[None]:
    """Let it be a day: within, everything that is done is done on it."""
    return read_once(SampleDatabase(seed=1, first_day=day, last_day=day, today=day))


def make_member(office: Office, role: Role, username: str, **fields: Any) -> User:
    """Return the person of this name, in the office since its year began, with a role."""
    found = User.objects.filter(username=username).first()
    user = found or make_user(username, role)
    if not user.memberships.filter(office=office).exists():
        make_membership(user, office, fields.get("since", office.plan.starts_on))
    return user


def make_officer(office: Office, username: str = "") -> User:
    """Return a person of the office's staff."""
    return make_member(office, Role.OFFICER, username or f"officer-{office.pk}")


def make_head(office: Office, username: str = "") -> User:
    """Return the office's head."""
    return make_member(office, Role.HEAD, username or f"head-{office.pk}")


def make_report(
    office: Office, month: int | ReportingMonth = 1, state: str = State.DRAFT, **fields: Any
) -> MonthlyReport:
    """Return the office's next report of a month (1 = October), brought to a state.

    Its officer starts and submits it, its head decides; ``progress`` (by activity) and ``results``
    (by target) are saved first.
    """
    asked = month if isinstance(month, ReportingMonth) else make_reporting_month(office.plan, month)
    officer = fields.get("officer") or make_officer(office)
    report = start_report(asked, office, user=officer)
    for activity, percent in fields.get("progress", {}).items():
        make_activity_report(report, activity, percent, user=officer)
    for target, value in fields.get("results", {}).items():
        make_result(report, target, value)
    if state == State.DRAFT:
        return report
    report = submit_report(report, user=officer)
    if state == State.SUBMITTED:
        return report
    head = fields.get("head") or make_head(office)
    if state == State.RETURNED:
        return return_report(report, "ขอรายละเอียดเพิ่ม", user=head)
    return approve_report(report, user=head)


def make_activity_report(
    report: MonthlyReport, activity: Activity, percent: str | None = "50", **fields: Any
) -> ActivityReport:
    """Save what is said of an activity, complete unless told otherwise, by the office's officer."""
    user = fields.pop("user", None) or make_officer(report.office)
    said = {"done": "ดำเนินการแล้ว", "has_no_problem": True, **fields}
    parts = [part.pk for part in activity.sub_activities.all()]
    progress = None if percent is None else Decimal(percent)
    own = {"parts": dict.fromkeys(parts, progress)} if parts else {"progress": progress}
    return save_activity_report(report, activity, ActivityValues(**{**own, **said}), user=user)


def make_result(
    report: MonthlyReport,
    target: KpiTarget,
    value: str | None = "1",
    over: str | None = None,
    note: str = "",
) -> KpiResult:
    """Save a result by the office's officer; with ``over``, ``value`` over it as a ratio."""
    figure = None if value is None else Decimal(value)
    ratio = ResultValues(None, figure, Decimal(over or 0), note)
    values = ratio if over is not None else ResultValues(figure, note=note)
    return save_result(report, target, values, user=make_officer(report.office))


def make_override(
    activity: Activity, status: str = "cancelled", reason: str = "คณะกรรมการสั่งยุติ", **fields: Any
) -> StatusOverride:
    """Decide an activity's state through the service, by a planner."""
    user = fields.pop("user", None) or make_planner()
    return override_status(activity, status, reason, user=user)
