"""Monthly spending plans: whole to the satang, numbered when approved, kept for good."""

import uuid
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from budgets.models import Allocation, SpendingPlan
from budgets.services.spending_plans import (
    PlannedMonths,
    approve_spending_plan,
    even_split,
    propose_all,
    propose_spending_plan,
    refuse_spending_plan,
    withdraw_spending_plan,
)
from etda_plan.accounts.models import User
from etda_plan.common.fiscal import fiscal_year, today
from etda_plan.common.permissions import Role
from tests.factories import (
    make_approver,
    make_finance,
    make_ledger,
    make_planner,
    make_spending_plan,
    make_transfer,
    make_user,
)

pytestmark = pytest.mark.django_db

TEN_TIMES_A_TRILLION = 10**15
"""In satang."""


@pytest.fixture
def allocation() -> Allocation:
    """An allocation of 100 baht in this year's plan."""
    return make_ledger("100", fiscal_year(today()))


def months(*amounts: str) -> list[str]:
    """Return twelve amounts: those given, and nothing for the months after."""
    return [*amounts, *["0"] * (12 - len(amounts))]


def refusal(act: Any) -> ValidationError:
    with pytest.raises(ValidationError) as refused:
        act()
    return refused.value


def approve(proposal: SpendingPlan, user: User | None = None) -> SpendingPlan:
    return approve_spending_plan(proposal, user=user or make_approver(), key=uuid.uuid4())


@pytest.mark.once
@given(st.integers(0, TEN_TIMES_A_TRILLION), st.integers(1, 12))
def test_an_even_split_adds_up_to_the_satang(satang: int, from_month: int) -> None:
    amount = Decimal(satang).scaleb(-2)
    split = even_split(amount, from_month)
    assert len(split) == 12
    assert sum(split) == amount
    assert all(each == 0 for each in split[: from_month - 1])
    shares = split[from_month - 1 :]
    assert max(shares) - min(shares) <= Decimal("0.01")
    assert list(shares) == sorted(shares), "what does not divide goes to the last months"
    assert all(each == each.quantize(Decimal("0.01")) for each in split)


def test_an_even_split_of_the_whole_envelope() -> None:
    split = even_split(Decimal("588794600.00"))
    assert split[:4] == (Decimal("49066216.66"),) * 4
    assert split[4:] == (Decimal("49066216.67"),) * 8


def test_an_even_split_may_begin_when_the_act_was_published() -> None:
    assert even_split(Decimal("80.00"), 5) == (Decimal(0),) * 4 + (Decimal("10.00"),) * 8


def test_an_even_split_of_less_than_a_satang_is_refused() -> None:
    with pytest.raises(ValidationError):
        even_split(Decimal("1.005"))


def test_a_proposal_is_of_the_current_amount(allocation: Allocation) -> None:
    proposal = make_spending_plan(allocation, months("30", "70"))
    assert proposal.total_amount == Decimal(100)
    assert proposal.amounts[:3] == (Decimal(30), Decimal(70), Decimal(0))
    assert (proposal.version, proposal.state) == (None, "proposed")


@pytest.mark.parametrize(("first", "difference"), [("100.01", "+0.01"), ("99.99", "−0.01")])
def test_months_that_miss_the_current_amount_are_refused_with_the_difference(
    allocation: Allocation, first: str, difference: str
) -> None:
    error = refusal(lambda: make_spending_plan(allocation, months(first)))
    assert difference in error.messages[0]
    assert not SpendingPlan.objects.exists()


def test_a_transfer_changes_what_is_to_be_split(allocation: Allocation) -> None:
    other = make_ledger("50", allocation.fund_source.plan.fiscal_year, "BB")
    make_transfer(other, allocation, "50", approved=True)
    refusal(lambda: make_spending_plan(allocation, months("100")))
    assert make_spending_plan(allocation, months("150")).total_amount == Decimal(150)


def test_a_proposal_that_a_transfer_overtook_is_not_approved(allocation: Allocation) -> None:
    proposal = make_spending_plan(allocation)
    other = make_ledger("50", allocation.fund_source.plan.fiscal_year, "BB")
    make_transfer(allocation, other, "0.01", approved=True)
    error = refusal(lambda: approve(proposal))
    assert "+0.01" in error.messages[0]
    assert SpendingPlan.objects.get(pk=proposal.pk).is_pending


def test_a_negative_month_is_refused(allocation: Allocation) -> None:
    refusal(lambda: make_spending_plan(allocation, months("-1", "101")))


def test_versions_are_numbered_within_an_allocation_and_stay(allocation: Allocation) -> None:
    other = make_ledger("50", allocation.fund_source.plan.fiscal_year, "BB")
    first = make_spending_plan(allocation, months("100"), approved=True)
    second = make_spending_plan(allocation, months("0", "100"), approved=True)
    elsewhere = make_spending_plan(other, approved=True)
    assert [each.version for each in (first, second, elsewhere)] == [1, 2, 1]
    assert SpendingPlan.objects.get(pk=first.pk).amounts[0] == Decimal(100)
    assert set(SpendingPlan.objects.in_force()) == {second, elsewhere}


