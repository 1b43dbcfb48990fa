"""Posting moves money from stage to stage, and never more than is there."""

import datetime
import uuid
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from pytest_django import DjangoAssertNumQueries

from budgets.models import Allocation, Entry, OpenItem
from budgets.services.postings import hold, post
from etda_plan.common.fiscal import fiscal_year
from etda_plan.common.permissions import Role
from tests.factories import make_finance, make_ledger, make_user, post_entry, posting

pytestmark = pytest.mark.django_db

MARCH_1, MARCH_31 = datetime.date(2020, 3, 1), datetime.date(2020, 3, 31)


@pytest.fixture
def allocation() -> Allocation:
    """An allocation of 100 baht."""
    return make_ledger("100")


def amounts(allocation: Allocation) -> dict[str, Decimal]:
    """Return what is in each stage, as stored."""
    found = Allocation.objects.get(pk=allocation.pk)
    names = ("reserved", "committed", "paid", "left")
    return {name: getattr(found, f"{name}_amount") for name in names}


def stages(reserved: str, committed: str, paid: str, left: str) -> dict[str, Decimal]:
    """Return what the stages are expected to hold."""
    names = ("reserved", "committed", "paid", "left")
    return dict(zip(names, map(Decimal, (reserved, committed, paid, left)), strict=True))


def refusal(allocation: Allocation, amount: str, kind: str = "payment", **fields: Any) -> str:
    """Return the code with which a posting is refused; what is stored stays as it is."""
    before, entries = amounts(allocation), Entry.objects.count()
    with pytest.raises(ValidationError) as refused:
        post_entry(allocation, amount, kind, **fields)
    assert amounts(allocation) == before
    assert Entry.objects.count() == entries
    error = refused.value
    errors = (
        [each for found in error.error_dict.values() for each in found]
        if hasattr(error, "error_dict")
        else error.error_list
    )
    return str(errors[0].code)


def test_a_baht_is_in_exactly_one_stage(allocation: Allocation) -> None:
    reservation = post_entry(allocation, "60", "reservation")
    assert amounts(allocation) == stages("60", "0", "0", "40")
    commitment = post_entry(allocation, "50", "commitment", draws_on=reservation)
    assert amounts(allocation) == stages("10", "50", "0", "40")
    post_entry(allocation, "20.25", draws_on=commitment)
    assert amounts(allocation) == stages("10", "29.75", "20.25", "40")


def test_a_payment_may_start_without_an_earlier_stage(allocation: Allocation) -> None:
    post_entry(allocation, "100")
    assert amounts(allocation) == stages("0", "0", "100", "0")


@pytest.mark.parametrize("kind", ["reservation", "commitment", "payment"])
def test_not_a_satang_more_than_is_left(allocation: Allocation, kind: str) -> None:
    assert refusal(allocation, "100.01", kind) == "allocation_not_overspent"
    post_entry(allocation, "100", kind)
    assert refusal(allocation, "0.01", kind) == "allocation_not_overspent"


def test_the_refusal_says_what_is_left(allocation: Allocation) -> None:
    post_entry(allocation, "58.75")
    with pytest.raises(ValidationError, match=r"41\.25"):
        post_entry(allocation, "41.26")


def test_not_more_is_drawn_than_is_open_of_that_entry(allocation: Allocation) -> None:
    first = post_entry(allocation, "30", "commitment")
    post_entry(allocation, "30", "commitment")
    assert refusal(allocation, "30.01", draws_on=first) == "open_item_within_entry"
    post_entry(allocation, "30", draws_on=first)
    assert refusal(allocation, "0.01", draws_on=first) == "open_item_within_entry"


def test_a_reversal_returns_the_amount_to_where_it_came_from(allocation: Allocation) -> None:
    reservation = post_entry(allocation, "60", "reservation")
    commitment = post_entry(allocation, "50", "commitment", draws_on=reservation)
    payment = post_entry(allocation, "20", draws_on=commitment)
    post_entry(allocation, "5", "reversal", reverses=payment)
    assert amounts(allocation) == stages("10", "35", "15", "40")
    post_entry(allocation, "35", "reversal", reverses=commitment)
    assert amounts(allocation) == stages("45", "0", "15", "40")
    post_entry(allocation, "45", "reversal", reverses=reservation)
    assert amounts(allocation) == stages("0", "0", "15", "85")


def test_what_came_from_what_was_left_goes_back_there(allocation: Allocation) -> None:
    payment = post_entry(allocation, "20")
    post_entry(allocation, "20", "reversal", reverses=payment)
    assert amounts(allocation) == stages("0", "0", "0", "100")
    assert refusal(allocation, "0.01", "reversal", reverses=payment) == "open_item_within_entry"


