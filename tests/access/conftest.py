"""What thousands of refusals in one test may share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connections

from thuisgevers.audit import denials


class _OneConnection:
    """Lends the same connection each time; who borrows it cannot close it."""

    def __init__(self) -> None:
        self.lent: Any = connections.create_connection("default")
        self.close = self.lent.close
        self.lent.close = lambda: None  # type: ignore[method-assign]

    def create_connection(self, alias: str) -> Any:
        return self.lent


@pytest.fixture(autouse=True)
def _one_connection_for_denials(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A refusal is noted over a connection of its own, which costs more than the refusal: here they use one."""
    one = _OneConnection()
    monkeypatch.setattr(denials, "connections", one)
    yield
    one.close()
