"""The monthly spending plan as a workbook: what comes back proposes new versions."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from budgets.models import MONTH_FIELDS, Allocation, Batch, SpendingPlan
from budgets.services.batches import reverse_batch
from budgets.services.spending_plans import (
    approve_spending_plan,
    even_split,
    propose_spending_plan,
)
from budgets.workbooks.changes import Preview, State
from etda_plan.accounts.models import Notification, User
from etda_plan.common.fiscal import first_day, month_label
from etda_plan.common.permissions import Role
from projects.models import FiscalPlan
from tests.budgets.workbooks import Sheet, applied, plans_sheet, previewed
from tests.calc import needs_libreoffice, recalculated
from tests.factories import (
    make_allocation,
    make_approver,
    make_fund_source,
    make_plan,
    make_project,
    make_spending_group,
    make_user,
)

pytestmark = pytest.mark.django_db

PLANS = Batch.Kind.SPENDING_PLANS
EVEN = even_split(Decimal(1000))


@pytest.fixture
def allocation() -> Allocation:
    """An allocation of 1,000 baht, the first of its plan's two."""
    plan = make_plan(2563 + 7)
    fund, group = make_fund_source(plan), make_spending_group(plan)
    first = make_allocation(fund, group, make_project(plan, "AA"), "1000")
    make_allocation(fund, group, make_project(plan, "BB"), "500")
    return first


@pytest.fixture
def plan(allocation: Allocation) -> FiscalPlan:
    """The allocation's plan."""
    return allocation.fund_source.plan


@pytest.fixture
def planner() -> User:
    """Who proposes."""
    return make_user("planner", Role.PLANNER)


def months(plan: FiscalPlan) -> list[str]:
    """Return the headings of the months, October first."""
    return [month_label(first_day(plan.fiscal_year, month)) for month in range(1, 13)]


def filled(plan: FiscalPlan, row: int, amounts: Any, **values: Any) -> Sheet:
    """Return the download with the months of a row filled in."""
    sheet = plans_sheet(plan)
    named = dict(zip(months(plan), amounts, strict=True))
    return sheet.put(sheet.heading_row + row, **named, **values)


def approve(allocation: Allocation, amounts: Any, planner: User) -> SpendingPlan:
    """Return the approved version of twelve amounts."""
    proposal = propose_spending_plan(allocation, amounts, user=planner, key=uuid.uuid4())
    approver = User.objects.filter(username="chief").first() or make_user("chief", Role.APPROVER)
    return approve_spending_plan(proposal, user=approver, key=uuid.uuid4())


def preview(sheet: Sheet, plan: FiscalPlan, user: User) -> Preview:
    """Return what the file would do."""
    return previewed(sheet.to_bytes(), plan, user, PLANS)


def test_an_empty_plan_comes_back_unchanged(plan: FiscalPlan, planner: User) -> None:
    found = preview(plans_sheet(plan), plan, planner)
    assert found.counts == {State.UNCHANGED: 2}
    assert found.is_sound


@needs_libreoffice[0]
@needs_libreoffice[1]
def test_what_libreoffice_saves_is_unchanged_and_adds_up(
    allocation: Allocation, plan: FiscalPlan, planner: User, tmp_path: Any
) -> None:
    approve(allocation, EVEN, planner)
    book = recalculated(plans_sheet(plan).to_bytes(), tmp_path)
    sheet = Sheet((tmp_path / "made" / "given.xlsx").read_bytes())
    assert preview(sheet, plan, planner).counts == {State.UNCHANGED: 2}
    row = sheet.heading_row + 1
    total, difference = sheet.columns["รวม (ไม่อ่าน)"], sheet.columns["ผลต่าง (ไม่อ่าน)"]
    assert book.worksheets[0].cell(row, total).value == 1000
    assert book.worksheets[0].cell(row, difference).value == 0


def test_twelve_months_become_a_proposal(
    allocation: Allocation, plan: FiscalPlan, planner: User
) -> None:
    sheet = filled(plan, 1, EVEN, หมายเหตุ="เท่ากันทุกเดือน")
    found = preview(sheet, plan, planner)
    assert found.counts == {State.NEW: 1, State.UNCHANGED: 1}
    assert not SpendingPlan.objects.exists()
    batch = applied(sheet.to_bytes(), plan, planner, kind=PLANS)
    (proposal,) = batch.spending_plans.all()
    assert (proposal.allocation, proposal.amounts, proposal.state) == (allocation, EVEN, "proposed")
    assert (proposal.note, proposal.proposed_by) == ("เท่ากันทุกเดือน", planner)


def test_a_changed_month_is_shown_against_the_version_in_force(
    allocation: Allocation, plan: FiscalPlan, planner: User
) -> None:
    approve(allocation, EVEN, planner)
    amounts = [*EVEN[:10], EVEN[10] - 10, EVEN[11] + 10]
    (change,) = preview(filled(plan, 1, amounts), plan, planner).shown
    assert change.state == State.CHANGED
    assert [(each.old, each.new) for each in change.differences] == [
        ("83.34", "73.34"),
        ("83.34", "93.34"),
    ]


