"""Plain functions that make one row each, with what it needs and nothing else."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.utils import timezone

from activities.models import Activity, Schedule, SubActivity
from activities.services.schedules import PlannedItem, approve_schedule, propose_schedule
from budgets.models import (
    Allocation,
    Attachment,
    CarryForward,
    Entry,
    FundSource,
    LedgerMonth,
    MonthClose,
    PageAmount,
    SpendingGroup,
    SpendingPlan,
    Statement,
    StatementLine,
    Transfer,
    TransferLimit,
)
from budgets.services.carry_forwards import (
    approve_carry_forward,
    propose_carry_forward,
    usual_expiry,
)
from budgets.services.months import close_month, publish_month, reopen_month
from budgets.services.postings import Posting, post
from budgets.services.spending_plans import (
    approve_spending_plan,
    even_split,
    propose_spending_plan,
)
from budgets.services.transfers import TransferProposal, approve_transfer, propose_transfer
from etda_plan.accounts.models import Mail, Notification, RoleGrant, User
from etda_plan.common.fiscal import first_day
from etda_plan.common.models import SampleDatabase, SampleDay
from etda_plan.common.permissions import Role
from etda_plan.common.sample import forget
from kpis.models import BUDGET_FRAMEWORK, Kpi, KpiFramework, KpiTarget, PageIndicator
from projects.models import (
    Amendment,
    Anomaly,
    FiscalPlan,
    Office,
    OfficeMembership,
    Project,
    ReportClose,
    ReportingMonth,
    Strategy,
)
from projects.services.months import close_reports


def make_user(username: str = "somchai", *roles: Role, **fields: Any) -> User:
    """Return a user who may sign in, with these roles."""
    user = User.objects.create_user(username, password="a-long-enough-pass", **fields)
    RoleGrant.objects.bulk_create(RoleGrant(user=user, role=role) for role in roles)
    return user


def make_notification(user: User, key: str = "seen", **fields: Any) -> Notification:
    """Return what a person was told on 13 April 2563."""
    defaults = {
        "kind": "tests.told",
        "values": {"office": "ส.กฎหมาย"},
        "path": "/",
        "created_on": datetime.date(2020, 4, 13),
    }
    return Notification.objects.create(recipient=user, key=key, **{**defaults, **fields})


def make_mail(user: User, key: str = "seen", **fields: Any) -> Mail:
    """Return a mail that waits in the queue."""
    return Mail.objects.create(notification=make_notification(user, key), **fields)


def make_plan(fiscal_year: int = 2570, **fields: Any) -> FiscalPlan:
    """Return an empty plan of a year whose document does not ship."""
    defaults = {"title": f"แผน {fiscal_year}", "agency": "สำนักงาน", "agency_short": "สนง."}
    return FiscalPlan.objects.create(fiscal_year=fiscal_year, **{**defaults, **fields})


def make_sample(today: datetime.date = datetime.date(2020, 4, 13), seed: int = 1) -> SampleDatabase:
    """Mark the database as a sample of fiscal year 2563; return the mark."""
    return SampleDatabase.objects.create(
        seed=seed, first_day=first_day(2563, 1), last_day=datetime.date(2020, 9, 30), today=today
    )


def begin_day(day: datetime.date) -> None:
    """Let it be a day in the sample from now on, as if it had been moved there."""
    SampleDatabase.objects.update(today=day)
    SampleDay.objects.create(day=day)
    forget()


def make_strategy(plan: FiscalPlan, number: int = 1, **fields: Any) -> Strategy:
    """Return a strategy."""
    return Strategy.objects.create(
        plan=plan, number=number, **{"text": f"กลยุทธ์ {number}", **fields}
    )


def make_office(plan: FiscalPlan, code: str = "ส.ทดสอบ", **fields: Any) -> Office:
    """Return an office."""
    defaults = {"name": code, "kind": Office.Kind.OFFICE}
    return Office.objects.create(plan=plan, code=code, **{**defaults, **fields})


def make_membership(
    user: User, office: Office, since: datetime.date, until: datetime.date | None = None
) -> OfficeMembership:
    """Return a person's membership in an office."""
    return OfficeMembership.objects.create(user=user, office=office, since=since, until=until)


