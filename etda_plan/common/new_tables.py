"""Making the tables of many models at once, for the first migration of an app."""

from typing import Any

from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation


class CreateModels(Operation):
    """Do what the ``CreateModel`` operations do, one after the other.

    Django makes the classes of all models that relate to a new one anew, and here every model
    relates to every other: alone, each ``CreateModel`` would cost as much as all of them here.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(self, *operations: CreateModel) -> None:
        self.operations = operations

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Add the models; the classes are made when they are first asked for."""
        state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label: str, schema_editor: Any, *states: Any) -> None:
        """Create the tables."""
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, *states)

    def database_backwards(self, app_label: str, schema_editor: Any, *states: Any) -> None:
        """Drop the tables."""
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, schema_editor, *states)

    def describe(self) -> str:
        """Say what is done, for ``migrate``'s output."""
        return f"Create {', '.join(operation.name for operation in self.operations)}"
