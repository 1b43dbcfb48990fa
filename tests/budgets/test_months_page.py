"""The pages of the months say what each holds, what may be done, and what stands against it."""

import csv
import datetime
import io
import uuid
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from budgets.models import Allocation, LedgerMonth, MonthClose
from etda_plan.accounts.models import User
from etda_plan.common.fiscal import fiscal_month, fiscal_year, today
from etda_plan.common.permissions import Role
from projects.models import FiscalPlan
from tests.factories import (
    close_months,
    make_administrator,
    make_finance,
    make_ledger,
    make_month_close,
    make_plan,
    make_report_close,
    make_user,
    post_entry,
    publish,
    reopen,
)

pytestmark = pytest.mark.django_db

MONTHS = reverse("budgets:months")
OCTOBER_10, NOVEMBER_5 = datetime.date(2019, 10, 10), datetime.date(2019, 11, 5)
QUERIES = 11
"""Session, account, roles, sample mark, plans and their approvals; months, closes, sums,
and which months' reports are closed."""


@pytest.fixture
def allocation() -> Allocation:
    """An allocation of 100 baht, with a commitment in October that is paid in November."""
    allocation = make_ledger("100")
    commitment = post_entry(allocation, "30", "commitment", date=OCTOBER_10)
    post_entry(allocation, "12.50", draws_on=commitment, date=NOVEMBER_5)
    return allocation


@pytest.fixture
def ledger(allocation: Allocation) -> FiscalPlan:
    """The plan of the ledger."""
    return allocation.fund_source.plan


def as_(user: User) -> Client:
    """Return a browser in which somebody is signed in, who reads English."""
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client


def address(number: int, act: str = "") -> str:
    """Return the page of a month, or of an act on it."""
    return reverse(f"budgets:month_{act}" if act else "budgets:month", args=[number])


def send(client: Client, number: int, act: str, **fields: str) -> Any:
    """Send the form of an act and follow where it leads."""
    form = {"key": str(uuid.uuid4()), **fields}
    return client.post(address(number, act), form, follow=True)


def words(response: Any) -> str:
    """Return what a page says, its tags left out."""
    return " ".join(response.content.decode().split())


def test_each_month_says_what_its_entries_move(ledger: FiscalPlan) -> None:
    page = as_(make_finance()).get(MONTHS).context["page"]
    october, november = page.rows[:2]
    assert (october.entries, november.entries, page.entries) == (1, 1, 2)
    assert str(october.changes["committed_change"]) == "30.00"
    assert str(november.changes["committed_change"]) == "-12.50"
    assert str(november.changes["paid_change"]) == "12.50"
    assert str(page.totals["committed_change"]) == "17.50"
    assert page.rows[2].entries == 0


def test_an_open_year_says_what_may_be_closed_next(ledger: FiscalPlan) -> None:
    text = words(as_(make_finance()).get(MONTHS))
    assert "No month is closed yet" in text
    assert address(1, "close") in text
    assert address(2, "close") not in text
    assert "The month before is still open." in text


def test_looking_makes_no_row(ledger: FiscalPlan) -> None:
    empty = make_plan(2571)
    client = as_(make_finance())
    assert client.get(MONTHS, {"fiscal_year": 2571}).status_code == 200
    assert client.get(address(3) + "?fiscal_year=2571").status_code == 200
    assert not LedgerMonth.objects.filter(plan=empty).exists()


def test_finance_closes_a_month_and_reads_its_seal(ledger: FiscalPlan) -> None:
    client = as_(make_finance())
    asked = words(client.get(address(1, "close")))
    assert "It takes no entry and no file any more" in asked
    answer = send(client, 1, "close")
    close = MonthClose.objects.get()
    assert close.closed_by == make_finance()
    assert f"its seal begins with {close.seal[:12]}" in words(answer)
    assert close.seal in words(client.get(address(1)))
    assert "1 entry or file" in words(client.get(address(1)))


def test_a_refusal_is_shown_in_the_form_with_what_was_typed(ledger: FiscalPlan) -> None:
    answer = send(as_(make_finance()), 2, "close")
    assert answer.status_code == 200
    assert "The month before is still open." in words(answer)
    first, _second = close_months(ledger, 2)
    answer = send(as_(make_administrator()), 1, "reopen", reason="ลืมใบเบิก")
    assert "A later month is closed: reopen that one first." in words(answer)
    assert "ลืมใบเบิก</textarea>" in words(answer)
    assert first.is_in_force


def test_reopening_asks_for_a_reason_and_all_of_it_is_told(ledger: FiscalPlan) -> None:
    make_month_close(ledger, 1)
    client = as_(make_administrator())
    assert "This field is required." in words(send(client, 1, "reopen", reason=" "))
    assert "takes entries again" in words(send(client, 1, "reopen", reason="ลืมใบเบิก"))
    make_month_close(ledger, 1)
    for page in (client.get(MONTHS), client.get(address(1))):
        text = words(page)
        assert text.count("Closed by finance") == 2
        assert "Reopened by administrator" in text
        assert "ลืมใบเบิก" in text


def test_a_month_that_has_not_begun_has_no_figures_and_one_without_entries_has_none() -> None:
    plan = make_plan(fiscal_year(today()) + 1)
    for year, dashes in ((plan.fiscal_year, 12), (2563, 0)):
        text = words(as_(make_finance()).get(MONTHS, {"fiscal_year": year}))
        assert text.count('data-label="Paid">–<') == dashes


def test_publishing_is_offered_for_months_that_visitors_do_not_see_yet(ledger: FiscalPlan) -> None:
    _first, second, _third = close_months(ledger, 3)
    publish(second)
    client = as_(make_administrator())
    assert offered_to_publish(client) == []
    make_report_close(ledger, 3)
    assert offered_to_publish(client) == [3]


