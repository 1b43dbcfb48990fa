"""The year of the sample as a script: the same operations from the same seed, each time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache
from random import Random

from etda_plan.overview.sample.decisions import decisions
from etda_plan.overview.sample.operations import (
    COMMITMENT,
    PAYMENT,
    RESERVATION,
    REVERSAL,
    CloseMonth,
    CloseReports,
    Operation,
    Post,
    ProposeCarryForward,
    PublishMonth,
)
from etda_plan.overview.sample.reports import work
from etda_plan.overview.sample.spending import posts_of
from etda_plan.overview.sample.works import LINES

LAST_OF_A_DAY = (Post, CloseMonth, CloseReports, PublishMonth, ProposeCarryForward)
"""What a day ends with, in this order, after its decisions."""

NUMBERS = {
    RESERVATION: "ขซ. {:03}/63",
    COMMITMENT: "สญ. {:03}/63",
    PAYMENT: "บจ. {:04}/63",
    REVERSAL: "ปร. {:03}/63",
}
SIGNATURES = (
    (Decimal(100_000), "หัวหน้าส่วนการเงิน (ตัวอย่าง)"),
    (Decimal(2_000_000), "รองผู้อำนวยการ (ตัวอย่าง)"),
    (Decimal("Infinity"), "ผู้อำนวยการ (ตัวอย่าง)"),
)
"""Who signs a paper of up to so many baht."""


@cache
def the_year(seed: int) -> tuple[Operation, ...]:
    """Return what people do in the sample's year, in order."""
    chance = Random(seed)
    posts = [post for line in LINES for post in posts_of(line, chance)]
    operations = sorted(
        [*decisions(), *posts, *work(Random(seed))], key=lambda each: (each.day, _place(each))
    )
    return tuple(_numbered(operations))


def _place(operation: Operation) -> int:
    """Return where in its day an operation is done: what brings money comes before posting."""
    if isinstance(operation, LAST_OF_A_DAY):
        return 1 + LAST_OF_A_DAY.index(type(operation))
    return 0


def _numbered(operations: Iterable[Operation]) -> Iterator[Operation]:
    """Yield the operations, entries with their papers' numbers and signatures."""
    used: Counter[str] = Counter()
    for operation in operations:
        if not isinstance(operation, Post):
            yield operation
            continue
        used[operation.kind] += 1
        yield replace(
            operation,
            document_number=NUMBERS[operation.kind].format(used[operation.kind]),
            paper_approved_by=_signature(operation.amount),
        )


def _signature(amount: Decimal) -> str:
    return next(who for limit, who in SIGNATURES if amount <= limit)
