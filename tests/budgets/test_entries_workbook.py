"""The ledger as a workbook: what comes back unchanged, changed, added, or wrong."""

from __future__ import annotations

import datetime
import uuid
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from budgets.models import Allocation, Batch, Entry, Submission
from budgets.services.batches import apply_workbook, earlier_batch, reverse_batch
from budgets.workbooks.changes import State, ranges
from etda_plan.common.permissions import Role
from projects.models import FiscalPlan
from tests.budgets.workbooks import (
    Sheet,
    applied,
    entries_sheet,
    name_of,
    previewed,
    uploaded,
)
from tests.calc import needs_libreoffice, recalculated
from tests.factories import make_finance, make_ledger, make_user, post_entry

pytestmark = pytest.mark.django_db

MARCH_15 = datetime.date(2020, 3, 15)


@pytest.fixture
def allocation() -> Allocation:
    """An allocation of 1,000 baht in the plan of 2563."""
    return make_ledger("1000")


@pytest.fixture
def ledger(allocation: Allocation) -> FiscalPlan:
    """A ledger of a reservation, a commitment drawn from it, and a payment by itself."""
    reservation = post_entry(allocation, "300", "reservation", note="ห้องประชุม\r\nใหญ่ ")
    post_entry(allocation, "200.25", "commitment", draws_on=reservation, payee="บริษัท ก")
    post_entry(allocation, "99.99", document_number="0012", paper_approved_by="ผอ.")
    return allocation.fund_source.plan


def left(allocation: Allocation) -> Decimal:
    """Return what is left, as stored."""
    return Allocation.objects.get(pk=allocation.pk).left_amount


def new_row(allocation: Allocation, **values: Any) -> dict[str, Any]:
    """Return the cells of a payment of 100 baht."""
    return {
        "วันที่": MARCH_15,
        "ประเภท": "เบิกจ่าย",
        "วงเงินจัดสรร": name_of(allocation),
        "จำนวนเงิน_(บาท)": 100,
        **values,
    }


def messages(content: bytes, plan: FiscalPlan) -> list[str]:
    """Return all that is wrong with the rows; nothing is stored."""
    before = Entry.objects.count()
    preview = previewed(content, plan)
    assert Entry.objects.count() == before
    assert not preview.is_sound
    return [*preview.faults, *(words for row in preview.changes for words in row.messages)]


def test_what_was_downloaded_changes_nothing(ledger: FiscalPlan) -> None:
    sheet = entries_sheet(ledger)
    assert sheet.last - sheet.heading_row == 3
    preview = previewed(sheet.to_bytes(), ledger)
    assert preview.counts == {State.UNCHANGED: 3}
    assert preview.is_sound
    assert not preview.has_changes
    assert preview.missing == 0


@pytest.mark.parametrize("language", ["th", "en"])
def test_a_download_in_one_language_comes_back_in_the_other(
    ledger: FiscalPlan, language: str
) -> None:
    with translation.override(language):
        content = entries_sheet(ledger).to_bytes()
    assert previewed(content, ledger).counts == {State.UNCHANGED: 3}


@needs_libreoffice[0]
@needs_libreoffice[1]
def test_what_libreoffice_saves_changes_nothing(ledger: FiscalPlan, tmp_path: Any) -> None:
    recalculated(entries_sheet(ledger).to_bytes(), tmp_path)
    content = (tmp_path / "made" / "given.xlsx").read_bytes()
    preview = previewed(content, ledger)
    assert [str(row.messages) for row in preview.shown] == []
    assert preview.counts == {State.UNCHANGED: 3}


def test_the_file_holds_real_dates_and_numbers_and_offers_choices(ledger: FiscalPlan) -> None:
    sheet = entries_sheet(ledger)
    row = sheet.heading_row + 2
    assert sheet.value(row, "เลขที่รายการ").startswith("#")
    assert sheet.value(row, "วันที่") == datetime.datetime(2020, 3, 15)
    assert sheet.value(row, "จำนวนเงิน (บาท)") == 200.25
    assert sheet.table.freeze_panes == f"B{sheet.heading_row + 1}"
    offered = [each.formula1 for each in sheet.table.data_validations.dataValidation]
    assert len(offered) == 2
    assert all("'รายการให้เลือก'!$" in source for source in offered)
    assert sheet.book.sheetnames == ["รายการ", "รายการให้เลือก", "วิธีกรอก"]


