"""Open commitments are carried into the next year: proposed by one, decided by another, exact."""

import datetime
import threading
import uuid
from contextlib import AbstractContextManager, nullcontext
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction

from budgets.models import Allocation, CarryForward, CarryForwardItem, Entry, FundSource, OpenItem
from budgets.services.carry_forwards import (
    approve_carry_forward,
    propose_carry_forward,
    refuse_carry_forward,
    usual_expiry,
    withdraw_carry_forward,
)
from etda_plan.common.permissions import Role
from projects.models import FiscalPlan
from tests.factories import (
    carry_forward,
    close_months,
    make_activity,
    make_allocation,
    make_approver,
    make_carry_forward,
    make_finance,
    make_ledger,
    make_plan,
    make_planner,
    make_user,
    post_entry,
    reopen,
)
from tests.living import SECONDS_TO_WAIT, at_once, wait_for_someone

pytestmark = pytest.mark.django_db

OCTOBER_1, MARCH_31 = datetime.date(2020, 10, 1), datetime.date(2021, 3, 31)


@pytest.fixture
def allocation() -> Allocation:
    """An allocation of 100 baht of the year 2563."""
    return make_ledger("100")


@pytest.fixture
def commitment(allocation: Allocation) -> Entry:
    """A contract of 60 baht, of which 15.25 are paid."""
    entry = post_entry(
        allocation, "60", "commitment", document_number="PO 7/63", payee="ผู้ขาย", note="งวดเดียว"
    )
    post_entry(allocation, "15.25", draws_on=entry)
    return entry


def codes(error: ValidationError) -> list[str]:
    """Return the codes of all that a refusal says."""
    if hasattr(error, "error_dict"):
        return [str(each.code) for found in error.error_dict.values() for each in found]
    return [str(each.code) for each in error.error_list]


def refusal(proposal: CarryForward) -> list[str]:
    """Return the codes with which approval is refused; nothing of it is stored."""
    plans = FiscalPlan.objects.count()
    with pytest.raises(ValidationError) as refused:
        approve_carry_forward(proposal, user=make_approver(), key=uuid.uuid4())
    assert CarryForward.objects.get(pk=proposal.pk).is_pending
    assert FiscalPlan.objects.count() == plans
    assert not Entry.objects.filter(kind="opening").exists()
    return codes(refused.value)


def opening_of(commitment: Entry) -> Entry:
    """Return the entry that a commitment opened in the next year."""
    return Entry.objects.get(carried_from=commitment)


@pytest.mark.once
def test_six_months_of_the_next_year_are_usual() -> None:
    assert usual_expiry(FiscalPlan(fiscal_year=2563)) == MARCH_31


def test_a_proposal_keeps_what_was_open_and_moves_nothing(commitment: Entry) -> None:
    proposal = make_carry_forward(commitment, basis="  มาตรา 43  ")
    item = proposal.items.get()
    assert (item.commitment, item.amount) == (commitment, Decimal("44.75"))
    assert (proposal.basis, proposal.expires_on) == ("มาตรา 43", MARCH_31)
    assert proposal.proposed_by == make_planner()
    assert not FiscalPlan.objects.filter(fiscal_year=2564).exists()


def test_approval_opens_the_next_year_with_what_was_open(commitment: Entry) -> None:
    proposal = carry_forward(commitment)
    opening = opening_of(commitment)
    assert proposal.state == "approved"
    assert (opening.kind, opening.date, opening.amount) == ("opening", OCTOBER_1, Decimal("44.75"))
    assert (opening.expires_on, opening.entered_by) == (MARCH_31, make_approver())
    assert (opening.document_number, opening.payee) == ("PO 7/63", "ผู้ขาย")
    assert opening.note == "งวดเดียว"
    assert OpenItem.objects.get(pk=opening.pk).open_amount == Decimal("44.75")


def test_the_next_years_plan_holds_only_these(commitment: Entry, allocation: Allocation) -> None:
    carry_forward(commitment)
    plan = FiscalPlan.objects.get(fiscal_year=2564)
    assert not plan.is_current
    assert plan.agency == allocation.fund_source.plan.agency
    assert [fund.code for fund in plan.fund_sources.all()] == ["CARRIED_FORWARD"]
    assert [group.number for group in plan.spending_groups.all()] == [
        allocation.spending_group.number
    ]
    opened = Allocation.objects.get(fund_source__plan=plan)
    assert (opened.project.code, opened.project.name) == ("AA", allocation.project.name)
    assert opened.initial_amount == opened.committed_amount == Decimal("44.75")
    assert opened.left_amount == Decimal("0.00")


