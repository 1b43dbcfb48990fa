"""Transfers: proposed by one, decided once by another, and moved only by approval."""

import uuid
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from budgets.models import Allocation, Entry, Transfer
from budgets.services.transfers import (
    TransferProposal,
    approve_transfer,
    propose_transfer,
    refuse_transfer,
    withdraw_transfer,
)
from etda_plan.accounts.models import User
from etda_plan.common.fiscal import fiscal_year, today
from etda_plan.common.permissions import Role
from tests.factories import (
    make_activity,
    make_allocation,
    make_approver,
    make_fund_source,
    make_ledger,
    make_membership,
    make_office,
    make_planner,
    make_spending_group,
    make_transfer,
    make_user,
    post_entry,
)

pytestmark = pytest.mark.django_db

Pair = tuple[Allocation, Allocation]


@pytest.fixture
def pair() -> Pair:
    """Two allocations of one fund in this year's plan: 100 and 50 baht."""
    year = fiscal_year(today())
    return make_ledger("100", year), make_ledger("50", year, "BB")


def stored(*allocations: Allocation) -> list[Allocation]:
    return [Allocation.objects.get(pk=each.pk) for each in allocations]


def current(pair: Pair) -> list[Decimal]:
    return [each.current_amount for each in stored(*pair)]


def code_of(error: ValidationError) -> str:
    errors = error.error_dict.values() if hasattr(error, "error_dict") else [error.error_list]
    return str(next(each.code for found in errors for each in found))


def approve(transfer: Transfer, user: User | None = None) -> Transfer:
    return approve_transfer(transfer, user=user or make_approver(), key=uuid.uuid4())


def refused_approval(transfer: Transfer, user: User | None = None) -> ValidationError:
    """Return how an approval is refused; the proposal stays open and nothing is posted."""
    before = stored(transfer.from_allocation, transfer.to_allocation)
    with pytest.raises(ValidationError) as refused:
        approve(transfer, user)
    assert Transfer.objects.get(pk=transfer.pk).is_pending
    assert not Entry.objects.filter(transfer=transfer).exists()
    after = stored(transfer.from_allocation, transfer.to_allocation)
    assert [each.left_amount for each in before] == [each.left_amount for each in after]
    return refused.value


def test_a_proposal_moves_nothing(pair: Pair) -> None:
    make_transfer(*pair, "30")
    assert current(pair) == [Decimal(100), Decimal(50)]
    assert not Entry.objects.exists()


def test_approval_moves_the_money_by_two_entries_that_add_up_to_nothing(pair: Pair) -> None:
    transfer = make_transfer(*pair, "30.25", approved=True)
    assert current(pair) == [Decimal("69.75"), Decimal("80.25")]
    entries = Entry.objects.filter(transfer=transfer).order_by("pk")
    changes = [each.transferred_change for each in entries]
    assert changes == [Decimal("-30.25"), Decimal("30.25")]
    assert {each.date for each in entries} == {today()}
    assert {each.document_number for each in entries} == {transfer.number}


def test_a_decision_says_who_and_when(pair: Pair) -> None:
    transfer = Transfer.objects.get(pk=make_transfer(*pair, approved=True).pk)
    assert transfer.state == Transfer.State.APPROVED
    assert transfer.decided_by == make_approver()
    assert transfer.decided_on == today()
    assert transfer.proposed_by == make_planner()


def test_the_whole_of_what_is_left_can_be_moved_and_not_a_satang_more(pair: Pair) -> None:
    make_transfer(*pair, "100", approved=True)
    assert current(pair) == [Decimal(0), Decimal(150)]
    with pytest.raises(ValidationError, match=r"0\.00"):
        make_transfer(*pair, "0.01")


def test_what_was_spent_since_the_proposal_is_not_moved(pair: Pair) -> None:
    transfer = make_transfer(*pair, "60")
    post_entry(pair[0], "58.75", date=today())
    error = refused_approval(transfer)
    assert code_of(error) == "allocation_not_overspent"
    assert "41.25" in error.messages[0]


def test_a_transfer_out_of_a_later_allocation_is_as_good(pair: Pair) -> None:
    first, second = pair
    make_transfer(second, first, "50", approved=True)
    assert current(pair) == [Decimal(150), Decimal(0)]


def test_only_a_planner_proposes(pair: Pair) -> None:
    for role in set(Role) - {Role.PLANNER}:
        with pytest.raises(PermissionDenied):
            make_transfer(*pair, user=make_user(f"only-{role}", role))
    with pytest.raises(PermissionDenied):
        make_transfer(*pair, user=make_user("root", is_superuser=True))
    assert not Transfer.objects.exists()


