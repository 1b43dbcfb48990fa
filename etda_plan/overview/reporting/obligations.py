"""Who owes a report of a month, who may write it and who decides it, as of a day."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from activities.models import Activity
from etda_plan.accounts.models import User
from etda_plan.common.permissions import Role
from etda_plan.common.tables import in_thai_order
from etda_plan.common.thai import collation_key
from kpis.models import KpiTarget
from projects.as_it_was import put_back
from projects.models import FiscalPlan, MonthlyReport, Office, OfficeMembership
from projects.reports_as_they_were import put_reports_back

State = MonthlyReport.State


@dataclass(frozen=True)
class People:
    """Who may write an office's report, its heads among them, and who may decide it."""

    reporters: tuple[User, ...] = ()
    heads: tuple[User, ...] = ()


@dataclass(frozen=True)
class Duty:
    """An office's report of a month: who it is up to, and its versions so far, oldest first."""

    office: Office
    month: int
    people: People
    versions: Sequence[MonthlyReport] = ()

    @property
    def report(self) -> MonthlyReport | None:
        """The last version, None where nobody has begun."""
        return self.versions[-1] if self.versions else None

    @property
    def in_force(self) -> MonthlyReport | None:
        """The last version that was approved."""
        approved = [each for each in self.versions if each.state == State.APPROVED]
        return approved[-1] if approved else None

    @property
    def has_reported(self) -> bool:
        """Whether it was submitted: it is approved, or waits for a decision."""
        return any(each.state in (State.SUBMITTED, State.APPROVED) for each in self.versions)

    @property
    def is_approved(self) -> bool:
        """Whether a version of it counts."""
        return self.in_force is not None

    @property
    def waits(self) -> bool:
        """Whether its last version waits for a decision."""
        return self.report is not None and self.report.state == State.SUBMITTED

    @property
    def state(self) -> str:
        """What its chip says: the state of its last version, or that there is none."""
        if self.report is None:
            return "not_reported"
        if self.in_force and self.in_force != self.report:
            return "report_correcting"
        return f"report_{self.report.state}"


def offices_that_report(plan: FiscalPlan, day: datetime.date | None = None) -> list[Office]:
    """Return the offices with activities, or with indicators of their own, in Thai order.

    With a past day, those that had them then.
    """
    if day:
        return _offices_on(plan, day)
    activities = Activity.objects.filter(office=OuterRef("pk"))
    targets = KpiTarget.objects.filter(owner=OuterRef("pk"))
    rows = Office.objects.filter(Exists(activities) | Exists(targets), plan=plan)
    return list(rows.order_by(in_thai_order("code")))


def _offices_on(plan: FiscalPlan, day: datetime.date) -> list[Office]:
    """Return the offices that had activities or indicators on a past day, as they were."""
    activities = list(Activity.objects.filter(project__plan=plan))
    targets = list(KpiTarget.objects.filter(kpi__framework__plan=plan))
    put_back([*activities, *targets], day)
    owners = {each.owner_id for each in targets if each.owner_id is not None}
    found = list(plan.offices.filter(pk__in={each.office_id for each in activities} | owners))
    put_back(found, day)
    return sorted(found, key=lambda office: collation_key(office.code))


def people_of(plan: FiscalPlan, day: datetime.date) -> dict[int, People]:
    """Return, by the key of the office, who writes and who decides on ``day``; two queries."""
    memberships = OfficeMembership.objects.on(day).filter(office__plan=plan, user__is_active=True)
    rows = memberships.select_related("user").prefetch_related("user__role_grants")
    reporters: dict[int, list[User]] = defaultdict(list)
    heads: dict[int, list[User]] = defaultdict(list)
    for row in rows.order_by("user__username"):
        roles = {grant.role for grant in row.user.role_grants.all()}
        if roles & {Role.OFFICER, Role.HEAD}:
            reporters[row.office_id].append(row.user)
        if Role.HEAD in roles:
            heads[row.office_id].append(row.user)
    return {key: People(tuple(reporters[key]), tuple(heads[key])) for key in reporters}


def duties_of_year(
    plan: FiscalPlan, day: datetime.date, plan_day: datetime.date | None = None
) -> list[Duty]:
    """Return every office's duty of every month, office by office; four queries.

    With ``plan_day``, offices and versions are those of that past day.
    """
    people = people_of(plan, day)
    versions: dict[tuple[int, int], list[MonthlyReport]] = defaultdict(list)
    reports = MonthlyReport.objects.filter(month__plan=plan).select_related("month", "office")
    for report in put_reports_back(reports.order_by("number"), plan_day):
        versions[report.office_id, report.month.month].append(report)
    return [
        Duty(office, month, people.get(office.pk, People()), versions.get((office.pk, month), ()))
        for office in offices_that_report(plan, plan_day)
        for month in range(1, 13)
    ]


def duties(plan: FiscalPlan, month: int, day: datetime.date) -> list[Duty]:
    """Return every office's duty of a month (1 = October), people as of ``day``."""
    return [duty for duty in duties_of_year(plan, day) if duty.month == month]


def missing(plan: FiscalPlan, month: int, day: datetime.date) -> list[Duty]:
    """Return the duties of a month that nobody has submitted, people as of ``day``."""
    return [duty for duty in duties(plan, month, day) if not duty.has_reported]


def people_of_office(office: Office, day: datetime.date) -> People:
    """Return who writes and who decides for one office on ``day``."""
    return people_of(office.plan, day).get(office.pk, People())
