"""Health: yes or no per part, 503 when not, and nothing that helps an attacker."""

import time
import uuid

import pytest
import redis
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection, connections
from django.db.migrations.executor import MigrationExecutor

from thuisgevers.common import health, heartbeat, roles
from thuisgevers.common.queues import Queue

SUPERUSER = roles.RoleFacts("postgres", is_superuser=True, bypasses_rls=True, owns_tables=True)


@pytest.fixture(autouse=True)
def own_signs(monkeypatch):
    """Other test processes share this Redis."""
    monkeypatch.setattr(heartbeat, "PREFIX", f"tests:{uuid.uuid4()}:")
    client = heartbeat.client()
    yield
    for key in client.scan_iter(f"{heartbeat.PREFIX}*"):
        client.delete(key)


@pytest.fixture
def workers():
    heartbeat.record_worker("one", ["default", "mail"])
    heartbeat.record_worker("two", [queue.value for queue in Queue if queue.value not in {"default", "mail"}])


def _answer(client):
    response = client.get("/healthz/ready/")
    return response.status_code, response.json()


def test_live_asks_nothing(client):
    response = client.get("/healthz/live/")
    assert response.status_code == 200
    assert "no-cache" in response["Cache-Control"]


@pytest.mark.django_db
def test_ready_when_all_is_well(client, workers):
    for queue in Queue:
        heartbeat.record_pulse(queue.value, time.time() - 1)
    status, answer = _answer(client)
    assert (status, answer["status"]) == (200, "ok"), answer
    assert set(answer["checks"]) == {"database_role", "migrations", "redis", "workers", "queue_lag"}
    assert answer["checks"]["database_role"]["detail"] == "app"


@pytest.mark.django_db
def test_not_ready_without_a_worker_for_every_queue(client):
    heartbeat.record_worker("one", [queue.value for queue in Queue if queue.value != "documents"])
    status, answer = _answer(client)
    assert status == 503
    assert answer["checks"]["workers"] == {"ok": False, "detail": "nobody serves documents"}
    heartbeat.forget_worker("one")
    assert not health.check_workers().is_good


@pytest.mark.django_db
def test_not_ready_when_messages_wait_or_beat_is_silent(client, workers):
    heartbeat.record_pulse("mail", time.time() - health.MAX_LAG - 5)
    assert _answer(client)[1]["checks"]["queue_lag"]["ok"] is False
    heartbeat.record_pulse("mail", time.time())
    assert _answer(client)[0] == 200
    heartbeat.client().set(f"{heartbeat.PREFIX}pulse:mail", f"{time.time() - health.MAX_SILENCE - 5} 0.1")
    assert _answer(client)[0] == 503


@pytest.mark.django_db
def test_not_ready_without_redis(client, workers, monkeypatch):
    def away():
        raise redis.ConnectionError("redis://:password@secret-host")

    monkeypatch.setattr(heartbeat, "client", away)
    status, answer = _answer(client)
    assert status == 503
    assert "secret-host" not in str(answer)
    assert answer["checks"]["database_role"]["ok"] is True


@pytest.mark.django_db
def test_not_ready_without_database_or_with_waiting_migrations(client, workers, monkeypatch):
    def away(_connection):
        raise DatabaseError("password=secret")

    monkeypatch.setattr(health, "read_role", away)
    monkeypatch.setattr(health, "_is_migrated", False)
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda self, targets: [("one", False)])
    status, answer = _answer(client)
    assert status == 503
    assert answer["checks"]["migrations"] == {"ok": False, "detail": "1 not applied"}
    assert "secret" not in str(answer)


@pytest.mark.django_db
def test_not_ready_as_owner(client, workers, settings):
    settings.DB_ROLE = "owner"
    assert _answer(client)[0] == 503


@pytest.mark.parametrize(
    ("facts", "objection"),
    [
        (("app", False, False, False), ""),
        (("postgres", True, False, False), "superuser"),
        (("backup", False, True, False), "row level security"),
        (("owner", False, False, True), "owns tables"),
    ],
)
def test_privileged_roles_are_objected_to(facts, objection):
    assert objection in roles.RoleFacts(*facts).objection
    assert bool(roles.RoleFacts(*facts).objection) is bool(objection)


@pytest.mark.django_db
def test_first_connection_of_a_privileged_role_is_refused(monkeypatch, settings):
    assert roles.read_role(connection).name == "app"
    monkeypatch.setattr(roles, "_accepted", set())
    roles.refuse_privileged(connection=connection)
    assert roles._accepted
    monkeypatch.setattr(roles, "_accepted", set())
    monkeypatch.setattr(roles, "read_role", lambda _connection: SUPERUSER)
    monkeypatch.setattr(type(connections["default"]), "close", lambda self: None)
    with pytest.raises(ImproperlyConfigured, match="superuser"):
        roles.refuse_privileged(connection=connection)
    assert [found.id for found in roles.check_role(databases=["default"])] == ["common.E010"]
    settings.DB_ROLE = "owner"
    roles.refuse_privileged(connection=connection)
    assert roles.check_role(databases=["default"]) == []
