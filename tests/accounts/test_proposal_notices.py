"""Who proposes, decides or withdraws is told of by those whose it is, in their own language."""

from __future__ import annotations

import inspect
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import translation

from activities.services.schedules import approve_schedule, refuse_schedule, withdraw_schedule
from budgets.models import Allocation
from budgets.services import carry_forwards, spending_plans, transfers
from etda_plan.accounts.models import Notification, User
from etda_plan.common.permissions import Role
from projects.models import FiscalPlan
from tests.factories import (
    make_activity,
    make_approver,
    make_carry_forward,
    make_office,
    make_planner,
    make_project,
    make_schedule,
    make_spending_plan,
    make_transfer,
    make_user,
    planned_item,
    post_entry,
)
from tests.reporting_factories import make_head, make_officer, make_override

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def schedule(plan: FiscalPlan) -> Any:
    office = make_office(plan)
    activity = make_activity(make_project(plan, "ZZ"), office=office)
    return make_schedule(planned_item(activity), office=office, user=make_planner())


def transfer(plan: FiscalPlan) -> Any:
    giving = Allocation.objects.of_plan(plan).filter(activity=None)[0]
    return make_transfer(giving, make_activity(giving.project, 99), "1")


def spending_plan(plan: FiscalPlan) -> Any:
    return make_spending_plan(Allocation.objects.of_plan(plan)[0])


def carry_forward(plan: FiscalPlan) -> Any:
    return make_carry_forward(post_entry(Allocation.objects.of_plan(plan)[0], "1", "commitment"))


KINDS: list[tuple[Callable[[FiscalPlan], Any], Callable[..., Any], Callable[..., Any], str]] = [
    (schedule, refuse_schedule, withdraw_schedule, "/activities/schedule/versions/{of.pk}/"),
    (
        transfer,
        transfers.refuse_transfer,
        transfers.withdraw_transfer,
        "/budgets/transfers/{of.pk}/",
    ),
    (
        spending_plan,
        spending_plans.refuse_spending_plan,
        spending_plans.withdraw_spending_plan,
        "/budgets/spending-plans/{of.allocation_id}/",
    ),
    (
        carry_forward,
        carry_forwards.refuse_carry_forward,
        carry_forwards.withdraw_carry_forward,
        "/budgets/carry-forwards/{of.pk}/",
    ),
]
EACH = pytest.mark.parametrize(
    ("propose", "refuse", "withdraw", "path"), KINDS, ids=lambda each: getattr(each, "__name__", "")
)


def told(user: User) -> list[str]:
    """Return what a person was told, oldest first, in English."""
    with translation.override("en"):
        return [each.words.subject for each in Notification.objects.filter(recipient=user)][::-1]


def keyed(service: Callable[..., Any]) -> dict[str, Any]:
    """Return the key that services of money ask for."""
    return {"key": uuid.uuid4()} if "key" in inspect.signature(service).parameters else {}


@EACH
def test_those_who_may_decide_are_told_and_a_refusal_is_told_to_who_proposed(
    plan: FiscalPlan,
    propose: Callable[[FiscalPlan], Any],
    refuse: Callable[..., Any],
    withdraw: Callable[..., Any],
    path: str,
) -> None:
    approver, finance = make_approver(), make_user("other", Role.FINANCE)
    proposal = propose(plan)
    told_of = Notification.objects.get(recipient=approver)
    assert told_of.path.partition("?")[0] == path.format(of=proposal)
    assert told(approver)[0].endswith("waits for a decision")
    assert told(proposal.proposed_by) == []
    refuse(proposal, user=approver, reason="ยังไม่ชัดเจน", **keyed(refuse))
    assert [each.endswith("is refused") for each in told(proposal.proposed_by)] == [True]
    assert "ยังไม่ชัดเจน" in Notification.objects.get(recipient=proposal.proposed_by).words.body
    assert len(told(approver)) == 1
    assert told(finance) == []


@EACH
def test_a_withdrawal_is_told_to_those_who_would_have_decided(
    plan: FiscalPlan,
    propose: Callable[[FiscalPlan], Any],
    refuse: Callable[..., Any],
    withdraw: Callable[..., Any],
    path: str,
) -> None:
    approver = make_approver()
    proposal = propose(plan)
    withdraw(proposal, user=proposal.proposed_by, **keyed(withdraw))
    assert [each.rpartition(" is ")[2] for each in told(approver)][-1] == "withdrawn"
    assert told(proposal.proposed_by) == []


def test_an_approval_is_told_to_who_proposed_in_thai_and_leads_to_the_version(
    plan: FiscalPlan, client: Client
) -> None:
    proposal = schedule(plan)
    approve_schedule(proposal, user=make_approver())
    notice = Notification.objects.get(recipient=proposal.proposed_by)
    with translation.override("th"):
        assert notice.words.subject == "แผนงานรายเดือน ส.ทดสอบ 2563 อนุมัติแล้ว"
    client.force_login(proposal.proposed_by)
    assert client.get(notice.path).status_code == 200


def test_what_the_database_refuses_is_told_to_nobody(plan: FiscalPlan) -> None:
    approver = make_approver()
    proposal = schedule(plan)
    before = Notification.objects.count()
    with pytest.raises(ValidationError):
        approve_schedule(proposal, user=proposal.proposed_by)
    assert Notification.objects.count() == before
    assert len(told(approver)) == 1


def test_a_decided_state_is_told_to_the_people_who_report_the_activity(plan: FiscalPlan) -> None:
    office, other = make_office(plan), make_office(plan, "ส.อื่น")
    activity = make_activity(make_project(plan, "ZZ"), office=office)
    officer, head, stranger = make_officer(office), make_head(office), make_officer(other)
    decision = make_override(activity)
    assert told(officer) == told(head) == ["ZZ/1: its state is decided"]
    assert told(stranger) == told(decision.decided_by) == []
    make_override(activity)
    assert len(told(officer)) == 1
    make_override(activity, "", "กลับไปตามรายงาน")
    assert told(officer)[-1] == "ZZ/1: its state is derived again"
