"""The fiscal calendar and Buddhist-Era dates: dates are Gregorian, only their writing adds 543."""

import datetime
from collections.abc import Sequence

from django.utils import timezone

from etda_plan.common.languages import in_thai
from etda_plan.common.sample import sample_database

BUDDHIST_OFFSET = 543
SHORT_MONTHS = "ม.ค. ก.พ. มี.ค. เม.ย. พ.ค. มิ.ย. ก.ค. ส.ค. ก.ย. ต.ค. พ.ย. ธ.ค.".split()
LONG_MONTHS = (
    "มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม"
).split()
SHORT_MONTHS_EN = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
LONG_MONTHS_EN = (
    "January February March April May June July August September October November December"
).split()


def today() -> datetime.date:
    """Return today's date: Bangkok's, or the day that a sample database keeps."""
    sample = sample_database()
    return sample.today if sample else timezone.localdate()


def fiscal_year(day: datetime.date) -> int:
    """Return the fiscal year (B.E.) of a day: it is named by the year in which it ends."""
    return day.year + BUDDHIST_OFFSET + (day.month >= 10)


def fiscal_month(day: datetime.date) -> int:
    """Return 1 for October … 12 for September."""
    return (day.month - 10) % 12 + 1


def calendar_month(month: int) -> int:
    """Return the calendar month of a fiscal month: 1 → 10 (October), 12 → 9 (September)."""
    return (month + 8) % 12 + 1


def quarter(month: int) -> int:
    """Return the quarter (1–4) of a fiscal month."""
    return (month - 1) // 3 + 1


def first_day(year: int, month: int) -> datetime.date:
    """Return the first day of a fiscal month of a fiscal year (B.E.)."""
    gregorian = year - BUDDHIST_OFFSET - (month <= 3)
    return datetime.date(gregorian, calendar_month(month), 1)


def parse_long_date(printed: str) -> datetime.date:
    """Return the day that ``11 ธันวาคม 2562`` names; raise ``ValueError`` for anything else."""
    day, month, year = printed.split()
    return datetime.date(int(year) - BUDDHIST_OFFSET, LONG_MONTHS.index(month) + 1, int(day))


def month_names() -> Sequence[str]:
    """Return the twelve short month names in the language in use, October first."""
    names = SHORT_MONTHS if in_thai() else SHORT_MONTHS_EN
    return [names[calendar_month(month) - 1] for month in range(1, 13)]


def short_date(day: datetime.date) -> str:
    """Return ``11 ธ.ค. 2562``, or ``11 Dec 2562`` in English."""
    names = SHORT_MONTHS if in_thai() else SHORT_MONTHS_EN
    return f"{day.day} {names[day.month - 1]} {day.year + BUDDHIST_OFFSET}"


def typed_date(day: datetime.date) -> str:
    """Return ``11/12/2562``, as a person types it."""
    return f"{day.day}/{day.month}/{day.year + BUDDHIST_OFFSET}"


def long_date(day: datetime.date) -> str:
    """Return ``11 ธันวาคม พ.ศ. 2562``, or ``11 December 2562 B.E.`` in English."""
    if in_thai():
        return f"{day.day} {LONG_MONTHS[day.month - 1]} พ.ศ. {day.year + BUDDHIST_OFFSET}"
    return f"{day.day} {LONG_MONTHS_EN[day.month - 1]} {day.year + BUDDHIST_OFFSET} B.E."


def month_label(day: datetime.date) -> str:
    """Return the month of a day with its year: ``มี.ค. 2563``, or ``Mar 2563`` in English."""
    return short_date(day).split(" ", 1)[1]


def long_month_label(day: datetime.date) -> str:
    """Return the month of a day in full: ``มีนาคม 2563``, or ``March 2563`` in English."""
    names = LONG_MONTHS if in_thai() else LONG_MONTHS_EN
    return f"{names[day.month - 1]} {day.year + BUDDHIST_OFFSET}"
