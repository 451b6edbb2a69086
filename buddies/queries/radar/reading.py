"""One page of the radar: the database sorts and counts every kind in one statement, and only what is shown is looked up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from housing.models import HouseholdCard
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.models import Municipality

from ...enums import RadarKind
from ...models import BuddySettings
from ...permissions.buddies import viewable_buddies
from ...permissions.homes import buddyable_cards
from ..homes import title_of
from .kinds import Finder

QUIET_WEEKS = 2
#: The list of what was put off; not one of the kinds.
PUT_OFF = "later"
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
    "straks": (_lazy("Loopt af"), (K.ENDING,)),
}
#: Of each kind and urgency: what it says, what can be done, tone, icon, the step to press (empty: the page of the thing).
_WORDS: dict[tuple[RadarKind, int], tuple[Any, Any, str, str, str]] = {
    (K.QUIET, 0): (_lazy("Al drie maanden stil"), _lazy("Rond af of ga verder"), "negative", "volume-off", "afronden"),
    (K.QUIET, 2): (_lazy("Stil"), _lazy("Vraag hoe het gaat"), "warning", "volume-off", "vragen"),
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
        "shield-exclamation",
        "vog",
    ),
    (K.VOG, 3): (_lazy("VOG loopt af"), _lazy("Vraag een nieuwe VOG aan"), "warning", "shield-exclamation", "vog"),
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
    (K.BACKUP, 6): (_lazy("Geen achterwacht"), _lazy("Noem een achterwacht"), "neutral", "users", "achterwacht"),
}
_OF_BUDDY = (K.VOG, K.APPLIED, K.INTAKE, K.BUSY, K.AWAY)
_OF_CARD = (K.WITHOUT, K.ENDING)
_SQL = """
WITH found (kind, urgency, since, thing, buddy, household) AS MATERIALIZED ({parts}),
each AS MATERIALIZED (
  SELECT DISTINCT ON (kind, CASE WHEN kind IN ('without', 'ending') THEN household ELSE thing END) *
  FROM found ORDER BY kind, CASE WHEN kind IN ('without', 'ending') THEN household ELSE thing END, since)
SELECT
  (SELECT coalesce(json_object_agg(kind, number), '{{}}') FROM (SELECT kind, count(*) AS number FROM each GROUP BY kind) n),
  (SELECT coalesce(json_agg(json_build_array(kind, urgency, since, thing, buddy, household)), '[]') FROM (
     SELECT * FROM each WHERE kind = ANY(%s) ORDER BY urgency, since, thing OFFSET %s LIMIT %s) shown)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """One thing to do. `press` is the address of a step that needs no more than a press, `url` a page; `pk` and `kind` are what is put
    off."""

    kind: RadarKind
    pk: UUID
    since: date
    title: str
    who: str
    what: str
    tone: str
    icon: str
    url: str
    todo: str
    todo_url: str
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
    """One page of one list, most urgent first. Five queries, however much there is."""
    weeks = _quiet_weeks(place)
    numbers, rows = _found(access, today, weeks, LISTS[chosen][1], offset, most)
    counts = {name: sum(numbers.get(kind, 0) for kind in kinds) for name, (_label, kinds) in LISTS.items()}
    named, homes = _named(access, rows)
    signals = [_signal(place, row, named, homes) for row in rows]
    return Radar(signals, counts, weeks, sorted(named))


def radar_counts(access: Access, place: Municipality, today: date) -> list[tuple[Any, int]]:
    """How much there is of each kind, in the order of the kinds; for a mail that names nobody."""
    numbers, _rows = _found(access, today, _quiet_weeks(place), (), 0, 0)
    return [(kind.label, numbers.get(kind, 0)) for kind in RadarKind]


def _quiet_weeks(place: Municipality) -> int:
    found = BuddySettings.objects.filter(municipality=place).values_list("quiet_weeks", flat=True).first()
    return QUIET_WEEKS if found is None else found


def _found(
    access: Access, today: date, weeks: int, kinds: Sequence[RadarKind], offset: int, most: int
) -> tuple[dict[str, int], list[Any]]:
    parts, values = [], []
    for rows in Finder(access, today, weeks, _put_off(access, today)).kinds():
        try:
            sql, given = rows.query.sql_with_params()
        except EmptyResultSet:
            continue
        parts.append(f"({sql})")
        values += given
    if not parts:
        return {}, []
    with connection.cursor() as cursor:
        cursor.execute(
            _SQL.format(parts=" UNION ALL ".join(parts)), [*values, [kind.value for kind in kinds], offset, most]
        )
        numbers, rows = cursor.fetchone()
    return numbers, rows


def _put_off(access: Access, today: date) -> Mapping[str, list[UUID]]:
    return {}


def _named(access: Access, rows: list[Any]) -> tuple[dict[UUID, str], dict[UUID, HouseholdCard]]:
    """The names of buddies and the newest cards of households, of what is shown."""
    buddies = {UUID(row[4]) for row in rows if row[4]}
    households = {UUID(row[5]) for row in rows if row[5]}
    named = {
        one.pk: one.name
        for one in viewable_buddies(access).filter(pk__in=buddies).only("id", "municipality_id", "name").order_by("id")
    }
    cards = (
        buddyable_cards(access)
        .filter(household_scope_id__in=households)
        .only("id", "municipality_id", "household_scope_id", "size", "age_bands", "unit_name", "move_in_on")
        .order_by("move_in_on", "id")
    )
    return named, {card.household_scope_id: card for card in cards}


def _signal(place: Municipality, row: Any, named: dict[UUID, str], homes: dict[UUID, HouseholdCard]) -> Signal:
    kind, pk = RadarKind(row[0]), UUID(row[3])
    what, todo, tone, icon, step = _WORDS[kind, row[1]]
    card = homes.get(UUID(row[5])) if row[5] else None
    home = _("een huishouden") if card is None else title_of(card)
    name = named.get(UUID(row[4]), "") if row[4] else ""
    is_home = kind == K.WITHOUT
    url = _url(place, kind, pk)
    todo_url = _step_url(place, kind, pk, step) if step else url
    return Signal(
        kind=kind,
        pk=pk,
        since=date.fromisoformat(row[2]),
        title=home if is_home else name,
        who=("" if card is None else card.unit_name) if is_home else home if row[5] else "",
        what=str(what),
        tone=tone,
        icon=icon,
        url=url,
        todo=str(todo),
        todo_url=todo_url,
        press=todo_url if step == "vragen" else "",
    )


def _url(place: Municipality, kind: RadarKind, pk: UUID) -> str:
    if kind in _OF_CARD:
        return reverse("buddies:home_detail", args=[place.slug, pk])
    name = "buddy_detail" if kind in _OF_BUDDY else "match_detail"
    return reverse(f"buddies:{name}", args=[place.slug, pk])


def _step_url(place: Municipality, kind: RadarKind, pk: UUID, step: str) -> str:
    name = "buddy_step" if kind in _OF_BUDDY else "match_step"
    return reverse(f"buddies:{name}", args=[place.slug, pk, step])


def subject_of(kind: RadarKind) -> str:
    """Of what a point is: `buddy`, `home` or `match`."""
    return "buddy" if kind in _OF_BUDDY else "home" if kind in _OF_CARD else "match"
