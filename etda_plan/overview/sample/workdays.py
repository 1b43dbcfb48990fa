"""The days of the sample's year on which offices work."""

from __future__ import annotations

import datetime

from etda_plan.common.fiscal import first_day

YEAR = 2563
ONE_DAY = datetime.timedelta(days=1)
LAST_DAY = first_day(YEAR + 1, 1) - ONE_DAY


def on(typed: str) -> datetime.date:
    """Return the day of the year that ``3/12`` (3 December) names."""
    day, month = map(int, typed.split("/"))
    return first_day(YEAR, (month - 10) % 12 + 1).replace(day=day)


HOLIDAYS = frozenset(
    map(
        on,
        "14/10 23/10 5/12 10/12 31/12 1/1 10/2 6/4 1/5 4/5 6/5 3/6 6/7 7/7 27/7 28/7 12/8 4/9 7/9"
        "".split(),
    )
)


def is_working_day(day: datetime.date) -> bool:
    """Whether offices are open."""
    return day.weekday() < 5 and day not in HOLIDAYS


def working_day(day: datetime.date) -> datetime.date:
    """Return ``day``, or the next day on which offices work; the year's last day at the latest."""
    while day < LAST_DAY and not is_working_day(day):
        day += ONE_DAY
    return min(day, LAST_DAY)


def later(day: datetime.date, days: int) -> datetime.date:
    """Return the working day so many working days later."""
    for _ in range(days):
        day = working_day(day + ONE_DAY)
    return day


def working_days(month: int) -> list[datetime.date]:
    """Return the working days of a fiscal month (1 = October)."""
    first = first_day(YEAR, month)
    days = (first + datetime.timedelta(days=count) for count in range(31))
    return [day for day in days if day.month == first.month and is_working_day(day)]
