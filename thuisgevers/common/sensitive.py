"""Words and numbers that do not belong in free text: found to warn the writer, never to refuse, count or keep.

A warning may be wrong (a bank reference can pass the eleven test, "hartelijk" is no heart disease), so the writer decides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

_NINE_DIGITS = re.compile(r"(?<![\d+])\d(?:[ .-]?\d){7,8}(?!\d)")
_TELEPHONE = re.compile(r"^0[1-9]")

#: Stems at the beginning of a word. About people's health and belief, not about the church that owns a building.
_HEALTH = (
    "ziekte", "ziek ", "zieke", "depressi", "ptss", "trauma", "psychiatr", "psycholog", "medicijn", "medicatie", "diagnos",
    "zwanger", "handicap", "gehandicapt", "rolstoel", "kanker", "diabet", "suikerziekte", "hiv", "epilep", "verslaaf",
    "verslaving", "suïcid", "suicid", "autis", "dement", "verstandelijk", "ziekenhuis", "operatie",
)  # fmt: skip
_BELIEF = (
    "moslim", "islam", "christen", "hindoe", "joods", "jood ", "joden", "bekeerling", "bekeerd", "atheïst", "atheist",
    "boeddhis", "jezidi", "yezidi", "sjiiet", "soenniet", "geloof", "gelovig", "religie", "hoofddoek", "godsdienst",
    "moskee", "synagoge", "imam", "koran", "bijbel", "ramadan",
)  # fmt: skip
_FLIGHT = ("vluchtverhaal", "gevlucht omdat", "gevlucht voor", "asielmotief", "gemarteld", "marteling", "vervolgd")


@dataclass(frozen=True, slots=True)
class Finding:
    """`what` names the kind, `text` is the sentence for the screen."""

    what: str
    text: str


def passes_eleven_test(digits: str) -> bool:
    """Whether eight or nine digits could be a citizen service number (BSN)."""
    number = digits.zfill(9)
    if len(number) != 9 or not number.isascii() or not number.isdigit() or int(number) == 0:
        return False
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return sum(weight * int(digit) for weight, digit in zip(weights, number, strict=True)) % 11 == 0


def sensitive_findings(text: str) -> list[Finding]:
    """What in this text makes us ask "is this really needed?"; at most one finding of each kind, without the words."""
    findings = []
    if any(_looks_like_bsn(match.group()) for match in _NINE_DIGITS.finditer(text)):
        findings.append(Finding("bsn", _("Er staat een getal in dat een burgerservicenummer kan zijn. Haal het weg.")))
    words = f" {' '.join(re.findall(r'[^\W\d_]+', text.casefold()))} "
    if any(f" {stem}" in words for stem in _HEALTH):
        findings.append(
            Finding(
                "health", _("Er lijkt iets over iemands gezondheid te staan. Schrijf liever wat er praktisch nodig is.")
            )
        )
    if any(f" {stem}" in words for stem in _BELIEF):
        findings.append(
            Finding(
                "belief", _("Er lijkt iets over iemands geloof te staan. Dat hoeven wij niet te weten van bewoners.")
            )
        )
    if any(f" {stem}" in words for stem in _FLIGHT):
        findings.append(Finding("flight", _("Er lijkt iets over iemands vlucht te staan. Laat dat weg.")))
    return findings


def _looks_like_bsn(found: str) -> bool:
    digits = re.sub(r"\D", "", found)
    return not _TELEPHONE.match(digits) and passes_eleven_test(digits)
