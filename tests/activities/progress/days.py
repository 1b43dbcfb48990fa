"""A year to look at from different days: its plan, and what is done on which of them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import AnonymousUser

from activities.models import Activity
from activities.progress.items import ActivityState
from activities.progress.reading import Progress, read_progress
from etda_plan.accounts.models import User
from etda_plan.common.models import SampleDatabase
from etda_plan.common.permissions import Role
from projects.models import FiscalPlan, MonthlyReport
from projects.sight import sight_of
from tests.factories import make_sample, make_user
from tests.reporting_factories import make_report


def day_of(written: str) -> datetime.date:
    """Return the day of ``10/1/2563``."""
    day, month, year = map(int, written.split("/"))
    return datetime.date(year - 543, month, day)


def on(written: str) -> datetime.date:
    """Make it the day of ``10/1/2563`` in the database, which becomes a sample; return the day."""
    today = day_of(written)
    if not SampleDatabase.objects.update(today=today):
        make_sample(today)
    return today


def report(written: str, month: int, progress: Mapping[Activity, str], **fields: Any) -> None:
    """Have the office's report of a month approved on a day; ``progress`` by activity."""
    on(written)
    office = next(iter(progress)).office
    make_report(office, month, MonthlyReport.State.APPROVED, progress=progress, **fields)


def seen(
    plan: FiscalPlan, written: str, user: User | AnonymousUser | None = None, as_of: str = ""
) -> Progress:
    """Return what an auditor, or another, sees on a day, of that day or of one before it."""
    today = on(written)
    day = day_of(as_of) if as_of else today
    return read_progress(plan, sight_of(user or make_auditor(), plan, day))


def make_auditor(username: str = "auditor") -> User:
    """Return the auditor of this name."""
    found = User.objects.filter(username=username).first()
    return found or make_user(username, Role.AUDITOR)


def state_of(progress: Progress, activity: Activity) -> ActivityState:
    """Return the state of an activity that is there."""
    found = progress.of_activity(activity.pk)
    assert found is not None
    return found
