"""What a household needs of a dwelling and how it is reached: typed values, kept as JSON in encrypted columns.

Needs are about the dwelling and chosen from `HousingNeed`. The note is for what no list foresees; a wish on nationality,
religion, ethnicity or sex is refused (`forbidden_grounds`): it may never decide who lives where.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from .enums import HousingNeed

MOST_IN_NOTE = 300

#: Stems at the beginning of a word, per ground.
_GROUNDS: dict[str, tuple[str, ...]] = {
    "religion": (
        "christen", "christelijk", "katholiek", "protestant", "moslim", "islam", "hindoe", "joods", "jood", "boeddhis",
        "gelovig", "geloof", "religie", "religieu", "kerkganger", "atheïst", "atheist", "jezidi", "yezidi", "soenni", "sjiiet",
        "muslim", "christian", "jewish", "religion", "religious", "catholic",
    ),
    "nationality": (
        "nationaliteit", "nationality", "landgenot", "landgenoot", "syriër", "syrier", "syrisch", "eritre", "afghaan", "afghaans",
        "turk", "turks", "irak", "iraans", "iraniër", "iranier", "somali", "jemen", "ethiop", "oekraïen", "oekrain", "soedan",
        "palestijn", "koerd", "russen", "rus", "zelfde land", "uit hetzelfde land",
    ),
    "ethnicity": (
        "etnisch", "etniciteit", "ethnic", "huidskleur", "afkomst", "ras", "blank", "blanke", "zwarte mensen", "arabier", "arabieren",
        "afrikaan", "afrikanen",
    ),
    "sex": (
        "alleen mannen", "alleen vrouwen", "geen mannen", "geen vrouwen", "mannen", "vrouwen", "mannelijk", "vrouwelijk", "geslacht",
        "seksuele", "homo", "lesbi", "transgender",
    ),
}  # fmt: skip
_WHOLE = frozenset({"rus", "ras", "blank", "homo", "jood", "turk", "turks", "blanke"})
#: A language is spoken, not a nationality: "spreekt Turks" may stand in a note.
_SPEAKS = re.compile(r"\b(?:spreek\w*|taal|talen|tolk)\s+(?:\w+\s+){0,2}?\w+", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Needs:
    """`limits` a dwelling must have, `wishes` it had better have."""

    limits: tuple[HousingNeed, ...] = ()
    wishes: tuple[HousingNeed, ...] = ()
    note: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ContactDetails:
    """How a handler reaches the household."""

    phone: str = ""
    email: str = ""


def read_needs(text: str) -> Needs:
    """The column as a value; an unknown need (a list that changed since) is left out."""
    found = _object(text)
    return Needs(
        limits=_known(found.get("limits")), wishes=_known(found.get("wishes")), note=str(found.get("note", ""))
    )


def write_needs(needs: Needs) -> str:
    """The value as the column keeps it. A limit is not also a wish."""
    limits = _in_order(needs.limits)
    wishes = [need for need in _in_order(needs.wishes) if need not in limits]
    if not limits and not wishes and not needs.note:
        return ""
    return json.dumps({"limits": limits, "wishes": wishes, "note": needs.note}, ensure_ascii=False)


def read_contact(text: str) -> ContactDetails:
    found = _object(text)
    return ContactDetails(phone=str(found.get("phone", "")), email=str(found.get("email", "")))


def write_contact(contact: ContactDetails) -> str:
    if not contact.phone and not contact.email:
        return ""
    return json.dumps({"phone": contact.phone, "email": contact.email}, ensure_ascii=False)


def read_list(text: str) -> list[str]:
    """A JSON list of words (the needs and first names of a card)."""
    try:
        found = json.loads(text) if text else []
    except ValueError:
        return []
    return [str(item) for item in found] if isinstance(found, list) else []


def forbidden_grounds(text: str) -> list[str]:
    """The grounds ("religion", "nationality", "ethnicity", "sex") that a note seems to name; empty when it is fine."""
    spoken_out = _SPEAKS.sub(" ", text)
    words = f" {' '.join(re.findall(r'[^\W\d_]+', spoken_out.casefold()))} "
    return [ground for ground, stems in _GROUNDS.items() if any(_names(stem, words) for stem in stems)]


def _names(stem: str, words: str) -> bool:
    return f" {stem} " in words if stem in _WHOLE else f" {stem}" in words


def _object(text: str) -> dict[str, object]:
    if not text:
        return {}
    try:
        found = json.loads(text)
    except ValueError:
        return {"note": text}
    return found if isinstance(found, dict) else {}


def _known(values: object) -> tuple[HousingNeed, ...]:
    if not isinstance(values, list):
        return ()
    return tuple(HousingNeed(value) for value in values if value in HousingNeed.values)


def _in_order(needs: tuple[HousingNeed, ...]) -> list[str]:
    chosen = {str(need) for need in needs}
    return [value for value in HousingNeed.values if value in chosen]