def test_a_refused_proposal_takes_no_number(allocation: Allocation) -> None:
    refused = make_spending_plan(allocation)
    refuse_spending_plan(refused, user=make_approver(), key=uuid.uuid4(), reason="ปรับใหม่")
    assert make_spending_plan(allocation, approved=True).version == 1


def test_one_proposal_at_a_time(allocation: Allocation) -> None:
    first = make_spending_plan(allocation)
    refusal(lambda: make_spending_plan(allocation))
    withdraw_spending_plan(first, user=make_planner(), key=uuid.uuid4())
    make_spending_plan(allocation)


def test_finance_and_planners_propose_and_nobody_else(allocation: Allocation) -> None:
    make_spending_plan(allocation, approved=True, user=make_finance())
    make_spending_plan(allocation, approved=True, user=make_planner())
    for role in set(Role) - {Role.FINANCE, Role.PLANNER}:
        user = make_user(f"only-{role}", role)
        with pytest.raises(PermissionDenied):
            make_spending_plan(allocation, user=user)
        with pytest.raises(PermissionDenied):
            propose_all([PlannedMonths(allocation, even_split(Decimal(100)))], user=user)


def test_only_an_approver_decides(allocation: Allocation) -> None:
    proposal = make_spending_plan(allocation)
    for role in set(Role) - {Role.APPROVER}:
        user = make_user(f"only-{role}", role)
        for decide in (approve_spending_plan, refuse_spending_plan):
            with pytest.raises(PermissionDenied):
                decide(proposal, user=user, key=uuid.uuid4(), reason="ไม่")


def test_nobody_decides_their_own(allocation: Allocation) -> None:
    both = make_user("both", Role.FINANCE, Role.APPROVER)
    proposal = make_spending_plan(allocation, user=both)
    for decide in (approve_spending_plan, refuse_spending_plan):
        error = refusal(lambda act=decide: act(proposal, user=both, key=uuid.uuid4(), reason="ไม่"))
        assert error.code == "own_proposal"


def test_what_was_decided_is_not_decided_again(allocation: Allocation) -> None:
    proposal = make_spending_plan(allocation, approved=True)
    approver = make_approver()
    acts = [
        lambda: approve(proposal),
        lambda: refuse_spending_plan(proposal, user=approver, key=uuid.uuid4(), reason="ไม่"),
        lambda: withdraw_spending_plan(proposal, user=make_planner(), key=uuid.uuid4()),
    ]
    assert {refusal(act).code for act in acts} == {"decided"}


def test_refusing_needs_a_reason_and_withdrawing_the_proposer(allocation: Allocation) -> None:
    proposal = make_spending_plan(allocation)
    refusal(lambda: refuse_spending_plan(proposal, user=make_approver(), key=uuid.uuid4()))
    refusal(lambda: withdraw_spending_plan(proposal, user=make_planner("other"), key=uuid.uuid4()))
    assert SpendingPlan.objects.get(pk=proposal.pk).is_pending


def test_the_same_form_twice_proposes_and_approves_once(allocation: Allocation) -> None:
    key, other_key, split = uuid.uuid4(), uuid.uuid4(), even_split(Decimal(100))
    first, second = (
        propose_spending_plan(allocation, split, user=make_planner(), key=key) for _ in range(2)
    )
    assert first == second
    for _ in range(2):
        approve_spending_plan(first, user=make_approver(), key=other_key)
    assert SpendingPlan.objects.count() == 1
    refusal(
        lambda: propose_spending_plan(
            allocation, even_split(Decimal(100), 2), user=make_planner(), key=key
        )
    )


def test_several_are_proposed_whole_or_not_at_all(allocation: Allocation) -> None:
    other = make_ledger("50", allocation.fund_source.plan.fiscal_year, "BB")
    planner = make_planner()
    wrong = [
        PlannedMonths(allocation, even_split(Decimal(100))),
        PlannedMonths(other, even_split(Decimal(51))),
    ]
    with pytest.raises(ValidationError), transaction.atomic():
        propose_all(wrong, user=planner)
    assert not SpendingPlan.objects.exists()
    right = [wrong[0], PlannedMonths(other, even_split(Decimal(50)), "จากไฟล์")]
    with transaction.atomic():
        made = propose_all(right, user=planner)
    assert [each.allocation for each in made] == [allocation, other]
    assert made[1].note == "จากไฟล์"


def test_months_of_many_millions_are_looked_at_by_the_constraint(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """PostgreSQL adds figures of 32 bits up in 32 bits, which 21 million baht leave."""
    proposal = make_spending_plan(make_ledger("100000000.00"))
    assert sum(proposal.amounts) == Decimal("100000000.00")
    assert caplog.messages == []
