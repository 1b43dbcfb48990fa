"""``manage.py migrate``, the one command that may make a new SQLite file."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import connections

from etda_plan.common.sqlite.base import is_missing_file


class Command(migrate.Command):
    """Django's own command, which makes the database's file first where there is none."""

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Make the file, then check the models, for which Django asks the database, and migrate."""
        connection = connections[options["database"]]
        name = str(connection.settings_dict["NAME"])
        if connection.vendor == "sqlite" and is_missing_file(name):
            self._make(Path(name))
        output: str | None = super().execute(*args, **options)
        return output

    def _make(self, file: Path) -> None:
        try:
            file.touch()
        except OSError as error:
            raise CommandError(
                f"The database file {file} cannot be made: {error.strerror}."
            ) from error
