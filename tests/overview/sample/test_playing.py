"""Playing the year: through the services, once, and past whatever people have done meanwhile."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from budgets.models import (
    Allocation,
    Entry,
    LedgerMonth,
    OpenItem,
    SpendingPlan,
    Submission,
)
from budgets.services.postings import Posting, post
from etda_plan.accounts.models import User
from etda_plan.common.fiscal import today
from etda_plan.common.models import SampleDatabase
from etda_plan.overview.sample.accounts import ACCOUNTS
from etda_plan.overview.sample.building import SEED
from etda_plan.overview.sample.playing import play_until
from etda_plan.overview.sample.script import the_year
from etda_plan.overview.services import move_today
from projects.models import FiscalPlan
from tests.factories import make_sample
from tests.overview.sample.books import on_day, satang

OCTOBER_1 = datetime.date(2019, 10, 1)
OCTOBER_25 = datetime.date(2019, 10, 25)
NOVEMBER_8 = datetime.date(2019, 11, 8)


@pytest.fixture
def mark(plan: FiscalPlan) -> SampleDatabase:
    """A sample in which nothing has happened yet."""
    mark = make_sample(OCTOBER_1, SEED)
    for account in ACCOUNTS:
        account.make(plan, mark.first_day)
    return mark


def line(code: str) -> Allocation:
    return Allocation.objects.get(project__code=code)


def rows() -> list[Any]:
    """Return every entry, by its paper, and what is open of it."""
    fields = ("document_number", "kind", "date", "amount", "payee", "note", "entered_on")
    links = ("draws_on__document_number", "reverses__document_number", "allocation__project__code")
    return list(Entry.objects.order_by("pk").values_list(*fields, *links, "open_item__open_amount"))


def undone(do: Callable[[], list[Any]]) -> list[Any]:
    """Return what ``do`` returns; the database stays as it was."""
    with transaction.atomic():
        result = do()
        transaction.set_rollback(True)
    return result


def test_playing_in_two_steps_gives_what_one_gives_and_again_adds_nothing(
    mark: SampleDatabase,
) -> None:
    def in_steps(*days: datetime.date) -> list[Any]:
        for day in days:
            play_until(day, mark)
        return rows()

    once = undone(lambda: in_steps(NOVEMBER_8))
    assert len(once) > 60
    assert undone(lambda: in_steps(NOVEMBER_8)) == once
    assert in_steps(OCTOBER_25, OCTOBER_25, NOVEMBER_8) == once


def test_the_ledger_comes_to_what_the_script_adds_up_to(mark: SampleDatabase) -> None:
    play_until(NOVEMBER_8, mark)
    books = on_day(the_year(SEED), NOVEMBER_8)
    for allocation in Allocation.objects.select_related("project", "activity"):
        number = allocation.activity.number if allocation.activity else ""
        assert books[f"{allocation.project.code}{number}"] == {
            "reservation": satang(allocation.reserved_amount),
            "commitment": satang(allocation.committed_amount),
            "payment": satang(allocation.paid_amount),
            "left": satang(allocation.left_amount),
        }
    assert not Submission.objects.filter(result=None).exists()


def test_each_thing_is_done_on_its_day_by_whose_work_it_is(mark: SampleDatabase) -> None:
    play_until(NOVEMBER_8, mark)
    assert today() == OCTOBER_1
    entry = Entry.objects.latest("pk")
    assert (entry.date, entry.entered_on) == (NOVEMBER_8, NOVEMBER_8)
    assert {
        user.username for user in User.objects.filter(pk__in=Entry.objects.values("entered_by"))
    } == {"finance"}
    plan = SpendingPlan.objects.get(allocation=line("EC"))
    assert (plan.version, plan.proposed_by.username, plan.decided_by) == (
        1, "planner", User.objects.get(username="approver"),
    )  # fmt: skip
    assert (str(plan.proposed_on), str(plan.decided_on)) == ("2019-10-17", "2019-10-31")
    assert [month.month for month in LedgerMonth.objects.closed_ones()] == [1]


def test_what_people_have_used_is_left_out_with_all_that_builds_on_it(
    mark: SampleDatabase,
) -> None:
    finance, work = User.objects.get(username="finance"), line("SF")
    all_of_it = Posting("payment", work, OCTOBER_1, work.initial_amount)
    post(all_of_it, user=finance, key=uuid.uuid4())
    play_until(datetime.date(2019, 11, 18), mark)
    assert work.entries.count() == 1
    refused = Submission.objects.filter(result=None)
    assert refused.count() > 3
    assert set(refused.values_list("content", flat=True)) == {"refused"}
    assert OpenItem.objects.filter(entry__allocation=line("EC")).exists()


def test_what_was_refused_once_is_not_tried_again(mark: SampleDatabase) -> None:
    finance, work = User.objects.get(username="finance"), line("SF")
    all_of_it = Posting("payment", work, OCTOBER_1, work.initial_amount)
    paid = post(all_of_it, user=finance, key=uuid.uuid4())
    play_until(OCTOBER_25, mark)
    refused = Submission.objects.filter(result=None).count()
    back = Posting("reversal", work, OCTOBER_1, work.initial_amount, reverses=paid)
    post(back, user=finance, key=uuid.uuid4())
    play_until(OCTOBER_25, mark)
    assert work.entries.count() == 2
    assert Submission.objects.filter(result=None).count() == refused > 0


def test_moving_today_forward_plays_the_days_between_and_back_undoes_nothing(
    mark: SampleDatabase,
) -> None:
    administrator = User.objects.get(username="administrator")
    move_today(OCTOBER_25, administrator)
    posted = rows()
    assert today() == OCTOBER_25
    assert {row[2] for row in posted} <= {OCTOBER_1 + datetime.timedelta(n) for n in range(25)}
    move_today(OCTOBER_1, administrator)
    assert rows() == posted
    move_today(NOVEMBER_8, administrator)
    papers = [row[0] for row in posted]
    assert [row[0] for row in rows()][: len(papers)] == papers
    assert len(rows()) > len(papers)
