"""The built front end: contrast measured again by another hand, nothing inline, every icon there."""

import json
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from tinycss2.parser import parse_blocks_contents, parse_stylesheet
from tinycss2.serializer import serialize

from buddies.queries.radar.reading import WORDS

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


def test_every_icon_of_the_buddies_list_is_in_the_sprite() -> None:
    there = set(re.findall(r'<symbol id="([^"]+)"', (ROOT / "static/dist/icons.svg").read_text()))
    named = {icon for _what, _press, _tone, icon, _step in WORDS.values()}
    assert len(named) > 5
    assert named <= there


def test_styles_and_scripts_ask_no_other_host() -> None:
    for name in ("app.css", "app.js", "theme.js"):
        text = (ROOT / "static/dist" / name).read_text()
        assert "sourceMappingURL" not in text
        hosts = set(re.findall(r"https?://([^/\"')\s]+)", text)) - {"www.w3.org"}
        assert hosts == set()
    assert "sourceMappingURL" not in (ROOT / "static/dist/htmx.js").read_text()


COLOURED = re.compile(r"color|background|border|outline|opacity|filter|^fill|stroke|shadow|mask|^position$|z-index")


def declared_within_widths(rules: list[Any], width: str = "") -> Iterator[tuple[str, str]]:
    """Of each declaration that holds at some widths only: the query and the property."""
    for rule in rules:
        if rule.type == "at-rule" and rule.content is not None:
            prelude = serialize(rule.prelude)
            asked = prelude if re.search(r"width|size", prelude) else ""
            inner = parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
            yield from declared_within_widths(inner, f"{width} {asked}".strip())
        elif rule.type == "qualified-rule":
            inner = parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
            yield from declared_within_widths(inner, width)
        elif rule.type == "declaration" and width:
            yield width, rule.name


HIDING = re.compile(r"^display$|^visibility$|^content$|^order$|^clip|^content-visibility$")


def test_no_colour_changes_between_the_phones_that_are_looked_at() -> None:
    """What a page says, and in which colours, is judged at 320 and not again at 390 pixels (tests/e2e/looking.py)."""
    sheet = parse_stylesheet((ROOT / "static/dist/app.css").read_text(), skip_comments=True, skip_whitespace=True)
    found = list(declared_within_widths(sheet))
    steps = {query: [float(number) * 16 for number in re.findall(r"([\d.]+)rem", query)] for query, _name in found}
    assert all(steps.values()), "a width in another unit than rem"
    between = [(query, name) for query, name in found if any(320 <= step < 390 for step in steps[query])]
    assert between, "the logo of the smallest phones, for one"
    assert [(query, name) for query, name in between if COLOURED.search(name)] == []
    hidden = [query for query, name in between if HIDING.search(name)]
    assert len(hidden) == 1, f"one line of the logo, and nothing else: {hidden}"


def test_the_style_sheet_stays_small() -> None:
    assert (ROOT / "static/dist/app.css").stat().st_size < 240_000
