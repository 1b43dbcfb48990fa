"""Ways to look at a page in a browser and say what is wrong with it."""

import contextlib
from collections.abc import Iterator
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.chromium import DESKTOP, PHONE
from tests.server import Site

AXE = Axe().axe_script
EVERY_RULE: dict[str, object] = {"resultTypes": ["violations"], "selectors": False}
COLOURS: dict[str, object] = {**EVERY_RULE, "runOnly": ["color-contrast"]}
TOO_WIDE = """() => {
    const width = document.documentElement.clientWidth;
    const scrolls = document.documentElement.scrollWidth > width;
    const wide = [...document.querySelectorAll('body *')].filter(
        (each) => each.getBoundingClientRect().right > width + 1
    );
    return scrolls ? wide.slice(0, 3).map((each) => each.outerHTML.slice(0, 90)) : [];
}"""


class Complaints:
    """What the browser complains of while pages are open: errors, and requests elsewhere."""

    def __init__(self, page: Page, site: Site) -> None:
        self.host = urlsplit(site.url).netloc
        self.heard: list[str] = []
        page.on("console", lambda said: self._hear(said.type, said.text))
        page.on("pageerror", lambda error: self._hear("error", str(error)))
        page.on("request", lambda request: self._check_host(request.url))

    def take(self) -> list[str]:
        """Return what was heard since the last call."""
        heard, self.heard = self.heard, []
        return heard

    def _hear(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.heard.append(f"{kind}: {text}")

    def _check_host(self, address: str) -> None:
        parts = urlsplit(address)
        if parts.netloc != self.host and parts.scheme not in ("data", "blob"):
            self.heard.append(f"request to {address}")


@contextlib.contextmanager
def visit(browser: Browser, site: Site, language: str = "th") -> Iterator[Page]:
    """Open a window for a visitor who reads this language."""
    context = browser.new_context(viewport=DESKTOP, base_url=site.url)
    context.add_cookies([{"name": "django_language", "value": language, "url": site.url}])
    yield context.new_page()
    context.close()


def axe_violations(page: Page, options: dict[str, object]) -> list[str]:
    """Return what axe finds wrong, one line for each element."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found = page.evaluate("options => axe.run(options).then((said) => said.violations)", options)
    return [
        f"{violation['id']}: {node['html'][:120]} {node.get('failureSummary', '')[:200]}"
        for violation in found
        for node in violation["nodes"]
    ]


def too_wide(page: Page) -> list[str]:
    """Return elements that make the page scroll sideways."""
    wide: list[str] = page.evaluate(TOO_WIDE)
    return [f"wider than the window: {element}" for element in wide]


def faults(page: Page, complaints: Complaints) -> Iterator[str]:
    """Yield everything that is wrong with the page that is open."""
    yield from complaints.take()
    yield from axe_violations(page, EVERY_RULE)
    page.emulate_media(color_scheme="dark")
    yield from (f"dark: {violation}" for violation in axe_violations(page, COLOURS))
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(PHONE)
    yield from (f"phone: {violation}" for violation in axe_violations(page, EVERY_RULE))
    yield from too_wide(page)
    page.set_viewport_size(DESKTOP)
    yield from complaints.take()


def faults_of_words(page: Page, complaints: Complaints) -> Iterator[str]:
    """Yield what another language may bring: names, labels, lengths; the colours are the same."""
    yield from complaints.take()
    yield from axe_violations(page, EVERY_RULE)
    page.set_viewport_size(PHONE)
    yield from too_wide(page)
    page.set_viewport_size(DESKTOP)
    yield from complaints.take()
