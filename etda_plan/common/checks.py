"""What a check is: two figures that must be equal, and how it may end.

The apps state the identities of their own data in their ``reconciliation.py``; the top floor
gathers them. Figures are exact decimals, compared without tolerance.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Protocol, TypeVar

from django.utils.translation import gettext as _

from etda_plan.common.figures import signed_million

ZERO = Decimal(0)
SATANG = Decimal("0.01")
HUNDRED = Decimal("1E2")

Row = TypeVar("Row")
Key = TypeVar("Key", bound=Hashable)


class Status(StrEnum):
    """How a check ends."""

    AGREES = "agrees"
    DOCUMENTED = "documented"
    DISAGREES = "disagrees"


class Unit(StrEnum):
    """What the figures of a check are: money in baht, a number of things, an indicator's value."""

    BAHT = "baht"
    COUNT = "count"
    MEASURE = "measure"


class RecordedDifference(Protocol):
    """A record, such as an anomaly, that explains the difference of the check it names."""

    code: str
    check_code: str
    difference: Decimal | None


@dataclass(frozen=True)
class Check:
    """``expected`` is the printed figure that governs, ``actual`` what was added up or stored.

    ``anomaly`` explains a difference that it states to the satang; ``amended`` says that a person
    changed the value on purpose and gave the reason, which ``note`` tells. ``holds_record`` marks
    a check whose ``actual`` is itself what an anomaly records. ``related`` are the anomalies that
    change a figure on ``warned_lines``, the lines that the note is about.
    """

    code: str
    group: str
    title: str
    expected: Decimal
    actual: Decimal
    source_lines: tuple[int, ...] = ()
    unit: Unit = Unit.BAHT
    counted: str = ""
    note: str = ""
    anomaly: RecordedDifference | None = None
    amended: bool = False
    holds_record: bool = False
    warned_lines: tuple[int, ...] = ()
    related: tuple[RecordedDifference, ...] = ()

    @property
    def difference(self) -> Decimal:
        """How far ``actual`` lies above ``expected``."""
        return self.actual - self.expected

    @property
    def status(self) -> Status:
        """Agrees, documented, or disagrees; a recorded difference that is not there disagrees."""
        if self.anomaly is not None and not self.holds_record:
            explained = self.difference == self.anomaly.difference
            return Status.DOCUMENTED if explained else Status.DISAGREES
        if self.difference == 0:
            return Status.AGREES
        return Status.DOCUMENTED if self.amended else Status.DISAGREES

    @property
    def difference_hidden(self) -> bool:
        """Whether ล้านบาท with four places would show the difference as zero."""
        hundreds = self.difference.quantize(HUNDRED, ROUND_HALF_UP)
        return self.unit is Unit.BAHT and self.difference != hundreds

    def written(self, figure: Decimal) -> str:
        """Return a figure of this check as data: baht with two places, counts as integers."""
        if self.unit is Unit.BAHT:
            return str(figure.quantize(SATANG))
        return f"{figure.normalize():f}" if figure else "0"

    def as_data(self) -> dict[str, object]:
        """Return the check as the command's JSON gives it."""
        return {
            "code": self.code,
            "title": self.title,
            "expected": self.written(self.expected),
            "actual": self.written(self.actual),
            "difference": self.written(self.difference),
            "status": self.status.value,
            "source_lines": list(self.source_lines),
        }


def explained(check: Check, recorded: RecordedDifference) -> Check:
    """Return ``check`` with the record that explains its difference; say so if it does not."""
    result = replace(check, anomaly=recorded)
    if result.status is not Status.DISAGREES or recorded.difference is None:
        return result
    note = _("%(code)s records %(recorded)s, which is not the difference found here") % {
        "code": recorded.code,
        "recorded": signed_million(recorded.difference),
    }
    return replace(result, note=" · ".join(filter(None, [check.note, note])))


def lines_of(*numbers: int | None) -> tuple[int, ...]:
    """Return line numbers in order, each once, without those that are unknown."""
    return tuple(sorted({number for number in numbers if number is not None}))


def grouped(rows: Iterable[Row], key: Callable[[Row], Key]) -> Mapping[Key, list[Row]]:
    """Return rows by key, in the order in which keys first appear."""
    groups: dict[Key, list[Row]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return groups


def count_check(
    code: str,
    group: str,
    title: str,
    count: int,
    wrong: Collection[object],
    *,
    counted: str,
    source_lines: tuple[int, ...] = (),
) -> Check:
    """Return how many things there are against how many of them are right; the wrong are named."""
    return Check(
        code=code,
        group=group,
        title=title,
        expected=Decimal(count),
        actual=Decimal(count - len(wrong)),
        source_lines=source_lines,
        unit=Unit.COUNT,
        counted=counted,
        note=" · ".join(map(str, wrong)),
    )


class Numbered(Protocol):
    """A row that bears a number."""

    number: int


def misnumbered(rows: Iterable[Numbered]) -> list[Numbered]:
    """Return the rows of one list that do not bear the number of their place, from 1."""
    in_order = sorted(rows, key=lambda row: row.number)
    return [row for place, row in enumerate(in_order, start=1) if row.number != place]


def numbering_check(
    code: str, group: str, title: str, lists: Iterable[Iterable[Numbered]]
) -> Check:
    """Return how many rows of how many lists there are against those numbered without a gap."""
    listed = [list(rows) for rows in lists]
    wrong = [row for rows in listed for row in misnumbered(rows)]
    count = sum(map(len, listed))
    return count_check(code, group, title, count, wrong, counted=_("rows"))
