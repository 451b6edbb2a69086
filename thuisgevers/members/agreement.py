"""The text that a municipality accepts, shipped with the project so that every accepted version can be read back."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from django.utils.safestring import SafeString, mark_safe

from thuisgevers.documents.wording.markdown import render

FOLDER = Path(__file__).parent / "agreements"
CURRENT = "2026-1"


@dataclass(frozen=True)
class Agreement:
    version: str
    text: str

    @property
    def sha256(self) -> str:
        return sha256(self.text.encode()).hexdigest()

    def as_html(self, municipality_name: str) -> SafeString:
        """The text with the municipality's name in it; cleaned by the renderer."""
        html = render(self.text, value=lambda _field: municipality_name, blocks=frozenset(), block=lambda _name: "")
        return mark_safe(html)  # noqa: S308 - the renderer escapes values and cleans the result


@cache
def agreement(version: str = CURRENT) -> Agreement:
    """One version. Raises FileNotFoundError for a version that never was."""
    path = FOLDER / f"verwerkersovereenkomst-{version}.md"
    return Agreement(version=version, text=path.read_text(encoding="utf-8"))
