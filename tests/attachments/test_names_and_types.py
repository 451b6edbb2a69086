"""What a file is called and what it is: neither is taken on trust."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import attachments as files
from thuisgevers.attachments.enums import MediaType
from thuisgevers.attachments.media_types import tell_type
from thuisgevers.attachments.names import clean_name


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("Voorgevel.JPG", "Voorgevel.jpg"),
        ("../../etc/passwd", "passwd.jpg"),
        ("..\\..\\Windows\\win.ini", "win.ini.jpg"),
        ("C:\\Users\\Bram\\foto keuken.jpeg", "foto keuken.jpg"),
        ("/absoluut/pad.png", "pad.jpg"),
        ("", "bestand.jpg"),
        ("...", "bestand.jpg"),
        (".htaccess", "htaccess.jpg"),
        ("foto\x00.php.jpg", "foto.php.jpg"),
        ("rekening\u202egpj.exe", "rekeninggpj.exe.jpg"),
        ("a\nb\r\nc.jpg", "a b c.jpg"),
        ("con.jpg", "bestand con.jpg"),
        ('<img src=x onerror="a">.jpg', "img src=x onerror=a.jpg"),
        ("plan 1:100 (50%).pdf", "plan 1100 (50).jpg"),
        ("élève été.jpg", "élève été.jpg"),
        ("x" * 300 + ".jpg", "x" * 100 + ".jpg"),
    ],
)
def test_names_lose_paths_marks_and_lies(name: str, clean: str) -> None:
    assert clean_name(name, MediaType.JPEG) == clean


@given(st.text(max_size=300))
def test_no_name_is_a_path_or_empty(name: str) -> None:
    clean = clean_name(name, MediaType.PDF)
    assert clean.endswith(".pdf")
    assert clean != ".pdf"
    assert not set(clean) & set('/\\\0\n\r<>"')
    assert len(clean) <= 120
    assert clean_name(clean, MediaType.PDF) == clean


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (files.photo(), MediaType.JPEG),
        (files.png(), MediaType.PNG),
        (files.photo(image_format="WEBP"), MediaType.WEBP),
        (files.photo(image_format="HEIF"), MediaType.HEIC),
        (files.pdf(), MediaType.PDF),
    ],
)
def test_type_is_told_by_content(content: bytes, media_type: MediaType) -> None:
    assert tell_type(content[:4096]) == media_type


def zipped(*names: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, b"0" * 1_000_000)
    return made.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"naam;leeftijd\nA;3\n",
        b"<html><script>alert(1)</script>",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"GIF89a" + b"\0" * 100,
        b"MZ" + b"\0" * 100,
        b"#!/bin/sh\nrm -rf ~\n",
        b"   %PDF-1.7 na witruimte",
        b"GIF89a/*%PDF-1.7*/",
        b"RIFF\x24\0\0\0WAVEfmt ",
        b"\0\0\0\x18ftypmp42",
        zipped("bom.txt"),
        zipped("[Content_Types].xml", "word/document.xml"),
        zipped("[Content_Types].xml", "xl/workbook.xml"),
    ],
)
def test_everything_else_is_nothing_we_keep(content: bytes) -> None:
    assert tell_type(content[:4096]) is None
