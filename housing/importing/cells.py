"""Reading one cell: what spreadsheets make of dates and numbers, what people type, and a sentence for what is neither."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import TextChoices
from django.utils.translation import gettext as _

from housing.needs import MOST_IN_NOTE, forbidden_grounds
from thuisgevers.common.cleaning import clean_line
from thuisgevers.common.fields import NO_SUCH_LETTERS, POSTCODE, DutchDateField, DutchPhoneField
from thuisgevers.common.sensitive import passes_eleven_test, sensitive_findings

EXCEL_BEGINS = date(1899, 12, 30)
EXCEL_DAYS = range(20_000, 80_000)
_BSN = re.compile(r"\D")
_NUMBER = re.compile(r"-?\d{1,9}(?:[.,]0+)?", re.ASCII)


class CellError(Exception):
    """What to do about a cell, in Dutch; never with what stood in it."""


def as_text(value: Any) -> str:
    """A cell as somebody would read it: 12.0 is "12", a date is 2026-11-03."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    return clean_line(str(value))


def looks_like_bsn(text: str) -> bool:
    """Eight or nine digits and nothing else that pass the eleven test."""
    digits = _BSN.sub("", text)
    if len(digits) not in (8, 9) or len(digits) + 3 < len(text) or any(character.isalpha() for character in text):
        return False
    return passes_eleven_test(digits)


def text(longest: int) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        found = as_text(value)
        if len(found) > longest:
            raise CellError(_("Maak dit korter: er passen %(n)s tekens in.") % {"n": longest})
        return found

    return read


def key(value: Any) -> str:
    return text(40)(value)


def note(value: Any) -> str:
    found = text(MOST_IN_NOTE)(value)
    if forbidden_grounds(found):
        raise CellError(_("Geloof, nationaliteit, afkomst en geslacht mogen niet meetellen. Haal dat weg."))
    if sensitive_findings(found):
        raise CellError(_("Schrijf alleen over de woning, niet over gezondheid, geloof of de vlucht."))
    return found


def whole(least: int, most: int) -> Callable[[Any], int | None]:
    def read(value: Any) -> int | None:
        if isinstance(value, int) and not isinstance(value, bool):
            number = value
        else:
            found = as_text(value)
            if not found:
                return None
            if not _NUMBER.fullmatch(found):
                raise CellError(
                    _("Vul een heel getal in van %(least)s tot en met %(most)s.") % {"least": least, "most": most}
                )
            number = int(re.split(r"[.,]", found)[0])
        if not least <= number <= most:
            raise CellError(_("Vul een getal in van %(least)s tot en met %(most)s.") % {"least": least, "most": most})
        return number

    return read


def digits(length: int) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        found = re.sub(r"[\s.-]", "", as_text(value))
        if found and len(found) < length and found.isdigit():
            found = found.zfill(length)
        if found and (len(found) != length or not (found.isascii() and found.isdigit())):
            raise CellError(_("Vul een nummer van %(n)s cijfers in.") % {"n": length})
        return found

    return read


def day(value: Any) -> date | None:
    """A date of the spreadsheet, its serial number, or what people type."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        if int(value) in EXCEL_DAYS:
            return EXCEL_BEGINS + timedelta(days=int(value))
        raise CellError(_("Vul een datum in zoals 3-11-2026."))
    found = as_text(value)
    if not found:
        return None
    if found.isdigit() and int(found) in EXCEL_DAYS:
        return EXCEL_BEGINS + timedelta(days=int(found))
    return _typed_day(found)


@lru_cache(maxsize=4096)
def _typed_day(found: str) -> date | None:
    try:
        return DutchDateField(required=False).clean(found)  # type: ignore[no-any-return]
    except ValidationError:
        raise CellError(_("Vul een datum in die bestaat, zoals 3-11-2026.")) from None


def yes_no(value: Any) -> bool | None:
    found = as_text(value).casefold()
    if not found:
        return None
    if found in {"ja", "j", "yes", "y", "1", "x", "waar", "true"}:
        return True
    if found in {"nee", "n", "no", "0", "onwaar", "false"}:
        return False
    raise CellError(_("Vul ja of nee in."))


def _known(choices: type[TextChoices]) -> dict[str, str]:
    found = {value: value for value in choices.values}
    found |= {str(label).casefold(): value for value, label in choices.choices}
    return found


def one(choices: type[TextChoices]) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        found = as_text(value).casefold()
        if not found:
            return ""
        known = _known(choices)
        if found not in known:
            raise CellError(
                _("Kies uit: %(choices)s.") % {"choices": ", ".join(str(label) for label in choices.labels)}
            )
        return known[found]

    return read


def several(choices: type[TextChoices]) -> Callable[[Any], tuple[str, ...]]:
    @lru_cache(maxsize=4096)
    def parse(found: str) -> tuple[str, ...]:
        known = _known(choices)
        parts = [part.strip() for part in re.split(r"[,;/|]", found) if part.strip()]
        if any(part not in known for part in parts):
            raise CellError(
                _("Kies uit: %(choices)s. Zet er komma's tussen.")
                % {"choices": ", ".join(str(label) for label in choices.labels)}
            )
        chosen = {known[part] for part in parts}
        return tuple(value for value in choices.values if value in chosen)

    def read(value: Any) -> tuple[str, ...]:
        found = as_text(value).casefold()
        return parse(found) if found else ()

    return read


def postcode(value: Any) -> str:
    found = as_text(value)
    if not found:
        return ""
    match = POSTCODE.match(found)
    if match is None or match[2] is None or match[2].upper() in NO_SUCH_LETTERS:
        raise CellError(_("Vul een postcode in met vier cijfers en twee letters, zoals 8261 AB."))
    return f"{match[1]} {match[2].upper()}"


def phone(value: Any) -> str:
    found = as_text(value)
    if found.isdigit() and len(found) == 9:
        found = f"0{found}"  # a spreadsheet takes the first nought away
    if not found:
        return ""
    try:
        return DutchPhoneField(required=False).clean(found)
    except ValidationError:
        raise CellError(_("Vul een telefoonnummer in met 10 cijfers, zoals 06 12345678.")) from None


def email(value: Any) -> str:
    found = as_text(value).replace(" ", "").lower()
    if not found:
        return ""
    try:
        validate_email(found)
    except ValidationError:
        raise CellError(_("Vul een e-mailadres in zoals naam@voorbeeld.nl.")) from None
    return found
