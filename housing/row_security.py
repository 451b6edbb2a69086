"""Migration operations for tables that hang below a property: who reads the property through an initiative or as its owner
reads them too."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.migrations.operations.special import RunSQL

from thuisgevers.municipalities.policies import anchor, protect, scope_in, somebody, tie


def protect_history(table: str) -> RunSQL:
    """The rows django-pghistory writes beside `table`: added by everybody, read by who may read the log."""
    return protect(f"{table}event", read=["audit.read"], extra_insert=[somebody()], append_only=True)


def protect_under_property(
    table: str,
    *,
    read: Sequence[str],
    insert: Sequence[str],
    update: Sequence[str],
    delete: Sequence[str] = (),
    extra_read: Sequence[str] = (),
    extra_insert: Sequence[str] = (),
    extra_update: Sequence[str] = (),
    job_queue: str | None = None,
    has_history: bool = True,
) -> list[RunSQL]:
    """Everything for a table with `municipality`, `property` and `initiative_scope_id`: policies by municipality, by
    initiative and by property (its owner), the tie to the property's tenant, and triggers that keep `initiative_scope_id`
    equal to the property's."""

    def by_owner(capabilities: Sequence[str]) -> list[str]:
        return [scope_in(",".join(capabilities), "property_id")] if capabilities else []

    operations = [
        anchor(table),
        protect(
            table,
            read=read,
            insert=insert,
            update=update,
            delete=delete,
            scope_column="initiative_scope_id",
            extra_read=[*by_owner(read), *extra_read],
            extra_insert=[*by_owner(insert), *extra_insert],
            extra_update=[*by_owner(update), *extra_update],
            extra_delete=by_owner(delete),
            job_queue=job_queue,
        ),
        tie(table, "property_id", "housing_property"),
        follow_property(table, has_history=has_history),
    ]
    if has_history:
        operations.append(protect_history(table))
    return operations


def follow_property(table: str, *, has_history: bool = True) -> RunSQL:
    """`initiative_scope_id` of the child is the property's, at insert and whenever the property goes to another initiative. The
    trigger acts as the role `definer`, which may touch that one column."""
    short = table.removeprefix("housing_")
    statements = [
        f"CREATE TRIGGER {short}_takes_scope BEFORE INSERT OR UPDATE OF property_id ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION housing_take_scope()",
        f"CREATE TRIGGER {short}_gets_scope AFTER UPDATE OF initiative_scope_id ON housing_property FOR EACH ROW"
        " WHEN (OLD.initiative_scope_id IS DISTINCT FROM NEW.initiative_scope_id)"
        f" EXECUTE FUNCTION housing_pass_scope('{table}')",
        f"GRANT SELECT (id, property_id, initiative_scope_id), UPDATE (initiative_scope_id) ON {table} TO definer",
        f"CREATE POLICY definer_finds ON {table} FOR SELECT TO definer USING (true)",
        f"CREATE POLICY definer_follows ON {table} FOR UPDATE TO definer USING (true) WITH CHECK (true)",
    ]
    undo = [
        f"DROP POLICY definer_follows ON {table}",
        f"DROP POLICY definer_finds ON {table}",
        f"REVOKE SELECT (id, property_id, initiative_scope_id), UPDATE (initiative_scope_id) ON {table} FROM definer",
        f"DROP TRIGGER {short}_takes_scope ON {table}",
        f"DROP TRIGGER {short}_gets_scope ON housing_property",
    ]
    if has_history:
        statements += [
            f"GRANT INSERT ON {table}event TO definer",
            f"CREATE POLICY definer_notes ON {table}event FOR INSERT TO definer WITH CHECK (true)",
        ]
        undo += [f"DROP POLICY definer_notes ON {table}event", f"REVOKE INSERT ON {table}event FROM definer"]
    return RunSQL("; ".join(statements), "; ".join(undo))
