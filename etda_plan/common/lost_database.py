"""When the database cannot be reached: how that is recognised, said in one line, and logged."""

import logging
from typing import Any

from django.db import DatabaseError, InterfaceError, OperationalError

LONGEST_REASON = 200
OUR_OWN_FAULT = "no such column"  # SQLite alone calls that operational
BROKEN_FILE = ("not a database", "malformed")


def is_lost(error: BaseException | None) -> bool:
    """Say whether an error means that the database is not there, rather than a fault of ours.

    It may be the cause of another error, such as one raised while a template was drawn.
    """
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        if isinstance(error, (OperationalError, InterfaceError)):
            return OUR_OWN_FAULT not in str(error)
        if _is_broken_file(error):
            return True
        seen.add(id(error))
        error = error.__cause__ or error.__context__
    return False


def _is_broken_file(error: BaseException) -> bool:
    words = str(error)
    return isinstance(error, DatabaseError) and any(sign in words for sign in BROKEN_FILE)


def lacks_tables(error: BaseException) -> bool:
    """Say whether an error means that nobody has migrated the database."""
    missing = "no such table" in str(error) or type(error.__cause__).__name__ == "UndefinedTable"
    return isinstance(error, DatabaseError) and missing


def reason(error: BaseException) -> str:
    """Return the first line of what the driver says, which names no password."""
    return " ".join(str(error).split())[:LONGEST_REASON]


class OneLineForLostDatabase(logging.Filter):
    """Keeps a lost database to one line in the log, without a traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Take the traceback off a record of a lost database; let every record pass."""
        error: Any = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
        if is_lost(error):
            record.msg, record.args = "%s (database: %s)", (record.getMessage(), reason(error))
            record.exc_info = record.exc_text = None
        return True