def make_project(plan: FiscalPlan, code: str = "AA", **fields: Any) -> Project:
    """Return a project, placed after those that the plan has."""
    defaults = {
        "name": f"โครงการ {code}",
        "kind": Project.Kind.PROJECT,
        "position": plan.projects.count() + 1,
    }
    return Project.objects.create(plan=plan, code=code, **{**defaults, **fields})


def make_activity(project: Project, number: int = 1, **fields: Any) -> Activity:
    """Return an activity; without an office given, of the plan's first one."""
    office = fields.pop("office", None) or project.plan.offices.first()
    return Activity.objects.create(
        project=project,
        number=number,
        office=office or make_office(project.plan),
        **{"title": f"กิจกรรม {number}", **fields},
    )


def make_sub_activity(activity: Activity, number: str = "1.1", **fields: Any) -> SubActivity:
    """Return a part of an activity."""
    return SubActivity.objects.create(
        activity=activity, number=number, **{"title": f"ส่วนที่ {number}", **fields}
    )


def planned_item(
    item: Activity | SubActivity, months: str = "PPPPPPPPPPPP", **fields: Any
) -> PlannedItem:
    """Return what is proposed for an item: P planned, N not planned, ? unknown, October first."""
    states = {"P": True, "N": False, "?": None}
    return PlannedItem(item, tuple(states[month] for month in months), **fields)


def make_schedule(
    *items: PlannedItem, office: Office | None = None, approved: bool = False, **fields: Any
) -> Schedule:
    """Propose months through the service, by a planner, and approve them where asked."""
    first = items[0].item
    plan = (first if isinstance(first, Activity) else first.activity).project.plan
    user = fields.pop("user", None) or make_planner()
    schedule = propose_schedule(plan, office, items, user=user, **fields)
    return approve_schedule(schedule, user=make_approver()) if approved else schedule


def make_kpi(plan: FiscalPlan, number: int = 1, **fields: Any) -> Kpi:
    """Return an indicator of section 7, or of another ``framework``."""
    framework = (
        fields.pop("framework", None)
        or KpiFramework.objects.get_or_create(
            plan=plan, code=BUDGET_FRAMEWORK, defaults={"name": "หัวข้อ 7"}
        )[0]
    )
    defaults = {
        "dimension": Kpi.Dimension.QUANTITY,
        "name": f"ตัวชี้วัด {number}",
        "unit": "ฉบับ",
        "direction": Kpi.Direction.AT_LEAST,
    }
    return Kpi.objects.create(framework=framework, number=number, **{**defaults, **fields})


def make_framework(
    plan: FiscalPlan, code: str = "performance", name: str = "คำรับรอง"
) -> KpiFramework:
    """Return a set of indicators that no document prints."""
    return KpiFramework.objects.create(plan=plan, code=code, name=name)


def make_target(kpi: Kpi, project: Project | None, value: str = "1", **fields: Any) -> KpiTarget:
    """Return the target of an indicator for a project; of the whole agency without one."""
    return KpiTarget.objects.create(kpi=kpi, project=project, value=Decimal(value), **fields)


def make_agency_target(plan: FiscalPlan, value: str = "5", **fields: Any) -> KpiTarget:
    """Return a target of the whole agency, for an indicator of a set that no document prints."""
    kpi = make_kpi(plan, 1, framework=make_framework(plan), name="คะแนนของหน่วยงาน")
    return make_target(kpi, None, value, **fields)


def work_of(target: KpiTarget) -> Project:
    """Return the project of a target that has one."""
    assert target.project is not None
    return target.project


def make_page_indicator(
    kpi: Kpi, project: Project, value: str | None = "1", **fields: Any
) -> PageIndicator:
    """Return an indicator as a project's page prints it."""
    defaults = {"number": kpi.number, "text": kpi.name}
    return PageIndicator.objects.create(
        kpi=kpi,
        project=project,
        value=None if value is None else Decimal(value),
        **{**defaults, **fields},
    )


def make_statement(plan: FiscalPlan, side: str = "sources", **fields: Any) -> Statement:
    """Return a statement without lines."""
    return Statement.objects.create(plan=plan, side=side, **{"heading": side, **fields})


