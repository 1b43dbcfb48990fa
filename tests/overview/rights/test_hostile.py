"""What somebody types into the address bar, sends twice, or sends too late: never a fault."""

from __future__ import annotations

import datetime
from typing import Any
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from budgets.models import Entry, MonthClose
from etda_plan.accounts.models import User
from etda_plan.common.permissions import Role
from kpis.models import Evidence
from projects.models import FiscalPlan, MonthlyReport, OfficeMembership, ReportEvent
from tests.factories import make_report_close, make_user
from tests.overview.reporting.desk import Desk, browser, fill, make_desk
from tests.reporting_factories import make_activity_report, make_officer, make_report, make_result

pytestmark = [pytest.mark.django_db, pytest.mark.once]

NOT_THERE = (
    "/monthly-reports/13/", "/monthly-reports/0/", "/monthly-reports/13/1/",
    "/monthly-reports/7/999999/", "/monthly-reports/7/999999/edit/", "/monthly-reports/x/",
    "/monthly-reports/7/" + "9" * 40 + "/", "/monthly-reports/13/close/",
    "/monthly-reports/13/reopen/", "/monthly-reports/13/reports.pdf",
    "/monthly-reports/13/forms.xlsx",
    "/kpis/KPI/999/", "/kpis/section-7/999/", "/kpis/nothing/", "/kpis/x/y/",
    "/kpis/section-7/" + "9" * 40 + "/", "/kpis/evidence/999999/", "/kpis/evidence/x/",
    "/kpis/evidence/" + "9" * 40 + "/", "/projects/NOTHING/", "/projects/%E0%B8%81/",
    "/activities/EC/999/", "/activities/EC/" + "9" * 40 + "/", "/activities/EC/999/state/",
    "/activities/schedule/versions/999999/", "/activities/schedule/versions/" + "9" * 40 + "/",
    "/activities/schedule/new/?office=NOTHING", "/activities/schedule/new/?work=NOTHING",
    "/budgets/entries/999999/", "/budgets/entries/" + "9" * 40 + "/", "/budgets/entries/x/",
    "/budgets/entries/1/attachments/999999/", "/budgets/transfers/999999/",
    "/budgets/transfers/" + "9" * 40 + "/", "/budgets/transfers/new/?from=x",
    "/budgets/spending-plans/999999/", "/budgets/spending-plans/" + "9" * 40 + "/",
    "/budgets/carry-forwards/999999/", "/budgets/carry-forwards/" + "9" * 40 + "/",
    "/budgets/batches/999999/", "/budgets/batches/" + "9" * 40 + "/",
    "/budgets/months/13/", "/budgets/months/0/", "/budgets/months/13/close/",
    "/budgets/workbooks/nothing/file/", "/budgets/workbooks/entries/file/?month=abc",
    "/budgets/workbooks/previews/00000000-0000-0000-0000-000000000000/",
    "/notifications/999999/", "/notifications/" + "9" * 40 + "/",
    "/reports/NOTHING.pdf", "/reports/plan.exe", "/?fiscal_year=abc", "/?fiscal_year=9999",
)  # fmt: skip
"""Addresses of nothing."""

LOOKED_AT = (
    "/", "/my/", "/projects/", "/projects/EC/", "/activities/", "/activities/progress/",
    "/activities/attention/", "/activities/schedule/", "/activities/schedule/versions/",
    "/activities/EC/1/", "/kpis/", "/kpis/section-7/", "/kpis/section-7/1/", "/budgets/spending/",
    "/budgets/entries/", "/budgets/transfers/", "/budgets/months/", "/budgets/workbooks/",
    "/budgets/spending-plans/", "/budgets/carry-forwards/", "/monthly-reports/", "/changes/",
    "/notifications/", "/search/",
)  # fmt: skip
OF_A_DAY = ("/", "/projects/EC/", "/kpis/", "/budgets/spending/", "/activities/attention/")
DAYS = ("2563-02-30", "9999-01-01", "0001-01-01", "9" * 60, "%00")
ODD = (
    "month=abc&page=99999&state=nothing&sort=nothing&per_page=-1&office=abc&work=nothing&by=abc"
    "&since=2563-02-30&until=%00&q=%00&kind=%F0%9F%92%A3&version=abc&item=nothing&allocation=abc",
    "month=99&page=" + "9" * 60 + "&q=" + quote("ก" * 500) + "&line=" + "9" * 60 + "&per_page=x"
    "&allocation=" + "9" * 60 + "&by=" + "9" * 60 + "&state=%00&office=%00&since=9999-12-31&sort=-",
)


