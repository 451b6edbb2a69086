"""What the policies' functions keep within a transaction, and when they ask anew: docs/decisions/0014."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from uuid import UUID

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from tests.database import WorkerDatabase
from tests.factories.people import Cast, make_cast, member
from tests.seeding import as_committed, seed
from thuisgevers.accounts.models import User
from thuisgevers.common.ids import uuid7
from thuisgevers.common.who import acting
from thuisgevers.municipalities.enums import LINK_CAPABILITIES, LinkPurpose, Role
from thuisgevers.municipalities.grants import end_membership
from thuisgevers.municipalities.links import create_link, revoke_links
from thuisgevers.municipalities.models import Membership, Municipality

READ = "dossier.read"


def asked(function: str, wanted: str = READ) -> set[int] | set[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [wanted])
        return set(cursor.fetchone()[0])


def places(user: User, wanted: str = READ) -> set[int] | set[UUID]:
    with acting(user_id=user.pk):
        return asked("app_municipalities", wanted)


def things(user: User, wanted: str = READ) -> set[int] | set[UUID]:
    with acting(user_id=user.pk):
        return asked("app_scopes", wanted)


def prefix() -> str:
    with seed(), connection.cursor() as cursor:
        cursor.execute("SELECT prefix FROM municipalities_rightskey")
        (found,) = cursor.fetchone()
    return str(found)


def kept(function: str, wanted: str = READ) -> str:
    """What stands in the setting now; empty where nothing is kept."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s, true)", [f"{prefix()}.{function}.h{wanted.encode().hex()}"])
        return cursor.fetchone()[0] or ""


@pytest.mark.django_db
def test_an_answer_is_kept_and_used(cast: Cast) -> None:
    """Proven by a forgery that only whoever reads the name can make: what stands there is what is answered."""
    as_committed()
    for _try in range(5):
        assert places(cast.anna) == {cast.kampen.pk}
        answer = kept("app_municipalities")
        assert answer.endswith(f";{{{cast.kampen.pk}}}")
        assert answer.startswith(f"{cast.anna.pk}|")
        with connection.cursor() as cursor:
            name = f"{prefix()}.app_municipalities.h{READ.encode().hex()}"
            cursor.execute("SELECT set_config(%s, %s, true)", [name, answer.replace(";{", ";{0,")])
        if places(cast.anna) == {0, cast.kampen.pk}:
            return
    pytest.fail("five times another second began between two statements")


@pytest.mark.django_db
def test_a_grant_and_an_end_count_in_the_next_statement(cast: Cast) -> None:
    as_committed()
    assert places(cast.anna) == {cast.kampen.pk}
    held = member(cast.anna, Role.CASE_HANDLER, municipality=cast.zwolle)
    assert places(cast.anna) == {cast.kampen.pk, cast.zwolle.pk}
    as_committed()
    assert places(cast.anna) == {cast.kampen.pk, cast.zwolle.pk}
    with seed():
        end_membership(membership=held)
    assert places(cast.anna) == {cast.kampen.pk}


@pytest.mark.django_db
@pytest.mark.parametrize("change", ["team", "account", "removed"])
def test_an_end_on_a_team_counts_in_the_next_statement(cast: Cast, change: str) -> None:
    as_committed()
    assert things(cast.vera) == {cast.initiative_id}
    with seed():
        held = Membership.objects.get(user=cast.vera)
        if change == "team":
            end_membership(membership=held)
        elif change == "account":
            User.objects.filter(pk=cast.vera.pk).update(is_active=False)
        else:
            held.delete()
    assert things(cast.vera) == set()


@pytest.mark.django_db
def test_a_closed_account_counts_in_the_next_statement(cast: Cast) -> None:
    as_committed()
    assert places(cast.coen, "member.manage") == {cast.kampen.pk}
    with seed():
        User.objects.filter(pk=cast.coen.pk).update(is_active=False)
    assert places(cast.coen, "member.manage") == set()