def make_line(
    statement: Statement, amount: str, parent: StatementLine | None = None, **fields: Any
) -> StatementLine:
    """Return a line, placed after those that the statement has."""
    position = StatementLine.objects.filter(statement=statement).count() + 1
    defaults = {"name": f"บรรทัด {position}", "kind": StatementLine.Kind.ITEM}
    return StatementLine.objects.create(
        statement=statement,
        parent=parent,
        position=position,
        amount=Decimal(amount),
        **{**defaults, **fields},
    )


def make_fund_source(plan: FiscalPlan, code: str = "OFF_BUDGET", **fields: Any) -> FundSource:
    """Return a fund source."""
    defaults = {"position": plan.fund_sources.count() + 1, "name": code, "name_short": code}
    return FundSource.objects.create(plan=plan, code=code, **{**defaults, **fields})


def make_spending_group(plan: FiscalPlan, number: int = 1, **fields: Any) -> SpendingGroup:
    """Return a spending group."""
    return SpendingGroup.objects.create(
        plan=plan, number=number, **{"name": f"กลุ่มที่ {number}", **fields}
    )


def make_page_amount(
    project: Project, amount: str, activity: Activity | None = None, **fields: Any
) -> PageAmount:
    """Return an amount printed on a page."""
    return PageAmount.objects.create(
        project=project, activity=activity, amount=Decimal(amount), **fields
    )


def make_allocation(
    fund_source: FundSource, group: SpendingGroup, project: Project, amount: str, **fields: Any
) -> Allocation:
    """Return an allocation."""
    return Allocation.objects.create(
        fund_source=fund_source,
        spending_group=group,
        project=project,
        initial_amount=Decimal(amount),
        **fields,
    )


def make_anomaly(plan: FiscalPlan, code: str = "A01", **fields: Any) -> Anomaly:
    """Return an anomaly of the document."""
    defaults = {"title": f"ข้อสังเกต {code}", "severity": Anomaly.Severity.HIGH}
    return Anomaly.objects.create(plan=plan, code=code, **{**defaults, **fields})


def make_amendment(
    plan: FiscalPlan, record: Model, field: str, printed_value: str, value: str, **fields: Any
) -> Amendment:
    """Return who changed a field when and why; the change itself is not made."""
    defaults = {"reason": "คณะกรรมการปรับ", "amended_at": timezone.now()}
    return Amendment.objects.create(
        plan=plan,
        content_type=ContentType.objects.get_for_model(record),
        object_id=record.pk,
        field=field,
        printed_value=printed_value,
        value=value,
        amended_by=fields.pop("amended_by", None) or make_user("malee"),
        **{**defaults, **fields},
    )


MILLION = 1_000_000


def make_balanced_plan(fiscal_year: int = 2570, projects: int = 1) -> FiscalPlan:
    """Return a plan that adds up: so many projects of 1 million baht each, an office and a reserve.

    The office (OFF, 2 million) is broken down by activity; earlier years' balance (PY) and own
    income (NB) have 3 and 4 million. Each project has one indicator, its main one.
    """
    plan = make_plan(fiscal_year)
    make_office(plan)
    own, office, total = projects * MILLION, 2 * MILLION, (projects + 9) * MILLION
    funds = {
        code: make_fund_source(plan, code)
        for code in ("CURRENT_APPROPRIATION", "PRIOR_YEAR_BALANCE", "OFF_BUDGET")
    }
    groups = {number: make_spending_group(plan, number) for number in (1, 2, 4)}
    kind = StatementLine.Kind
    sources = make_statement(plan, "sources")
    top = make_line(sources, f"{total}", kind=kind.TOTAL)
    budget = make_line(sources, f"{own + office + 3 * MILLION}", top, kind=kind.GROUP, number="1")
    current, prior, income = funds.values()
    make_line(sources, f"{own + office}", budget, number="1.1", fund_source=current)
    make_line(sources, f"{3 * MILLION}", budget, number="1.2", fund_source=prior)
    make_line(sources, f"{4 * MILLION}", top, kind=kind.GROUP, number="2", fund_source=income)
    uses = make_statement(plan, "uses", heading_amount=Decimal(total))
    top = make_line(uses, f"{total}", kind=kind.TOTAL)
    subtotal = make_line(uses, f"{own + office}", top, kind=kind.SUBTOTAL)
    first = make_line(
        uses, f"{own}", subtotal, kind=kind.GROUP, number="1", spending_group=groups[1]
    )
    second = make_line(
        uses, f"{office}", subtotal, kind=kind.GROUP, number="2", spending_group=groups[2]
    )
    fourth = make_line(
        uses, f"{7 * MILLION}", top, kind=kind.GROUP, number="4", spending_group=groups[4]
    )
    for number in range(1, projects + 1):
        project = make_project(plan, f"P{number}")
        make_activity(project)
        line = make_line(uses, f"{MILLION}", first, number=f"1.{number}", project=project)
        make_page_amount(project, f"{MILLION}")
        make_allocation(current, groups[1], project, f"{MILLION}", statement_line=line)
        kpi = make_kpi(plan, number)
        make_target(kpi, project, is_main=True)
        make_page_indicator(kpi, project)
    work = make_project(plan, "OFF", kind=Project.Kind.WORK)
    activity = make_activity(work)
    make_page_amount(work, f"{office}")
    make_page_amount(work, f"{office}", activity)
    make_allocation(current, groups[2], work, f"{office}", activity=activity, statement_line=second)
    for code, fund, amount in (("PY", prior, 3 * MILLION), ("NB", income, 4 * MILLION)):
        work = make_project(plan, code, kind=Project.Kind.WORK)
        make_page_amount(work, f"{amount}")
        make_allocation(fund, groups[4], work, f"{amount}", statement_line=fourth)
    make_anomaly(plan, "A02", difference=Decimal(3 * MILLION), check_code="appropriation-readings")
    return plan


