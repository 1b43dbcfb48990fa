"""Rules between a row and its relations or its past, which no single table's CHECK can say.

A model declares them as ``guards``; ``clean()`` explains a breach beside the field, and triggers
installed by a migration refuse it whichever way it comes: ``update()``, ``bulk_create``, raw SQL.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured, ObjectDoesNotExist, ValidationError
from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations.base import Operation
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise


def _column(model: type[models.Model], step: str) -> str:
    return str(model._meta.get_field(step).column)  # type: ignore[union-attr]


def _related(model: type[models.Model], step: str) -> Any:
    return model._meta.get_field(step).related_model


def _select(column: str, model: type[models.Model], where: str) -> str:
    return " ".join(("SELECT", column, "FROM", model._meta.db_table, "WHERE", where))


def path_sql(model: type[models.Model], path: str) -> str:
    """Return SQL for what ``path``, such as ``kpi.framework.plan``, leads to from a new row."""
    first, *steps = path.split(".")
    sql, model = f"NEW.{_column(model, first)}", _related(model, first)
    for step in steps:
        sql = f"({_select(_column(model, step), model, f'id = {sql}')})"
        model = _related(model, step)
    return sql


def follow(record: models.Model, path: str) -> Any:
    """Return the key that ``path`` leads to, or None where a step is empty."""
    *steps, last = path.split(".")
    place: Any = record
    for step in steps:
        try:
            place = getattr(place, step)
        except ObjectDoesNotExist:
            return None
        if place is None:
            return None
    return getattr(place, f"{last}_id")


@dataclass(frozen=True)
class Guard(ABC):
    """A rule that ``field`` of a row must obey; ``message`` is what a breach is answered with."""

    name: str
    field: str
    message: StrOrPromise

    @abstractmethod
    def holds(self, record: models.Model) -> bool:
        """Whether the record obeys; also where it lacks what the rule speaks of."""

    @abstractmethod
    def breaches(self, model: type[models.Model]) -> Mapping[str, str]:
        """Return, for each event, the SQL condition under which the row is refused."""

    def lock_sql(self, model: type[models.Model]) -> str:
        """Return what PostgreSQL reads under a lock before it looks at the condition, if anything.

        SQLite needs none: its writers come one after the other.
        """
        return ""


@dataclass(frozen=True)
class Agreement(Guard):
    """Two paths from the row lead to the same thing, such as the same plan."""

    path: str
    other: str

    def holds(self, record: models.Model) -> bool:
        """Compare where the two paths lead."""
        one, other = follow(record, self.path), follow(record, self.other)
        return one is None or other is None or one == other

    def breaches(self, model: type[models.Model]) -> Mapping[str, str]:
        """Refuse where they lead apart, or where one leads nowhere."""
        one, other = path_sql(model, self.path), path_sql(model, self.other)
        breach = (
            f"NEW.{_column(model, self.field)} IS NOT NULL "
            f"AND COALESCE({one}, 0) <> COALESCE({other}, -1)"
        )
        return {"INSERT": breach, "UPDATE": breach}


@dataclass(frozen=True)
class Fixed(Guard):
    """The field keeps its first value: what hangs on the row relies on it."""

    def holds(self, record: models.Model) -> bool:
        """Compare with what is stored."""
        model = type(record)
        stored = model._base_manager.filter(pk=record.pk).values_list(f"{self.field}_id").first()
        return stored in (None, (getattr(record, f"{self.field}_id"),))

    def breaches(self, model: type[models.Model]) -> Mapping[str, str]:
        """Refuse an update, and an insert that would replace the row."""
        column = _column(model, self.field)
        replaced = _select("1", model, f"id = NEW.id AND {column} <> NEW.{column}")
        return {"INSERT": f"EXISTS ({replaced})", "UPDATE": f"NEW.{column} <> OLD.{column}"}


@dataclass(frozen=True)
class Refused(Guard):
    """Rows of which an SQL condition on NEW (and OLD) is true; the database alone looks at it.

    A row that is deleted has OLD alone, to which ``lock`` then speaks in the place of NEW.
    """

    insert: str = ""
    update: str = ""
    delete: str = ""
    lock: str = ""

    def holds(self, record: models.Model) -> bool:
        """Leave it to the database."""
        return True

    def breaches(self, model: type[models.Model]) -> Mapping[str, str]:
        """Return the conditions that are stated."""
        stated = {"INSERT": self.insert, "UPDATE": self.update, "DELETE": self.delete}
        return {event: breach for event, breach in stated.items() if breach}

    def lock_sql(self, model: type[models.Model]) -> str:
        """Return the query that holds what the condition relies on."""
        return self.lock


@dataclass(frozen=True)
class Kept(Guard):
    """A row is never deleted; once the condition on OLD is true, it is not changed either.

    Without a condition it is never changed: the table is append-only.
    """

    settled: str = "1 = 1"

    def holds(self, record: models.Model) -> bool:
        """Let a new row in; leave the others to the database."""
        return self.settled != Kept.settled or record._state.adding

    def breaches(self, model: type[models.Model]) -> Mapping[str, str]:
        """Refuse updates, deletes, and PostgreSQL's TRUNCATE; a REPLACE deletes."""
        filled = f"EXISTS ({_select('1', model, '1 = 1')})"
        return {"UPDATE": self.settled, "DELETE": "1 = 1", "TRUNCATE": filled}


