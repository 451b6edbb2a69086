"""How a resident is found again by first name: by fingerprint, as the name itself is encrypted."""

from __future__ import annotations

import unicodedata

from thuisgevers.common.encryption import blind_index


def name_index(first_name: str, *, municipality_id: int) -> str:
    """The same for "Samïra " and "samira"; empty for empty. A purpose per municipality, so that equal names in two
    municipalities cannot be linked."""
    letters = unicodedata.normalize("NFKD", first_name)
    plain = " ".join("".join(letter for letter in letters if not unicodedata.combining(letter)).split())
    return blind_index(plain, purpose=f"statusholder.first_name:{municipality_id}") if plain else ""
