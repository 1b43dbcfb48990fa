"""Workbooks applied and taken back in a simulated year: whole, or not at all."""

from __future__ import annotations

import copy
import datetime
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile

from budgets.models import Allocation, Batch, Entry
from budgets.services.batches import apply_workbook, keep_workbook, reverse_batch
from budgets.workbooks.entries import EntriesWorkbook
from tests.budgets.workbooks import Sheet, name_of
from tests.simulator.books import Item

if TYPE_CHECKING:
    from tests.simulator.playing import Simulation

MOST_ROWS = 4


def apply_batch(simulation: Simulation) -> None:
    """Apply a workbook of a few payments from one allocation."""
    cell = simulation.some_cell()
    count = simulation.random.randint(1, MOST_ROWS)
    items = [
        Item(0, cell.key, "payment", simulation.some_day(), simulation.some_amount(cell.left // 8))
        for _ in range(count)
    ]
    with simulation.expecting(fit(simulation, items), "batch"):
        uploaded = keep_workbook(
            workbook(simulation, items), "entries", simulation.plan, simulation.finance
        )
        batch = apply_workbook(uploaded, user=simulation.finance)
        stored = list(batch.entries.order_by("pk"))
        if len(stored) != count:
            raise AssertionError(f"{count} rows made {len(stored)} entries")
        for entry in stored:
            simulation.books.post(
                Item(entry.pk, cell.key, "payment", entry.date, int(entry.amount.scaleb(2)))
            )


def fit(simulation: Simulation, items: list[Item]) -> bool:
    """Whether the books bear all of the payments together."""
    books = copy.copy(simulation.books)
    books.cells = copy.deepcopy(books.cells)
    books.items, books.order = {}, []
    for item in items:
        if not books.may_post(item):
            return False
        books.cells[item.cell].add(item.date, (0, 0, 0, item.amount))
    return True


def workbook(simulation: Simulation, items: list[Item]) -> ContentFile[bytes]:
    """Return the file."""
    template = EntriesWorkbook(simulation.plan).template(Entry.objects.none())
    sheet = Sheet(template.to_bytes())
    for item in items:
        sheet.add(
            **{
                "วันที่": item.date,
                "ประเภท": "เบิกจ่าย",
                "วงเงินจัดสรร": name_of(Allocation.objects.get(pk=item.cell)),
                "จำนวนเงิน_(บาท)": f"{item.amount // 100}.{item.amount % 100:02}",
                "เลขที่เอกสาร": f"{simulation.random.getrandbits(64):x}",
            }
        )
    return ContentFile(sheet.to_bytes(), "entries.xlsx")


def reverse_batch_of(simulation: Simulation) -> None:
    """Take a batch back, or one that was taken back before."""
    batches = list(Batch.objects.filter(reverses=None).order_by("-pk")[:5])
    if not batches:
        return
    batch = simulation.random.choice(batches)
    again = Batch.objects.filter(reverses=batch).exists()
    items = [simulation.books.items[entry.pk] for entry in batch.entries.order_by("-pk")]
    days = {item.key: day_of_undoing(simulation, item) for item in items}
    bears = all(
        item.open == item.amount and simulation.books.may_reverse(item, days[item.key], item.amount)
        for item in items
    )
    with simulation.expecting(bears and not again, "batch reversed"):
        reverse_batch(batch, user=simulation.finance, key=simulation.key())
        for item in items:
            simulation.books.reverse(item, days[item.key], item.amount)


def day_of_undoing(simulation: Simulation, item: Item) -> datetime.date:
    """Return the entry's own day, or today where its month is closed."""
    is_open = simulation.books.takes(item.date)
    return item.date if is_open else simulation.books.today