def test_a_new_row_is_posted(ledger: FiscalPlan, allocation: Allocation) -> None:
    sheet = entries_sheet(ledger).add(**new_row(allocation, ผู้รับเงิน="นาง ข", เลขที่เอกสาร=123))
    preview = previewed(sheet.to_bytes(), ledger)
    assert preview.counts == {State.UNCHANGED: 3, State.NEW: 1}
    assert left(allocation) == Decimal("600.01")
    batch = applied(sheet.to_bytes(), ledger)
    (entry,) = batch.entries.all()
    assert (entry.amount, entry.kind, entry.date) == (Decimal(100), "payment", MARCH_15)
    assert (entry.payee, entry.document_number) == ("นาง ข", "123")
    assert entry.entered_by == batch.applied_by == make_finance()
    assert left(allocation) == Decimal("500.01")


def test_a_new_row_may_draw_on_an_entry(ledger: FiscalPlan, allocation: Allocation) -> None:
    commitment = Entry.objects.get(kind="commitment")
    sheet = entries_sheet(ledger).add(**new_row(allocation, ตัดจาก=f"#{commitment.pk}"))
    (entry,) = applied(sheet.to_bytes(), ledger).entries.all()
    assert entry.draws_on == commitment
    assert left(allocation) == Decimal("600.01")


def test_a_changed_row_reverses_the_old_entry_and_posts_another(
    ledger: FiscalPlan, allocation: Allocation
) -> None:
    payment = Entry.objects.get(kind="payment")
    sheet = entries_sheet(ledger)
    sheet.put(sheet.last, **{"จำนวนเงิน_(บาท)": 120, "หมายเหตุ": "แก้ยอด"})
    (change,) = previewed(sheet.to_bytes(), ledger).shown
    assert change.state == State.CHANGED
    assert [(each.heading, each.old, each.new) for each in change.differences] == [
        ("จำนวนเงิน (บาท)", "99.99", "120.00"),
        ("หมายเหตุ", "", "แก้ยอด"),
    ]
    reversal, made = applied(sheet.to_bytes(), ledger).entries.order_by("pk")
    assert (reversal.reverses, reversal.amount, reversal.date) == (
        payment,
        Decimal("99.99"),
        MARCH_15,
    )
    assert (made.amount, made.note, made.document_number) == (Decimal(120), "แก้ยอด", "0012")
    assert left(allocation) == Decimal("579.75") + Decimal("0.25")


def test_a_row_that_is_missing_changes_nothing(ledger: FiscalPlan) -> None:
    sheet = entries_sheet(ledger)
    sheet.table.delete_rows(sheet.last)
    preview = previewed(sheet.to_bytes(), ledger)
    assert (preview.missing, preview.has_changes) == (1, False)


def test_an_entry_that_was_drawn_on_is_not_changed(ledger: FiscalPlan) -> None:
    sheet = entries_sheet(ledger)
    sheet.put(sheet.heading_row + 1, **{"จำนวนเงิน_(บาท)": 301})
    (words,) = messages(sheet.to_bytes(), ledger)
    assert "200.25 บาท" in words


def test_a_reversal_is_not_changed_but_may_be_added(
    ledger: FiscalPlan, allocation: Allocation
) -> None:
    payment = Entry.objects.get(kind="payment")
    undo = {"ประเภท": "กลับรายการ", "กลับรายการของ": f"#{payment.pk}", "จำนวนเงิน_(บาท)": 50}
    applied(entries_sheet(ledger).add(**new_row(allocation, **undo)).to_bytes(), ledger)
    assert left(allocation) == Decimal("650.01")
    sheet = entries_sheet(ledger)
    sheet.put(sheet.last, **{"จำนวนเงิน_(บาท)": 60})
    (words,) = messages(sheet.to_bytes(), ledger)
    assert "กลับรายการ" in words


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"จำนวนเงิน_(บาท)": 600.02}, "600.01"),
    ({"จำนวนเงิน_(บาท)": 0.125}, "ทศนิยม"),
    ({"วงเงินจัดสรร": "ZZ"}, "ไม่อยู่ในรายการ"),
    ({"ตัดจาก": "#999999"}, "#999999"),
    ({"เลขที่รายการ": "#999999"}, "#999999"),
    ({"เลขที่รายการ": "ใหม่"}, "#12"),
    ({"วันที่": "15/3/2020"}, "2563"),
    ({"วันที่": datetime.date(2020, 10, 1)}, "ปีงบประมาณ"),
    ({"วันที่": None}, "ต้องมีค่า"),
    ({"ประเภท": "การโอน"}, "ประเภท"),
    ({"ประเภท": "กลับรายการ"}, "กลับรายการ"),
]


