"""Where a stored figure or wording was read: the document, and what its lines print."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property, lru_cache
from pathlib import Path

from django.conf import settings
from django.db import models

from etda_plan.common.thai import search_form

Lines = int | Iterable[int | None] | None
Value = str | int | Decimal | datetime.date | None

_IN_A_WORD = r"[\w\u0E31\u0E34-\u0E3A\u0E47-\u0E4E]"
BEFORE = rf"(?<!{_IN_A_WORD})"
AFTER = rf"(?!{_IN_A_WORD})"
MILLIONS = r"\d[\d,]*\.\d{4}(?!\d)"


@dataclass(frozen=True)
class Citation:
    """One stored value and the line that it was read from.

    ``value`` is what is in force, ``expected`` what the document says once the known scanning
    errors are corrected: they differ only where someone amended the value. ``phrase`` is what the
    line was searched for and ``span`` where it stands there, labels and numbers that belong to it
    included; without a span the line does not print it and ``expected`` is None.
    """

    record: models.Model
    field: str
    line: int
    value: Value
    expected: Value
    phrase: str
    span: tuple[int, int] | None

    @property
    def is_printed(self) -> bool:
        """Whether the line prints what was read from it."""
        return self.span is not None

    @property
    def agrees(self) -> bool:
        """Whether the value in force is what the document says."""
        return self.is_printed and self.value == self.expected


def each_line(lines: Lines) -> list[int]:
    """Return the numbers of lines that are known, each once, in the order given."""
    given = [lines] if lines is None or isinstance(lines, int) else lines
    return list(dict.fromkeys(line for line in given if line is not None))


def written(value: Value) -> str:
    """Return the canonical text of a value, as amendments keep it.

    Baht keep their two places (``33465300.00``), other numbers only those they need (``99.99``,
    ``12``); a date is ISO's, and what is unknown is an empty text.
    """
    if value is None:
        return ""
    if isinstance(value, Decimal):
        baht = value.as_tuple().exponent == -2
        return f"{value:f}" if baht else f"{value.normalize():f}"
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


@dataclass(frozen=True)
class Document:
    """A plan's document as scanned; line numbers begin at 1 and are never changed."""

    lines: tuple[str, ...]

    def line(self, number: int | None) -> str:
        """Return the text of line ``number``, or an empty text where there is no such line."""
        known = number is not None and 0 < number <= len(self.lines)
        return self.lines[number - 1] if number is not None and known else ""

    def label(self, number: int) -> str:
        """Return the first cell of a table's row; a row without one continues the row above."""
        while number > 1 and self.line(number)[:1] in ("\t", ""):
            number -= 1
        return self.line(number).split("\t")[0]

    def first(self, pattern: str, within: range) -> int:
        """Return the first line of ``within`` that matches, or 0."""
        return next((line for line in within if re.search(pattern, self.line(line))), 0)

    def column(self, line: int | None, heading: str) -> int:
        """Return which cell of a table's row stands under ``heading``, or 0 (the row's label)."""
        for number in range((line or 0) - 1, 0, -1):
            cells = [search_form(cell) for cell in self.line(number).split("\t")]
            if search_form(heading) in cells[1:]:
                return cells.index(search_form(heading))
        return 0

    def end_of_page(self, first: int, heading: str) -> int:
        """Return the last line with text before the next line that is a ``heading``."""
        rest = range(first + 1, len(self.lines) + 1)
        following = self.first(rf"^{heading}$", rest) or len(self.lines) + 1
        filled = (line for line in range(following - 1, first, -1) if self.line(line).strip())
        return next(filled, first)


def document_path(fiscal_year: int) -> Path:
    """Return where the document of a fiscal year (B.E.) ships."""
    return Path(settings.BASE_DIR) / "fixtures" / f"fy{fiscal_year}" / "document.txt"


def parse_document(text: str) -> Document:
    """Return a document from its text."""
    return Document(tuple(text.split("\n")))


@lru_cache
def read_document(fiscal_year: int) -> Document:
    """Return the document that ships with a fiscal year's (B.E.) plan; empty if none does."""
    path = document_path(fiscal_year)
    return parse_document(path.read_text(encoding="utf-8")) if path.exists() else Document(())


def millions(printed: str) -> Decimal:
    """Return ล้านบาท as printed in baht with two places."""
    return (Decimal(printed.replace(",", "")) * 1_000_000).quantize(Decimal("0.01"))


def measured(printed: str) -> Decimal:
    """Return an indicator's value as printed, with the four places that the database keeps."""
    return Decimal(printed.replace(",", "")).quantize(Decimal("0.0001"))


@dataclass(frozen=True)
class Source:
    """A document together with the corrections of its scanning errors: reads stored values."""

    document: Document
    corrections: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def _errors(self) -> re.Pattern[str]:
        longest_first = sorted(self.corrections, key=len, reverse=True)
        return re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")

    def correct(self, printed: str) -> str:
        """Return a printed text corrected: in one pass, the longest error first."""
        return self._errors.sub(lambda error: self.corrections[error[0]], printed)

    def read(
        self,
        record: models.Model,
        name: str,
        line: int | None,
        pattern: str,
        *,
        value: Value,
        convert: Callable[[str], Value] | None = None,
        within: range | None = None,
        under: str = "",
        phrase: str = "",
    ) -> Iterator[Citation]:
        """Yield what ``line`` prints where ``pattern`` stands; nothing for a line that is null.

        The group ``x`` of ``pattern`` is what the line says, ``all`` (left out: the whole match)
        what of the line is then accounted for; ``convert`` brings it into the
        field's type (left out: a wording, to be corrected). A line that does not match, or does
        not stand ``within`` the lines of its page and ``under`` its label, does not print it.
        """
        if line is None:
            return
        outside = within is not None and line not in within
        elsewhere = outside or not self.document.label(line).startswith(under)
        found = None if elsewhere else re.search(pattern, self.document.line(line))
        expected: Value = None
        if found and found["x"] is not None:
            expected = (convert or self.correct)(found["x"])
        whole: str | int = "all" if found and "all" in found.groupdict() else 0
        span = found.span(whole) if found else None
        yield Citation(record, name, line, value, expected, phrase, span)

    def quote(
        self,
        record: models.Model,
        name: str,
        line: int | None,
        *,
        before: str = BEFORE,
        after: str = AFTER,
        within: range | None = None,
        under: str = "",
    ) -> Iterator[Citation]:
        """Yield the wording ``name``, whose printed twin must stand on ``line``.

        ``before`` and ``after`` are patterns of what must surround it; for the rest see ``read``.
        """
        printed: str = getattr(record, f"{name}_printed")
        pattern = f"{before}(?P<x>{re.escape(printed)}){after}"
        value: Value = getattr(record, name)
        yield from self.read(
            record, name, line, pattern, value=value, within=within, under=under, phrase=printed
        )

    def numbered(
        self,
        record: models.Model,
        name: str,
        line: int | None,
        number: int,
        within: range,
        under: str,
    ) -> Iterator[Citation]:
        """Yield a wording of a list inside one cell, with its number where the list prints them."""
        text = self.document.line(line)
        prints_numbers = re.search(r"(?:<p>|\t|> )[1-9]\.? ", text)
        before = rf"(?:<p>|\t|> | ){number}\.? ?" if prints_numbers else BEFORE
        yield from self.quote(record, name, line, before=before, within=within, under=under)
