"""Who is in which office, and when."""

import datetime
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from pytest_django import DjangoAssertNumQueries

from etda_plan.accounts.models import User
from projects.models import Office, OfficeMembership
from tests.factories import make_membership, make_office, make_plan, make_user

pytestmark = pytest.mark.django_db

OCTOBER, MARCH, APRIL, MAY = (
    datetime.date(2019, 10, 1),
    datetime.date(2020, 3, 31),
    datetime.date(2020, 4, 1),
    datetime.date(2020, 5, 1),
)
DAY = datetime.timedelta(days=1)


@pytest.fixture
def office() -> Office:
    return make_office(make_plan())


@pytest.fixture
def user() -> User:
    return make_user()


def offices(user: Any, day: datetime.date) -> list[str]:
    return [office.code for office in Office.objects.of_user(user, day)]


def test_a_membership_counts_from_its_first_day_to_its_last(user: User, office: Office) -> None:
    make_membership(user, office, OCTOBER, MARCH)
    counted = {day: offices(user, day) for day in (OCTOBER - DAY, OCTOBER, MARCH, MARCH + DAY)}
    assert list(counted.values()) == [[], [office.code], [office.code], []]


def test_without_a_last_day_it_goes_on(user: User, office: Office) -> None:
    make_membership(user, office, OCTOBER)
    assert offices(user, datetime.date(2099, 1, 1)) == [office.code]


def test_it_is_the_person_s_own(user: User, office: Office) -> None:
    make_membership(make_user("malee"), office, OCTOBER)
    assert offices(user, APRIL) == []
    assert offices(AnonymousUser(), APRIL) == []
    make_office(office.plan, "ว่าง")  # one without any member is nobody's, a visitor's neither
    assert offices(AnonymousUser(), APRIL) == []


def test_a_person_may_be_in_two_offices_and_move_to_another(user: User, office: Office) -> None:
    other = make_office(office.plan, "ส.อื่น")
    third = make_office(office.plan, "ส.ใหม่")
    make_membership(user, office, OCTOBER, MARCH)
    make_membership(user, other, OCTOBER)
    make_membership(user, third, APRIL)
    assert set(offices(user, MARCH)) == {office.code, other.code}
    assert set(offices(user, APRIL)) == {other.code, third.code}


def test_a_person_comes_back_after_having_left(user: User, office: Office) -> None:
    make_membership(user, office, OCTOBER, MARCH)
    make_membership(user, office, MAY)
    days = (MARCH, APRIL, MAY)
    assert [len(OfficeMembership.objects.on(day)) for day in days] == [1, 0, 1]


def test_the_offices_of_a_person_are_one_query(
    user: User, office: Office, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(5):
        make_membership(user, make_office(office.plan, f"ส.{number}"), OCTOBER)
    with django_assert_num_queries(1):
        assert len(offices(user, APRIL)) == 5


def test_the_last_day_is_not_before_the_first(user: User, office: Office) -> None:
    make_membership(make_user("malee"), office, APRIL, APRIL)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_membership(user, office, APRIL, MARCH)


SHARED = [
    pytest.param(OCTOBER, None, id="the same open one"),
    pytest.param(MAY, None, id="a later open one"),
    pytest.param(OCTOBER - DAY, OCTOBER, id="one ending on the first day"),
    pytest.param(APRIL, APRIL, id="one day within"),
]


@pytest.mark.parametrize(("since", "until"), SHARED)
def test_two_that_share_a_day_are_refused_by_the_form_and_by_the_database(
    user: User, office: Office, since: datetime.date, until: datetime.date | None
) -> None:
    make_membership(user, office, OCTOBER)
    second = OfficeMembership(user=user, office=office, since=since, until=until)
    with pytest.raises(ValidationError):
        second.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        OfficeMembership.objects.bulk_create([second])


def test_a_last_day_cannot_be_put_off_into_the_next_membership(user: User, office: Office) -> None:
    first = make_membership(user, office, OCTOBER, MARCH)
    make_membership(user, office, APRIL)
    for until in ("'2020-04-01'", "NULL"):
        with (
            pytest.raises(IntegrityError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(
                f"UPDATE projects_officemembership SET until = {until} WHERE id = {first.pk}"
            )


def test_a_membership_may_be_stored_again_as_it_is(user: User, office: Office) -> None:
    kept = make_membership(user, office, OCTOBER)
    kept.full_clean()
    kept.until = MARCH
    kept.save()
    assert list(OfficeMembership.history.values_list("until", flat=True)) == [MARCH, None]
