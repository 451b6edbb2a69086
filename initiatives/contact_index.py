"""How e-mail addresses and telephone numbers of contacts are found again: by fingerprint, as the values are encrypted."""

from __future__ import annotations

import phonenumbers

from thuisgevers.common.encryption import blind_index


def email_index(email: str) -> str:
    """Empty for empty, so that two rows without an address do not look alike."""
    return blind_index(email, purpose="initiative.contact_email") if email.strip() else ""


def phone_index(phone: str) -> str:
    """The same for `06-12345678` and `+31612345678`; empty for what is no telephone number."""
    try:
        number = phonenumbers.parse(phone, "NL")
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return blind_index(written, purpose="initiative.contact_phone")
