"""A visitor who follows every link of the site."""

import re
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookiejar import CookieJar

from django.urls import Resolver404, resolve

ADDRESSES = {
    "a": "href", "area": "href", "link": "href", "script": "src", "img": "src",
    "source": "src", "iframe": "src", "use": "href", "form": "action",
}  # fmt: skip


class Links(HTMLParser):
    """The addresses that a page leads to or is made of, forms that post left out."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take note of an element's address."""
        given = dict(attrs)
        address = given.get(ADDRESSES.get(tag, ""))
        if address and (tag != "form" or given.get("method", "get") != "post"):
            self.found.append(address)


@dataclass(frozen=True)
class Answer:
    """What the site said to one address; ``found_on`` is the page that led there."""

    address: str
    status: int
    kind: str
    body: bytes
    found_on: str

    @property
    def is_page(self) -> bool:
        """Whether this is HTML."""
        return self.kind == "text/html"


@dataclass
class Visitor:
    """Somebody with a browser's cookies, who reads the site over HTTP."""

    url: str
    jar: CookieJar = field(default_factory=CookieJar)

    def __post_init__(self) -> None:
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    def get(self, address: str, found_on: str = "", form: dict[str, str] | None = None) -> Answer:
        """Ask for an address, or post a form to it, following redirects."""
        data = urllib.parse.urlencode(form).encode() if form is not None else None
        headers = {"Referer": self.url + address}
        request = urllib.request.Request(self.url + address, data, headers)
        try:
            response = self._opener.open(request, timeout=120)
        except urllib.error.HTTPError as error:
            response = error
        with response:
            kind = response.headers.get_content_type()
            return Answer(address, response.status, kind, response.read(), found_on)

    def post(self, address: str, form: dict[str, str], *, page: str) -> Answer:
        """Fill in the form on ``page`` and send it to ``address``."""
        token = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', self.get(page).body)
        assert token, f"{page} has no form"
        return self.get(address, form={**form, "csrfmiddlewaretoken": token[1].decode()})

    def sign_in(self, username: str, password: str) -> None:
        """Sign in at the admin's door."""
        door = "/admin/login/"
        answer = self.post(door, {"username": username, "password": password}, page=door)
        assert answer.status < 400, answer.status
        assert "sessionid" in {cookie.name for cookie in self.jar}

    def crawl(self, follow: Callable[[str, str], bool]) -> Iterator[Answer]:
        """Yield what can be reached from ``/`` by the links to follow, ``/`` first.

        ``follow`` is asked about an address and the page that leads there.
        """
        waiting = deque([("/", "")])
        seen = {"/"}
        while waiting:
            answer = self.get(*waiting.popleft())
            yield answer
            if not answer.is_page:
                continue
            for address in self._inside(answer):
                if address not in seen and follow(address, answer.address):
                    seen.add(address)
                    waiting.append((address, answer.address))

    def _inside(self, answer: Answer) -> Iterator[str]:
        """Yield the addresses on a page that lie on this site, without their fragments."""
        for link in Links(answer.body.decode()).found:
            whole = urllib.parse.urljoin(self.url + answer.address, link)
            address, _fragment = urllib.parse.urldefrag(whole)
            if address.startswith(self.url + "/"):
                yield address.removeprefix(self.url)


def is_file(address: str) -> bool:
    """Whether an address is no page but a file, by its ending or by what is asked for."""
    path, _, query = address.partition("?")
    return "." in path.rsplit("/", 1)[-1] or "_export=" in query or "format=" in query


def kind_of(address: str) -> tuple[str, ...]:
    """Return what addresses have in common that one view answers alike.

    A page's kind is its route and the names of its parameters; a file's its route and format.
    """
    path, _, query = address.partition("?")
    given = dict(urllib.parse.parse_qsl(query, keep_blank_values=True))
    try:
        route = resolve(path).route
    except Resolver404:
        route = path
    if form := given.get("_export") or given.get("format"):
        return route, form
    return (route, path.rpartition(".")[2]) if is_file(path) else (route, *sorted(given))


def is_plain(address: str) -> bool:
    """Whether an address is a page as it first opens: no filter, order, export or file."""
    return "?" not in address and not is_file(address)


def is_public_page(address: str) -> bool:
    """Whether an address is a page of the site's own, outside the admin."""
    return is_plain(address) and not address.startswith(("/admin/", "/static/"))


def public_pages(visitor: Visitor) -> list[str]:
    """Return the addresses of all pages that this visitor reaches."""
    return [
        answer.address
        for answer in visitor.crawl(lambda address, page: is_public_page(address))
        if answer.is_page and answer.status == 200
    ]


def first_of_each_kind(addresses: list[str], number: int) -> list[str]:
    """Return the first pages of each kind, so many of it."""
    met: Counter[tuple[str, ...]] = Counter()
    first = []
    for address in addresses:
        met[kind_of(address)] += 1
        if met[kind_of(address)] <= number:
            first.append(address)
    return first
