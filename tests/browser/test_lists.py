"""Lists at every width: nothing is cut, phones sort, and a link unfolds what it points at."""

import pytest
from playwright.sync_api import Browser

from tests.browser.looking import visit
from tests.chromium import PHONE
from tests.server import Site

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("thai pages")]

CUT = """() => [...document.querySelectorAll('.panel')].flatMap((panel) => {
    const edge = panel.getBoundingClientRect().right;
    return [...panel.querySelectorAll('*')]
        .filter((each) => !each.closest('.hidden-text, .matrix'))
        .filter((each) => each.getBoundingClientRect().right > edge + 1)
        .map((each) => each.outerHTML.slice(0, 90));
}).slice(0, 3)"""


@pytest.mark.parametrize("width", [360, 683, 820, 1024])
@pytest.mark.parametrize(
    "address",
    ["/", "/projects/", "/activities/", "/kpis/", "/budgets/", "/reconciliation/", "/source/"],
)
def test_nothing_runs_out_of_its_panel(
    browser: Browser, site: Site, address: str, width: int
) -> None:
    with visit(browser, site) as page:
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(address)
        assert page.evaluate(CUT) == []


def test_a_link_to_an_anomaly_unfolds_it_in_sight(browser: Browser, site: Site) -> None:
    with visit(browser, site) as page:
        page.goto("/anomalies/#K05")
        assert page.locator("details.anomaly[open]").count() == 1
        title = page.locator("details.anomaly[open] summary")
        assert "K05" in title.inner_text()
        assert title.evaluate("each => each.getBoundingClientRect().top >= 0")
        assert title.evaluate("each => each.getBoundingClientRect().top < window.innerHeight")


def test_a_phone_sorts_by_a_field_and_a_desk_by_the_heads(browser: Browser, site: Site) -> None:
    with visit(browser, site) as page:
        page.goto("/projects/")
        assert not page.get_by_label("เรียงตาม").is_visible()
        page.set_viewport_size(PHONE)
        page.get_by_label("เรียงตาม").select_option("-budget")
        with page.expect_navigation():
            page.get_by_role("button", name="กรอง").click()
        page.wait_for_url("**sort=-budget**")
        assert page.locator("tbody tr").first.inner_text().startswith("OFF")
        assert page.get_by_label("เรียงตาม").input_value() == "-budget"
