"""A month is reported on a phone, returned, approved, closed and reopened, each by its person."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.looking import Complaints, faults, visit
from tests.chromium import PHONE
from tests.living import Templates
from tests.server import ADMIN, PASSWORD, Site

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.xdist_group("monthly reports")]

Person = Callable[[str], Page]
PEOPLE = """
from etda_plan.common.permissions import Role
from projects.models import Office
from tests.factories import make_planner
from tests.reporting_factories import make_head, make_officer
office = Office.objects.get(code="ส.พาณิชย์อิเล็กทรอนิกส์")
make_officer(office, "officer"), make_head(office, "head"), make_planner("planner")
"""
COVERED = """(field) => {
    const bar = document.querySelector('.draft-bar').getBoundingClientRect();
    const box = field.getBoundingClientRect();
    return box.bottom > bar.top + 1 && box.top < bar.bottom;
}"""
CLICKS_OF_A_REPORT, FIELDS_OF_A_REPORT = 6, 8
"""Of an office with two activities of four parts in all: four buttons and two ticks; four figures,
and two texts for each activity."""


@pytest.fixture(scope="module")
def office(django_db_setup: Templates, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site whose plan has an officer, a head and a planner; what happens there stays there."""
    own = Site(tmp_path_factory.mktemp("office"))
    own.prepare(django_db_setup.filled.file)
    own.manage("shell", "--command", PEOPLE)
    own.start()
    yield own
    own.stop()


@pytest.fixture
def person(browser: Browser, office: Site) -> Iterator[Person]:
    """Give a phone on which somebody has signed in."""
    with ExitStack() as windows:

        def signed_in(name: str) -> Page:
            page = windows.enter_context(visit(browser, office))
            page.set_viewport_size(PHONE)
            sign_in(page, name)
            return page

        yield signed_in


def sign_in(page: Page, name: str) -> None:
    """Sign somebody in."""
    page.goto("/accounts/login/")
    page.fill("[name=username]", name)
    page.fill("[name=password]", PASSWORD if name == ADMIN else "a-long-enough-pass")
    with page.expect_navigation():
        page.get_by_role("button", name="เข้าสู่ระบบ").click()


