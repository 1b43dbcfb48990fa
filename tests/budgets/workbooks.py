"""Workbooks in the hands of a person: opened, changed by the names of their columns, saved."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from budgets.models import Allocation, Batch, Entry, UploadedWorkbook
from budgets.services.batches import WORKBOOKS, apply_workbook, keep_workbook, rehearse
from budgets.workbooks.changes import Preview
from budgets.workbooks.columns import allocation_name
from budgets.workbooks.entries import EntriesWorkbook
from budgets.workbooks.spending_plans import SpendingPlansWorkbook
from etda_plan.accounts.models import User
from projects.models import FiscalPlan
from tests.factories import make_finance


class Sheet:
    """The table of a workbook, addressed by headings."""

    def __init__(self, content: bytes) -> None:
        self.book = load_workbook(BytesIO(content))
        self.table: Any = self.book.worksheets[0]
        self.heading_row = next(
            row[0].row
            for row in self.table.iter_rows()
            if sum(bool(cell.value) for cell in row) > 3
        )
        heads = self.table[self.heading_row]
        self.columns = {cell.value: cell.column for cell in heads}

    @property
    def last(self) -> int:
        """The number of the last row."""
        return int(self.table.max_row)

    def value(self, row: int, heading: str) -> Any:
        """Return what stands in a cell."""
        return self.table.cell(row, self.columns[heading]).value

    def put(self, row: int, **values: Any) -> Sheet:
        """Write into a row; headings have underscores for their spaces."""
        for heading, value in values.items():
            column = self.columns[heading.replace("_", " ")]
            self.table.cell(row, column).value = value
        return self

    def add(self, **values: Any) -> Sheet:
        """Write a new row below the last."""
        return self.put(self.last + 1, **values)

    def to_bytes(self) -> bytes:
        """Return the saved file."""
        buffer = BytesIO()
        self.book.save(buffer)
        return buffer.getvalue()


def entries_sheet(plan: FiscalPlan) -> Sheet:
    """Return the downloaded workbook of a plan's entries."""
    entries = Entry.objects.of_plan(plan).order_by("pk")
    return Sheet(EntriesWorkbook(plan).template(entries).to_bytes())


def plans_sheet(plan: FiscalPlan) -> Sheet:
    """Return the downloaded workbook of a plan's monthly spending plans."""
    return Sheet(SpendingPlansWorkbook(plan).template().to_bytes())


def name_of(allocation: Allocation) -> str:
    """Return what an allocation is called in workbooks."""
    return str(allocation_name(allocation))


def uploaded(
    content: bytes, plan: FiscalPlan, user: User, kind: str = Batch.Kind.ENTRIES
) -> UploadedWorkbook:
    """Return a file as it is kept after its upload."""
    return keep_workbook(SimpleUploadedFile("ค่าใช้จ่าย.xlsx", content), kind, plan, user)


def applied(content: bytes, plan: FiscalPlan, user: User | None = None, **kind: str) -> Batch:
    """Return the batch that a file makes."""
    who = user or make_finance()
    return apply_workbook(uploaded(content, plan, who, **kind), user=who)


def previewed(
    content: bytes, plan: FiscalPlan, user: User | None = None, kind: str = Batch.Kind.ENTRIES
) -> Preview:
    """Return what a file would do."""
    return rehearse(WORKBOOKS[kind](plan), BytesIO(content), user or make_finance())