def plan_fixed(thing: str) -> Fixed:
    """Return the guard of a model's ``plan``."""
    message = _("A record stays in the plan that it was made for.")
    return Fixed(f"{thing}_plan_fixed", "plan", message)


class GuardedModel(models.Model):
    """A model whose ``guards`` the database holds by triggers."""

    guards: ClassVar[Sequence[Guard]] = ()

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Raise ``ValidationError`` naming each field that breaks a guard."""
        super().clean()
        broken = [guard for guard in self.guards if not guard.holds(self)]
        if broken:
            raise ValidationError({guard.field: guard.message for guard in broken})


def _guarded_models() -> Iterator[type[GuardedModel]]:
    return (model for model in apps.get_models() if issubclass(model, GuardedModel))


@dataclass(frozen=True)
class _Trigger:
    """A guard's trigger on one event of a table."""

    name: str
    table: str
    event: str
    breach: str
    lock: str
    text: str

    def sql(self, vendor: str) -> list[str]:
        """Return the statements that create it."""
        return self._sqlite() if vendor == "sqlite" else self._postgresql()

    def _sqlite(self) -> list[str]:
        if self.event == "TRUNCATE":  # SQLite has no such statement
            return []
        return [
            f"CREATE TRIGGER {self.name} BEFORE {self.event} ON {self.table} FOR EACH ROW "
            f"WHEN {self.breach} BEGIN SELECT RAISE(ABORT, '{self.text}'); END"
        ]

    def _postgresql(self) -> list[str]:
        each = "STATEMENT" if self.event == "TRUNCATE" else "ROW"
        result = "OLD" if self.event == "DELETE" else "NEW"
        lock = f"PERFORM {self.lock.replace('NEW.', f'{result}.')};" if self.lock else ""
        return [
            f"CREATE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {lock} "
            f"IF {self.breach} THEN RAISE EXCEPTION USING ERRCODE = 'check_violation', "
            f"MESSAGE = '{self.text}'; END IF; RETURN {result}; END $$",
            f"CREATE TRIGGER {self.name} BEFORE {self.event} ON {self.table} "
            f"FOR EACH {each} EXECUTE FUNCTION {self.name}()",
        ]


def _drop(vendor: str, table: str, name: str) -> list[str]:
    if vendor == "sqlite":
        return [f"DROP TRIGGER IF EXISTS {name}"]
    return [f"DROP TRIGGER IF EXISTS {name} ON {table}", f"DROP FUNCTION IF EXISTS {name}()"]


def _names(guard: Guard, model: type[models.Model]) -> dict[str, tuple[str, str]]:
    return {
        f"{guard.name}_{event.lower()}": (event, breach)
        for event, breach in guard.breaches(model).items()
    }


def _triggers(model: type[GuardedModel]) -> Iterator[_Trigger]:
    table = model._meta.db_table
    for guard in model.guards:
        with translation.override("th"):
            text = f"{guard.name}: {guard.message}".replace("'", "''")
        for name, (event, breach) in _names(guard, model).items():
            yield _Trigger(name, table, event, breach, guard.lock_sql(model), text)


def install_sql(model: type[GuardedModel], vendor: str) -> list[str]:
    """Return the statements that put up a model's triggers, in place of any that stand."""
    statements = remove_sql(model, vendor)
    return statements + [line for trigger in _triggers(model) for line in trigger.sql(vendor)]


def remove_sql(model: type[GuardedModel], vendor: str) -> list[str]:
    """Return the statements that take a model's triggers away."""
    return [
        statement
        for guard in model.guards
        for name in _names(guard, model)
        for statement in _drop(vendor, model._meta.db_table, name)
    ]


class InstallGuards(Operation):
    """Put up the triggers of the models named."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, *model_names: str) -> None:
        self.model_names = model_names

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        """Return what a migration file writes."""
        return (type(self).__name__, self.model_names, {})

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Change nothing in Django's picture of the models."""

    def database_forwards(self, app_label: str, schema_editor: Any, *states: Any) -> None:
        """Create the triggers."""
        self._run(app_label, schema_editor, install_sql)

    def database_backwards(self, app_label: str, schema_editor: Any, *states: Any) -> None:
        """Drop the triggers."""
        self._run(app_label, schema_editor, remove_sql)

    def _run(self, app_label: str, schema_editor: Any, sql: Any) -> None:
        for name in self.model_names:
            model = apps.get_model(app_label, name)
            for statement in sql(model, schema_editor.connection.vendor):
                schema_editor.execute(statement, params=None)

    def describe(self) -> str:
        """Say what is done, for ``migrate``'s output."""
        return f"Put up the triggers of {', '.join(self.model_names)}"


def standing(connection: BaseDatabaseWrapper) -> set[str]:
    """Return the names of the triggers that stand in a database."""
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {name for (name,) in cursor.fetchall()}


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the names of declared triggers that do not stand."""
    declared = {
        trigger.name
        for model in _guarded_models()
        for trigger in _triggers(model)
        if trigger.sql(connection.vendor)
    }
    return sorted(declared - standing(connection))


def require_guards(using: str, **kwargs: Any) -> None:
    """After a complete ``migrate``, raise unless every declared trigger stands."""
    connection = connections[using]
    if "plan" not in kwargs or _unapplied(connection):
        return
    if gone := missing(connection):
        raise ImproperlyConfigured(f"These triggers are missing: {', '.join(gone)}")


def _unapplied(connection: BaseDatabaseWrapper) -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
