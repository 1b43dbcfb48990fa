"""Every link leads somewhere, for a visitor and for an administrator."""

import re
from collections import Counter
from urllib.parse import parse_qsl

import pytest

from etda_plan.common.pdf import pdf_available
from tests.crawl import Answer, Visitor
from tests.server import ADMIN, PASSWORD, Site

pytestmark = [pytest.mark.once, pytest.mark.xdist_group("crawl")]

FIXED_ADDRESSES = [
    "/projects/", "/activities/", "/kpis/", "/budgets/", "/reconciliation/", "/reports/",
    "/source/", "/admin/",
]  # fmt: skip
ADMIN_ROW = re.compile(r"(/admin/\w+/\w+)/\d+/(\w+)/")


class Sampler:
    """Follows every link, but only some of those that lead to the like of each other.

    Alike are the admin's rows of one kind, and a path under the same parameters.
    """

    FEW, SOME = 2, 12

    def __init__(self) -> None:
        self.met: Counter[tuple[str, ...]] = Counter()

    def __call__(self, address: str) -> bool:
        """Whether to follow this link."""
        path, _, query = address.partition("?")
        names = sorted(name for name, _ in parse_qsl(query, keep_blank_values=True))
        row = ADMIN_ROW.match(path)
        if "logout" in path or len(names) > 3:
            return False
        if not row and not names:
            return True
        kind = (*(row.groups() if row else [path]), *names)
        self.met[kind] += 1
        few = row or len(names) > 1 or path.startswith("/admin/")
        return self.met[kind] <= (self.FEW if few else self.SOME)


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


def test_every_link_of_a_visitor_leads_somewhere(site: Site) -> None:
    answers = list(Visitor(site.url).crawl(Sampler()))
    assert dead_links(answers) == []
    assert set(FIXED_ADDRESSES) <= {answer.address for answer in answers}


def test_every_link_of_an_administrator_leads_somewhere(site: Site) -> None:
    administrator = Visitor(site.url)
    administrator.sign_in(ADMIN, PASSWORD)
    answers = list(administrator.crawl(Sampler()))
    assert dead_links(answers) == []
    met = {match.groups() for each in answers if (match := ADMIN_ROW.match(each.address))}
    assert {("/admin/projects/project", page) for page in ("change", "history")} <= met


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
