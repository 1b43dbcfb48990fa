"""Where the words of a search, or a cited figure, stand in a text."""

import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from etda_plan.common.thai import search_form

Span = tuple[int, int]
ELLIPSIS = "…"


class Part(NamedTuple):
    """A piece of a text, and whether it is marked."""

    text: str
    marked: bool


def matching_spans(text: str, forms: Iterable[str]) -> list[Span]:
    """Return where ``text`` holds one of ``forms``, texts in the form in which searches compare.

    ``e-Licensing`` is found by ``elicensing``: a span runs from the first letter that counts to
    the last, and never parts a Thai letter from the marks over and under it.
    """
    letters = [(form, place) for place, sign in enumerate(text) if (form := search_form(sign))]
    plain = "".join(form for form, _ in letters)
    places = [place for form, place in letters for _ in form]
    return sorted(
        (_whole_start(text, places[start]), _whole_end(text, places[end - 1] + 1))
        for wanted in forms
        for start, end in _found(plain, wanted)
    )


def _found(plain: str, wanted: str) -> Iterator[Span]:
    start = plain.find(wanted) if wanted else -1
    while start != -1:
        yield start, start + len(wanted)
        start = plain.find(wanted, start + len(wanted))


def parts(text: str, spans: Iterable[Span]) -> list[Part]:
    """Cut ``text`` into marked and unmarked pieces; joined again they are ``text``."""
    pieces: list[Part] = []
    done = 0
    for start, end in sorted(spans):
        if start < done:
            continue
        pieces += [Part(text[done:start], False), Part(text[start:end], True)]
        done = end
    pieces.append(Part(text[done:], False))
    return [piece for piece in pieces if piece.text]


def excerpt(text: str, forms: Iterable[str], around: int = 70) -> list[Part]:
    """Return ``text`` near the first place that holds a form, marked; its beginning if none."""
    spans = matching_spans(text, forms)
    first = spans[0][0] if spans else 0
    start = _whole_start(text, max(0, first - around))
    end = _whole_end(text, min(len(text), max(start + 3 * around, first + 2 * around)))
    inside = [(left - start, right - start) for left, right in spans if right <= end]
    before = [Part(ELLIPSIS, False)] if start else []
    after = [Part(ELLIPSIS, False)] if end < len(text) else []
    return [*before, *parts(text[start:end], inside), *after]


def _is_mark(sign: str) -> bool:
    return unicodedata.category(sign) == "Mn" or sign == "ำ"


def _whole_start(text: str, place: int) -> int:
    while 0 < place < len(text) and _is_mark(text[place]):
        place -= 1
    return place


def _whole_end(text: str, place: int) -> int:
    while place < len(text) and _is_mark(text[place]):
        place += 1
    return place
