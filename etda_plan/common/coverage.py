"""What of a document is stored nowhere: a record that got lost shows in the words left over."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from etda_plan.common.citations import Citation, Document, document_path

LEFTOVERS = "leftovers.txt"

WordsByLine = dict[int, str]


class LeftoversError(ValueError):
    """A line of the list of leftovers that is not number, tab, words."""


def parse_leftovers(text: str) -> WordsByLine:
    """Return what is known to be stored nowhere, by line; lines of prose are comments."""
    known: WordsByLine = {}
    for line in text.splitlines():
        number, tab, words = line.partition("\t")
        if not line[:1].isdigit():
            continue
        if not tab or not number.isdecimal() or int(number) in known:
            raise LeftoversError(line)
        known[int(number)] = words
    return known


@lru_cache
def read_leftovers(fiscal_year: int) -> Mapping[int, str]:
    """Return the list that ships beside the document of a fiscal year (B.E.); empty if none."""
    path = document_path(fiscal_year).with_name(LEFTOVERS)
    return parse_leftovers(path.read_text(encoding="utf-8")) if path.exists() else {}


def left_over(document: Document, citations: Iterable[Citation]) -> WordsByLine:
    """Return, by line, what none of ``citations`` has read; parts are joined by ``…``."""
    left = [list(line) for line in document.lines]
    for citation in citations:
        if citation.span:
            start, end = citation.span
            left[citation.line - 1][start:end] = "\0" * (end - start)
    parts = {number: _parts("".join(letters)) for number, letters in enumerate(left, 1)}
    return {number: words for number, words in parts.items() if words}


def _parts(line: str) -> str:
    parts = (" ".join(part.split()) for part in line.split("\0"))
    return " … ".join(part for part in parts if part)
