"""What is somebody's to do now, section by section, for every role."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities.models import Schedule
from activities.permissions import DECIDE_SCHEDULES
from budgets.models import CarryForward, SpendingPlan, Transfer
from budgets.permissions import (
    CLOSE_MONTHS,
    DECIDE_CARRY_FORWARDS,
    DECIDE_SPENDING_PLANS,
    DECIDE_TRANSFERS,
    PUBLISH_MONTHS,
)
from etda_plan.accounts.models import User
from etda_plan.accounts.proposals import Proposal
from etda_plan.common.fiscal import short_date, today
from etda_plan.common.permissions import Act
from etda_plan.overview.reporting.matrix import Matrix, MonthRow, read_matrix
from etda_plan.overview.reporting.obligations import Duty
from etda_plan.overview.reporting.place import report_address
from projects.models import FiscalPlan, MonthlyReport, Office
from projects.permissions import (
    CLOSE_REPORTS,
    DECIDE_ANY_REPORT,
    DECIDE_REPORTS,
    WRITE_ANY_REPORT,
    WRITE_REPORTS,
)

State = MonthlyReport.State


@dataclass(frozen=True)
class Task:
    """One thing to do: where it is, what it is called, and what is said beside it."""

    address: str
    title: str
    note: str = ""
    state: str = ""
    button: str = ""
    is_late: bool = False


@dataclass(frozen=True)
class Section:
    """Tasks of one kind; ``empty`` is what is said where there is none, ``more`` are folded."""

    title: str
    tasks: Sequence[Task]
    empty: str = ""
    more: Sequence[Task] = ()

    @property
    def count(self) -> int:
        """How many tasks there are, the folded ones too."""
        return len(self.tasks) + len(self.more)


@dataclass(frozen=True)
class MyWork:
    """Everything that is a person's to do now."""

    user: User
    plan: FiscalPlan
    sections: Sequence[Section]
    has_no_office: bool

    @property
    def count(self) -> int:
        """How many things there are to do."""
        return sum(section.count for section in self.sections)


SHOWN_AT_ONCE = 3
SCHEDULES_PAGE = "activities:schedule_versions"


def read_my_work(user: User, plan: FiscalPlan) -> MyWork:
    """Return what is ``user``'s to do in a plan; the number of queries does not grow."""
    matrix = read_matrix(plan, user)
    offices = list(Office.objects.of_user(user, today()).filter(plan=plan))
    writes = WRITE_REPORTS.allows(user)
    sections = [
        *(_own_reports(matrix, office) for office in offices if writes),
        *_sections(user, plan, matrix, offices),
    ]
    return MyWork(user, plan, sections, writes and not offices)


def _sections(
    user: User, plan: FiscalPlan, matrix: Matrix, offices: Sequence[Office]
) -> Iterator[Section]:
    if DECIDE_REPORTS.allows(user) or DECIDE_ANY_REPORT.allows(user):
        yield _decisions(user, matrix, offices)
    if CLOSE_REPORTS.allows(user):
        yield _collecting(matrix)
        yield _closing(matrix)
    if WRITE_ANY_REPORT.allows(user):
        yield from _without_reporter(matrix)
    if CLOSE_MONTHS.allows(user):
        yield _ledger(matrix)
    if PUBLISH_MONTHS.allows(user):
        yield _publishing(matrix)
    yield from _proposals(user, plan)


def _own_reports(matrix: Matrix, office: Office) -> Section:
    """Return the months that an office has yet to report, the oldest first."""
    open_months = [row for row in matrix.months if row.has_begun and not row.close]
    duties = [(row, duty) for row in open_months for duty in row.duties if duty.office == office]
    tasks = [
        _report(matrix.plan, row, duty)
        for row, duty in duties
        if not duty.is_approved or duty.state == "report_correcting"
    ]
    empty = _("Every month that has begun is reported and approved.")
    title = _("Reports of %(office)s") % {"office": office.name}
    return Section(title, tasks[:SHOWN_AT_ONCE], empty, tasks[SHOWN_AT_ONCE:])


def _report(plan: FiscalPlan, row: MonthRow, duty: Duty) -> Task:
    waits = duty.waits
    buttons = {"report_draft": _("Write on"), "report_returned": _("Change it")}
    is_due = not waits and row.due_on < today()
    state = "not_due" if duty.state == "not_reported" and not is_due else duty.state
    return Task(
        address=report_address(plan, row.number, duty.office.pk, "" if waits else "edit"),
        title=_("Report of %(month)s") % {"month": row.month},
        note=_due_words(row.due_on, is_due=is_due) if not waits else _("waits for the head"),
        state=state,
        button=_("Read") if waits else buttons.get(duty.state, _("Start the report")),
        is_late=is_due,
    )


def _due_words(due_on: datetime.date, *, is_due: bool) -> str:
    day = {"day": short_date(due_on)}
    return _("was due by %(day)s") % day if is_due else _("due by %(day)s") % day


def _decisions(user: User, matrix: Matrix, offices: Sequence[Office]) -> Section:
    """Return the reports that wait for this person's decision."""
    own = {office.pk for office in offices}
    tasks = [
        _decision(matrix.plan, row, duty)
        for row in matrix.months
        if not row.close
        for duty in row.duties
        if duty.waits and _decides(user, duty, own)
    ]
    return Section(_("Reports that wait for your decision"), tasks, _("No report waits for you."))


