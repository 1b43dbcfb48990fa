"""No entry slips into a month between the reading of what is sealed and the seal."""

import datetime
import time
import uuid

from django.core.exceptions import ValidationError
from django.db import connection, transaction

from budgets.models import Entry, LedgerMonth, MonthClose
from budgets.seals import verify_seals
from budgets.services.months import close_month
from budgets.services.postings import post
from tests.factories import make_finance, make_ledger, post_entry, posting
from tests.living import SECONDS_TO_WAIT, at_once, wait_for_someone

OCTOBER_10 = datetime.date(2019, 10, 10)


def test_a_close_waits_for_an_entry_that_is_being_posted_and_seals_it(living: str) -> None:
    if connection.vendor != "postgresql":  # the writers of SQLite come one after the other
        return
    allocation, finance = make_ledger("100"), make_finance()
    plan = allocation.fund_source.plan
    month = LedgerMonth.objects.of_plan(plan).get(month=1)

    def post_slowly() -> str:
        with transaction.atomic():
            entry = post_entry(allocation, "1", date=OCTOBER_10)
            wait_for_someone()
        return f"entry {entry.pk}"

    def close() -> str:
        wait_for_a_posting()
        return close_month(month, user=finance, key=uuid.uuid4()).manifest

    record, manifest = at_once([post_slowly, close])
    assert isinstance(record, str)
    assert isinstance(manifest, str)
    assert manifest.startswith(f"{record} ")
    assert verify_seals(plan) == []


def wait_for_a_posting() -> None:
    """Return once another connection holds the row of a month (PostgreSQL)."""
    end = time.monotonic() + SECONDS_TO_WAIT
    while not someone_is_posting():
        assert time.monotonic() < end, "nobody came to post"
        time.sleep(0.01)


def someone_is_posting() -> bool:
    """Whether another connection holds the row of a month (PostgreSQL)."""
    with transaction.atomic():
        months = LedgerMonth.objects.select_for_update(skip_locked=True)
        return len(months.filter(month=1)) < LedgerMonth.objects.filter(month=1).count()


def test_of_many_who_close_a_month_one_does_and_what_is_posted_meanwhile_is_sealed(
    living: str,
) -> None:
    allocation, finance = make_ledger("100"), make_finance()
    plan = allocation.fund_source.plan
    month = LedgerMonth.objects.of_plan(plan).get(month=1)

    def close() -> MonthClose:
        return close_month(month, user=finance, key=uuid.uuid4())

    def pay() -> Entry:
        return post(posting(allocation, "1", date=OCTOBER_10), user=finance, key=uuid.uuid4())

    came_of = at_once([close, pay, pay, close, pay, pay, close, pay])
    refused = [each for each in came_of if isinstance(each, ValidationError)]
    assert sum(isinstance(each, MonthClose) for each in came_of) == 1
    posted = [each for each in came_of if isinstance(each, Entry)]
    assert len(posted) + len(refused) + 1 == len(came_of)
    codes = {error.error_list[0].code for error in refused}
    assert codes <= {"month_close_once", "entry_month_open"}
    sealed = MonthClose.objects.get().manifest.splitlines()
    assert len(sealed) == len(posted) == Entry.objects.count()
    assert verify_seals(plan) == []
