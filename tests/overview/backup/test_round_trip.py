"""A backup restored is the same database, on the same engine or another."""

import datetime
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection, connections, transaction
from pytest_django import Settings

from budgets.models import Allocation, Attachment, Entry, MonthClose, OpenItem
from etda_plan import settings as settings_module
from etda_plan.accounts.models import User
from etda_plan.common.triggers import missing, remove_sql
from etda_plan.common.uploads import checked_upload, keep
from etda_plan.overview.backup import ArchiveRefused, back_up, restore, seal_reports
from etda_plan.overview.backup.rows import LEFT_OUT, Labels, Table, table_models
from projects.models import Amendment, FiscalPlan, Strategy
from tests.factories import post_entry
from tests.living import Template, at_once, connected_to
from tests.overview.backup.filled import fill

KEPT_EMPTY = {"axes", "common"}
"""Apps whose tables have rows only after somebody failed to sign in, or in a sample."""


@pytest.fixture(autouse=True)
def _own_attachments(settings: Settings, tmp_path: Path) -> None:
    settings.ATTACHMENTS_DIR = tmp_path / "attachments"


@contextmanager
def new_file(path: Path, empty: Template) -> Iterator[None]:
    """Work on a new SQLite database, whatever engine is tested."""
    if connection.vendor == "sqlite":  # migrating again would take seconds
        with new_database(empty):
            yield
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", f"sqlite:///{path}")
        database = connections.configure_settings({"default": settings_module.read_database()})
    with connected_to(**database["default"]):
        call_command("migrate", verbosity=0)
        yield


@contextmanager
def new_database(empty: Template) -> Iterator[None]:
    """Work on a new database of the engine that is tested."""
    with empty.copy() as name, connected_to(NAME=name):
        yield


def everything() -> dict[str, list[str]]:
    """Return all rows of all tables."""
    labels = Labels()
    return {model._meta.label: list(Table(model, labels).lines()) for model in table_models()}


def test_all_comes_back_on_this_engine(
    living: str, empty: Template, tmp_path: Path, settings: Settings
) -> None:
    fill()
    before = everything()
    written = back_up(tmp_path / "backup.zip")
    settings.ATTACHMENTS_DIR = tmp_path / "elsewhere"
    with new_database(empty):
        assert restore(tmp_path / "backup.zip") == written
        assert everything() == before
        assert missing(connection) == []
        [report] = seal_reports()
        assert (report.closes, report.findings) == (3, [])
        [attachment] = Attachment.objects.all()
        file = settings.ATTACHMENTS_DIR / attachment.stored_name
        assert file.read_bytes() == b"%PDF-1.7 %%EOF"
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_all_comes_over_to_sqlite_and_back_to_this_engine(
    living: str, empty: Template, tmp_path: Path
) -> None:
    fill()
    before = everything()
    back_up(tmp_path / "one.zip")
    with new_file(tmp_path / "new.sqlite3", empty):
        restore(tmp_path / "one.zip")
        assert connection.vendor == "sqlite"
        assert everything() == before
        back_up(tmp_path / "two.zip")
    with new_database(empty):
        restore(tmp_path / "two.zip")
        assert everything() == before


def test_every_table_of_the_test_has_rows(living: str, tmp_path: Path) -> None:
    """What this file holds equal would be equal without them too."""
    fill()
    bare = [label for label, rows in everything().items() if not rows]
    assert [label for label in bare if label.split(".")[0] not in KEPT_EMPTY] == []


def test_only_sessions_and_what_migrate_makes_are_left_out() -> None:
    kept = set(table_models())
    own = [model for model in apps.get_models(include_auto_created=True) if not model._meta.proxy]
    assert {model for model in own if model not in kept} == set(LEFT_OUT)


def test_what_refers_to_kinds_of_records_by_number_refers_to_the_same_kinds(
    living: str, empty: Template, tmp_path: Path
) -> None:
    fill()
    back_up(tmp_path / "backup.zip")
    with new_database(empty):
        Permission.objects.all().delete()
        connections["default"].cursor().execute("DELETE FROM django_content_type")
        call_command("migrate", verbosity=0)  # makes both anew, under other numbers
        restore(tmp_path / "backup.zip")
        [amendment] = Amendment.objects.all()
        assert amendment.content_type.model_class() is Strategy
        other = User.objects.get(username="other")
        assert other.has_perm("kpis.change_kpi")
        assert other.has_perm("projects.view_project")