def make_ledger(amount: str = "100", fiscal_year: int = 2563, code: str = "AA") -> Allocation:
    """Return an allocation of its own fund, group and work, with ``amount`` baht left."""
    plan = FiscalPlan.objects.filter(fiscal_year=fiscal_year).first() or make_plan(fiscal_year)
    fund = plan.fund_sources.first() or make_fund_source(plan)
    group = plan.spending_groups.first() or make_spending_group(plan)
    return make_allocation(fund, group, make_project(plan, code), amount)


def posting(allocation: Allocation, amount: str, kind: str = "payment", **fields: Any) -> Posting:
    """Return what is to be posted, dated 15 March 2563 unless told otherwise."""
    defaults = {"date": datetime.date(2020, 3, 15)}
    return Posting(kind, allocation, amount=Decimal(amount), **{**defaults, **fields})


def post_entry(allocation: Allocation, amount: str, kind: str = "payment", **fields: Any) -> Entry:
    """Post an entry through the service, by a finance officer."""
    user = fields.pop("user", None) or make_finance()
    return post(posting(allocation, amount, kind, **fields), user=user, key=uuid.uuid4())


def make_finance(username: str = "finance") -> User:
    """Return the finance officer of this name."""
    found = User.objects.filter(username=username).first()
    return found or make_user(username, Role.FINANCE)


def make_planner(username: str = "planner") -> User:
    """Return the planner of this name."""
    found = User.objects.filter(username=username).first()
    return found or make_user(username, Role.PLANNER)


def make_approver(username: str = "approver", limit: str | None = "1000000000") -> User:
    """Return the approver of this name; without a limit (baht), one who approves no transfer."""
    found = User.objects.filter(username=username).first()
    user = found or make_user(username, Role.APPROVER)
    if limit is not None:
        TransferLimit.objects.update_or_create(
            approver=user, defaults={"up_to_amount": Decimal(limit)}
        )
    return user


def make_transfer(
    from_allocation: Allocation,
    to: Allocation | Activity,
    amount: str = "10",
    *,
    approved: bool = False,
    **fields: Any,
) -> Transfer:
    """Propose a transfer through the service, and approve it where asked; it is dated today."""
    user = fields.pop("user", None) or make_planner()
    words = {"reason": "งานล่าช้า", "effect": "ไม่กระทบตัวชี้วัด", **fields}
    target: dict[str, Any] = {
        "to_activity" if isinstance(to, Activity) else "to_allocation": to,
    }
    proposal = TransferProposal(from_allocation, Decimal(amount), **words, **target)
    transfer = propose_transfer(proposal, user=user, key=uuid.uuid4())
    if not approved:
        return transfer
    return approve_transfer(transfer, user=make_approver(), key=uuid.uuid4())


