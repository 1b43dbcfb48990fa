"""The list of the ledger's entries: who sees which, filters, totals, files."""

import csv
import datetime
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from budgets.models import Allocation, Entry
from etda_plan.common.permissions import Role
from projects.models import OfficeMembership
from tests.factories import (
    make_activity,
    make_finance,
    make_ledger,
    make_office,
    make_user,
    post_entry,
)

pytestmark = pytest.mark.django_db

APRIL_1 = datetime.date(2020, 4, 1)


@pytest.fixture
def allocation() -> Allocation:
    """An allocation of 1,000 baht."""
    return make_ledger("1000")


@pytest.fixture
def finance(client: Client) -> Client:
    """The browser of a finance officer."""
    client.force_login(make_finance())
    return client


def get(client: Client, **query: Any) -> Any:
    response = client.get("/budgets/entries/", query)
    assert response.status_code == 200
    return response


def numbers(response: Any) -> list[int]:
    return [record.pk for record in response.context["listing"].page.object_list.data]


def exported(client: Client, **query: Any) -> list[list[str]]:
    text = get(client, _export="csv", **query).content.decode("utf-8-sig")
    return list(csv.reader(StringIO(text)))


def test_a_visitor_is_sent_to_sign_in(client: Client, allocation: Allocation) -> None:
    response = client.get("/budgets/entries/?month=6")
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/?next=/budgets/entries/")
    assert "/budgets/entries/" not in client.get("/budgets/").content.decode()


@pytest.mark.parametrize("role", [None, *(role for role in Role)])
def test_each_role_reads_what_it_may(
    client: Client, allocation: Allocation, role: Role | None
) -> None:
    entry = post_entry(allocation, "10")
    client.force_login(make_user("someone", role) if role else make_user("someone"))
    response: Any = client.get("/budgets/entries/")
    if role is None:
        assert response.status_code == 403
        return
    assert numbers(response) == ([] if role in (Role.OFFICER, Role.HEAD) else [entry.pk])


def test_an_officer_sees_the_entries_of_the_own_offices_works_alone(client: Client) -> None:
    own, other = make_ledger("100", code="AA"), make_ledger("100", code="BB")
    activity = make_activity(own.project)
    make_activity(other.project, office=make_office(other.project.plan, "ส.อื่น"))
    officer = make_user("officer", Role.OFFICER)
    OfficeMembership.objects.create(
        user=officer, office=activity.office, since=datetime.date(2019, 10, 1)
    )
    seen, unseen = post_entry(own, "10", payee="ผู้ขาย"), post_entry(other, "20", payee="บริษัท ฮ")
    client.force_login(officer)
    response = get(client)
    assert numbers(response) == [seen.pk]
    assert numbers(get(client, q=f"#{unseen.pk}")) == []
    assert numbers(get(client, allocation=other.pk)) == []
    assert "บริษัท ฮ" not in response.content.decode()
    assert [row[1] for row in exported(client)[1:]] == [str(seen.pk)]


def test_the_newest_stand_first(finance: Client, allocation: Allocation) -> None:
    late = post_entry(allocation, "1", date=APRIL_1)
    early = post_entry(allocation, "1")
    second = post_entry(allocation, "1")
    assert numbers(get(finance)) == [late.pk, second.pk, early.pk]


def test_each_row_says_what_moved_from_where_to_where(
    finance: Client, allocation: Allocation
) -> None:
    reservation = post_entry(allocation, "60", "reservation")
    commitment = post_entry(allocation, "50", "commitment", draws_on=reservation)
    payment = post_entry(allocation, "20", draws_on=commitment)
    post_entry(allocation, "5", "reversal", reverses=payment)
    rows = exported(finance, sort="number")[1:]
    assert [row[2:5] for row in rows] == [
        ["เงินจอง", "คงเหลือ", "เงินจอง"],
        ["ผูกพัน", "เงินจอง", "ผูกพัน"],
        ["เบิกจ่าย", "ผูกพัน", "เบิกจ่าย"],
        ["กลับรายการ", "เบิกจ่าย", "ผูกพัน"],
    ]


