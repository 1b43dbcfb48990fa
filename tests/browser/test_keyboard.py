"""The site is used without a mouse."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.looking import visit
from tests.chromium import PHONE
from tests.server import Site

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("crawl")]

MOST_STOPS = 400
FOCUSED = """() => {
    const here = document.activeElement;
    const shown = getComputedStyle(here);
    return [
        here.tagName.toLowerCase(),
        here.getAttribute('href') || here.getAttribute('name') || here.textContent.trim(),
        here.checkVisibility() && (shown.outlineStyle !== 'none' || shown.boxShadow !== 'none'),
    ];
}"""


@dataclass(frozen=True)
class Stop:
    """An element that the tab key comes to."""

    tag: str
    name: str
    is_marked: bool


def focused(page: Page) -> Stop:
    """Return where the keyboard is."""
    return Stop(*page.evaluate(FOCUSED))


def stops(page: Page) -> Iterator[Stop]:
    """Press tab until the page has been gone through once."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = focused(page)
        if stop.tag == "body":
            return
        yield stop


def tab_addresses(page: Page) -> set[str]:
    """Return where the site's tabs lead."""
    links = page.locator("nav.tabs a")
    return {link.get_attribute("href") or "" for link in links.all()}


def test_the_first_stop_skips_to_the_content(browser: Browser, site: Site) -> None:
    with visit(browser, site) as page:
        page.goto("/")
        page.keyboard.press("Tab")
        assert focused(page).name == "#content"
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


@pytest.mark.parametrize("address", ["/", "/activities/", "/reconciliation/"])
def test_every_stop_shows_that_it_has_the_focus(browser: Browser, site: Site, address: str) -> None:
    with visit(browser, site) as page:
        page.goto(address)
        met = list(stops(page))
        assert len(met) > 20
        assert [stop for stop in met if not stop.is_marked] == []


def test_every_tab_is_reached(browser: Browser, site: Site) -> None:
    with visit(browser, site) as page:
        page.goto("/")
        tabs = tab_addresses(page)
        assert len(tabs) >= 8
        assert tabs <= {stop.name for stop in stops(page)}


def test_the_menu_of_a_phone_opens_and_leads_to_every_tab(browser: Browser, site: Site) -> None:
    with visit(browser, site) as page:
        page.set_viewport_size(PHONE)
        page.goto("/")
        tabs = tab_addresses(page)
        closed = [stop.name for stop in stops(page)]
        assert not tabs - {"/"} <= set(closed)
        for _ in stops(page):
            if focused(page).tag == "summary":
                break
        page.keyboard.press("Enter")
        assert tabs <= {stop.name for stop in stops(page)}


def test_filters_are_filled_in_and_sent(browser: Browser, site: Site) -> None:
    with visit(browser, site) as page:
        page.goto("/activities/")
        fields = page.locator("main form").first.locator("input:visible, select:visible")
        names = {field.get_attribute("name") or "" for field in fields.all()}
        assert names
        assert names <= {stop.name for stop in stops(page)}
        for stop in stops(page):
            if stop.tag == "input" and stop.name in names:
                break
        page.keyboard.type("ธุรกรรม")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**{stop.name}=*")
