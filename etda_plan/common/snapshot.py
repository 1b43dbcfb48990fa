"""Reading that sees one state of the database, whatever is written meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from etda_plan.common.sqlite.base import DatabaseWrapper as SqliteWrapper


@contextmanager
def snapshot(using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """Let everything that is read inside come from one state of the database.

    Readers wait for no writer and hold none up. Nothing can be written inside: the database
    refuses it. Inside a transaction that already runs it does nothing. Also a decorator.
    """
    connection = connections[using]
    if connection.in_atomic_block:
        yield
    elif isinstance(connection, SqliteWrapper):
        with connection.deferred(), transaction.atomic(using):
            yield
    else:
        with transaction.atomic(using):
            _repeatable(connection)
            yield


def _repeatable(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
