"""A new database takes each app's tables in one step; an older one goes on by its own steps."""

from collections.abc import Sequence

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from etda_plan.common.triggers import standing
from tests.living import Template, connected_to
from tests.migrating import by_the_steps

Key = tuple[str, str]


def keys(executor: MigrationExecutor) -> list[Key]:
    """Return what ``migrate`` would do, in order."""
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [(migration.app_label, migration.name) for migration, _ in plan]


def all_steps() -> list[Key]:
    """Return the steps in the order in which a database without anything takes them."""
    with by_the_steps():
        loader = MigrationLoader(None)
        graph = loader.graph
        return list(dict.fromkeys(
            step for leaf in graph.leaf_nodes() for step in graph.forwards_plan(leaf)
        ))  # fmt: skip


def stand_after(steps: list[Key]) -> MigrationExecutor:
    """Say that this database has taken these steps and no other."""
    recorder = MigrationRecorder(connection)
    recorder.migration_qs.all().delete()
    for app, name in steps:
        recorder.record_applied(app, name)
    return MigrationExecutor(connection)


def shortcuts() -> dict[Key, Sequence[Key]]:
    """Return the migrations that stand in the place of others, which they name."""
    disk = MigrationLoader(None).disk_migrations
    return {key: migration.replaces for key, migration in disk.items() if migration.replaces}


@pytest.mark.once
def test_a_new_database_takes_no_step_that_another_stands_for() -> None:
    executor = MigrationExecutor(connection)
    executor.loader.applied_migrations = {}
    taken = set(keys(executor))
    ours = {"accounts", "projects", "activities", "kpis", "budgets"}
    assert {app for app, _ in taken & shortcuts().keys()} >= ours
    assert all(name.endswith(steps[-1][1]) for (_, name), steps in shortcuts().items())
    assert not taken & {step for steps in shortcuts().values() for step in steps}


@pytest.mark.once
def test_a_database_that_took_every_step_has_nothing_to_do(db: None) -> None:
    assert keys(stand_after(all_steps())) == []


@pytest.mark.once
@pytest.mark.parametrize("app", ["accounts", "projects", "activities", "kpis", "budgets"])
def test_a_database_amid_the_steps_goes_on_by_them(db: None, app: str) -> None:
    steps = all_steps()
    first = steps.index((app, "0001_initial"))
    amid = next(place for place, (name, _) in enumerate(steps) if place > first and name == app)
    executor = stand_after(steps[:amid])
    executor.loader.check_consistent_history(connection)
    rest = keys(executor)
    assert [key for key in rest if key[0] == app] == [key for key in steps[amid:] if key[0] == app]
    assert len(rest) == len(set(rest))


@pytest.mark.once
def test_both_ways_lead_to_the_same_models() -> None:
    at_once = MigrationLoader(None)
    with by_the_steps():
        step_by_step = MigrationLoader(None)
    detector = MigrationAutodetector(step_by_step.project_state(), at_once.project_state())
    assert detector.changes(at_once.graph) == {}


def laid() -> set[str]:
    """Return the names of the tables and triggers that stand."""
    return {*connection.introspection.table_names(), *standing(connection)}


def test_the_tables_of_an_app_can_be_taken_away_and_laid_again(empty: Template) -> None:
    with empty.copy() as name, connected_to(NAME=name):
        before = laid()
        call_command("migrate", "budgets", "zero", verbosity=0)
        assert not [table for table in laid() if table.startswith("budgets_")]
        call_command("migrate", verbosity=0)
        assert laid() == before
