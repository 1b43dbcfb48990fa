"""What people send to the ledger's pages, and what came of it."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable, Sequence

from budgets.models import Allocation, Entry, Transfer
from tests.living import LivingSite, Person, Reply, at_once

POST, TRANSFERS, MONTHS = "/budgets/entries/new/", "/budgets/transfers/", "/budgets/months/"


def pay(person: Person, allocation: Allocation, amount: str = "1.00", **fields: object) -> Reply:
    """Send the form that pays, dated 1 April 2563 unless told otherwise."""
    form = {
        "kind": "payment",
        "allocation": allocation.pk,
        "amount": amount,
        "date": "1/4/2563",
        "key": uuid.uuid4(),
    }
    return person.post(POST, **{**form, **fields})


def draw(person: Person, earlier: Entry, amount: str, **fields: object) -> Reply:
    """Send the form that draws on an earlier entry."""
    form = {"amount": amount, "date": "1/4/2563", "key": uuid.uuid4()}
    return person.post(f"{POST}?draws_on={earlier.pk}", **{**form, **fields})


def approve(person: Person, transfer: Transfer) -> Reply:
    """Send the approval of a transfer."""
    return person.post(f"{TRANSFERS}{transfer.pk}/", decision="approve", key=uuid.uuid4())


def close(person: Person, number: int) -> Reply:
    """Send the form that closes a month (1 = October)."""
    return person.post(f"{MONTHS}{number}/close/", key=uuid.uuid4())


def all_at_once(actions: Sequence[Callable[[], Reply]]) -> list[Reply]:
    """Send all at the same moment; nobody may be left without an answer."""
    replies = at_once(actions)
    broken = [reply for reply in replies if isinstance(reply, Exception)]
    assert broken == []
    return [reply for reply in replies if isinstance(reply, Reply)]


def outcomes(replies: Sequence[Reply]) -> Counter[int]:
    """Count the answers: 302 was carried out, 200 is the form again, with the reason."""
    return Counter(reply.status for reply in replies)


def require_quiet(site: LivingSite) -> None:
    """Require that the server met no error of its own: no traceback, no deadlock, no lock."""
    said = site.stderr()
    for word in ("Traceback", "locked", "deadlock", "Internal Server Error"):
        assert word not in said, said[-3000:]
