"""A seal changes with everything that a closed month holds, and what was touched is named."""

import datetime
import io
import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, models
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from budgets.models import Allocation, Attachment, Entry, MonthClose, MonthReopening
from budgets.seals import (
    FORMS,
    canonical,
    digest,
    manifest_of,
    report_seals,
    seal_of,
    verify_seals,
    written,
)
from etda_plan.common.fields import MoneyField
from etda_plan.common.triggers import GuardedModel, install_sql, remove_sql
from projects.models import FiscalPlan
from tests.factories import (
    close_months,
    make_attachment,
    make_ledger,
    post_entry,
    reopen,
)

OCTOBER_10, NOVEMBER_5 = datetime.date(2019, 10, 10), datetime.date(2019, 11, 5)
MOMENT = datetime.datetime(2020, 1, 2, 3, 4, 5, 678901, tzinfo=datetime.UTC)


def an_entry() -> Entry:
    """Return an entry in memory with something in every column."""
    return Entry(
        id=12,
        allocation_id=3,
        month_id=4,
        kind="payment",
        date=OCTOBER_10,
        amount=Decimal("1250.50"),
        transferred_change=Decimal("0.00"),
        reserved_change=Decimal("0.00"),
        committed_change=Decimal("-1250.50"),
        paid_change=Decimal("1250.50"),
        draws_on_id=5,
        reverses_id=6,
        carried_from_id=7,
        expires_on=NOVEMBER_5,
        transfer_id=8,
        batch_id=9,
        document_number="PO 1/63",
        payee="ผู้ขาย",
        note="งวดแรก",
        paper_approved_by="ผู้อำนวยการ",
        entered_by_id=10,
        entered_on=OCTOBER_10,
        entered_at=MOMENT,
    )


def an_attachment() -> Attachment:
    """Return a file's row in memory with something in every column."""
    return Attachment(
        id=3,
        entry_id=12,
        name="ใบเสร็จ.pdf",
        stored_name="a1",
        content_type="application/pdf",
        size=10,
        sha256="0" * 64,
        added_by_id=10,
        added_at=MOMENT,
    )


Sealed = Entry | Attachment
RECORDS: dict[type[Sealed], Callable[[], Sealed]] = {Entry: an_entry, Attachment: an_attachment}
COLUMNS = [(model, field) for model in RECORDS for field in model._meta.concrete_fields]


def digest_of(record: Sealed) -> str:
    """Return the digest of an entry or attachment as it is in memory."""
    thing, columns = FORMS[type(record)]
    return digest(canonical(thing, columns, [getattr(record, column) for column in columns]))


def altered(field: models.Field[Any, Any], value: Any) -> st.SearchStrategy[Any]:
    """Return other values of a column."""
    if isinstance(field, MoneyField):
        satang = st.integers(-(10**17), 10**17)
        other: st.SearchStrategy[Any] = satang.map(lambda number: Decimal(number).scaleb(-2))
    elif isinstance(field, models.DateTimeField):
        other = st.datetimes(timezones=st.just(datetime.UTC))
    elif isinstance(field, models.DateField):
        other = st.dates()
    elif isinstance(field, models.CharField | models.TextField):
        other = st.text(max_size=20)
    else:
        other = st.integers(1, 10**9)
    empty = [None] if field.null else []
    return st.one_of(*map(st.just, empty), other).filter(lambda changed: changed != value)


@pytest.mark.once
@given(st.data())
def test_the_digest_changes_when_any_column_changes(data: st.DataObject) -> None:
    model, field = data.draw(st.sampled_from(COLUMNS))
    record = RECORDS[model]()
    before = digest_of(record)
    changed = data.draw(altered(field, getattr(record, field.attname)))
    setattr(record, field.attname, changed)
    assert digest_of(record) != before


