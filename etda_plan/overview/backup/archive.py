"""The archive: what stands in it, and whether it is whole."""

from __future__ import annotations

import hashlib
import json
import tomllib
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO
from zipfile import BadZipFile, ZipFile

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _

FORMAT = "etda-plan backup 1"
MANIFEST = "manifest.json"
CHUNK = 1 << 20


class ArchiveRefused(Exception):
    """The archive, or the database that it is for, will not do; the text says why."""


@dataclass(frozen=True)
class TableContents:
    """The rows of one table: a line each, and the SHA-256 of all lines."""

    model: str
    columns: list[str]
    rows: int
    sha256: str

    @property
    def member(self) -> str:
        """Where they stand in the archive."""
        return f"tables/{self.model}.jsonl"


@dataclass(frozen=True)
class FileContents:
    """An attached file, by the name under which it is stored."""

    name: str
    size: int
    sha256: str

    @property
    def member(self) -> str:
        """Where it stands in the archive."""
        return f"attachments/{self.name}"


@dataclass
class Contents:
    """What an archive says of itself. ``migrations`` is the shape of the database it is from."""

    product: str
    written_at: str
    migrations: list[str]
    format: str = FORMAT
    tables: list[TableContents] = field(default_factory=list)
    files: list[FileContents] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """How many rows there are in all."""
        return sum(table.rows for table in self.tables)

    def as_json(self) -> str:
        """Return it as the archive's first reader sees it."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1)

    @classmethod
    def from_json(cls, text: str | bytes) -> Contents:
        """Read it; raise ``ValueError``, ``KeyError`` or ``TypeError`` where it is none."""
        stated = json.loads(text)
        tables = [TableContents(**table) for table in stated.pop("tables")]
        files = [FileContents(**file) for file in stated.pop("files")]
        return cls(**stated, tables=tables, files=files)


def product() -> str:
    """Return the product's name and version."""
    text = (Path(settings.BASE_DIR) / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(text)["project"]
    return f"{project['name']} {project['version']}"


def applied_migrations() -> list[str]:
    """Return the migrations that the database has been through, in the order of their names."""
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied)


@contextmanager
def open_whole(path: Path) -> Iterator[tuple[ZipFile, Contents]]:
    """Open an archive; raise ``ArchiveRefused`` unless every byte of it is what it says."""
    try:
        with ZipFile(path) as archive:
            contents = Contents.from_json(archive.read(MANIFEST))
            _require_format(contents)
            _require_whole(archive, contents)
            yield archive, contents
    except FileNotFoundError:
        raise ArchiveRefused(_("There is no file %s.") % path) from None
    except (BadZipFile, zlib.error, EOFError, OSError) as error:
        raise _not_whole(path) from error
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise ArchiveRefused(_("%s is not a backup of this product.") % path) from error


def _not_whole(path: Path) -> ArchiveRefused:
    return ArchiveRefused(_("%s is not whole: nothing can be restored from it.") % path)


def _require_format(contents: Contents) -> None:
    if contents.format != FORMAT:
        raise ArchiveRefused(_("This version does not read a “%s”.") % contents.format)


def _require_whole(archive: ZipFile, contents: Contents) -> None:
    stated = {table.member: table.sha256 for table in contents.tables}
    stated |= {file.member: file.sha256 for file in contents.files}
    if sorted(archive.namelist()) != sorted([MANIFEST, *stated]):
        raise ArchiveRefused(_("The archive does not hold what it says it holds."))
    for file in contents.files:
        _require_plain(file.name)
    for member, sha256 in stated.items():
        with archive.open(member) as part:
            if digest(part) != sha256:
                raise ArchiveRefused(_("%s has been altered since the backup.") % member)


def _require_plain(name: str) -> None:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or str(path) != name:
        raise ArchiveRefused(_("The archive names a file outside its folder: %s.") % name)


def digest(file: IO[bytes]) -> str:
    """Return the SHA-256 of what is left to read."""
    found = hashlib.sha256()
    while chunk := file.read(CHUNK):
        found.update(chunk)
    return found.hexdigest()
