"""One page of the radar: the database sorts and counts every kind in one statement, and only what is shown is looked up."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _lazy

from housing.queries.households import people_in_words
from thuisgevers.common.addresses import address
from thuisgevers.common.templatetags.dutch import short_date
from thuisgevers.common.words import gettext as _
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.models import Municipality

from ...enums import RadarKind
from ..names import name_of

#: The function `buddies_radar` gives no more of one kind.
MOST_OF_A_KIND = 100
K = RadarKind
LISTS: dict[str, tuple[Any, tuple[RadarKind, ...]]] = {
    "alles": (_lazy("Alles"), tuple(K)),
    "stil": (_lazy("Stil"), (K.QUIET,)),
    "zonder": (_lazy("Zonder buddy"), (K.WITHOUT,)),
    "vog": (_lazy("VOG"), (K.VOG,)),
    "antwoord": (_lazy("Wacht op antwoord"), (K.ANSWER, K.MEETING, K.ASKED)),
    "nieuw": (_lazy("Aanmeldingen"), (K.APPLIED, K.INTAKE)),
    "druk": (_lazy("Te veel"), (K.BUSY, K.AWAY)),
    "achterwacht": (_lazy("Achterwacht"), (K.BACKUP,)),
    "straks": (_lazy("Verhuist"), (K.HOME_LEFT, K.ENDING)),
}
#: Of each kind and urgency: what it says, what can be done, tone, icon, the step to press (empty: the page of the thing).
WORDS: dict[tuple[RadarKind, int], tuple[Any, Any, str, str, str]] = {
    (K.QUIET, 0): (_lazy("Al drie maanden stil"), _lazy("Rond af of ga verder"), "negative", "moon", "afronden"),
    (K.QUIET, 2): (_lazy("Stil"), _lazy("Vraag hoe het gaat"), "warning", "moon", "vragen"),
    (K.ANSWER, 1): (_lazy("De buddy zei ja"), _lazy("Vraag het huishouden"), "info", "hourglass", "huishouden"),
    (K.MEETING, 1): (_lazy("Ja van beide kanten"), _lazy("Plan de ontmoeting of begin"), "info", "hourglass", ""),
    (K.MEETING, 3): (_lazy("Ja van beide kanten"), _lazy("Plan de ontmoeting of begin"), "info", "hourglass", ""),
    (K.ASKED, 5): (_lazy("Wacht op de buddy"), _lazy("Bekijk het voorstel"), "info", "hourglass", ""),
    (K.WITHOUT, 2): (_lazy("Zonder buddy"), _lazy("Zoek een buddy"), "accent", "user-question", ""),
    (K.WITHOUT, 4): (_lazy("Zonder buddy"), _lazy("Zoek een buddy"), "accent", "user-question", ""),
    (K.VOG, 1): (
        _lazy("VOG telt niet meer"),
        _lazy("Leg een nieuwe VOG vast"),
        "negative",
        "id",
        "vog",
    ),
    (K.VOG, 3): (_lazy("VOG loopt af"), _lazy("Vraag een nieuwe VOG aan"), "warning", "id", "vog"),
    (K.APPLIED, 2): (_lazy("Nieuwe aanmelding"), _lazy("Maak kennis"), "info", "user-plus", ""),
    (K.APPLIED, 4): (_lazy("Nieuwe aanmelding"), _lazy("Maak kennis"), "info", "user-plus", ""),
    (K.INTAKE, 4): (_lazy("In kennismaking"), _lazy("Rond de kennismaking af"), "info", "user-plus", ""),
    (K.BUSY, 2): (_lazy("Meer dan afgesproken"), _lazy("Bekijk de huishoudens"), "warning", "users", ""),
    (K.AWAY, 3): (
        _lazy("Pauze, met een huishouden"),
        _lazy("Bespreek wie het overneemt"),
        "warning",
        "player-pause",
        "",
    ),
    (K.ENDING, 5): (_lazy("Huishouden verhuist"), _lazy("Bespreek hoe het verder gaat"), "neutral", "home-move", ""),
    (K.HOME_LEFT, 1): (_lazy("Woning verlaten"), _lazy("Bespreek of het doorgaat"), "warning", "home-move", ""),
    (K.BACKUP, 6): (_lazy("Geen achterwacht"), _lazy("Noem een achterwacht"), "neutral", "users", "achterwacht"),
}
_OF_BUDDY = (K.VOG, K.APPLIED, K.INTAKE, K.BUSY, K.AWAY)
_OF_CARD = (K.WITHOUT, K.ENDING)
_NO_ID = UUID(int=0)
_NO_ID_AS_WRITTEN = str(_NO_ID)


@dataclass(slots=True, kw_only=True)
class Signal:
    """One thing to do. `press` is the address of a step that needs no more than a press, `url` a page; `pk` and `kind` are what is put
    off."""

    kind: RadarKind
    pk: str
    since: str
    title: str
    who: str
    what: str
    tone: str
    icon: str
    url: str
    todo: str
    todo_url: str
    later_url: str
    press: str = ""


@dataclass(frozen=True, slots=True)
class Radar:
    """`counts` per list; a kind of which there are `MOST_OF_A_KIND` may have more. `read` are the buddies that are named."""

    signals: list[Signal]
    counts: dict[str, int]
    quiet_weeks: int
    read: list[UUID] = field(default_factory=list)


def radar_of(
    access: Access, place: Municipality, today: date, *, chosen: str = "alles", offset: int = 0, most: int = 30
) -> Radar:
    """One page of one list, most urgent first. One query, however much there is."""
    values = [*_asked(access, place, today), [kind.value for kind in LISTS[chosen][1]], offset, most]
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM buddies_radar_page(%s, %s, %s::uuid[], %s, %s::uuid[], %s, %s, %s, %s)", values)
        days, numbers, rows, buddies, sealed, cards = cursor.fetchone()
    counts = {name: sum(numbers.get(kind, 0) for kind in kinds) for name, (_label, kinds) in LISTS.items()}
    named = {str(pk): name_of(pk, place.pk, name) for pk, name in zip(buddies, sealed, strict=True)}
    homes = {household: (people_in_words(size, children), unit) for household, size, children, unit in cards}
    addresses = _Addresses(place, may_manage=access.holds(Capability.BUDDY_MANAGE))
    signals = [_signal(addresses, row, named, homes) for row in rows]
    return Radar(signals, counts, days // 7, sorted(buddies))


def radar_counts(access: Access, place: Municipality, today: date) -> list[tuple[Any, int]]:
    """How much there is of each kind, in the order of the kinds; for a mail that names nobody."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT numbers FROM buddies_radar(%s, %s, %s::uuid[], %s, %s::uuid[], %s, '{}', 0, 0)",
            _asked(access, place, today),
        )
        (numbers,) = cursor.fetchone()
    return [(kind.label, numbers.get(kind, 0)) for kind in RadarKind]