def test_life_goes_on_after_a_restore(living: str, empty: Template, tmp_path: Path) -> None:
    fill()
    last = Entry.objects.order_by("pk").last()
    assert last
    back_up(tmp_path / "backup.zip")
    with new_database(empty):
        restore(tmp_path / "backup.zip")
        allocation = Allocation.objects.get(project__code="BB")
        later = post_entry(allocation, "1", date=datetime.date(2019, 11, 5))
        assert later.pk > last.pk
        assert OpenItem.objects.get(pk=later.pk).open_amount == 1
        closed = MonthClose.objects.in_force().get()
        with pytest.raises(Exception, match="ปิด"), transaction.atomic():
            post_entry(allocation, "1", date=closed.month.first_day)


def test_a_row_that_refers_to_a_later_one_of_its_table_comes_after_it(
    living: str, empty: Template, tmp_path: Path
) -> None:
    from budgets.models import StatementLine

    line = StatementLine.objects.filter(parent__isnull=False).order_by("pk")[0]
    following = StatementLine.objects.create(
        statement=line.statement, name="ใหม่", kind="item", position=99, amount=1
    )
    StatementLine.objects.filter(pk=line.pk).update(parent=following)
    before = everything()
    back_up(tmp_path / "backup.zip")
    with new_database(empty):
        restore(tmp_path / "backup.zip")
        assert everything() == before


def test_what_is_written_meanwhile_is_wholly_in_or_wholly_out(
    living: str, empty: Template, tmp_path: Path
) -> None:
    fill()
    allocation = Allocation.objects.get(project__code="AA", fund_source__plan__fiscal_year=2563)

    def write() -> None:
        for _ in range(15):
            post_entry(allocation, "0.01", date=datetime.date(2019, 12, 1))

    def keep_a_copy() -> None:
        for number in range(3):
            back_up(tmp_path / f"{number}.zip")

    assert at_once([write, keep_a_copy, write]) == [None, None, None]
    for number in range(3):
        with new_database(empty):
            restore(tmp_path / f"{number}.zip")
            found = Allocation.objects.get(pk=allocation.pk)
            spent = sum(entry.paid_change for entry in found.entries.all())
            assert found.paid_amount == spent
            posted = Entry.objects.filter(kind="payment")
            assert OpenItem.objects.filter(entry__in=posted).count() == posted.count()


def test_the_commands_say_what_they_did(
    living: str, empty: Template, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "backup.zip"
    call_command("backup", str(file))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with new_database(empty):
        call_command("restore", str(file))
        assert FiscalPlan.objects.get(fiscal_year=2563).projects.count() == 8
    written, restored, *_seals = capsys.readouterr().out.splitlines()
    assert "SHA-256" in written
    rows = sum(len(lines) for lines in everything().values())
    assert f"{rows}" in written
    assert f"{rows}" in restored
    assert [each.name for each in tmp_path.iterdir()] == ["backup.zip"]


def test_a_broken_seal_comes_over_and_is_named(
    living: str, empty: Template, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fill()
    with connections["default"].schema_editor() as editor:
        for statement in remove_sql(Entry, connection.vendor):
            editor.execute(statement)
    Entry.objects.filter(payee="บริษัท ก").update(payee="บริษัท ข")
    back_up(tmp_path / "backup.zip")
    with new_database(empty):
        call_command("restore", str(tmp_path / "backup.zip"))
    said = capsys.readouterr()
    assert "3" in said.out
    assert "ถูก" in said.err


def test_a_place_that_cannot_be_written_to_is_said_and_nothing_is_left(
    living: str, tmp_path: Path
) -> None:
    with pytest.raises(CommandError, match="no-such-folder"):
        call_command("backup", str(tmp_path / "no-such-folder" / "backup.zip"))
    taken = tmp_path / "taken"
    taken.mkdir()
    with pytest.raises(CommandError):
        call_command("backup", str(taken))
    assert [each.name for each in tmp_path.iterdir()] == ["taken"]


def test_a_file_that_is_there_already_is_kept_and_another_is_not_overwritten(
    living: str, empty: Template, tmp_path: Path, settings: Settings
) -> None:
    stored = keep(checked_upload(SimpleUploadedFile("a.pdf", b"%PDF-1.7 %%EOF")))
    back_up(tmp_path / "backup.zip")
    file: Any = settings.ATTACHMENTS_DIR / stored
    with new_database(empty):
        file.write_bytes(b"another")
        with pytest.raises(ArchiveRefused, match=stored):
            restore(tmp_path / "backup.zip")
        assert not FiscalPlan.objects.exists()
        assert file.read_bytes() == b"another"
        file.write_bytes(b"%PDF-1.7 %%EOF")
        restore(tmp_path / "backup.zip")
        assert FiscalPlan.objects.exists()
