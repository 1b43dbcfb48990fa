"""Every link leads somewhere, for a visitor and for an administrator."""

import re

import pytest

from tests.crawl import Answer, Visitor
from tests.server import ADMIN, PASSWORD, Site

pytestmark = [pytest.mark.once, pytest.mark.xdist_group("crawl")]

FIXED_ADDRESSES = [
    "/projects/", "/activities/", "/kpis/", "/budgets/", "/reconciliation/", "/reports/",
    "/source/", "/admin/",
]  # fmt: skip
ROW = re.compile(r"(/admin/\w+/\w+)/\d+/(\w+)/")
SORTED_OR_FILTERED = re.compile(r"^/admin/.*\?")


class Sampler:
    """Follows every link, but of the admin's rows of one kind only the first few."""

    ROWS = 2

    def __init__(self) -> None:
        self.met: dict[tuple[str, ...], int] = {}

    def __call__(self, address: str) -> bool:
        """Whether to follow this link."""
        row = ROW.match(address)
        if row:
            kind = row.groups()
        elif SORTED_OR_FILTERED.match(address):
            kind = (address.split("?")[0],)
        else:
            return "logout" not in address
        self.met[kind] = self.met.get(kind, 0) + 1
        return self.met[kind] <= self.ROWS


def dead_links(answers: list[Answer]) -> list[str]:
    """Return the addresses that did not answer well, and the page that leads there."""
    return [
        f"{answer.status} {answer.address} on {answer.found_on}"
        for answer in answers
        if answer.status != 200
    ]


def test_every_link_of_a_visitor_leads_somewhere(site: Site) -> None:
    answers = list(Visitor(site.url).crawl(Sampler()))
    assert dead_links(answers) == []
    assert set(FIXED_ADDRESSES) <= {answer.address for answer in answers}


def test_every_link_of_an_administrator_leads_somewhere(site: Site) -> None:
    administrator = Visitor(site.url)
    administrator.sign_in(ADMIN, PASSWORD)
    answers = list(administrator.crawl(Sampler()))
    assert dead_links(answers) == []
    assert any(re.fullmatch(r"/admin/projects/\w+/\d+/history/", each.address) for each in answers)
    assert any(re.fullmatch(r"/admin/projects/\w+/\d+/delete/", each.address) for each in answers)


def test_links_to_the_document_lead_to_a_line_of_it(site: Site) -> None:
    """``/source/#L134`` is an element of the page."""
    visitor = Visitor(site.url)
    lines = set(re.findall(rb'id="(L\d+)"', visitor.get("/source/").body))
    cited = set()
    for answer in visitor.crawl(lambda address: "?" not in address and "/admin/" not in address):
        if answer.is_page:
            cited |= set(re.findall(rb'href="/source/[^"#]*#(L\d+)"', answer.body))
    assert len(cited) > 100
    assert cited <= lines
