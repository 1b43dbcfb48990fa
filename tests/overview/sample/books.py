"""The script's entries added up by hand, in satang: what the ledger must come to."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from decimal import Decimal

from etda_plan.overview.sample.decisions import current_amount
from etda_plan.overview.sample.operations import Operation, Post
from etda_plan.overview.sample.works import LINES

STAGES = ("reservation", "commitment", "payment")
Books = dict[str, dict[str, int]]


def satang(amount: Decimal) -> int:
    return int(amount * 100)


def on_day(operations: tuple[Operation, ...], day: datetime.date) -> Books:
    """Return what each line has in each stage, and left, as of a day."""
    posts = {each.name: each for each in operations if isinstance(each, Post)}
    books = {line.code: dict.fromkeys(STAGES, 0) for line in LINES}
    for post in posts.values():
        if post.date <= day:
            for stage, amount in moves(post, posts):
                books[post.line][stage] += amount
    for code, stages in books.items():
        stages["left"] = satang(current_amount(code, day)) - sum(stages.values())
    return books


def moves(post: Post, posts: dict[str, Post]) -> Iterator[tuple[str, int]]:
    """Yield what an entry adds to each stage."""
    done, sign = (posts[post.reverses], -1) if post.reverses else (post, 1)
    yield done.kind, sign * satang(post.amount)
    if done.draws_on:
        yield STAGES[STAGES.index(done.kind) - 1], -sign * satang(post.amount)


def percent_of_all(books: Books, *stages: str) -> float:
    whole = sum(sum(each.values()) for each in books.values())
    return 100 * sum(each[stage] for each in books.values() for stage in stages) / whole
