"""The pages of files both ways, as each role meets them."""

from __future__ import annotations

import datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from budgets.models import Allocation, Batch, Entry, UploadedWorkbook
from budgets.services.batches import KEPT_FOR
from budgets.services.spending_plans import even_split
from budgets.views import workbooks as views
from etda_plan.accounts.models import User
from etda_plan.common.permissions import Role
from projects.models import FiscalPlan
from tests.budgets.workbooks import Sheet, applied, entries_sheet, name_of, plans_sheet, uploaded
from tests.common.hostile_workbooks import HOSTILE
from tests.factories import make_finance, make_ledger, make_user, post_entry

pytestmark = pytest.mark.django_db

PAGE = "/budgets/workbooks/"
ENTRIES, PLANS = f"{PAGE}entries/", f"{PAGE}spending_plans/"


@pytest.fixture
def allocation() -> Allocation:
    """An allocation of 1,000 baht with a payment of 99.99."""
    made = make_ledger("1000")
    post_entry(made, "99.99")
    return made


@pytest.fixture
def plan(allocation: Allocation) -> FiscalPlan:
    """Its plan, that of 2563."""
    return allocation.fund_source.plan


def client_of(user: User) -> Client:
    """Return a browser that a person is signed in with."""
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def finance() -> Client:
    """The browser of a finance officer."""
    return client_of(make_finance())


def added(plan: FiscalPlan, allocation: Allocation, amount: Any = 100, rows: int = 1) -> bytes:
    """Return the download with payments added."""
    sheet = entries_sheet(plan)
    for _ in range(rows):
        values = {"วันที่": datetime.date(2020, 3, 20), "ประเภท": "เบิกจ่าย"}
        values |= {"วงเงินจัดสรร": name_of(allocation), "จำนวนเงิน_(บาท)": amount}
        sheet.add(**values)
    return sheet.to_bytes()


def send(client: Client, content: bytes, page: str = ENTRIES, name: str = "งาน.xlsx") -> Any:
    """Upload a file and return the answer."""
    return client.post(page, {"file": SimpleUploadedFile(name, content)}, follow=True)


def text_of(response: Any) -> str:
    """Return a page's text."""
    return str(response.content.decode())


def test_a_file_is_looked_at_applied_and_taken_back(
    finance: Client, plan: FiscalPlan, allocation: Allocation
) -> None:
    looked = send(finance, added(plan, allocation))
    assert looked.status_code == 200
    assert "จะเปลี่ยน 1 แถว" in text_of(looked)
    assert "100.00" in text_of(looked)
    assert Entry.objects.count() == 1
    address = looked.redirect_chain[-1][0]
    done = finance.post(address, follow=True)
    batch = Batch.objects.get()
    assert f"ชุดนำเข้า {batch}: 1 รายการ" in text_of(done)
    assert "งาน.xlsx" in text_of(done)
    assert batch.file_sha256 in text_of(done)
    again = finance.post(address, follow=True)
    assert again.redirect_chain == done.redirect_chain
    assert Entry.objects.count() == 2
    key = done.context["form"]["key"].value()
    undone = finance.post(f"/budgets/batches/{batch.pk}/", {"key": key}, follow=True)
    assert Entry.objects.count() == 3
    assert f"ยกเลิกชุด {batch} แล้ว" in text_of(undone)
    assert Allocation.objects.get(pk=allocation.pk).left_amount == Decimal("900.01")
    page = text_of(finance.get(PAGE))
    assert f"ถูกยกเลิกโดย {Batch.objects.exclude(pk=batch.pk).get()}" in page


def test_a_file_with_errors_is_shown_and_not_kept(
    finance: Client, plan: FiscalPlan, allocation: Allocation
) -> None:
    answer = send(finance, added(plan, allocation, 900.02))
    assert answer.status_code == 422
    assert "ไฟล์มีข้อผิดพลาด" in text_of(answer)
    assert "900.01" in text_of(answer)
    assert "บันทึกทั้งหมด" not in text_of(answer)
    assert not UploadedWorkbook.objects.exists()
    assert Entry.objects.count() == 1


def test_a_file_that_changes_nothing_offers_nothing(finance: Client, plan: FiscalPlan) -> None:
    answer = send(finance, entries_sheet(plan).to_bytes())
    assert "ไฟล์นี้ไม่เปลี่ยนอะไร" in text_of(answer)
    assert "บันทึกทั้งหมด" not in text_of(answer)
    assert not UploadedWorkbook.objects.exists()


