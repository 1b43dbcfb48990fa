"""Playing the sample's year: what people do up to a day, through the services that they use."""

from __future__ import annotations

import datetime
import uuid
from decimal import Decimal
from functools import cached_property
from typing import TypeVar

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.db import models, transaction

from budgets.models import (
    Allocation,
    CarryForward,
    Entry,
    MonthClose,
    SpendingPlan,
    Submission,
    Transfer,
)
from budgets.services.carry_forwards import propose_carry_forward
from budgets.services.months import close_month, publish_month, reopen_month
from budgets.services.postings import Posting, post
from budgets.services.spending_plans import (
    approve_spending_plan,
    propose_spending_plan,
    refuse_spending_plan,
)
from budgets.services.transfers import (
    TransferProposal,
    approve_transfer,
    propose_transfer,
    refuse_transfer,
)
from etda_plan.accounts.models import User
from etda_plan.common.fiscal import fiscal_year
from etda_plan.common.models import SampleDatabase, SampleDay
from etda_plan.common.permissions import Role
from etda_plan.common.sample import read_once
from etda_plan.overview.sample.accounts import ACCOUNTS
from etda_plan.overview.sample.operations import (
    CloseMonth,
    DecideSpendingPlan,
    DecideTransfer,
    Operation,
    Post,
    ProposeCarryForward,
    ProposeSpendingPlan,
    ProposeTransfer,
    PublishMonth,
    ReopenMonth,
)
from etda_plan.overview.sample.script import the_year
from etda_plan.overview.sample.working import Work
from projects.models import FiscalPlan

Made = TypeVar("Made", bound=models.Model)

PLAYED = "played"
REFUSED = "refused"
"""Stands for the content of an operation that was refused: it is not tried again."""

REFUSALS = (ValidationError, PermissionDenied, ObjectDoesNotExist)


@transaction.atomic
def play_until(day: datetime.date, mark: SampleDatabase) -> None:
    """Do what the script has up to ``day`` and was not done yet, each thing on its own day.

    What is refused is left out, for people may have used the money meanwhile, and so is what
    builds on it. Nothing is done a second time. What follows happens on ``day``.
    """
    stage = Stage(mark)
    operations = [each for each in the_year(mark.seed) if each.day <= day]
    for operation in operations:
        if operation.name not in stage.done:
            stage.play(operation)
    SampleDay.objects.create(day=day)


