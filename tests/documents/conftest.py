from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from thuisgevers.common import tasks
from thuisgevers.documents.enums import DocumentKind
from thuisgevers.documents.kinds import Facts

from ..factories.documents import registered


@pytest.fixture(autouse=True)
def document_storage(settings: Any, tmp_path: Path) -> Path:
    """Every test its own storage."""
    settings.DOCUMENT_STORAGE_DIR = tmp_path / "documents"
    return tmp_path / "documents"


@pytest.fixture
def facts() -> Iterator[dict[DocumentKind, Facts]]:
    with registered() as held:
        yield held


@pytest.fixture
def wakes(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, tuple[Any, ...]]]:
    """The wake-ups that would have been sent."""
    sent: list[tuple[str, tuple[Any, ...]]] = []

    def note(name: str, args: tuple[Any, ...], queue: str) -> bool:
        sent.append((name, args))
        return True

    monkeypatch.setattr(tasks, "publish", note)
    return sent