@pytest.mark.once
@pytest.mark.parametrize(("model", "field"), COLUMNS)
def test_every_column_is_sealed(model: type[models.Model], field: Any) -> None:
    _thing, columns = FORMS[model]
    assert field.attname in columns


@pytest.mark.once
def test_words_cannot_move_between_columns_unseen() -> None:
    one, other = an_entry(), an_entry()
    one.payee, one.note = 'ก","note","ข', ""
    other.payee, other.note = "ก", "ข"
    assert digest_of(one) != digest_of(other)


@pytest.mark.once
def test_values_are_written_alike_on_every_engine() -> None:
    assert written(Decimal("1250.5")) == written(Decimal("1250.50")) == 125050
    assert written(Decimal("-0.01")) == -1
    assert written(OCTOBER_10) == "2019-10-10"
    bangkok = datetime.timezone(datetime.timedelta(hours=7))
    assert written(MOMENT.astimezone(bangkok)) == "2020-01-02T03:04:05.678901Z"
    assert (
        written(datetime.datetime(2020, 1, 2, tzinfo=datetime.UTC)) == "2020-01-02T00:00:00.000000Z"
    )
    with pytest.raises(TypeError):
        written(1.5)


@pytest.mark.once
def test_the_form_of_version_1_stays_as_it_is() -> None:
    assert digest_of(an_entry()) == ENTRY_OF_VERSION_1
    assert digest_of(an_attachment()) == ATTACHMENT_OF_VERSION_1


ENTRY_OF_VERSION_1 = "a116a44ab27b34eefc25622d5efea71cbfb32be8b65c92d79295670d838e64b8"
ATTACHMENT_OF_VERSION_1 = "3fa32bb237d77014ae0e52112e1a091d78515c2890f24a99f33eedbb6b36fc90"


@pytest.fixture
def allocation(db: None) -> Allocation:
    """An allocation of 100 baht."""
    return make_ledger("100")


@pytest.fixture
def ledger(allocation: Allocation) -> FiscalPlan:
    """A plan with two closed months: an entry with a file in October, an entry in November."""
    make_attachment(post_entry(allocation, "30", date=OCTOBER_10))
    post_entry(allocation, "20", date=NOVEMBER_5)
    plan = allocation.fund_source.plan
    close_months(plan, 2)
    return plan


def entry_of(day: datetime.date) -> Entry:
    """Return the entry of a day."""
    return Entry.objects.get(date=day)


def tamper(model: type[GuardedModel], act: Callable[[], Any]) -> None:
    """Do what the triggers of a table refuse, as someone would who owns the database."""
    with connection.cursor() as cursor:
        for statement in remove_sql(model, connection.vendor):
            cursor.execute(statement)
        act()
        for statement in install_sql(model, connection.vendor):
            cursor.execute(statement)


def found(plan: FiscalPlan) -> list[tuple[int, str, str]]:
    """Return what is found: month, problem, record."""
    return [
        (finding.close.month.month, finding.problem.value, finding.record)
        for finding in verify_seals(plan)
    ]


def test_nothing_is_found_where_nothing_was_touched(ledger: FiscalPlan) -> None:
    report = report_seals(ledger)
    assert report.findings == []
    assert (report.closes, report.records) == (2, 3)


def test_a_seal_stands_on_the_seal_of_the_month_before(ledger: FiscalPlan) -> None:
    first, second = MonthClose.objects.of_plan(ledger)
    assert first.previous_seal == ""
    assert second.previous_seal == first.seal
    assert len({first.seal, second.seal}) == 2


def test_two_empty_months_have_different_seals(allocation: Allocation) -> None:
    plan = allocation.fund_source.plan
    one, other = close_months(plan, 2)
    assert one.manifest == other.manifest == ""
    assert one.seal != other.seal
    other.previous_seal = ""
    assert one.seal != seal_of(other)