TEXT, LONG = "abc", "9" * 60
SENT_ODDLY: tuple[tuple[str, dict[str, str]], ...] = (
    ("/activities/schedule/new/?office=abc", {"based_on": TEXT}),
    ("/activities/schedule/new/?work=EC", {"based_on": LONG, "note": "x"}),
    ("/activities/EC/1/state/", {"status": TEXT, "reason": LONG * 99}),
    ("/budgets/entries/new/", {"key": TEXT, "allocation": LONG, "amount": "1e999", "date": "x"}),
    ("/budgets/entries/new/", {"amount": "NaN", "date": "31/02/2563", "step": TEXT}),
    ("/budgets/transfers/new/", {"from": LONG}),
    ("/budgets/spending-plans/new/?allocation=abc", {"from_month": LONG}),
    ("/budgets/carry-forwards/new/", {"key": TEXT, "commitments": LONG, "expires_on": "x"}),
    ("/budgets/months/1/close/", {"key": TEXT}),
    ("/budgets/months/1/publish/", {"key": LONG}),
    ("/budgets/months/1/reopen/", {"key": TEXT, "reason": ""}),
    ("/budgets/workbooks/entries/", {"file": TEXT}),
    ("/budgets/workbooks/nothing/", {}),
    ("/monthly-reports/1/reopen/", {"reason": ""}),
    ("/notifications/mail/", {"wanted": TEXT}),
    ("/accounts/password_change/", {"old_password": LONG}),
    ("/theme/", {"theme": TEXT, "next": "https://example.org/"}),
    ("/i18n/setlang/", {"language": TEXT, "next": "//example.org/"}),
)
"""Forms filled in by hand with what no form sends."""


@pytest.fixture
def anybody(plan: FiscalPlan) -> Client:
    """Somebody with every role: nothing stands before what is asked for."""
    return browser(make_user("everything", *Role), "th")


def test_what_is_not_there_is_said_in_thai(anybody: Client) -> None:
    for address in NOT_THERE:
        answer = anybody.get(address)
        assert answer.status_code == 404, (address, answer.status_code)
        assert "ไม่พบ" in answer.content.decode(), address


def test_people_of_an_office_find_no_fault_in_what_is_not_there(plan: FiscalPlan) -> None:
    officer = browser(make_officer(plan.offices.earliest("pk")), "th")
    statuses = {address: officer.get(address).status_code for address in NOT_THERE}
    assert {address: each for address, each in statuses.items() if each not in (403, 404)} == {}


def test_what_no_form_sends_is_refused_without_a_fault(anybody: Client) -> None:
    for address, sent in SENT_ODDLY:
        answer = anybody.post(address, sent)
        assert answer.status_code < 500, (address, sent)
        assert "example.org" not in answer.headers.get("Location", "")
    assert not Entry.objects.exists()
    assert not MonthClose.objects.exists()


@pytest.mark.parametrize("asked", ODD)
def test_what_an_address_asks_oddly_is_answered(anybody: Client, asked: str) -> None:
    statuses = {page: anybody.get(f"{page}?{asked}").status_code for page in LOOKED_AT}
    assert {page: each for page, each in statuses.items() if each not in (200, 404)} == {}


def test_a_day_that_is_none_shows_a_page_all_the_same(anybody: Client) -> None:
    asked = [f"{page}?as_of={day}" for page in OF_A_DAY for day in DAYS]
    assert {page for page in asked if anybody.get(page).status_code != 200} == set()


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def whole(desk: Desk, month: int = 6) -> MonthlyReport:
    """Return a draft with nothing left to fill in."""
    report = make_report(desk.office, month)
    make_activity_report(report, desk.plain)
    make_activity_report(report, desk.parted)
    make_result(report, desk.target)
    return report