def _decides(user: User, duty: Duty, own: set[int]) -> bool:
    report = duty.report
    if report is None or report.submitted_by_id == user.pk:
        return False
    if DECIDE_REPORTS.allows(user) and duty.office.pk in own:
        return True
    others = [head for head in duty.people.heads if head.pk != report.submitted_by_id]
    return DECIDE_ANY_REPORT.allows(user) and not others


def _decision(plan: FiscalPlan, row: MonthRow, duty: Duty) -> Task:
    report = duty.report
    submitted = report.submitted_on if report else None
    note = _("submitted %(day)s") % {"day": short_date(submitted)} if submitted else ""
    address = report_address(plan, row.number, duty.office.pk) + "#decision"
    title = f"{duty.office.code} · {row.month}"
    return Task(address, title, note, "report_submitted", _("Check"))


def _collecting(matrix: Matrix) -> Section:
    """Return who has not reported the last month that has ended."""
    row = matrix.collected
    if row is None or row.close:
        return Section(_("Who has not reported"), [], _("No open month has ended."))
    tasks = [
        Task(
            report_address(matrix.plan, row.number, duty.office.pk),
            f"{duty.office.code} · {row.month}",
            _due_words(row.due_on, is_due=row.due_on < today()),
            duty.state,
            is_late=row.due_on < today(),
        )
        for duty in row.missing
    ]
    title = _("Who has not reported %(month)s") % {"month": row.month}
    everybody = _("Every office has submitted %(month)s.") % {"month": row.month}
    return Section(title, tasks, everybody)


def _closing(matrix: Matrix) -> Section:
    """Return the months whose reports may be closed."""
    tasks = [
        Task(
            reverse("month_reports_close", args=[row.number]) + matrix.plan.query,
            _("Reports of %(month)s") % {"month": row.month},
            _("%(approved)s of %(count)s approved")
            % {"approved": row.approved, "count": len(row.duties)},
            "month_open",
            _("Close"),
        )
        for row in matrix.months
        if row.can_be_closed
    ]
    empty = _("The reports of every month that has ended are closed.")
    shown, more = tasks[:SHOWN_AT_ONCE], tasks[SHOWN_AT_ONCE:]
    return Section(_("Months to close"), shown, empty, more)


def _without_reporter(matrix: Matrix) -> Iterator[Section]:
    """Yield the offices that a planner writes for, where there are any."""
    row = matrix.collected
    alone = [duty for duty in row.duties if not duty.people.reporters] if row else []
    if row and alone:
        note = _("nobody of the office may write; you may, until somebody belongs to it")
        tasks = [
            Task(
                report_address(matrix.plan, row.number, duty.office.pk),
                f"{duty.office.code} · {row.month}",
                note,
                duty.state,
            )
            for duty in alone
        ]
        yield Section(_("Offices without a reporter"), tasks)


def _ledger(matrix: Matrix) -> Section:
    """Return the next month of the ledger that finance may close."""
    row = next((each for each in matrix.months if not each.ledger_close), None)
    tasks = []
    if row and row.has_ended:
        address = reverse("budgets:month_close", args=[row.number]) + matrix.plan.query
        title = _("Ledger of %(month)s") % {"month": row.month}
        tasks = [Task(address, title, "", "month_open", _("Close"))]
    empty = _("The ledger of every month that has ended is closed.")
    return Section(_("The ledger's months"), tasks, empty)


def _publishing(matrix: Matrix) -> Section:
    """Return the last month that may be published."""
    rows = [row for row in matrix.months if row.can_be_published]
    tasks = [
        Task(
            reverse("budgets:month_publish", args=[row.number]) + matrix.plan.query,
            _("Figures up to %(month)s") % {"month": row.month},
            _("reports and ledger are closed"),
            "",
            _("Publish"),
        )
        for row in rows[-1:]
    ]
    return Section(_("Publishing"), tasks, _("No month that is closed twice waits for it."))


def _proposals(user: User, plan: FiscalPlan) -> Iterator[Section]:
    """Yield the proposals that wait for this person's decision, one line for each kind."""
    allowed = [each for each in _pending(plan) if each.act.allows(user)]
    if not allowed:
        return
    tasks = []
    for kind in allowed:
        count = kind.rows.filter(state=Proposal.State.PROPOSED).exclude(proposed_by=user).count()
        if count:
            words = ngettext("%(count)s proposal waits", "%(count)s proposals wait", count)
            address = reverse(kind.page) + plan.query
            note = words % {"count": count}
            tasks.append(Task(address, kind.title, note, "proposed", _("Decide")))
    yield Section(_("Proposals that wait for a decision"), tasks, _("No proposal waits for you."))


@dataclass(frozen=True)
class _Kind:
    """A kind of proposal: who decides it, its name, its page, and its rows of a plan."""

    act: Act
    title: str
    page: str
    rows: QuerySet[Any]


def _pending(plan: FiscalPlan) -> list[_Kind]:
    schedules = Schedule.objects.filter(plan=plan)
    transfers = Transfer.objects.of_plan(plan)
    spending_plans = SpendingPlan.objects.filter(allocation__fund_source__plan=plan)
    carry_forwards = CarryForward.objects.filter(plan=plan)
    return [
        _Kind(DECIDE_SCHEDULES, _("Monthly schedules"), SCHEDULES_PAGE, schedules),
        _Kind(DECIDE_TRANSFERS, _("Transfers"), "budgets:transfers", transfers),
        _Kind(
            DECIDE_SPENDING_PLANS,
            _("Monthly spending plans"),
            "budgets:spending_plans",
            spending_plans,
        ),
        _Kind(DECIDE_CARRY_FORWARDS, _("Carry-forwards"), "budgets:carry_forwards", carry_forwards),
    ]
