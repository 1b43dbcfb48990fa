"""The same file, batch or money, wanted by several people in the same moment."""

from __future__ import annotations

import datetime
import uuid
from decimal import Decimal
from functools import partial

from django.core.exceptions import ValidationError
from django.db.models import Sum

from budgets.models import Allocation, Batch, Entry
from budgets.services.batches import apply_workbook, reverse_batch
from tests.budgets.workbooks import entries_sheet, name_of, uploaded
from tests.factories import make_finance, make_ledger
from tests.living import at_once

WRITERS = 4


def payments(*allocations: Allocation, amount: str, payee: str = "") -> bytes:
    """Return a workbook that adds a payment from each allocation, in this order."""
    sheet = entries_sheet(allocations[0].fund_source.plan)
    for day, allocation in enumerate(allocations, 1):
        cells = {"วันที่": datetime.date(2020, 3, day), "ประเภท": "เบิกจ่าย", "ผู้รับเงิน": payee}
        cells |= {"วงเงินจัดสรร": name_of(allocation), "จำนวนเงิน_(บาท)": amount}
        sheet.add(**cells)
    return sheet.to_bytes()


def paid(allocation: Allocation) -> tuple[Decimal, Decimal]:
    """Return what is paid, by the total and by the entries."""
    stored = Allocation.objects.get(pk=allocation.pk).paid_amount
    total = Entry.objects.filter(allocation=allocation).aggregate(paid=Sum("paid_change"))
    return stored, total["paid"]


def test_a_file_sent_several_times_at_once_is_applied_once(living: str) -> None:
    allocation, finance = make_ledger("1000"), make_finance()
    content = payments(allocation, allocation, amount="0.01")
    files = [uploaded(content, allocation.fund_source.plan, finance) for _ in range(WRITERS)]
    made = at_once([partial(apply_workbook, file, user=finance) for file in files])
    (batch,) = Batch.objects.all()
    assert made == [batch] * WRITERS
    assert paid(allocation) == (Decimal("0.02"), Decimal("0.02"))


def test_files_that_want_the_same_money_are_applied_whole_or_not_at_all(living: str) -> None:
    allocation, finance = make_ledger("1000"), make_finance()
    plan = allocation.fund_source.plan
    files = [
        uploaded(payments(allocation, allocation, amount="200", payee=f"{number}"), plan, finance)
        for number in range(WRITERS)
    ]
    made = at_once([partial(apply_workbook, file, user=finance) for file in files])
    assert sum(isinstance(each, Batch) for each in made) == 2
    assert sum(isinstance(each, ValidationError) for each in made) == 2
    assert paid(allocation) == (Decimal(800), Decimal(800))
    assert Batch.objects.count() == 2


def test_a_batch_taken_back_by_several_at_once_is_taken_back_once(living: str) -> None:
    allocation, finance = make_ledger("1000"), make_finance()
    file = uploaded(
        payments(allocation, allocation, amount="50"), allocation.fund_source.plan, finance
    )
    batch = apply_workbook(file, user=finance)
    made = at_once(
        [lambda: reverse_batch(batch, user=finance, key=uuid.uuid4()) for _ in range(WRITERS)]
    )
    assert sum(isinstance(each, Batch) for each in made) == 1
    assert sum(isinstance(each, ValidationError) for each in made) == WRITERS - 1
    assert paid(allocation) == (Decimal(0), Decimal(0))


def test_files_that_touch_money_in_opposite_orders_do_not_wait_for_each_other(living: str) -> None:
    one, other, finance = make_ledger("1000"), make_ledger("1000", code="BB"), make_finance()
    plan = one.fund_source.plan
    orders = [[one, other] * 4, [other, one] * 4] * 2
    files = [
        uploaded(payments(*order, amount="1", payee=f"{number}"), plan, finance)
        for number, order in enumerate(orders)
    ]
    made = at_once([partial(apply_workbook, file, user=finance) for file in files])
    assert [each for each in made if not isinstance(each, Batch)] == []
    assert paid(one) == paid(other) == (Decimal(16), Decimal(16))
