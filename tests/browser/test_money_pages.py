"""The pages of the money with a year in them: whole for each of the people who work on them."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.looking import Complaints, faults, visit
from tests.chromium import PHONE
from tests.crawl import Visitor
from tests.server import SampleSite

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.xdist_group("sample year")]

PAGES = {
    "visitor": ["/budgets/spending/"],
    "finance": [
        "/budgets/entries/132/",
        "/budgets/entries/new/?kind=payment",
        "/budgets/entries/new/?draws_on=132",
        "/budgets/months/",
        "/budgets/months/6/close/",
        "/budgets/workbooks/",
    ],
    "planner": [
        "/budgets/spending/?fund=CURRENT_APPROPRIATION&as_of=31/3/2563",
        "/budgets/transfers/new/?from=3",
        "/budgets/spending-plans/",
        "/budgets/spending-plans/3/",
        "/budgets/spending-plans/new/?allocation=9",
        "/budgets/carry-forwards/",
    ],
    "approver": ["/budgets/transfers/", "/budgets/transfers/4/"],
}


def sign_in(page: Page, site: SampleSite, name: str) -> None:
    """Bring somebody's session into the window."""
    visitor = Visitor(site.url)
    visitor.sign_in(name, site.passwords[name])
    session = next(cookie for cookie in visitor.jar if cookie.name == "sessionid")
    page.context.add_cookies([{"name": "sessionid", "value": session.value or "", "url": site.url}])


@pytest.mark.parametrize("name", PAGES)
def test_pages_with_a_year_in_them_are_whole(
    browser: Browser, sample: SampleSite, name: str
) -> None:
    """No error, no axe violation, nothing cut off at 360 px, and the band on each."""
    found = []
    with visit(browser, sample) as page:
        if name != "visitor":
            sign_in(page, sample, name)
        complaints = Complaints(page, sample)
        for address in PAGES[name]:
            answer = page.goto(address)
            found += [f"{address} {answer.status}"] if answer and not answer.ok else []
            expect(page.locator("aside.sample")).to_be_visible()
            found += [f"{address} {fault}" for fault in faults(page, complaints)]
    assert found == [], "\n".join(found)


def test_a_phone_shows_two_figures_to_a_line_and_none_twice(
    browser: Browser, sample: SampleSite
) -> None:
    with visit(browser, sample) as page:
        page.set_viewport_size(PHONE)
        page.goto("/budgets/spending/?published=1")
        table = page.locator("table.spending").first
        figures = table.locator("tr.total .num")
        left, right, below = (figures.nth(each).bounding_box() for each in range(3))
        assert left
        assert right
        assert below
        assert left["y"] == right["y"] < below["y"]
        assert left["x"] + left["width"] <= right["x"]
        for row in table.locator("tr.spending__heading").all():
            shown = row.locator(".num").first.is_visible()
            below_it = row.locator("xpath=following-sibling::tr[1]").locator(".num")
            same = row.locator(".num").all_text_contents() == below_it.all_text_contents()
            assert (shown, same) == (False, True)
