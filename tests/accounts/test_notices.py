"""Telling people something: once, in their own language, with the caller's transaction."""

import contextlib
import datetime
from functools import partial
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.utils import translation

from etda_plan.accounts.models import Mail, Notification, User
from etda_plan.accounts.notices.kinds import Month, notice, notices, words_of
from etda_plan.accounts.notices.services import mark_read, notify, unread_count
from tests.factories import make_sample, make_user
from tests.living import at_once

MARCH = datetime.date(2020, 3, 31)
SEEN = notice("tests.seen", "%(office)s was seen on %(day)s", "In %(month)s, %(count)s times.")


def tell(*users: User, key: str = "seen", path: str = "/", **values: Any) -> int:
    values = {"office": "ส.กฎหมาย", "day": MARCH, "month": Month(MARCH), "count": 2, **values}
    return notify(users, SEEN, path=path, key=key, **values)


@pytest.fixture
def with_mail(settings: Any) -> None:
    """A site that sends mail."""
    settings.EMAIL_HOST, settings.SITE_URL = "mail.example", "https://plan.example"


@pytest.mark.django_db
def test_the_words_are_made_in_the_language_of_whoever_reads() -> None:
    assert tell(make_user()) == 1
    told = Notification.objects.get()
    with translation.override("th"):
        words = words_of(told.kind, told.values)
    assert words.subject == "ส.กฎหมาย was seen on 31 มี.ค. 2563"
    assert words.body == "In มี.ค. 2563, 2 times."
    with translation.override("en"):
        assert told.words.subject == "ส.กฎหมาย was seen on 31 Mar 2563"


@pytest.mark.django_db
def test_nobody_is_told_the_same_twice() -> None:
    one, other = make_user("one"), make_user("other")
    assert tell(one) == 1
    assert tell(one, other, other) == 1
    assert tell(one, other) == 0
    assert tell(one, key="another") == 1
    assert tell(make_user("third")) == 1  # whatever the others were told
    assert Notification.objects.filter(key="seen").count() == 3


def test_runs_at_once_tell_everybody_once(living: str, with_mail: None) -> None:
    people = [make_user(f"user{n}", email=f"user{n}@etda.example") for n in range(4)]
    told = at_once([partial(tell, *people) for _ in range(6)])
    assert sum(map(int, told)) == len(people)  # type: ignore[arg-type]
    assert Notification.objects.count() == Mail.objects.count() == len(people)


@pytest.mark.django_db
def test_what_is_undone_was_told_to_nobody() -> None:
    user = make_user()
    with contextlib.suppress(RuntimeError), transaction.atomic():
        tell(user)
        raise RuntimeError
    assert not Notification.objects.exists()


@pytest.mark.django_db
def test_a_closed_account_is_told_nothing() -> None:
    assert tell(make_user(is_active=False)) == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("person", "queued"),
    [
        ({"email": "a@etda.example"}, 1),
        ({"email": ""}, 0),
        ({"email": "a@etda.example", "wants_mail": False}, 0),
    ],
)
def test_a_mail_waits_for_those_who_take_it(
    person: dict[str, Any], queued: int, with_mail: None
) -> None:
    tell(make_user(**person))
    assert Mail.objects.filter(state="queued").count() == queued


@pytest.mark.django_db
@pytest.mark.parametrize("missing", ["EMAIL_HOST", "SITE_URL"])
def test_without_a_mail_server_or_an_address_for_links_no_mail_waits(
    missing: str, with_mail: None, settings: Any
) -> None:
    setattr(settings, missing, "")
    tell(make_user(email="a@etda.example"))
    assert Notification.objects.exists()
    assert not Mail.objects.exists()


@pytest.mark.django_db
def test_who_takes_mail_from_now_on_gets_none_of_before(with_mail: None) -> None:
    user = make_user(email="a@etda.example", wants_mail=False)
    tell(user)
    user.wants_mail = True
    tell(user)
    assert not Mail.objects.exists()


@pytest.mark.django_db
def test_in_a_sample_it_was_told_on_the_day_of_the_sample() -> None:
    make_sample()
    tell(make_user())
    assert Notification.objects.get().created_on == datetime.date(2020, 4, 13)


@pytest.mark.django_db
def test_unread_ones_come_first_and_then_the_newest() -> None:
    user, other = make_user(), make_user("other")
    for key in ("first", "second", "third"):
        tell(user, other, key=key)
    second = Notification.objects.get(recipient=user, key="second")
    assert mark_read(user, second.pk) == 1
    assert mark_read(user, second.pk) == 0
    keys = Notification.objects.of_user(user).values_list("key", flat=True)
    assert list(keys) == ["third", "first", "second"]
    assert mark_read(user) == 2
    assert Notification.objects.unread().count() == 3


@pytest.mark.django_db
def test_only_the_own_unread_ones_are_counted_and_a_visitor_has_none() -> None:
    reader, other = make_user("reader"), make_user("other")
    tell(reader, other)
    tell(reader, key="another")
    assert [unread_count(each) for each in (reader, other, AnonymousUser())] == [2, 1, 0]
    mark_read(reader)
    assert [unread_count(each) for each in (reader, other)] == [0, 1]


@pytest.mark.django_db
def test_nobody_marks_what_another_was_told() -> None:
    tell(make_user())
    assert mark_read(make_user("other"), Notification.objects.get().pk) == 0
    assert Notification.objects.unread().exists()


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["//elsewhere.example/", "https://elsewhere.example/", ""])
def test_a_notice_leads_into_the_site_alone(path: str) -> None:
    user = make_user()
    with pytest.raises(IntegrityError, match="notification_leads_into_the_site"):
        tell(user, path=path)


@pytest.mark.django_db
def test_a_value_that_the_words_name_must_be_given() -> None:
    user = make_user()
    with pytest.raises(KeyError):
        notify([user], SEEN, path="/", key="seen", office="ส.กฎหมาย")
    assert not Notification.objects.exists()


@pytest.mark.once
def test_a_kind_is_stated_once_and_found_by_its_code() -> None:
    assert SEEN in notices()
    with pytest.raises(ValueError, match="twice"):
        notice("tests.seen", "", "")


@pytest.mark.once
def test_a_kind_that_is_not_given_any_more_is_named() -> None:
    with translation.override("en"):
        assert "tests.gone" in words_of("tests.gone", {}).subject
