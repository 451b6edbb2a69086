"""The people a visitor of the demo can be: plainly invented, one per role at least."""

from __future__ import annotations

from dataclasses import dataclass

from thuisgevers.municipalities.enums import Role


@dataclass(frozen=True)
class Persona:
    """Somebody to sign in as. `municipality` is a CBS code, empty for nationwide; `does` says what to try."""

    key: str
    name: str
    role: Role
    municipality: str
    municipality_name: str
    does: str

    @property
    def email(self) -> str:
        return f"{self.key}@demo.thuisgevers.example"


PERSONAS: tuple[Persona, ...] = (
    Persona("anna", "Anna Veldkamp", Role.CASE_HANDLER, "GM0166", "Kampen", "behandelt dossiers en brengt advies uit"),
    Persona(
        "coen",
        "Coen Terwal",
        Role.CASE_COORDINATOR,
        "GM0166",
        "Kampen",
        "verdeelt het werk, besluit en nodigt collega's uit",
    ),
    Persona(
        "bram", "Bram Hoogeveen", Role.LEAD_VOLUNTEER, "GM0166", "Kampen", "trekt een initiatief en beantwoordt vragen"
    ),
    Persona("vera", "Vera Lindeboom", Role.VOLUNTEER, "GM0166", "Kampen", "helpt mee in het initiatief van Bram"),
    Persona("vincent", "Vincent Oosterink", Role.VIEWER, "GM0166", "Kampen", "leest dossiers, wijzigt niets"),
    Persona(
        "daan",
        "Daan Bloemers",
        Role.BUDDY,
        "GM0166",
        "Kampen",
        "is buddy: legt contact vast met zijn huishouden en antwoordt op een voorstel",
    ),
    Persona(
        "joke",
        "Joke Steenwijk",
        Role.BUDDY_COORDINATOR,
        "GM0166",
        "Kampen",
        "begeleidt de buddy's: ziet wie stil is, wie nog geen buddy heeft en welke VOG afloopt",
    ),
    Persona(
        "gerrit",
        "Gerrit Molenaar",
        Role.PROPERTY_OWNER,
        "GM0166",
        "Kampen",
        "is kerkrentmeester: houdt de gegevens van zijn pastorie bij",
    ),
    Persona(
        "olga",
        "Olga Ruiten",
        Role.CONFIDENTIAL_ADVISER,
        "GM0166",
        "Kampen",
        "is vertrouwenspersoon: ontvangt zorgsignalen en ziet geen dossiers",
    ),
    Persona(
        "karin",
        "Karin Duinker",
        Role.MUNICIPAL_LIAISON,
        "GM0166",
        "Kampen",
        "is kwartiermaker voor Kampen, Zwolle en Dalfsen",
    ),
    Persona("pieter", "Pieter Waalwijk", Role.PIONEER, "GM0166", "Kampen", "is pionier en helpt initiatieven op weg"),
    Persona(
        "chaima",
        "Chaima Bennis",
        Role.CASE_HANDLER,
        "GM0193",
        "Zwolle",
        "behandelt dossiers in Zwolle, ziet niets van Kampen",
    ),
    Persona(
        "els",
        "Els Kromhout",
        Role.NATIONAL_COORDINATOR,
        "",
        "heel Nederland",
        "ziet het landelijk overzicht en nodigt gemeenten uit",
    ),
    Persona(
        "nadia",
        "Nadia Postma",
        Role.NATIONAL_ADVISER,
        "",
        "heel Nederland",
        "is landelijk vertrouwenspersoon: krijgt alleen wat in de gemeente bij niemand terechtkan",
    ),
)


def persona(key: str) -> Persona | None:
    return next((one for one in PERSONAS if one.key == key), None)