def test_in_the_old_year_nothing_changes(commitment: Entry, allocation: Allocation) -> None:
    carry_forward(commitment)
    stored = Allocation.objects.get(pk=allocation.pk)
    assert (stored.committed_amount, stored.paid_amount) == (Decimal("44.75"), Decimal("15.25"))
    assert OpenItem.objects.get(pk=commitment.pk).open_amount == Decimal("44.75")


def test_an_existing_plan_of_the_next_year_keeps_what_it_has(commitment: Entry) -> None:
    later = make_ledger("500", 2564, "AA")
    carry_forward(commitment)
    plan = later.fund_source.plan
    assert plan.projects.count() == 1
    assert plan.fund_sources.count() == 2
    carried = plan.fund_sources.get(code="CARRIED_FORWARD")
    assert carried.position > later.fund_source.position
    assert Allocation.objects.get(pk=later.pk).initial_amount == Decimal("500.00")


def test_commitments_of_one_work_share_an_allocation_and_others_have_their_own(
    allocation: Allocation,
) -> None:
    fund, group = allocation.fund_source, allocation.spending_group
    activity = make_activity(allocation.project)
    of_activity = make_allocation(fund, group, allocation.project, "50", activity=activity)
    elsewhere = make_ledger("100", code="BB")
    amounts = ((allocation, "10"), (of_activity, "5.50"), (elsewhere, "7"))
    commitments = [post_entry(each, amount, "commitment") for each, amount in amounts]
    carry_forward(*commitments)
    opened = Allocation.objects.filter(fund_source__plan__fiscal_year=2564)
    held = {each.project.code: each.initial_amount for each in opened}
    assert held == {"AA": Decimal("15.50"), "BB": Decimal("7.00")}
    assert Entry.objects.filter(kind="opening").count() == 3


def test_a_second_carry_forward_adds_to_the_first(allocation: Allocation) -> None:
    first, second = (post_entry(allocation, amount, "commitment") for amount in ("10", "20"))
    carry_forward(first)
    carry_forward(second)
    opened = Allocation.objects.get(fund_source__plan__fiscal_year=2564)
    assert opened.initial_amount == opened.committed_amount == Decimal("30.00")


def test_a_carried_commitment_is_paid_in_the_new_year_until_it_expires(commitment: Entry) -> None:
    carry_forward(commitment)
    opening = opening_of(commitment)
    fields: dict[str, Any] = {"draws_on": opening, "date": MARCH_31}
    late = {**fields, "date": MARCH_31 + datetime.timedelta(days=1)}
    post_entry(opening.allocation, "44", **fields)
    with pytest.raises(ValidationError) as too_late:
        post_entry(opening.allocation, "0.75", **late)
    assert codes(too_late.value) == ["entry_draws_before_expiry"]
    with pytest.raises(ValidationError) as too_much:
        post_entry(opening.allocation, "0.76", **fields)
    assert codes(too_much.value) == ["open_item_within_entry"]
    post_entry(opening.allocation, "0.75", **fields)
    assert Allocation.objects.get(pk=opening.allocation_id).paid_amount == Decimal("44.75")


def test_a_carried_commitment_takes_no_entry_in_the_old_year_even_if_it_is_reopened(
    commitment: Entry, allocation: Allocation
) -> None:
    carry_forward(commitment)
    plan = allocation.fund_source.plan
    for month in plan.ledger_months.order_by("-month")[:7]:
        reopen(month.closes.get())
    for posted in ({"draws_on": commitment}, {"kind": "reversal", "reverses": commitment}):
        with pytest.raises(ValidationError) as refused:
            post_entry(allocation, "1", **posted)
        assert codes(refused.value) == ["entry_not_carried"]


def test_what_is_carried_may_be_carried_on(commitment: Entry) -> None:
    carry_forward(commitment)
    opening = opening_of(commitment)
    post_entry(opening.allocation, "4.75", draws_on=opening, date=OCTOBER_1)
    carry_forward(opening)
    again = opening_of(opening)
    assert (again.amount, again.date) == (Decimal("40.00"), datetime.date(2021, 10, 1))
    assert again.month.plan.fiscal_year == 2565


def test_nobody_approves_their_own(commitment: Entry) -> None:
    both = make_user("both", Role.PLANNER, Role.APPROVER)
    proposal = make_carry_forward(commitment, user=both)
    close_months(proposal.plan, 12)
    for decide in (approve_carry_forward, refuse_carry_forward):
        with pytest.raises(ValidationError) as refused:
            decide(proposal, user=both, key=uuid.uuid4(), reason="เอง")
        assert codes(refused.value) == ["own_proposal"]


def test_approval_waits_until_the_year_is_closed(commitment: Entry) -> None:
    proposal = make_carry_forward(commitment)
    assert refusal(proposal) == ["year_open"]
    closes = close_months(proposal.plan, 12)
    reopen(closes[-1])
    assert refusal(proposal) == ["year_open"]


