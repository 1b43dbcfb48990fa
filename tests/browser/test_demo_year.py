"""The sample year is worked through in a browser, by each of its people."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Locator, Page, expect

from etda_plan.common.exports import XLSX_TYPE
from tests.browser.looking import visit
from tests.budgets.workbooks import Sheet
from tests.server import SampleSite

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.xdist_group("sample year")]

Person = Callable[[str], Page]
WORDS = "ข้อมูลตัวอย่าง"


@pytest.fixture
def person(browser: Browser, sample: SampleSite) -> Iterator[Person]:
    """Give a window in which somebody of the sample has signed in."""
    with ExitStack() as windows:

        def signed_in(name: str) -> Page:
            page = windows.enter_context(visit(browser, sample))
            page.goto("/accounts/login/")
            page.fill("[name=username]", name)
            page.fill("[name=password]", sample.passwords[name])
            with leading_on(page):
                page.get_by_role("button", name="เข้าสู่ระบบ").click()
            return page

        yield signed_in


@contextmanager
def leading_on(page: Page) -> Iterator[None]:
    """Wait for the page that something leads to; it must be one of the sample."""
    with page.expect_navigation():
        yield
    expect(page.locator("aside.sample")).to_contain_text(WORDS)


def press(page: Page, name: str, within: str = "main") -> None:
    """Follow the link or button of this name."""
    place = page.locator(within)
    button = place.get_by_role("link", name=name).or_(place.get_by_role("button", name=name))
    with leading_on(page):
        button.first.click()


def send(page: Page, **fields: str) -> None:
    """Fill in the fields of the page's form and send it."""
    for name, value in fields.items():
        page.locator(f"main [name={name}]").fill(value)
    with leading_on(page):
        page.locator("main form[method=post] button.button--primary").click()


def choose(page: Page, field: str, beginning: str) -> None:
    """Choose the option that begins so."""
    options = page.locator(f"main [name={field}] option")
    option = options.filter(has_text=re.compile(rf"^\s*{beginning}")).first
    page.locator(f"main [name={field}]").select_option(option.get_attribute("value"))


def said(page: Page) -> Locator:
    return page.locator(".messages")


def test_finance_reserves_commits_pays_and_reverses(person: Person) -> None:
    page = person("finance")
    page.goto("/budgets/entries/")
    press(page, "บันทึกรายการ")
    page.locator("[name=kind]").select_option("reservation")
    choose(page, "allocation", "EC ")
    send(page, amount="120,000.50", document_number="ขซ. ทดลอง", note="จ้างพิมพ์คู่มือ")
    expect(said(page)).to_contain_text("120,000.50")
    reservation = page.url
    press(page, "ผูกพันจากเงินจองนี้")
    send(page, amount="100,000.25", payee="ผู้รับจ้าง ก")
    press(page, "เบิกจ่ายจากผูกพันนี้")
    expect(page.locator("[name=payee]")).to_have_value("ผู้รับจ้าง ก")
    send(page, amount="40,000.25", document_number="บจ. ทดลอง")
    press(page, "กลับรายการ")
    send(page, note="เบิกผิดงวด")
    expect(page.locator("h1")).to_contain_text("กลับรายการ 40,000.25 บาท")
    page.goto(reservation)
    expect(page.locator("main")).to_contain_text("20,000.25")


def test_more_than_is_left_is_refused_beside_the_amount_and_nothing_typed_is_lost(
    person: Person,
) -> None:
    page = person("finance")
    page.goto("/budgets/entries/new/?kind=payment")
    choose(page, "allocation", "SF ")
    send(page, amount="99,000,000.00", payee="ผู้รับจ้าง ข", date="10/4/2563")
    expect(page.locator(".field:has([name=amount])")).to_contain_text("ไม่พอ")
    expect(page.locator("[name=payee]")).to_have_value("ผู้รับจ้าง ข")
    expect(page.locator("[name=date]")).to_have_value("10/4/2563")


