"""Every way that we know to change a posted entry or a closed month, and that it is shut."""

from __future__ import annotations

import datetime
import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured, PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, models, transaction
from django.db.models import ProtectedError
from django.test import Client

from budgets.models import (
    Attachment,
    Batch,
    Entry,
    LedgerMonth,
    MonthClose,
    MonthPublication,
    MonthReopening,
    Transfer,
)
from budgets.seals import Problem, verify_seals
from budgets.services.months import close_month, reopen_month
from budgets.services.postings import post
from etda_plan.accounts.models import User
from etda_plan.common.triggers import remove_sql, require_guards, standing
from etda_plan.overview.backup import ArchiveRefused, back_up, restore
from projects.models import FiscalPlan
from tests.budgets.workbooks import applied, entries_sheet
from tests.factories import (
    close_months,
    make_administrator,
    make_attachment,
    make_finance,
    make_ledger,
    make_user,
    post_entry,
    posting,
    publish,
)

pytestmark = pytest.mark.django_db

OCTOBER_10, DECEMBER_3 = datetime.date(2019, 10, 10), datetime.date(2019, 12, 3)
Refusal = (
    DatabaseError,
    ValidationError,
    ProtectedError,
    PermissionDenied,
    CommandError,
    ArchiveRefused,
)


@dataclass
class Books:
    """A year whose first two months are closed, the first of them published."""

    entry: Entry
    close: MonthClose
    attachment: Attachment

    @property
    def plan(self) -> FiscalPlan:
        """The plan."""
        return self.entry.month.plan

    def fresh(self) -> Entry:
        """Return the entry anew, to be changed at will."""
        return Entry.objects.get(pk=self.entry.pk)


def lay_books() -> Books:
    """Post in October and December, attach a file, close October and November."""
    post_entry(make_ledger("7", code="DEC"), "1", date=DECEMBER_3)
    entry = post_entry(make_ledger("1000"), "100", date=OCTOBER_10, payee="บริษัท ก")
    attachment = make_attachment(entry)
    Batch.objects.create(
        plan=entry.month.plan, kind="entries", applied_by=make_finance(), applied_on=OCTOBER_10
    )
    first, _second = close_months(entry.month.plan, 2)
    publish(first)
    return Books(entry, first, attachment)


@pytest.fixture
def books() -> Books:
    """Books in the test's transaction."""
    return lay_books()


KEPT: list[type[models.Model]] = [
    Entry, Attachment, LedgerMonth, MonthClose, MonthReopening, MonthPublication, Batch, Transfer,
]  # fmt: skip


def everything() -> list[list[dict[str, Any]]]:
    """Return all that must stay as it is."""
    return [list(model._default_manager.order_by("pk").values()) for model in KEPT]


