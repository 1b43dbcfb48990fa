"""The checkers that hold the code's form, types, layers and migrations."""

import re
import subprocess
import sys

import pytest

from tests.architecture.tree import PACKAGES, ROOT

pytestmark = pytest.mark.once

LAYERS = "from importlinter.cli import lint_imports_command; lint_imports_command()"
CHECKERS = {
    "lint": ["-m", "ruff", "check", "."],
    "format": ["-m", "ruff", "format", "--check", "."],
    "types": ["-m", "mypy", "."],
    "layers": ["-c", LAYERS],
    "migrations": ["manage.py", "makemigrations", "--check", "--dry-run"],
}


@pytest.mark.parametrize("checker", CHECKERS)
def test_a_checker_finds_nothing(checker: str) -> None:
    done = subprocess.run(
        [sys.executable, *CHECKERS[checker]], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_migration_has_a_name_that_says_what_it_does() -> None:
    migrations = [
        file
        for package in PACKAGES
        for file in (ROOT / package).rglob("migrations/*.py")
        if file.name != "__init__.py"
    ]
    assert len(migrations) >= 5
    named = re.compile(r"\d{4}_(squashed_\d{4}_)?(?!auto_)[a-z_]+\.py")
    assert [file.name for file in migrations if not named.fullmatch(file.name)] == []