def said(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_a_report_handed_in_twice_is_handed_in_once(desk: Desk) -> None:
    whole(desk)
    officer = browser(desk.officer, "th")
    for _time in range(2):
        answer = officer.post(desk.address(page="review"), follow=True)
        assert answer.status_code == 200
    assert ReportEvent.objects.filter(act="submitted").count() == 1
    assert "รายงานส่งแล้ว" in said(answer)


def test_a_report_is_approved_once_and_the_second_click_is_told(desk: Desk) -> None:
    make_report(desk.office, 6, "submitted")
    head = browser(desk.head, "th")
    for _time in range(2):
        answer = head.post(desk.address(), {"decision": "approve", "comment": ""}, follow=True)
        assert answer.status_code == 200
    assert ReportEvent.objects.filter(act="approved").count() == 1
    assert "ไม่ได้รอการพิจารณา" in said(answer)


def test_a_month_closed_meanwhile_takes_nothing_and_says_so(desk: Desk) -> None:
    report = whole(desk)
    waiting = make_report(desk.office, 5, "submitted")
    make_report_close(desk.plan, 6)
    make_report_close(desk.plan, 5)
    officer, head = browser(desk.officer, "th"), browser(desk.head, "th")
    answers = [
        officer.post(desk.address(page="review"), follow=True),
        officer.post(desk.address(page="edit"), {"step": "keep", "done": "x"}, follow=True),
        head.post(desk.address(5), {"decision": "approve", "comment": ""}, follow=True),
    ]
    for answer in answers:
        assert answer.status_code == 200
        assert "ปิดแล้ว" in said(answer)
    for each in (report, waiting):
        before = each.state
        each.refresh_from_db()
        assert each.state == before


def test_who_left_yesterday_finds_the_door_shut(desk: Desk) -> None:
    whole(desk)
    OfficeMembership.objects.filter(user=desk.officer).update(
        until=datetime.date.today() - datetime.timedelta(days=1)
    )
    officer = browser(desk.officer, "th")
    for page in ("edit", "review", "correct"):
        assert officer.post(desk.address(page=page), {"step": "keep"}).status_code == 403
    assert "zz" not in said(officer.get(desk.address()))
    assert not ReportEvent.objects.filter(act="submitted").exists()


def test_an_account_that_is_switched_off_is_signed_out_at_its_next_step(desk: Desk) -> None:
    whole(desk)
    officer = browser(desk.officer, "th")
    assert officer.get(desk.address(page="review")).status_code == 200
    User.objects.filter(pk=desk.officer.pk).update(is_active=False)
    answer = officer.post(desk.address(page="review"))
    assert answer.status_code == 302
    assert "/accounts/login/" in answer.headers["Location"]
    assert not ReportEvent.objects.filter(act="submitted").exists()


NAMES = {
    "ก" * 300 + ".pdf": "ก" * 116 + ".pdf",
    "รายงาน\u202efdp.exe.pdf": "รายงานfdp.exe.pdf",
    "\u200bหลักฐาน \u2066ที่ 1\u2069.pdf": "หลักฐาน ที่ 1.pdf",
}


def test_file_names_that_mislead_are_kept_without_what_misleads(desk: Desk) -> None:
    officer, pk = browser(desk.officer, "th"), desk.target.pk
    address = desk.address(page="edit", item=desk.second)
    for number, (name, kept) in enumerate(NAMES.items()):
        file = SimpleUploadedFile(name, b"%PDF-1.7 " + bytes([65 + number]) + b" %%EOF")
        sent = {**fill(officer.get(address)), f"kpi_{pk}_file": file, "step": f"attach-{pk}"}
        assert officer.post(address, sent).status_code == 302
        found = Evidence.objects.latest("pk")
        assert found.name == kept
        answer = officer.get(f"/kpis/evidence/{found.pk}/")
        assert answer.headers["Content-Disposition"].startswith("attachment; filename")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert Evidence.objects.count() == len(NAMES)
