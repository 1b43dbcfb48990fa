"""Where a stored figure or wording was read: the document and what its lines must print."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.db import models


@dataclass(frozen=True)
class Citation:
    """One stored value and the line that it was read from.

    ``phrase`` is the exact text that the line must print, label or number included where one
    stands beside it; ``value`` is what is in force, ``expected`` what the document says once the
    known scanning errors are corrected. The two differ only where someone amended the value.
    """

    record: models.Model
    field: str
    line: int
    phrase: str
    value: str | Decimal | int
    expected: str | Decimal | int


class Cited(Protocol):
    """A record that can name the lines it was read from."""

    def citations(self) -> Iterator[Citation]:
        """Yield one citation for each figure and each wording."""


@dataclass(frozen=True)
class Document:
    """A plan's document as scanned; line numbers begin at 1 and are never changed."""

    lines: tuple[str, ...]

    def line(self, number: int) -> str:
        """Return the text of line ``number``, or an empty text where there is no such line."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""


@lru_cache
def read_document(fiscal_year: int) -> Document:
    """Return the document that ships with a fiscal year's (B.E.) plan; empty if none does."""
    path: Path = settings.BASE_DIR / "fixtures" / f"fy{fiscal_year}" / "document.txt"
    if not path.exists():
        return Document(())
    return Document(tuple(path.read_text(encoding="utf-8").split("\n")))