def test_a_changed_entry_is_named(ledger: FiscalPlan) -> None:
    touched = entry_of(OCTOBER_10)
    tamper(Entry, lambda: Entry.objects.filter(pk=touched.pk).update(payee="คนอื่น"))
    assert found(ledger) == [(1, "changed", f"entry {touched.pk}")]


def test_a_changed_file_is_named(ledger: FiscalPlan) -> None:
    touched = Attachment.objects.get()
    tamper(Attachment, lambda: Attachment.objects.update(sha256="1" * 64))
    assert found(ledger) == [(1, "changed", f"attachment {touched.pk}")]


def test_a_missing_file_is_named(ledger: FiscalPlan) -> None:
    missing = Attachment.objects.get().pk
    tamper(Attachment, lambda: Attachment.objects.all().delete())
    assert found(ledger) == [(1, "missing", f"attachment {missing}")]


def test_a_missing_entry_is_named(ledger: FiscalPlan) -> None:
    missing = entry_of(NOVEMBER_5)
    missing.open_item.delete()
    tamper(Entry, lambda: Entry.objects.filter(pk=missing.pk).delete())
    assert found(ledger) == [(2, "missing", f"entry {missing.pk}")]


def test_an_added_entry_is_named(ledger: FiscalPlan) -> None:
    added = entry_of(OCTOBER_10)
    added.pk = None
    tamper(Entry, lambda: added.save(force_insert=True))
    assert found(ledger) == [(1, "added", f"entry {added.pk}")]


def test_an_entry_moved_to_another_month_is_named_in_both(ledger: FiscalPlan) -> None:
    moved, other = entry_of(OCTOBER_10), entry_of(NOVEMBER_5)
    tamper(Entry, lambda: Entry.objects.filter(pk=moved.pk).update(month=other.month))
    record = f"entry {moved.pk}"
    assert (1, "missing", record) in found(ledger)
    assert (2, "added", record) in found(ledger)


def test_a_manifest_written_anew_breaks_its_seal(ledger: FiscalPlan) -> None:
    tamper(Entry, lambda: Entry.objects.filter(date=OCTOBER_10).update(payee="คนอื่น"))
    close = MonthClose.objects.get(month__month=1)
    anew = manifest_of(close.month)
    tamper(MonthClose, lambda: MonthClose.objects.filter(pk=close.pk).update(manifest=anew))
    assert found(ledger) == [(1, "seal", "")]


def test_a_seal_made_anew_breaks_the_chain(ledger: FiscalPlan) -> None:
    close = MonthClose.objects.select_related("month__plan").get(month__month=1)
    close.manifest = ""
    anew = {"manifest": "", "seal": seal_of(close)}
    tamper(MonthClose, lambda: MonthClose.objects.filter(pk=close.pk).update(**anew))
    assert {(2, "chain", ""), *_added_in_october()} == set(found(ledger))


def _added_in_october() -> set[tuple[int, str, str]]:
    held = (f"entry {entry_of(OCTOBER_10).pk}", f"attachment {Attachment.objects.get().pk}")
    return {(1, "added", record) for record in held}


@pytest.mark.parametrize("changed", [{"closed_on": NOVEMBER_5}, {"previous_seal": "1" * 64}])
def test_a_close_changed_afterwards_breaks_its_seal(
    ledger: FiscalPlan, changed: dict[str, Any]
) -> None:
    second = MonthClose.objects.filter(month__month=2)
    tamper(MonthClose, lambda: second.update(**changed))
    assert (2, "seal", "") in found(ledger)


def test_a_close_taken_away_leaves_a_gap(ledger: FiscalPlan) -> None:
    first = MonthClose.objects.filter(month__month=1)
    tamper(MonthClose, lambda: first.delete())
    assert (2, "order", "") in found(ledger)
    assert (2, "chain", "") in found(ledger)


def test_a_month_closed_twice_is_named(ledger: FiscalPlan) -> None:
    second = MonthClose.objects.get(month__month=2)
    second.pk = None
    tamper(MonthClose, lambda: second.save(force_insert=True))
    assert found(ledger) == [(2, "twice", "")]


