"""Every link leads somewhere, for a visitor and for an administrator."""

import re
from collections import Counter
from collections.abc import Callable

import pytest

from etda_plan.common.pdf import pdf_available
from tests.crawl import Answer, Visitor, is_file, is_public_page, kind_of
from tests.server import ADMIN, PASSWORD, Site

pytestmark = [pytest.mark.once, pytest.mark.xdist_group("crawl")]

FIXED_ADDRESSES = [
    "/projects/", "/activities/", "/kpis/", "/budgets/", "/reconciliation/", "/reports/",
    "/source/", "/admin/",
]  # fmt: skip
PAGES_OF_A_ROW = ("change", "history")


class Sampler:
    """Follows links to all that is ``wanted``, else to two pages of a kind and to one file.

    From each kind of public page it follows one link to each kind of public page, whatever was
    met before. The admin's own combinations of filters are left out.
    """

    def __init__(self, wanted: Callable[[str], bool] = lambda address: False) -> None:
        self.wanted = wanted
        self.met: Counter[object] = Counter()

    def __call__(self, address: str, page: str) -> bool:
        """Whether to follow this link of this page."""
        kind = kind_of(address)
        if "logout" in address or len(kind) > (2 if address.startswith("/admin/") else 4):
            return False
        pair = (kind_of(page)[0], kind)
        self.met.update([kind, pair])
        if is_public_page(address) and self.met[pair] == 1:
            return True
        return self.wanted(address) or self.met[kind] <= (1 if is_file(address) else 2)


def dead_links(answers: list[Answer]) -> list[str]:
    """Return the addresses that did not answer well, and the page that leads there."""
    return [
        f"{answer.status} {answer.address} on {answer.found_on}"
        for answer in answers
        if answer.status != 200 and not is_pdf_off(answer)
    ]


def is_pdf_off(answer: Answer) -> bool:
    """Whether this is the plain word that PDF is off, on a machine without Pango."""
    return answer.status == 503 and ".pdf" in answer.address and not pdf_available()


@pytest.fixture(scope="module")
def visited(site: Site) -> list[Answer]:
    """What a visitor meets: every page, and some of what each leads to with parameters."""
    return list(Visitor(site.url).crawl(Sampler(is_public_page)))


def test_every_link_of_a_visitor_leads_somewhere(visited: list[Answer]) -> None:
    assert dead_links(visited) == []
    assert set(FIXED_ADDRESSES) <= {answer.address for answer in visited}


def test_every_link_of_an_administrator_leads_somewhere(site: Site) -> None:
    administrator = Visitor(site.url)
    administrator.sign_in(ADMIN, PASSWORD)
    answers = list(administrator.crawl(Sampler()))
    assert dead_links(answers) == []
    kinds = {kind_of(answer.address)[0] for answer in answers}
    assert {f"admin/projects/project/<path:object_id>/{page}/" for page in PAGES_OF_A_ROW} <= kinds
    assert len(kinds) > 100


def test_links_to_the_document_lead_to_a_line_of_it(site: Site, visited: list[Answer]) -> None:
    """``/source/#L134`` is an element of the page."""
    lines = set(re.findall(rb'id="(L\d+)"', Visitor(site.url).get("/source/").body))
    cited = set()
    for answer in visited:
        if answer.is_page:
            cited |= set(re.findall(rb'href="/source/[^"#]*#(L\d+)"', answer.body))
    assert len(cited) > 100
    assert cited <= lines
