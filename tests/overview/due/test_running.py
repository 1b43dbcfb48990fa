"""The tasks of a run: each is done, whatever becomes of the others."""

from __future__ import annotations

import pytest

from etda_plan.overview.due.running import TASKS, Task, run_due

pytestmark = pytest.mark.once


def failing() -> int:
    raise OSError("no space left on device")


def test_one_that_fails_is_logged_and_stops_no_other(caplog: pytest.LogCaptureFixture) -> None:
    tasks = (Task("first", lambda: 2), Task("broken", failing), Task("last", lambda: 0))
    assert [(done.task.name, done.count) for done in run_due(tasks)] == [
        ("first", 2),
        ("broken", None),
        ("last", 0),
    ]
    assert "A task that was due failed: broken" in caplog.text
    assert "no space left on device" in caplog.text


def test_people_are_told_before_mails_leave() -> None:
    assert [task.do.__name__ for task in TASKS] == ["remind", "escalate", "send_mails"]
