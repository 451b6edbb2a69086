"""The printed card: its QR code scans, its fonts are embedded in every script, and it says nothing of anybody. Needs pdftoppm."""

from __future__ import annotations

import io
import subprocess
from types import SimpleNamespace
from typing import Any

import pikepdf
import pytest
import zxingcpp
from django.utils import timezone
from PIL import Image

from buddies.enums import WelcomeLanguage
from buddies.services.welcome.codes import new_code, new_pin
from buddies.services.welcome.printing import card_pdf, card_url
from thuisgevers.common.ids import uuid7

#: A word of the family that each script needs.
SCRIPTS = {"ar": "Arabic", "fa": "Arabic", "ti": "Ethiopic", "uk": "Cyrillic"}


def _card(language: str) -> Any:
    place = SimpleNamespace(name="Kampen")
    return SimpleNamespace(pk=uuid7(), language=language, created_at=timezone.now(), municipality=place)


def _text_of(content: bytes) -> str:
    done = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True)
    return done.stdout.decode()


@pytest.mark.parametrize("language", WelcomeLanguage.values)
def test_the_card_scans_in_every_language(language: str) -> None:
    card, code = _card(language), new_code()
    content = card_pdf(card, code)
    if language == "ar":
        assert content == card_pdf(card, code), "the same bytes from the same row"
    picture = subprocess.run(["pdftoppm", "-r", "110", "-png"], input=content, capture_output=True, check=True).stdout
    (found,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)))
    assert found.text == card_url(card, code)
    assert found.text.endswith(f"/welkom/{code}/?taal={language}")
    with pikepdf.open(io.BytesIO(content)) as pdf:
        (page,) = pdf.pages
        width, height = (round(float(size) / 72 * 25.4) for size in page.mediabox[2:])
        assert (width, height) == (148, 210)
        assert str(pdf.Root.Lang) == language
        fonts = [str(font.BaseFont) for font in page.Resources.Font.values()]
        for font in page.Resources.Font.values():
            descriptor = font.DescendantFonts[0].FontDescriptor
            assert any(name in descriptor for name in ("/FontFile", "/FontFile2", "/FontFile3")), font.BaseFont
    assert all("Thuisgevers" in font for font in fonts), fonts
    if language in SCRIPTS:
        assert any(SCRIPTS[language] in font for font in fonts), fonts


def test_the_card_says_nothing_of_anybody() -> None:
    """Nothing but the municipality's name comes from a row, and the digits are nowhere near it."""
    pin = new_pin()
    text = _text_of(card_pdf(_card("nl"), new_code()))
    assert pin not in text
    assert "Kampen" in text
    assert "straat" not in text.lower()
