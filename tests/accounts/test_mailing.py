"""The queue of mails: each sent once, whoever runs beside, and tried again after a failure."""

import datetime
import smtplib
import threading
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.utils import timezone

from etda_plan.accounts.models import Mail, User
from etda_plan.accounts.models.notices import LEASE, MOST_ATTEMPTS
from etda_plan.accounts.notices.kinds import Month, Value, notice
from etda_plan.accounts.notices.mailing import send_mails
from etda_plan.accounts.notices.services import notify
from etda_plan.common.permissions import Role
from etda_plan.overview.due.kinds import DUE_TODAY
from tests.factories import make_mail, make_sample, make_user
from tests.living import at_once

notice("tests.told", "%(office)s: “told”", "Body <b>of</b> it.")
MINUTE = datetime.timedelta(minutes=1)
MARCH_8 = datetime.date(2020, 3, 8)


class Refusing(EmailBackend):
    """A mail server that takes nothing."""

    def send_messages(self, messages: Any) -> int:
        raise smtplib.SMTPServerDisconnected("no answer from the server " * 40)


class Slow(BaseEmailBackend):
    """A mail server that keeps what it is given, and takes its time."""

    taken: list[str] = []
    pause = threading.Event()

    def send_messages(self, messages: Any) -> int:
        self.pause.wait(0.02)
        self.taken.extend(message.to[0] for message in messages)
        return len(messages)


@pytest.fixture(autouse=True)
def _site(settings: Any) -> None:
    """A site that sends mail."""
    settings.EMAIL_HOST, settings.SITE_URL = "mail.example", "https://plan.example"
    Slow.taken = []
    mail.outbox = []


@pytest.fixture
def user(db: None) -> User:
    return make_user(email="somchai@etda.example")


def stored(made: Mail) -> Mail:
    return Mail.objects.get(pk=made.pk)


def test_a_mail_says_what_the_notice_says_in_thai_and_english_and_where_it_is(user: User) -> None:
    waiting = make_mail(user)
    assert send_mails() == 1
    (message,) = mail.outbox
    assert message.to == ["somchai@etda.example"]
    assert message.subject == "ส.กฎหมาย: “told”"
    thai, english = message.body.split("\n\n— — —\n\n")
    assert thai.endswith("อ่านต่อ: https://plan.example/")
    assert english.endswith("Read on: https://plan.example/")
    assert "Body <b>of</b> it." in thai
    assert (stored(waiting).state, stored(waiting).attempts) == ("sent", 1)
    assert stored(waiting).sent_at is not None


def test_its_subject_is_in_thai_and_its_words_in_both_languages(user: User) -> None:
    words: dict[str, Value] = {"office": "ส.กฎหมาย", "month": Month(MARCH_8), "due": MARCH_8}
    notify([user], DUE_TODAY, path="/", key="due", **words)
    send_mails()
    (message,) = mail.outbox
    assert message.subject == "ส.กฎหมาย: รายงาน มี.ค. 2563 ครบกำหนดส่งวันนี้"
    thai, english = message.body.split("\n\n— — —\n\n")
    assert thai.startswith(message.subject)
    assert english.startswith("ส.กฎหมาย: the report of Mar 2563 is due today")


def test_the_longest_waiting_leaves_first_when_not_all_may(user: User) -> None:
    now = timezone.now()
    for name, minutes in (("second", 2), ("first", 3), ("third", 1)):
        someone = make_user(name, email=f"{name}@etda.example")
        make_mail(someone, next_attempt_at=now - minutes * MINUTE)
    assert [send_mails(at_most=2), send_mails(at_most=2)] == [2, 1]
    names = [message.to[0].partition("@")[0] for message in mail.outbox]
    assert names == ["first", "second", "third"]


def test_what_was_sent_is_not_sent_again(user: User) -> None:
    make_mail(user)
    assert [send_mails(), send_mails()] == [1, 0]
    assert len(mail.outbox) == 1


def test_the_mail_of_a_sample_says_that_it_is_one(user: User) -> None:
    make_sample()
    make_mail(user)
    send_mails()
    assert "ข้อมูลตัวอย่าง" in mail.outbox[0].body
    assert "Sample data" in mail.outbox[0].body


def test_one_that_names_itself_can_be_told_from_its_second_delivery(user: User) -> None:
    one, other = make_mail(user), make_mail(user, "another")
    send_mails()
    names = {message.extra_headers["Message-ID"] for message in mail.outbox}
    assert names == {f"<notice-{each.notification_id}@plan.example>" for each in (one, other)}


@pytest.mark.parametrize("missing", ["EMAIL_HOST", "SITE_URL"])
def test_a_site_without_mail_leaves_the_queue_alone(
    user: User, settings: Any, missing: str
) -> None:
    waiting = make_mail(user)
    setattr(settings, missing, "")
    assert send_mails() == 0
    assert stored(waiting).state == "queued"


@pytest.mark.parametrize(
    "change", [{"wants_mail": False}, {"email": ""}, {"is_active": False}], ids=str
)
def test_who_takes_no_mail_any_more_gets_none(user: User, change: dict[str, Any]) -> None:
    waiting = make_mail(user)
    User.objects.update(**change)
    assert send_mails() == 0
    assert mail.outbox == []
    assert stored(waiting).state == "dropped"


def test_after_a_failure_it_waits_twice_as_long_each_time(user: User, settings: Any) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    waiting = make_mail(user)
    for attempt in range(1, 4):
        before = timezone.now()
        assert send_mails() == 0
        found = stored(waiting)
        assert (found.state, found.attempts) == ("queued", attempt)
        pause = 2 ** (attempt - 1) * MINUTE
        assert before + pause <= found.next_attempt_at <= timezone.now() + pause
        assert send_mails() == 0
        assert stored(waiting).attempts == attempt
        Mail.objects.update(next_attempt_at=before)
    assert found.error.startswith("SMTPServerDisconnected: no answer")
    assert len(found.error) == 500