@pytest.mark.django_db
def test_a_revoked_link_counts_in_the_next_statement(cast: Cast) -> None:
    purpose = LinkPurpose.REGISTER
    wanted = next(iter(LINK_CAPABILITIES[purpose])).value
    with seed():
        link, _token = create_link(purpose=purpose, object_id=uuid7(), municipality=cast.kampen, valid_days=3)
    as_committed()
    with acting(link_id=link.pk):
        assert asked("app_scopes", wanted) == {link.object_id}
        with seed():
            assert revoke_links(purpose=purpose, object_id=link.object_id) == 1
        assert asked("app_scopes", wanted) == set()


@pytest.mark.django_db
def test_a_merger_and_joining_count_in_the_next_statement(cast: Cast) -> None:
    as_committed()
    assert places(cast.anna) == {cast.kampen.pk}
    with seed():
        Municipality.objects.filter(pk=cast.zwolle.pk).update(successor=cast.kampen)
    assert places(cast.anna) == {cast.kampen.pk, cast.zwolle.pk}
    as_committed()
    assert places(cast.anna) == {cast.kampen.pk, cast.zwolle.pk}
    with seed():
        Municipality.objects.filter(pk=cast.kampen.pk).update(participates_since=None)
    assert places(cast.anna) == set()


@pytest.mark.django_db
def test_what_a_role_may_counts_in_the_next_statement(cast: Cast) -> None:
    as_committed()
    assert places(cast.anna) == {cast.kampen.pk}
    with seed(), connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM municipalities_rolecapability WHERE role = 'case_handler' AND capability = %s", [READ]
        )
    assert places(cast.anna) == set()


@pytest.mark.django_db
def test_nobody_gets_the_answer_of_another(cast: Cast) -> None:
    """Also where one acts within another and comes back, and where the same setting is asked as a link or as nobody."""
    as_committed()
    with acting(user_id=cast.anna.pk):
        assert asked("app_municipalities") == {cast.kampen.pk}
        with acting(user_id=cast.chaima.pk):
            assert asked("app_municipalities") == {cast.zwolle.pk}
            with acting(user_id=cast.stranger.pk):
                assert asked("app_municipalities") == set()
            with acting(link_id=uuid7()):
                assert asked("app_municipalities") == set()
            with acting(job="matching:" + str(uuid7())):
                assert asked("app_municipalities") == set()
            assert asked("app_municipalities") == {cast.zwolle.pk}
        assert asked("app_municipalities") == {cast.kampen.pk}
    assert asked("app_municipalities") == set()


@pytest.mark.django_db
def test_a_savepoint_rolled_back_takes_its_answers_along(cast: Cast) -> None:
    as_committed()
    assert places(cast.anna) == {cast.kampen.pk}
    with suppress(_Undo), transaction.atomic():
        member(cast.anna, Role.CASE_HANDLER, municipality=cast.zwolle)
        as_committed()
        assert places(cast.anna) == {cast.kampen.pk, cast.zwolle.pk}
        assert str(cast.zwolle.pk) in kept("app_municipalities")
        raise _Undo
    assert places(cast.anna) == {cast.kampen.pk}
    with suppress(_Undo), transaction.atomic(), seed():
        end_membership(membership=Membership.objects.get(user=cast.anna))
        assert places(cast.anna) == set()
        raise _Undo
    assert places(cast.anna) == {cast.kampen.pk}


@pytest.mark.django_db
def test_after_a_change_nothing_is_kept_until_the_transaction_ends(cast: Cast) -> None:
    """A cursor opened before reads the old rows later: its answer must not stay behind for the statements after it."""
    as_committed()
    with acting(user_id=cast.stranger.pk), connection.cursor() as cursor:
        cursor.execute("DECLARE before CURSOR FOR SELECT app_municipalities(%s)", [READ])
        member(cast.stranger, Role.CASE_HANDLER, municipality=cast.zwolle)
        cursor.execute("FETCH before")
        assert cursor.fetchone() == ([],)
        assert kept("app_municipalities") == ""
        assert asked("app_municipalities") == {cast.zwolle.pk}