def test_a_reopened_month_may_take_entries_and_its_old_seal_still_holds(
    ledger: FiscalPlan, allocation: Allocation
) -> None:
    for close in MonthClose.objects.of_plan(ledger).order_by("-month__month"):
        reopen(close)
    make_attachment(post_entry(allocation, "5", date=OCTOBER_10))
    assert found(ledger) == []
    close_months(ledger, 2)
    assert found(ledger) == []
    assert report_seals(ledger).closes == 4


def test_an_entry_of_a_reopened_close_is_still_watched(ledger: FiscalPlan) -> None:
    for close in MonthClose.objects.of_plan(ledger).order_by("-month__month"):
        reopen(close)
    touched = entry_of(NOVEMBER_5)
    tamper(Entry, lambda: Entry.objects.filter(pk=touched.pk).update(note="แก้"))
    assert found(ledger) == [(2, "changed", f"entry {touched.pk}")]


def test_a_reopening_written_in_by_hand_does_not_hide_what_was_touched(ledger: FiscalPlan) -> None:
    second = MonthClose.objects.get(month__month=2)
    tamper(
        MonthReopening,
        lambda: MonthReopening.objects.create(
            close=second, reason="แอบ", reopened_by=second.closed_by, reopened_on=NOVEMBER_5
        ),
    )
    touched = entry_of(NOVEMBER_5)
    tamper(Entry, lambda: Entry.objects.filter(pk=touched.pk).update(payee="คนอื่น"))
    assert found(ledger) == [(2, "changed", f"entry {touched.pk}")]


def test_verifying_many_entries_takes_as_many_queries_as_one(
    allocation: Allocation, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    plan = allocation.fund_source.plan
    for number in range(1, 6):
        post_entry(allocation, "1", date=datetime.date(2019, 10, number))
        make_attachment(post_entry(allocation, "1", date=datetime.date(2019, 11, number)))
    close_months(plan, 3)
    with django_assert_num_queries(3):
        assert verify_seals(plan) == []


def verified(*arguments: str) -> tuple[int, str]:
    """Return exit status and output of the command."""
    out = io.StringIO()
    try:
        with translation.override("en"):
            call_command("verify_seals", *arguments, stdout=out)
    except SystemExit as stop:
        return int(str(stop.code)), out.getvalue()
    return 0, out.getvalue()


def test_the_command_says_what_it_verified(ledger: FiscalPlan) -> None:
    status, text = verified("--fiscal-year", "2563")
    assert status == 0
    assert "2 seals over 3 entries and files" in text
    assert "Nothing was touched" in text


def test_the_command_names_what_was_touched_and_fails(ledger: FiscalPlan) -> None:
    touched = entry_of(OCTOBER_10)
    tamper(Entry, lambda: Entry.objects.filter(pk=touched.pk).update(payee="คนอื่น"))
    status, text = verified()
    assert status == 1
    assert f"Oct 2562: entry #{touched.pk}: was changed after the close" in text
    status, text = verified("--json")
    assert status == 1
    assert json.loads(text) == [
        {
            "fiscal_year": 2563,
            "closes": 2,
            "records": 3,
            "findings": [
                {
                    "fiscal_year": 2563,
                    "month": 1,
                    "close": MonthClose.objects.get(month__month=1).pk,
                    "problem": "changed",
                    "record": f"entry {touched.pk}",
                }
            ],
        }
    ]


def test_the_command_says_that_there_is_no_seal_yet(plan: FiscalPlan) -> None:
    assert verified() == (0, "Fiscal year 2563: no month was ever closed, so there is no seal.\n")


def test_the_command_knows_no_plan_of_another_year(plan: FiscalPlan) -> None:
    with pytest.raises(CommandError) as unknown:
        call_command("verify_seals", "--fiscal-year", "2569")
    assert unknown.value.returncode == 2
