"""Psycopg without Django: the floor under every query, and the same SQL with and without policies."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.db import connection

from thuisgevers.accounts.models import User


def connect() -> psycopg.Connection:
    """A connection of its own to the database in use, as `app`. Values are put into the text, as Django does, so every
    statement is planned anew. No parallel workers: their time is on nobody's clock."""
    parts = urlsplit(os.environ["DATABASE_URL"])
    url = urlunsplit(parts._replace(path=f"/{connection.settings_dict['NAME']}"))
    raw = psycopg.connect(url, cursor_factory=psycopg.ClientCursor)
    raw.execute("SET max_parallel_workers_per_gather = 0")
    raw.commit()
    return raw


def literal(raw: psycopg.Connection, sql: str, params: Any) -> str:
    """The statement with its values in it."""
    return psycopg.ClientCursor(raw).mogrify(sql, params)


@contextmanager
def as_reader(
    raw: psycopg.Connection, user: User | None, *, without_policies: bool = False
) -> Iterator[psycopg.Cursor]:
    """One transaction in which the policies know who asks, or in which there are none (role `seed`)."""
    with raw.transaction(), raw.cursor() as cursor:
        cursor.execute("SELECT set_config('app.user_id', %s, true)", ["" if user is None else str(user.pk)])
        if without_policies:
            cursor.execute("SET LOCAL ROLE seed")
        yield cursor
