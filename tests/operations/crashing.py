"""People at work on the ledger when the power fails, and what must be true afterwards."""

from __future__ import annotations

import datetime
import http.client
import random
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import connections
from django.db.models import Count, Sum

from budgets.models import (
    Allocation,
    Batch,
    Entry,
    LedgerMonth,
    MonthClose,
    Submission,
    Transfer,
    UploadedWorkbook,
)
from budgets.seals import verify_seals
from budgets.services.postings import TOTALS
from budgets.workbooks.entries import EntriesWorkbook
from etda_plan.common.models import SampleDatabase
from etda_plan.overview.reconciliation import reconcile
from projects.models import FiscalPlan
from tests.budgets.workbooks import Sheet, name_of, uploaded
from tests.factories import (
    make_administrator,
    make_approver,
    make_finance,
    make_sample,
    make_transfer,
    reopen,
)
from tests.living import LivingSite, Person, Reply
from tests.operations.sending import approve, close, pay

APRIL_13 = datetime.date(2020, 4, 13)
CUT_OFF = (OSError, http.client.HTTPException)
CLOSING_MONTH = "15/10/2562"
SECONDS_OF_PATIENCE = 60
PAYERS, TRANSFERS, WORKBOOKS, ROWS = 4, 8, 2, 5


@dataclass
class Acknowledged:
    """What the site has said is done: keys of entries, transfers, batches; closes counted."""

    entries: set[int] = field(default_factory=set)
    transfers: set[int] = field(default_factory=set)
    batches: set[int] = field(default_factory=set)
    closes: int = 0

    @property
    def count(self) -> int:
        """How many acts."""
        return len(self.entries) + len(self.transfers) + len(self.batches) + self.closes


