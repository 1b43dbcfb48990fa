"""The tasks, in the order in which they are done, and doing them all."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from etda_plan.accounts.notices.mailing import send_mails
from etda_plan.overview.due.reminders import escalate, remind

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Task:
    """Something to do when it is due: what it is called, and what does it and counts."""

    name: StrOrPromise
    do: Callable[[], int]


TASKS = (
    Task(_("reminders"), remind),
    Task(_("escalations"), escalate),
    Task(_("mails"), send_mails),
)


@dataclass(frozen=True)
class Outcome:
    """What came of a task: how many it did, None where it failed."""

    task: Task
    count: int | None


def run_due(tasks: tuple[Task, ...] = TASKS) -> list[Outcome]:
    """Do all that is due; one task's failure is logged and stops no other."""
    return [Outcome(task, _done(task)) for task in tasks]


def _done(task: Task) -> int | None:
    try:
        return task.do()
    except Exception:
        logger.exception("A task that was due failed: %s", task.name)
        return None
