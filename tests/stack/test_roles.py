"""roles.sql: what each database role may and may not do, tried on a real server."""

from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from thuisgevers import stack
from thuisgevers.stack.layout import Layout
from thuisgevers.stack.postgres import Postgres
from thuisgevers.stack.record import read_record

pytestmark = pytest.mark.timeout(240)
Connect = Callable[[str], psycopg.Connection]

PREPARE = """
    CREATE TABLE secret (id int PRIMARY KEY, amount int);
    ALTER TABLE secret ENABLE ROW LEVEL SECURITY;
    ALTER TABLE secret FORCE ROW LEVEL SECURITY;
    CREATE POLICY owner_all ON secret TO owner USING (true) WITH CHECK (true);
    INSERT INTO secret VALUES (1, 10);
"""


@pytest.fixture
def connect(checkout: Path) -> Iterator[Connect]:
    found = stack.ensure("test", checkout=checkout)
    urls = {
        "app": found.database_url,
        "owner": found.database_owner_url,
        "admin": found.database_admin_url,
        "backup": found.database_backup_url,
    }
    opened: list[psycopg.Connection] = []

    def open_one(role: str) -> psycopg.Connection:
        connection = psycopg.connect(urls[role], autocommit=True)
        opened.append(connection)
        return connection

    open_one("owner").execute(PREPARE)
    yield open_one
    for connection in opened:
        connection.close()


def test_roles_may_what_they_must_and_nothing_else(connect: Connect) -> None:
    app, owner, backup = connect("app"), connect("owner"), connect("backup")
    select = "SELECT count(*) FROM secret"

    def count(connection: psycopg.Connection) -> int:
        row = connection.execute(select).fetchone()
        assert row is not None
        return int(row[0])

    assert count(owner) == 1, "owner reads through its own policy only, but it has one"
    assert count(app) == 0, "no policy for app: no rows"
    assert count(backup) == 1, "backup sees every row"

    denied = {
        "app": [
            "CREATE TABLE mine (n int)",
            "CREATE TEMPORARY TABLE mine (n int)",
            "TRUNCATE secret",
            "ALTER TABLE secret DISABLE ROW LEVEL SECURITY",
            "DROP TABLE secret",
            "CREATE POLICY open ON secret TO app USING (true)",
            "INSERT INTO secret VALUES (2, 20)",
            "SET ROLE owner",
            "SET ROLE definer",
            "SET ROLE backup",
            "CREATE ROLE stronger SUPERUSER",
        ],
        "owner": ["CREATE ROLE stronger", "SET ROLE postgres", "ALTER ROLE app BYPASSRLS", "SET ROLE seed"],
    }
    for role, statements in denied.items():
        for statement in statements:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connect(role).execute(statement)
    backup.execute("SET default_transaction_read_only = off")
    for statement in (
        "INSERT INTO secret VALUES (2, 20)",
        "DELETE FROM secret",
        "UPDATE secret SET amount = 0",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            backup.execute(statement)


def test_app_steps_into_stats_and_seed_and_out_again(connect: Connect) -> None:
    app = connect("app")
    with app.transaction():
        app.execute("SET LOCAL ROLE seed")
        app.execute("INSERT INTO secret VALUES (2, 20)")
    assert app.execute("SELECT current_user").fetchone() == ("app",)
    assert app.execute("SELECT count(*) FROM secret").fetchone() == (0,)
    app.execute("SET ROLE stats")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute("SELECT count(*) FROM secret")
    app.execute("RESET ROLE")


def test_owner_hands_a_function_to_definer(connect: Connect) -> None:
    owner = connect("owner")
    owner.execute(
        "CREATE FUNCTION who_runs() RETURNS name LANGUAGE sql SECURITY DEFINER"
        " SET search_path = public, pg_temp RETURN current_user"
    )
    owner.execute("ALTER FUNCTION who_runs() OWNER TO definer")
    assert connect("app").execute("SELECT who_runs()").fetchone() == ("definer",)


def test_extensions_are_there(connect: Connect) -> None:
    rows = connect("admin").execute("SELECT extname FROM pg_extension").fetchall()
    assert {"btree_gin", "btree_gist", "pg_trgm", "unaccent"} <= {row[0] for row in rows}


def test_running_the_file_again_changes_nothing(checkout: Path, connect: Connect) -> None:
    admin = connect("admin")
    query = (
        "SELECT rolname, rolsuper, rolbypassrls, rolcanlogin, rolcreaterole, rolcreatedb,"
        " (SELECT array_agg((r.rolname, m.inherit_option, m.set_option, m.admin_option)::text ORDER BY 1)"
        "  FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.roleid WHERE m.member = a.oid)"
        " FROM pg_roles a ORDER BY rolname"
    )
    acls = "SELECT defaclobjtype, defaclacl::text FROM pg_default_acl ORDER BY 1"
    before = admin.execute(query).fetchall(), admin.execute(acls).fetchall()
    layout = Layout("test", checkout)
    record = read_record(layout.record)
    assert record is not None
    Postgres(layout, record.passwords).give_roles(record.sockets)
    assert (admin.execute(query).fetchall(), admin.execute(acls).fetchall()) == before
    assert before[1], "there are default privileges to compare"


def test_seed_exists_only_where_tests_run(checkout: Path) -> None:
    found = stack.ensure("dev", checkout=checkout)
    with psycopg.connect(found.database_admin_url) as connection:
        rows = connection.execute("SELECT rolname FROM pg_roles WHERE rolname !~ '^pg_'").fetchall()
        assert {row[0] for row in rows} == {"postgres", "owner", "definer", "app", "stats", "backup"}
