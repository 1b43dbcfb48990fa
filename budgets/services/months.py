"""Closing a month of the ledger, reopening it with a reason, publishing it with its reports."""

from __future__ import annotations

import uuid
from functools import partial

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from budgets.models import LedgerMonth, MonthClose, MonthPublication, MonthReopening
from budgets.notices import PUBLISHED
from budgets.permissions import CLOSE_MONTHS, PUBLISH_MONTHS, REOPEN_MONTHS
from budgets.seals import manifest_of, seal_of
from budgets.services.submissions import once
from etda_plan.accounts.models import User
from etda_plan.accounts.notices.kinds import Month
from etda_plan.accounts.notices.services import notify
from etda_plan.common.fiscal import today
from projects.models import ReportClose
from projects.services.months import publish_reports


def close_month(month: LedgerMonth, *, user: User, key: uuid.UUID) -> MonthClose:
    """Close a month that has ended and seal its entries; the same ``key`` again changes nothing.

    Raise ``PermissionDenied`` without the right, ``ValidationError`` where the month has not
    ended, is closed already, or an earlier one is open.
    """
    CLOSE_MONTHS.require(user)
    content = {"month": month}
    return once(key, "close_month", user, content, partial(_close, month, user), MonthClose)


def reopen_month(close: MonthClose, reason: str, *, user: User, key: uuid.UUID) -> MonthReopening:
    """Let a closed month take entries again; the close and its seal stay on record.

    Raise ``ValidationError`` without a reason, and where a later month is closed.
    """
    REOPEN_MONTHS.require(user)
    content = {"close": close, "reason": reason}
    make = partial(_reopen, close, reason.strip(), user)
    return once(key, "reopen_month", user, content, make, MonthReopening)


def publish_month(close: MonthClose, *, user: User, key: uuid.UUID) -> MonthPublication:
    """Let visitors see money and work up to a month whose ledger and reports are both closed.

    What reopening one of the two has ended is published again. Raise ``ValidationError`` where
    the month was reopened, its reports are open, or both are published already.
    """
    PUBLISH_MONTHS.require(user)
    content = {"close": close}
    make = partial(_publish, close, user)
    return once(key, "publish_month", user, content, make, MonthPublication)


def _close(month: LedgerMonth, user: User) -> MonthClose:
    _lock_months(month)
    before = MonthClose.objects.in_force().of_plan(month.plan)
    previous = before.filter(month__month=month.month - 1).first()
    close = MonthClose(
        month=month,
        previous_seal=previous.seal if previous else "",
        manifest=manifest_of(month),
        closed_by=user,
        closed_on=today(),
    )
    close.seal = seal_of(close)
    close.save(force_insert=True)
    return close


def _reopen(close: MonthClose, reason: str, user: User) -> MonthReopening:
    _lock_months(close.month)
    return MonthReopening.objects.create(
        close=close, reason=reason, reopened_by=user, reopened_on=today()
    )


def _publish(close: MonthClose, user: User) -> MonthPublication:
    _lock_months(close.month)
    reports = _closed_reports(close.month)
    earlier = MonthPublication.objects.filter(close=close).first()
    if not reports.is_published:
        publish_reports(reports, user=user)
        _tell_everybody(close, reports, user)
        if earlier:
            return earlier
    return MonthPublication.objects.create(close=close, published_by=user, published_on=today())


def _tell_everybody(close: MonthClose, reports: ReportClose, user: User) -> None:
    """Tell all with a role, but who did it, that visitors see the figures up to the month."""
    path = reverse("budgets:spending") + close.month.plan.query
    key = f"month_published:{close.pk}:{reports.pk}"
    month = Month(close.month.first_day)
    people = User.objects.filter(role_grants__isnull=False).exclude(pk=user.pk).distinct()
    notify(people, PUBLISHED, path=path, key=key, month=month, person=user.known_as)


def _closed_reports(month: LedgerMonth) -> ReportClose:
    of_month = ReportClose.objects.filter(month__plan=month.plan, month__month=month.month)
    found = of_month.in_force().select_related("month", "publication").first()
    if found is None:
        message = _("Close the month's reports first: money and work are published together.")
        raise ValidationError(message, "reports_are_open")
    return found


def _lock_months(month: LedgerMonth) -> None:
    """Hold the months of the plan: whoever posts an entry waits, or has finished before.

    What is sealed is read only after this, so that no entry slips in between.
    """
    months = LedgerMonth.objects.filter(plan=month.plan_id).order_by("pk")
    list(months.select_for_update().values_list("pk"))
