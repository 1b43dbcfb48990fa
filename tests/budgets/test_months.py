"""Months of the ledger are closed in order, reopened with a reason, and published when closed."""

import datetime
import uuid
from contextlib import AbstractContextManager, nullcontext
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from budgets.models import (
    Allocation,
    Entry,
    LedgerMonth,
    MonthClose,
    MonthPublication,
    MonthReopening,
)
from budgets.services.months import close_month, publish_month, reopen_month
from etda_plan.common.fiscal import fiscal_month, fiscal_year, today
from etda_plan.common.permissions import Role
from projects.models import FiscalPlan, ReportClose, ReportPublication
from projects.services.months import reopen_reports
from tests.factories import (
    close_months,
    make_administrator,
    make_attachment,
    make_finance,
    make_ledger,
    make_month_close,
    make_plan,
    make_report_close,
    make_user,
    post_entry,
    publish,
    reopen,
)

pytestmark = pytest.mark.django_db

OCTOBER_10 = datetime.date(2019, 10, 10)


@pytest.fixture
def allocation() -> Allocation:
    """An allocation of 100 baht."""
    return make_ledger("100")


@pytest.fixture
def ledger(allocation: Allocation) -> FiscalPlan:
    """The plan whose months are closed."""
    return allocation.fund_source.plan


def refused(plan: FiscalPlan, number: int) -> str:
    """Return the code with which closing a month is refused; nothing is stored."""
    closes = MonthClose.objects.count()
    with pytest.raises(ValidationError) as refusal:
        make_month_close(plan, number)
    assert MonthClose.objects.count() == closes
    return str(refusal.value.error_list[0].code)


def test_a_close_says_who_closed_the_month_and_when(ledger: FiscalPlan) -> None:
    close = make_month_close(ledger, 1)
    assert close.closed_by == make_finance()
    assert close.closed_on == today()
    assert list(LedgerMonth.objects.closed_ones()) == [close.month]


def test_a_closed_month_takes_no_entry_and_the_others_do(
    ledger: FiscalPlan, allocation: Allocation
) -> None:
    make_month_close(ledger, 1)
    with pytest.raises(ValidationError) as refusal:
        post_entry(allocation, "1", date=OCTOBER_10)
    assert refusal.value.error_list[0].code == "entry_month_open"
    post_entry(allocation, "1", date=datetime.date(2019, 11, 1))
    assert Allocation.objects.get(pk=allocation.pk).paid_amount == Decimal("1.00")


def test_months_are_closed_in_order_and_once(ledger: FiscalPlan) -> None:
    assert refused(ledger, 2) == "month_close_in_order"
    make_month_close(ledger, 1)
    assert refused(ledger, 1) == "month_close_once"
    assert refused(ledger, 3) == "month_close_in_order"
    make_month_close(ledger, 2)


def test_a_month_is_closed_only_after_its_last_day() -> None:
    plan = make_plan(fiscal_year(today()))
    close_months(plan, fiscal_month(today()) - 1)
    assert refused(plan, fiscal_month(today())) == "month_close_ended"


