"""A clock that can be moved: Python's by time-machine, the database's by one day in the function that says which day it is."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from urllib.parse import urlsplit, urlunsplit
from zoneinfo import ZoneInfo

import psycopg
import time_machine
from django.db import connection

HERE = ZoneInfo("Europe/Amsterdam")
MOVABLE = "SELECT coalesce(nullif(current_setting('test.today', true), '')::date, (now() AT TIME ZONE 'Europe/Amsterdam')::date)"
FIXED = "SELECT (now() AT TIME ZONE 'Europe/Amsterdam')::date"


class Clock:
    """Stands still at nine in the morning of a day, until somebody moves it."""

    def __init__(self, day: date) -> None:
        self.travel: time_machine.travel | None = None
        self.go_to(day)

    @property
    def today(self) -> date:
        return self.day

    def go_to(self, day: date, hour: int = 9) -> None:
        self.stop()
        self.day = day
        self.travel = time_machine.travel(datetime.combine(day, time(hour), HERE), tick=False)
        self.travel.start()
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('test.today', %s, false)", [day.isoformat()])

    def days_later(self, days: int) -> None:
        self.go_to(self.day + timedelta(days=days))

    def stop(self) -> None:
        if self.travel is not None:
            self.travel.stop()
            self.travel = None


def _say_today(body: str) -> None:
    """As owner of the function, in this worker's own database."""
    parts = urlsplit(os.environ["DATABASE_OWNER_URL"])
    url = urlunsplit(parts._replace(path=f"/{connection.settings_dict['NAME']}"))
    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute(f"CREATE OR REPLACE FUNCTION app_today() RETURNS date LANGUAGE sql STABLE AS $$ {body} $$")


@contextmanager
def moving_clock(day: date) -> Iterator[Clock]:
    _say_today(MOVABLE)
    clock = Clock(day)
    try:
        yield clock
    finally:
        clock.stop()
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('test.today', '', false)")
        _say_today(FIXED)
