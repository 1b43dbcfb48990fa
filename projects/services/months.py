"""Closing a month's reports, reopening them with a reason, publishing them."""

from __future__ import annotations

from etda_plan.accounts.models import User
from etda_plan.common.fiscal import today
from etda_plan.common.refusals import refusing
from projects.models import ReportClose, ReportingMonth, ReportPublication, ReportReopening
from projects.permissions import CLOSE_REPORTS, REOPEN_REPORTS
from projects.services.reports import hold_month


def close_reports(month: ReportingMonth, *, user: User) -> ReportClose:
    """Close the reports of a month that has ended: none is written or decided any more.

    What is not approved by then stays unreported. Raise ``PermissionDenied`` without the right,
    ``ValidationError`` where the month has not ended or its reports are closed already.
    """
    CLOSE_REPORTS.require(user)
    with refusing():
        hold_month(month)
        return ReportClose.objects.create(month=month, closed_by=user, closed_on=today())


def reopen_reports(close: ReportClose, reason: str, *, user: User) -> ReportReopening:
    """Let a month's reports be written and corrected again; visitors no longer see the month.

    Raise ``ValidationError`` without a reason, and where the reports were reopened already.
    """
    REOPEN_REPORTS.require(user)
    with refusing():
        hold_month(close.month)
        return ReportReopening.objects.create(
            close=close, reason=reason.strip(), reopened_by=user, reopened_on=today()
        )


def publish_reports(close: ReportClose, *, user: User) -> ReportPublication:
    """Let visitors see what was approved up to a month, in the caller's transaction.

    Money and work are published by one act: the caller has asked whether ``user`` may. Raise
    ``ValidationError`` where the reports were reopened or are published already.
    """
    with refusing():
        hold_month(close.month)
        return ReportPublication.objects.create(
            close=close, published_by=user, published_on=today()
        )
