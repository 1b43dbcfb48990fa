"""Working days: weekends, holidays, the ends of months and of the year, 29 February."""

import datetime

import pytest

from projects.models import FiscalPlan
from projects.models.settings import Holiday, ReportingSettings
from projects.work_calendar import WorkCalendar

pytestmark = pytest.mark.once


def day(written: str) -> datetime.date:
    """Return the day of ``1/4/2563``."""
    number, month, year = map(int, written.split("/"))
    return datetime.date(year - 543, month, number)


SONGKRAN = frozenset(map(day, ("13/4/2563", "14/4/2563", "15/4/2563")))
CHAKRI = day("6/4/2563")
PLAIN = WorkCalendar(2563)
HOLIDAYS = WorkCalendar(2563, SONGKRAN | {CHAKRI})


@pytest.mark.parametrize(
    ("written", "works"),
    [
        ("3/4/2563", True),
        ("4/4/2563", False),
        ("5/4/2563", False),
        ("6/4/2563", False),
        ("7/4/2563", True),
        ("29/2/2563", False),
        ("28/2/2563", True),
    ],
)
def test_offices_work_from_monday_to_friday_but_on_holidays(written: str, works: bool) -> None:
    assert HOLIDAYS.is_working_day(day(written)) is works


@pytest.mark.parametrize(
    ("since", "found"),
    [("10/4/2563", "10/4/2563"), ("11/4/2563", "16/4/2563"), ("29/2/2563", "2/3/2563")],
)
def test_from_a_day_on_the_next_working_day_is_found(since: str, found: str) -> None:
    assert HOLIDAYS.from_day(day(since)) == day(found)


@pytest.mark.parametrize(
    ("start", "count", "found"),
    [
        ("10/4/2563", 0, "10/4/2563"),
        ("10/4/2563", 1, "16/4/2563"),
        ("11/4/2563", 1, "16/4/2563"),
        ("10/4/2563", 3, "20/4/2563"),
        ("30/9/2563", 1, "1/10/2563"),
        ("28/2/2563", 1, "2/3/2563"),
    ],
)
def test_working_days_are_counted_onward(start: str, count: int, found: str) -> None:
    assert HOLIDAYS.after(day(start), count) == day(found)


@pytest.mark.parametrize(
    ("start", "count", "found"),
    [
        ("16/4/2563", 0, "16/4/2563"),
        ("16/4/2563", 1, "10/4/2563"),
        ("12/4/2563", 1, "10/4/2563"),
        ("7/4/2563", 2, "2/4/2563"),
        ("2/3/2563", 1, "28/2/2563"),
    ],
)
def test_working_days_are_counted_back(start: str, count: int, found: str) -> None:
    assert HOLIDAYS.before(day(start), count) == day(found)


def test_counting_onward_and_back_meet() -> None:
    start = day("1/10/2562")
    for count in range(1, 250):
        assert HOLIDAYS.before(HOLIDAYS.after(start, count), count) == start


@pytest.mark.parametrize(
    ("month", "due"),
    [
        (1, "7/11/2562"),  # 1 November is a Friday
        (5, "6/3/2563"),  # after 29 February, a Saturday
        (6, "8/4/2563"),  # the Chakri day in between
        (12, "7/10/2563"),  # after the year's end
    ],
)
def test_reports_are_due_on_the_fifth_working_day_after_the_month(month: int, due: str) -> None:
    assert HOLIDAYS.due_day(month) == day(due)


def test_the_working_day_on_which_reports_are_due_is_a_setting() -> None:
    assert WorkCalendar(2563, SONGKRAN | {CHAKRI}, due_working_day=1).due_day(6) == day("1/4/2563")
    assert WorkCalendar(2563, SONGKRAN, due_working_day=10).due_day(6) == day("17/4/2563")


def test_a_month_that_begins_on_a_holiday_counts_from_the_first_working_day() -> None:
    new_year = WorkCalendar(2563, frozenset({day("1/1/2563")}), due_working_day=1)
    assert new_year.due_day(3) == day("2/1/2563")


@pytest.mark.parametrize(
    ("written", "month"),
    [
        ("1/10/2562", 0),
        ("7/11/2562", 0),  # on the due day itself a report is not late
        ("8/11/2562", 1),
        ("8/4/2563", 5),
        ("9/4/2563", 6),
        ("7/10/2563", 11),
        ("8/10/2563", 12),
        ("1/1/2566", 12),
    ],
)
def test_a_month_is_due_once_its_day_has_passed(written: str, month: int) -> None:
    assert HOLIDAYS.last_due_month(day(written)) == month


def test_the_working_days_of_the_year_are_those_of_its_months() -> None:
    days = [each for month in range(1, 13) for each in PLAIN.working_days(month)]
    assert len(days) == len(set(days)) == 262
    assert (days[0], days[-1]) == (day("1/10/2562"), day("30/9/2563"))
    february = list(PLAIN.working_days(5))
    assert (len(february), february[-1]) == (20, day("28/2/2563"))
    assert len(list(HOLIDAYS.working_days(7))) == 22 - 4


def test_a_plan_has_the_calendar_that_is_set(plan: FiscalPlan) -> None:
    Holiday.objects.all().delete()
    assert WorkCalendar.load(plan).due_day(6) == PLAIN.due_day(6)
    Holiday.objects.create(day=CHAKRI, name="วันจักรี")
    ReportingSettings.objects.create(plan=plan, due_working_day=3)
    assert WorkCalendar.load(plan) == WorkCalendar(2563, frozenset({CHAKRI}), 3)
