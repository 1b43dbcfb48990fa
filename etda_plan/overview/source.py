"""The source document as a page: its sections, its lines, and what was read from each."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from etda_plan.common.citations import Citation, Document, Value
from etda_plan.common.figures import baht, measure, million
from etda_plan.common.marking import Part, Span, parts

ALONE = r"(?<![\d.,])%s(?![\d])(?!\.\d)"
CONTENTS_ENTRY = re.compile(r"^(\d{1,2})\. ([^\t]+?)\.*\t\d+$")


@dataclass(frozen=True)
class Section:
    """A numbered section of the document: first and last line, both with text."""

    number: int
    title: str
    first: int
    last: int


@dataclass(frozen=True)
class SourceLine:
    """A line with text; the cells of a table's row stand apart, empty ones in the middle kept."""

    number: int
    cells: tuple[tuple[Part, ...], ...]
    is_heading: bool

    @property
    def is_row(self) -> bool:
        """Whether the line is a row of a table."""
        return len(self.cells) > 1


def read_sections(document: Document) -> list[Section]:
    """Return the numbered sections that the table of contents names, where they begin and end.

    A section begins at the first line after its forerunner that bears its number, or its title
    alone, outside the table of contents.
    """
    entries = [
        (place, int(found[1]), found[2])
        for place, text in enumerate(document.lines, start=1)
        if (found := CONTENTS_ENTRY.match(text))
    ]
    starts: list[tuple[int, str, int]] = []
    after = entries[-1][0] if entries else 0
    for _, number, title in entries:
        first = _first_line(document, number, title, after)
        if first is not None:
            starts.append((number, title, first))
            after = first
    ends = [*(start[2] - 1 for start in starts[1:]), len(document.lines)]
    return [_section(document, *start, end) for start, end in zip(starts, ends, strict=False)]


def _first_line(document: Document, number: int, title: str, after: int) -> int | None:
    for place in range(after + 1, len(document.lines) + 1):
        text = document.line(place)
        if "\t" not in text and (text.startswith(f"{number}. ") or text.strip() == title):
            return place
    return None


def _section(document: Document, number: int, title: str, first: int, last: int) -> Section:
    while last > first and not document.line(last).strip():
        last -= 1
    heading = document.line(first)
    printed = heading.removeprefix(f"{number}. ")
    return Section(number, title if printed == heading else printed, first, last)


def source_lines(
    document: Document, headings: Iterable[int] = (), marked: int = 0, spans: Iterable[Span] = ()
) -> list[SourceLine]:
    """Return the lines that hold text, under their own numbers; ``spans`` mark line ``marked``."""
    bold = set(headings)
    return [
        SourceLine(place, _cells(text, spans if place == marked else ()), place in bold)
        for place, text in enumerate(document.lines, start=1)
        if text.strip()
    ]


def _cells(text: str, spans: Iterable[Span]) -> tuple[tuple[Part, ...], ...]:
    cells: list[tuple[Part, ...]] = []
    start = 0
    found = list(spans)
    for cell in text.rstrip().split("\t"):
        end = start + len(cell)
        inside = [(left - start, right - start) for left, right in found if start <= left < end]
        cells.append(tuple(parts(cell, inside)))
        start = end + 1
    return tuple(cells)


def figure_spans(text: str, citations: Iterable[Citation]) -> list[Span]:
    """Return where a line prints the figures that were read from it, without their labels."""
    spans: set[Span] = set()
    for citation in citations:
        start, end = citation.span or (0, 0)
        for figure in _writings(citation.expected):
            found = list(re.finditer(ALONE % re.escape(figure), text[start:end]))
            if found:
                spans.add((start + found[-1].start(), start + found[-1].end()))
                break
    return sorted(spans)


def _writings(value: Value) -> list[str]:
    if not isinstance(value, int | Decimal):
        return []
    number = Decimal(value)
    return [million(number), baht(number), measure(number)]
