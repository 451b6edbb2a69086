"""What people type, made fit to keep: one spelling of each letter, no marks that hide or reorder text."""

from __future__ import annotations

import re
import unicodedata

#: Joiners have a meaning in Persian, Arabic-script names and emoji; every other invisible format character goes.
KEPT_FORMAT = frozenset("\u200c\u200d")
SPACES = re.compile(r"[^\S\n]+")
EMPTY_LINES = re.compile(r"\n{3,}")


def clean_line(text: str) -> str:
    """One line: NFC, no control or direction marks, single spaces."""
    return SPACES.sub(" ", _visible(text.replace("\n", " ").replace("\r", " "))).strip()


def clean_text(text: str) -> str:
    """Several lines: like `clean_line`, but line breaks stay (as `\\n`, never more than one empty line)."""
    lines = _visible(text.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    return EMPTY_LINES.sub("\n\n", "\n".join(SPACES.sub(" ", line).strip() for line in lines)).strip()


def _visible(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFC", text) if _is_visible(char))


def _is_visible(char: str) -> bool:
    if char in "\n\t" or char in KEPT_FORMAT:
        return True
    # Cc control, Cf format (bidi marks, zero width, byte order), Cs lone surrogate, Co private, Cn not a character.
    return unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
