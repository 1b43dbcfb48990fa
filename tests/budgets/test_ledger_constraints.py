"""What the database refuses of the ledger's rows, whichever way they come in."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone, translation

from budgets.models import (
    MONTH_FIELDS,
    Allocation,
    Attachment,
    Batch,
    CarryForward,
    CarryForwardItem,
    Entry,
    LedgerMonth,
    MonthClose,
    MonthPublication,
    MonthReopening,
    OpenItem,
    SpendingPlan,
    Transfer,
)
from etda_plan.accounts.models import User
from etda_plan.common.refusals import explain, refusing
from etda_plan.common.triggers import Kept
from projects.services.months import publish_reports
from tests.factories import make_finance, make_ledger, make_report_close, make_user, post_entry

pytestmark = pytest.mark.django_db

MARCH_15, TODAY = datetime.date(2020, 3, 15), datetime.date(2026, 1, 1)
HUNDRED = Decimal(100)


@dataclass
class World:
    """A small ledger: two allocations of one fund, one of another year, and entries."""

    user: User
    other_user: User
    allocation: Allocation
    neighbour: Allocation
    elsewhere: Allocation
    month: LedgerMonth
    reservation: Entry
    commitment: Entry
    payment: Entry
    transfer: Transfer


@pytest.fixture
def world(db: None) -> World:
    allocation, neighbour = make_ledger("100", code="AA"), make_ledger("100", code="BB")
    elsewhere = make_ledger("100", fiscal_year=2564, code="CC")
    reservation = post_entry(allocation, "40", "reservation", date=MARCH_15)
    commitment = post_entry(allocation, "30", "commitment", draws_on=reservation, date=MARCH_15)
    payment = post_entry(allocation, "20", draws_on=commitment, date=MARCH_15)
    user, other_user = make_finance(), make_user("approver")
    transfer = Transfer.objects.create(
        from_allocation=allocation,
        to_allocation=neighbour,
        amount=HUNDRED,
        reason="เหตุผล",
        effect="ไม่กระทบ",
        **decided(user, other_user, "approved"),
    )
    return World(
        user,
        other_user,
        allocation,
        neighbour,
        elsewhere,
        payment.month,
        reservation,
        commitment,
        payment,
        transfer,
    )


def proposed(user: User) -> dict[str, Any]:
    return {"proposed_by": user, "proposed_on": TODAY}


def decided(user: User, other: User, state: str) -> dict[str, Any]:
    decision = {"decided_by": other, "decided_on": TODAY, "decided_at": timezone.now()}
    return {**proposed(user), **decision, "state": state}


def entry(world: World, kind: str, **fields: Any) -> Entry:
    defaults = {
        "allocation": world.allocation,
        "month": world.month,
        "date": MARCH_15,
        "amount": Decimal(1),
        "entered_by": world.user,
        "entered_on": TODAY,
    }
    return Entry(kind=kind, **{**defaults, **fields})


def payment(world: World, **fields: Any) -> Entry:
    return entry(world, "payment", **{"paid_change": fields.get("amount", Decimal(1)), **fields})


def drawing(world: World, **fields: Any) -> Entry:
    changes = {"committed_change": Decimal(-1), "draws_on": world.commitment}
    return payment(world, **{**changes, **fields})


def reversal(world: World, **fields: Any) -> Entry:
    changes = {"paid_change": Decimal(-1), "committed_change": Decimal(1)}
    return entry(world, "reversal", **{**changes, "reverses": world.payment, **fields})


def moved(world: World, **fields: Any) -> Entry:
    changes = {"transferred_change": -HUNDRED, "amount": HUNDRED, "transfer": world.transfer}
    return entry(world, "transfer", **{**changes, **fields})


def opening(world: World, **fields: Any) -> Entry:
    later = LedgerMonth.objects.of_plan(world.elsewhere.project.plan)[0]
    own = {"allocation": world.elsewhere, "month": later, "date": later.first_day}
    origin = {"carried_from": world.commitment, "expires_on": later.last_day}
    return entry(world, "opening", **{"committed_change": Decimal(1), **own, **origin, **fields})


def transfer(world: World, **fields: Any) -> Transfer:
    ends = {"from_allocation": world.allocation, "to_allocation": world.neighbour}
    words = {"reason": "เหตุผล", "effect": "ไม่กระทบ", **proposed(world.user)}
    return Transfer(**{**ends, **words, "amount": HUNDRED, **fields})


def spending_plan(world: World, **fields: Any) -> SpendingPlan:
    months = dict.fromkeys(MONTH_FIELDS, Decimal(1))
    defaults = {"allocation": world.allocation, "total_amount": Decimal(12)}
    return SpendingPlan(**{**months, **defaults, **proposed(world.user), **fields})


def carry_forward(world: World, **fields: Any) -> CarryForward:
    expires_on = datetime.date(2021, 3, 31)
    defaults = {"plan": world.month.plan, "expires_on": expires_on, "basis": "มาตรา 43"}
    return CarryForward(**{**defaults, **proposed(world.user), **fields})


def carried(world: World, **fields: Any) -> CarryForwardItem:
    made = carry_forward(world)
    made.save()
    defaults = {"carry_forward": made, "commitment": world.commitment, "amount": Decimal(10)}
    return CarryForwardItem(**{**defaults, **fields})


def close_of(world: World, month: int) -> MonthClose:
    of_month = LedgerMonth.objects.get(plan=world.month.plan, month=month)
    return MonthClose(month=of_month, seal="0" * 64, closed_by=world.user, closed_on=TODAY)


def closed(world: World, last: int) -> list[MonthClose]:
    made = [close_of(world, month) for month in range(1, last + 1)]
    for close in made:
        close.save()
    return made


def reopening(world: World, close: MonthClose, **fields: Any) -> MonthReopening:
    person = {"reopened_by": world.user, "reopened_on": TODAY}
    return MonthReopening(close=close, **{"reason": "แก้", **person, **fields})


def attachment(world: World, **fields: Any) -> Attachment:
    file = {"name": "ก.pdf", "stored_name": "x", "content_type": "application/pdf"}
    own = {"entry": world.payment, "size": 1, "sha256": "0" * 64, "added_by": world.user}
    return Attachment(**{**file, **own, **fields})


def approved_by_proposer(world: World, state: str = "approved") -> dict[str, Any]:
    return decided(world.user, world.user, state)


def refused_without_reason(world: World) -> dict[str, Any]:
    return decided(world.user, world.other_user, "refused")


Made = Callable[[World], models.Model]

BROKEN: dict[str, Made] = {
    "entry_amount_positive": lambda w: payment(w, amount=Decimal(0)),
    "entry_not_after_today": lambda w: payment(w, entered_on=datetime.date(2020, 3, 14)),
    "entry_changes_of_kind": lambda w: payment(w, paid_change=Decimal(2)),
    "entry_reversal_names_entry": lambda w: reversal(w, reverses=None),
    "entry_transfer_names_transfer": lambda w: payment(w, transfer=w.transfer),
    "entry_opening_names_origin": lambda w: payment(w, expires_on=TODAY),
    "entry_once_a_transfer": lambda w: moved(w),
    "open_item_within_entry": lambda w: OpenItem(
        entry=w.payment, entry_amount=Decimal(20), open_amount=Decimal(21)
    ),
    "transfer_decided_by_someone": lambda w: transfer(w, state="approved"),
    "transfer_not_decided_by_proposer": lambda w: transfer(w, **approved_by_proposer(w)),
    "transfer_refused_with_reason": lambda w: transfer(w, **refused_without_reason(w)),
    "transfer_amount_positive": lambda w: transfer(w, amount=Decimal(0)),
    "transfer_between_two": lambda w: transfer(w, to_allocation=w.allocation),
    "transfer_is_explained": lambda w: transfer(w, effect=""),
    "spending_plan_decided_by_someone": lambda w: spending_plan(w, state="withdrawn"),
    "spending_plan_not_decided_by_proposer": lambda w: spending_plan(
        w, version=1, **approved_by_proposer(w)
    ),
    "spending_plan_refused_with_reason": lambda w: spending_plan(w, **refused_without_reason(w)),
    "spending_plan_adds_up": lambda w: spending_plan(w, month_7=Decimal("1.01")),
    "spending_plan_not_negative": lambda w: spending_plan(
        w, month_7=Decimal(-1), month_8=Decimal(3)
    ),
    "spending_plan_version_when_approved": lambda w: spending_plan(w, version=1),
    "spending_plan_version_once": lambda w: spending_plan(
        w, version=1, **decided(w.user, w.other_user, "approved")
    ),
    "spending_plan_one_proposal": lambda w: spending_plan(w),
    "carry_forward_decided_by_someone": lambda w: carry_forward(w, state="approved"),
    "carry_forward_not_decided_by_proposer": lambda w: carry_forward(w, **approved_by_proposer(w)),
    "carry_forward_refused_with_reason": lambda w: carry_forward(w, **refused_without_reason(w)),
    "carry_forward_has_basis": lambda w: carry_forward(w, basis=""),
    "carry_forward_item_amount_positive": lambda w: carried(w, amount=Decimal(0)),
    "carry_forward_item_once": lambda w: carried(w),
    "attachment_once_an_entry": lambda w: attachment(w, stored_name="y"),
    "attachment_not_empty": lambda w: attachment(w, size=0),
    "ledger_month_once": lambda w: LedgerMonth.of(w.month.plan, 6),
    "ledger_month_of_the_year": lambda w: LedgerMonth(
        plan=w.month.plan, month=13, first_day=TODAY, last_day=TODAY
    ),
    "month_reopening_has_reason": lambda w: reopening(w, closed(w, 1)[0], reason=""),
}
"""A row that breaks each constraint and nothing else."""

REFUSED: dict[str, Made] = {
    "entry_month_same_plan": lambda w: payment(w, allocation=w.elsewhere),
    "entry_date_in_month": lambda w: payment(w, date=datetime.date(2020, 4, 1)),
    "entry_draws_on_fitting": lambda w: drawing(w, draws_on=w.reservation),
    "entry_reverses_fitting": lambda w: reversal(w, committed_change=Decimal(0)),
    "entry_of_transfer": lambda w: moved(w, allocation=w.neighbour),
    "entry_of_origin": lambda w: opening(w, carried_from=w.payment),
    "open_item_of_entry": lambda w: OpenItem(
        entry=w.payment, entry_amount=Decimal(21), open_amount=Decimal(1)
    ),
    "transfer_within_fund_source": lambda w: transfer(w, to_allocation=w.elsewhere),
    "carry_forward_item_same_plan": lambda w: carried(w, commitment=w.payment),
    "month_close_in_order": lambda w: close_of(w, 2),
}
"""A row that each guard refuses as it comes in."""


def has_kept_rows(model: type[models.Model]) -> bool:
    return any(isinstance(guard, Kept) for guard in getattr(model, "guards", ()))


KEPT: list[type[models.Model]] = [model for model in apps.get_models() if has_kept_rows(model)]

LEDGER: list[type[models.Model]] = [
    *(model for model in KEPT if model._meta.app_label == "budgets"),
    OpenItem,
]


def put_in(row: models.Model) -> None:
    """Store a row, past every form and service."""
    with transaction.atomic():
        type(row)._base_manager.bulk_create([row])


def test_every_constraint_of_the_ledger_is_tried() -> None:
    declared = {constraint.name for model in LEDGER for constraint in model._meta.constraints}
    assert declared == BROKEN.keys()


def prepare(world: World, name: str) -> None:
    """Store the first of two rows that may not both be there, or make room for the row."""
    if name == "entry_once_a_transfer":
        put_in(moved(world))
    if name == "spending_plan_version_once":
        put_in(BROKEN[name](world))
    if name == "spending_plan_one_proposal":
        put_in(spending_plan(world))
    if name == "attachment_once_an_entry":
        put_in(attachment(world))
    if name.startswith("open_item"):
        OpenItem.objects.filter(pk=world.payment.pk)._raw_delete("default")


def broken_row(world: World, name: str) -> models.Model:
    prepare(world, name)
    row = BROKEN[name](world)
    if name == "carry_forward_item_once":
        put_in(row)
        row.pk = None
        row._state.adding = True
    return row


@pytest.mark.parametrize("name", BROKEN)
def test_a_row_that_breaks_a_constraint_is_refused_in_words(world: World, name: str) -> None:
    row = broken_row(world, name)
    with translation.override("th"), pytest.raises(ValidationError) as refused, refusing():
        put_in(row)
    assert refused.value.code == name
    assert any("ก" <= letter <= "๛" for letter in refused.value.messages[0])


@pytest.mark.parametrize("name", REFUSED)
def test_a_row_that_does_not_fit_the_others_is_refused(world: World, name: str) -> None:
    prepare(world, name)
    row = REFUSED[name](world)
    with pytest.raises(ValidationError) as refused, refusing():
        put_in(row)
    assert refused.value.code == name


@pytest.mark.parametrize(
    "made", [payment, drawing, reversal, moved, opening, transfer, spending_plan, carried]
)
def test_the_rows_that_are_broken_above_are_else_taken(
    world: World, made: Callable[[World], models.Model]
) -> None:
    put_in(made(world))


def test_a_closed_month_takes_no_entry(world: World) -> None:
    closed(world, world.month.month)
    with pytest.raises(ValidationError) as refused:
        post_entry(world.allocation, "1", date=MARCH_15)
    assert refused.value.code == "entry_month_open"
    post_entry(world.allocation, "1", date=datetime.date(2020, 4, 1))


def test_a_reopened_month_takes_entries_again(world: World) -> None:
    closes = closed(world, world.month.month)
    put_in(reopening(world, closes[-1]))
    post_entry(world.allocation, "1", date=MARCH_15)


def test_a_month_is_closed_once_and_again_after_it_was_reopened(world: World) -> None:
    close = closed(world, 1)[0]
    with pytest.raises(IntegrityError, match="month_close_once"):
        put_in(close_of(world, 1))
    put_in(reopening(world, close))
    put_in(close_of(world, 1))


def test_the_last_closed_month_is_reopened_first(world: World) -> None:
    first, second = closed(world, 2)
    with pytest.raises(IntegrityError, match="month_reopening_in_order"):
        put_in(reopening(world, first))
    put_in(reopening(world, second))
    put_in(reopening(world, first))


def test_a_reopened_close_is_not_published(world: World) -> None:
    close = closed(world, 1)[0]
    publish_reports(make_report_close(world.month.plan), user=world.user)
    put_in(reopening(world, close))
    shown = MonthPublication(close=close, published_by=world.user, published_on=TODAY)
    with pytest.raises(IntegrityError, match="month_publication_of_close"):
        put_in(shown)


def test_a_commitment_that_was_carried_forward_takes_no_entry(world: World) -> None:
    put_in(opening(world))
    for row in (drawing(world), reversal(world)):
        with pytest.raises(IntegrityError, match="entry_not_carried"):
            put_in(row)


def test_carried_money_is_paid_until_its_last_day(world: World) -> None:
    first = opening(world)
    put_in(first)
    of_year = {"allocation": world.elsewhere, "draws_on": first}
    november = LedgerMonth.objects.of_plan(world.elsewhere.project.plan)[1]
    late = drawing(world, **of_year, month=november, date=november.first_day)
    with pytest.raises(IntegrityError, match="entry_draws_before_expiry"):
        put_in(late)
    put_in(drawing(world, **of_year, month=first.month, date=first.expires_on))


@pytest.mark.parametrize("state", ["approved", "refused", "withdrawn"])
def test_what_was_decided_stays(world: World, state: str) -> None:
    reason = {"decision_reason": "ไม่จำเป็น"}
    row = transfer(world, **decided(world.user, world.other_user, state), **reason)
    row.save()
    with pytest.raises(IntegrityError, match="transfer_kept"), transaction.atomic():
        Transfer.objects.filter(pk=row.pk).update(decision_reason="อื่น")


def test_a_proposal_is_decided_but_not_rewritten(world: World) -> None:
    row = transfer(world)
    row.save()
    stored = Transfer.objects.filter(pk=row.pk)
    with pytest.raises(IntegrityError, match="transfer_as_proposed"), transaction.atomic():
        stored.update(amount=Decimal(1))
    stored.update(
        state="withdrawn", decided_by=world.user, decided_on=TODAY, decided_at=timezone.now()
    )


@pytest.mark.parametrize(
    "model", [Entry, Transfer, LedgerMonth, Batch], ids=lambda each: each.__name__
)
def test_nothing_of_it_is_deleted(world: World, model: type[models.Model]) -> None:
    Batch.objects.create(
        plan=world.month.plan, kind="entries", applied_by=world.user, applied_on=TODAY
    )
    with pytest.raises(IntegrityError, match="_kept"), transaction.atomic():
        model._base_manager.all()._raw_delete("default")


def test_an_error_that_no_rule_explains_is_passed_on(world: World) -> None:
    assert explain(IntegrityError("something else")) is None