def test_what_is_drawn_on_is_not_reversed_beneath_it(allocation: Allocation) -> None:
    commitment = post_entry(allocation, "50", "commitment")
    post_entry(allocation, "20", draws_on=commitment)
    code = refusal(allocation, "30.01", "reversal", reverses=commitment)
    assert code == "open_item_within_entry"
    post_entry(allocation, "30", "reversal", reverses=commitment)


def test_stages_are_drawn_in_their_order(allocation: Allocation) -> None:
    reservation = post_entry(allocation, "50", "reservation")
    commitment = post_entry(allocation, "50", "commitment")
    wrong = "entry_draws_on_fitting"
    assert refusal(allocation, "1", "payment", draws_on=reservation) == wrong
    assert refusal(allocation, "1", "commitment", draws_on=commitment) == wrong


def test_an_entry_draws_within_its_own_allocation(allocation: Allocation) -> None:
    other = make_ledger("100", code="BB")
    elsewhere = post_entry(other, "50", "commitment")
    post_entry(allocation, "50", "commitment")
    assert refusal(allocation, "1", draws_on=elsewhere) == "entry_draws_on_fitting"
    code = refusal(allocation, "1", "reversal", reverses=elsewhere)
    assert code == "entry_reverses_fitting"


def test_nothing_is_drawn_or_reversed_before_its_day(allocation: Allocation) -> None:
    commitment = post_entry(allocation, "50", "commitment", date=MARCH_31)
    assert refusal(allocation, "1", draws_on=commitment, date=MARCH_1) == "entry_draws_on_fitting"
    code = refusal(allocation, "1", "reversal", reverses=commitment, date=MARCH_1)
    assert code == "entry_reverses_fitting"


def test_a_reversal_is_not_reversed(allocation: Allocation) -> None:
    payment = post_entry(allocation, "50")
    reversal = post_entry(allocation, "50", "reversal", reverses=payment)
    with pytest.raises(ValidationError):
        post_entry(allocation, "50", "reversal", reverses=reversal)


def test_an_amount_has_a_size_that_sums_can_bear(allocation: Allocation) -> None:
    assert refusal(allocation, "10000000000000.01") == "size"
    assert refusal(allocation, "10000000000000.00") == "allocation_not_overspent"


@pytest.mark.parametrize("amount", ["0", "-1"])
def test_an_amount_is_more_than_zero(allocation: Allocation, amount: str) -> None:
    assert refusal(allocation, amount) == "entry_amount_positive"


def test_an_amount_has_whole_satang(allocation: Allocation) -> None:
    assert refusal(allocation, "1.005") == "places"


def test_a_date_is_not_after_today() -> None:
    tomorrow = datetime.date.today() + datetime.timedelta(days=1)
    allocation = make_ledger("100", fiscal_year(tomorrow))
    assert refusal(allocation, "1", date=tomorrow) == "entry_not_after_today"


@pytest.mark.parametrize("day", [datetime.date(2019, 9, 30), datetime.date(2020, 10, 1)])
def test_a_date_is_in_the_fiscal_year(allocation: Allocation, day: datetime.date) -> None:
    assert refusal(allocation, "1", date=day) == "entry_date_in_month"


@pytest.mark.parametrize(
    ("day", "month"), [(datetime.date(2019, 10, 1), 1), (datetime.date(2020, 2, 29), 5)]
)
def test_an_entry_stands_in_the_month_of_its_date(
    allocation: Allocation, day: datetime.date, month: int
) -> None:
    assert post_entry(allocation, "1", date=day).month.month == month


def test_money_that_came_back_later_is_not_spent_before(allocation: Allocation) -> None:
    payment = post_entry(allocation, "100", date=MARCH_1)
    post_entry(allocation, "40", "reversal", reverses=payment, date=MARCH_31)
    between = MARCH_1 + datetime.timedelta(days=10)
    assert refusal(allocation, "0.01", date=between) == "every_day"
    post_entry(allocation, "40", date=MARCH_31)


def test_what_came_and_went_within_a_later_day_counts_at_its_end(allocation: Allocation) -> None:
    payment = post_entry(allocation, "100", date=MARCH_31)
    post_entry(allocation, "100", "reversal", reverses=payment, date=MARCH_31)
    post_entry(allocation, "1", date=MARCH_1)
    assert amounts(allocation) == stages("0", "0", "1", "99")