def test_after_the_last_attempt_it_has_failed_until_it_is_sent_again(
    user: User, settings: Any, client: Client
) -> None:
    waiting = make_mail(user, attempts=MOST_ATTEMPTS - 1)
    settings.EMAIL_BACKEND, usual = f"{__name__}.Refusing", settings.EMAIL_BACKEND
    send_mails()
    assert stored(waiting).state == "failed"
    Mail.objects.update(next_attempt_at=timezone.now() - LEASE)
    settings.EMAIL_BACKEND = usual
    assert send_mails() == 0
    client.force_login(make_user("administrator", Role.ADMINISTRATOR))
    page = "/admin/accounts/mail/"
    assert "no answer from the server" in client.get(page).content.decode()
    client.post(page, {"action": "send_again", "_selected_action": [waiting.pk]})
    assert stored(waiting).attempts == 0
    assert send_mails() == 1
    assert (stored(waiting).state, stored(waiting).error) == ("sent", "")


def test_sending_again_touches_only_what_failed(user: User) -> None:
    make_mail(user, state="sent", sent_at=timezone.now())
    make_mail(user, "another")
    assert Mail.objects.all().send_again() == 0
    assert Mail.objects.filter(state="sent").count() == 1


def test_an_auditor_reads_the_queue_and_sends_nothing(user: User, client: Client) -> None:
    waiting = make_mail(user, state="failed", error="no")
    client.force_login(make_user("auditor", Role.AUDITOR))
    page = "/admin/accounts/mail/"
    assert "somchai@etda.example" in client.get(page).content.decode()
    client.post(page, {"action": "send_again", "_selected_action": [waiting.pk]})
    assert stored(waiting).state == "failed"


def test_one_failure_stops_no_other(user: User, settings: Any) -> None:
    make_mail(user, attempts=3)
    bad = make_mail(make_user("bad", email="bad\nheader@etda.example"), "bad")
    make_mail(user, "another")
    assert send_mails() == 2
    assert stored(bad).error.startswith("BadHeaderError")


def test_what_a_killed_run_held_is_sent_when_its_lease_is_over(user: User) -> None:
    now = timezone.now()
    held = make_mail(user, state="sending", attempts=1, claimed_at=now - LEASE + MINUTE)
    assert send_mails() == 0
    Mail.objects.update(claimed_at=now - LEASE - MINUTE)
    assert send_mails() == 1
    assert (stored(held).state, stored(held).attempts) == ("sent", 2)


def test_a_run_that_lost_its_mail_to_another_changes_nothing_any_more(user: User) -> None:
    slow = make_mail(user)
    now = timezone.now()
    assert Mail.objects.claim(slow, now)
    Mail.objects.update(claimed_at=now - LEASE)
    assert send_mails() == 1
    assert not slow.settle(Mail.State.QUEUED, "too late", now=now)
    assert stored(slow).state == "sent"


@pytest.mark.parametrize(
    "since", [{"attempts": 2}, {"state": "queued"}, {"state": "dropped", "attempts": 2}]
)
def test_what_came_of_a_mail_is_noted_by_the_run_that_holds_it_alone(
    user: User, since: dict[str, Any]
) -> None:
    held = make_mail(user)
    now = timezone.now()
    assert Mail.objects.claim(held, now)
    Mail.objects.update(**since)
    assert not held.settle(Mail.State.SENT, now=now)
    assert stored(held).sent_at is None
    Mail.objects.update(state="sending", attempts=1)
    assert held.settle(Mail.State.SENT, now=now)


@pytest.mark.parametrize("state", ["sent", "failed", "dropped"])
def test_what_has_its_end_is_not_due_again_however_long_ago_a_run_took_it(
    user: User, state: str
) -> None:
    now = timezone.now()
    told: dict[str, dict[str, Any]] = {"failed": {"error": "no"}, "sent": {"sent_at": now}}
    make_mail(user, state=state, claimed_at=now - 2 * LEASE, attempts=1, **told.get(state, {}))
    assert not Mail.objects.due(now).exists()
    assert send_mails() == 0


def test_a_failed_mail_is_put_back_as_if_it_was_new(user: User) -> None:
    now = timezone.now()
    later = now + 9 * LEASE
    failed = make_mail(
        user, state="failed", error="no", attempts=9, claimed_at=now, next_attempt_at=later
    )
    assert Mail.objects.all().send_again() == 1
    found = stored(failed)
    assert (found.state, found.attempts, found.claimed_at, found.error) == ("queued", 0, None, "")
    assert now <= found.next_attempt_at < later


def test_only_one_of_many_claims_a_mail(user: User) -> None:
    one = make_mail(user)
    now = timezone.now()
    other = stored(one)
    assert Mail.objects.claim(one, now)
    assert not Mail.objects.claim(other, now)


def test_runs_at_once_send_each_mail_once(living: str, settings: Any) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Slow"
    people = [make_user(f"user{n}", email=f"user{n}@etda.example") for n in range(30)]
    for person in people:
        make_mail(person)
    sent = at_once([send_mails] * 4)
    assert sorted(Slow.taken) == sorted(person.email for person in people)
    assert sum(map(int, sent)) == len(people)  # type: ignore[arg-type]
    assert Mail.objects.filter(state="sent", attempts=1).count() == len(people)


def test_the_queue_takes_few_queries_a_mail(user: User, django_assert_num_queries: Any) -> None:
    for number in range(5):
        make_mail(user, str(number))
    with django_assert_num_queries(1 + 5 * 4):  # claim, whether it is a sample twice, note
        send_mails()