def test_the_last_day_itself_is_too_early(
    ledger: FiscalPlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("budgets.services.months.today", lambda: datetime.date(2019, 10, 31))
    assert refused(ledger, 1) == "month_close_ended"
    monkeypatch.setattr("budgets.services.months.today", lambda: datetime.date(2019, 11, 1))
    make_month_close(ledger, 1)


def test_reopening_lets_entries_in_again_and_keeps_the_close_on_record(
    ledger: FiscalPlan, allocation: Allocation
) -> None:
    close = make_month_close(ledger, 1)
    reopen(close, "  ลืมใบเบิก  ")
    post_entry(allocation, "1", date=OCTOBER_10)
    stored = MonthClose.objects.get(pk=close.pk)
    assert stored.reopening.reason == "ลืมใบเบิก"
    assert stored.reopening.reopened_by == make_administrator()
    assert not stored.is_in_force
    again = make_month_close(ledger, 1)
    assert list(ledger.ledger_months.get(month=1).closes.all()) == [close, again]


def test_months_are_reopened_from_the_last_one_backwards(ledger: FiscalPlan) -> None:
    first, second = close_months(ledger, 2)
    with pytest.raises(ValidationError) as refusal:
        reopen(first)
    assert refusal.value.error_list[0].code == "month_reopening_in_order"
    reopen(second)
    reopen(first)
    assert not LedgerMonth.objects.closed_ones()


def test_a_close_is_reopened_once(ledger: FiscalPlan) -> None:
    close = make_month_close(ledger, 1)
    reopen(close)
    with pytest.raises(ValidationError) as refusal:
        reopen(close)
    assert refusal.value.error_list[0].code == "month_reopening_once"


@pytest.mark.parametrize("reason", ["", "  "])
def test_nothing_is_reopened_without_a_reason(ledger: FiscalPlan, reason: str) -> None:
    close = make_month_close(ledger, 1)
    with pytest.raises(ValidationError) as refusal:
        reopen(close, reason)
    assert refusal.value.error_list[0].code == "month_reopening_has_reason"
    assert not MonthReopening.objects.exists()


def test_a_published_month_is_shown_until_it_is_reopened(ledger: FiscalPlan) -> None:
    close = make_month_close(ledger, 1)
    assert not LedgerMonth.objects.published()
    publish(close)
    assert list(LedgerMonth.objects.published()) == [close.month]
    assert MonthClose.objects.get(pk=close.pk).is_published
    reopen(close)
    assert not LedgerMonth.objects.published()
    assert not MonthClose.objects.get(pk=close.pk).is_published


def test_a_month_is_published_once_and_only_while_closed(ledger: FiscalPlan) -> None:
    close = make_month_close(ledger, 1)
    publish(close)
    with pytest.raises(ValidationError) as refusal:
        publish(close)
    assert refusal.value.error_list[0].code == "month_publication_once"
    reopened = make_month_close(ledger, 2)
    reopen(reopened)
    with pytest.raises(ValidationError) as refusal:
        publish(reopened)
    assert refusal.value.error_list[0].code == "month_publication_of_close"
    assert MonthPublication.objects.count() == 1


def test_money_is_not_published_before_the_reports_of_its_month_are_closed(
    ledger: FiscalPlan,
) -> None:
    close, reports_of_another = make_month_close(ledger, 1), make_report_close(ledger, 2)
    assert reports_of_another.is_in_force
    with pytest.raises(ValidationError) as refusal:
        publish_month(close, user=make_administrator(), key=uuid.uuid4())
    assert refusal.value.error_list[0].code == "reports_are_open"
    shown = MonthPublication(close=close, published_by=make_administrator(), published_on=today())
    with pytest.raises(IntegrityError, match="month_publication_with"), transaction.atomic():
        MonthPublication.objects.bulk_create([shown])
    make_report_close(ledger, 1)
    with pytest.raises(IntegrityError, match="month_publication_with"), transaction.atomic():
        MonthPublication.objects.bulk_create([shown])  # closed, yet not published
    publish(close)
    assert ReportPublication.objects.get().close.month.month == 1


def test_reopening_the_reports_hides_the_money_until_both_are_published_again(
    ledger: FiscalPlan,
) -> None:
    close = make_month_close(ledger, 1)
    publish(close)
    reopen_reports(ReportClose.objects.get(), "แก้รายงาน", user=make_administrator())
    assert not LedgerMonth.objects.published()
    assert not MonthClose.objects.get(pk=close.pk).is_published
    assert [each.is_published for each in MonthClose.objects.with_people()] == [False]
    publish(close)
    assert list(LedgerMonth.objects.published()) == [close.month]
    assert [each.is_published for each in MonthClose.objects.with_people()] == [True]
    assert (MonthPublication.objects.count(), ReportPublication.objects.count()) == (1, 2)


@pytest.mark.parametrize("role", [None, *Role])
def test_each_role_may_do_its_own_acts_alone(ledger: FiscalPlan, role: Role | None) -> None:
    user, close = make_user("somsri", *filter(None, [role])), make_month_close(ledger, 1)
    second = LedgerMonth.objects.get(plan=ledger, month=2)
    make_report_close(ledger)
    with _allowed_to(role, Role.ADMINISTRATOR):
        publish_month(close, user=user, key=uuid.uuid4())
    with _allowed_to(role, Role.FINANCE):
        close_month(second, user=user, key=uuid.uuid4())
    last = MonthClose.objects.latest("pk")
    with _allowed_to(role, Role.ADMINISTRATOR):
        reopen_month(last, "เหตุผล", user=user, key=uuid.uuid4())


def _allowed_to(role: Role | None, allowed: Role) -> AbstractContextManager[Any]:
    return nullcontext() if role == allowed else pytest.raises(PermissionDenied)


def test_the_same_form_twice_closes_reopens_and_publishes_once(ledger: FiscalPlan) -> None:
    month = LedgerMonth.objects.of_plan(ledger).get(month=1)
    keys = [uuid.uuid4() for _ in range(3)]
    make_report_close(ledger)
    for _ in range(2):
        close = close_month(month, user=make_finance(), key=keys[0])
    for _ in range(2):
        publish_month(close, user=make_administrator(), key=keys[1])
    for _ in range(2):
        reopen_month(close, "เหตุผล", user=make_administrator(), key=keys[2])
    assert MonthClose.objects.count() == MonthReopening.objects.count() == 1
    with pytest.raises(ValidationError) as refusal:
        reopen_month(close, "อีกเหตุผล", user=make_administrator(), key=keys[2])
    assert refusal.value.error_list[0].code == "used_key"


def test_an_entry_of_a_closed_month_takes_no_more_files(
    ledger: FiscalPlan, allocation: Allocation
) -> None:
    entry = post_entry(allocation, "1", date=OCTOBER_10)
    make_attachment(entry)
    close = make_month_close(ledger, 1)
    with pytest.raises(IntegrityError, match="attachment_month_open"), transaction.atomic():
        make_attachment(entry)
    reopen(close)
    make_attachment(entry)
    assert Entry.objects.get(pk=entry.pk).attachments.count() == 2


@pytest.mark.parametrize("model", [MonthClose, MonthReopening, MonthPublication])
def test_what_was_done_is_never_changed_or_deleted(
    ledger: FiscalPlan, model: type[MonthClose | MonthReopening | MonthPublication]
) -> None:
    close = make_month_close(ledger, 1)
    publish(close)
    reopen(close)
    with pytest.raises(IntegrityError, match="_kept"), transaction.atomic():
        model._base_manager.update(id=99)
    with pytest.raises(IntegrityError, match="_kept"), transaction.atomic():
        model._base_manager.all()._raw_delete("default")
