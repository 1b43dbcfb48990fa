"""Signing in and out, and passwords, outside the admin."""

import re
import stat
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.core.mail import EmailMessage
from django.test import Client

from etda_plan.common.mail import PrivateFolderBackend
from projects.models import FiscalPlan
from tests.factories import make_user

PASSWORD = "a-long-enough-pass"
LOGIN = "/accounts/login/"


def sign_in(client: Client, password: str = PASSWORD, following: str = "") -> str:
    answer = client.post(
        LOGIN, {"username": "somchai", "password": password, "next": following}, follow=True
    )
    return answer.content.decode()


def test_who_signs_in_goes_on_to_the_page_asked_for(client: Client, plan: FiscalPlan) -> None:
    make_user()
    assert 'name="next" value="/privacy/"' in client.get(f"{LOGIN}?next=/privacy/").content.decode()
    answer = client.post(LOGIN, {"username": "somchai", "password": PASSWORD, "next": "/privacy/"})
    assert answer.headers["Location"] == "/privacy/"


def test_signing_in_never_leads_off_the_site(client: Client, plan: FiscalPlan) -> None:
    make_user()
    form = {"username": "somchai", "password": PASSWORD, "next": "https://elsewhere.example/"}
    assert client.post(LOGIN, form).headers["Location"] == "/"


def test_a_wrong_password_is_said_in_thai_and_keeps_the_name(
    client: Client, plan: FiscalPlan
) -> None:
    make_user()
    html = sign_in(client, "wrong")
    assert "โปรดใส่ชื่อผู้ใช้และรหัสผ่านที่ถูกต้อง" in html or "รหัสผ่าน" in html
    assert 'role="alert"' in html
    assert 'value="somchai"' in html
    assert "wrong" not in html


def test_signing_out_takes_a_post_and_ends_the_session(client: Client, plan: FiscalPlan) -> None:
    make_user()
    sign_in(client)
    assert client.get("/accounts/logout/").status_code == 405
    client.post("/accounts/logout/")
    assert "_auth_user_id" not in client.session


def test_too_many_failures_close_the_door_with_a_page_of_its_own(
    client: Client, plan: FiscalPlan
) -> None:
    make_user()
    for _attempt in range(settings.AXES_FAILURE_LIMIT):
        answer = client.post(LOGIN, {"username": "somchai", "password": "wrong"})
    assert answer.status_code == 429
    assert "เข้าสู่ระบบไม่สำเร็จหลายครั้งเกินไป" in answer.content.decode()
    answer = client.post(LOGIN, {"username": "somchai", "password": PASSWORD})
    assert answer.status_code == 429


def test_another_name_is_not_locked_out_with_it(client: Client, plan: FiscalPlan) -> None:
    make_user()
    for _attempt in range(settings.AXES_FAILURE_LIMIT):
        client.post(LOGIN, {"username": "somebody-else", "password": "wrong"})
    assert "ออกจากระบบ" in sign_in(client)


def test_a_password_can_be_changed(client: Client, plan: FiscalPlan) -> None:
    user = make_user()
    client.force_login(user)
    form = {
        "old_password": PASSWORD,
        "new_password1": "another-longer-pass",
        "new_password2": "another-longer-pass",
    }
    answer = client.post("/accounts/password_change/", form, follow=True)
    assert "เปลี่ยนรหัสผ่านแล้ว" in answer.content.decode()
    user.refresh_from_db()
    assert user.check_password("another-longer-pass")


def test_a_weak_password_is_refused_with_reasons(client: Client, plan: FiscalPlan) -> None:
    user = make_user()
    client.force_login(user)
    form = {"old_password": PASSWORD, "new_password1": "1234", "new_password2": "1234"}
    html = client.post("/accounts/password_change/", form).content.decode()
    assert "field--error" in html
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_visitors_cannot_change_a_password(client: Client, plan: FiscalPlan) -> None:
    answer = client.get("/accounts/password_change/")
    assert answer.headers["Location"] == f"{LOGIN}?next=/accounts/password_change/"


def test_a_forgotten_password_is_set_anew_by_a_mailed_link(
    client: Client, plan: FiscalPlan
) -> None:
    user = make_user(email="somchai@example.org")
    client.post("/accounts/password_reset/", {"email": "somchai@example.org"})
    letter = mail.outbox[0]
    assert letter.subject == "รหัสผ่านใหม่ของระบบแผนปฏิบัติการ สพธอ."
    link = re.search(r"http://testserver(/accounts/reset/\S+)", str(letter.body))
    assert link
    page = client.get(link[1], follow=True)
    form = {"new_password1": "another-longer-pass", "new_password2": "another-longer-pass"}
    answer = client.post(page.redirect_chain[-1][0], form, follow=True)
    assert "ตั้งรหัสผ่านใหม่แล้ว" in answer.content.decode()
    user.refresh_from_db()
    assert user.check_password("another-longer-pass")


def test_a_used_or_invented_link_says_so(client: Client, plan: FiscalPlan) -> None:
    html = client.get("/accounts/reset/MQ/set-nothing/").content.decode()
    assert "ลิงก์ใช้ไม่ได้แล้ว" in html
    assert 'type="password"' not in html


def test_an_unknown_address_gets_the_same_answer_and_no_mail(
    client: Client, plan: FiscalPlan
) -> None:
    answer = client.post("/accounts/password_reset/", {"email": "nobody@example.org"}, follow=True)
    assert "โปรดตรวจอีเมล" in answer.content.decode()
    assert mail.outbox == []


def test_without_a_mail_server_letters_are_kept_where_only_the_site_can_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "EMAIL_FILE_PATH", tmp_path / "mail")
    PrivateFolderBackend().send_messages([EmailMessage("เรื่อง", "เนื้อความ", to=["a@b.example"])])
    assert stat.S_IMODE(settings.EMAIL_FILE_PATH.stat().st_mode) == 0o700
    assert len(list(settings.EMAIL_FILE_PATH.iterdir())) == 1


@pytest.mark.parametrize("page", ["login", "password_reset"])
def test_forms_are_complete_in_english(client: Client, plan: FiscalPlan, page: str) -> None:
    client.cookies["django_language"] = "en"
    html = client.get(f"/accounts/{page}/").content.decode()
    assert '<html lang="en"' in html
