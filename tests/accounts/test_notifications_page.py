"""The page of what one was told, and the count of it on every page."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from etda_plan.accounts.models import Notification, User
from etda_plan.accounts.notices.kinds import notice
from projects.models import FiscalPlan
from tests.factories import make_notification, make_user

PAGE = "/notifications/"
notice("tests.page", "%(office)s is <late>", "Write to %(office)s.")
pytestmark = pytest.mark.django_db


@pytest.fixture
def user(plan: FiscalPlan) -> User:
    return make_user()


@pytest.fixture
def reader(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


def tell(user: User, key: str = "seen", **fields: Any) -> Notification:
    return make_notification(user, key, kind="tests.page", **fields)


def html_of(client: Client, address: str = PAGE) -> str:
    return client.get(address).content.decode()


def count_in_the_bar(html: str) -> list[str]:
    return re.findall(r'<span class="count">(\d+)', html)


def test_a_visitor_signs_in_first(client: Client, plan: FiscalPlan) -> None:
    for address in (PAGE, f"{PAGE}1/"):
        assert client.get(address).headers["Location"] == f"/accounts/login/?next={address}"
    for address in (f"{PAGE}read/", f"{PAGE}1/read/", f"{PAGE}mail/"):
        assert client.post(address).headers["Location"].startswith("/accounts/login/")


def test_each_sees_what_they_were_told_and_nobody_elses(reader: Client, user: User) -> None:
    tell(user)
    tell(make_user("other"), values={"office": "ส.ลับ"})
    html = html_of(reader)
    assert "ส.กฎหมาย is &lt;late&gt;" in html
    assert "Write to ส.กฎหมาย." in html
    assert "13 เม.ย. 2563" in html
    assert "ส.ลับ" not in html


def test_nothing_yet_says_what_will_come_here(reader: Client) -> None:
    assert "ยังไม่มีการแจ้งเตือนถึงท่าน" in html_of(reader)
    assert count_in_the_bar(html_of(reader)) == []


def test_every_page_counts_what_is_unread(reader: Client, user: User) -> None:
    for key in ("one", "two"):
        tell(user, key)
    assert count_in_the_bar(html_of(reader, "/privacy/")) == ["2", "2"]  # the bar and its menu
    reader.post(f"{PAGE}read/")
    assert count_in_the_bar(html_of(reader, "/privacy/")) == []


def test_opening_one_leads_to_its_thing_and_it_is_read(reader: Client, user: User) -> None:
    told = tell(user, path="/kpis/1/?fiscal_year=2563")
    answer = reader.get(f"{PAGE}{told.pk}/")
    assert answer.headers["Location"] == "/kpis/1/?fiscal_year=2563"
    assert not Notification.objects.unread().exists()


def test_one_is_marked_read_and_the_others_stay(reader: Client, user: User) -> None:
    one, other = tell(user, "one"), tell(user, "other")
    assert reader.post(f"{PAGE}{one.pk}/read/").headers["Location"] == PAGE
    assert Notification.objects.unread().get() == other
    assert html_of(reader).index("told__item--unread") < html_of(reader).index('told__item"')


def test_nobody_opens_or_marks_anothers(reader: Client) -> None:
    told = tell(make_user("other"))
    assert reader.get(f"{PAGE}{told.pk}/").status_code == 404
    reader.post(f"{PAGE}{told.pk}/read/")
    reader.post(f"{PAGE}read/")
    assert Notification.objects.unread().get() == told


def test_reading_a_page_changes_nothing_and_marking_takes_a_post(
    reader: Client, user: User
) -> None:
    told = tell(user)
    html_of(reader)
    for address in (f"{PAGE}read/", f"{PAGE}{told.pk}/read/", f"{PAGE}mail/"):
        assert reader.get(address).status_code == 405
    assert Notification.objects.unread().exists()


def test_many_come_page_by_page(reader: Client, user: User) -> None:
    for number in range(27):
        tell(user, str(number))
    assert html_of(reader).count("told__item ") == 25
    second = html_of(reader, f"{PAGE}?page=2")
    assert second.count("told__item ") == 2
    assert "26–27 จาก 27 รายการ" in second
    assert html_of(reader, f"{PAGE}?page=nonsense").count("told__item ") == 25


def test_the_switch_for_mail_is_each_persons_own(reader: Client, user: User, settings: Any) -> None:
    settings.EMAIL_HOST, settings.SITE_URL = "mail.example", "https://plan.example"
    other = make_user("other", email="other@etda.example")
    User.objects.filter(pk=user.pk).update(email="somchai@etda.example")
    assert "ระบบส่งการแจ้งเตือนไปที่ somchai@etda.example ด้วย" in html_of(reader)
    reader.post(f"{PAGE}mail/", {"wanted": "0"})
    assert not User.objects.get(pk=user.pk).wants_mail
    assert User.objects.get(pk=other.pk).wants_mail
    assert "ไม่ส่งทางอีเมล" in html_of(reader)
    reader.post(f"{PAGE}mail/", {"wanted": "1"})
    assert User.objects.get(pk=user.pk).wants_mail


def test_without_a_mail_server_or_an_address_it_says_so(
    reader: Client, user: User, settings: Any
) -> None:
    assert "ระบบนี้ไม่ส่งการแจ้งเตือนทางอีเมล" in html_of(reader)
    settings.EMAIL_HOST, settings.SITE_URL = "mail.example", "https://plan.example"
    assert "ไม่มีที่อยู่อีเมล" in html_of(reader)


def queries_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len([each for each in captured if "accounts_notification" in each["sql"]])


def test_a_page_asks_once_for_the_count_and_never_for_a_visitor(reader: Client, user: User) -> None:
    tell(user)
    assert queries_of(reader, "/privacy/") == 1
    assert queries_of(Client(), "/privacy/") == 0


@pytest.mark.parametrize("count", [1, 25])
def test_the_page_takes_the_same_queries_for_one_and_many(
    reader: Client, user: User, count: int
) -> None:
    for number in range(count):
        tell(user, str(number))
    assert queries_of(reader, PAGE) == 3
