"""How Dutch place names are written, sorted and looked for.

PostgreSQL's wheel has no ICU, so order and comparison do not come from a collation but from keys that are stored.
"""

import re
import unicodedata

LONGEST = 80

_PROVINCE = re.compile(r"\s+\(?(?:gn|fr|dr|ov|gld|ut|nh|zh|zld?|nb|lb?)\.?\)?$", re.IGNORECASE)
"""What tells namesakes apart: Bergen (NH.), Bergen L, Hengelo (Gld). Nobody types it."""

_ARTICLE = re.compile(r"^(?:s|t|n|den|de|het|it|ter|ten)\s+(?=\S)")
_SORT_ARTICLE = re.compile(r"^['’`‘ʼ]\s?[stn]\b[\s-]*", re.IGNORECASE)


def plain(text: str) -> str:
    """Lower case, without accents, control characters or punctuation; words one space apart; at most 80 characters."""
    kept = "".join(
        " " if unicodedata.category(letter)[0] in "CZPS" else letter
        for letter in unicodedata.normalize("NFKD", text[: LONGEST * 2])
        if not unicodedata.combining(letter)
    )
    return " ".join(kept.casefold().split())[:LONGEST].strip()


def full_key(name: str) -> str:
    """The whole name, as somebody types it who knows how it is written."""
    return plain(_PROVINCE.sub("", name.strip()))


def short_key(name: str) -> str:
    """Without the article in front: 's-Hertogenbosch is found as hertogenbosch, De Bilt as bilt."""
    return _ARTICLE.sub("", full_key(name))


def sort_key(name: str) -> str:
    """Order of lists: 's-Hertogenbosch stands under H, De Bilt under D."""
    return plain(_SORT_ARTICLE.sub("", name.strip()))


def slug(name: str) -> str:
    """For addresses: s-hertogenbosch, bergen-nh, sudwest-fryslan."""
    return plain(name.replace(".", "")).replace(" ", "-")
