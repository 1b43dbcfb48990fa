"""The month grid: by keyboard alone, by dragging, by pasting from Excel, on a phone, and bare."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.looking import Complaints, faults, visit
from tests.browser.test_money_pages import sign_in
from tests.chromium import PHONE
from tests.server import SampleSite

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.xdist_group("sample year")]

NEW = "/activities/schedule/new/"
PASTE = """(text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', text);
    const options = { clipboardData, bubbles: true, cancelable: true };
    document.activeElement.dispatchEvent(new ClipboardEvent('paste', options));
}"""
COPIED = """() => {
    const clipboardData = new DataTransfer();
    const options = { clipboardData, bubbles: true, cancelable: true };
    document.activeElement.dispatchEvent(new ClipboardEvent('copy', options));
    return clipboardData.getData('text/plain');
}"""
MOST_STOPS = 80


def row(page: Page, number: int) -> Locator:
    return page.locator(".month-grid__row").nth(number)


def states(page: Page, number: int = 0) -> str:
    """Return the states of a row: P planned, N not planned, ? unknown."""
    words = {"planned": "P", "not-planned": "N", "unknown": "?"}
    found = [box.input_value() for box in row(page, number).locator("select").all()]
    return "".join(words[each] for each in found)


def cell(page: Page, number: int, month: int) -> Locator:
    return row(page, number).locator("td").nth(month - 1)


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def tab_to(page: Page, selector: str) -> None:
    """Press tab until the focus is on what a selector names."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if page.evaluate("(name) => document.activeElement.matches(name)", selector):
            return
    raise AssertionError(f"the keyboard does not reach {selector}")


def test_by_keyboard_alone_from_sign_in_to_proposed(browser: Browser, sample: SampleSite) -> None:
    with visit(browser, sample) as page:
        page.goto(f"/accounts/login/?next={NEW}")
        tab_to(page, "main [name=username]")
        page.keyboard.type("planner")
        tab_to(page, "main [name=password]")
        page.keyboard.type(sample.passwords["planner"])
        page.keyboard.press("Enter")
        page.wait_for_url(lambda address: "login" not in address)
        tab_to(page, "#id_work")
        press(page, "ArrowDown")
        tab_to(page, "main .filters button")
        press(page, "Enter")
        page.wait_for_url("**work=**")
        tab_to(page, "td[role=gridcell]")
        press(page, "KeyU", *["Shift+ArrowRight"] * 11)
        assert states(page) == "?" * 12
        press(page, "Home")
        press(page, "KeyN", "Space")
        assert states(page)[0] == "?"
        press(page, "Enter", *["Shift+ArrowRight"] * 5, "ArrowRight", "KeyN")
        press(page, *["Shift+ArrowRight"] * 5)
        assert states(page) == "PPPPPPNNNNNN"
        press(page, "Control+z")
        assert states(page) == "PPPPPPNNNNN?"
        press(page, "End", "KeyN", "Home", "ArrowDown", "KeyP", "ArrowUp", "End")
        assert page.evaluate("document.activeElement.cellIndex") == 12
        assert page.locator("td[tabindex='0']").count() == 1
        tab_to(page, "#id_note")
        page.keyboard.type("จากบันทึกการประชุม")
        tab_to(page, ".schedule-form .form__actions .button--primary")
        press(page, "Enter")
        page.wait_for_url("**/activities/schedule/versions/*/**")
        expect(page.locator("main")).to_contain_text("จากบันทึกการประชุม")
        assert page.evaluate("Object.keys(localStorage)") == []
        page.get_by_role("button", name="ถอนข้อเสนอ").press("Enter")
        expect(page.locator("main")).not_to_contain_text("รอพิจารณา")


def test_a_cell_is_named_by_month_item_and_state(browser: Browser, sample: SampleSite) -> None:
    with visit(browser, sample, "en") as page:
        sign_in(page, sample, "planner")
        page.goto(NEW)
        grid = page.get_by_role("grid")
        first = cell(page, 0, 3)
        first.focus()
        press(page, "KeyP")
        name = first.get_attribute("aria-label") or ""
        assert name.startswith("Dec, EC/1 ")
        assert name.endswith(", Planned")
        expect(grid.get_by_role("gridcell", name=name, exact=True)).to_be_focused()
        expect(page.get_by_role("status").first).to_contain_text("EC/1 Dec: Planned")


