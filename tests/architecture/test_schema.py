"""Nets 4 and 5 in the schema: every table that leads to a municipality is forced behind policies and tied to its tenant."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection

from tests.seeding import seed
from thuisgevers.municipalities.capabilities import link_rows, role_rows
from thuisgevers.municipalities.models import LinkCapability, RoleCapability

pytestmark = pytest.mark.django_db

NULLABLE = {
    "municipalities_membership": "nationwide roles have none",
    "municipalities_accesslink": "a registration has none until the municipality is chosen",
    "municipalities_scope": "the nation is a scope",
    "audit_auditevent": "events about accounts have none",
    "audit_readevent": "reading national lists",
    "members_invitation": "those for the national team have none",
    "guidance_question": "a visitor may ask without one",
    "notifications_outgoingmessage": "codes to sign in and mail to the national desk belong to none",
}
REFERENCE = {
    "municipalities_municipality": "the tenant itself; everybody reads, few may change",
}


def rows(sql: str, *parameters: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def tenant_tables() -> list[str]:
    """Every table with a foreign key to the municipality, except public geography."""
    found = sorted(
        {
            model._meta.db_table
            for model in apps.get_models()
            for field in model._meta.fields
            if field.name == "municipality" and field.is_relation and not model._meta.proxy
        }
    )
    public = {
        str(name)
        for (name,) in rows(
            "SELECT c.relname FROM pg_class c WHERE c.relkind = 'r' AND NOT has_table_privilege('app', c.oid, 'INSERT')"
        )
    }
    history = {name for name in found if name.endswith("event")}
    tables = [name for name in found if name not in public or name in history]
    assert len(tables) > 12
    return tables


def test_every_tenant_table_is_forced() -> None:
    forced = {
        str(name)
        for (name,) in rows("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity AND relkind='r'")
    }
    missing = [table for table in [*tenant_tables(), *REFERENCE] if table not in forced]
    assert not missing, f"add policies.protect() in a migration for {missing}"


def test_every_forced_table_has_a_policy_per_command_and_one_for_the_owner() -> None:
    policies: dict[str, set[tuple[str, str]]] = {}
    for table, command, roles in rows("SELECT tablename, cmd, roles::text FROM pg_policies"):
        policies.setdefault(str(table), set()).add((str(command), str(roles)))
    assert policies
    for table, held in policies.items():
        for command in ("SELECT", "INSERT", "UPDATE", "DELETE"):
            assert (command, "{app}") in held, f"{table} has no {command} policy for app"
        assert ("ALL", "{owner}") in held, f"{table}: the owner would change nothing in a data migration"
        assert not [roles for _command, roles in held if "public" in roles], f"{table}: say TO app"


def test_municipality_is_not_null() -> None:
    loose = {
        str(name)
        for (name,) in rows(
            "SELECT table_name FROM information_schema.columns WHERE column_name = 'municipality_id'"
            " AND is_nullable = 'YES' AND table_schema = 'public'"
        )
    }
    assert {table for table in tenant_tables() if table in loose and not table.endswith("event")} <= set(NULLABLE)


def test_children_are_tied_to_their_parents_municipality() -> None:
    tied = {
        (str(child), str(column))
        for child, column in rows(
            "SELECT conrelid::regclass::text, a.attname FROM pg_constraint c"
            " JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[2]"
            " WHERE contype = 'f' AND array_length(conkey, 1) = 2"
        )
    }
    assert tied
    tenant = {model for model in apps.get_models() if model._meta.db_table in tenant_tables()}
    checked = 0
    for model in tenant:
        if model._meta.db_table.endswith("event") or model.__module__.startswith("thuisgevers.municipalities"):
            continue
        for field in model._meta.fields:
            if field.is_relation and field.related_model in tenant:
                checked += 1
                assert (model._meta.db_table, field.column) in tied, (
                    f"add policies.tie('{model._meta.db_table}', '{field.column}', …)"
                )
    assert checked > 5


def test_definer_functions_belong_to_definer_and_pin_their_search_path() -> None:
    found = rows(
        "SELECT p.proname, r.rolname, p.proconfig::text FROM pg_proc p JOIN pg_roles r ON r.oid = p.proowner"
        " JOIN pg_namespace n ON n.oid = p.pronamespace WHERE p.prosecdef AND n.nspname = 'public'"
    )
    assert len(found) >= 6
    for name, owner, config in found:
        assert owner == "definer", name
        assert "search_path" in str(config), name


def test_application_role_is_bound() -> None:
    [(name, superuser, bypass, owns)] = rows(
        "SELECT r.rolname, r.rolsuper, r.rolbypassrls,"
        " (SELECT count(*) FROM pg_class c WHERE c.relowner = r.oid) FROM pg_roles r WHERE r.rolname = current_user"
    )
    assert (name, superuser, bypass, owns) == ("app", False, False, 0)


def test_capability_tables_hold_what_the_enums_say() -> None:
    with seed():
        assert set(RoleCapability.objects.values_list("role", "capability", "reach")) == role_rows()
        assert set(LinkCapability.objects.values_list("purpose", "capability")) == link_rows()


def test_log_cannot_be_changed_by_the_application() -> None:
    for table in ("audit_auditevent", "audit_readevent", "audit_denial", "initiatives_dossierevent"):
        [(update, delete, truncate)] = rows(
            "SELECT has_table_privilege('app', %s, 'UPDATE'), has_table_privilege('app', %s, 'DELETE'),"
            " has_table_privilege('app', %s, 'TRUNCATE')",
            table,
            table,
            table,
        )
        assert not (update or delete or truncate), table
