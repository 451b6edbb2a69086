"""What migrations do beside Django's own operations."""

from __future__ import annotations

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.operations.fields import AddField, AlterField, RemoveField
from django.db.migrations.operations.models import AlterModelOptions, CreateModel, IndexOperation
from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger, RemoveTrigger


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


def at_once(operations: list[Operation]) -> list[Operation]:
    """The operations of a migration, those of Django on tables taken together: `operations = at_once(operations)`.

    What it does to the database stays the same to the letter; migrating an empty one takes a third of the time. Anything else (SQL,
    Python, the end of a table) stands between two parts, as does what touches a thing made in the part before: each operation of a
    part is told only the state before the first and after the last.
    """
    parts: list[list[Operation]] = [[]]
    tables, fields = set[str](), set[tuple[str, str]]()
    for operation in operations:
        is_new, is_on_field = (
            isinstance(operation, CreateModel),
            isinstance(operation, (AddField, AlterField, RemoveField)),
        )
        table = "" if not isinstance(operation, TAKEN_TOGETHER) else _table(operation)
        field = (table, getattr(operation, "name", ""))
        if (
            not table
            or (is_on_field and field in fields)
            or (table in tables and not isinstance(operation, InstallTriggers))
        ):
            parts.append([])
            tables, fields = set(), set()
        parts[-1].append(operation)
        if not table:
            parts.append([])
        elif is_new:
            tables.add(table)
        elif is_on_field:
            fields.add(field)
    return [one for part in parts for one in (part if _renders(part) < 2 else [AtOnce(part)])]


def _renders(part: list[Operation]) -> int:
    return sum(not isinstance(operation, InstallTriggers) for operation in part)


def _table(operation: Operation) -> str:
    return str(getattr(operation, "model_name", "") or getattr(operation, "name", "")).lower()


class AtOnce(Operation):
    """Operations on tables, after which Django builds the models once and not after each of them; see `at_once`."""

    def __init__(self, operations: list[Operation]) -> None:
        self.operations = operations

    @property
    def reversible(self) -> bool:  # type: ignore[override]
        return all(operation.reversible for operation in self.operations)

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        built = state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)
        if built is not None:
            state.__dict__["apps"] = built
            changed = {_table(operation) for operation in self.operations if _renders([operation])}
            state.reload_models([(app_label, table) for table in sorted(changed)], delay=False)

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def references_model(self, name: str, app_label: str) -> bool:
        return any(operation.references_model(name, app_label) for operation in self.operations)

    def references_field(self, model_name: str, name: str, app_label: str) -> bool:
        return any(operation.references_field(model_name, name, app_label) for operation in self.operations)

    def describe(self) -> str:
        return "; ".join(operation.describe() for operation in self.operations)

    @property
    def migration_name_fragment(self) -> str:
        return "_".join(operation.migration_name_fragment or "" for operation in self.operations)


TAKEN_TOGETHER = (
    CreateModel,
    AlterModelOptions,
    AddField,
    AlterField,
    RemoveField,
    IndexOperation,
    AddTrigger,
    RemoveTrigger,
    InstallTriggers,
)
