"""The database wrapper that Django looks for in an engine."""

import sqlite3
from typing import Any

from django.db.backends.sqlite3 import base

from etda_plan.common.sqlite.schema import SchemaEditor
from etda_plan.common.thai import collation_key


def compare(left: str, right: str) -> int:
    """Order two texts as a Thai dictionary does: -1, 0 or 1."""
    one, other = collation_key(left), collation_key(right)
    return (one > other) - (one < other)


class DatabaseWrapper(base.DatabaseWrapper):
    """SQLite whose connections can ``ORDER BY … COLLATE "th-x-icu"``."""

    SchemaEditorClass = SchemaEditor

    def get_new_connection(self, conn_params: dict[str, Any]) -> sqlite3.Connection:
        """Open a connection and teach it Thai order."""
        connection: sqlite3.Connection = super().get_new_connection(conn_params)
        connection.create_collation("th-x-icu", compare)
        return connection
