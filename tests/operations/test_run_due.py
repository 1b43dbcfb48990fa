"""What is due, done by processes: at once, killed amid work, beside a server that dies."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections

from etda_plan.accounts.models import Mail
from etda_plan.accounts.models.notices import LEASE
from etda_plan.accounts.notices.kinds import notice
from tests.engines import children_of, is_alive
from tests.factories import make_mail, make_user
from tests.living import LivingSite
from tests.operations.mail_server import MailServer, mail_server

notice("tests.due", "%(office)s", "")
MAILS = 12
SECONDS = 60


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as running:
        yield running


@pytest.fixture
def site(living: str, tmp_path: Path, server: MailServer) -> LivingSite:
    """A site, not started, whose mails go to the test's own server; twelve wait."""
    site = LivingSite(tmp_path)
    site.environment.update(server.environment)
    queue_mails()
    connections.close_all()
    return site


def queue_mails(since: int = 0) -> list[str]:
    """Queue a mail to each of twelve people; return their addresses."""
    addresses = [f"user{number}@etda.example" for number in range(since, since + MAILS)]
    for address in addresses:
        make_mail(make_user(address.partition("@")[0], email=address))
    return addresses


def begin(site: LivingSite) -> subprocess.Popen[bytes]:
    command = [sys.executable, "manage.py", "run_due"]
    return subprocess.Popen(
        command, env=site.environment, cwd=settings.BASE_DIR, stdout=subprocess.DEVNULL
    )


def wait_until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_processes_at_once_send_each_mail_once(site: LivingSite, server: MailServer) -> None:
    runs = [begin(site) for _ in range(3)]
    assert [run.wait(SECONDS) for run in runs] == [0, 0, 0]
    assert sorted(server.taken) == sorted(f"user{number}@etda.example" for number in range(MAILS))
    assert Mail.objects.filter(state="sent", attempts=1).count() == MAILS


def test_what_a_killed_run_had_not_sent_is_sent_later_and_nothing_twice(
    site: LivingSite, server: MailServer
) -> None:
    server.stop_at = MAILS // 2
    run = begin(site)
    assert server.stopped.wait(SECONDS)
    run.send_signal(signal.SIGKILL)
    run.wait()
    held = Mail.objects.get(state="sending")
    assert Mail.objects.filter(state="sent").count() == len(server.taken) == MAILS // 2
    assert held.claimed_at
    server.stop_at = -1
    site.manage("run_due")
    assert len(server.taken) == MAILS - 1
    Mail.objects.filter(pk=held.pk).update(claimed_at=held.claimed_at - LEASE)
    site.manage("run_due")
    assert sorted(server.taken) == sorted(f"user{number}@etda.example" for number in range(MAILS))
    assert Mail.objects.filter(state="sent").count() == MAILS


def beside(site: LivingSite) -> list[int]:
    """Return the processes that do what is due beside a site's server."""
    assert site.process
    return [
        child
        for child in children_of(site.process.pid)
        if b"run_due" in Path(f"/proc/{child}/cmdline").read_bytes()
    ]


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGKILL])
def test_beside_a_server_it_is_done_again_and_again_and_ends_with_it(
    site: LivingSite, server: MailServer, end: signal.Signals
) -> None:
    site.environment["RUN_DUE_SECONDS"] = "1"
    site.start()
    assert site.process
    (loop,) = beside(site)
    wait_until(lambda: len(server.taken) == MAILS)
    queue_mails(since=MAILS)
    wait_until(lambda: len(server.taken) == 2 * MAILS)
    os.kill(site.process.pid, end)  # the server alone, not what it started
    site.process.wait(SECONDS)
    wait_until(lambda: not is_alive(loop))