@pytest.mark.parametrize("kind", ["half a file", "macros", "a zip bomb", "fifty megabytes"])
def test_a_hostile_file_is_explained_beside_the_box(
    finance: Client, plan: FiscalPlan, kind: str
) -> None:
    answer = send(finance, HOSTILE[kind].make())
    assert answer.status_code == 422
    assert HOSTILE[kind].says in text_of(answer)
    assert 'class="error"' in text_of(answer)
    assert not UploadedWorkbook.objects.exists()


def test_no_file_at_all_is_explained(finance: Client, plan: FiscalPlan) -> None:
    answer = finance.post(ENTRIES)
    assert answer.status_code == 422
    assert answer.context["files"][0]["form"].errors["file"]


def test_what_changed_since_the_look_is_told(
    finance: Client, plan: FiscalPlan, allocation: Allocation
) -> None:
    looked = send(finance, added(plan, allocation, 900))
    post_entry(allocation, "1")
    answer = finance.post(looked.redirect_chain[-1][0])
    assert answer.status_code == 422
    assert "899.01" in text_of(answer)
    assert not Batch.objects.exists()


def test_a_file_applied_before_leads_to_its_batch(
    finance: Client, plan: FiscalPlan, allocation: Allocation
) -> None:
    content = added(plan, allocation)
    batch = applied(content, plan)
    answer = send(finance, content)
    assert f"ไฟล์นี้นำเข้าแล้วเป็นชุด {batch}" in text_of(answer)
    assert "บันทึกทั้งหมด" not in text_of(answer)


def test_nobody_sees_or_applies_what_another_uploaded(
    plan: FiscalPlan, allocation: Allocation
) -> None:
    file = uploaded(added(plan, allocation), plan, make_finance())
    address = f"{PAGE}previews/{file.key}/"
    other = client_of(make_finance("malee"))
    assert (other.get(address).status_code, other.post(address).status_code) == (404, 404)
    assert Client().get(address).status_code == 404


def test_a_file_that_nobody_applied_goes_after_a_day(
    plan: FiscalPlan, allocation: Allocation
) -> None:
    content = added(plan, allocation)
    first = uploaded(content, plan, make_finance())
    second = uploaded(content, plan, make_finance())
    old = first.uploaded_at - KEPT_FOR - datetime.timedelta(seconds=1)
    UploadedWorkbook.objects.filter(pk=first.pk).update(uploaded_at=old)
    third = uploaded(content, plan, make_finance())
    assert set(UploadedWorkbook.objects.all()) == {second, third}


def test_the_monthly_plan_goes_the_same_way(plan: FiscalPlan, allocation: Allocation) -> None:
    planner = client_of(make_user("planner", Role.PLANNER))
    sheet = plans_sheet(plan)
    row = next(
        at
        for at in range(sheet.heading_row + 1, sheet.last + 1)
        if sheet.value(at, "วงเงินจัดสรร") == name_of(allocation)
    )
    at = list(sheet.columns).index("ต.ค. 2562")
    months = list(sheet.columns)[at : at + 12]
    sheet.put(row, **dict(zip(months, even_split(Decimal(1000)), strict=True)))
    looked = send(planner, sheet.to_bytes(), PLANS)
    assert "เสนอทั้งหมด" in text_of(looked)
    done = planner.post(looked.redirect_chain[-1][0], follow=True)
    assert "1 ข้อเสนอ" in text_of(done)
    assert "1,000.00" in text_of(done)


def test_the_downloads_are_workbooks_of_the_year_or_of_a_month(
    finance: Client, plan: FiscalPlan, allocation: Allocation
) -> None:
    post_entry(allocation, "1", date=datetime.date(2020, 2, 1))
    for address, name, rows in (
        (f"{ENTRIES}file/", "entries-2563.xlsx", 2),
        (f"{ENTRIES}file/?month=5", "entries-2563-05.xlsx", 1),
        (f"{PLANS}file/", "spending-plans-2563.xlsx", Allocation.objects.of_plan(plan).count()),
    ):
        answer = finance.get(address)
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
        sheet = Sheet(answer.content)
        assert sheet.last - sheet.heading_row == rows
        assert len(load_workbook(BytesIO(answer.content)).sheetnames) == 3
    assert finance.get(f"{ENTRIES}file/?month=13").status_code == 404
    assert finance.get(f"{PAGE}other/file/").status_code == 404
    assert finance.get(ENTRIES).status_code == 405


