"""How databases that are older than the migrations in one step came to be."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from django.db.migrations.loader import MigrationLoader

load_all = MigrationLoader.load_disk


def load_the_steps(loader: MigrationLoader) -> None:
    """Load the migrations, those left out that stand in the place of others."""
    load_all(loader)
    shortcuts = {key: each.replaces[-1] for key, each in loader.disk_migrations.items()
                 if each.replaces}  # fmt: skip
    for key in shortcuts:
        del loader.disk_migrations[key]
    for migration in loader.disk_migrations.values():
        steps = [shortcuts.get(key, key) for key in migration.dependencies]
        vars(migration).update(dependencies=steps)


@contextmanager
def by_the_steps() -> Iterator[None]:
    """Migrate as before there were migrations in one step."""
    with patch.object(MigrationLoader, "load_disk", load_the_steps):
        yield
