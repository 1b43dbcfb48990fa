"""A year that holds only what was carried into it: every page says so, and none breaks."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
from django.test import Client

from budgets.models import Allocation
from etda_plan.accounts.models import User
from etda_plan.common.permissions import Role
from etda_plan.overview.reconciliation import reconcile
from projects.models import FiscalPlan
from tests.factories import carry_forward, make_finance, make_user, post_entry

pytestmark = pytest.mark.django_db

YEAR = "fiscal_year=2564"
ELSEWHERE = ("/admin", "/i18n", "/static")
ONE_OF_EACH = re.compile(r"sort=|per_page=|as_of=|/months/[2-9]|/months/1[0-2]")
"""Addresses that show again what another one shows."""


@pytest.fixture
def hollow(plan: FiscalPlan) -> FiscalPlan:
    """The year after the plan's, with one commitment of ten baht carried into it."""
    allocation = Allocation.objects.of_plan(plan)[0]
    carry_forward(post_entry(allocation, "10", "commitment", payee="ผู้ขาย"))
    return FiscalPlan.objects.get(fiscal_year=2564)


def links(page: str, text: str) -> Iterator[str]:
    """Yield where a page of the year leads to within the year."""
    for found in re.findall(r'href="([^"#]+)', text):
        address = unescape(found)
        address = page.split("?")[0] + address if address.startswith("?") else address
        is_own = address.startswith("/") and not address.startswith(ELSEWHERE)
        if is_own and YEAR in address and not ONE_OF_EACH.search(address):
            yield address


def crawl(user: User | None) -> dict[str, int]:
    """Return the status of every page and file of the year that a person is led to."""
    client = Client()
    if user:
        client.force_login(user)
    found: dict[str, int] = {}
    waiting = [f"/?{YEAR}"]
    while waiting:
        page = waiting.pop()
        if page not in found:
            answer = client.get(page)
            found[page] = answer.status_code
            if answer.headers.get("Content-Type", "").startswith("text/html"):
                waiting.extend(links(page, answer.content.decode()))
    return found


@pytest.mark.once
@pytest.mark.parametrize("role", [None, Role.FINANCE, Role.ADMINISTRATOR])
def test_every_page_and_file_of_the_year_answers(hollow: FiscalPlan, role: Role | None) -> None:
    found = crawl(make_user("somsri", role) if role else None)
    assert {page: status for page, status in found.items() if status != 200} == {}
    assert {f"/reconciliation/?{YEAR}", f"/budgets/?{YEAR}", f"/reports/plan.xlsx?{YEAR}"} <= set(
        found
    )


def test_only_its_ledger_is_checked_and_it_adds_up(hollow: FiscalPlan) -> None:
    report = reconcile(hollow)
    assert report.checks
    assert {check.code.partition("-")[0] for check in report.checks} == {"ledger"}
    assert not report.disagrees
    assert "carried" in _in_english(f"/reconciliation/?{YEAR}")


def test_the_money_page_says_that_the_year_has_no_plan(hollow: FiscalPlan) -> None:
    text = _in_english(f"/budgets/?{YEAR}")
    assert "0.0000 million baht carried forward, and no plan of this year yet" in text
    assert "This plan has no money yet" not in text


def test_visitors_do_not_see_who_is_paid(hollow: FiscalPlan) -> None:
    assert "ผู้ขาย" not in _in_english(f"/budgets/?{YEAR}")
    finance = Client()
    finance.force_login(make_finance())
    assert "ผู้ขาย" in finance.get(f"/budgets/?{YEAR}").content.decode()


def test_home_still_shows_the_current_plan(hollow: FiscalPlan, plan: FiscalPlan) -> None:
    assert plan.title in Client().get("/").content.decode()


def test_home_of_the_year_shows_an_unknown_total_not_zero(hollow: FiscalPlan) -> None:
    works = _in_english(f"/?{YEAR}").partition('works-heading">')[2].partition("</table>")[0]
    assert "No data" in works
    assert ">0.0000<" not in works


def _in_english(page: str) -> str:
    client = Client()
    client.cookies["django_language"] = "en"
    return " ".join(client.get(page).content.decode().split())
