"""What migrations do beside Django's own operations."""

from __future__ import annotations

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class InstallTriggers(Operation):
    """The triggers that a new model names in its options, in the order in which it names them.

    pgtrigger writes one operation for each, and Django builds every related model anew after each: for a table whose history
    is kept, that made migrating an empty database take three times as long. Undone by the end of the table itself.
    """

    reversible = True

    def __init__(self, model_name: str) -> None:
        self.model_name = model_name

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Nothing: the options of the model hold them already."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for trigger in to_state.models[app_label, self.model_name].options["triggers"]:
            schema_editor.execute(trigger.install_sql, params=None)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Nothing: they go with their table."""

    def describe(self) -> str:
        return f"Install the triggers of {self.model_name}"

    @property
    def migration_name_fragment(self) -> str:
        return f"{self.model_name}_triggers"
