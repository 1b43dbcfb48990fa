"""What only a browser can tell of the frame: fonts, theme, the phone's targets, paper."""

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.looking import visit
from tests.chromium import PHONE
from tests.server import Site

pytestmark = pytest.mark.browser

GROUND = "getComputedStyle(document.documentElement).backgroundColor"
LIGHT, DARK = "rgb(246, 247, 249)", "rgb(17, 21, 28)"
SMALL_TARGETS = """() => [...document.querySelectorAll('button, summary, .button, input, .tabs a')]
    .filter((each) => each.getClientRects().length && !each.closest('.top__search label'))
    .filter((each) => each.getBoundingClientRect().height < 44)
    .map((each) => each.outerHTML.slice(0, 80))"""


def ground(page: Page) -> str:
    colour: str = page.evaluate(GROUND)
    return colour


def follow(page: Page, button: str) -> None:
    """Press a button and wait for the page that it leads to."""
    with page.expect_navigation():
        page.click(button)


def test_the_plan_is_set_in_sarabun_in_every_weight(browser: Browser, site: Site) -> None:
    with visit(browser, site) as page:
        page.goto("/", wait_until="networkidle")
        weights = page.evaluate("""() => [...document.fonts]
            .filter((font) => font.status === 'loaded').map((font) => font.weight)""")
        assert {"400", "500", "600"} <= set(weights)


def test_dark_follows_the_system_and_the_switch_overrides_it(browser: Browser, site: Site) -> None:
    with visit(browser, site) as page:
        page.goto("/privacy/")
        assert ground(page) == LIGHT
        page.emulate_media(color_scheme="dark")
        assert ground(page) == DARK
        follow(page, ".foot__theme button[value=light]")
        assert page.url.endswith("/privacy/")
        assert ground(page) == LIGHT
        page.goto("/")
        assert ground(page) == LIGHT
        follow(page, ".foot__theme button[value='']")
        assert ground(page) == DARK


def test_paper_is_light_whatever_the_theme(browser: Browser, site: Site) -> None:
    with visit(browser, site) as page:
        page.goto("/")
        follow(page, ".foot__theme button[value=dark]")
        page.emulate_media(media="print")
        assert ground(page) == "rgb(255, 255, 255)"
        assert page.locator(".top").is_hidden()
        assert page.locator(".print-only").first.is_visible()


def test_the_language_is_switched_without_a_script(browser: Browser, site: Site) -> None:
    context = browser.new_context(base_url=site.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/privacy/")
    follow(page, ".top__language button[value=en] >> visible=true")
    assert page.url.endswith("/privacy/")
    assert page.locator("html").get_attribute("lang") == "en"
    context.close()


@pytest.mark.parametrize("address", ["/", "/accounts/login/", "/projects/", "/activities/"])
def test_controls_can_be_touched_on_a_phone(browser: Browser, site: Site, address: str) -> None:
    with visit(browser, site) as page:
        page.set_viewport_size(PHONE)
        page.goto(address)
        page.click(".menu > summary")
        assert page.evaluate(SMALL_TARGETS) == []


def test_the_flow_is_a_table_on_a_desk_and_a_list_on_a_phone(browser: Browser, site: Site) -> None:
    with visit(browser, site) as page:
        page.goto("/")
        assert page.locator(".flow").is_visible()
        columns = page.locator(".flow tr:last-child td").evaluate_all(
            "cells => cells.map(cell => cell.getBoundingClientRect().width)"
        )
        assert max(columns) == columns[5]  # OFF is the largest work
        assert min(columns) == columns[3]  # SF the smallest
        page.set_viewport_size(PHONE)
        assert page.locator(".flow").is_hidden()
        assert page.locator(".flow-list").is_visible()