def test_approval_is_refused_with_each_difference(allocation: Allocation) -> None:
    commitments = [post_entry(allocation, amount, "commitment") for amount in ("10", "20", "30")]
    proposal = make_carry_forward(*commitments)
    post_entry(allocation, "10", draws_on=commitments[0])
    post_entry(allocation, "0.01", draws_on=commitments[1])
    close_months(proposal.plan, 12)
    assert refusal(proposal) == ["not_as_proposed"] * 2
    with pytest.raises(ValidationError, match=r"20\.00.+19\.99"):
        approve_carry_forward(proposal, user=make_approver(), key=uuid.uuid4())


def test_what_is_carried_already_is_not_carried_twice(commitment: Entry) -> None:
    carry_forward(commitment)
    with pytest.raises(ValidationError) as refused:
        make_carry_forward(commitment)
    assert codes(refused.value) == ["not_free"]
    stray = CarryForward.objects.create(
        plan=commitment.month.plan,
        expires_on=MARCH_31,
        basis="มาตรา 43",
        proposed_by=make_planner(),
        proposed_on=MARCH_31,
    )
    CarryForwardItem.objects.create(
        carry_forward=stray, commitment=commitment, amount=Decimal("44.75")
    )
    with pytest.raises(ValidationError) as refused:
        approve_carry_forward(stray, user=make_approver(), key=uuid.uuid4())
    assert codes(refused.value) == ["carried_already"]


def test_only_free_open_commitments_of_the_plan_are_proposed(allocation: Allocation) -> None:
    paid = post_entry(allocation, "10", "commitment")
    post_entry(allocation, "10", draws_on=paid)
    reservation = post_entry(allocation, "10", "reservation")
    proposed = post_entry(allocation, "10", "commitment")
    make_carry_forward(proposed)
    for wrong in (paid, reservation, proposed):
        with pytest.raises(ValidationError) as refused:
            make_carry_forward(wrong)
        assert codes(refused.value) == ["not_free"]
    with pytest.raises(ValidationError) as refused:
        make_carry_forward(proposed, reservation)
    assert codes(refused.value) == ["not_free"] * 2


def test_another_plans_commitment_is_not_proposed(commitment: Entry) -> None:
    other = make_plan(2566)
    with pytest.raises(ValidationError) as refused:
        propose_carry_forward(
            other,
            [commitment],
            usual_expiry(other),
            "มาตรา 43",
            user=make_planner(),
            key=uuid.uuid4(),
        )
    assert codes(refused.value) == ["not_free"]


def test_a_proposal_names_something_its_basis_and_a_day_of_the_next_year(
    commitment: Entry,
) -> None:
    plan = commitment.month.plan
    wrongs: list[tuple[list[Entry], datetime.date, str]] = [
        ([], MARCH_31, "มาตรา 43"),
        ([commitment], MARCH_31, " "),
        ([commitment], datetime.date(2020, 9, 30), "มาตรา 43"),
        ([commitment], datetime.date(2021, 10, 1), "มาตรา 43"),
    ]
    for commitments, expires_on, basis in wrongs:
        with pytest.raises(ValidationError):
            propose_carry_forward(
                plan, commitments, expires_on, basis, user=make_planner(), key=uuid.uuid4()
            )
    assert not CarryForward.objects.exists()
    make_carry_forward(commitment, expires_on=datetime.date(2021, 9, 30))


@pytest.mark.parametrize("day", [datetime.date(2020, 9, 30), datetime.date(2021, 10, 1)])
def test_the_database_too_wants_a_day_of_the_next_year(
    commitment: Entry, day: datetime.date
) -> None:
    with pytest.raises(IntegrityError, match="into_next_year"), transaction.atomic():
        CarryForward.objects.create(
            plan=commitment.month.plan,
            expires_on=day,
            basis="มาตรา 43",
            proposed_by=make_planner(),
            proposed_on=MARCH_31,
        )


def test_a_refused_or_withdrawn_proposal_lets_its_commitments_be_proposed_again(
    commitment: Entry,
) -> None:
    first = make_carry_forward(commitment)
    with pytest.raises(ValidationError):
        refuse_carry_forward(first, user=make_approver(), key=uuid.uuid4())
    refuse_carry_forward(first, user=make_approver(), key=uuid.uuid4(), reason="เอกสารไม่ครบ")
    second = make_carry_forward(commitment)
    with pytest.raises(ValidationError) as refused:
        withdraw_carry_forward(second, user=make_finance(), key=uuid.uuid4())
    assert codes(refused.value) == ["not_the_proposer"]
    withdraw_carry_forward(second, user=make_planner(), key=uuid.uuid4())
    third = make_carry_forward(commitment)
    states = CarryForward.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["refused", "withdrawn", "proposed"]
    assert third.items.count() == 1


