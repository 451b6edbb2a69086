"""The built front end: contrast measured again by another hand, nothing inline, every icon there."""

import json
import re
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR) if hasattr(settings, "BASE_DIR") else Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
PAGES = [path for path in TEMPLATES if "documents/pdf" not in path.as_posix() and "/mail/" not in path.as_posix()]


@cache
def theme() -> dict[str, Any]:
    result = subprocess.run(
        ["node", "static/build/theme.mjs", "--json"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded: dict[str, Any] = json.loads(result.stdout)
    return loaded


def contrast(one: str, other: str) -> float:
    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_every_pair_of_colours_keeps_its_promise(mode: str) -> None:
    pairs = theme()["pairs"]
    assert len(pairs) > 100
    weak = [
        f"{front} on {back}: {value:.2f} < {least}"
        for front, back, least in pairs
        if (value := contrast(theme()[mode][front], theme()[mode][back])) < least
    ]
    assert weak == []


def test_pages_hold_nothing_inline() -> None:
    assert len(PAGES) > 30
    found = []
    for path in PAGES:
        text = path.read_text()
        if re.search(r"<style\b|\sstyle=|\son[a-z]+=\"|javascript:", text) or re.search(
            r"<script(?![^>]*\ssrc=)", text
        ):
            found.append(path.relative_to(ROOT).as_posix())
    assert found == []


def test_every_icon_that_a_page_names_is_in_the_sprite() -> None:
    sprite = ROOT / "static/dist/icons.svg"
    if not sprite.exists():
        pytest.fail("static/dist is missing: run npm run build")
    there = set(re.findall(r'<symbol id="([^"]+)"', sprite.read_text()))
    named = {name for path in PAGES for name in re.findall(r'{% icon "([^"]+)"', path.read_text())}
    assert len(named) > 20
    assert named - there == set()


def test_styles_and_scripts_ask_no_other_host() -> None:
    for name in ("app.css", "app.js", "theme.js"):
        text = (ROOT / "static/dist" / name).read_text()
        assert "sourceMappingURL" not in text
        hosts = set(re.findall(r"https?://([^/\"')\s]+)", text)) - {"www.w3.org"}
        assert hosts == set()
    assert "sourceMappingURL" not in (ROOT / "static/dist/htmx.js").read_text()


def test_the_style_sheet_stays_small() -> None:
    assert (ROOT / "static/dist/app.css").stat().st_size < 240_000