def make_spending_plan(
    allocation: Allocation,
    amounts: Sequence[str] | None = None,
    *,
    approved: bool = False,
    **fields: Any,
) -> SpendingPlan:
    """Propose a monthly plan, an even one unless told, and approve it where asked."""
    user = fields.pop("user", None) or make_planner()
    current = Allocation.objects.get(pk=allocation.pk).current_amount
    split = even_split(current) if amounts is None else tuple(map(Decimal, amounts))
    proposal = propose_spending_plan(allocation, split, user=user, key=uuid.uuid4(), **fields)
    if not approved:
        return proposal
    return approve_spending_plan(proposal, user=make_approver(), key=uuid.uuid4())


def make_month_close(plan: FiscalPlan, number: int = 1, **fields: Any) -> MonthClose:
    """Close a month (1 = October) through the service, by a finance officer."""
    month = LedgerMonth.objects.of_plan(plan).get(month=number)
    user = fields.pop("user", None) or make_finance()
    return close_month(month, user=user, key=uuid.uuid4())


def close_months(plan: FiscalPlan, upto: int) -> list[MonthClose]:
    """Close the months from October up to the one of this number."""
    return [make_month_close(plan, number) for number in range(1, upto + 1)]


def reopen(close: MonthClose, reason: str = "บันทึกตกหล่น") -> None:
    """Reopen a close through the service, by an administrator."""
    user = make_administrator()
    reopen_month(close, reason, user=user, key=uuid.uuid4())


def publish(close: MonthClose) -> None:
    """Publish a closed month through the service, by an administrator; its reports are closed."""
    if not ReportingMonth.objects.closed_ones().filter(
        plan=close.month.plan, month=close.month.month
    ):
        make_report_close(close.month.plan, close.month.month)
    publish_month(close, user=make_administrator(), key=uuid.uuid4())


def make_reporting_month(plan: FiscalPlan, number: int = 1) -> ReportingMonth:
    """Return a month that offices report on (1 = October)."""
    return ReportingMonth.objects.of_plan(plan).get(month=number)


def make_report_close(plan: FiscalPlan, number: int = 1, **fields: Any) -> ReportClose:
    """Close a month's reports (1 = October) through the service, by a planner."""
    user = fields.pop("user", None) or make_planner()
    return close_reports(make_reporting_month(plan, number), user=user)


def make_attachment(entry: Entry, name: str = "ใบเสร็จ.pdf", **fields: Any) -> Attachment:
    """Return a file's row beside an entry; no file is stored."""
    defaults = {
        "stored_name": uuid.uuid4().hex,
        "content_type": "application/pdf",
        "size": 1,
        "sha256": uuid.uuid4().hex * 2,
        "added_by": entry.entered_by,
    }
    return Attachment.objects.create(entry=entry, name=name, **{**defaults, **fields})


def make_administrator(username: str = "administrator") -> User:
    """Return the administrator of this name."""
    found = User.objects.filter(username=username).first()
    return found or make_user(username, Role.ADMINISTRATOR)


def make_carry_forward(*commitments: Entry, **fields: Any) -> CarryForward:
    """Return a proposal to carry what is open of the commitments, by a planner."""
    plan = commitments[0].month.plan
    expires_on = fields.pop("expires_on", usual_expiry(plan))
    basis, user = fields.pop("basis", "มาตรา 43"), fields.pop("user", None) or make_planner()
    key = uuid.uuid4()
    return propose_carry_forward(plan, commitments, expires_on, basis, user=user, key=key)


def carry_forward(*commitments: Entry, **fields: Any) -> CarryForward:
    """Close the year of the commitments and carry them into the next one, by an approver."""
    proposal = make_carry_forward(*commitments, **fields)
    if not proposal.plan.ledger_months.get(month=12).closes.exists():
        close_months(proposal.plan, 12)
    return approve_carry_forward(proposal, user=make_approver(), key=uuid.uuid4())


def make_opening(plan: FiscalPlan, amount: str, code: str = "OLD") -> Entry:
    """Bring a commitment of a work of the year before into a plan."""
    before = make_ledger(amount, plan.fiscal_year - 1, code)
    day = before.project.plan.starts_on
    commitment = post_entry(before, amount, "commitment", date=day)
    carry_forward(commitment)
    return Entry.objects.get(carried_from=commitment)
