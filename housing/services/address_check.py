"""Does this address exist? Asks PDOK's Locatieserver (public, no key) where it is configured; otherwise people check by
hand. Only the address of the building leaves the house, never who asks or why."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from django.conf import settings
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)

PATIENCE = 2.0
LARGEST = 200_000
FIELDS = "type,weergavenaam,straatnaam,huis_nlt,postcode,woonplaatsnaam,adresseerbaarobject_id"


@dataclass(frozen=True)
class AddressCheck:
    """`is_fine` also where the register could not be reached: a form is not held up by somebody else's server."""

    is_fine: bool
    sentence: str = ""
    bag_id: str = ""
    suggestions: tuple[str, ...] = ()


def check_address(values: Mapping[str, Any]) -> AddressCheck | None:
    """None where there is nothing to check: not configured, or no postcode and house number."""
    if not settings.PDOK_URL or not values.get("postcode") or not values.get("house_number"):
        return None
    try:
        found = _ask(f"{values['postcode']} {values['house_number']} {values.get('street', '')}")
    except (URLError, OSError, ValueError, LookupError, TypeError) as error:
        logger.warning("the address register did not answer: %s", type(error).__name__)
        return AddressCheck(is_fine=True)
    wanted = _key(values["postcode"], values["house_number"])
    for address in found:
        if _key(address.get("postcode", ""), str(address.get("huis_nlt", ""))) == wanted and _same_street(
            values.get("street", ""), address.get("straatnaam", "")
        ):
            bag_id = str(address.get("adresseerbaarobject_id", ""))
            return AddressCheck(is_fine=True, bag_id=bag_id if len(bag_id) == 16 and bag_id.isdigit() else "")
    near = tuple(str(address["weergavenaam"]) for address in found[:3] if address.get("weergavenaam"))
    sentence = _(
        "Dit adres staat zo niet in de BAG. Klopt het toch, bijvoorbeeld bij een bijgebouw? Kies dan “Toch bewaren”."
    )
    if near:
        sentence += " " + _("Bedoelt u %(near)s?") % {"near": _(" of ").join(near)}
    return AddressCheck(is_fine=False, sentence=sentence, suggestions=near)


def _ask(words: str) -> list[dict[str, Any]]:
    query = urlencode({"q": words, "fq": "type:adres", "rows": 5, "fl": FIELDS})
    request = Request(f"{settings.PDOK_URL}/free?{query}", headers={"Accept": "application/json"})  # noqa: S310 - a typed setting
    with urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310 - as above
        body = answer.read(LARGEST + 1)
    if len(body) > LARGEST:
        raise ValueError("an answer that is too long")
    docs = json.loads(body)["response"]["docs"]
    return [doc for doc in docs if isinstance(doc, dict)]


def _key(postcode: str, number: str) -> str:
    return "".join(f"{postcode}{number}".split()).replace("-", "").lower()


def _same_street(typed: str, known: str) -> bool:
    return not typed or typed.casefold().replace(".", "") == known.casefold().replace(".", "")
