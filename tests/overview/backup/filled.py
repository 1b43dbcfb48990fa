"""A database with something in every corner that a backup has to bring over."""

import datetime
import uuid
from decimal import Decimal

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from activities.models import (
    Activity,
    Milestone,
    Schedule,
    ScheduledMonth,
    ScheduleLine,
    StatusOverride,
)
from budgets.models import (
    Allocation,
    Attachment,
    Batch,
    CarryForward,
    CarryForwardItem,
    DisbursementTarget,
    Entry,
    LedgerMonth,
    MonthClose,
    OpenItem,
    SpendingPlan,
    Transfer,
    TransferLimit,
)
from budgets.services.batches import keep_workbook
from budgets.services.months import close_month, publish_month, reopen_month
from budgets.services.postings import record
from etda_plan.accounts.models import Mail, RoleGrant, User
from etda_plan.common.permissions import Role
from etda_plan.common.uploads import checked_upload, keep
from kpis.models import KpiTarget, QuarterlyTarget, ScoreLevel
from kpis.services.evidence import add_file, add_link
from projects.models import (
    FiscalPlan,
    Holiday,
    MonthlyReport,
    OfficeMembership,
    Project,
    ReportingSettings,
    Strategy,
)
from projects.services.amendments import amend
from projects.services.months import reopen_reports
from projects.services.reports import approve_report, submit_report
from tests.factories import (
    make_allocation,
    make_finance,
    make_fund_source,
    make_ledger,
    make_notification,
    make_plan,
    make_project,
    make_report_close,
    make_spending_group,
    make_user,
    post_entry,
)
from tests.reporting_factories import State, make_head, make_officer, make_report

OCTOBER_15 = datetime.date(2019, 10, 15)


def decided(by: User) -> dict[str, object]:
    """Return the fields of a proposal that was approved."""
    now = timezone.now()
    return {"state": "approved", "decided_by": by, "decided_on": now.date(), "decided_at": now}


def fill() -> None:
    """Let a year happen to the plan of 2563: money, months, people, corrections, a file."""
    finance, other = make_finance(), make_user("other")
    entry = post_money(finance, other)
    attach(entry, finance)
    report_work()
    close_months(finance)
    carry_forward(entry, finance, other)
    give_rights(other)
    tell(other)
    set_what_a_year_needs(other)
    plan = FiscalPlan.objects.get(fiscal_year=2563)
    LogEntry.objects.create(
        user=finance,
        content_type=ContentType.objects.get_for_model(Project),
        object_id="1",
        action_flag=CHANGE,
    )
    strategy = Strategy.objects.filter(plan=plan).order_by("pk")[0]
    amend(strategy, "text", "กลยุทธ์ที่แก้ “ไข”", reason="คณะกรรมการปรับ", user=other)


def post_money(finance: User, other: User) -> Entry:
    """Post each kind of entry in October; return a commitment that is still open."""
    one, two = make_ledger("1000000000000.01", code="AA"), make_ledger("5", code="BB")
    reservation = post_entry(one, "100", "reservation", date=OCTOBER_15)
    commitment = post_entry(one, "60", "commitment", date=OCTOBER_15, draws_on=reservation)
    paid = post_entry(one, "20.25", date=OCTOBER_15, draws_on=commitment, payee="บริษัท ก")
    post_entry(one, "0.25", "reversal", date=OCTOBER_15, reverses=paid)
    transfer = Transfer.objects.create(
        from_allocation=one,
        to_allocation=two,
        amount=Decimal("7.50"),
        reason="เหตุ",
        effect="ผล",
        proposed_by=finance,
        proposed_on=OCTOBER_15,
        **decided(other),
    )
    halves = [
        Entry(
            allocation=allocation,
            kind="transfer",
            date=OCTOBER_15,
            amount=transfer.amount,
            transferred_change=change,
            transfer=transfer,
        )
        for allocation, change in ((one, -transfer.amount), (two, transfer.amount))
    ]
    record(halves, user=other)
    plan = one.fund_source.plan
    batch = Batch.objects.create(
        plan=plan, kind="entries", applied_by=finance, applied_on=OCTOBER_15
    )
    keep_workbook(ContentFile(bytes(range(256)), "ก.xlsx"), "entries", plan, finance)
    Batch.objects.create(
        plan=plan, kind="entries", applied_by=other, applied_on=OCTOBER_15, reverses=batch
    )
    return commitment


def tell(other: User) -> None:
    """Have somebody told something, with a mail that waits."""
    values = {"day": {"day": "2019-10-15"}, "office": "ส.“กฎหมาย”"}
    told = make_notification(other, values=values)
    Mail.objects.create(notification=told, attempts=2, error="ไม่ตอบ")


def show_evidence(report: MonthlyReport) -> None:
    """Put a file and a link beside the report's result, and have it approved."""
    result, officer = report.kpi_results.get(), make_officer(report.office)
    file = SimpleUploadedFile("หลักฐาน.pdf", b"%PDF-1.7 2 %%EOF")
    add_file(result, checked_upload(file), user=officer)
    add_link(result, "https://example.org/ผล", "ประกาศ", user=officer)
    submit_report(report, user=officer)
    approve_report(report, user=make_head(report.office))


def close_months(finance: User) -> None:
    """Close two months, publish, reopen both, and close the first again."""
    plan = FiscalPlan.objects.get(fiscal_year=2563)
    administrator = make_user("administrator", Role.ADMINISTRATOR)
    october, november = LedgerMonth.objects.of_plan(plan)[:2]

    def close(month: LedgerMonth) -> MonthClose:
        return close_month(month, user=finance, key=uuid.uuid4())

    first, second = close(october), close(november)
    reports = make_report_close(plan)
    publish_month(first, user=administrator, key=uuid.uuid4())
    reopen_reports(reports, "แก้รายงาน", user=administrator)
    for closed in (second, first):
        reopen_month(closed, "แก้", user=administrator, key=uuid.uuid4())
    close(october)
    make_report_close(plan)


