"""Making an archive while the site goes on."""

from __future__ import annotations

import datetime
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.conf import settings

from etda_plan.common.snapshot import snapshot
from etda_plan.overview.backup.archive import (
    MANIFEST,
    Contents,
    FileContents,
    TableContents,
    applied_migrations,
    digest,
    product,
)
from etda_plan.overview.backup.rows import Labels, Table, table_models


def back_up(path: Path) -> Contents:
    """Write the whole database and the attached files to ``path``, and return what was written.

    The rows are one state of the database. The file appears when it is whole, readable by its
    owner alone: it holds the passwords' hashes. ``OSError`` where it cannot be written.
    """
    contents = Contents(
        product=product(),
        written_at=datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        migrations=[],
    )
    with _whole_file(path) as file, ZipFile(file, "w", ZIP_DEFLATED) as archive:
        with snapshot():
            contents.migrations = applied_migrations()
            labels = Labels()
            for model in table_models():
                contents.tables.append(_write_table(archive, Table(model, labels)))
        for name in attached_files():  # a file is there before its row is
            contents.files.append(_write_file(archive, name))
        archive.writestr(_member(MANIFEST), contents.as_json())
    return contents


def attached_files() -> Iterator[str]:
    """Yield the names of the files attached to records, in order."""
    folder = Path(settings.ATTACHMENTS_DIR)
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            yield file.relative_to(folder).as_posix()


@contextmanager
def _whole_file(path: Path) -> Iterator[IO[bytes]]:
    """Write beside the place, readable by the owner alone; take the place when all is on disk."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.absolute().parent)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _member(name: str) -> ZipInfo:
    member = ZipInfo(name)
    member.compress_type = ZIP_DEFLATED
    member.external_attr = 0o600 << 16
    return member


def _write_table(archive: ZipFile, table: Table) -> TableContents:
    contents = TableContents(table.model._meta.label, table.columns, 0, "")
    with archive.open(_member(contents.member), "w", force_zip64=True) as part:
        rows, sha256 = 0, hashlib.sha256()
        for line in map(str.encode, table.lines()):
            part.write(line)
            sha256.update(line)
            rows += 1
    return TableContents(contents.model, contents.columns, rows, sha256.hexdigest())


def _write_file(archive: ZipFile, name: str) -> FileContents:
    path = Path(settings.ATTACHMENTS_DIR) / name
    with path.open("rb") as file:
        contents = FileContents(name, path.stat().st_size, digest(file))
        file.seek(0)
        with archive.open(_member(contents.member), "w", force_zip64=True) as part:
            shutil.copyfileobj(file, part)
    return contents
