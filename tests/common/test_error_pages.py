"""What is shown when a request cannot be answered."""

import pytest
from django.core.exceptions import PermissionDenied
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation

from etda_plan.overview.views import home
from projects.models import FiscalPlan


def test_an_unknown_address_is_said_in_thai_in_the_look(client: Client, plan: FiscalPlan) -> None:
    answer = client.get("/nothing-here/")
    assert answer.status_code == 404
    html = answer.content.decode()
    assert "ไม่พบหน้านี้" in html
    assert "เอกสารต้นฉบับ" in html


def test_what_an_account_may_not_do_is_said(
    client: Client, plan: FiscalPlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbidden(request: object) -> None:
        raise PermissionDenied

    monkeypatch.setattr(home, "selected_plan", forbidden)
    answer = client.get("/")
    assert answer.status_code == 403
    assert "บัญชีนี้ไม่มีสิทธิ์ทำรายการนี้" in answer.content.decode()


def test_a_form_without_its_mark_is_refused_in_words(plan: FiscalPlan) -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/theme/", {"theme": "dark"})
    assert answer.status_code == 403
    assert "แบบฟอร์มหมดอายุ" in answer.content.decode()


def test_an_unknown_host_is_a_plain_400(client: Client) -> None:
    answer = client.get("/", headers={"host": "elsewhere.example"})
    assert answer.status_code == 400
    assert "ระบบไม่เข้าใจคำขอนี้" in answer.content.decode()


@pytest.mark.parametrize("status", ["400", "500", "503"])
@pytest.mark.parametrize("language", ["th", "en"])
def test_plain_pages_need_no_database_and_no_context(status: str, language: str) -> None:
    with translation.override(language):
        html = render_to_string(f"{status}.html")
    assert f'<html lang="{language}">' in html
    assert html.count("<h1>") == 1
    assert "<form" not in html


def test_robots_are_kept_out_of_the_admin(client: Client) -> None:
    answer = client.get("/robots.txt")
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert "Disallow: /admin/" in answer.content.decode()


def test_the_old_place_of_the_icon_leads_to_it(client: Client) -> None:
    assert client.get("/favicon.ico").headers["Location"].endswith("favicon.svg")


@pytest.mark.parametrize("length", [str(102 * 1024 * 1024), "999999999999999999999", "-1", "x"])
def test_a_request_larger_than_any_form_is_refused_before_it_is_read(
    client: Client, length: str
) -> None:
    answer = client.post("/theme/", {"theme": "dark"}, CONTENT_LENGTH=length)
    assert answer.status_code == 413
    assert "รวมกันได้ไม่เกิน 101 MB" in answer.content.decode()
    assert "theme" not in answer.cookies