@pytest.mark.parametrize("role", [None, *Role])
def test_each_role_may_do_its_own_acts_alone(commitment: Entry, role: Role | None) -> None:
    user = make_user("somsri", *filter(None, [role]))
    with _allowed(role in (Role.PLANNER, Role.FINANCE)):
        make_carry_forward(commitment, user=user)
    proposal = CarryForward.objects.first() or make_carry_forward(commitment)
    with _allowed(role == Role.APPROVER):
        refuse_carry_forward(proposal, user=user, key=uuid.uuid4(), reason="ไม่ครบ")
    if role != Role.APPROVER:
        with pytest.raises(PermissionDenied):
            approve_carry_forward(proposal, user=user, key=uuid.uuid4())


def _allowed(is_allowed: bool) -> AbstractContextManager[Any]:
    return nullcontext() if is_allowed else pytest.raises(PermissionDenied)


def test_the_same_form_twice_proposes_and_approves_once(commitment: Entry) -> None:
    plan, keys = commitment.month.plan, [uuid.uuid4(), uuid.uuid4()]
    for _ in range(2):
        proposal = propose_carry_forward(
            plan, [commitment], MARCH_31, "มาตรา 43", user=make_planner(), key=keys[0]
        )
    close_months(plan, 12)
    for _ in range(2):
        approve_carry_forward(proposal, user=make_approver(), key=keys[1])
    assert CarryForward.objects.count() == Entry.objects.filter(kind="opening").count() == 1


def test_approving_twice_with_two_keys_is_refused(commitment: Entry) -> None:
    proposal = carry_forward(commitment)
    with pytest.raises(ValidationError) as refused:
        approve_carry_forward(proposal, user=make_approver(), key=uuid.uuid4())
    assert codes(refused.value) == ["decided"]


def test_of_many_who_approve_at_once_one_does(living: str) -> None:
    allocation = make_ledger("100")
    commitments = [post_entry(allocation, "10", "commitment") for _ in range(4)]
    proposals = [make_carry_forward(each) for each in commitments]
    close_months(allocation.fund_source.plan, 12)
    approver = make_approver()

    def approving(proposal: CarryForward) -> Any:
        return lambda: approve_carry_forward(proposal, user=approver, key=uuid.uuid4())

    came_of = at_once([approving(proposal) for proposal in proposals * 2])
    assert sum(isinstance(each, CarryForward) for each in came_of) == 4
    refused = [each for each in came_of if isinstance(each, ValidationError)]
    assert [codes(each) for each in refused] == [["decided"]] * 4
    opened = Allocation.objects.get(fund_source__code="CARRIED_FORWARD")
    assert opened.initial_amount == opened.committed_amount == Decimal("40.00")
    assert FundSource.objects.filter(code="CARRIED_FORWARD").count() == 1


def test_what_is_being_carried_is_not_proposed_meanwhile(living: str) -> None:
    if connection.vendor != "postgresql":  # the writers of SQLite come one after the other
        return
    commitment = post_entry(make_ledger("100"), "10", "commitment")
    proposal, carried = make_carry_forward(commitment), threading.Event()
    close_months(commitment.month.plan, 12)
    approver, planner = make_approver(), make_planner()

    def approve_slowly() -> CarryForward:
        with transaction.atomic():
            approved = approve_carry_forward(proposal, user=approver, key=uuid.uuid4())
            carried.set()
            wait_for_someone()
        return approved

    def propose() -> CarryForward:
        assert carried.wait(SECONDS_TO_WAIT)
        return make_carry_forward(commitment, user=planner)

    approved, refused = at_once([approve_slowly, propose])
    assert approved == proposal
    assert isinstance(refused, ValidationError)
    assert codes(refused) == ["not_free"]


def test_carried_money_pays_its_own_commitments_and_nothing_else(commitment: Entry) -> None:
    carry_forward(commitment)
    opening = opening_of(commitment)
    own: Allocation = opening.allocation
    fields: dict[str, Any] = {"date": OCTOBER_1}
    payment = post_entry(own, "44.75", draws_on=opening, **fields)
    post_entry(own, "44.75", "reversal", reverses=payment, **fields)
    post_entry(own, "44.75", "reversal", reverses=opening, **fields)
    assert Allocation.objects.get(pk=own.pk).left_amount == Decimal("44.75")
    for kind in ("reservation", "commitment", "payment"):
        with pytest.raises(ValidationError) as refused:
            post_entry(own, "1", kind, **fields)
        assert codes(refused.value) == ["entry_of_carried_money"]
