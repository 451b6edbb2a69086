"""What a sender called a file, made fit to show and to give back."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from thuisgevers.common.cleaning import clean_line

from .enums import MediaType

LONGEST = 100
FORBIDDEN = re.compile(r'[<>:"|?*%]')
EXTENSIONS = {
    MediaType.JPEG: ".jpg",
    MediaType.PNG: ".png",
    MediaType.WEBP: ".webp",
    MediaType.HEIC: ".heic",
    MediaType.PDF: ".pdf",
}
KNOWN = {*EXTENSIONS.values(), ".jpeg", ".heif", ".jpe", ".jfif"}
DEVICES = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)$", re.IGNORECASE)


def clean_name(name: str, media_type: MediaType) -> str:
    """The last part of a path, without marks that hide or reorder text, with the extension of what the file really is.

    Never used as a place on disk: files lie under random keys.
    """
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    last = FORBIDDEN.sub("", clean_line(last)).strip(". ")
    path = PurePosixPath(last)
    stem = path.stem if path.suffix.lower() in KNOWN else last
    stem = stem[:LONGEST].strip(". ") or "bestand"
    if DEVICES.match(stem):
        stem = f"bestand {stem}"
    return stem + EXTENSIONS[media_type]


def shown_name(name: str) -> str:
    """A refused file's name inside a message, before its type is known."""
    last = clean_line(name.replace("\\", "/").rsplit("/", 1)[-1])[:LONGEST]
    return last or "bestand"
