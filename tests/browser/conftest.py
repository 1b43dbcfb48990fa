"""A served site and a browser before it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.chromium import chromium, chromium_path
from tests.crawl import Visitor, public_pages
from tests.living import Templates
from tests.server import SampleSite, Site


@pytest.fixture(scope="session")
def site(django_db_setup: Templates, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site with the plan and an administrator in it."""
    site = Site(tmp_path_factory.mktemp("site"))
    site.prepare(django_db_setup.filled.file)
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


@pytest.fixture(scope="session")
def sample_template(
    django_db_setup: Templates, tmp_path_factory: pytest.TempPathFactory
) -> SampleSite:
    """The sample as it is built, 13 April 2563; copies of it are served."""
    template = SampleSite(tmp_path_factory.mktemp("sample"))
    template.prepare(django_db_setup.empty.file)
    return template


@pytest.fixture(scope="module")
def sample(
    sample_template: SampleSite, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SampleSite]:
    """A sample of the module's own: what its tests do there stays until its end."""
    site = sample_template.copied_to(tmp_path_factory.mktemp("sample"))
    site.start()
    yield site
    site.stop()
