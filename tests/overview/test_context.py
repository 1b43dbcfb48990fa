"""The frame of every page."""

import datetime
import re

import pytest
from django.test import Client

from etda_plan.overview.context import TABS
from projects.models import FiscalPlan
from tests.factories import make_plan, make_user

PAGES = ["/", "/privacy/", "/accessibility/", "/accounts/login/"]


def read(client: Client, page: str, language: str = "th") -> str:
    client.cookies["django_language"] = language
    return client.get(page).content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_every_page_has_its_landmarks_and_one_heading(
    client: Client, plan: FiscalPlan, page: str
) -> None:
    html = read(client, page)
    assert '<html lang="th"' in html
    assert 'href="#content"' in html
    assert 'id="content"' in html
    assert html.count("<h1") == 1
    assert html.count("<main") == html.count("<footer") == html.count("<header") == 1
    assert " style=" not in html
    assert "<style" not in html
    assert "<script" not in html


def test_pages_are_thai_whatever_the_browser_prefers(client: Client, plan: FiscalPlan) -> None:
    html = client.get("/", headers={"accept-language": "en"}).content.decode()
    assert "เอกสารต้นฉบับ" in html


@pytest.mark.parametrize("page", PAGES)
def test_english_pages_hold_thai_only_where_it_is_marked(
    client: Client, plan: FiscalPlan, page: str
) -> None:
    html = read(client, page, "en")
    assert '<html lang="en"' in html
    body = re.sub(r"<svg.*?</svg>", "", html, flags=re.S)
    while 'lang="th"' in body:
        shorter = re.sub(r'<(\w+)[^<>]*lang="th"[^<>]*>(?:(?!<\1\b).)*?</\1>', "", body, flags=re.S)
        if shorter == body:
            shorter = re.sub(r'<span class="keep">([^<]*)</span>', r"\1", body)
        assert shorter != body, re.findall(r'.{0,80}lang="th".{0,80}', body)[:3]
        body = shorter
    assert not re.findall(r"[ก-๛]+", body)


def test_the_language_switch_works_without_a_script_and_comes_back(
    client: Client, plan: FiscalPlan
) -> None:
    answer = client.post("/i18n/setlang/", {"language": "en", "next": "/privacy/"}, follow=True)
    assert answer.redirect_chain == [("/privacy/", 302)]
    assert '<html lang="en"' in answer.content.decode()


def test_each_tab_is_marked_on_its_own_page(client: Client, plan: FiscalPlan) -> None:
    html = read(client, "/")
    assert html.count('href="/" aria-current="page"') == 2  # the tabs, and the phone's menu
    assert html.count('aria-current="page"') == 2
    assert len(TABS) == 8


def test_links_keep_the_other_year_and_its_search_does(client: Client, plan: FiscalPlan) -> None:
    make_plan(2570)
    html = read(client, "/?fiscal_year=2570")
    assert 'href="/activities/?fiscal_year=2570"' in html
    assert '<input type="hidden" name="fiscal_year" value="2570">' in html
    assert '<a href="/">' in html  # the switch back to the current year


def test_the_current_year_adds_nothing_to_links(client: Client, plan: FiscalPlan) -> None:
    assert "fiscal_year=" not in read(client, "/")


def test_an_unknown_year_is_a_page_in_the_look(client: Client, plan: FiscalPlan) -> None:
    answer = client.get("/?fiscal_year=9999")
    assert answer.status_code == 404
    assert "ไม่พบหน้านี้" in answer.content.decode()


def test_visitors_are_offered_to_sign_in_and_come_back(client: Client, plan: FiscalPlan) -> None:
    assert 'href="/accounts/login/?next=/privacy/"' in read(client, "/privacy/")


def test_who_is_signed_in_sees_the_name_and_staff_the_admin(
    client: Client, plan: FiscalPlan
) -> None:
    client.force_login(make_user(first_name="สมชาย", last_name="ใจดี"))
    html = read(client, "/")
    assert "สมชาย ใจดี" in html
    assert 'action="/accounts/logout/"' in html
    assert 'href="/admin/"' not in html
    client.force_login(make_user("staff", is_staff=True))
    assert read(client, "/").count('href="/admin/"') > 1


def test_the_reference_day_is_today_until_the_plan_has_ended(
    plan: FiscalPlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    during, after = datetime.date(2020, 3, 31), datetime.date(2020, 10, 1)
    monkeypatch.setattr("projects.models.plan.today", lambda: during)
    assert plan.reference_day == during
    monkeypatch.setattr("projects.models.plan.today", lambda: after)
    assert plan.reference_day == datetime.date(2020, 9, 30)


def test_the_theme_is_remembered_and_can_be_given_back(client: Client, plan: FiscalPlan) -> None:
    client.post("/theme/", {"theme": "dark", "next": "/privacy/"})
    assert 'data-theme="dark"' in read(client, "/")
    client.post("/theme/", {"theme": "", "next": "/"})
    assert "data-theme" not in read(client, "/")


@pytest.mark.parametrize("theme", ["sepia", '"><script>'])
def test_a_theme_that_is_none_is_not_shown(client: Client, plan: FiscalPlan, theme: str) -> None:
    client.cookies["theme"] = theme
    assert "data-theme" not in read(client, "/")


def test_the_theme_switch_leads_to_pages_of_this_site_only(client: Client, db: None) -> None:
    answer = client.post("/theme/", {"theme": "dark", "next": "https://elsewhere.example/"})
    assert answer.headers["Location"] == "/"


def test_choosing_a_theme_needs_a_post(client: Client, db: None) -> None:
    assert client.get("/theme/").status_code == 405
