"""Which columns a file may have, under which headings, and which refuse the whole file.

A heading that is not listed refuses the file too: what we do not know we do not take.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from housing.enums import AgeBand, HousingNeed, ImportKind, Language, PropertyKind, Tenure, UseFunction

from . import cells

Read = Callable[[Any], Any]
"""From a cell to a value. Raises `cells.CellError` with what to do."""


@dataclass(frozen=True, slots=True)
class Column:
    """One field. `label` is the heading in the template file, `also` are others that people use (normal form)."""

    name: str
    label: str
    read: Read
    also: tuple[str, ...] = ()
    is_required: bool = False
    example: str = ""
    #: Telephone and registration numbers may happen to pass the eleven test.
    may_be_digits: bool = False

    @property
    def headings(self) -> frozenset[str]:
        return frozenset({plain(self.label), plain(self.name), *self.also})


def plain(heading: str) -> str:
    """Letters and digits only, small, without accents: "Kan verhuizen vanaf:" is "kanverhuizenvanaf"."""
    decomposed = unicodedata.normalize("NFKD", heading.casefold())
    return "".join(character for character in decomposed if character.isalnum() and character.isascii())


def _people(band: AgeBand, label: str, *also: str) -> Column:
    return Column(f"people_{band.value}", label, cells.whole(0, 20), also)


HOUSEHOLD_COLUMNS = (
    Column(
        "import_key",
        "Eigen nummer",
        cells.key,
        ("nummer", "kenmerk", "id", "zaaknummer"),
        is_required=True,
        example="Z-2026-014",
    ),
    _people(AgeBand.BAND_0_3, "0 t/m 3 jaar", "03jaar", "0tm3"),
    _people(AgeBand.BAND_4_11, "4 t/m 11 jaar", "411jaar", "4tm11"),
    _people(AgeBand.BAND_12_17, "12 t/m 17 jaar", "1217jaar", "12tm17"),
    _people(AgeBand.BAND_18_26, "18 t/m 26 jaar", "1826jaar", "18tm26"),
    _people(AgeBand.BAND_27_54, "27 t/m 54 jaar", "2754jaar", "27tm54"),
    _people(AgeBand.BAND_55_66, "55 t/m 66 jaar", "5566jaar", "55tm66"),
    _people(AgeBand.BAND_67_PLUS, "67 jaar of ouder", "67jaarenouder", "67plus"),
    Column("languages", "Talen", cells.several(Language), ("taal", "spreekt"), example="Arabisch, Engels"),
    Column("limits", "Moet", cells.several(HousingNeed), ("grenzen", "moethebben"), example="zonder trap of drempel"),
    Column("wishes", "Wens", cells.several(HousingNeed), ("wensen", "fijnalshetkan"), example="eigen keuken"),
    Column("note", "Toelichting woning", cells.note, ("toelichting",)),
    Column("available_from", "Kan verhuizen vanaf", cells.day, ("beschikbaarvanaf",), example="1-3-2027"),
    Column("allocated_on", "Gekoppeld op", cells.day, ("koppeldatum", "datumkoppeling"), example="2-11-2026"),
    Column("permit_on", "Vergunning op", cells.day, ("vergunningsdatum", "datumvergunning"), example="20-10-2026"),
    Column("phone", "Telefoonnummer", cells.phone, ("telefoon", "mobiel"), may_be_digits=True),
    Column("email", "E-mailadres", cells.email, ("email", "mail")),
)

PROPERTY_COLUMNS = (
    Column("import_key", "Eigen nummer", cells.key, ("nummer", "kenmerk", "id"), is_required=True, example="P-014"),
    Column("kind", "Soort pand", cells.one(PropertyKind), ("soort", "type"), is_required=True, example="pastorie"),
    Column("street", "Straat", cells.text(80), ("straatnaam",), is_required=True, example="Kerkstraat"),
    Column("house_number", "Huisnummer", cells.text(10), ("nr", "huisnr"), is_required=True, example="12a"),
    Column("postcode", "Postcode", cells.postcode, is_required=True, example="8261 AB"),
    Column("place", "Plaats", cells.text(80), ("woonplaats",), is_required=True, example="Kampen"),
    Column("bag_id", "BAG-nummer", cells.digits(16), ("bag", "bagid"), may_be_digits=True),
    Column("vacant_from", "Leeg vanaf", cells.day, ("leegstandvanaf",), example="1-3-2027"),
    Column("vacant_until", "Leeg tot", cells.day, ("leegstandtot",), example="1-3-2028"),
    Column("capacity_min", "Minste aantal bewoners", cells.whole(1, 200), ("minimum",), example="2"),
    Column("capacity_max", "Meeste aantal bewoners", cells.whole(1, 200), ("maximum",), example="6"),
    Column("bedrooms", "Slaapkamers", cells.whole(0, 200)),
    Column("kitchens", "Keukens", cells.whole(0, 200)),
    Column("bathrooms", "Badkamers", cells.whole(0, 200)),
    Column("toilets", "Toiletten", cells.whole(0, 200)),
    Column("own_entrance", "Eigen voordeur", cells.yes_no, ("eigeningang",), example="ja"),
    Column("use_function", "Gebruiksfunctie", cells.one(UseFunction), example="woonfunctie"),
    Column("floor_area", "Oppervlakte in m2", cells.whole(1, 100_000), ("oppervlakte", "gebruiksoppervlakte", "m2")),
    Column("tenure", "Gebruik", cells.one(Tenure), ("huurofbruikleen",), example="bruikleen"),
    Column("statutory_group", "Statutaire doelgroep", cells.text(120), ("doelgroep",)),
    Column("minimum_age", "Minste leeftijd", cells.whole(0, 99), ("minimumleeftijd",)),
    Column("note", "Toelichting", cells.text(2000), ("opmerking", "opmerkingen")),
)

COLUMNS: dict[str, tuple[Column, ...]] = {
    ImportKind.HOUSEHOLDS: HOUSEHOLD_COLUMNS,
    ImportKind.PROPERTIES: PROPERTY_COLUMNS,
}

#: What a heading may not speak of: whole words (normal form) and, from five letters, parts of words.
FORBIDDEN: dict[Any, tuple[str, ...]] = {
    _("het burgerservicenummer (BSN)"): (
        "bsn", "bsnnummer", "sofi", "sofinummer", "burgerservicenummer", "burgerservice", "citizenservicenumber", "ssn",
    ),
    _("het V-nummer"): ("vnummer", "vnr", "vreemdelingennummer", "vreemdelingnummer", "aliennumber", "coanummer", "zorgnummer"),
    _("nationaliteit of herkomst"): (
        "nationaliteit", "nationality", "land", "herkomst", "herkomstland", "landvanherkomst", "geboorteland", "geboorteplaats",
        "countryofbirth", "countryoforigin", "origin", "staatsburgerschap", "citizenship",
    ),
    _("geloof of levensovertuiging"): (
        "geloof", "religie", "godsdienst", "religion", "faith", "kerkgenootschap", "levensovertuiging", "gezindte",
    ),
    _("afkomst of huidskleur"): ("etniciteit", "ethnicity", "etnisch", "afkomst", "ras", "race", "huidskleur"),
    _("geslacht of geaardheid"): ("geslacht", "sekse", "sex", "gender", "mv", "geaardheid", "seksualiteit"),
    _("gezondheid"): ("gezondheid", "diagnose", "medisch", "ziekte", "health", "medical", "medicatie"),
    _("de vlucht of de asielprocedure"): ("vluchtverhaal", "asielmotief", "asielrelaas", "asylum"),
    _("geboortedatum"): ("geboortedatum", "dateofbirth", "birthdate", "birthday"),
}  # fmt: skip
_PART_FROM = 5


def forbidden(heading: str) -> Any:
    """What the heading speaks of and may not, in words for the screen; None when it is fine."""
    name = plain(heading)
    for what, words in FORBIDDEN.items():
        if any(name == word or (len(word) >= _PART_FROM and word in name) for word in words):
            return what
    return None


def column_of(kind: str, heading: str) -> Column | None:
    name = plain(heading)
    return next((column for column in COLUMNS[kind] if name in column.headings), None)