def offered_to_publish(client: Client) -> list[int]:
    """Return which of the first three months the page offers to publish."""
    text = words(client.get(MONTHS))
    return [number for number in (1, 2, 3) if address(number, "publish") in text]


def test_who_publishes_reads_that_the_reports_of_a_closed_month_are_open(
    ledger: FiscalPlan,
) -> None:
    make_month_close(ledger, 1)
    said = "To publish it, its reports must be closed too:"
    client, reports = as_(make_administrator()), reverse("month_of_reports", args=[1])
    for page in (MONTHS, address(1), address(1, "publish")):
        text = words(client.get(page))
        assert said in text
        assert f'href="{reports}"' in text
    assert said not in words(as_(make_finance()).get(MONTHS))
    make_report_close(ledger, 1)
    assert said not in words(client.get(MONTHS))


def test_an_administrator_publishes_a_closed_month(ledger: FiscalPlan) -> None:
    close = make_month_close(ledger, 1)
    client = as_(make_administrator())
    assert "Close the month's reports first" in unescape(words(send(client, 1, "publish")))
    make_report_close(ledger)
    assert "Visitors see the totals up to" in words(send(client, 1, "publish"))
    assert MonthClose.objects.get(pk=close.pk).is_published
    assert "The month is published already." in words(send(client, 1, "publish"))


@pytest.mark.parametrize("act", ["reopen", "publish"])
def test_an_open_month_is_neither_reopened_nor_published(ledger: FiscalPlan, act: str) -> None:
    answer = send(as_(make_administrator()), 1, act, reason="เหตุผล")
    assert answer.status_code == 200
    assert "The month is open." in words(answer)


def test_the_same_form_twice_closes_once(ledger: FiscalPlan) -> None:
    client, key = as_(make_finance()), str(uuid.uuid4())
    for _ in range(2):
        assert "its seal begins with" in words(send(client, 1, "close", key=key))
    assert MonthClose.objects.count() == 1


def test_a_running_month_is_not_offered_for_closing() -> None:
    plan = make_plan(fiscal_year(today()))
    number = fiscal_month(today())
    close_months(plan, number - 1)
    client = as_(make_finance())
    text = words(client.get(MONTHS, {"fiscal_year": plan.fiscal_year}))
    assert "Not ended yet" in text
    assert address(number, "close") not in text


@pytest.mark.parametrize(
    ("role", "opens"),
    [
        (Role.FINANCE, {"close"}),
        (Role.ADMINISTRATOR, {"reopen", "publish"}),
        (Role.PLANNER, set()),
        (Role.APPROVER, set()),
        (Role.AUDITOR, set()),
    ],
)
def test_each_reader_is_offered_what_they_may_do(
    ledger: FiscalPlan, role: Role, opens: set[str]
) -> None:
    make_month_close(ledger, 1)
    make_report_close(ledger, 1)
    client = as_(make_user("somsri", role))
    text = words(client.get(MONTHS))
    offered = {"close": address(2, "close"), "reopen": address(1, "reopen")}
    offered["publish"] = address(1, "publish")
    assert {act for act, link in offered.items() if link in text} == opens
    for act, link in offered.items():
        assert client.get(link).status_code == (200 if act in opens else 403)
        assert client.post(link).status_code == (200 if act in opens else 403)


def test_office_staff_are_told_no_and_visitors_sign_in(ledger: FiscalPlan) -> None:
    pages = [MONTHS, address(1), *(address(1, act) for act in ("close", "reopen", "publish"))]
    officer = as_(make_user("somsri", Role.OFFICER))
    for page in pages:
        assert officer.get(page).status_code == 403
        answer = Client().get(page)
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith(reverse("login"))
    assert MONTHS not in words(officer.get(reverse("budgets:list")))


def test_there_is_no_thirteenth_month(ledger: FiscalPlan) -> None:
    assert as_(make_finance()).get(address(13)).status_code == 404


def test_the_page_takes_as_many_queries_for_a_year_of_history(
    ledger: FiscalPlan, allocation: Allocation, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = as_(make_finance())
    client.get(MONTHS)
    with django_assert_num_queries(QUERIES):
        client.get(MONTHS)
    for number in range(1, 11):
        post_entry(allocation, "1", date=NOVEMBER_5 + datetime.timedelta(days=number))
    for close in reversed(close_months(ledger, 12)):
        publish(close)
        reopen(close)
    close_months(ledger, 12)
    with django_assert_num_queries(QUERIES):
        client.get(MONTHS)


def test_the_months_are_exported_as_they_are_shown(ledger: FiscalPlan) -> None:
    close = make_month_close(ledger, 1)
    reopen(close, "ลืมใบเบิก")
    close = make_month_close(ledger, 1)
    client = as_(make_finance())
    text = client.get(MONTHS, {"_export": "csv"}).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert len(rows) == 13
    october = dict(zip(rows[0], rows[1], strict=True))
    assert october["Seal"] == close.seal
    assert october["State"] == "Closed"
    assert october["Committed (baht)"] == "30.00"
    assert "reopened by administrator" in october["What happened"]
    assert "ลืมใบเบิก" in october["What happened"]
    workbook = client.get(MONTHS, {"_export": "xlsx"})
    assert workbook.headers["Content-Disposition"] == 'attachment; filename="months-2563.xlsx"'
    cells = {
        cell.value
        for line in load_workbook(io.BytesIO(workbook.content)).worksheets[0].iter_rows()
        for cell in line
    }
    assert {close.seal, 30, 12.5} <= cells
