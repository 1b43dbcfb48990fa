"""``manage.py run_due``: reminders, escalations and mails whose time has come."""

from __future__ import annotations

import os
import threading
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.utils.translation import gettext as _

from etda_plan.overview.due import Outcome, run_due


class Command(BaseCommand):
    """Do what is due, once; with ``--every``, again and again beside a server."""

    help = "Send the reminders, escalations and mails that are due; safe twice and at once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the seconds between two rounds, and whom to end with."""
        parser.add_argument("--every", type=int, metavar="SECONDS", help="go on, again and again")
        parser.add_argument(
            "--beside", type=int, metavar="PROCESS", help="end when this parent process is gone"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it and say what was done; exit status 1 where a task failed."""
        if options["every"]:
            self._go_on(options["every"], options["beside"])
        outcomes = run_due()
        self._say(outcomes)
        if any(outcome.count is None for outcome in outcomes):
            raise CommandError(_("A task failed; the log says why."))

    def _go_on(self, seconds: int, parent: int | None) -> None:
        """Do it every so many seconds, as long as the parent process lives, if one is named."""
        if parent:
            threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
        while True:
            self._say([outcome for outcome in run_due() if outcome.count])
            connections.close_all()
            time.sleep(seconds)

    def _say(self, outcomes: list[Outcome]) -> None:
        for outcome in outcomes:
            self.stdout.write(f"{outcome.task.name}: {outcome.count}")


def _end_with(parent: int) -> None:
    """End this process, whatever it does, within a second of its parent's end."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(0)
