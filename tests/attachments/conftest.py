from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from thuisgevers.common import tasks


@pytest.fixture(autouse=True)
def storage_folder(settings: Any, tmp_path: Path) -> Path:
    """Every test its own storage."""
    folder = tmp_path / "attachments"
    entry = dict(settings.STORAGES["attachments"])
    entry["OPTIONS"] = {**entry["OPTIONS"], "location": folder}
    settings.STORAGES = {**settings.STORAGES, "attachments": entry}
    return folder


@pytest.fixture
def wakes(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, tuple[Any, ...]]]:
    """The wake-ups that would have been sent."""
    told: list[tuple[str, tuple[Any, ...]]] = []

    def note(name: str, args: tuple[Any, ...], queue: str) -> bool:
        told.append((name, args))
        return True

    monkeypatch.setattr(tasks, "publish", note)
    return told


@pytest.fixture
def thing_site(settings: Any) -> None:
    """The site with one page that files hang on (`tests/attachments/site.py`)."""
    settings.ROOT_URLCONF = "tests.attachments.site"
    [engine] = settings.TEMPLATES
    folder = Path(__file__).with_name("templates")
    settings.TEMPLATES = [{**engine, "DIRS": [*engine["DIRS"], folder]}]
