"""Random acts through the services that people use, each also done in the books."""

from __future__ import annotations

import datetime
import random
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import F, Sum

from budgets.models import (
    Allocation,
    Entry,
    LedgerMonth,
    MonthClose,
    OpenItem,
    SpendingPlan,
    Transfer,
)
from budgets.seals import verify_seals
from budgets.services.months import close_month, reopen_month
from budgets.services.postings import Posting, post
from budgets.services.spending_plans import (
    approve_spending_plan,
    even_split,
    propose_spending_plan,
    refuse_spending_plan,
)
from budgets.services.transfers import (
    TransferProposal,
    approve_transfer,
    propose_transfer,
    refuse_transfer,
    withdraw_transfer,
)
from etda_plan.accounts.models import User
from etda_plan.common import sample
from etda_plan.common.fiscal import fiscal_month
from etda_plan.common.models import SampleDatabase
from etda_plan.overview.reconciliation import reconcile
from projects.models import FiscalPlan
from tests.simulator.batches import apply_batch, reverse_batch_of
from tests.simulator.books import Books, Cell, Item

SATANG = Decimal("0.01")
SOME = 60
LAST_DAY = datetime.date(2020, 9, 30)
CHANGES = ("transferred_change", "reserved_change", "committed_change", "paid_change")
TOTALS = ("transferred_amount", "reserved_amount", "committed_amount", "paid_amount")


class Disagreement(AssertionError):
    """Product and books differ."""


def satang(amount: Decimal) -> int:
    """Return baht as satang."""
    return int(amount.scaleb(2))


