"""Kill what does what is due, amid work, and look whether anybody is told twice or never.

Each round a few new officers of every office are to be told that reports stay out. Several runs
begin at once, each is killed at a moment of chance, and a last one, after the lease of what they
held, is left alone. Then everybody was told each thing once, and every mail has left: once, or
twice where a run was killed with the mail in its hands.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator

from django.conf import settings
from django.db import connection

from benchmarks import own_database
from etda_plan.accounts.models import Mail, Notification, User
from etda_plan.accounts.models.notices import LEASE
from etda_plan.common.fiscal import today
from etda_plan.overview.due.reminders import deadlines
from projects.models import FiscalPlan, Office
from tests.factories import make_sample
from tests.operations.mail_server import MailServer, mail_server
from tests.reporting_factories import make_officer

AT_ONCE = 3
OFFICERS = 3
"""How many of each office are new in a round."""

SECONDS_A_MAIL = 0.05


def people(number: int) -> list[User]:
    """Return new officers of every office, each with an address of the own."""
    names = [f"{number}-{place}" for place in range(OFFICERS)]
    officers = [
        make_officer(each, f"{name}-{each.pk}") for each in Office.objects.all() for name in names
    ]
    for officer in officers:
        officer.email = f"{officer.username}@etda.example"
    User.objects.bulk_update(officers, ["email"])
    return officers


def begin(server: MailServer) -> subprocess.Popen[bytes]:
    """Start a run of a process of its own."""
    return subprocess.Popen(
        [sys.executable, "manage.py", "run_due"],
        env={**os.environ, **server.environment},
        cwd=settings.BASE_DIR,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def let_finish(server: MailServer) -> None:
    """Let one run do the rest, as after the lease of what was held."""
    for mail in Mail.objects.filter(state=Mail.State.SENDING):
        held_since = (mail.claimed_at or mail.next_attempt_at) - LEASE
        Mail.objects.filter(pk=mail.pk).update(claimed_at=held_since)
    connection.close()
    if begin(server).wait():
        raise SystemExit("A run that nobody killed has failed.")


def kill_amid_work(server: MailServer, seconds: float, counts: Iterable[int]) -> set[str]:
    """Start runs at once and kill each; return whose mail was in the hands of one.

    The first is killed after so many seconds, every other when so many mails have left.
    """
    connection.close()
    first, *others = [begin(server) for _ in range(AT_ONCE)]
    time.sleep(seconds)
    kill(first)
    for count, run in zip(sorted(counts), others, strict=True):
        while len(server.taken) < count and run.poll() is None:
            time.sleep(0.005)
        kill(run)
    held = Mail.objects.filter(state=Mail.State.SENDING)
    return set(held.values_list("notification__recipient__email", flat=True))


def kill(run: subprocess.Popen[bytes]) -> None:
    """End a run at once, whatever it does."""
    run.send_signal(signal.SIGKILL)
    run.wait()


def wrongs(
    officers: Iterable[User], reminders: int, held: set[str], sent: Counter[str]
) -> Iterator[str]:
    """Yield what is not as it is to be: of each officer so many reminders, each mailed once."""
    for officer in officers:
        told = Notification.objects.filter(recipient=officer).count()
        if told != reminders:
            yield f"{officer.username} was told {told} times"
        mails = sent[officer.email]
        if mails < reminders or mails > reminders + (officer.email in held):
            yield f"{officer.username} was sent {mails} mails"
    if left := Mail.objects.exclude(state=Mail.State.SENT).count():
        yield f"{left} mails are left"


def seconds_undisturbed(server: MailServer) -> float:
    """Return how long a run takes that nobody kills."""
    people(0)
    began = time.monotonic()
    let_finish(server)
    return time.monotonic() - began


def play(rounds: int, seed: int) -> int:
    """Play the rounds and print what came of them; return how many things were wrong."""
    chance = random.Random(seed)
    own_database.prepare()
    make_sample()
    plan = FiscalPlan.objects.get()
    reminders = sum(bool(each.reminder(today())) for each in deadlines(plan, today()))
    wrong: list[str] = []
    twice = 0
    began = time.monotonic()
    with mail_server() as server:
        server.seconds = SECONDS_A_MAIL
        usual = seconds_undisturbed(server)
        for number in range(1, rounds + 1):
            server.taken.clear()
            officers = people(number)
            counts = [chance.randrange(len(officers)) for _ in range(AT_ONCE - 1)]
            held = kill_amid_work(server, chance.uniform(0, usual), counts)
            amid = len(server.taken)
            let_finish(server)
            sent = Counter(server.taken)
            twice += sum(sent.values()) - reminders * len(officers)
            wrong += [f"round {number}: {each}" for each in wrongs(officers, reminders, held, sent)]
            print(f"round {number}: {amid} sent amid kills, {len(held)} held", flush=True)
    print(f"{connection.vendor}: {rounds} rounds of {AT_ONCE} runs, {twice} mails twice")
    print(f"{len(wrong)} wrong; {time.monotonic() - began:.0f} s", *wrong[:20], sep="\n")
    return len(wrong)


def main() -> None:
    """Read what is asked for and play it; exit status 1 where anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    raise SystemExit(bool(play(options.rounds, options.seed)))


if __name__ == "__main__":
    main()