def test_the_foot_adds_up_what_the_filters_leave_over_all_pages(
    finance: Client, allocation: Allocation
) -> None:
    for _number in range(12):
        post_entry(allocation, "10.25", "reservation")
    commitment = post_entry(allocation, "50", "commitment")
    post_entry(allocation, "20", draws_on=commitment, date=APRIL_1)
    response = get(finance, per_page=10)
    assert response.context["totals"] == {
        "transferred_change": Decimal(0),
        "reserved_change": Decimal("123.00"),
        "committed_change": Decimal("30.00"),
        "paid_change": Decimal("20.00"),
    }
    page = response.content.decode()
    for shown in ("+123.00", "+30.00", "+20.00", "รวม 14 รายการ"):
        assert shown in page
    only = get(finance, month=7).context["totals"]
    assert (only["committed_change"], only["paid_change"]) == (Decimal(-20), Decimal(20))


@pytest.fixture
def ledger() -> dict[str, Entry]:
    """Entries of two works, of two months, by two people."""
    first, second = make_ledger("1000", code="AA"), make_ledger("1000", code="BB")
    commitment = post_entry(first, "100", "commitment", payee="บริษัท ก", document_number="PO 1/63")
    paid = post_entry(first, "40", draws_on=commitment, date=APRIL_1, user=make_finance("another"))
    other = post_entry(second, "70", "reservation", payee="บริษัท ข", document_number="จอง 9")
    return {"commitment": commitment, "paid": paid, "other": other}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"work": "AA"}, "commitment paid"),
        ({"fund": "CURRENT_APPROPRIATION"}, "commitment paid other"),
        ({"group": "1"}, "commitment paid other"),
        ({"kind": "payment"}, "paid"),
        ({"stage": "committed"}, "commitment paid"),
        ({"stage": "reserved"}, "other"),
        ({"month": "7"}, "paid"),
        ({"since": "1/4/2563"}, "paid"),
        ({"until": "31/3/2563"}, "commitment other"),
        ({"since": "15/3/2563", "until": "2563-03-15"}, "commitment other"),
        ({"by": "another"}, "paid"),
        ({"q": "บริษัทข"}, "other"),
        ({"q": "po1/63"}, "commitment"),
        ({"q": "ไม่มี"}, ""),
        ({"work": "BB", "kind": "payment"}, ""),
    ],
    ids=str,
)
def test_filters_narrow_the_list(
    finance: Client, ledger: dict[str, Entry], query: dict[str, str], found: str
) -> None:
    fund = ledger["paid"].allocation.fund_source.code
    asked = {key: fund if key == "fund" else value for key, value in query.items()}
    response = get(finance, **asked)
    assert response.context["listing"].notes == []
    assert set(numbers(response)) == {ledger[name].pk for name in found.split()}


def test_a_number_finds_its_entry(finance: Client, ledger: dict[str, Entry]) -> None:
    assert numbers(get(finance, q=f"#{ledger['paid'].pk}")) == [ledger["paid"].pk]
    assert numbers(get(finance, q="9" * 30)) == []


def test_the_money_table_leads_to_the_entries_of_one_allocation(
    finance: Client, ledger: dict[str, Entry]
) -> None:
    allocation = ledger["other"].allocation
    response = get(finance, allocation=allocation.pk)
    assert numbers(response) == [ledger["other"].pk]
    page = response.content.decode()
    assert f"วงเงินจัดสรร: {allocation.label}" in page
    assert f'<input type="hidden" name="allocation" value="{allocation.pk}"' in page


@pytest.mark.parametrize(
    "query",
    [
        {"since": "1/4/2020"},
        {"since": "x"},
        {"month": "13"},
        {"allocation": "9" * 30},
        {"allocation": "x"},
        {"batch": "B1"},
        {"stage": "left"},
        {"activity": "\x00"},
    ],
    ids=str,
)
def test_what_makes_no_sense_is_left_out_and_said(
    finance: Client, ledger: dict[str, Entry], query: dict[str, str]
) -> None:
    response = get(finance, **query)
    assert len(numbers(response)) == 3
    assert len(response.context["listing"].notes) == 1


