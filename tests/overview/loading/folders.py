"""Copies of the fixtures with one thing changed."""

import json
import shutil
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command

SHIPPED = Path(settings.BASE_DIR) / "fixtures" / "fy2563"

Records = list[dict[str, Any]]


def copy_of_fixtures(folder: Path) -> Path:
    """Return a folder with all files as shipped."""
    return Path(shutil.copytree(SHIPPED, folder / "fy2563"))


def change(folder: Path, file: str, edit: Callable[[Records], object]) -> None:
    """Edit the records of one file."""
    path = folder / file
    records = json.loads(path.read_text(encoding="utf-8"))
    edit(records)
    path.write_text(json.dumps(records, ensure_ascii=False), encoding="utf-8")


def fields_of(records: Records, **wanted: Any) -> dict[str, Any]:
    """Return the fields of the one record that has the ``wanted`` values."""
    found = [
        record["fields"]
        for record in records
        if all(record["fields"].get(name) == value for name, value in wanted.items())
    ]
    assert len(found) == 1, found
    only: dict[str, Any] = found[0]
    return only


def load(folder: Path = SHIPPED, *options: str) -> tuple[int, str, str]:
    """Return exit status, standard output and standard error of ``load_plan``."""
    out, err = StringIO(), StringIO()
    status = 0
    try:
        call_command("load_plan", "--directory", str(folder), *options, stdout=out, stderr=err)
    except SystemExit as stop:
        status = int(str(stop.code))
    return status, out.getvalue(), err.getvalue()
