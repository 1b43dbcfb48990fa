"""The project's own files."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

ROOT: Path = settings.BASE_DIR
PACKAGES = ["etda_plan", "projects", "activities", "kpis", "budgets"]


def product_files() -> Iterator[Path]:
    """Yield the product's Python files, migrations left out: they are written by a command."""
    for package in PACKAGES:
        for file in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in file.parts:
                yield file


def template_files() -> list[Path]:
    """Return every template."""
    return [
        file
        for folder in [ROOT / "templates", *(ROOT / name for name in PACKAGES)]
        for file in sorted(folder.rglob("*.html"))
    ]


def place(file: Path, line: int) -> str:
    """Return where something stands, as an editor takes it."""
    return f"{file.relative_to(ROOT)}:{line}"