@pytest.mark.parametrize(
    ("amounts", "says"),
    [
        ([*EVEN[:11], 0], "ต่างกัน"),
        ([*EVEN[:11], None], "ต้องมีค่า"),
        ([*EVEN[:11], -1], "ต่ำกว่า 0.00"),
    ],
)
def test_months_that_are_no_plan_are_told(
    plan: FiscalPlan, planner: User, amounts: Any, says: str
) -> None:
    (change,) = preview(filled(plan, 1, amounts), plan, planner).shown
    assert change.state == State.WRONG
    assert says in " ".join(change.messages)


def test_a_version_approved_meanwhile_is_not_overwritten(
    allocation: Allocation, plan: FiscalPlan, planner: User
) -> None:
    approve(allocation, EVEN, planner)
    sheet = filled(plan, 1, [1000, *[0] * 11])
    approve(allocation, [*[0] * 11, 1000], planner)
    (change,) = preview(sheet, plan, planner).shown
    assert "ใช้ฉบับที่ 2 แล้ว" in change.messages[0]
    with pytest.raises(ValidationError, match="ฉบับที่ 2"):
        applied(sheet.to_bytes(), plan, planner, kind=PLANS)


def test_a_proposal_that_waits_bars_another(
    allocation: Allocation, plan: FiscalPlan, planner: User
) -> None:
    sheet = filled(plan, 1, EVEN)
    propose_spending_plan(allocation, EVEN, user=planner, key=uuid.uuid4())
    (change,) = preview(sheet, plan, planner).shown
    assert "รอ" in change.messages[0]


def test_an_allocation_twice_is_told(plan: FiscalPlan, planner: User) -> None:
    sheet = plans_sheet(plan)
    name = sheet.value(sheet.heading_row + 1, "วงเงินจัดสรร")
    (change,) = preview(sheet.put(sheet.last, วงเงินจัดสรร=name), plan, planner).shown
    assert "ซ้ำ" in change.messages[0]


def test_a_batch_of_proposals_is_withdrawn_as_one(plan: FiscalPlan, planner: User) -> None:
    sheet = filled(plan, 1, EVEN)
    halves = dict(zip(months(plan), even_split(Decimal(500)), strict=True))
    sheet.put(sheet.heading_row + 2, **halves)
    batch = applied(sheet.to_bytes(), plan, planner, kind=PLANS)
    first, second = batch.spending_plans.order_by("pk")
    undone = reverse_batch(batch, user=planner, key=uuid.uuid4())
    assert undone.reverses == batch
    assert set(SpendingPlan.objects.values_list("state", flat=True)) == {"withdrawn"}
    again = applied(sheet.to_bytes(), plan, planner, kind=PLANS)
    assert again != batch
    first, second = again.spending_plans.order_by("pk")
    approve_spending_plan(first, user=make_user("chief", Role.APPROVER), key=uuid.uuid4())
    with pytest.raises(ValidationError, match="พิจารณาแล้ว"):
        reverse_batch(again, user=planner, key=uuid.uuid4())
    second.refresh_from_db()
    assert second.is_pending


def test_who_decides_is_told_once_of_all_that_a_file_proposes_and_takes_back(
    plan: FiscalPlan, planner: User
) -> None:
    approver = make_approver()
    sheet = filled(plan, 1, EVEN)
    halves = dict(zip(months(plan), even_split(Decimal(500)), strict=True))
    sheet.put(sheet.heading_row + 2, **halves)
    batch = applied(sheet.to_bytes(), plan, planner, kind=PLANS)
    assert batch.spending_plans.count() == 2
    (told,) = Notification.objects.filter(recipient=approver)
    assert batch.file_name in told.words.subject
    assert told.path.startswith(f"/budgets/batches/{batch.pk}/")
    reverse_batch(batch, user=planner, key=uuid.uuid4())
    assert Notification.objects.filter(recipient=approver).count() == 2
    assert not Notification.objects.filter(recipient=planner).exists()


def test_only_who_proposes_plans_uploads_them(plan: FiscalPlan, planner: User) -> None:
    content = filled(plan, 1, EVEN).to_bytes()
    for role in (Role.OFFICER, Role.AUDITOR, Role.APPROVER):
        with pytest.raises(PermissionDenied):
            applied(content, plan, make_user(role.value, role), kind=PLANS)
    assert applied(content, plan, make_user("f", Role.FINANCE), kind=PLANS).spending_plans.count()


def test_the_columns_of_months_stand_in_the_order_of_the_year(plan: FiscalPlan) -> None:
    heads = list(plans_sheet(plan).columns)
    at = heads.index("ต.ค. 2569")
    assert heads[at : at + 12] == months(plan)
    assert len(MONTH_FIELDS) == 12