class Simulation:
    """A sample database, its people, and the books beside it.

    ``finance`` posts and closes, ``planner`` proposes, ``approver`` decides; ``planner`` may
    decide too, so that own proposals come before the rule against them.
    """

    def __init__(
        self, seed: int, finance: User, planner: User, approver: User, administrator: User
    ) -> None:
        self.seed = seed
        self.random = random.Random(seed)
        self.finance, self.planner = finance, planner
        self.approver, self.administrator = approver, administrator
        self.plan = FiscalPlan.objects.get(fiscal_year=2563)
        mark = SampleDatabase.objects.get()
        self.books = Books(mark.first_day, LAST_DAY, mark.today)
        for cell in Allocation.objects.of_plan(self.plan):
            self.learn(cell)
        self.accepted: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.step = 0
        self.workbooks = 0.1

    def learn(self, allocation: Allocation) -> None:
        """Open a page of the books."""
        initial = satang(allocation.initial_amount)
        cell = Cell(allocation.pk, allocation.fund_source_id, initial)
        self.books.cells.setdefault(allocation.pk, cell)

    def run(self, operations: int, *, thorough_each: int = 50) -> None:
        """Do so many acts from October to September; after each of them all must agree."""
        length = (self.books.last - self.books.first).days
        acts = [act for act, weight in self.acts() for _ in range(weight)]
        for number in range(operations):
            self.step += 1
            self.move_to(self.books.first + datetime.timedelta(number * length // operations))
            act = self.random.choice(acts)
            try:
                act()
                self.compare_totals()
                if self.step % thorough_each == 0:
                    self.compare_everything()
            except Exception as error:
                raise Disagreement(
                    f"seed {self.seed}, operation {self.step}, {act.__name__}: {error}"
                ) from error
        self.compare_everything()

    def acts(self) -> list[tuple[Callable[[], None], int]]:
        """Return what may happen, and how often beside the rest."""
        return [
            (self.post_afresh, 8),
            (self.draw_down, 10),
            (self.reverse, 5),
            (self.post_nonsense, 2),
            (self.repeat, 2),
            (self.propose_transfer, 2),
            (self.decide_transfer, 3),
            (self.propose_spending_plan, 1),
            (self.decide_spending_plan, 1),
            (self.apply_batch, 1),
            (self.reverse_batch, 1),
            (self.close_month, 1),
            (self.reopen_month, 1),
        ]

    def move_to(self, day: datetime.date) -> None:
        """Let it be a later day."""
        if day != self.books.today:
            SampleDatabase.objects.update(today=day)
            sample.forget()
            self.books.today = day

    @contextmanager
    def expecting(self, accepted: bool, act: str) -> Iterator[None]:
        """Require that what happens inside is accepted, or refused in words."""
        try:
            yield
        except (PermissionDenied, ValidationError) as refusal:
            if accepted:
                raise Disagreement(f"refused, but nothing speaks against it: {refusal}") from None
            self.refused[act] += 1
        else:
            if not accepted:
                raise Disagreement("accepted what must be refused")
            self.accepted[act] += 1

    # Choosing

    def some_amount(self, most: int) -> int:
        """Return an amount: all that there is, a satang more, a little, or anything between."""
        chance = self.random.random()
        if chance < 0.1:
            return most
        if chance < 0.2:
            return most + 1
        if chance < 0.3:
            return 1
        return self.random.randint(1, max(1, most // self.random.choice((1, 4, 50))))

    def some_day(self, not_before: datetime.date | None = None) -> datetime.date:
        """Return mostly a late day, sometimes any of the year, even one to come."""
        chance = self.random.random()
        start = not_before or self.books.first
        if chance < 0.7:
            start = max(start, self.books.today - datetime.timedelta(days=20))
        end = self.books.last if chance > 0.97 else self.books.today
        return start + datetime.timedelta(self.random.randint(0, max(0, (end - start).days)))

    def some_cell(self) -> Cell:
        """Return any allocation."""
        return self.random.choice(list(self.books.cells.values()))

    def some_item(self, kinds: tuple[str, ...] = ()) -> Item | None:
        """Return an entry, mostly a late one, mostly with something open."""
        if not self.books.order:
            return None
        items = self.books.order
        late = items[-SOME:] if self.random.random() < 0.8 else self.random.choices(items, k=SOME)
        fitting = [item for item in late if not kinds or item.kind in kinds]
        opened = [item for item in fitting if item.open]
        pool = opened if opened and self.random.random() < 0.9 else fitting
        return self.random.choice(pool) if pool else None

    # Posting

    def post_item(self, item: Item, act: str) -> None:
        """Post an entry on both sides."""
        accepted = self.books.may_post(item)
        with self.expecting(accepted, act):
            entry = self.ask(item, uuid.UUID(int=self.random.getrandbits(128)))
            item.key = entry.pk
            self.books.post(item)

    def ask(self, item: Item, key: uuid.UUID, **others: Any) -> Entry:
        """Post through the service."""
        drawn = item.draws_on
        posting = Posting(
            item.kind,
            Allocation.objects.get(pk=item.cell),
            item.date,
            item.amount * SATANG,
            draws_on=Entry.objects.get(pk=drawn.key) if drawn else None,
            **others,
        )
        return post(posting, user=self.finance, key=key)

    def post_afresh(self) -> None:
        """Post what comes out of the money that is left."""
        cell = self.some_cell()
        kind = self.random.choice(("reservation", "commitment", "payment"))
        self.post_item(Item(0, cell.key, kind, self.some_day(), self.some_amount(cell.left)), kind)

    def draw_down(self) -> None:
        """Commit what is reserved, pay what is committed."""
        earlier = self.some_item(("reservation", "commitment"))
        if earlier is None:
            return
        kind = "commitment" if earlier.kind == "reservation" else "payment"
        amount = self.some_amount(earlier.open)
        day = self.some_day(earlier.date)
        self.post_item(Item(0, earlier.cell, kind, day, amount, earlier), f"{kind} drawn")

    def post_nonsense(self) -> None:
        """Draw on what may not be drawn on, or post nothing, or less."""
        earlier = self.some_item()
        kind = self.random.choice(("reservation", "commitment", "payment"))
        amount = self.random.choice((0, -1, 1))
        item = Item(0, self.some_cell().key, kind, self.some_day(), amount, earlier)
        self.post_item(item, "nonsense")

    def repeat(self) -> None:
        """Send the same form twice, and then its key with another content."""
        cell = self.some_cell()
        item = Item(0, cell.key, "payment", self.books.today, min(cell.left, 100))
        if not self.books.may_post(item):
            return
        key = uuid.UUID(int=self.random.getrandbits(128))
        entry = self.ask(item, key)
        item.key = entry.pk
        self.books.post(item)
        with self.expecting(True, "repeated"):
            if self.ask(item, key) != entry:
                raise Disagreement("the same form gave another answer")
        with self.expecting(False, "used key"):
            self.ask(item, key, note="another")

    def reverse(self) -> None:
        """Undo an entry or a part of it."""
        item = self.some_item()
        if item is None:
            return
        day, amount = self.some_day(item.date), self.some_amount(item.open)
        with self.expecting(self.books.may_reverse(item, day, amount), "reversal"):
            posting = Posting(
                "reversal",
                Allocation.objects.get(pk=item.cell),
                day,
                amount * SATANG,
                reverses=Entry.objects.get(pk=item.key),
            )
            post(posting, user=self.finance, key=uuid.UUID(int=self.random.getrandbits(128)))
            self.books.reverse(item, day, amount)

    # Proposals

    def key(self) -> uuid.UUID:
        """Return a key that the seed brings again."""
        return uuid.UUID(int=self.random.getrandbits(128))

    def propose_transfer(self) -> None:
        """Propose to move money, mostly within a fund."""
        source, target = self.some_cell(), self.some_cell()
        if self.random.random() < 0.8:
            within = [cell for cell in self.books.cells.values() if cell.fund == source.fund]
            target = self.random.choice(within)
        amount = self.some_amount(source.left)
        fits = source.fund == target.fund and source.key != target.key
        proposal = TransferProposal(
            from_allocation=Allocation.objects.get(pk=source.key),
            to_allocation=Allocation.objects.get(pk=target.key),
            amount=amount * SATANG,
            reason="เหตุผล",
            effect="ผลกระทบ",
        )
        with self.expecting(fits and amount <= source.left and amount > 0, "transfer proposed"):
            propose_transfer(proposal, user=self.planner, key=self.key())

    def decide_transfer(self) -> None:
        """Approve, refuse or withdraw a proposal, also an own one, or one that is decided."""
        transfers = Transfer.objects.order_by("-pk")
        pending = transfers.filter(state="proposed")
        pool = list((pending if self.random.random() < 0.9 else transfers)[:5])
        if not pool:
            return
        transfer = self.random.choice(pool)
        user = self.random.choice((self.approver, self.approver, self.planner))
        chance = self.random.random()
        if chance < 0.2:
            with self.expecting(transfer.is_pending and user == self.planner, "withdrawal"):
                withdraw_transfer(transfer, user=user, key=self.key())
        elif chance < 0.4:
            with self.expecting(transfer.is_pending and user == self.approver, "transfer refused"):
                refuse_transfer(transfer, user=user, key=self.key(), reason="ไม่เห็นชอบ")
        else:
            self.approve(transfer, user)

    def approve(self, transfer: Transfer, user: User) -> None:
        """Approve a transfer on both sides."""
        source, amount = transfer.from_allocation_id, satang(transfer.amount)
        covered = self.books.cells[source].left >= amount and self.books.takes(self.books.today)
        fits = transfer.is_pending and user == self.approver and covered
        with self.expecting(fits, "transfer approved"):
            approve_transfer(transfer, user=user, key=self.key())
            self.books.transfer(source, transfer.to_allocation_id, amount)

    def propose_spending_plan(self) -> None:
        """Split an allocation over the months, sometimes with a satang too much."""
        cell = self.some_cell()
        months = list(even_split(cell.current * SATANG, self.random.randint(1, 12)))
        right = self.random.random() < 0.8
        months[self.random.randrange(12)] += 0 if right else SATANG
        waits = SpendingPlan.objects.filter(allocation=cell.key, state="proposed").exists()
        with self.expecting(right and not waits, "spending plan proposed"):
            allocation = Allocation.objects.get(pk=cell.key)
            propose_spending_plan(allocation, months, user=self.planner, key=self.key())

    def decide_spending_plan(self) -> None:
        """Approve or refuse a monthly plan; one that the money has moved from stays open."""
        proposal = SpendingPlan.objects.filter(state="proposed").order_by("pk").first()
        if proposal is None:
            return
        user = self.random.choice((self.approver, self.planner))
        if self.random.random() < 0.3:
            with self.expecting(user == self.approver, "spending plan refused"):
                refuse_spending_plan(proposal, user=user, key=self.key(), reason="ปรับใหม่")
            return
        current = self.books.cells[proposal.allocation_id].current
        fits = user == self.approver and satang(proposal.total_amount) == current
        with self.expecting(fits, "spending plan approved"):
            approve_spending_plan(proposal, user=user, key=self.key())

    # Workbooks

    def apply_batch(self) -> None:
        """Apply a workbook; seldom, for reading one takes as long as many other acts."""
        if self.random.random() < self.workbooks:
            apply_batch(self)

    def reverse_batch(self) -> None:
        """Take a workbook back."""
        if self.random.random() < self.workbooks:
            reverse_batch_of(self)

    # Months

    def close_month(self) -> None:
        """Close the month that is next, or another one."""
        months = list(LedgerMonth.objects.of_plan(self.plan))
        month = months[len(self.books.closed)] if len(self.books.closed) < 12 else months[-1]
        if self.random.random() < 0.3:
            month = self.random.choice(months)
        in_order = len(self.books.closed) == fiscal_month(month.first_day) - 1
        with self.expecting(in_order and month.last_day < self.books.today, "close"):
            close_month(month, user=self.finance, key=self.key())
            self.books.closed.append(month.first_day)

    def reopen_month(self) -> None:
        """Reopen the last closed month, or another one; sometimes without a reason."""
        closes = list(MonthClose.objects.in_force().order_by("month__first_day"))
        if not closes:
            return
        close = self.random.choice((*closes, closes[-1], closes[-1]))
        reason = self.random.choice(("แก้ไขรายการ", "แก้ไขรายการ", ""))
        with self.expecting(close == closes[-1] and bool(reason), "reopening"):
            reopen_month(close, reason, user=self.administrator, key=self.key())
            self.books.closed.pop()

    # Comparing

    def compare_totals(self) -> None:
        """Hold the stored totals of all allocations against the books."""
        rows = Allocation.objects.filter(pk__in=self.books.cells).values_list("pk", *TOTALS)
        stored = {key: tuple(map(satang, totals)) for key, *totals in rows}
        written = {key: cell.totals for key, cell in self.books.cells.items()}
        if stored != written:
            raise Disagreement(f"totals: stored {stored}, in the books {written}")

    def compare_everything(self) -> None:
        """Hold entries, open items, seals and every check of the plan against the books."""
        keys = list(self.books.cells)
        sums = Entry.objects.filter(allocation__in=keys).order_by().values_list("allocation")
        for key, *found in sums.annotate(*(Sum(change) for change in CHANGES)):
            if tuple(map(satang, found)) != self.books.cells[key].totals:
                raise Disagreement(f"entries of {key}: {found}")
        if Entry.objects.count() != self.books.entries:
            raise Disagreement("entries are missing, or there are more")
        opened = OpenItem.objects.values_list("pk", "open_amount")
        if {key: satang(amount) for key, amount in opened} != {
            key: item.open for key, item in self.books.items.items()
        }:
            raise Disagreement("open items")
        if Allocation.objects.filter(initial_amount__lt=F("paid_amount") - F("transferred_amount")):
            raise Disagreement("overspent")
        if found_touched := verify_seals(self.plan):
            raise Disagreement(f"seals: {found_touched}")
        report = reconcile(self.plan)
        if report.disagrees:
            raise Disagreement(f"checks: {report.answer}")