class Storm:
    """Rounds of work on one site, each of which ends in a failure."""

    def __init__(self, site: LivingSite, seed: int) -> None:
        self.site = site
        self.chance = random.Random(seed)
        self.plan = FiscalPlan.objects.get(fiscal_year=2563)
        if not SampleDatabase.objects.exists():
            make_sample(APRIL_13)
        self.finance, self.approver = make_finance(), make_approver()
        make_administrator()
        group = self.plan.spending_groups.get(number=1)
        self.cells = list(Allocation.objects.filter(spending_group=group).order_by("pk"))
        self.month = LedgerMonth.objects.of_plan(self.plan).get(month=1)
        self.done = Acknowledged()
        self.unanswered: list[tuple[uuid.UUID, Allocation, str]] = []
        self.transfers: list[Transfer] = []
        self.workbooks: list[UploadedWorkbook] = []

    def prepare(self) -> None:
        """Lay out the work of a round: proposals to approve, workbooks to apply, an open month."""
        for standing in MonthClose.objects.in_force():
            reopen(standing)
        for _ in range(TRANSFERS):
            source, target = self.chance.sample(self.cells, 2)
            self.transfers.append(make_transfer(source, target, "0.05"))
        self.workbooks = [self.workbook() for _ in range(WORKBOOKS)]

    def workbook(self) -> UploadedWorkbook:
        """Return an uploaded workbook with new entries."""
        sheet = Sheet(EntriesWorkbook(self.plan).template(Entry.objects.none()).to_bytes())
        for _ in range(ROWS):
            cell = self.chance.choice(self.cells)
            sheet.add(
                **{
                    "วันที่": datetime.date(2020, 4, 1),
                    "ประเภท": "เบิกจ่าย",
                    "วงเงินจัดสรร": name_of(cell),
                    "จำนวนเงิน_(บาท)": 0.02,
                    "เลขที่เอกสาร": uuid.uuid4().hex,
                }
            )
        return uploaded(sheet.to_bytes(), self.plan, self.finance)

    def break_out(self, fail: Callable[[], None], seconds: float, acts: int = 0) -> None:
        """Let everybody work, fail after so many seconds and acts, wait until all have noticed."""
        enough, patience = self.done.count + acts, time.monotonic() + SECONDS_OF_PATIENCE
        people = [self.site.person(self.finance) for _ in range(PAYERS + 2)]
        approver = self.site.person(self.approver)
        works: list[Callable[[], None]] = [
            *(lambda person=person: self.keep_paying(person) for person in people[:PAYERS]),
            lambda: self.keep_approving(approver),
            lambda: self.keep_importing(people[-2]),
            lambda: self.close_the_month(people[-1]),
        ]
        threads = [threading.Thread(target=self.work, args=(work,)) for work in works]
        for thread in threads:
            thread.start()
        time.sleep(seconds)
        while self.done.count < enough and time.monotonic() < patience:
            time.sleep(0.05)
        fail()
        for thread in threads:
            thread.join()
        connections.close_all()

    def work(self, work: Callable[[], None]) -> None:
        """Work until there is no answer any more."""
        try:
            work()
        except CUT_OFF:
            pass
        finally:
            connections.close_all()

    def keep_paying(self, person: Person) -> None:
        """Pay a satang after the other, some in the month that is being closed."""
        chance = random.Random(person.csrf)
        while True:
            key, cell = uuid.uuid4(), chance.choice(self.cells)
            date = chance.choice(("1/4/2563", CLOSING_MONTH))
            self.unanswered.append((key, cell, date))
            reply = pay(person, cell, "0.01", date=date, key=key)
            if reply.status in (302, 200):
                self.unanswered.remove((key, cell, date))
            if reply.status == 302:
                self.done.entries.add(number_in(reply))
            elif reply.status != 200:
                return

    def keep_approving(self, person: Person) -> None:
        """Approve what waits."""
        for transfer in self.transfers:
            if transfer.pk not in self.done.transfers and approve(person, transfer).status == 302:
                self.done.transfers.add(transfer.pk)

    def keep_importing(self, person: Person) -> None:
        """Apply the workbooks."""
        for workbook in self.workbooks:
            reply = person.post(f"/budgets/workbooks/previews/{workbook.key}/")
            if reply.status == 302:
                self.done.batches.add(number_in(reply))

    def close_the_month(self, person: Person) -> None:
        """Close October while others post in it."""
        time.sleep(self.chance.random() / 3)
        if close(person, 1).status == 302:
            self.done.closes += 1

    def send_again(self) -> list[str]:
        """Send what had no answer once more, twice; yield what is wrong."""
        person, wrong = self.site.person(self.finance), []
        for key, cell, date in self.unanswered:
            replies = [pay(person, cell, "0.01", date=date, key=key) for _ in range(2)]
            if replies[0].goes_to != replies[1].goes_to or replies[0].status not in (302, 200):
                wrong.append(f"{key} was answered {replies[0].status}, then {replies[1].status}")
            if replies[0].status == 302:
                self.done.entries.add(number_in(replies[0]))
        self.unanswered.clear()
        return wrong

    def wrongs(self) -> Iterator[str]:
        """Yield whatever is lost or half done."""
        yield from self.lost()
        yield from self.half_done()
        if touched := verify_seals(self.plan):
            yield f"seals: {touched}"
        if (report := reconcile(self.plan)).disagrees:
            yield f"checks: {report.answer}"

    def lost(self) -> Iterator[str]:
        """Yield what was acknowledged and is not there."""
        kept = {
            "entries": (Entry.objects.all(), self.done.entries),
            "batches": (Batch.objects.all(), self.done.batches),
            "transfers": (Transfer.objects.filter(state="approved"), self.done.transfers),
        }
        for name, (rows, keys) in kept.items():
            if (found := rows.filter(pk__in=keys).count()) != len(keys):
                yield f"{name}: {len(keys)} acknowledged, {found} there"
        if MonthClose.objects.count() < self.done.closes:
            yield "a close is lost"

    def half_done(self) -> Iterator[str]:
        """Yield acts of which only a part is there."""
        halves = Transfer.objects.annotate(
            halves=Count("entries"), sum=Sum("entries__transferred_change")
        )
        for key, state, *found in halves.values_list("pk", "state", "halves", "sum"):
            if found != ([2, Decimal(0)] if state == "approved" else [0, None]):
                yield f"transfer {key}, {state}: {found}"
        for key, rows in Batch.objects.values_list("pk").annotate(Count("entries")):
            if rows != ROWS:
                yield f"batch {key}: {rows} rows"
        if Submission.objects.filter(result=None).exists():
            yield "a submission without result"
        sums = {total: Sum(f"entries__{change}") for total, change in TOTALS.items()}
        for cell in Allocation.objects.annotate(**{f"sum_{name}": it for name, it in sums.items()}):
            for total in TOTALS:
                if getattr(cell, total) != (getattr(cell, f"sum_{total}") or 0):
                    yield f"{cell}: {total}"
        alone = Entry.objects.exclude(kind__in=["transfer", "reversal"])
        if alone.filter(open_item=None).exists():
            yield "an entry without its open item"


def number_in(reply: Reply) -> int:
    """Return the number at the end of the address that a reply leads to."""
    return int(reply.goes_to.rstrip("/").rpartition("/")[2])