def report_work() -> None:
    """Report a month, correct it, begin the report of another; an activity has parts."""
    plan = FiscalPlan.objects.get(fiscal_year=2563)
    activity = Activity.objects.filter(sub_activities__isnull=False).order_by("pk")[0]
    office = activity.office
    for number, percent in ((1, "30"), (1, "12.5")):
        make_report(office, number, State.APPROVED, progress={activity: percent})
    target = KpiTarget.objects.filter(kpi__framework__plan=office.plan).order_by("pk")[0]
    KpiTarget.objects.filter(pk=target.pk).update(owner=office)
    make_report(office, 1, State.RETURNED)
    show_evidence(make_report(office, 3, results={target: "0.0001"}))
    make_report(office, 2, progress={activity: None})
    ReportingSettings.objects.create(plan=plan, due_working_day=7)
    Holiday.objects.create(day=datetime.date(2022, 10, 14), name="วันหยุด", source="ราชกิจจานุเบกษา")


def carry_forward(commitment: Entry, finance: User, other: User) -> None:
    """Open the rest of a commitment in the next year."""
    following = make_plan(2564)
    allocation = make_allocation(
        make_fund_source(following),
        make_spending_group(following),
        make_project(following, "AA"),
        "100",
    )
    left = OpenItem.objects.get(pk=commitment.pk).open_amount
    proposal = CarryForward.objects.create(
        plan=commitment.month.plan,
        expires_on=datetime.date(2021, 3, 31),
        basis="มาตรา 43",
        proposed_by=finance,
        proposed_on=OCTOBER_15,
        **decided(other),
    )
    CarryForwardItem.objects.create(carry_forward=proposal, commitment=commitment, amount=left)
    opening = Entry(
        allocation=allocation,
        kind="opening",
        date=datetime.date(2020, 10, 1),
        amount=left,
        committed_change=left,
        carried_from=commitment,
        expires_on=proposal.expires_on,
    )
    record([opening], user=other)


def attach(entry: Entry, finance: User) -> None:
    """Put a file beside an entry."""
    upload = checked_upload(SimpleUploadedFile("ใบเสร็จ.pdf", b"%PDF-1.7 %%EOF"))
    Attachment.objects.create(
        entry=entry,
        name=upload.name,
        stored_name=keep(upload),
        content_type=upload.content_type,
        size=upload.size,
        sha256=upload.sha256,
        added_by=finance,
    )


def set_what_a_year_needs(user: User) -> None:
    """Fill what the plan's document leaves open."""
    plan = FiscalPlan.objects.get(fiscal_year=2563)
    RoleGrant.objects.create(user=user, role="approver")
    TransferLimit.objects.create(approver=user, up_to_amount=Decimal("1000000.50"))
    DisbursementTarget.objects.update_or_create(
        plan=plan,
        quarter=3,
        defaults={"measure": "paid", "base": "envelope", "cumulative_percent": Decimal("77.25")},
    )
    OfficeMembership.objects.create(user=user, office=plan.offices.all()[0], since=OCTOBER_15)
    target = KpiTarget.objects.order_by("pk")[0]
    QuarterlyTarget.objects.create(target=target, quarter=1, value=Decimal("0.125"))
    ScoreLevel.objects.create(target=target, level=50, value=Decimal("0.5"))
    activity = Activity.objects.order_by("pk")[0]
    ScheduledMonth.objects.create(activity=activity, month=1, is_planned=True)
    plan_months(activity, user)
    allocation = Allocation.objects.order_by("pk")[0]
    months = {f"month_{month}": Decimal(0) for month in range(2, 13)}
    whole = allocation.initial_amount
    SpendingPlan.objects.create(
        allocation=allocation,
        total_amount=whole,
        month_1=whole,
        proposed_by=user,
        proposed_on=OCTOBER_15,
        **months,
    )


def plan_months(activity: Activity, user: User) -> None:
    """Put the months of an activity into a version, with one that waits."""
    other = User.objects.exclude(pk=user.pk)[0]
    of_plan = {"plan": activity.project.plan, "proposed_by": user, "proposed_on": OCTOBER_15}
    approved = Schedule.objects.create(number=1, item_count=1, **of_plan, **decided(other))
    waiting = Schedule.objects.create(
        office=activity.office, based_on=1, item_count=1, note="ปรับ", **of_plan
    )
    line = ScheduleLine.objects.create(
        schedule=approved,
        activity=activity,
        month_1=True,
        weight=Decimal("0.0001"),
        deliverable="รายงาน",
        milestone_count=1,
    )
    Milestone.objects.create(line=line, month=12, title="ฉบับสมบูรณ์")
    ScheduleLine.objects.create(schedule=waiting, activity=activity, month_2=False)
    StatusOverride.objects.create(
        activity=activity,
        status="cancelled",
        reason="คณะกรรมการสั่งยุติ",
        decided_by=other,
        decided_on=OCTOBER_15,
    )


def give_rights(user: User) -> None:
    """Put somebody into a group that may do something, and give them a right of their own."""
    group = Group.objects.create(name="กลุ่ม")
    group.permissions.add(Permission.objects.get(codename="change_kpi"))
    user.groups.add(group)
    user.user_permissions.add(Permission.objects.get(codename="view_project"))
