"""A link into the document lands on its line and marks it, without a query string or a script."""

import pytest
from playwright.sync_api import Browser

from tests.browser.looking import visit
from tests.server import Site

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("thai pages")]

GROUND = "each => getComputedStyle(each).backgroundColor"


def test_the_line_of_the_address_is_marked_and_in_sight(browser: Browser, site: Site) -> None:
    with visit(browser, site) as page:
        page.goto("/source/#L134")
        line, other = page.locator("#L134"), page.locator("#L136")
        assert line.evaluate(GROUND) != other.evaluate(GROUND)
        assert line.evaluate("each => each.getBoundingClientRect().top < window.innerHeight")
        assert line.evaluate("each => each.getBoundingClientRect().top >= 0")


def test_the_field_goes_to_the_line_and_shows_what_was_read(browser: Browser, site: Site) -> None:
    with visit(browser, site) as page:
        page.goto("/source/")
        page.get_by_label("ไปบรรทัด").fill("188")
        page.keyboard.press("Enter")
        page.wait_for_url("**/source/?line=188#L188")
        assert page.locator("aside").inner_text().count("75.9696") >= 1
        assert page.locator("#L188 mark").first.inner_text() == "75.9696"