@pytest.mark.django_db
def test_the_application_can_neither_find_nor_forge_what_is_kept(cast: Cast) -> None:
    as_committed()
    secret = prefix()
    with acting(user_id=cast.stranger.pk), connection.cursor() as cursor:
        assert asked("app_municipalities") == set()
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            cursor.execute("SELECT prefix FROM municipalities_rightskey")
        cursor.execute("SELECT count(*) FROM pg_settings WHERE name LIKE 'app.k%%'")
        assert cursor.fetchone() == (0,)
        # Whatever is asked, no error tells the name.
        for wanted in ("", "..", "'; -", "$", "é", "x" * 5000):
            cursor.execute("SELECT app_municipalities(%s), app_scopes(%s)", [wanted, wanted])
            assert cursor.fetchone() == ([], [])
        for place in ("app.k", "app.app_municipalities.dossier.read", f"app.app_municipalities.h{READ.encode().hex()}"):
            cursor.execute("SELECT set_config(%s, %s, true)", [place, f"{cast.stranger.pk}||{{{cast.kampen.pk}}}"])
        assert asked("app_municipalities") == set()
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname LIKE 'app\\_%%'")
        assert all(secret not in source for (source,) in cursor.fetchall())


class _Undo(Exception):
    pass


@pytest.fixture
def committed(worker_database: WorkerDatabase, django_db_setup: None, transactional_db: None) -> Cast:
    return make_cast()


@contextmanager
def elsewhere(database: WorkerDatabase) -> Iterator[Callable[[str, list[object]], None]]:
    """A second connection past the policies; every statement is committed at once."""
    with psycopg.connect(database.environment()["DATABASE_URL"], autocommit=True) as raw:
        raw.execute("SET ROLE seed")

        def run(statement: str, values: list[object]) -> None:
            raw.execute(statement, values)

        yield run


END = "UPDATE municipalities_membership SET ends_on = starts_on WHERE user_id = %s"


def test_an_end_elsewhere_counts_within_a_second_and_in_the_next_transaction(
    committed: Cast, worker_database: WorkerDatabase
) -> None:
    user = committed.anna
    with elsewhere(worker_database) as run:
        with transaction.atomic():
            assert places(user) == {committed.kampen.pk}
            run(END, [user.pk])
            start = time.monotonic()
            while places(user):
                assert time.monotonic() - start < 1.5
                time.sleep(0.05)
        with transaction.atomic():
            assert places(committed.coen) == {committed.kampen.pk}
        run(END, [committed.coen.pk])
        with transaction.atomic():
            assert places(committed.coen) == set()
        run("UPDATE accounts_user SET is_active = false WHERE id = %s", [committed.vera.pk])
        with transaction.atomic():
            assert things(committed.vera) == set()


def test_nothing_stays_on_the_connection(committed: Cast) -> None:
    """Not after a commit, nor after a rollback: the next transaction on a pooled connection begins without answers."""
    for ending in (None, _Undo):
        with suppress(_Undo), transaction.atomic():
            assert places(committed.anna) == {committed.kampen.pk}
            assert kept("app_municipalities")
            if ending is not None:
                raise ending
        with transaction.atomic():
            assert kept("app_municipalities") == ""
            assert places(committed.stranger) == set()
    with transaction.atomic(), seed():
        member(committed.anna, Role.CASE_HANDLER, municipality=committed.zwolle)
    with transaction.atomic():
        assert places(committed.anna) == {committed.kampen.pk, committed.zwolle.pk}
        assert kept("app_municipalities")


def test_a_reading_transaction_and_a_prepared_statement_are_answered(
    committed: Cast, worker_database: WorkerDatabase
) -> None:
    with psycopg.connect(worker_database.environment()["DATABASE_URL"], autocommit=True) as raw:
        raw.execute("PREPARE mine AS SELECT app_municipalities('dossier.read')")
        for user, wanted in ((committed.anna, [committed.kampen.pk]), (committed.chaima, [committed.zwolle.pk])) * 4:
            with raw.transaction():
                raw.execute("SET TRANSACTION READ ONLY")
                raw.execute("SELECT set_config('app.user_id', %s, true)", [str(user.pk)])
                for _again in range(2):
                    assert raw.execute("EXECUTE mine").fetchone() == (wanted,)
