"""The form of a contact: what comes over the line, when a slow telephone can use it, and what saving costs the server."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.db import connection
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from buddies.models import BuddyMatch
from tests.benchmarks import bare
from tests.benchmarks.measuring import Measured, backend_clock, compare, with_own
from tests.benchmarks.pages import one_connection
from tests.benchmarks.visiting import Visitor, session_cookies, statements
from tests.factories import buddies as make
from tests.factories.housing import household
from tests.factories.people import Cast
from thuisgevers.common.ids import uuid7

FIRST_KB, LATER_KB, USABLE_MS, SAVING_LIMIT = 60, 5, 1500, 2.0
ROUNDS_ON_THE_PHONE = 5


@dataclass(frozen=True)
class PhoneResult:
    """Bytes over the line with the worker's own, and milliseconds until the form can be used on a first visit."""

    first_bytes: int
    later_bytes: int
    usable_ms: float
    slowest_ms: float


@dataclass(frozen=True)
class LogResult:
    phone: PhoneResult
    saving: Measured
    queries: int
    control_queries: int

    @property
    def holds(self) -> bool:
        phone = self.phone
        return (
            phone.first_bytes <= FIRST_KB * 1000
            and phone.later_bytes <= LATER_KB * 1000
            and phone.usable_ms <= USABLE_MS
            and self.saving.ratio <= SAVING_LIMIT
        )


def build_pair(cast: Cast, initiative_id: object) -> BuddyMatch:
    buddy = make.buddy(cast.kampen, initiative_id, user=cast.daan)  # type: ignore[arg-type]
    return make.match(buddy, household(cast.kampen), cast.joke)


def measure_log(cast: Cast, initiative_id: object, *, rounds: int, repeats: int) -> LogResult:
    match = build_pair(cast, initiative_id)
    saving, queries, control_queries = measure_saving(cast, match, rounds=rounds, repeats=repeats)
    return LogResult(measure_phone(cast, match), saving, queries, control_queries)


def measure_saving(cast: Cast, match: BuddyMatch, *, rounds: int, repeats: int) -> tuple[Measured, int, int]:
    """Ours beside a view behind the same middleware and gate that writes the same row with one INSERT and looks at nothing."""
    with one_connection(), override_settings(ROOT_URLCONF="tests.benchmarks.bare"):
        clock = with_own(backend_clock(connection.connection.info.backend_pid))
        visitor = Visitor(cast.daan)
        bare.matches["koppel"] = match
        ours = partial(_send, visitor, reverse("buddies:contact_send", args=[match.pk]))
        control = partial(_send, visitor, reverse("bare_saving", args=["koppel"]))
        ours()
        measured = compare(ours, control, clock=clock, rounds=rounds, repeats=repeats)
        return measured, len(statements(ours)), len(statements(control))


def _send(visitor: Visitor, path: str) -> bytes:
    form = {
        "client_id": str(uuid7()),
        "happened_on": timezone.localdate().isoformat(),
        "kind": "visit",
        "minutes": "60",
        "topics": ["language", "post"],
        "visibility": "coordinator",
        "note": "Samen de brief van school gelezen.",
    }
    return visitor.post(path, urlencode(form, doseq=True).encode())


def measure_phone(cast: Cast, match: BuddyMatch) -> PhoneResult:
    """Static files as in production: compressed, with a fingerprint in their names and kept by the browser."""
    pairs = [pair.split("=", 1) for pair in session_cookies(cast.daan).split("; ")]
    cookies = json.dumps([{"name": name, "value": value} for name, value in pairs])
    with _server() as address:
        path = reverse("buddies:contact_add", args=[match.pk])
        command = [sys.executable, "-m", "tests.benchmarks.phone", address, path, cookies, str(ROUNDS_ON_THE_PHONE)]
        done = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(done.stderr[-3000:])
        return PhoneResult(**json.loads(done.stdout))


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_arguments: object) -> None:
        """The numbers are the message."""


@contextmanager
def _server() -> Iterator[str]:
    files = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    with tempfile.TemporaryDirectory() as folder:
        changed = override_settings(
            STORAGES={**settings.STORAGES, "staticfiles": files},
            STATIC_ROOT=Path(folder),
            WHITENOISE_USE_FINDERS=False,
            ALLOWED_HOSTS=["127.0.0.1"],
        )
        with changed:
            call_command("collectstatic", interactive=False, verbosity=0)
            server = ThreadedWSGIServer(("127.0.0.1", 0), _Quiet)
            server.set_app(WSGIHandler())
            thread = threading.Thread(target=server.serve_forever, daemon=True)
            thread.start()
            try:
                yield f"http://127.0.0.1:{server.server_address[1]}"
            finally:
                server.shutdown()
                server.server_close()
