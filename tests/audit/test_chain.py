"""The log cannot be changed without a trace."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import psycopg
import pytest
from django.db import connection, transaction

from tests.access.scenario import both_cases
from tests.database import WorkerDatabase
from tests.factories.people import make_cast
from tests.seeding import seed
from thuisgevers.accounts.models import User
from thuisgevers.audit.chain import broken_links, root
from thuisgevers.audit.models import AuditEvent
from thuisgevers.audit.services import record_event
from thuisgevers.common.ids import uuid7
from thuisgevers.common.who import acting
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.models import Municipality

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def log(django_db_setup: None) -> None:
    cast = make_cast()
    both_cases(cast)
    access = Access.for_user(cast.anna, second_factor=True)
    for municipality in (cast.kampen, cast.zwolle, None, cast.kampen):
        write_one(cast.anna, access, municipality)


def write_one(user: User, access: Access, municipality: Municipality | None) -> None:
    with transaction.atomic(), acting(user_id=user.pk):
        record_event(
            access=access,
            object_type="test.Thing",
            object_id=uuid7(),
            verb="happen",
            municipality=municipality,
            data={"é": 1},
        )


def test_untouched_log_is_whole(log: None) -> None:
    with seed():
        assert broken_links() == []
        fingerprint, length = root()
    assert length == 6
    assert len(fingerprint) == 64


def test_those_who_write_at_once_stand_one_after_the_other(django_db_setup: None) -> None:
    """In a chain that none of them began, and each sees the link before its own."""
    cast = make_cast()
    access = Access.for_user(cast.anna, second_factor=True)
    start = Barrier(6)

    def write() -> None:
        try:
            start.wait(timeout=20)
            for _time in range(4):
                write_one(cast.anna, access, cast.kampen)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        for done in [pool.submit(write) for _writer in range(6)]:
            done.result(timeout=60)
    with seed():
        assert broken_links() == []
        places = AuditEvent.objects.filter(municipality=cast.kampen).order_by("position")
        assert list(places.values_list("position", flat=True)) == list(range(1, 25))


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE audit_auditevent SET reason = 'anders' WHERE position = 1 AND municipality_id IS NOT NULL",
        "DELETE FROM audit_auditevent WHERE position = 2",
        "DELETE FROM audit_auditevent WHERE municipality_id IS NULL",
    ],
)
def test_tampering_by_the_owner_is_found(log: None, worker_database: WorkerDatabase, tampering: str) -> None:
    with psycopg.connect(worker_database.environment()["DATABASE_OWNER_URL"]) as owner:
        assert owner.execute(tampering).rowcount > 0
    with seed():
        assert broken_links()


def test_application_may_not_write_the_chain(log: None) -> None:
    with connection.cursor() as cursor, pytest.raises(Exception, match="permission denied"):
        cursor.execute("UPDATE audit_chainhead SET position = 0")