class Hand:
    """Somebody who fills in a form, and counts what it takes."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.clicks = self.fields = 0

    def press(self, name: str) -> None:
        """Follow the first link or button of this name."""
        self.clicks += 1
        place = self.page.locator("main")
        link = place.get_by_role("link", name=name).or_(place.get_by_role("button", name=name))
        with self.page.expect_navigation():
            link.first.click()

    def type(self, field: Locator, words: str) -> None:
        """Type into a field."""
        self.fields += 1
        field.fill(words)

    def tick(self, name: str) -> None:
        """Tick a box."""
        self.clicks += 1
        self.page.get_by_label(name).check()

    def say(self, done: str, following: str) -> None:
        """Say what was done and what comes next, and that there is no problem."""
        self.type(self.page.locator("[name=done]"), done)
        self.type(self.page.locator("[name=next_steps]"), following)
        self.tick("ไม่มีปัญหาเดือนนี้")


def kept(page: Page) -> None:
    """Wait until the site has what was typed."""
    expect(page.locator("[data-draft-status]")).to_contain_text(re.compile(r"บันทึกร่างแล้ว \d\d:\d\d"))


def report_a_month(page: Page) -> Hand:
    """Report the first month that is open, from my work to the end."""
    hand = Hand(page)
    page.goto("/my/")
    hand.press("เริ่มรายงาน")
    hand.type(page.locator("[name^=part_]"), "45")
    hand.say("ลงพื้นที่ชุมชน 2 แห่ง", "อบรมรอบสุดท้าย")
    hand.press("ถัดไป")
    for box in page.locator("[name^=part_]").all():
        hand.type(box, "30")
    hand.say("คัดเลือกชุมชน", "จัดทำแผนอบรม")
    hand.press("ตรวจทานและส่ง")
    hand.press("ส่งรายงาน")
    return hand


def test_a_month_takes_few_clicks_and_fields_on_a_phone(person: Person) -> None:
    page = person("officer")
    hand = report_a_month(page)
    expect(page.locator(".messages")).to_contain_text("ส่งรายงานแล้ว")
    assert (hand.clicks, hand.fields) == (CLICKS_OF_A_REPORT, FIELDS_OF_A_REPORT)


def test_a_draft_keeps_itself_and_no_field_hides_behind_the_bar(person: Person) -> None:
    page = person("officer")
    page.goto("/monthly-reports/8/1/edit/")
    page.locator("[name=done]").fill("พิมพ์แล้วไม่ได้กดปุ่มใด")
    kept(page)
    page.reload()
    expect(page.locator("[name=done]")).to_have_value("พิมพ์แล้วไม่ได้กดปุ่มใด")
    for _step in range(12):
        page.keyboard.press("Tab")
        field = page.locator("main form :focus:not(.draft-bar *)")
        if field.count():
            assert not field.evaluate(COVERED), field.evaluate("each => each.outerHTML")


def test_what_is_typed_after_the_session_ended_is_offered_again(person: Person) -> None:
    page = person("officer")
    page.goto("/monthly-reports/9/1/edit/")
    page.context.clear_cookies(name="sessionid")
    page.locator("[name=done]").fill("พิมพ์หลังหมดเวลา")
    expect(page.locator("[data-draft-status]")).to_contain_text("ออกจากระบบแล้ว")
    sign_in(page, "officer")
    page.goto("/monthly-reports/9/1/edit/")
    expect(page.locator("[name=done]")).to_have_value("")
    page.get_by_role("button", name="นำมาใส่").click()
    expect(page.locator("[name=done]")).to_have_value("พิมพ์หลังหมดเวลา")
    kept(page)
    page.reload()
    expect(page.locator("[data-draft-offer]")).to_be_hidden()


def test_the_form_works_without_script(browser: Browser, office: Site) -> None:
    context = browser.new_context(viewport=PHONE, base_url=office.url, java_script_enabled=False)
    page = context.new_page()
    sign_in_without_script(page)
    page.goto("/monthly-reports/10/1/edit/")
    page.fill("[name=done]", "ไม่มีสคริปต์")
    page.get_by_role("button", name="ถัดไป").click()
    page.get_by_role("button", name="ย้อนไป").click()
    expect(page.locator("[name=done]")).to_have_value("ไม่มีสคริปต์")
    context.close()


def sign_in_without_script(page: Page) -> None:
    """Sign the officer in where no script runs."""
    page.goto("/accounts/login/")
    page.fill("[name=username]", "officer")
    page.fill("[name=password]", "a-long-enough-pass")
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(lambda address: "login" not in address)


def test_the_head_returns_and_approves_the_planner_closes_an_administrator_reopens(
    person: Person,
) -> None:
    officer = person("officer")
    officer.goto("/my/")
    month = re.search(r"/monthly-reports/(\d+)/", first_report(officer))
    assert month
    report_a_month(officer)
    head = Hand(person("head"))
    head.page.goto(f"/monthly-reports/{month[1]}/1/")
    head.page.fill("[name=comment]", "ขอจำนวนผู้เข้าอบรม")
    head.press("ส่งกลับพร้อมความเห็น")
    officer.goto("/my/")
    expect(officer.locator("main")).to_contain_text("ถูกส่งกลับให้แก้ไข")
    officer.goto(f"/monthly-reports/{month[1]}/1/edit/?item=a2")
    expect(officer.locator("main")).to_contain_text("ขอจำนวนผู้เข้าอบรม")
    hand = Hand(officer)
    hand.type(officer.locator("[name=done]"), "คัดเลือกชุมชน อบรม 64 ราย")
    hand.press("ตรวจทานและส่ง")
    hand.press("ส่งรายงาน")
    head.page.goto("/my/")
    expect(head.page.locator("main")).to_contain_text("รายงานที่รอท่านพิจารณา")
    head.page.goto(f"/monthly-reports/{month[1]}/1/")
    head.press("อนุมัติรายงาน")
    expect(head.page.locator(".timeline li")).to_have_count(5)
    planner = Hand(person("planner"))
    planner.page.goto(f"/monthly-reports/{month[1]}/close/")
    expect(planner.page.locator("main")).to_contain_text("ส.กฎหมาย")
    planner.press("ปิดรายงาน")
    expect(planner.page.locator(".messages")).to_contain_text("ปิดรายงาน")
    administrator = Hand(person(ADMIN))
    administrator.page.goto(f"/monthly-reports/{month[1]}/reopen/")
    administrator.page.fill("[name=reason]", "ตัวเลขตกหล่น")
    administrator.press("เปิดรายงาน")
    expect(administrator.page.locator("main")).to_contain_text("ตัวเลขตกหล่น")


def first_report(page: Page) -> str:
    """Return the address of the first report to begin."""
    address = page.get_by_role("link", name="เริ่มรายงาน").first.get_attribute("href")
    assert address
    return address


def test_the_pages_are_sound(person: Person, office: Site) -> None:
    page = person("planner")
    complaints = Complaints(page, office)
    found = []
    for address in ("/my/", "/monthly-reports/", "/monthly-reports/2/", "/monthly-reports/2/1/"):
        page.goto(address)
        found += [f"{address}: {each}" for each in faults(page, complaints)]
    officer = person("officer")
    heard = Complaints(officer, office)
    for address in ("/my/", "/monthly-reports/11/1/edit/?item=a2&check=1"):
        officer.goto(address)
        found += [f"{address}: {each}" for each in faults(officer, heard)]
    assert found == []
