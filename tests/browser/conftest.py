"""A served site and a browser before it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.chromium import chromium, chromium_path
from tests.crawl import Visitor, public_pages
from tests.server import Site


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site with the plan and an administrator in it."""
    site = Site(tmp_path_factory.mktemp("site"))
    site.prepare()
    site.start()
    yield site
    site.stop()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; open no longer than a module, for its loop forbids Django's queries."""
    if not chromium_path():
        pytest.skip("Chromium is not installed")
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def pages(site: Site) -> list[str]:
    """The addresses of all pages that a visitor reaches from the first one."""
    return public_pages(Visitor(site.url))
