"""What cannot be restored is refused in one line, and nothing has changed."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import translation
from pytest_django import Settings

from etda_plan.overview.backup import back_up
from etda_plan.overview.backup.rows import Labels, Table, table_models
from tests.factories import make_user
from tests.living import Template, connected_to

Members = dict[str, bytes]
PLANS = "tables/projects.FiscalPlan.jsonl"
USERS = "tables/accounts.User.jsonl"


@pytest.fixture(autouse=True)
def _own_attachments(settings: Settings, tmp_path: Path) -> None:
    settings.ATTACHMENTS_DIR = tmp_path / "attachments"


@pytest.fixture(scope="module")
def _made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("backup") / "backup.zip"


@pytest.fixture
def archive(living: str, _made: Path) -> Path:
    """A backup of the plan, made once."""
    if not _made.exists():
        back_up(_made)
    return _made


def refusal(file: Path, empty: Template) -> str:
    """Return how the command refuses a file; the new database stays empty."""
    with empty.copy() as name, connected_to(NAME=name), translation.override("en"):
        with pytest.raises(CommandError) as refused:
            call_command("restore", str(file))
        assert not any(Table(model, Labels()).has_rows() for model in table_models())
    message = str(refused.value)
    assert "\n" not in message
    return message


def rewritten(archive: Path, folder: Path, change: Callable[[Members], None]) -> Path:
    """Return a copy of an archive with other members."""
    with ZipFile(archive) as whole:
        members = {name: whole.read(name) for name in whole.namelist()}
    change(members)
    copy = folder / "changed.zip"
    with ZipFile(copy, "w", ZIP_DEFLATED) as changed:
        for name, content in members.items():
            changed.writestr(name, content)
    return copy


def with_manifest(change: Callable[[dict[str, Any]], None]) -> Callable[[Members], None]:
    """Return the change of the members that changes what the archive says of itself."""

    def rewrite(members: Members) -> None:
        stated = json.loads(members["manifest.json"])
        change(stated)
        members["manifest.json"] = json.dumps(stated).encode()

    return rewrite


def a_satang_more(members: Members) -> None:
    table = "tables/budgets.Allocation.jsonl"
    members[table] = members[table].replace(b"474518400", b"474518401").replace(b".00", b".01", 1)


def a_row_less(members: Members) -> None:
    members[PLANS] = b""


def a_table_less(members: Members) -> None:
    del members[PLANS]


def a_file_more(members: Members) -> None:
    members["attachments/aa/bb"] = b"x"


def an_older_shape(stated: dict[str, Any]) -> None:
    stated["migrations"].remove("budgets.0003_ledger")


def a_newer_shape(stated: dict[str, Any]) -> None:
    stated["migrations"].append("budgets.9999_later")


def no_tables(stated: dict[str, Any]) -> None:
    del stated["tables"]


def no_manifest(members: Members) -> None:
    del members["manifest.json"]


def another_format(stated: dict[str, Any]) -> None:
    stated["format"] = "etda-plan backup 2"


def another_column(stated: dict[str, Any]) -> None:
    stated["tables"][0]["columns"].append("weight")


def a_file_outside(stated: dict[str, Any]) -> None:
    stated["files"].append({"name": "../../run", "size": 1, "sha256": "0" * 64})


ALTERED: list[tuple[Callable[[Members], None], str]] = [
    (a_satang_more, "altered"),
    (a_row_less, "altered"),
    (a_table_less, "does not hold"),
    (a_file_more, "does not hold"),
    (with_manifest(an_older_shape), "another shape"),
    (with_manifest(a_newer_shape), "another shape"),
    (with_manifest(another_format), "backup 2"),
    (with_manifest(another_column), "other tables or columns"),
    (with_manifest(no_tables), "not a backup"),
    (no_manifest, "not a backup"),
]


@pytest.mark.parametrize(("change", "reason"), ALTERED)
def test_an_altered_archive_is_refused(
    archive: Path,
    empty: Template,
    tmp_path: Path,
    change: Callable[[Members], None],
    reason: str,
) -> None:
    assert reason in refusal(rewritten(archive, tmp_path, change), empty)


def test_a_file_that_would_lie_outside_the_folder_is_refused(
    archive: Path, empty: Template, tmp_path: Path
) -> None:
    def change(members: Members) -> None:
        with_manifest(a_file_outside)(members)
        members["attachments/../../run"] = b"x"

    assert "outside" in refusal(rewritten(archive, tmp_path, change), empty)
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize("share", [0.0, 0.5, 0.999])
def test_a_truncated_archive_is_refused(
    archive: Path, empty: Template, tmp_path: Path, share: float
) -> None:
    whole = archive.read_bytes()
    cut = tmp_path / "cut.zip"
    cut.write_bytes(whole[: int(len(whole) * share)])
    assert "not whole" in refusal(cut, empty)


def test_a_flipped_bit_is_refused(archive: Path, empty: Template, tmp_path: Path) -> None:
    whole = archive.read_bytes()
    with ZipFile(archive) as members:
        largest = sorted(members.infolist(), key=lambda member: -member.compress_size)[:6]
    for member in largest:
        flipped = bytearray(whole)
        flipped[member.header_offset + member.compress_size // 2] ^= 1
        file = tmp_path / "flipped.zip"
        file.write_bytes(bytes(flipped))
        assert refusal(file, empty)


def test_what_is_no_archive_or_not_there_is_refused(
    living: str, empty: Template, tmp_path: Path
) -> None:
    text = tmp_path / "text"
    text.write_text("แผน")
    assert "not whole" in refusal(text, empty)
    assert "no file" in refusal(tmp_path / "nowhere.zip", empty)
    with ZipFile(tmp_path / "other.zip", "w") as other:
        other.writestr("a", "b")
    assert "not a backup" in refusal(tmp_path / "other.zip", empty)


def test_a_database_that_holds_anything_is_refused(
    archive: Path, empty: Template, living: str
) -> None:
    with pytest.raises(CommandError, match="ไม่ว่าง"):
        call_command("restore", str(archive))
    with empty.copy() as name, connected_to(NAME=name):
        make_user()
        with pytest.raises(CommandError, match="ผู้ใช้"):
            call_command("restore", str(archive))


def test_what_the_constraints_refuse_does_not_come_in_by_a_backup(
    archive: Path, empty: Template, tmp_path: Path
) -> None:
    """Whoever writes hashes that fit still meets every CHECK and trigger."""
    import hashlib

    def change(members: Members) -> None:
        table = "tables/budgets.Allocation.jsonl"
        row, *others = members[table].decode().splitlines(keepends=True)
        values = json.loads(row)
        values[-1] = "999999999999.00"  # paid
        members[table] = "".join([json.dumps(values) + "\n", *others]).encode()
        stated = json.loads(members["manifest.json"])
        [entry] = [each for each in stated["tables"] if each["model"] == "budgets.Allocation"]
        assert entry["columns"][-1] == "paid_amount"
        entry["sha256"] = hashlib.sha256(members[table]).hexdigest()
        members["manifest.json"] = json.dumps(stated).encode()

    message = refusal(rewritten(archive, tmp_path, change), empty)
    assert "allocation_not_overspent" in message


def test_an_unmigrated_database_is_refused(living: str, archive: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE name = '0003_ledger'")
    with translation.override("en"), pytest.raises(CommandError, match="migrate"):
        call_command("restore", str(archive))