def test_only_an_approver_decides(pair: Pair) -> None:
    transfer = make_transfer(*pair)
    for role in set(Role) - {Role.APPROVER}:
        for decide in (approve_transfer, refuse_transfer):
            with pytest.raises(PermissionDenied):
                decide(
                    transfer,
                    user=make_user(f"{role}-{decide.__name__}", role),
                    key=uuid.uuid4(),
                    reason="ไม่",
                )
    assert Transfer.objects.get(pk=transfer.pk).is_pending


def test_nobody_decides_their_own(pair: Pair) -> None:
    both = make_user("both", Role.PLANNER, Role.APPROVER)
    make_approver("both")
    transfer = make_transfer(*pair, user=both)
    assert code_of(refused_approval(transfer, both)) == "own_proposal"
    with pytest.raises(ValidationError) as refused:
        refuse_transfer(transfer, user=both, key=uuid.uuid4(), reason="ไม่")
    assert code_of(refused.value) == "own_proposal"


def test_the_database_too_refuses_an_own_decision(pair: Pair) -> None:
    transfer = make_transfer(*pair)
    with pytest.raises(IntegrityError), transaction.atomic():
        Transfer.objects.filter(pk=transfer.pk).update(
            state="approved",
            decided_by=transfer.proposed_by,
            decided_on=today(),
            decided_at=transfer.proposed_at,
        )


def test_an_approver_without_a_row_approves_nothing(pair: Pair) -> None:
    error = refused_approval(make_transfer(*pair, "0.01"), make_approver(limit=None))
    assert code_of(error) == "no_limit"


def test_an_amount_over_the_limit_is_refused_with_the_limit(pair: Pair) -> None:
    approver = make_approver(limit="30")
    error = refused_approval(make_transfer(*pair, "30.01"), approver)
    assert code_of(error) == "over_limit"
    assert "30.01" in error.messages[0]
    assert "30.00" in error.messages[0]
    approve(make_transfer(*pair, "30"), approver)


def test_refusing_needs_no_limit_but_a_reason(pair: Pair) -> None:
    transfer, approver = make_transfer(*pair), make_approver(limit=None)
    for nothing in ("", "  "):
        with pytest.raises(ValidationError):
            refuse_transfer(transfer, user=approver, key=uuid.uuid4(), reason=nothing)
    refuse_transfer(transfer, user=approver, key=uuid.uuid4(), reason=" ผิดวัตถุประสงค์ ")
    stored_one = Transfer.objects.get(pk=transfer.pk)
    assert (stored_one.state, stored_one.decision_reason) == ("refused", "ผิดวัตถุประสงค์")
    assert current(pair) == [Decimal(100), Decimal(50)]


@pytest.mark.parametrize("first", ["approve", "refuse", "withdraw"])
def test_what_was_decided_is_not_decided_again(pair: Pair, first: str) -> None:
    transfer = make_transfer(*pair, "30")
    decisions: dict[str, Any] = {
        "approve": lambda: approve(transfer),
        "refuse": lambda: refuse_transfer(
            transfer, user=make_approver(), key=uuid.uuid4(), reason="ไม่"
        ),
        "withdraw": lambda: withdraw_transfer(transfer, user=make_planner(), key=uuid.uuid4()),
    }
    decisions[first]()
    after = current(pair)
    for decide in decisions.values():
        with pytest.raises(ValidationError) as refused:
            decide()
        assert code_of(refused.value) == "decided"
    assert current(pair) == after


def test_only_the_proposer_withdraws(pair: Pair) -> None:
    transfer = make_transfer(*pair)
    with pytest.raises(ValidationError) as refused:
        withdraw_transfer(transfer, user=make_planner("another"), key=uuid.uuid4())
    assert code_of(refused.value) == "not_the_proposer"
    withdraw_transfer(transfer, user=make_planner(), key=uuid.uuid4())
    assert Transfer.objects.get(pk=transfer.pk).state == Transfer.State.WITHDRAWN


def test_money_does_not_cross_fund_sources(pair: Pair) -> None:
    first, second = pair
    other = make_fund_source(first.fund_source.plan, "PRIOR_YEAR_BALANCE")
    elsewhere = make_allocation(other, first.spending_group, second.project, "10")
    with pytest.raises(ValidationError, match="ถัวจ่าย") as refused:
        make_transfer(first, elsewhere, "1")
    assert code_of(refused.value) == "transfer_within_fund_source"


