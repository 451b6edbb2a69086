"""What docs/ says of the code is true."""

from __future__ import annotations

import re

import pytest
from django.conf import settings

from thuisgevers.demo.generated_docs import documents
from thuisgevers.settings.environment import Environment

ROOT = settings.BASE_DIR


@pytest.mark.parametrize("name", ["states.md", "access.md", "registers.md"])
def test_generated_docs_are_fresh(name: str) -> None:
    assert (ROOT / "docs" / name).read_text() == documents()[name], "run `DEMO=1 .venv/bin/python manage.py write_docs`"


def test_readme_lists_every_setting() -> None:
    readme = (ROOT / "README.md").read_text()
    missing = [name.upper() for name in Environment.model_fields if f"`{name.upper()}`" not in readme]
    assert not missing


def test_links_in_docs_lead_somewhere() -> None:
    checked = 0
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")), ROOT / "CONTRIBUTING.md"]:
        for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", page.read_text()):
            checked += 1
            assert (page.parent / target).exists(), f"{page.name} links to {target}"
    assert checked > 8
