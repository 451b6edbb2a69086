"""Where demo data may be made. Made for real it is in tests/stack/test_demo.py."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.seeding import seed
from thuisgevers.demo.personas import PERSONAS
from thuisgevers.demo.seeding import is_seeded
from thuisgevers.demo.views import with_this_address


def test_seeding_is_refused_outside_the_demo(db: None, settings: Any) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError, match="DEMO=1"):
        call_command("seed_demo")
    with pytest.raises(CommandError, match="DEMO=1"):
        call_command("demo_personas")
    with seed():
        assert not is_seeded()


def test_seeding_is_refused_as_the_application(db: None, settings: Any) -> None:
    settings.DEMO = True
    with pytest.raises(CommandError, match="DB_ROLE=owner"):
        call_command("seed_demo")


def test_personas_are_printed_with_and_without_the_address(settings: Any) -> None:
    settings.DEMO = True
    settings.BASE_URL = "http://localhost:8123"
    out, table = StringIO(), StringIO()
    call_command("demo_personas", stdout=out)
    call_command("demo_personas", "--table-only", stdout=table)
    assert "http://localhost:8123/demo/" in out.getvalue()
    assert "http" not in table.getvalue()
    lines = table.getvalue().splitlines()
    assert len(lines) == len(PERSONAS) + 1
    assert all(one.name in table.getvalue() for one in PERSONAS)


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        ("Open http://localhost:8000/a/b/.", "Open http://localhost:9000/a/b/."),
        ("Open http://127.0.0.1/a/", "Open http://localhost:9000/a/"),
        ("Open https://voorbeeld.example/a/", "Open https://voorbeeld.example/a/"),
    ],
)
def test_links_in_old_mail_follow_the_demo_to_another_port(settings: Any, kept: str, shown: str) -> None:
    settings.BASE_URL = "http://localhost:9000"
    assert with_this_address(kept) == shown
