"""Names and numbers that belong to nobody: surnames put together from words, the postcode letters ZZ that no street has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from random import Random

from thuisgevers.municipalities.names import plain

MAIL_DOMAIN = "demo.thuisgevers.example"

FIRST_NAMES = (
    *("Aafke", "Bas", "Corrie", "Douwe", "Esmée", "Frits", "Geesje", "Hidde", "Ilse", "Jelle", "Klaske", "Lammert"),
    *("Marit", "Niek", "Ottoline", "Pim", "Quirine", "Roelof", "Sietske", "Teun", "Ursula", "Wietse", "Yfke", "Zwier"),
    *("Berend", "Dieuwke", "Evert", "Fenna", "Gijs", "Hanneke", "Ids", "Jikke", "Koen", "Lotte", "Mees", "Noortje"),
    *("Otto", "Petra", "Rens", "Sanne", "Tjitske", "Vivian", "Wout", "Yusra", "Samira", "Ravi", "Mei", "Tomasz"),
)
SURNAMES = (
    *("Appelgaarde", "Bloesemkamp", "Dauwstee", "Eikenrode", "Fluitekruid", "Gouwensloot", "Hagelveld", "Iepenburcht"),
    *("Klaverwei", "Lisdodde", "Merelhof", "Nevelkamp", "Oeverzegge", "Populierenhof", "Rietpluim", "Sleutelbloem"),
    *("Torenvalk", "Uiterdijk", "Vlierstruik", "Wolkenveld", "Zilverspar", "Beukenlaar", "Distelbrink", "Grutterman"),
    *("Havikhorst", "Korenmaat", "Lijsterbosch", "Morgenster", "Noorderzon", "Puttergaard", "Roerdomp", "Sterrenkamp"),
    *("Tureluur", "Veenpluis", "Wulpenoord", "Zwaluwnest", "Brandganzen", "Duindoorn", "Elzenkatje", "Heggemus"),
)
STREETS = (
    *("Kosterspad", "Pastorieweide", "Lindenbrink", "Molenkolk", "Klokkenlaan", "Zwaluwhof", "Dijkzicht", "Torenakker"),
    *("Notarishof", "Weversgang", "Brugwachterskade", "Kruidentuin", "Perenboomgaard", "Sluispad", "Hoefslag"),
    *("Spinnersteeg", "Zilverwilg", "Orgelmakerspad", "Bakkershof", "Schippersrust"),
)


@dataclass(frozen=True)
class Person:
    """Somebody of the demo. The mailbox exists nowhere: `.example` is reserved for this."""

    name: str
    email: str
    phone: str = ""


def mailbox(name: str) -> str:
    return f"{plain(name).replace(' ', '.')}@{MAIL_DOMAIN}"


class People:
    """A new person at every call, always the same ones in the same order."""

    def __init__(self, chance: Random) -> None:
        names = [f"{first} {last}" for last in SURNAMES for first in FIRST_NAMES]
        chance.shuffle(names)
        self._names: Iterator[str] = iter(names)
        self._numbers = count(1)

    def one(self) -> Person:
        return self.named(next(self._names))

    def named(self, name: str, email: str = "") -> Person:
        number = next(self._numbers)
        return Person(name=name, email=email or mailbox(name), phone=f"+316123{number:05d}")


def postcode(digits: str) -> str:
    return f"{digits} ZZ"
