"""A month's report: started, written, submitted, approved or returned; and its corrections."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from etda_plan.accounts.models import User
from etda_plan.common.fiscal import today
from etda_plan.common.permissions import Act
from etda_plan.common.refusals import refusing
from projects.models import MonthlyReport, Office, ReportEvent, ReportingMonth
from projects.permissions import DECIDE_REPORTS, WRITE_REPORTS
from projects.reporters import deciding_act, writing_act

State, Step = MonthlyReport.State, ReportEvent.Act


def start_report(month: ReportingMonth, office: Office, *, user: User) -> MonthlyReport:
    """Return the office's report of a month that is not approved yet, started where there is none.

    After an approved version the next one corrects it; what that one says is for the caller to
    copy, in the same transaction. Raise ``PermissionDenied`` for who may not write for the office,
    ``ValidationError`` before the month has begun and once its reports are closed.
    """
    with refusing():
        hold_month(month)
        _require(writing_act(user, office), WRITE_REPORTS)
        versions = MonthlyReport.objects.filter(month=month, office=office)
        waiting = versions.undecided().first()
        return waiting or _start(versions.order_by("number").last(), month, office, user)


def _start(
    corrected: MonthlyReport | None, month: ReportingMonth, office: Office, user: User
) -> MonthlyReport:
    report = MonthlyReport.objects.create(
        office=office,
        month=month,
        number=corrected.number + 1 if corrected else 1,
        corrects=corrected,
        started_by=user,
        started_on=today(),
    )
    _log(report, Step.CORRECTION_STARTED if corrected else Step.STARTED, user)
    return report


def hold_open(report: MonthlyReport, user: User) -> MonthlyReport:
    """Return the report as stored, its row locked and stamped as saved by ``user`` now.

    The caller has opened a transaction and writes into the report. Raise ``PermissionDenied`` for
    who may not write for the office, ``ValidationError`` where the report is not open.
    """
    with refusing():
        held = _hold_writable(report, user)
        held.saved_by, held.saved_at = user, timezone.now()
        held.save(update_fields=["saved_by", "saved_at"])
    return held


def submit_report(report: MonthlyReport, *, user: User) -> MonthlyReport:
    """Hand a report over to be approved; whether it is complete is for the caller to know.

    Raise ``PermissionDenied`` for who may not write for the office, ``ValidationError`` where the
    report is not open, its month has not ended, or its reports are closed.
    """
    with refusing():
        held = _hold_writable(report, user)
        held.state = State.SUBMITTED
        held.submitted_by, held.submitted_on, held.submitted_at = user, today(), timezone.now()
        held.decided_by = held.decided_on = held.decided_at = None
        held.comment = ""
        held.save()
        _log(held, Step.SUBMITTED, user)
    return held


def approve_report(report: MonthlyReport, *, user: User, comment: str = "") -> MonthlyReport:
    """Approve a submitted report: from today it is in force, in place of the one it corrects.

    Raise ``PermissionDenied`` without the right, ``ValidationError`` for an own report, one that
    does not wait for a decision, and once the month's reports are closed.
    """
    return _decide(report, State.APPROVED, comment.strip(), user)


def return_report(report: MonthlyReport, comment: str, *, user: User) -> MonthlyReport:
    """Give a submitted report back to be changed; raise as ``approve_report``, and unless said why.

    Its office submits it anew.
    """
    return _decide(report, State.RETURNED, comment.strip(), user)


def _decide(
    report: MonthlyReport, state: MonthlyReport.State, comment: str, user: User
) -> MonthlyReport:
    with refusing():
        held = _hold(report)
        _require(deciding_act(user, held), DECIDE_REPORTS)
        _require_waiting(held)
        if held.submitted_by_id == user.pk:
            raise ValidationError(_("Nobody decides their own report."), "own_report")
        held.state, held.comment = state, comment
        held.decided_by, held.decided_on, held.decided_at = user, today(), timezone.now()
        held.save()
        _log(held, Step(state.value), user, comment)
    return held


def hold_month(month: ReportingMonth) -> None:
    """Hold a month's row: its reports are neither closed nor started by others meanwhile."""
    held = ReportingMonth.objects.select_for_update(no_key=True).filter(pk=month.pk)
    list(held.values_list("pk"))


def _hold(report: MonthlyReport) -> MonthlyReport:
    """Return the report as stored; its month is held first, as everybody does, then its row."""
    hold_month(report.month)
    rows = MonthlyReport.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("office", "month__plan").get(pk=report.pk)


def _hold_writable(report: MonthlyReport, user: User) -> MonthlyReport:
    held = _hold(report)
    _require(writing_act(user, held.office), WRITE_REPORTS)
    if not held.is_open:
        message = _("The report is %(state)s: nothing is written into it now.")
        raise ValidationError(message, "report_is_shut", {"state": held.get_state_display()})
    return held


def _require_waiting(report: MonthlyReport) -> None:
    if report.state != State.SUBMITTED:
        message = _("The report does not wait for a decision: it is %(state)s.")
        raise ValidationError(message, "not_waiting", {"state": report.get_state_display()})


def _require(found: Act | None, usual: Act) -> None:
    """Raise ``PermissionDenied``, naming the usual act, where none was found."""
    if found is None:
        message = _("This account may not do this: %(act)s")
        raise PermissionDenied(message % {"act": usual.title})


def _log(report: MonthlyReport, act: ReportEvent.Act, user: User, comment: str = "") -> None:
    ReportEvent.objects.create(report=report, act=act, by=user, on=today(), comment=comment)