def test_a_transfer_is_between_two(pair: Pair) -> None:
    with pytest.raises(ValidationError):
        make_transfer(pair[0], pair[0], "1")


@pytest.mark.parametrize("words", [{"reason": " "}, {"effect": ""}])
def test_a_transfer_is_explained(pair: Pair, words: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        make_transfer(*pair, "1", **words)
    assert not Transfer.objects.exists()


@pytest.mark.parametrize("amount", ["0", "-1", "0.001"])
def test_an_amount_is_more_than_zero_in_whole_satang(pair: Pair, amount: str) -> None:
    with pytest.raises(ValidationError):
        make_transfer(*pair, amount)


def test_an_activity_without_an_allocation_gets_one_of_its_works_fund_and_group(
    pair: Pair,
) -> None:
    work = pair[0]
    make_spending_group(work.fund_source.plan, 2)
    activity = make_activity(work.project)
    transfer = make_transfer(work, activity, "40", approved=True)
    opened = Allocation.objects.get(activity=activity)
    assert transfer.to_allocation == opened
    assert opened.initial_amount == 0
    assert opened.current_amount == Decimal(40)
    assert opened.fund_source == work.fund_source
    assert opened.spending_group == work.spending_group
    make_transfer(work, activity, "10", approved=True)
    assert Allocation.objects.filter(activity=activity).count() == 1


def test_a_refused_proposal_opens_no_allocation(pair: Pair) -> None:
    activity = make_activity(pair[0].project)
    with pytest.raises(ValidationError):
        make_transfer(pair[0], activity, "100.01")
    assert not Allocation.objects.filter(activity=activity).exists()


def test_an_activity_gets_its_money_from_its_own_work(pair: Pair) -> None:
    activity = make_activity(pair[1].project)
    with pytest.raises(ValidationError) as refused:
        make_transfer(pair[0], activity, "1")
    assert code_of(refused.value) == "other_work"


def test_money_goes_to_one_place(pair: Pair) -> None:
    first, second = pair
    proposals = [
        TransferProposal(first, Decimal(1), "x", "x"),
        TransferProposal(first, Decimal(1), "x", "x", second, make_activity(first.project)),
    ]
    for proposal in proposals:
        with pytest.raises(ValidationError):
            propose_transfer(proposal, user=make_planner(), key=uuid.uuid4())


def test_the_same_form_twice_proposes_and_approves_once(pair: Pair) -> None:
    key, other_key = uuid.uuid4(), uuid.uuid4()
    proposal = TransferProposal(pair[0], Decimal("30.00"), "x", "x", pair[1])
    first, second = (propose_transfer(proposal, user=make_planner(), key=key) for _ in range(2))
    assert first == second
    approver = make_approver()
    for _ in range(2):
        assert approve_transfer(first, user=approver, key=other_key) == first
    assert current(pair) == [Decimal(70), Decimal(80)]


def test_a_key_used_with_other_content_is_refused(pair: Pair) -> None:
    one, other, key = make_transfer(*pair), make_transfer(*pair), uuid.uuid4()
    approve_transfer(one, user=make_approver(), key=key)
    with pytest.raises(ValidationError) as refused:
        approve_transfer(other, user=make_approver(), key=key)
    assert code_of(refused.value) == "used_key"


def test_a_transfer_is_not_posted_outside_the_plans_year() -> None:
    pair = make_ledger("100", 2560), make_ledger("50", 2560, "BB")
    assert code_of(refused_approval(make_transfer(*pair))) == "entry_date_in_month"


def test_officers_see_the_transfers_that_touch_their_offices(pair: Pair) -> None:
    plan = pair[0].fund_source.plan
    own, other = make_office(plan, "ส.หนึ่ง"), make_office(plan, "ส.สอง")
    make_activity(pair[0].project, office=own)
    make_activity(pair[1].project, office=other)
    third = make_ledger("10", plan.fiscal_year, "CC")
    officer = make_user("officer", Role.OFFICER)
    make_membership(officer, own, today())
    seen = [make_transfer(*pair), make_transfer(pair[1], pair[0])]
    unseen = make_transfer(pair[1], third)
    visible = Transfer.objects.visible_to(officer)
    assert set(visible) == set(seen)
    assert set(Transfer.objects.visible_to(make_approver())) == {*seen, unseen}
    assert not Transfer.objects.visible_to(make_user("nobody")).exists()