def test_each_wrong_row_is_told_in_its_own_words_and_nothing_is_stored(
    ledger: FiscalPlan, allocation: Allocation
) -> None:
    sheet = entries_sheet(ledger)
    first = sheet.last + 1
    for values, _says in WRONG:
        sheet.add(**new_row(allocation, **values))
    found = {
        change.row.number: change.messages
        for change in previewed(sheet.to_bytes(), ledger).shown
        if change.state == State.WRONG
    }
    assert [len(words) for words in found.values()] == [1] * len(WRONG)
    for row, (_values, says) in enumerate(WRONG, first):
        assert says in found[row][0]
    with pytest.raises(ValidationError) as refused:
        applied(sheet.to_bytes(), ledger)
    assert [words.split(":")[0] for words in refused.value.messages] == [
        f"แถว {row}" for row in found
    ]
    assert (Entry.objects.count(), Batch.objects.count()) == (3, 0)


def test_a_number_twice_is_told(ledger: FiscalPlan) -> None:
    sheet = entries_sheet(ledger)
    sheet.put(sheet.last, เลขที่รายการ=sheet.value(sheet.last - 1, "เลขที่รายการ"))
    assert any("ซ้ำ" in words for words in messages(sheet.to_bytes(), ledger))


def test_rows_that_together_spend_too_much_are_told_one_by_one(
    ledger: FiscalPlan, allocation: Allocation
) -> None:
    sheet = entries_sheet(ledger)
    for amount in (500, 100.01, 0.01):
        sheet.add(**new_row(allocation, **{"จำนวนเงิน_(บาท)": amount}))
    preview = previewed(sheet.to_bytes(), ledger)
    assert [change.row.number for change in preview.changes if change.messages] == [sheet.last]


def test_money_that_one_row_frees_another_may_spend(
    ledger: FiscalPlan, allocation: Allocation
) -> None:
    sheet = entries_sheet(ledger)
    sheet.put(sheet.last, **{"จำนวนเงิน_(บาท)": 0.99})
    sheet.add(**new_row(allocation, **{"จำนวนเงิน_(บาท)": 699.01}))
    assert previewed(sheet.to_bytes(), ledger).is_sound
    applied(sheet.to_bytes(), ledger)
    assert left(allocation) == 0


def test_a_row_just_like_a_posted_entry_is_pointed_out(
    ledger: FiscalPlan, allocation: Allocation
) -> None:
    again = new_row(allocation, **{"จำนวนเงิน_(บาท)": 99.99, "เลขที่เอกสาร": "0012"})
    (change,) = previewed(entries_sheet(ledger).add(**again).to_bytes(), ledger).shown
    assert (change.state, len(change.warnings)) == (State.NEW, 1)


def test_the_same_file_is_applied_once(ledger: FiscalPlan, allocation: Allocation) -> None:
    content = entries_sheet(ledger).add(**new_row(allocation)).to_bytes()
    first = applied(content, ledger)
    assert applied(content, ledger) == first
    assert earlier_batch(uploaded(content, ledger, make_finance())) == first
    assert (Batch.objects.count(), Entry.objects.count()) == (1, 4)
    with pytest.raises(ValidationError):
        applied(content, ledger, make_finance("malee"))


def test_a_file_that_no_longer_fits_is_refused_with_the_rows(
    ledger: FiscalPlan, allocation: Allocation
) -> None:
    sheet = entries_sheet(ledger)
    for _ in range(3):
        sheet.add(**new_row(allocation, **{"จำนวนเงิน_(บาท)": 200}))
    file = uploaded(sheet.to_bytes(), ledger, make_finance())
    assert previewed(sheet.to_bytes(), ledger).is_sound
    post_entry(allocation, "100")
    with pytest.raises(ValidationError) as refused:
        apply_workbook(file, user=make_finance())
    (words,) = refused.value.messages
    assert words.startswith(f"แถว {sheet.last}: ")
    assert "100.01" in words
    assert (Entry.objects.count(), Batch.objects.count()) == (4, 0)
    assert not Submission.objects.filter(result=None).exists()


