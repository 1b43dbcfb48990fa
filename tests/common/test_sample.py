"""The mark of a sample database, and the day that is today."""

import datetime

import pytest
from django.db import IntegrityError, connection, transaction
from pytest_django import DjangoAssertNumQueries

from etda_plan.common.exports import Export, to_csv
from etda_plan.common.fiscal import today
from etda_plan.common.models import SampleDatabase
from etda_plan.common.sample import forget, known_sample, read_once, sample_database
from tests.factories import make_sample

pytestmark = pytest.mark.django_db

DAY = datetime.date(2020, 4, 13)


def test_a_real_database_has_bangkok_s_day(monkeypatch: pytest.MonkeyPatch) -> None:
    late_evening_in_london = datetime.datetime(2026, 3, 31, 18, 0, tzinfo=datetime.UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: late_evening_in_london)
    assert sample_database() is None
    assert today() == datetime.date(2026, 4, 1)


def test_a_sample_database_keeps_its_own_day() -> None:
    make_sample(DAY)
    assert today() == DAY
    SampleDatabase.objects.update(today=datetime.date(2020, 9, 30))
    assert today() == datetime.date(2020, 9, 30)


@pytest.mark.parametrize("is_sample", [False, True])
def test_within_a_request_the_mark_is_read_once(
    django_assert_num_queries: DjangoAssertNumQueries, is_sample: bool
) -> None:
    if is_sample:
        make_sample(DAY)
    with read_once():
        assert known_sample() is None
        with django_assert_num_queries(1):
            days = {today() for _ in range(3)}
        assert (known_sample() is not None) is is_sample
    assert (days == {DAY}) is is_sample


def test_outside_a_request_it_is_read_each_time(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(2):
        today()
        today()


def test_what_was_read_is_forgotten_when_the_day_moves() -> None:
    mark = make_sample(DAY)
    with read_once():
        assert today() == DAY
        SampleDatabase.objects.filter(pk=mark.pk).update(today=mark.last_day)
        assert today() == DAY
        forget()
        assert today() == mark.last_day


def test_one_request_knows_nothing_of_another() -> None:
    with read_once():
        assert sample_database() is None
    make_sample(DAY)
    with read_once():
        assert today() == DAY


def test_there_is_one_mark_and_its_today_lies_in_its_year() -> None:
    mark = make_sample(DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_sample(DAY)
    days = {"first_day": mark.first_day, "last_day": mark.last_day, "today": DAY}
    with pytest.raises(IntegrityError), transaction.atomic():
        SampleDatabase.objects.create(id=2, seed=2, **days)
    for day in (datetime.date(2019, 9, 30), datetime.date(2020, 10, 1)):
        with pytest.raises(IntegrityError), transaction.atomic():
            SampleDatabase.objects.update(today=day)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM common_sampledatabase",
        "UPDATE common_sampledatabase SET id = 2",
        "UPDATE common_sampledatabase SET seed = 7",
        "UPDATE common_sampledatabase SET last_day = '2099-09-30'",
    ],
)
def test_a_sample_never_becomes_a_real_database(statement: str) -> None:
    mark = make_sample(DAY)
    with pytest.raises(IntegrityError, match="ตัวอย่างตลอดไป"), transaction.atomic():
        mark.delete()
    with (
        pytest.raises(IntegrityError, match="ตัวอย่างตลอดไป"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert sample_database() is not None


def test_the_month_ends_of_its_year_are_known() -> None:
    ends = make_sample(DAY).month_ends
    assert len(ends) == 12
    assert ends[0] == datetime.date(2019, 10, 31)
    assert ends[4] == datetime.date(2020, 2, 29)
    assert ends[-1] == datetime.date(2020, 9, 30)


def test_every_row_of_a_csv_says_that_it_is_a_sample() -> None:
    export = Export("รายการ", "items", ["ชื่อ"], [["ก"], ["ข"]])
    assert to_csv(export).splitlines()[0] == "\ufeffชื่อ"
    make_sample(DAY)
    assert to_csv(export).splitlines() == [
        "\ufeffข้อมูลตัวอย่าง,ชื่อ",
        "ข้อมูลตัวอย่าง,ก",
        "ข้อมูลตัวอย่าง,ข",
    ]
