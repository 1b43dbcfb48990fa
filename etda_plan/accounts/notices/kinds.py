"""Kinds of notices: each is stated once, with its words, in the app that gives it.

The words are put together when they are read, in the language of whoever reads them.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from etda_plan.common.fiscal import month_label, short_date


@dataclass(frozen=True)
class Month:
    """A month as a value of a notice, by one of its days; it reads ``มี.ค. 2563``."""

    day: datetime.date


Value = str | int | datetime.date | Month


def packed(value: Value) -> Any:
    """Return a value as JSON keeps it."""
    if isinstance(value, Month):
        return {"month": value.day.isoformat()}
    return {"day": value.isoformat()} if isinstance(value, datetime.date) else value


def written(kept: Any) -> str:
    """Return a kept value in the language in use."""
    if not isinstance(kept, Mapping):
        return str(kept)
    if "month" in kept:
        return month_label(datetime.date.fromisoformat(kept["month"]))
    return short_date(datetime.date.fromisoformat(kept["day"]))


@dataclass(frozen=True)
class Words:
    """A notice as it is read: one line, and what there is to say or do about it."""

    subject: str
    body: str


@dataclass(frozen=True)
class Notice:
    """A kind of notice; its words name values such as ``%(office)s``."""

    code: str
    subject: StrOrPromise
    body: StrOrPromise

    def words(self, values: Mapping[str, Any]) -> Words:
        """Return the words with the kept values; raise ``KeyError`` where one is missing."""
        said = {name: written(kept) for name, kept in values.items()}
        return Words(str(self.subject) % said, str(self.body) % said)


_notices: dict[str, Notice] = {}


def notice(code: str, subject: StrOrPromise, body: StrOrPromise) -> Notice:
    """State a kind of notice and return it; a second one of the same code is an error."""
    if code in _notices:
        raise ValueError(f"The notice {code!r} is stated twice.")
    _notices[code] = stated = Notice(code, subject, body)
    return stated


def notices() -> list[Notice]:
    """Return every kind, in the order of their codes."""
    return [_notices[code] for code in sorted(_notices)]


def words_of(code: str, values: Mapping[str, Any]) -> Words:
    """Return the words of a stored notice; of a kind that is not stated any more, say so."""
    if code not in _notices:
        return Words(_("A notice of a kind that is no longer given (%s)") % code, "")
    return _notices[code].words(values)
