"""March of the sample's year, from an officer's phone to what a visitor reads, and back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.looking import visit
from tests.browser.test_demo_year import leading_on, press, said, send
from tests.browser.test_monthly_reports import Hand
from tests.chromium import PHONE
from tests.server import SampleSite

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.xdist_group("sample year")]

Person = Callable[[str], Page]
REPORT = "/monthly-reports/6/6/"
MENDED, NOT_REPORTED = "ตรวจประเมินหน่วยงาน 12 แห่ง", "ยังไม่รายงาน"
FEBRUARY, MARCH = "ปิดงวดแล้วถึง ก.พ.", "ปิดงวดแล้วถึง มี.ค."
WORK = "SF"


@pytest.fixture
def person(browser: Browser, sample: SampleSite) -> Iterator[Person]:
    """Give a phone on which somebody of the sample has signed in, or a visitor holds it."""
    with ExitStack() as windows:

        def phone(name: str) -> Page:
            page = windows.enter_context(visit(browser, sample))
            page.set_viewport_size(PHONE)
            if name:
                page.goto("/accounts/login/")
                page.fill("[name=username]", name)
                page.fill("[name=password]", sample.passwords[name])
                with leading_on(page):
                    page.get_by_role("button", name="เข้าสู่ระบบ").click()
            return page

        yield phone


def report_march(page: Page) -> Hand:
    """Report March from my work, item by item, all that a report cannot do without."""
    hand = Hand(page)
    page.goto("/my/")
    hand.press("เริ่มรายงาน")
    while True:
        for box in page.locator("[name^=part_], [name=progress]").all():
            hand.type(box, "95")
        for box in page.locator("[name^=kpi_][name$=_value]:visible").all():
            hand.type(box, "7")
        hand.say("ดำเนินการตามแผนของเดือน", "ดำเนินการต่อ")
        if not page.get_by_role("button", name="ถัดไป").count():
            break
        hand.press("ถัดไป")
    hand.press("ตรวจทานและส่ง")
    hand.press("ส่งรายงาน")
    return hand


def row_of(page: Page) -> Locator:
    """Return the home page's row of the work that the office carries out."""
    return page.locator("main tr", has=page.locator(f"a[href^='/projects/{WORK}/']")).first


def test_march_goes_from_the_officer_to_the_visitor_and_back(person: Person) -> None:
    visitor = person("")
    visitor.goto("/")
    expect(visitor.locator("main")).to_contain_text(FEBRUARY)
    of_february = row_of(visitor).inner_text()

    officer = person("officer-security")
    hand = report_march(officer)
    expect(said(officer)).to_contain_text("ส่งรายงานแล้ว")
    assert (hand.clicks, hand.fields) == (18, 38), "eight activities, their indicators, one report"

    head = Hand(person("head-security"))
    head.page.goto(REPORT)
    head.page.fill("[name=comment]", "ขอจำนวนหน่วยงานที่ตรวจประเมิน")
    head.press("ส่งกลับพร้อมความเห็น")
    mending = Hand(officer)
    officer.goto(f"{REPORT}edit/")
    expect(officer.locator("main")).to_contain_text("ขอจำนวนหน่วยงานที่ตรวจประเมิน")
    with officer.expect_response(lambda answer: answer.request.method == "POST"):
        mending.type(officer.locator("[name=done]"), MENDED)
        officer.locator("[name=done]").blur()
    officer.goto(f"{REPORT}review/")
    mending.press("ส่งรายงาน")
    head.page.goto(REPORT)
    head.press("อนุมัติรายงาน")
    expect(head.page.locator("main")).to_contain_text(MENDED)

    planner = person("planner")
    planner.goto("/monthly-reports/6/close/")
    press(planner, "ปิดรายงาน")
    finance = person("finance")
    finance.goto("/budgets/months/")
    press(finance, "ปิดเดือน มี.ค. 2563")
    send(finance)
    visitor.reload()
    expect(row_of(visitor)).to_have_text(re.compile(".*"))
    assert row_of(visitor).inner_text() == of_february

    administrator = person("administrator")
    administrator.goto("/budgets/months/")
    press(administrator, "เผยแพร่")
    send(administrator)
    visitor.goto("/")
    expect(visitor.locator("main")).to_contain_text(MARCH)
    of_march = row_of(visitor).inner_text()
    assert of_march != of_february

    move_today(administrator, "14/4/2563")
    administrator.goto("/monthly-reports/6/reopen/")
    administrator.fill("[name=reason]", "ผลงานตกหล่น")
    press(administrator, "เปิดรายงาน")
    expect(administrator.locator("main")).to_contain_text("ผลงานตกหล่น")
    visitor.goto("/")
    assert row_of(visitor).inner_text() == of_february
    planner.goto("/?as_of=12/4/2563")
    expect(row_of(planner)).to_contain_text(NOT_REPORTED)
    planner.goto("/?as_of=13/4/2563")
    expect(row_of(planner)).not_to_contain_text(NOT_REPORTED)
    visitor.goto("/?as_of=13/4/2563")
    assert row_of(visitor).inner_text() == of_february


def move_today(page: Page, day: str) -> None:
    """Let it be another day, by the band on every page."""
    page.locator("aside.sample summary").click()
    page.fill("#sample-day", day)
    with leading_on(page):
        page.get_by_role("button", name="เลื่อน", exact=True).first.click()
