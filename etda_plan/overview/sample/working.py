"""Doing the work of the sample's year: months, indicators and reports, through their services."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import cached_property

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import models

from activities.models import Activity, Schedule, SubActivity
from activities.services.reports import (
    ActivityValues,
    reported_activities,
    save_activity_report,
)
from activities.services.schedules import PlannedItem, approve_schedule, propose_schedule
from activities.services.statuses import override_status
from etda_plan.accounts.models import User
from etda_plan.common.uploads import checked_upload
from etda_plan.overview.reporting.services import (
    approve,
    close_month,
    open_report,
    reopen_month,
    send_back,
    submit,
)
from etda_plan.overview.sample.evidence import small_pdf
from etda_plan.overview.sample.operations import (
    AssignTarget,
    CloseReports,
    DecideReport,
    DecideSchedule,
    DescribeIndicator,
    Operation,
    OverrideStatus,
    ProposeSchedule,
    ReopenReports,
    SubmitReport,
    WriteReport,
)
from etda_plan.overview.sample.reporting import ACTIVITIES
from etda_plan.overview.sample.reporting.indicators import INDICATORS, TARGETS, Target
from etda_plan.overview.sample.reporting.kinds import Activity as Design
from kpis.models import Kpi, KpiTarget, QuarterlyTarget
from kpis.services.evidence import add_file, add_link
from kpis.services.results import ResultValues, save_result
from projects.models import FiscalPlan, MonthlyReport, Office, ReportClose, ReportingMonth
from projects.services.amendments import revise, signed

DESIGNS = {each.code: each for each in ACTIVITIES}


class Work:
    """The plan's work while the sample's year is played on it.

    ``made`` gives the key of what an earlier operation has made, by the operation's name; it
    raises ``ObjectDoesNotExist`` where that was refused.
    """

    def __init__(self, plan: FiscalPlan, made: Callable[[str], int]) -> None:
        self.plan = plan
        self.made = made
        self.people: dict[str, User] = {}

    def perform(self, operation: Operation) -> models.Model:
        """Do it as the person whose work it is; raise what the service raises."""
        match operation:
            case ProposeSchedule():
                return self._propose(operation)
            case DecideSchedule(proposal=proposal):
                schedule = Schedule.objects.get(pk=self.made(proposal))
                return approve_schedule(schedule, user=self.person("approver"))
            case DescribeIndicator():
                return self._describe(operation)
            case AssignTarget():
                return self._assign(operation)
            case WriteReport():
                return self._write(operation)
            case SubmitReport(report=report, by=by):
                return submit(self._report(report), user=self.person(by))
            case DecideReport():
                return self._decide(operation)
            case CloseReports(month=month):
                return close_month(self._month(month), user=self.person("planner"))
            case ReopenReports():
                return self._reopen(operation)
            case OverrideStatus(activity=code, status=status, reason=reason):
                activity, planner = self.activities[code], self.person("planner")
                return override_status(activity, status, reason, user=planner)
        raise TypeError(operation)

    def person(self, username: str) -> User:
        """Return somebody of the sample."""
        if username not in self.people:
            self.people[username] = User.objects.get(username=username)
        return self.people[username]

    @cached_property
    def activities(self) -> dict[str, Activity]:
        """The activities by code (``EC/2``)."""
        rows = Activity.objects.filter(project__plan=self.plan).select_related("project", "office")
        return {row.code: row for row in rows.prefetch_related("sub_activities")}

    @cached_property
    def parts(self) -> dict[str, SubActivity]:
        """The sub-activities by code (``EC/2.1``)."""
        return {
            f"{activity.project.code}/{part.number}": part
            for activity in self.activities.values()
            for part in activity.sub_activities.all()
        }

    def _propose(self, operation: ProposeSchedule) -> Schedule:
        office = self._office(operation.office)
        changed = dict(operation.months)
        items = [
            item
            for design in ACTIVITIES
            if design.office == operation.office and design.planned
            for item in self._items(design, changed)
        ]
        wanted = [item for code, item in items if not changed or code in changed]
        user = self.person(operation.by)
        return propose_schedule(self.plan, office, wanted, operation.note, user=user)

    def _items(self, design: Design, changed: dict[str, str]) -> list[tuple[str, PlannedItem]]:
        """Return an activity and its parts, by code, as they are proposed."""
        whole = PlannedItem(
            self.activities[design.code],
            months_of(changed.get(design.code, design.planned)),
            weight_of(design.weight),
            design.deliverable,
            design.milestones,
        )
        work = design.code.partition("/")[0]
        codes = [f"{work}/{part.number}" for part in design.parts]
        parts = [
            PlannedItem(
                self.parts[code],
                months_of(changed.get(code, part.planned)),
                weight_of(part.weight),
            )
            for code, part in zip(codes, design.parts, strict=True)
        ]
        return [(design.code, whole), *zip(codes, parts, strict=True)]

    def _describe(self, operation: DescribeIndicator) -> Kpi:
        (said,) = (each for each in INDICATORS if each.number == operation.number)
        kpi = Kpi.objects.get(framework__plan=self.plan, number=said.number)
        values = {
            "definition": said.definition,
            "aggregation": said.aggregation,
            "aggregation_is_inferred": False,
            "reported_every": said.every,
            "numerator_label": said.numerator,
            "denominator_label": said.denominator,
        }
        revise(kpi, values, reason=operation.reason, user=self.person("administrator"))
        return kpi

    def _assign(self, operation: AssignTarget) -> KpiTarget:
        design = target_of(operation.indicator, operation.work)
        target = KpiTarget.objects.get(
            kpi__framework__plan=self.plan,
            kpi__number=design.indicator,
            project__code=design.work,
        )
        reason, user = operation.reason, self.person("administrator")
        revise(target, {"owner": self._office(design.owner)}, reason=reason, user=user)
        for quarter, value in enumerate(design.quarters.split(), 1):
            row = QuarterlyTarget(target=target, quarter=quarter, value=Decimal(value))
            row.full_clean()
            signed(row, reason, user).save()
        return target

    def _write(self, operation: WriteReport) -> MonthlyReport:
        """Fill in a report whole; raise ``ValidationError`` where somebody writes it already."""
        month, office = self._month(operation.month), self._office(operation.office)
        user = self.person(operation.by)
        if not operation.mends and office.reports.filter(month=month).undecided().exists():
            raise ValidationError("somebody has begun this report")
        report = open_report(month, office, user=user)
        for activity in reported_activities(report):
            values = self._values(DESIGNS[activity.code], operation)
            save_activity_report(report, activity, values, user=user)
        for target in office.kpi_targets.select_related("kpi", "project"):
            self._write_result(report, target, user)
        return report

    def _values(self, design: Design, operation: WriteReport) -> ActivityValues:
        month, (item, wrong) = operation.month, operation.wrong
        work = design.code.partition("/")[0]
        percents = {
            f"{work}/{number}": percent for number, percent in design.parts_reached(month).items()
        }
        if item in percents:
            percents[item] = Decimal(wrong)
        problem, solution = design.problems.get(month, ("", ""))
        return ActivityValues(
            progress=Decimal(wrong) if item == design.code else design.reached_by(month),
            parts={self.parts[code].pk: percent for code, percent in percents.items()},
            done=design.done(month),
            next_steps=design.next_steps(month),
            problem=problem,
            solution=solution,
            has_no_problem=not problem,
        )

    def _write_result(self, report: MonthlyReport, target: KpiTarget, user: User) -> None:
        month = report.month.month
        design = target_of(target.kpi.number, target.code)
        if month not in design.results:
            return
        result = save_result(report, target, values_of(design, month), user=user)
        there = set(result.evidence.values_list("name", flat=True))
        if (name := design.files.get(month)) and name not in there:
            said = f"Indicator {design.indicator}, {design.work}, month {month}"
            upload = checked_upload(ContentFile(small_pdf(said), name))
            add_file(result, upload, user=user)
        if (link := design.links.get(month)) and link[0] not in there:
            add_link(result, link[1], link[0], user=user)

    def _decide(self, operation: DecideReport) -> MonthlyReport:
        report, user = self._report(operation.proposal), self.person(operation.by)
        if operation.approved:
            return approve(report, user=user)
        return send_back(report, operation.reason, user=user)

    def _reopen(self, operation: ReopenReports) -> ReportClose:
        closes = ReportClose.objects.in_force().filter(month__plan=self.plan)
        close = closes.get(month__month=operation.month)
        reopen_month(close, operation.reason, user=self.person("administrator"))
        return close

    def _report(self, name: str) -> MonthlyReport:
        reports = MonthlyReport.objects.select_related("office", "month__plan")
        return reports.get(pk=self.made(name))

    def _month(self, month: int) -> ReportingMonth:
        months = ReportingMonth.objects.of_plan(self.plan).select_related("plan")
        return months.get(month=month)

    def _office(self, code: str) -> Office:
        return self.plan.offices.get(code=code)


def months_of(planned: str) -> tuple[bool | None, ...]:
    """Return the months that twelve letters name: ``x`` planned, any other not planned."""
    return tuple(letter == "x" for letter in planned)


def weight_of(stated: str) -> Decimal | None:
    """Return a weight; None where none is stated."""
    return Decimal(stated) if stated else None


def target_of(indicator: int, work: str) -> Target:
    """Return how the year of a target goes."""
    return next(each for each in TARGETS if (each.indicator, each.work) == (indicator, work))


def values_of(target: Target, month: int) -> ResultValues:
    """Return what is reported of a target in a month."""
    first, _, second = target.results[month].partition("/")
    note = target.notes.get(month, "")
    if second:
        return ResultValues(numerator=Decimal(first), denominator=Decimal(second), note=note)
    return ResultValues(value=Decimal(first), note=note)
