"""The fiscal year turns on 1 October, and only the writing of a date adds 543."""

from datetime import date

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as some

from etda_plan.common.fiscal import (
    calendar_month,
    first_day,
    fiscal_month,
    fiscal_year,
    long_date,
    month_names,
    parse_long_date,
    quarter,
    short_date,
)

LAST_DAY_OF_2563 = date(2020, 9, 30)
FIRST_DAY_OF_2564 = date(2020, 10, 1)
LEAP_DAY = date(2020, 2, 29)


def test_the_year_turns_between_30_september_and_1_october() -> None:
    assert fiscal_year(date(2019, 10, 1)) == 2563
    assert fiscal_year(LAST_DAY_OF_2563) == 2563
    assert fiscal_year(FIRST_DAY_OF_2564) == 2564


def test_new_year_leaves_the_fiscal_year_as_it_is() -> None:
    assert fiscal_year(date(2019, 12, 31)) == fiscal_year(date(2020, 1, 1)) == 2563


@pytest.mark.parametrize(
    ("day", "month", "number_of_quarter"),
    [
        (date(2019, 10, 1), 1, 1),
        (date(2019, 12, 31), 3, 1),
        (date(2020, 1, 1), 4, 2),
        (LEAP_DAY, 5, 2),
        (date(2020, 4, 1), 7, 3),
        (date(2020, 7, 1), 10, 4),
        (LAST_DAY_OF_2563, 12, 4),
    ],
)
def test_month_1_is_october_and_three_months_are_a_quarter(
    day: date, month: int, number_of_quarter: int
) -> None:
    assert fiscal_month(day) == month
    assert quarter(month) == number_of_quarter
    assert calendar_month(month) == day.month


@pytest.mark.parametrize(
    ("month", "day"),
    [(1, date(2019, 10, 1)), (3, date(2019, 12, 1)), (4, date(2020, 1, 1)), (12, date(2020, 9, 1))],
)
def test_the_first_three_months_lie_in_the_calendar_year_before(month: int, day: date) -> None:
    assert first_day(2563, month) == day


@given(some.dates(date(1900, 1, 1), date(2400, 12, 31)))
def test_a_day_lies_in_the_month_that_it_is_said_to(day: date) -> None:
    start = first_day(fiscal_year(day), fiscal_month(day))
    assert (start.year, start.month) == (day.year, day.month)


@pytest.mark.parametrize(
    ("day", "short", "long"),
    [
        (date(2019, 12, 11), "11 ธ.ค. 2562", "11 ธันวาคม พ.ศ. 2562"),
        (LEAP_DAY, "29 ก.พ. 2563", "29 กุมภาพันธ์ พ.ศ. 2563"),
        (LAST_DAY_OF_2563, "30 ก.ย. 2563", "30 กันยายน พ.ศ. 2563"),
        (FIRST_DAY_OF_2564, "1 ต.ค. 2563", "1 ตุลาคม พ.ศ. 2563"),
    ],
)
def test_dates_are_written_in_the_buddhist_era(day: date, short: str, long: str) -> None:
    with translation.override("th"):
        assert (short_date(day), long_date(day)) == (short, long)


def test_english_names_the_era() -> None:
    with translation.override("en"):
        assert (short_date(LEAP_DAY), long_date(LEAP_DAY)) == (
            "29 Feb 2563",
            "29 February 2563 B.E.",
        )


@given(some.dates(date(1900, 1, 1), date(2400, 12, 31)))
def test_a_long_date_without_its_era_is_read_back(day: date) -> None:
    with translation.override("th"):
        assert parse_long_date(long_date(day).replace("พ.ศ. ", "")) == day


@pytest.mark.parametrize(
    "printed", ["", "11 ธันวาคม", "11 December 2562", "31 กันยายน 2563", "29 กุมภาพันธ์ 2562"]
)
def test_what_names_no_day_is_refused(printed: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse_long_date(printed)


def test_the_names_of_months_begin_with_october() -> None:
    with translation.override("th"):
        names = list(month_names())
    assert (names[0], names[3], names[11], len(set(names))) == ("ต.ค.", "ม.ค.", "ก.ย.", 12)
    with translation.override("en"):
        assert month_names()[0] == "Oct"