def test_more_entries_than_come_back_in_time_are_asked_for_by_month(
    finance: Client, plan: FiscalPlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "MOST_ENTRIES", 0)
    answer = finance.get(f"{ENTRIES}file/", follow=True)
    assert "เลือกเดือน" in text_of(answer)


RIGHTS = {
    # may see the page, download and upload entries, download and upload monthly plans
    Role.FINANCE: (200, 200, 422, 200, 422),
    Role.PLANNER: (200, 200, 403, 200, 422),
    Role.APPROVER: (200, 200, 403, 403, 403),
    Role.AUDITOR: (200, 200, 403, 403, 403),
    Role.OFFICER: (403, 403, 403, 403, 403),
}


@pytest.mark.parametrize("role", RIGHTS)
def test_each_role_meets_what_it_may(plan: FiscalPlan, role: Role) -> None:
    client = client_of(make_user("someone", role))
    asked = (
        client.get(PAGE),
        client.get(f"{ENTRIES}file/"),
        client.post(ENTRIES),
        client.get(f"{PLANS}file/"),
        client.post(PLANS),
    )
    assert tuple(answer.status_code for answer in asked) == RIGHTS[role]
    page = text_of(asked[0])
    assert (f'action="{ENTRIES}"' in page) == (RIGHTS[role][2] == 422)
    assert (f'action="{PLANS}file/"' in page) == (RIGHTS[role][3] == 200)


def test_a_visitor_is_asked_to_sign_in(plan: FiscalPlan) -> None:
    for answer in (Client().get(PAGE), Client().get(f"{ENTRIES}file/"), Client().post(ENTRIES)):
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/accounts/login/")


def test_an_auditor_reads_a_batch_and_cannot_take_it_back(
    plan: FiscalPlan, allocation: Allocation
) -> None:
    batch = applied(added(plan, allocation), plan)
    auditor = client_of(make_user("auditor", Role.AUDITOR))
    page = text_of(auditor.get(f"/budgets/batches/{batch.pk}/"))
    assert str(batch.entries.get()) in page
    assert "ยกเลิกทั้งชุด" not in page
    key = "00000000-0000-4000-8000-000000000000"
    assert auditor.post(f"/budgets/batches/{batch.pk}/", {"key": key}).status_code == 403


def test_why_a_batch_cannot_be_taken_back_is_told(
    finance: Client, plan: FiscalPlan, allocation: Allocation
) -> None:
    batch = applied(added(plan, allocation), plan)
    entry = batch.entries.get()
    post_entry(allocation, "1", "reversal", reverses=entry, date=entry.date)
    address = f"/budgets/batches/{batch.pk}/"
    key = finance.get(address).context["form"]["key"].value()
    answer = finance.post(address, {"key": key})
    assert answer.status_code == 422
    assert f"{entry}: " in text_of(answer)
    assert Batch.objects.count() == 1


def test_the_pages_ask_as_few_queries_for_many_rows_as_for_one(
    finance: Client, plan: FiscalPlan, allocation: Allocation
) -> None:
    def queries_of(address: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert finance.get(address).status_code == 200
        return len(asked)

    one = applied(added(plan, allocation, 1), plan)
    few = queries_of(PAGE), queries_of(f"/budgets/batches/{one.pk}/")
    many = applied(added(plan, allocation, 2, rows=5), plan)
    assert (queries_of(PAGE), queries_of(f"/budgets/batches/{many.pk}/")) == few


def test_a_batch_of_another_year_is_not_found(finance: Client, plan: FiscalPlan) -> None:
    make_ledger("5", fiscal_year=2564)
    batch = Batch.objects.create(
        plan=plan, kind="entries", applied_by=make_finance(), applied_on=datetime.date(2020, 3, 1)
    )
    assert finance.get(f"/budgets/batches/{batch.pk}/?fiscal_year=2564").status_code == 404
    assert finance.get(f"/budgets/batches/{batch.pk}/?fiscal_year=2563").status_code == 200