def _asked(access: Access, place: Municipality, today: date) -> list[Any]:
    """Where whoever asks reads buddies, and where they look for one; what was put off is left out by the database."""
    return [
        place.pk,
        sorted(access.municipality_ids(Capability.BUDDY_READ)),
        sorted(access.scope_ids(Capability.BUDDY_READ)),
        sorted(access.municipality_ids(Capability.BUDDY_MANAGE)),
        sorted(access.scope_ids(Capability.BUDDY_MANAGE)),
        today,
    ]


class _Addresses:
    """The addresses of this page: each kind is asked once, and the id put in."""

    def __init__(self, place: Municipality, *, may_manage: bool) -> None:
        self.slug, self.may_manage = place.slug, may_manage
        self.known: dict[tuple[str, str], str] = {}

    def of(self, kind: RadarKind, pk: str, step: str = "") -> str:
        subject = subject_of(kind)
        key = (subject, step)
        if key not in self.known:
            name = f"buddies:{subject}_{'step' if step else 'detail'}"
            self.known[key] = address(name, self.slug, _NO_ID, *([step] if step else []))
        return self.known[key].replace(_NO_ID_AS_WRITTEN, pk)

    def later(self, kind: RadarKind, pk: str) -> str:
        key = ("later", kind)
        if key not in self.known:
            self.known[key] = address("buddies:point_later", self.slug, kind.value, _NO_ID)
        return self.known[key].replace(_NO_ID_AS_WRITTEN, pk)


def _signal(addresses: _Addresses, row: Any, named: dict[str, str], homes: dict[str, tuple[str, str]]) -> Signal:
    kind, pk = RadarKind(row[0]), row[3]
    what, todo, tone, icon, step = _words(get_language(), kind, row[1])
    home, unit = homes.get(row[5], (_("een huishouden"), "")) if row[5] else ("", "")
    name = named.get(row[4], "") if row[4] else ""
    is_home = kind == K.WITHOUT
    url = addresses.of(kind, pk)
    todo_url = addresses.of(kind, pk, step) if step and addresses.may_manage else url
    return Signal(
        kind=kind,
        pk=pk,
        since=short_date(date.fromisoformat(row[2])),
        title=home if is_home else name,
        who=unit if is_home else home,
        what=what,
        tone=tone,
        icon=icon,
        url=url,
        todo=todo,
        todo_url=todo_url,
        later_url=addresses.later(kind, pk),
        press=todo_url if step == "vragen" and addresses.may_manage else "",
    )


@lru_cache(maxsize=128)
def _words(_language: str | None, kind: RadarKind, urgency: int) -> tuple[str, str, str, str, str]:
    what, todo, tone, icon, step = WORDS[kind, urgency]
    return str(what), str(todo), tone, icon, step


def subject_of(kind: RadarKind) -> str:
    """Of what a point is: `buddy`, `home` or `match`."""
    return "buddy" if kind in _OF_BUDDY else "home" if kind in _OF_CARD else "match"