def test_finance_closes_march_and_it_takes_no_entry_any_more(person: Person) -> None:
    page = person("finance")
    page.goto("/budgets/months/")
    press(page, "ปิดเดือน มี.ค. 2563")
    send(page)
    expect(page.locator("h1")).to_contain_text("มี.ค. 2563")
    page.goto("/budgets/entries/new/?kind=payment")
    choose(page, "allocation", "EC ")
    send(page, amount="1.00", date="31/3/2563")
    expect(page.locator(".field:has([name=date])")).to_contain_text("ปิด")


def test_finance_changes_the_ledger_in_a_workbook_and_takes_it_back(
    person: Person, tmp_path: Path
) -> None:
    page = person("finance")
    page.goto("/budgets/workbooks/")
    with page.expect_download() as downloading:
        page.get_by_role("button", name="ดาวน์โหลด Excel").first.click()
    downloading.value.save_as(tmp_path / "entries.xlsx")
    sheet = Sheet((tmp_path / "entries.xlsx").read_bytes())
    copied = {name: sheet.value(sheet.last, name) for name in ("วันที่", "วงเงินจัดสรร")}
    sheet.add(**copied, ประเภท="เบิกจ่าย", **{"จำนวนเงิน_(บาท)": "๑,๒๕๐.๕๐"})
    changed: FilePayload = {"name": "แก้แล้ว.xlsx", "mimeType": XLSX_TYPE, "buffer": sheet.to_bytes()}
    page.locator("#entries_file").set_input_files(changed)
    press(page, "ส่งไฟล์เพื่อดูก่อน")
    expect(page.locator("h1")).to_contain_text("จะเปลี่ยน 1 แถว")
    expect(page.locator("main tbody")).to_contain_text("1,250.50")
    press(page, "บันทึกทั้งหมด")
    expect(page.locator("h1")).to_contain_text("1 รายการ")
    press(page, "ยกเลิกทั้งชุด")
    expect(page.locator("main tbody")).to_contain_text("กลับรายการ")
    expect(said(page)).to_contain_text("ยกเลิกชุด")


def test_a_planner_proposes_a_transfer_and_somebody_else_approves_it(person: Person) -> None:
    planner = person("planner")
    planner.goto("/budgets/transfers/")
    press(planner, "เสนอโอนเงิน")
    choose(planner, "from", "EC ")
    press(planner, "ถัดไป")
    choose(planner, "target", "DT ")
    expect(planner.locator("[name=target] option", has_text="PY ")).to_have_count(0)
    send(planner, amount="250,000.25", reason="จ้างล่าช้า", effect="ไม่กระทบค่าเป้าหมาย")
    expect(planner.locator("main tbody")).to_contain_text("−250,000.25")
    press(planner, "เสนอ", "main form")
    address = planner.url
    expect(planner.locator("main button", has_text="อนุมัติ")).to_have_count(0)
    approver = person("approver")
    approver.goto(address)
    press(approver, "อนุมัติ", "main form")
    expect(said(approver)).to_contain_text("เงินย้ายแล้ว")
    expect(approver.locator("main tbody")).to_contain_text("+250,000.25")
    with leading_on(approver):
        approver.locator("main .facts a").first.click()
    expect(approver.locator("h1")).to_contain_text("250,000.25")


def test_an_approver_refuses_with_a_reason_and_no_money_moves(person: Person) -> None:
    planner = person("planner")
    planner.goto("/budgets/transfers/new/")
    choose(planner, "from", "EC ")
    press(planner, "ถัดไป")
    choose(planner, "target", "DT ")
    send(planner, amount="1.00", reason="ทดลอง", effect="ไม่มี")
    press(planner, "เสนอ", "main form")
    approver = person("approver")
    approver.goto(planner.url)
    press(approver, "ไม่อนุมัติ", "main form")
    expect(approver.locator(".field:has([name=reason])")).to_contain_text("เหตุผล")
    approver.locator("[name=reason]").fill("ยังไม่จำเป็น")
    press(approver, "ไม่อนุมัติ", "main form")
    expect(approver.locator("main")).to_contain_text("ไม่มีการย้ายเงิน")
    planner.reload()
    expect(planner.locator("main")).to_contain_text("ยังไม่จำเป็น")


