"""What people change about the site as a whole."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction

from etda_plan.common.models import SampleDatabase
from etda_plan.common.sample import forget
from etda_plan.overview.permissions import MOVE_TODAY
from etda_plan.overview.sample.playing import play_until


@transaction.atomic
def move_today(day: datetime.date, user: Any) -> None:
    """Make ``day`` the today of a sample database, forward or back within its days.

    On the way forward what its made-up year has for the days between is done. On the way back
    nothing is undone: entries of later days just do not count yet.

    Raise ``PermissionDenied`` where ``user`` may not, ``ValidationError`` for a day outside the
    year, ``SampleDatabase.DoesNotExist`` in a real database, whose days pass by themselves.
    """
    MOVE_TODAY.require(user)
    sample = SampleDatabase.objects.select_for_update().get()
    sample.today = day
    sample.full_clean()
    sample.save(update_fields=["today"])
    play_until(day, sample)
    forget()
