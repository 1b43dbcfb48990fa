"""The changes as a list that is read page by page: the database joins and cuts, rows come after."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db import models

from etda_plan.overview.changes.asked import Asked
from etda_plan.overview.changes.change import Change
from etda_plan.overview.changes.sources import Source, sources
from etda_plan.overview.changes.telling import tell

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from etda_plan.accounts.models import User

AT_ONCE = 500
LONGEST_FILE = 50_000
"""How many changes, the newest, a file holds: the rest is asked for by days."""

Reference = tuple[datetime.datetime, int, int]
"""When, the number of the source, and the key of the row there."""


@dataclass(frozen=True)
class Changes:
    """What ``user`` may read of the changes that are asked for, newest first.

    It is a list whose slices are read on their own: two queries find a page of however many
    changes, and a fixed number more for each kind of record on it tells them.
    """

    user: User | AnonymousUser
    asked: Asked
    model: type[models.Model] | None = None

    @cached_property
    def _references(self) -> models.QuerySet[Any, Any]:
        readable = [
            source.references(self.asked, number)
            for number, source in enumerate(sources())
            if source.may_be_read_by(self.user)
        ]
        joined = readable[0].union(*readable[1:], all=True)
        return joined.order_by("-change_moment", "-change_source", "-change_key")

    def count(self) -> int:
        """How many changes there are."""
        return self._references.count()

    def __len__(self) -> int:
        return self.count()

    def __getitem__(self, wanted: slice) -> list[Change]:
        return told(_triples(self._references[wanted]))

    def __iter__(self) -> Iterator[Change]:
        found = _triples(self._references[:LONGEST_FILE])
        for first in range(0, len(found), AT_ONCE):
            yield from told(found[first : first + AT_ONCE])


def _triples(references: models.QuerySet[Any, Any]) -> list[Reference]:
    return [(row["change_moment"], row["change_source"], row["change_key"]) for row in references]


def told(references: Sequence[Reference]) -> list[Change]:
    """Return the changes behind references, in their order."""
    keys: dict[Source, list[int]] = defaultdict(list)
    known = sources()
    for _moment, number, key in references:
        keys[known[number]].append(key)
    found = tell(keys)
    return [found[known[number], key] for _moment, number, key in references]
