"""Reporting in one transaction each: what several apps store, and whom it is told."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.urls import reverse

from activities.services.reports import copy_activity_reports, save_activity_report
from etda_plan.accounts.models import User
from etda_plan.accounts.notices.kinds import Month, Notice, Value
from etda_plan.accounts.notices.services import notify
from etda_plan.common.fiscal import today
from etda_plan.common.refusals import refusing
from etda_plan.overview.reporting import notices
from etda_plan.overview.reporting.editing import left_of
from etda_plan.overview.reporting.forms import ItemForm, token_of
from etda_plan.overview.reporting.items import Item, items_of, read_written
from etda_plan.overview.reporting.obligations import people_of, people_of_office
from etda_plan.overview.reporting.place import report_address
from kpis.services.results import ResultValues, copy_results, save_result
from projects.models import MonthlyReport, Office, ReportClose, ReportingMonth
from projects.services import months as closes
from projects.services import reports


class WrittenMeanwhile(Exception):
    """Somebody else has stored another version of an item since its form was drawn."""


def open_report(month: ReportingMonth, office: Office, *, user: User) -> MonthlyReport:
    """Return the office's report of a month that may be written, begun where there is none.

    A correction of an approved report begins as its copy. Raise ``PermissionDenied`` for who may
    not write it, ``ValidationError`` where it waits for a decision or the month is closed.
    """
    with refusing():
        report = reports.start_report(month, office, user=user)
        if report.corrects and report.saved_at is None:
            copy_activity_reports(report.corrects, report)
            copy_results(report.corrects, report)
        return reports.hold_open(report, user)


def save_item(
    month: ReportingMonth, office: Office, item: Item, form: ItemForm, *, user: User
) -> MonthlyReport:
    """Store one item of a draft as it was typed; ``form`` is valid.

    Raise ``WrittenMeanwhile`` where another version was stored since the form was drawn, and
    nothing is overwritten; the rest as ``open_report``.
    """
    with refusing():
        report = open_report(month, office, user=user)
        now = read_written(report)
        if form.cleaned_data["token"] != token_of(item, now):
            raise WrittenMeanwhile
        if item.activity:
            save_activity_report(report, item.activity, form.activity_values, user=user)
        for target in item.targets:
            values = form.result_values(target)
            if target.pk in now.results or values != ResultValues():
                save_result(report, target, values, user=user)
        return report


def submit(report: MonthlyReport, *, user: User) -> MonthlyReport:
    """Submit a report and tell the heads who may decide it.

    Raise ``ValidationError`` that lists every field left to fill in.
    """
    with refusing():
        held = reports.hold_open(report, user)
        left = left_of(held, items_of(held.office, held))
        if left:
            words = [f"{each.item.code}: {each.message}" for each in left]
            raise ValidationError([ValidationError(each, "report_unfinished") for each in words])
        submitted = reports.submit_report(held, user=user)
        heads = people_of_office(submitted.office, today()).heads
        _tell([head for head in heads if head != user], notices.SUBMITTED, submitted, user)
        return submitted


def approve(report: MonthlyReport, comment: str = "", *, user: User) -> MonthlyReport:
    """Approve a submitted report; who submitted and who wrote it are told."""
    with refusing():
        approved = reports.approve_report(report, user=user, comment=comment)
        _tell(_writers(approved, user), notices.APPROVED, approved, user)
        return approved


def send_back(report: MonthlyReport, comment: str, *, user: User) -> MonthlyReport:
    """Return a submitted report with a comment; who submitted and who wrote it are told."""
    with refusing():
        returned = reports.return_report(report, comment, user=user)
        _tell(_writers(returned, user), notices.RETURNED, returned, user, page="edit")
        return returned


def close_month(month: ReportingMonth, *, user: User) -> ReportClose:
    """Close a month's reports; everybody who writes or decides them is told."""
    with refusing():
        close = closes.close_reports(month, user=user)
        _tell_offices(notices.CLOSED, close, "closed", user)
        return close


def reopen_month(close: ReportClose, reason: str, *, user: User) -> None:
    """Let a closed month's reports change again; everybody who writes or decides is told."""
    with refusing():
        closes.reopen_reports(close, reason, user=user)
        _tell_offices(notices.REOPENED, close, "reopened", user, reason=reason)


def _writers(report: MonthlyReport, user: User) -> list[User]:
    people = {each for each in (report.submitted_by, report.saved_by) if each}
    return [each for each in people if each != user]


def _tell(
    people: Iterable[User], kind: Notice, report: MonthlyReport, user: User, *, page: str = ""
) -> None:
    month = report.month
    values: dict[str, Value] = {
        "office": report.office.name,
        "month": Month(month.first_day),
        "person": user.known_as,
    }
    if kind is notices.RETURNED:
        values["comment"] = report.comment
    step = report.events.count()
    notify(
        people,
        kind,
        path=report_address(month.plan, month.month, report.office_id, page),
        key=f"report:{report.pk}:{step}",
        **values,
    )


def _tell_offices(kind: Notice, close: ReportClose, act: str, user: User, **values: Value) -> None:
    month = close.month
    people = people_of(month.plan, today()).values()
    told = {person for each in people for person in each.reporters} - {user}
    words: dict[str, Value] = {"month": Month(month.first_day), "person": user.known_as}
    path = reverse("month_of_reports", args=[month.month]) + month.plan.query
    notify(told, kind, path=path, key=f"reports:{close.pk}:{act}", **words, **values)