def test_dragging_paints_and_one_undo_takes_it_back(browser: Browser, sample: SampleSite) -> None:
    with visit(browser, sample) as page:
        sign_in(page, sample, "planner")
        page.goto(NEW)
        before = [states(page, 0), states(page, 1)]
        cell(page, 0, 2).focus()
        press(page, "KeyU")
        boxes = [cell(page, *place).bounding_box() for place in ((0, 2), (0, 6), (1, 6))]
        points = [(box["x"] + 5, box["y"] + 15) for box in boxes if box]
        page.mouse.move(*points[0])
        page.mouse.down()
        for point in points[1:]:
            page.mouse.move(*point, steps=20)
        page.mouse.up()
        assert states(page, 0)[1:6] == "PPPPP"
        assert states(page, 1)[5] == "P"
        press(page, "Control+z", "Control+z")
        assert [states(page, 0), states(page, 1)] == before


def test_a_block_from_excel_is_pasted_whole_or_not_at_all(
    browser: Browser, sample: SampleSite
) -> None:
    with visit(browser, sample) as page:
        sign_in(page, sample, "planner")
        page.goto(NEW)
        cell(page, 0, 1).focus()
        page.evaluate(PASTE, "x\tX\t1\t●\t/\tมี\tplanned\t0\t-\tไม่มี\t\t?\r\n?\tx\r\n")
        assert states(page, 0) == "PPPPPPPNNN??"
        assert states(page, 1)[:2] == "?P"
        cell(page, 0, 11).focus()
        page.evaluate(PASTE, "x\n0.5")
        expect(page.get_by_role("alert").first).to_contain_text("“0.5” ที่ EC/1 · 1.1 ส.ค.")
        assert states(page, 0) == "PPPPPPPNNN??"
        page.evaluate(PASTE, "1\t1\t1")
        expect(page.get_by_role("alert").first).to_contain_text("1 × 3")
        assert states(page, 0) == "PPPPPPPNNN??"
        cell(page, 0, 7).focus()
        press(page, "Shift+ArrowRight")
        assert page.evaluate(COPIED) == "1\t1"


def test_what_was_filled_in_survives_a_lost_session(browser: Browser, sample: SampleSite) -> None:
    with visit(browser, sample) as page:
        sign_in(page, sample, "planner")
        page.goto(NEW)
        cell(page, 2, 4).focus()
        press(page, "KeyU", "KeyN")
        page.locator("#id_note").fill("ค้างไว้")
        expect(page.locator("[data-draft-saved]")).not_to_be_empty()
        page.context.clear_cookies(name="sessionid")
        page.locator(".schedule-form .form__actions .button--primary").click()
        page.wait_for_url("**/login/**")
        sign_in(page, sample, "planner")
        page.goto(NEW)
        page.locator("[data-draft-restore]").click()
        assert states(page, 2)[3] == "N"
        expect(cell(page, 2, 4)).to_have_attribute("data-state", "not-planned")
        assert page.locator("#id_note").input_value() == "ค้างไว้"


def test_on_a_phone_one_item_at_a_time_with_twelve_large_cells(
    browser: Browser, sample: SampleSite
) -> None:
    with visit(browser, sample) as page:
        page.set_viewport_size(PHONE)
        sign_in(page, sample, "planner")
        page.goto(NEW)
        assert page.locator(".month-grid__row:visible").count() == 1
        boxes = [box for month in range(1, 13) if (box := cell(page, 0, month).bounding_box())]
        assert len({round(box["x"]) for box in boxes}) == 4
        assert len({round(box["y"]) for box in boxes}) == 3
        assert min(min(box["width"], box["height"]) for box in boxes) >= 44
        was = states(page, 0)[0]
        cell(page, 0, 1).click()
        assert states(page, 0)[0] != was
        page.locator("[data-grid-next]").click()
        expect(row(page, 1)).to_be_visible()
        expect(row(page, 0)).to_be_hidden()


def test_without_a_script_every_cell_is_a_choice_that_posts(
    browser: Browser, sample: SampleSite
) -> None:
    context = browser.new_context(
        base_url=sample.url, java_script_enabled=False, viewport=PHONE, locale="th"
    )
    page = context.new_page()
    sign_in(page, sample, "planner")
    page.goto(f"{NEW}?work=OFF")
    for number, word in enumerate(("planned", "not-planned")):
        for box in row(page, number).locator("select").all():
            box.select_option(word)
    row(page, 0).locator("select").first.select_option("unknown")
    page.locator(".schedule-form .form__actions .button--primary").click()
    expect(page.locator("main .months")).not_to_have_count(0)
    assert "/activities/schedule/versions/" in page.url
    page.locator("[name=decision][value=withdraw]").click()
    context.close()


@pytest.mark.parametrize(
    "address", ["/activities/schedule/", NEW, "/activities/schedule/versions/"]
)
def test_pages_are_whole(browser: Browser, sample: SampleSite, address: str) -> None:
    """No error, no axe violation, nothing cut off at 360 px."""
    with visit(browser, sample) as page:
        sign_in(page, sample, "planner")
        complaints = Complaints(page, sample)
        page.goto(address)
        assert list(faults(page, complaints)) == []
