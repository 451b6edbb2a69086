"""How a kept telephone number (`+31612345678`) is shown."""

from __future__ import annotations

import phonenumbers


def spoken_phone(phone: str) -> str:
    """As people write it: `06 12345678`, numbers of other countries with their country. What is no number stays as it is."""
    try:
        number = phonenumbers.parse(phone, "NL")
    except phonenumbers.NumberParseException:
        return phone
    style = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(number, style.NATIONAL if number.country_code == 31 else style.INTERNATIONAL)
