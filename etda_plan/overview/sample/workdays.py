"""The days of the sample's year on which offices work, as the calendar that ships with it says."""

from __future__ import annotations

import datetime

from django.conf import settings

from etda_plan.common.fiscal import first_day
from etda_plan.overview.loading.context import read_holidays
from projects.work_calendar import WorkCalendar

YEAR = 2563
ONE_DAY = datetime.timedelta(days=1)
LAST_DAY = first_day(YEAR + 1, 1) - ONE_DAY
CALENDAR = WorkCalendar(
    YEAR, frozenset(read_holidays(settings.BASE_DIR / "fixtures" / f"fy{YEAR}"))
)


def on(typed: str) -> datetime.date:
    """Return the day of the year that ``3/12`` (3 December) names."""
    day, month = map(int, typed.split("/"))
    return first_day(YEAR, (month - 10) % 12 + 1).replace(day=day)


def is_working_day(day: datetime.date) -> bool:
    """Whether offices are open."""
    return CALENDAR.is_working_day(day)


def working_day(day: datetime.date) -> datetime.date:
    """Return ``day``, or the next day on which offices work; the year's last day at the latest."""
    return min(CALENDAR.from_day(day), LAST_DAY)


def later(day: datetime.date, days: int) -> datetime.date:
    """Return the working day so many working days later; the year's last day at the latest."""
    return min(CALENDAR.after(day, days), LAST_DAY)


def after_month(month: int, count: int) -> datetime.date:
    """Return the working day of that count after a fiscal month."""
    first = first_day(YEAR, month + 1) if month < 12 else LAST_DAY + ONE_DAY
    return CALENDAR.after(first - ONE_DAY, count)


def working_days(month: int) -> list[datetime.date]:
    """Return the working days of a fiscal month (1 = October)."""
    return list(CALENDAR.working_days(month))