class Stage:
    """The sample's database while its year is played on it."""

    def __init__(self, mark: SampleDatabase) -> None:
        self.seed = mark.seed
        self.clock = SampleDatabase(
            seed=mark.seed, first_day=mark.first_day, last_day=mark.last_day, today=mark.first_day
        )
        self.plan = FiscalPlan.objects.get(fiscal_year=fiscal_year(mark.first_day))
        self.day: datetime.date | None = None
        self.people: dict[Role, User] = {}
        self.work = Work(self.plan, self.key_of)

    @cached_property
    def done(self) -> dict[str, int | None]:
        """What each operation that was played before has made; None where it was refused."""
        names = {self.key(each.name): each.name for each in the_year(self.seed)}
        rows = Submission.objects.filter(key__in=names).values_list("key", "result")
        return {names[key]: result for key, result in rows}

    @cached_property
    def lines(self) -> dict[str, Allocation]:
        """The allocations by work, with the activity's number where it has one (``OFF1``)."""
        printed = Allocation.objects.of_plan(self.plan).filter(statement_line__isnull=False)
        return {
            f"{each.project.code}{each.activity.number if each.activity else ''}": each
            for each in printed
        }

    def key(self, name: str) -> uuid.UUID:
        """Return the key under which an operation is carried out once."""
        return uuid.uuid5(uuid.UUID(int=self.seed), name)

    def play(self, operation: Operation) -> None:
        """Carry out an operation, or keep that it was refused."""
        if operation.day != self.day:
            SampleDay.objects.create(day=operation.day)
        self.day = self.clock.today = operation.day
        with read_once(self.clock):
            try:
                made = self.perform(operation)
            except REFUSALS:
                Submission.objects.create(key=self.key(operation.name), content=REFUSED)
                self.done[operation.name] = None
            else:
                self.done[operation.name] = made.pk

    def perform(self, operation: Operation) -> models.Model:
        """Do it as the person whose work it is; raise what the service raises."""
        key = self.key(operation.name)
        match operation:
            case Post():
                return post(self._posting(operation), user=self.who(Role.FINANCE), key=key)
            case ProposeTransfer():
                user = self.who(Role.PLANNER)
                return propose_transfer(self._transfer(operation), user=user, key=key)
            case ProposeSpendingPlan(line=line, amounts=amounts, note=note):
                user = self.who(Role.PLANNER)
                return propose_spending_plan(self.lines[line], amounts, note, user=user, key=key)
            case DecideTransfer():
                return self._decide_transfer(operation, user=self.who(Role.APPROVER), key=key)
            case DecideSpendingPlan():
                return self._decide_plan(operation, user=self.who(Role.APPROVER), key=key)
            case CloseMonth():
                month = self.plan.ledger_months.get(month=operation.month)
                return close_month(month, user=self.who(Role.FINANCE), key=key)
            case ReopenMonth(reason=reason):
                close = self._close(operation.month)
                return reopen_month(close, reason, user=self.who(Role.ADMINISTRATOR), key=key)
            case PublishMonth():
                close = self._close(operation.month)
                return publish_month(close, user=self.who(Role.ADMINISTRATOR), key=key)
            case ProposeCarryForward():
                return self._carry_forward(operation, user=self.who(Role.PLANNER), key=key)
            case _:
                return self._do_work(operation, key)

    def _do_work(self, operation: Operation, key: uuid.UUID) -> models.Model:
        """Do what is no business of the ledger's; its services ask for no key, it is kept here."""
        made = self.work.perform(operation)
        Submission.objects.create(key=key, content=PLAYED, result=made.pk)
        return made

    def _decide_transfer(
        self, operation: DecideTransfer, *, user: User, key: uuid.UUID
    ) -> models.Model:
        proposal = self.made(Transfer.objects.all(), operation.proposal)
        decide = approve_transfer if operation.approved else refuse_transfer
        return decide(proposal, user=user, key=key, reason=operation.reason)

    def _decide_plan(
        self, operation: DecideSpendingPlan, *, user: User, key: uuid.UUID
    ) -> models.Model:
        proposal = self.made(SpendingPlan.objects.all(), operation.proposal)
        decide = approve_spending_plan if operation.approved else refuse_spending_plan
        return decide(proposal, user=user, key=key, reason=operation.reason)

    def _carry_forward(
        self, operation: ProposeCarryForward, *, user: User, key: uuid.UUID
    ) -> CarryForward:
        """Propose all commitments that are open on the day."""
        commitments = Entry.objects.filter(
            month__plan=self.plan, kind__in=Entry.CARRIED, open_item__open_amount__gt=Decimal(0)
        )
        return propose_carry_forward(
            self.plan, list(commitments), operation.expires_on, operation.basis, user=user, key=key
        )

    def _close(self, month: int) -> MonthClose:
        return MonthClose.objects.in_force().get(month__plan=self.plan, month__month=month)

    def _transfer(self, operation: ProposeTransfer) -> TransferProposal:
        return TransferProposal(
            from_allocation=self.lines[operation.from_line],
            to_allocation=self.lines[operation.to_line],
            amount=operation.amount,
            reason=operation.reason,
            effect=operation.effect,
        )

    def who(self, role: Role) -> User:
        """Return the person of the sample with a role."""
        if role not in self.people:
            account = next(each for each in ACCOUNTS if each.roles == (role,))
            self.people[role] = User.objects.get(username=account.username)
        return self.people[role]

    def made(self, rows: models.QuerySet[Made], name: str) -> Made:
        """Return what an earlier operation made; raise ``ObjectDoesNotExist`` if it was refused."""
        return rows.get(pk=self.key_of(name))

    def key_of(self, name: str) -> int:
        """Return the key of what an earlier operation made; raise as ``made`` does."""
        if (key := self.done[name]) is None:
            raise ObjectDoesNotExist(name)
        return key

    def _posting(self, operation: Post) -> Posting:
        entries = Entry.objects.select_related("draws_on")
        named = {
            reference: self.made(entries, name) if (name := getattr(operation, reference)) else None
            for reference in ("draws_on", "reverses")
        }
        return Posting(
            kind=operation.kind,
            allocation=self.lines[operation.line],
            date=operation.date,
            amount=operation.amount,
            document_number=operation.document_number,
            payee=operation.payee,
            note=operation.note,
            paper_approved_by=operation.paper_approved_by,
            **named,
        )
