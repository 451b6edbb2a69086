"""Wake-ups: after commit, never in the way of a request, and a typo is found at once."""

import socket
import threading
from datetime import timedelta

import pytest
from celery import current_app, shared_task
from django.conf import settings
from django.db import transaction
from kombu import Connection
from redis.connection import Connection as RedisConnection

from thuisgevers.celery import app, broker_url
from thuisgevers.common import tasks
from thuisgevers.common.queues import HARD_TIME_LIMIT, SOFT_TIME_LIMIT, VISIBILITY_TIMEOUT, Queue

PULSE = "thuisgevers.common.tasks.pulse"


@pytest.fixture
def sent(monkeypatch):
    messages = []

    def publish(name, args, queue):
        messages.append((name, args, queue))
        return True

    monkeypatch.setattr(tasks, "publish", publish)
    return messages


@pytest.fixture
def publisher(monkeypatch):
    fresh = tasks._Publisher()
    monkeypatch.setattr(tasks, "_publisher", fresh)
    return fresh


def _hanging_server():
    """Takes connections and says nothing."""
    server = socket.socket()
    server.bind(("127.0.0.1", 0))
    server.listen(8)
    return server, f"redis://127.0.0.1:{server.getsockname()[1]}/0"


@pytest.mark.django_db
def test_typo_raises_at_once(db, sent):
    with pytest.raises(tasks.UnknownTask, match="no_such"):
        tasks.wake("thuisgevers.common.tasks.no_such", "1")
    assert sent == []


@pytest.mark.django_db
def test_wake_waits_for_the_commit_and_a_rollback_sends_nothing(django_capture_on_commit_callbacks, sent):
    with django_capture_on_commit_callbacks(execute=True):
        tasks.wake(PULSE, "mail", queue=Queue.MAIL)
        assert sent == []
    assert sent == [(PULSE, ("mail",), "mail")]
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        tasks.wake(PULSE, "mail")
        transaction.set_rollback(True)
    assert len(sent) == 1


@pytest.mark.django_db
def test_data_made_in_bulk_wakes_nobody(django_capture_on_commit_callbacks, sent):
    with django_capture_on_commit_callbacks(execute=True), tasks.left_to_the_sweeps():
        tasks.wake(PULSE, "mail")
        with pytest.raises(tasks.UnknownTask):
            tasks.wake("thuisgevers.common.tasks.no_such", "1")
    assert sent == []
    with django_capture_on_commit_callbacks(execute=True):
        tasks.wake(PULSE, "mail")
    assert len(sent) == 1


def test_message_reaches_the_broker(publisher):
    with Connection(broker_url(settings.REDIS_URL)) as connection:
        connection.virtual_host = "15"  # a database of Redis that no worker of another test reads
        publisher.connection = connection
        assert publisher.send(PULSE, ("documents", 1.0), "documents")
        queue = connection.SimpleQueue("documents")
        message = queue.get(timeout=5)
        assert message.headers["task"] == PULSE
        message.ack()
        queue.close()


@pytest.mark.parametrize("kind", ["refused", "hanging"])
def test_dead_broker_costs_a_request_at_most_a_moment(publisher, monkeypatch, kind):
    server, url = _hanging_server()
    if kind == "refused":
        server.close()
    monkeypatch.setitem(app.conf, "broker_url", url)
    monkeypatch.setattr(app.conf, "broker_write_url", url, raising=False)
    publisher.connection = Connection(
        url,
        connect_timeout=tasks.PATIENCE,
        transport_options={
            "socket_timeout": tasks.PATIENCE,
            "socket_connect_timeout": tasks.PATIENCE,
            "max_retries": 0,
        },
    )
    tried = []
    connect = RedisConnection._connect

    def count(connection):
        tried.append(connection.socket_connect_timeout)
        return connect(connection)

    monkeypatch.setattr(RedisConnection, "_connect", count)
    assert publisher.send(PULSE, ("mail", 1.0), "mail") is False
    assert tried
    assert set(tried) == {tasks.PATIENCE}
    assert len(tried) <= 2, "tried again and again, a request would wait that many times"
    for _ in range(20):
        assert publisher.send(PULSE, ("mail", 1.0), "mail") is False
    assert len(tried) <= 2, "while the broker is away, nothing is tried again"
    server.close()


def test_line_has_short_limits_and_its_own_connection(publisher):
    line = publisher.line()
    assert line.transport_options["socket_timeout"] == tasks.PATIENCE
    assert line.transport_options["max_retries"] == 0
    assert publisher.line() is line


def test_threads_of_the_web_server_find_the_application():
    found = []
    thread = threading.Thread(target=lambda: found.append(current_app.main))
    thread.start()
    thread.join()
    assert found == ["thuisgevers"]


def test_every_declares_for_beat(monkeypatch):
    monkeypatch.setattr(tasks, "_rhythms", {})

    @tasks.every(timedelta(minutes=1), "x")
    @shared_task(name="tests.sweep", queue=Queue.DOCUMENTS)
    def sweep(word):
        return word

    (entry,) = tasks.beat_schedule().values()
    assert entry["task"] == sweep.name == "tests.sweep"
    assert entry["args"] == ("x",)
    assert entry["options"]["queue"] == "documents"
    assert entry["options"]["expires"] == 60


@pytest.mark.django_db
def test_beat_knows_the_tasks_of_the_apps():
    app.loader.import_default_modules()
    scheduled = {entry["task"] for entry in app.conf.beat_schedule.values()}
    assert "thuisgevers.common.tasks.send_pulses" in scheduled
    assert scheduled <= set(app.tasks)


def test_time_limits_lie_below_the_visibility_timeout():
    assert SOFT_TIME_LIMIT < HARD_TIME_LIMIT < VISIBILITY_TIMEOUT
    assert app.conf.task_time_limit == HARD_TIME_LIMIT
    assert app.conf.broker_transport_options["visibility_timeout"] == VISIBILITY_TIMEOUT
    assert {queue.name for queue in app.conf.task_queues} == {queue.value for queue in Queue}


@pytest.mark.parametrize(
    ("redis_url", "expected"),
    [
        ("redis://:secret@host:6379/3", "redis://:secret@host:6379/3"),
        ("unix:///run/tg/redis.sock?db=2", "redis+socket:///run/tg/redis.sock?virtual_host=2"),
        ("unix://:secret@/run/tg/redis.sock", "redis+socket://:secret@/run/tg/redis.sock?virtual_host=0"),
    ],
)
def test_broker_url_speaks_kombu(redis_url, expected):
    assert broker_url(redis_url) == expected


def test_web_process_is_warm_without_a_connection(publisher):
    tasks.warm_up()
    assert publisher.connection is not None
    assert not publisher.connection.connected