def test_days_are_said_as_people_write_them(finance: Client, ledger: dict[str, Entry]) -> None:
    assert "ตั้งแต่วันที่: 1 เม.ย. 2563" in get(finance, since="1/4/2563").content.decode()


def test_further_filters_stand_folded_until_one_is_in_force(
    finance: Client, ledger: dict[str, Entry]
) -> None:
    assert '<details class="filters__minor">' in get(finance).content.decode()
    assert '<details class="filters__minor" open>' in get(finance, by="another").content.decode()


def test_a_file_holds_exact_figures_and_true_days(
    finance: Client, ledger: dict[str, Entry]
) -> None:
    content = get(finance, _export="xlsx", kind="payment").content
    sheet = load_workbook(BytesIO(content)).active
    assert sheet is not None
    rows = {row[1].value: row for row in sheet.iter_rows() if len(row) > 1}
    row = rows[ledger["paid"].pk]
    assert row[0].value == datetime.datetime(2020, 4, 1)
    assert row[0].number_format.startswith("[$-107041E]")
    values = [cell.value for cell in row]
    assert values[12:] == [ledger["paid"].entered_by.username, *values[13:14], 40, 0, -40, 40, 0]


def test_csv_writes_days_in_buddhist_years_and_no_formula(
    finance: Client, allocation: Allocation
) -> None:
    post_entry(allocation, "10", payee="=1+1", note="a\nb")
    row = exported(finance)[1]
    assert row[0] == "15/3/2563"
    assert "'=1+1" in row


def test_what_people_typed_is_escaped(finance: Client, allocation: Allocation) -> None:
    post_entry(allocation, "10", payee="<script>x</script>", document_number="<b>")
    page = get(finance).content.decode()
    assert "<script>x" not in page
    assert "&lt;script&gt;x" in page


@pytest.mark.parametrize("query", ["", "&q=a&kind=payment&sort=-amount&month=6", "&_export=csv"])
def test_one_row_takes_as_many_queries_as_many(
    finance: Client, allocation: Allocation, query: str
) -> None:
    post_entry(allocation, "1", payee="a")
    path = f"/budgets/entries/?per_page=50{query}"
    finance.get(path)
    with CaptureQueriesContext(connection) as one:
        finance.get(path)
    for number in range(30):
        post_entry(allocation, "1", payee="a", user=make_finance(f"finance{number}"))
    with CaptureQueriesContext(connection) as many:
        finance.get(path)
    assert len(many) == len(one) < 22


def test_a_page_reads_its_own_rows_alone(finance: Client, allocation: Allocation) -> None:
    for _number in range(12):
        post_entry(allocation, "1")
    with CaptureQueriesContext(connection) as asked:
        get(finance, per_page=10)
    rows = [each["sql"] for each in asked if '"budgets_entry"."payee"' in each["sql"]]
    assert len(rows) == 1
    assert rows[0].endswith("LIMIT 10")


def test_an_empty_ledger_says_so_and_leads_finance_to_the_first_entry(
    finance: Client, allocation: Allocation
) -> None:
    page = get(finance).content.decode()
    assert "ยังไม่มีการเบิกจ่ายในระบบ" in page
    assert '<a href="/budgets/entries/new/">บันทึกรายการแรก</a>' in page
    finance.force_login(make_user("auditor", Role.AUDITOR))
    page = get(finance).content.decode()
    assert "ยังไม่มีการเบิกจ่ายในระบบ" in page
    assert "/budgets/entries/new/" not in page


def test_filters_that_leave_nothing_say_so(finance: Client, ledger: dict[str, Entry]) -> None:
    page = get(finance, q="ไม่มี").content.decode()
    assert "ไม่พบรายการตามตัวกรอง" in page or "ล้างตัวกรอง" in page
    assert "ยังไม่มีการเบิกจ่ายในระบบ" not in page


def test_without_any_plan_the_page_says_how_to_load_one(finance: Client, no_plan: None) -> None:
    assert "load_plan" in get(finance).content.decode()


def test_it_is_complete_in_english(finance: Client, ledger: dict[str, Entry]) -> None:
    finance.cookies["django_language"] = "en"
    page = get(finance).content.decode()
    for words in ("3 entries of the ledger", "committed → paid", "More filters", "newest first"):
        assert words in page
