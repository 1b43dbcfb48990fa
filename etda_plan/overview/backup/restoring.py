"""Putting an archive into an empty database."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from operator import itemgetter
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.color import no_style
from django.db import DatabaseError, connection, models, transaction
from django.utils.translation import gettext as _

from budgets.seals import SealReport, report_seals
from etda_plan.overview.backup.archive import (
    ArchiveRefused,
    Contents,
    FileContents,
    TableContents,
    applied_migrations,
    digest,
    open_whole,
)
from etda_plan.overview.backup.rows import CHRONICLE, Labels, Table, table_models
from projects.models import FiscalPlan


def restore(path: Path) -> Contents:
    """Put all of an archive into this database, or nothing; return what was in it.

    The database has been migrated and holds nothing yet. Its constraints and triggers stand
    throughout. Raise ``ArchiveRefused`` with the reason otherwise.
    """
    with open_whole(path) as (archive, contents):
        tables = _tables(contents)
        with _files_in_place(archive, contents), _explained(), transaction.atomic():
            _require_empty(tables)
            _fill(archive, tables, contents)
            connection.check_constraints()
            _move_sequences([table.model for table in tables])
            _require_equal(tables, contents)
    return contents


def seal_reports() -> list[SealReport]:
    """Return, for each plan with closed months, what its seals say of the rows as they are now."""
    reports = map(report_seals, FiscalPlan.objects.order_by("fiscal_year"))
    return [report for report in reports if report.closes]


def _tables(contents: Contents) -> list[Table]:
    """Return this database's tables; refuse an archive of another shape."""
    if contents.migrations != applied_migrations():
        raise ArchiveRefused(
            _(
                "The backup is of %(product)s, whose database has another shape than this one: "
                "restore with that version after “manage.py migrate”, then update."
            )
            % {"product": contents.product}
        )
    labels = Labels()
    tables = [Table(model, labels) for model in table_models()]
    here = [(table.model._meta.label, table.columns) for table in tables]
    if here != [(table.model, table.columns) for table in contents.tables]:
        raise ArchiveRefused(_("The backup has other tables or columns than this version."))
    return tables


def _require_empty(tables: list[Table]) -> None:
    for table in tables:
        if table.has_rows():
            raise ArchiveRefused(
                _("This database is not empty (%s): restore goes into a new one, after “migrate”.")
                % table.model._meta.verbose_name_plural
            )


def _fill(archive: ZipFile, tables: list[Table], contents: Contents) -> None:
    acts: list[tuple[Any, Table, models.Model]] = []
    for table, stated in zip(tables, contents.tables, strict=True):
        with _lines(archive, stated) as lines:
            if time := CHRONICLE.get(table.model):
                acts += [(getattr(act, time), table, act) for act in table.records(lines)]
            else:
                table.insert(lines)
    for _at, table, act in sorted(acts, key=itemgetter(0)):
        table.store([act])


@contextmanager
def _lines(archive: ZipFile, stated: TableContents) -> Iterator[TextIOWrapper]:
    with archive.open(stated.member) as part, TextIOWrapper(part, encoding="utf-8") as lines:
        yield lines


def _move_sequences(filled: list[type[models.Model]]) -> None:
    """Let the next rows have keys after those that were restored."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), filled):
            cursor.execute(statement)


def _require_equal(tables: list[Table], contents: Contents) -> None:
    """Read everything back and hold it against the archive."""
    for table, stated in zip(tables, contents.tables, strict=True):
        found = hashlib.sha256()
        for line in table.lines():
            found.update(line.encode())
        if found.hexdigest() != stated.sha256:
            raise ArchiveRefused(_("%s came out otherwise than it went in.") % stated.model)


@contextmanager
def _explained() -> Iterator[None]:
    """Say in one line what the database refuses."""
    try:
        yield
    except (DatabaseError, ValidationError, ValueError, TypeError) as error:
        reason = " ".join(str(error).split())
        raise ArchiveRefused(_("The database refuses the backup: %s") % reason) from error


@contextmanager
def _files_in_place(archive: ZipFile, contents: Contents) -> Iterator[None]:
    """Put the attached files where they belong; take them away again if the rows fail."""
    missing = [file for file in contents.files if not _is_there(file)]
    try:
        for file in missing:
            _put(archive, file)
        yield
    except BaseException:
        for file in missing:
            _place(file).unlink(missing_ok=True)
        raise


def _place(file: FileContents) -> Path:
    return Path(settings.ATTACHMENTS_DIR) / file.name


def _is_there(file: FileContents) -> bool:
    if not _place(file).exists():
        return False
    with _place(file).open("rb") as found:
        if digest(found) != file.sha256:
            raise ArchiveRefused(_("Another file stands at %s.") % _place(file))
    return True


def _put(archive: ZipFile, file: FileContents) -> None:
    place = _place(file)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    place.touch(mode=0o600)
    with archive.open(file.member) as part, place.open("wb") as target:
        shutil.copyfileobj(part, target)
