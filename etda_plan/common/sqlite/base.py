"""The database wrapper that Django looks for in an engine."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db.backends.sqlite3 import base

from etda_plan.common.sqlite.schema import SchemaEditor
from etda_plan.common.thai import collation_key


def compare(left: str, right: str) -> int:
    """Order two texts as a Thai dictionary does: -1, 0 or 1."""
    one, other = collation_key(left), collation_key(right)
    return (one > other) - (one < other)


def is_missing_file(name: str) -> bool:
    """Say whether ``name`` is a file (not a database in memory) that does not exist."""
    return name != ":memory:" and not name.startswith("file:") and not Path(name).exists()


class DatabaseWrapper(base.DatabaseWrapper):
    """SQLite whose connections can ``ORDER BY … COLLATE "th-x-icu"``."""

    SchemaEditorClass = SchemaEditor
    transaction_mode: str | None

    def get_new_connection(self, conn_params: dict[str, Any]) -> sqlite3.Connection:
        """Open a connection and teach it Thai order.

        A file that has gone is an error: SQLite would make an empty one, which hides the loss.
        """
        if is_missing_file(str(conn_params["database"])):
            raise sqlite3.OperationalError("unable to open database file: it does not exist")
        connection: sqlite3.Connection = super().get_new_connection(conn_params)
        connection.create_collation("th-x-icu", compare)
        return connection

    @contextmanager
    def deferred(self) -> Iterator[None]:
        """Begin transactions without a writer's lock, and let nothing be written in them."""
        self.ensure_connection()
        usual, self.transaction_mode = self.transaction_mode, None
        self.cursor().execute("PRAGMA query_only = ON")
        try:
            yield
        finally:
            self.transaction_mode = usual
            self.cursor().execute("PRAGMA query_only = OFF")
