"""Takes one net away at a time, for tests that prove each of the others holds alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from unittest.mock import patch

from django.db import connection
from django.db.models import Q

from thuisgevers.municipalities import gates
from thuisgevers.municipalities.access import Access


@contextmanager
def gate_off() -> Iterator[None]:
    """Net 1: whoever is signed in passes."""
    with patch.object(gates, "_refuse", lambda *_args: None):
        yield


@contextmanager
def door_off() -> Iterator[None]:
    """Net 2: every row comes through."""
    with patch.object(Access, "where", lambda *_args, **_kwargs: ~Q(pk__in=())):
        yield


@contextmanager
def act_off() -> Iterator[None]:
    """Net 3: every permission that is asked is given."""
    with patch.object(Access, "may", lambda *_args, **_kwargs: True):
        yield


@contextmanager
def policies_off() -> Iterator[None]:
    """Net 5: the connection bypasses row level security (test cluster only)."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE seed")
    try:
        yield
    finally:
        if not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL ROLE NONE")


SWITCHES = {"gate": gate_off, "door": door_off, "act": act_off, "policies": policies_off}


@contextmanager
def only(*kept: str) -> Iterator[None]:
    """All nets off except those named."""
    with ExitStack() as stack:
        for name, switch in SWITCHES.items():
            if name not in kept:
                stack.enter_context(switch())
        yield