def test_finance_splits_the_year_evenly_and_the_approver_makes_it_the_next_version(
    person: Person,
) -> None:
    finance = person("finance")
    finance.goto("/budgets/spending-plans/new/")
    choose(finance, "allocation", "EL ")
    press(finance, "ถัดไป")
    finance.locator("[name=from_month]").select_option("5")
    press(finance, "เฉลี่ยเท่ากัน", "main form")
    expect(finance.locator("[name=month_4]")).to_have_value("0.00")
    press(finance, "ตรวจยอดรวม", "main form")
    expect(finance.locator(".notice--ok")).to_contain_text("เท่ากับงบปัจจุบัน")
    press(finance, "เสนอ", "main form")
    approver = person("approver")
    approver.goto(finance.url)
    press(approver, "อนุมัติ", "main form")
    expect(said(approver)).to_contain_text("อนุมัติเป็นฉบับที่")


def test_an_officer_reads_the_entries_of_the_own_office_s_works_only(person: Person) -> None:
    page = person("officer")
    page.goto("/budgets/entries/")
    works = page.locator("main tbody tr")
    assert works.count() > 10
    expect(works.filter(has_text=re.compile("DT|EL|SF|DG|OFF|PY|NB"))).to_have_count(0)
    expect(page.locator("main").get_by_role("link", name="บันทึกรายการ")).to_have_count(0)
    page.goto("/budgets/entries/?work=PY")
    expect(page.locator("main tbody tr")).to_have_count(0)


def test_an_auditor_reads_everything_and_is_offered_no_change(person: Person) -> None:
    page = person("auditor")
    for address in (
        "/budgets/spending/",
        "/budgets/entries/",
        "/budgets/months/",
        "/budgets/workbooks/",
    ):
        page.goto(address)
        expect(page.locator("main h1")).to_be_visible()
        expect(page.locator("main form[method=post]")).to_have_count(0)
    page.goto("/budgets/entries/")
    with leading_on(page):
        page.locator("main tbody tr a").first.click()
    expect(page.locator("main form[method=post], main .next-act")).to_have_count(0)
    page.goto("/budgets/entries/new/")
    expect(page.locator("h1")).to_contain_text("บัญชีนี้ไม่มีสิทธิ์ทำรายการนี้")


def test_a_visitor_sees_totals_up_to_the_published_month_and_no_entry(
    browser: Browser, sample: SampleSite
) -> None:
    with visit(browser, sample) as page:
        page.goto("/budgets/spending/")
        expect(page.locator("h1")).to_contain_text("29 ก.พ. 2563")
        expect(page.locator("h1")).to_contain_text("25.26")
        page.goto("/budgets/spending/?as_of=13/4/2563")
        expect(page.locator("h1")).to_contain_text("29 ก.พ. 2563")
        page.goto("/budgets/entries/")
        expect(page).to_have_url(re.compile("/accounts/login/"))


def test_the_administrator_moves_today_and_the_year_goes_on(person: Person) -> None:
    page = person("administrator")
    page.goto("/budgets/months/")
    page.locator(".sample__move summary").click()
    with leading_on(page):
        page.locator(".sample__link", has_text="ส.ค.").click()
    expect(page.locator("aside.sample")).to_contain_text("31 ส.ค. 2563")
    expect(page.locator("h1")).to_contain_text("ก.ค. 2563")
    page.goto("/reconciliation/")
    expect(page.locator("h1")).to_contain_text("ยอดรวมตรงกันที่ 588.7946")
    page.locator(".sample__move summary").click()
    page.fill("#sample-day", "13/4/2563")
    with leading_on(page):
        page.locator(".sample__button").click()
    page.goto("/budgets/spending/")
    expect(page.locator("h1")).to_contain_text("13 เม.ย. 2563")
