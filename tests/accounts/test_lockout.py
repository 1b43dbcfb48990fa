"""Signing in: five wrong passwords close the door for a while, and nothing secret is logged."""

from __future__ import annotations

import datetime
import logging
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from etda_plan.accounts.models import User
from tests.factories import make_user

RIGHT = "a-long-enough-pass"


@pytest.fixture
def user(db: None) -> User:
    return make_user(is_staff=True)


def sign_in(client: Client, password: str, page: str = "login", **extra: Any) -> HttpResponseBase:
    data = {"username": "somchai", "password": password}
    return client.post(reverse(page), data, **extra)


@pytest.mark.parametrize("page", ["login", "admin:login"])
class TestLockout:
    def test_five_wrong_passwords_close_the_door_in_thai(
        self, client: Client, user: User, page: str
    ) -> None:
        answers = [sign_in(client, "wrong", page) for _ in range(5)]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429]
        locked = sign_in(client, RIGHT, page)
        assert locked.status_code == 429
        assert "เข้าสู่ระบบ" in locked.content.decode()  # type: ignore[attr-defined]

    def test_four_wrong_passwords_do_not(self, client: Client, user: User, page: str) -> None:
        for _ in range(4):
            sign_in(client, "wrong", page)
        assert sign_in(client, RIGHT, page).status_code == 302

    def test_another_address_or_another_name_is_not_locked(
        self, client: Client, user: User, page: str
    ) -> None:
        for _ in range(5):
            sign_in(client, "wrong", page)
        assert sign_in(client, RIGHT, page, REMOTE_ADDR="10.9.8.7").status_code == 302
        other = make_user("somsri", is_staff=True)
        data = {"username": other.username, "password": RIGHT}
        assert Client().post(reverse(page), data).status_code == 302

    def test_a_made_up_header_does_not_open_it(self, client: Client, user: User, page: str) -> None:
        for number in range(5):
            sign_in(client, "wrong", page, HTTP_X_FORWARDED_FOR=f"1.2.3.{number}")
        assert sign_in(client, RIGHT, page, HTTP_X_FORWARDED_FOR="1.2.3.9").status_code == 429

    def test_it_opens_again_by_itself(self, client: Client, user: User, page: str) -> None:
        for _ in range(5):
            sign_in(client, "wrong", page)
        earlier = timezone.now() - datetime.timedelta(minutes=16)
        AccessAttempt.objects.update(attempt_time=earlier)
        assert sign_in(client, RIGHT, page).status_code == 302


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
@pytest.mark.parametrize("page", ["login", "admin:login"])
def test_signing_in_does_not_lead_to_another_site(
    client: Client, user: User, page: str, target: str
) -> None:
    data = {"username": "somchai", "password": RIGHT, "next": target}
    answer = client.post(reverse(page), data)
    assert answer.status_code == 302
    assert "evil" not in answer["Location"]
    assert not answer["Location"].startswith("javascript")


def test_signing_in_leads_back_to_the_page_asked_for(client: Client, user: User) -> None:
    data = {"username": "somchai", "password": RIGHT, "next": "/admin/projects/office/"}
    assert client.post(reverse("login"), data)["Location"] == "/admin/projects/office/"


def test_logs_hold_no_password(
    client: Client, user: User, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        sign_in(client, "my-secret-guess")
        sign_in(client, RIGHT)
    assert "my-secret-guess" not in caplog.text
    assert RIGHT not in caplog.text
    kept = AccessAttempt.objects.values_list("get_data", "post_data")
    assert all("my-secret-guess" not in "".join(map(str, row)) for row in kept)


def test_the_session_changes_its_name_on_signing_in(client: Client, user: User) -> None:
    client.get(reverse("login"))
    before = client.session.session_key
    sign_in(client, RIGHT)
    assert client.session.session_key not in (None, before)


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("abc", "สั้น"),
        ("12345678", "ตัวเลข"),
        ("password", "ใช้กันทั่วไป"),
        ("somchai1", "ใกล้เคียง"),
    ],
)
def test_weak_passwords_are_refused_in_thai(user: User, password: str, words: str) -> None:
    with pytest.raises(ValidationError) as refused:
        validate_password(password, user)
    text = " ".join(refused.value.messages)
    assert words in text or any("ก" <= sign <= "ฮ" for sign in text)
    assert not any("a" <= sign.lower() <= "z" for sign in text)