def run(sql: str, *values: int) -> None:
    """Send SQL straight to the database."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def save(books: Books) -> None:
    entry = books.fresh()
    entry.payee = "บริษัท ข"
    entry.save()


def save_a_copy_under_its_key(books: Books) -> None:
    entry = books.fresh()
    entry.amount += 1
    entry.save(force_update=True)


def update(books: Books) -> None:
    Entry.objects.filter(pk=books.entry.pk).update(amount="200.00", paid_change="200.00")


def bulk_update(books: Books) -> None:
    entry = books.fresh()
    entry.note = "x"
    Entry.objects.bulk_update([entry], ["note"])


def upsert(books: Books) -> None:
    entry = books.fresh()
    entry.note = "x"
    Entry.objects.bulk_create(
        [entry], update_conflicts=True, unique_fields=["id"], update_fields=["note"]
    )


def delete(books: Books) -> None:
    books.attachment.delete()


def delete_the_entry(books: Books) -> None:
    Entry.objects.filter(pk=books.entry.pk).delete()


def raw_delete(books: Books) -> None:
    Entry.objects.filter(pk=books.entry.pk)._raw_delete("default")


def move_to_another_month(books: Books) -> None:
    later = LedgerMonth.objects.get(plan=books.plan, month=3)
    Entry.objects.filter(pk=books.entry.pk).update(month=later, date=DECEMBER_3)


def move_to_another_day(books: Books) -> None:
    Entry.objects.filter(pk=books.entry.pk).update(date=datetime.date(2019, 10, 11))


def sign_with_another_name(books: Books) -> None:
    Entry.objects.filter(pk=books.entry.pk).update(entered_by=make_user("other"))


def delete_who_entered_it(books: Books) -> None:
    User.objects.filter(pk=books.entry.entered_by_id).delete()


def delete_the_plan(books: Books) -> None:
    books.plan.delete()


def add_to_the_closed_month(books: Books) -> None:
    entry = books.fresh()
    entry.pk = None
    Entry.objects.bulk_create([entry])


def post_in_the_closed_month(books: Books) -> None:
    asked = posting(books.entry.allocation, "1", date=OCTOBER_10)
    post(asked, user=make_finance(), key=uuid.uuid4())


def reverse_in_the_closed_month(books: Books) -> None:
    post_entry(books.entry.allocation, "1", "reversal", reverses=books.entry, date=OCTOBER_10)


def attach_to_the_closed_month(books: Books) -> None:
    make_attachment(books.entry, "อีกไฟล์.pdf")


def rename_the_attachment(books: Books) -> None:
    Attachment.objects.filter(pk=books.attachment.pk).update(name="อื่น.pdf")


def swap_the_attached_file(books: Books) -> None:
    Attachment.objects.filter(pk=books.attachment.pk).update(sha256="1" * 64, stored_name="a/b")


def change_the_seal(books: Books) -> None:
    MonthClose.objects.filter(pk=books.close.pk).update(seal="0" * 64)


def change_the_manifest(books: Books) -> None:
    close = MonthClose.objects.get(pk=books.close.pk)
    close.manifest = ""
    close.save()


def delete_the_close(books: Books) -> None:
    MonthPublication.objects.all()._raw_delete("default")
    MonthClose.objects.filter(pk=books.close.pk)._raw_delete("default")


def close_it_twice(books: Books) -> None:
    close_month(books.close.month, user=make_finance(), key=uuid.uuid4())


def put_another_close_beside_it(books: Books) -> None:
    MonthClose.objects.create(
        month=books.close.month,
        seal="0" * 64,
        closed_by=make_finance(),
        closed_on=DECEMBER_3,
    )


def reopen_without_a_reason(books: Books) -> None:
    last = MonthClose.objects.get(month__month=2)
    reopen_month(last, " ", user=make_administrator(), key=uuid.uuid4())


def reopen_without_the_right(books: Books) -> None:
    last = MonthClose.objects.get(month__month=2)
    reopen_month(last, "แก้", user=make_finance(), key=uuid.uuid4())


def reopen_before_the_later_month(books: Books) -> None:
    MonthReopening.objects.create(
        close=books.close, reason="แก้", reopened_by=make_finance(), reopened_on=DECEMBER_3
    )


def shorten_the_month(books: Books) -> None:
    LedgerMonth.objects.filter(month=1).update(last_day=OCTOBER_10)


def delete_the_month(books: Books) -> None:
    run("DELETE FROM budgets_ledgermonth")


def change_the_publication(books: Books) -> None:
    MonthPublication.objects.update(published_on=OCTOBER_10)


def change_the_batch(books: Books) -> None:
    Batch.objects.update(file_name="x")


def sql_update(books: Books) -> None:
    run("UPDATE budgets_entry SET amount = 1, paid_change = 1 WHERE id = %s", books.entry.pk)


def sql_update_of_the_key(books: Books) -> None:
    run("UPDATE budgets_entry SET id = id + 1000")


def sql_update_of_nothing(books: Books) -> None:
    run("UPDATE budgets_entry SET note = note")


def sql_delete(books: Books) -> None:
    run("DELETE FROM budgets_entry")


def sql_delete_in_a_query(books: Books) -> None:
    run("DELETE FROM budgets_attachment RETURNING id")


def sql_upsert(books: Books) -> None:
    columns = ", ".join(field.column for field in Entry._meta.concrete_fields if field.column)
    run(
        f"INSERT INTO budgets_entry ({columns}) SELECT {columns} FROM budgets_entry WHERE true "
        "ON CONFLICT (id) DO UPDATE SET note = 'x'"
    )


def sql_write_of_a_close(books: Books) -> None:
    run("UPDATE budgets_monthclose SET month_id = month_id + 1")


def flush(books: Books) -> None:
    call_command("flush", interactive=False, verbosity=0)


DOORS: list[Callable[[Books], None]] = [
    save, save_a_copy_under_its_key, update, bulk_update, upsert, delete, delete_the_entry,
    raw_delete, move_to_another_month, move_to_another_day, sign_with_another_name,
    delete_who_entered_it, delete_the_plan, add_to_the_closed_month, post_in_the_closed_month,
    reverse_in_the_closed_month, attach_to_the_closed_month, rename_the_attachment,
    swap_the_attached_file, change_the_seal, change_the_manifest, delete_the_close,
    close_it_twice, put_another_close_beside_it, reopen_without_a_reason,
    reopen_without_the_right, reopen_before_the_later_month, shorten_the_month,
    delete_the_month, change_the_publication, change_the_batch, sql_update,
    sql_update_of_the_key, sql_update_of_nothing, sql_delete, sql_delete_in_a_query, sql_upsert,
    sql_write_of_a_close, flush,
]  # fmt: skip

IN_AN_OPEN_MONTH = (
    "(SELECT id FROM budgets_entry WHERE date = (SELECT MAX(date) FROM budgets_entry))"
)
OF_SQLITE = [
    f"REPLACE INTO budgets_entry SELECT * FROM budgets_entry WHERE id IN {IN_AN_OPEN_MONTH}",
    f"INSERT OR REPLACE INTO budgets_entry SELECT * FROM budgets_entry WHERE id IN "
    f"{IN_AN_OPEN_MONTH}",
    "INSERT OR REPLACE INTO budgets_entry SELECT * FROM budgets_entry",
    "REPLACE INTO budgets_entry SELECT * FROM budgets_entry",
    "UPDATE OR REPLACE budgets_entry SET note = 'x'",
    "UPDATE OR IGNORE budgets_entry SET note = 'x'",
    "REPLACE INTO budgets_monthclose SELECT * FROM budgets_monthclose",
    "DELETE FROM budgets_monthpublication",
]
OF_POSTGRESQL = [
    "TRUNCATE budgets_entry CASCADE",
    "TRUNCATE accounts_user CASCADE",
    "TRUNCATE budgets_monthpublication",
    "WITH gone AS (DELETE FROM budgets_openitem RETURNING 1) DELETE FROM budgets_entry",
    "UPDATE ONLY budgets_entry SET note = 'x'",
    "MERGE INTO budgets_entry AS one USING budgets_entry AS other ON one.id = other.id "
    "WHEN MATCHED THEN DELETE",
]


def require_shut(action: Callable[[], object]) -> None:
    """Require that an act is refused and has changed nothing."""
    before = everything()
    with pytest.raises(Refusal), transaction.atomic():
        action()
    assert everything() == before


@pytest.mark.parametrize("door", DOORS)
def test_the_door_is_shut(books: Books, door: Callable[[Books], None]) -> None:
    require_shut(lambda: door(books))
    assert verify_seals(books.plan) == []


def test_the_doors_of_one_engine_are_shut(books: Books) -> None:
    for statement in OF_SQLITE if connection.vendor == "sqlite" else OF_POSTGRESQL:
        require_shut(lambda statement=statement: run(statement))  # type: ignore[misc]


def test_the_administration_pages_change_nothing(books: Books) -> None:
    browser = Client()
    browser.force_login(make_user("root", is_superuser=True, is_staff=True))
    before = everything()
    for name, record in (("entry", books.entry), ("monthclose", books.close)):
        page = f"/admin/budgets/{name}/"
        for address, form in (
            (f"{page}{record.pk}/change/", {"note": "x", "amount": "1"}),
            (f"{page}{record.pk}/delete/", {"post": "yes"}),
            (f"{page}add/", {"amount": "1"}),
            (page, {"action": "delete_selected", "_selected_action": record.pk, "post": "yes"}),
        ):
            assert browser.post(address, form).status_code in (200, 302, 403)
    assert everything() == before


def test_a_changed_workbook_changes_nothing_in_a_closed_month(books: Books) -> None:
    sheet = entries_sheet(books.plan)
    sheet.put(sheet.last, **{"จำนวนเงิน_(บาท)": 5, "หมายเหตุ": "แก้"})
    require_shut(lambda: applied(sheet.to_bytes(), books.plan))


def test_a_fixture_changes_nothing(books: Books, tmp_path: Path) -> None:
    fixture = tmp_path / "entry.json"
    call_command("dumpdata", "budgets.Entry", output=fixture, verbosity=0)
    rows = json.loads(fixture.read_text(encoding="utf-8"))
    for row in rows:
        row["fields"]["note"] = "x"
    fixture.write_text(json.dumps(rows), encoding="utf-8")
    require_shut(lambda: call_command("loaddata", str(fixture), verbosity=0))


def test_a_backup_is_not_restored_over_the_books(books: Books, tmp_path: Path) -> None:
    back_up(tmp_path / "backup.zip")
    require_shut(lambda: restore(tmp_path / "backup.zip"))


def test_a_migration_that_builds_the_table_anew_leaves_it_guarded(living: str) -> None:
    books, before = lay_books(), standing(connection)
    payee = Entry._meta.get_field("payee")
    longer = models.CharField(max_length=300, blank=True)
    longer.set_attributes_from_name("payee")
    longer.model = Entry
    with connection.schema_editor() as editor:
        editor.alter_field(Entry, payee, longer)
    assert standing(connection) == before
    for door in (save, update, raw_delete, sql_update, sql_delete, post_in_the_closed_month):
        require_shut(lambda door=door: door(books))  # type: ignore[misc]
    assert verify_seals(books.plan) == []


def test_who_takes_the_triggers_down_is_found_out(living: str) -> None:
    books = lay_books()
    with connection.schema_editor() as editor:
        for statement in remove_sql(Entry, connection.vendor):
            editor.execute(statement)
    update(books)
    raw = Entry.objects.filter(pk=books.entry.pk)
    [finding] = [each for each in verify_seals(books.plan) if each.problem == Problem.CHANGED]
    assert finding.record == f"entry {books.entry.pk}"
    assert raw.exists()
    with pytest.raises(ImproperlyConfigured, match="entry_kept"):
        require_guards("default", plan=[])
    with pytest.raises(ImproperlyConfigured, match="entry_kept"):
        call_command("migrate", verbosity=0, stdout=StringIO())
