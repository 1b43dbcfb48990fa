"""The page of one entry: its chain, what is open, its month, and what can be done next."""

import datetime
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from budgets.models import Allocation, Entry, LedgerMonth, MonthClose
from etda_plan.common.fiscal import short_date, today
from etda_plan.common.permissions import Role
from projects.models import OfficeMembership
from tests.factories import (
    close_months,
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


def page_of(client: Client, entry: Entry) -> str:
    response = client.get(f"/budgets/entries/{entry.pk}/")
    assert response.status_code == 200
    page: str = response.content.decode()
    return page


def buttons(page: str) -> dict[str, str]:
    """Return the words of each next act, with its address or the reason why it has none."""
    acts = re.findall(r'<p class="next-act">(.*?)</p>', page)
    found = {}
    for act in acts:
        link = re.search(r'href="([^"]+)">([^<]+)<', act)
        words = re.search(r'aria-disabled="true">([^<]+)<.*note">([^<]+)<', act)
        if link:
            found[link[2]] = link[1].replace("&amp;", "&")
        elif words:
            found[words[1]] = words[2]
    return found


def test_a_visitor_is_sent_to_sign_in_and_comes_back(
    client: Client, allocation: Allocation
) -> None:
    entry = post_entry(allocation, "10")
    response = client.get(f"/budgets/entries/{entry.pk}/")
    assert response["Location"] == f"/accounts/login/?next=/budgets/entries/{entry.pk}/"


@pytest.mark.parametrize("role", [None, *Role])
def test_each_role_opens_what_it_may(
    client: Client, allocation: Allocation, role: Role | None
) -> None:
    entry = post_entry(allocation, "10")
    client.force_login(make_user("someone", role) if role else make_user("someone"))
    status = client.get(f"/budgets/entries/{entry.pk}/").status_code
    assert status == (403 if role in (None, Role.OFFICER, Role.HEAD) else 200)


def test_an_officer_opens_the_entries_of_the_own_offices_works_alone(client: Client) -> None:
    own, other = make_ledger("100", code="AA"), make_ledger("100", code="BB")
    activity = make_activity(own.project)
    make_activity(other.project, office=make_office(other.project.plan, "ส.อื่น"))
    officer = make_user("officer", Role.OFFICER)
    OfficeMembership.objects.create(
        user=officer, office=activity.office, since=datetime.date(2019, 10, 1)
    )
    client.force_login(officer)
    assert "next-act" not in page_of(client, post_entry(own, "10"))
    response = client.get(f"/budgets/entries/{post_entry(other, '10').pk}/")
    assert response.status_code == 403
    assert "สำนักอื่น" in response.content.decode()


@pytest.mark.parametrize("number", ["0", "999999", "9" * 40])
def test_there_is_no_page_of_no_entry(finance: Client, allocation: Allocation, number: str) -> None:
    assert finance.get(f"/budgets/entries/{number}/").status_code == 404


def test_it_says_all_that_the_entry_says(finance: Client, allocation: Allocation) -> None:
    entry = post_entry(
        allocation,
        "234.50",
        payee="บริษัท <ก>",
        document_number="ฎีกา 7/63",
        note="บรรทัดหนึ่ง\nบรรทัดสอง",
        paper_approved_by="ผู้อำนวยการ",
    )
    page = page_of(finance, entry)
    for words in (
        "234.50 บาท",
        "15 มีนาคม พ.ศ. 2563",
        "บริษัท &lt;ก&gt;",
        "ฎีกา 7/63",
        "บรรทัดหนึ่ง<br>บรรทัดสอง",
        "ผู้อำนวยการ",
        "คงเหลือ → เบิกจ่าย",
        "765.50",
        "finance · ",
        str(allocation.project.name),
    ):
        assert words in page


def test_the_chain_leads_both_ways(finance: Client, allocation: Allocation) -> None:
    reservation = post_entry(allocation, "60", "reservation")
    commitment = post_entry(allocation, "50", "commitment", draws_on=reservation)
    payment = post_entry(allocation, "20", draws_on=commitment)
    reversal = post_entry(allocation, "5", "reversal", reverses=payment)
    later = post_entry(allocation, "1", "reversal", reverses=commitment)
    page = page_of(finance, commitment)
    assert "ตัดจาก: เงินจอง" in page
    assert "ถูกตัดโดย: เบิกจ่าย" in page
    assert "กลับโดย: กลับรายการ" in page
    for entry in (reservation, payment, later):
        assert f'href="/budgets/entries/{entry.pk}/"' in page
    assert f'href="/budgets/entries/{reversal.pk}/"' not in page
    assert "34.00" in page
    assert "กลับรายการของ: เบิกจ่าย" in page_of(finance, reversal)


def test_finance_goes_on_from_where_the_money_is(finance: Client, allocation: Allocation) -> None:
    reservation = post_entry(allocation, "60", "reservation")
    commitment = post_entry(allocation, "50", "commitment", draws_on=reservation)
    payment = post_entry(allocation, "20", draws_on=commitment)
    new = "/budgets/entries/new/"
    assert buttons(page_of(finance, reservation)) == {
        "ผูกพันจากเงินจองนี้": f"{new}?draws_on={reservation.pk}",
        "กลับรายการ": f"{new}?reverses={reservation.pk}",
    }
    assert buttons(page_of(finance, commitment)) == {
        "เบิกจ่ายจากผูกพันนี้": f"{new}?draws_on={commitment.pk}",
        "กลับรายการ": f"{new}?reverses={commitment.pk}",
    }
    assert buttons(page_of(finance, payment)) == {"กลับรายการ": f"{new}?reverses={payment.pk}"}


def test_every_button_leads_to_its_form(finance: Client, allocation: Allocation) -> None:
    commitment = post_entry(make_ledger("50", 2570), "50", "commitment", date=day_of(2570))
    address = f"/budgets/entries/{commitment.pk}/"
    assert finance.get(address).status_code == 302
    page = finance.get(address, follow=True).content.decode()
    links = buttons(page)
    assert len(links) == 2
    for link in links.values():
        assert "fiscal_year=2570" in link
        assert finance.get(link).status_code == 200


def day_of(year: int) -> datetime.date:
    """Return 15 March of a fiscal year, or today where it is earlier."""
    return min(datetime.date(year - 543, 3, 15), datetime.date.today())


def test_others_than_finance_are_offered_nothing(client: Client, allocation: Allocation) -> None:
    client.force_login(make_user("auditor", Role.AUDITOR))
    page = page_of(client, post_entry(allocation, "10", "commitment"))
    assert buttons(page) == {}
    assert "entries/new/" not in page
    assert "<form" not in page[page.index("<main") : page.index("</main>")]


def test_nothing_open_is_said_where_the_button_was(finance: Client, allocation: Allocation) -> None:
    commitment = post_entry(allocation, "50", "commitment")
    post_entry(allocation, "50", draws_on=commitment)
    reason = "ไม่มียอดค้างเหลือแล้ว"
    expected = {"เบิกจ่ายจากผูกพันนี้": reason, "กลับรายการ": reason}
    assert buttons(page_of(finance, commitment)) == expected


def test_reversals_say_what_to_do_instead(finance: Client, allocation: Allocation) -> None:
    payment = post_entry(allocation, "50")
    page = page_of(finance, post_entry(allocation, "50", "reversal", reverses=payment))
    assert buttons(page) == {}
    assert "การกลับรายการกลับอีกไม่ได้" in page


def test_a_closed_month_is_sealed_and_later_ones_take_what_follows(
    finance: Client, allocation: Allocation
) -> None:
    commitment = post_entry(allocation, "50", "commitment")
    assert "ยังไม่ปิดเดือน" in page_of(finance, commitment)
    close_months(allocation.project.plan, 6)
    page = page_of(finance, commitment)
    assert f"ปิดเดือนแล้วเมื่อ {short_date(today())}" in page
    assert MonthClose.objects.get(month=commitment.month).seal in page
    assert all(act.startswith("/") for act in buttons(page).values())


def test_a_sealed_entry_takes_no_more_files_and_says_why(
    finance: Client, allocation: Allocation
) -> None:
    entry = post_entry(allocation, "50", "commitment")
    assert 'type="file"' in page_of(finance, entry)
    close_months(allocation.project.plan, 6)
    page = page_of(finance, entry)
    assert 'type="file"' not in page
    assert "แนบไฟล์เพิ่มไม่ได้" in page


def test_when_every_month_is_closed_nothing_can_follow(
    finance: Client, allocation: Allocation
) -> None:
    commitment = post_entry(allocation, "50", "commitment")
    close_months(allocation.project.plan, 12)
    reason = "เดือนที่จะลงรายการได้ปิดแล้วทุกเดือน"
    assert set(buttons(page_of(finance, commitment)).values()) == {reason}


def test_the_proposed_day_is_in_an_open_month(allocation: Allocation) -> None:
    plan, months = allocation.project.plan, LedgerMonth.objects
    day = datetime.date
    assert months.latest_open_day(plan, day(2020, 5, 20)) == day(2020, 5, 20)
    assert months.latest_open_day(plan, day(2026, 1, 1)) == day(2020, 9, 30)
    assert months.latest_open_day(plan, day(2019, 9, 30)) is None
    close_months(allocation.project.plan, 8)
    assert months.latest_open_day(plan, day(2020, 5, 20)) is None
    assert months.latest_open_day(plan, day(2020, 6, 2)) == day(2020, 6, 2)
    assert months.latest_open_day(plan, day(2020, 6, 2), day(2020, 6, 3)) is None


def test_an_entry_of_another_year_is_shown_in_its_year(client: Client) -> None:
    entry = post_entry(make_ledger("50", 2570, "ZZ"), "50", "commitment", date=day_of(2570))
    client.force_login(make_finance())
    response: Any = client.get(f"/budgets/entries/{entry.pk}/")
    assert response["Location"] == f"/budgets/entries/{entry.pk}/?fiscal_year=2570"
    response = client.get(response["Location"])
    assert response.status_code == 200
    assert response.context["plan"].fiscal_year == 2570


def test_a_long_chain_takes_as_many_queries_as_a_short_one(
    finance: Client, allocation: Allocation
) -> None:
    commitment = post_entry(allocation, "500", "commitment")
    payment = post_entry(allocation, "1", draws_on=commitment)
    page_of(finance, commitment)
    with CaptureQueriesContext(connection) as short:
        page_of(finance, commitment)
    for _number in range(20):
        payment = post_entry(allocation, "1", draws_on=commitment)
    post_entry(allocation, "1", "reversal", reverses=payment)
    with CaptureQueriesContext(connection) as long:
        page_of(finance, commitment)
    assert len(long) == len(short) < 20


def test_it_is_complete_in_english(finance: Client, allocation: Allocation) -> None:
    finance.cookies["django_language"] = "en"
    page = page_of(finance, post_entry(allocation, "10", "commitment"))
    for words in ("What the entry says", "Pay this commitment", "Open: not sealed yet."):
        assert words in page
