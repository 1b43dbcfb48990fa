"""One change, as a person reads it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class FieldChange:
    """One field: what it was and what it is; None where the record was not there."""

    label: str
    old: str | None
    new: str | None


@dataclass(frozen=True)
class Change:
    """Who did what to which record, when and why.

    ``person`` is empty for what no person did. ``dated`` is the day that the row itself names,
    where that is not the day on which it was made. ``address`` is empty for what no page shows.
    """

    moment: datetime.datetime
    person: str
    kind: str
    title: str
    act: str
    address: str = ""
    dated: datetime.date | None = None
    fields: Sequence[FieldChange] = field(default=())
    reason: str = ""
    note: str = ""

    @property
    def is_of_values(self) -> bool:
        """Whether a record came or went with all its values, which a page folds."""
        return any(each.old is None or each.new is None for each in self.fields)