def test_a_commitment_that_came_back_later_is_not_paid_before(allocation: Allocation) -> None:
    commitment = post_entry(allocation, "50", "commitment", date=MARCH_1)
    post_entry(allocation, "50", "commitment", date=MARCH_1)
    payment = post_entry(allocation, "50", draws_on=commitment, date=MARCH_1)
    post_entry(allocation, "50", "reversal", reverses=payment, date=MARCH_31)
    between = MARCH_1 + datetime.timedelta(days=10)
    assert refusal(allocation, "1", draws_on=commitment, date=between) == "every_day"
    post_entry(allocation, "1", draws_on=commitment, date=MARCH_31)


def test_an_earlier_date_is_fine_while_there_was_enough(allocation: Allocation) -> None:
    post_entry(allocation, "60", date=MARCH_31)
    post_entry(allocation, "40", date=MARCH_1)
    assert amounts(allocation) == stages("0", "0", "100", "0")


def test_an_entry_says_who_entered_it_and_when(allocation: Allocation) -> None:
    finance = make_finance()
    entry = post_entry(
        allocation, "1", user=finance, payee="ผู้ขาย", document_number="PO 1/63", note="งวดแรก"
    )
    stored = Entry.objects.get(pk=entry.pk)
    assert stored.entered_by == finance
    assert stored.entered_on == datetime.date.today()
    assert (stored.payee, stored.document_number, stored.note) == ("ผู้ขาย", "PO 1/63", "งวดแรก")


def test_the_same_form_twice_posts_once(allocation: Allocation) -> None:
    finance, key = make_finance(), uuid.uuid4()
    first = post(posting(allocation, "30"), user=finance, key=key)
    assert post(posting(allocation, "30"), user=finance, key=key) == first
    assert amounts(allocation) == stages("0", "0", "30", "70")


def test_the_same_key_with_other_content_is_refused(allocation: Allocation) -> None:
    finance, key = make_finance(), uuid.uuid4()
    post(posting(allocation, "30"), user=finance, key=key)
    with pytest.raises(ValidationError) as refused:
        post(posting(allocation, "31"), user=finance, key=key)
    assert refused.value.code == "used_key"
    with pytest.raises(ValidationError) as refused:
        post(posting(allocation, "30"), user=make_finance("second"), key=key)
    assert refused.value.code == "used_key"
    assert amounts(allocation) == stages("0", "0", "30", "70")


def test_a_refused_form_leaves_its_key_unused(allocation: Allocation) -> None:
    finance, key = make_finance(), uuid.uuid4()
    with pytest.raises(ValidationError):
        post(posting(allocation, "101"), user=finance, key=key)
    post(posting(allocation, "100"), user=finance, key=key)
    assert amounts(allocation) == stages("0", "0", "100", "0")


def test_only_finance_posts(allocation: Allocation) -> None:
    for user in (
        make_user(),
        make_user("planner", Role.PLANNER),
        make_user("root", is_superuser=True),
    ):
        with pytest.raises(PermissionDenied):
            post(posting(allocation, "1"), user=user, key=uuid.uuid4())
    assert not Entry.objects.exists()


@pytest.mark.parametrize("kind", ["transfer", "opening"])
def test_decisions_are_not_posted_by_hand(allocation: Allocation, kind: str) -> None:
    assert refusal(allocation, "1", kind) == "kind"


def test_what_is_open_is_kept_beside_each_entry(allocation: Allocation) -> None:
    reservation = post_entry(allocation, "60", "reservation")
    post_entry(allocation, "25", "commitment", draws_on=reservation)
    assert OpenItem.objects.get(pk=reservation.pk).open_amount == Decimal("35.00")
    assert OpenItem.objects.open_ones().count() == 2


def test_all_that_several_postings_move_is_held_before_the_first(allocation: Allocation) -> None:
    reservation = post_entry(allocation, "60", "reservation")
    commitment = post_entry(allocation, "50", "commitment", draws_on=reservation)
    reversal = post_entry(allocation, "5", "reversal", reverses=commitment)
    beside = make_ledger("100", code="BB")
    items, cells = [reservation.pk, commitment.pk], [allocation.pk, beside.pk]
    assert hold([commitment.pk], [beside.pk]) == (items, cells)
    assert hold([reversal.pk, commitment.pk]) == (items, cells[:1])
    assert hold([reversal.pk]) == (items, cells[:1])


def test_posting_takes_the_same_queries_for_any_number_of_entries(
    allocation: Allocation, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    finance = make_finance()
    post(posting(allocation, "1"), user=finance, key=uuid.uuid4())
    for _round in range(3):
        with django_assert_num_queries(15):
            post(posting(allocation, "1"), user=finance, key=uuid.uuid4())