def test_a_batch_is_taken_back_as_one(ledger: FiscalPlan, allocation: Allocation) -> None:
    before = list(Entry.objects.values_list("amount", "kind", "note", "document_number"))
    sheet = entries_sheet(ledger)
    sheet.put(sheet.last, **{"จำนวนเงิน_(บาท)": 120}).add(**new_row(allocation))
    batch = applied(sheet.to_bytes(), ledger)
    key = uuid.uuid4()
    undone = reverse_batch(batch, user=make_finance(), key=key)
    assert reverse_batch(batch, user=make_finance(), key=key) == undone
    assert left(allocation) == Decimal("600.01") - Decimal("0.26") + Decimal("0.26")
    kinds = [entry.kind for entry in undone.entries.order_by("pk")]
    assert kinds == ["reversal", "reversal", "payment"]
    again = undone.entries.order_by("pk").last()
    assert again is not None
    assert (again.amount, again.kind, again.note, again.document_number) == before[-1]
    with pytest.raises(ValidationError):
        reverse_batch(batch, user=make_finance(), key=uuid.uuid4())


def test_after_it_was_taken_back_the_file_may_be_applied_again(
    ledger: FiscalPlan, allocation: Allocation
) -> None:
    content = entries_sheet(ledger).add(**new_row(allocation)).to_bytes()
    first = applied(content, ledger)
    reverse_batch(first, user=make_finance(), key=uuid.uuid4())
    second = applied(content, ledger)
    assert second != first
    assert left(allocation) == Decimal("500.01")


def test_a_batch_that_was_drawn_on_is_not_taken_back_at_all(
    ledger: FiscalPlan, allocation: Allocation
) -> None:
    sheet = entries_sheet(ledger).add(**new_row(allocation))
    batch = applied(sheet.add(**new_row(allocation, ประเภท="ผูกพัน")).to_bytes(), ledger)
    commitment = batch.entries.get(kind="commitment")
    post_entry(allocation, "1", draws_on=commitment)
    before = Entry.objects.count()
    with pytest.raises(ValidationError, match=f"#{commitment.pk}"):
        reverse_batch(batch, user=make_finance(), key=uuid.uuid4())
    assert Entry.objects.count() == before


@pytest.mark.parametrize("role", [Role.PLANNER, Role.APPROVER, Role.AUDITOR, Role.ADMINISTRATOR])
def test_only_finance_applies_and_takes_back(
    ledger: FiscalPlan, allocation: Allocation, role: Role
) -> None:
    content = entries_sheet(ledger).add(**new_row(allocation)).to_bytes()
    file = uploaded(content, ledger, make_finance())
    other = make_user("other", role)
    with pytest.raises(PermissionDenied):
        apply_workbook(file, user=other)
    with pytest.raises(PermissionDenied):
        previewed(content, ledger, other)
    with pytest.raises(PermissionDenied):
        uploaded(content, ledger, other)
    batch = apply_workbook(file, user=make_finance())
    with pytest.raises(PermissionDenied):
        reverse_batch(batch, user=other, key=uuid.uuid4())


def test_unchanged_rows_cost_no_queries_of_their_own(
    ledger: FiscalPlan, allocation: Allocation
) -> None:
    def queries_of(content: bytes) -> int:
        with CaptureQueriesContext(connection) as asked:
            previewed(content, ledger)
        return len(asked)

    make_finance()
    few = queries_of(entries_sheet(ledger).to_bytes())
    for _ in range(5):
        post_entry(allocation, "1")
    assert queries_of(entries_sheet(ledger).to_bytes()) == few


def test_row_numbers_are_drawn_together() -> None:
    assert ranges([]) == ""
    assert ranges([5, 6, 7, 9, 11, 12]) == "5–7, 9, 11–12"


def test_a_sheet_of_another_plan_is_told(ledger: FiscalPlan) -> None:
    other = make_ledger("5", fiscal_year=2564)
    content = entries_sheet(ledger).to_bytes()
    preview = previewed(content, other.fund_source.plan)
    assert preview.counts == {State.WRONG: 3}
    assert isinstance(Sheet(content).heading_row, int)
