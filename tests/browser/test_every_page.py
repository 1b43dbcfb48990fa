"""Each page in each language, in Thai in both themes, on a desk and on a phone."""

import pytest
from playwright.sync_api import Browser

from tests.browser.looking import Complaints, faults, faults_of_words, visit
from tests.crawl import Visitor, first_of_each_kind
from tests.server import ADMIN, PASSWORD, Site

pytestmark = pytest.mark.browser

BY_ADDRESS_ALONE = [
    "/accounts/login/",
    "/accounts/password_reset/",
    "/search/?q=ธุรกรรม",
    "/search/?q=zzz",
    "/activities/?q=zzz",
    "/activities/?page=2&sort=-title",
]


@pytest.mark.parametrize(
    "language",
    [
        pytest.param("th", marks=pytest.mark.xdist_group("thai pages")),
        pytest.param("en", marks=pytest.mark.xdist_group("english pages")),
    ],
)
def test_every_page_is_whole(browser: Browser, site: Site, pages: list[str], language: str) -> None:
    """No error, no other host, no axe violation, nothing cut off at 360 px.

    Pages of a kind have the same colours and labels: of these, a few are looked at more closely,
    and in English.
    """
    assert {"/", "/projects/", "/kpis/", "/budgets/"} <= set(pages)
    found = []
    few = first_of_each_kind(pages, 4)
    with visit(browser, site, language) as page:
        complaints = Complaints(page, site)
        for address in [*(pages if language == "th" else few), *BY_ADDRESS_ALONE]:
            closely = language == "th" and (address in few or address in BY_ADDRESS_ALONE)
            looks = faults if closely else faults_of_words
            page.goto(address)
            assert page.locator("html").get_attribute("lang") == language
            found += [f"{address} {fault}" for fault in looks(page, complaints)]
    assert found == [], "\n".join(found)


@pytest.mark.xdist_group("english pages")
def test_the_pages_of_an_account_are_whole(browser: Browser, site: Site) -> None:
    visitor = Visitor(site.url)
    visitor.sign_in(ADMIN, PASSWORD)
    session = next(cookie for cookie in visitor.jar if cookie.name == "sessionid")
    with visit(browser, site) as page:
        page.context.add_cookies(
            [{"name": "sessionid", "value": session.value or "", "url": site.url}]
        )
        complaints = Complaints(page, site)
        for address in ("/", "/accounts/password_change/"):
            page.goto(address)
            assert page.locator("form[action*=logout]").count()
            assert list(faults(page, complaints)) == []


@pytest.mark.parametrize("address", ["/no-such-page/", "/kpis/99/", "/?fiscal_year=1"])
@pytest.mark.xdist_group("english pages")
def test_a_page_that_is_not_there_is_said_in_the_look_of_the_rest(
    browser: Browser, site: Site, address: str
) -> None:
    with visit(browser, site) as page:
        complaints = Complaints(page, site)
        answer = page.goto(address)
        assert answer
        assert answer.status == 404
        assert all("404" in heard for heard in complaints.take())
        assert list(faults(page, complaints)) == []


@pytest.mark.parametrize(
    ("harm", "fault"),
    [
        ("document.body.append(new Image())", "image-alt"),
        ("document.body.append(Object.assign(new Image(), {src: 'http://a.example/'}))", "request"),
        ("setTimeout(() => { throw new Error('broken') })", "broken"),
        ("document.querySelector('main').style.width = '500px'", "wider than the window"),
        ("document.querySelector('h1').style.color = '#888'", "color-contrast"),
    ],
)
@pytest.mark.xdist_group("english pages")
def test_a_fault_would_be_found(browser: Browser, site: Site, harm: str, fault: str) -> None:
    with visit(browser, site) as page:
        complaints = Complaints(page, site)
        page.goto("/accessibility/")
        assert list(faults(page, complaints)) == []
        page.evaluate(harm)
        page.wait_for_timeout(100)
        assert any(fault in found for found in faults(page, complaints))
