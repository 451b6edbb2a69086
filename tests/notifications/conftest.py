"""Two mails that exist in tests only."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.template import engines
from django.template.backends.django import DjangoTemplates

PLAIN = "Onderwerp: Uw aanmelding is ontvangen\nWaarom: U meldde aan.\n\nBeste {{ name }},\n\n[Bekijk]({{ url }})\n"
REMINDER = "Onderwerp: Een dossier wacht op u\nHerinnering: dossier\n\n{{ text }}\n"


@pytest.fixture
def mails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`proef/plain` always arrives, `proef/reminder` may be turned down."""
    engine = engines["django"]
    assert isinstance(engine, DjangoTemplates)
    folder = tmp_path / "proef" / "mail"
    folder.mkdir(parents=True)
    (folder / "plain.txt").write_text(PLAIN)
    (folder / "reminder.txt").write_text(REMINDER)
    monkeypatch.setattr(engine.engine, "dirs", [*engine.engine.dirs, tmp_path])
    for loader in engine.engine.template_loaders:
        loader.reset()
