"""Whether this database is a sample, whose figures are made up: the mark stands inside it.

Every page, workbook and paper asks here. Within ``read_once``, such as a request, the mark is read
at most one time.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from etda_plan.common.models import SampleDatabase

SAMPLE_WORDS: Promise | str = gettext_lazy("Sample data")

_kept: ContextVar[list[SampleDatabase | None] | None] = ContextVar("sample", default=None)


def sample_database() -> SampleDatabase | None:
    """Return the mark of a sample database, or None: this is a real one."""
    kept = _kept.get()
    if kept is None:
        return SampleDatabase.objects.first()
    if not kept:
        kept.append(SampleDatabase.objects.first())
    return kept[0]


def known_sample() -> SampleDatabase | None:
    """Return the mark if it was read already; ask no database, which may be what has failed."""
    kept = _kept.get()
    return kept[0] if kept else None


def sample_note() -> str:
    """Return what files of a sample database say of themselves, or nothing."""
    return _("Sample data: every figure of the year is made up") if sample_database() else ""


def sample_field() -> dict[str, bool]:
    """Return what JSON of a sample database begins with; nothing in a real one."""
    return {"sample": True} if sample_database() else {}


@contextmanager
def read_once(*known: SampleDatabase | None) -> Iterator[None]:
    """Read the mark at most once within, or not at all where it is ``known``."""
    token = _kept.set([*known])
    try:
        yield
    finally:
        _kept.reset(token)


def forget() -> None:
    """Have the mark read again: it was changed."""
    if (kept := _kept.get()) is not None:
        kept.clear()
