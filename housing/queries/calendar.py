"""Homes over time: who lives where in a window of months, and what is free on a day.

Three statements for any number of homes, tuples instead of models: the calendar of 300 homes is one page. References and
sizes only, no names. Days are half open: on the day one household leaves another may come.
"""

from __future__ import annotations

from calendar import isleap
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from housing.enums import ClosureKind, PlacementState
from thuisgevers.common.templatetags.dutch import dutch_date
from thuisgevers.common.words import gettext as _
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability

from .placements import home_in_words

MONTH_CHOICES = (3, 6, 12, 24)
#: Width of a month in the drawing; every month is equally wide, so that lines and headings fall together.
MONTH_WIDTH = 100
FAR = date(9999, 1, 1)
DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

#: Ids that only become keys and addresses are read as text: a UUID object for each cost more than drawing its stay.
_STAYS = """
SELECT p.unit_id::text, p.id::text, p.household_id, p.state, h.reference, h.size, p.move_in_on, coalesce(p.ended_on, p.expected_end_on)
FROM housing_placement p JOIN housing_household h ON h.id = p.household_id AND h.municipality_id = p.municipality_id
WHERE p.municipality_id = %(place)s AND p.state IN ('proposed', 'planned', 'active', 'ended')
  AND (p.period && daterange(%(start)s, %(stop)s)
       OR (p.state = 'active' AND p.expected_end_on <= %(today)s AND p.move_in_on < %(stop)s))
ORDER BY p.move_in_on, p.id
"""
_CLOSURES = """
SELECT c.unit_id::text, c.kind, c.starts_on, c.ends_on FROM housing_unitclosure c
WHERE c.municipality_id = %(place)s AND c.period && daterange(%(start)s, %(stop)s) ORDER BY c.starts_on
"""
_HOMES = """
SELECT u.id::text, u.name, u.capacity_max, g.id::text, g.street, g.house_number, g.place,
  coalesce(u.available_from, g.vacant_from), coalesce(u.available_until, g.vacant_until)
FROM housing_dwellingunit u JOIN housing_property g ON g.id = u.property_id AND g.municipality_id = u.municipality_id
WHERE u.municipality_id = %(place)s AND (u.retired_on IS NULL OR u.retired_on > %(start)s)
  AND (g.state = 'open' OR u.id = ANY(%(used)s::uuid[]))
ORDER BY g.street, g.house_number, u.name, u.id
"""
_FREE = """
SELECT u.id, u.name, u.capacity_min, u.capacity_max, u.bedrooms, u.own_front_door, u.step_free, u.pets_allowed,
  u.children_suitable, g.id, g.street, g.house_number, g.place,
  least((SELECT min(p.move_in_on) FROM housing_placement p
         WHERE p.unit_id = u.id AND p.state IN ('proposed', 'planned', 'active') AND p.move_in_on > %(day)s),
        (SELECT min(c.starts_on) FROM housing_unitclosure c WHERE c.unit_id = u.id AND c.starts_on > %(day)s),
        coalesce(u.available_until, g.vacant_until))
FROM housing_dwellingunit u JOIN housing_property g ON g.id = u.property_id AND g.municipality_id = u.municipality_id
WHERE u.municipality_id = %(place)s AND g.state = 'open' AND u.retired_on IS NULL
  AND coalesce(u.available_from, g.vacant_from, %(day)s) <= %(day)s
  AND coalesce(u.available_until, g.vacant_until, 'infinity') > %(day)s
  AND NOT EXISTS (
    SELECT FROM housing_placement p WHERE p.unit_id = u.id AND p.state IN ('proposed', 'planned', 'active', 'ended')
    AND (p.period @> %(day)s::date OR (p.state = 'active' AND p.move_in_on <= %(day)s AND %(day)s <= %(today)s)))
  AND NOT EXISTS (SELECT FROM housing_unitclosure c WHERE c.unit_id = u.id AND c.period @> %(day)s::date)
ORDER BY g.street, g.house_number, u.name, u.id
"""


@dataclass(frozen=True, slots=True)
class Window:
    """A number of whole months from the first of one."""

    start: date
    months: int
    #: The first day after it.
    stop: date = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "stop", shift_month(self.start, self.months))

    def headings(self) -> list[date]:
        return [shift_month(self.start, number) for number in range(self.months)]

    def at(self, day: date) -> float:
        """Where a day stands in the drawing, kept inside it."""
        if day <= self.start:
            return 0
        if day >= self.stop:
            return self.months * MONTH_WIDTH
        number = (day.year - self.start.year) * 12 + day.month - self.start.month
        length = DAYS[day.month - 1] + (day.month == 2 and isleap(day.year))
        return round((number + (day.day - 1) / length) * MONTH_WIDTH, 1)


@dataclass(frozen=True, slots=True)
class Bar:
    """A period in a home. Without an address it is a closure."""

    kind: str
    start: date
    stop: date
    label: str
    url: str
    who: str
    state: str
    household_id: UUID | None


@dataclass(frozen=True, slots=True)
class Lane:
    """One home and what happens in it."""

    unit_id: str
    name: str
    home: str
    property_id: str
    property_name: str
    most: int
    available_from: date
    available_until: date
    bars: list[Bar] = field(default_factory=list)

    def is_free(self, start: date, stop: date) -> bool:
        """Nobody and nothing in the whole period, and the home is available then."""
        if start < self.available_from or stop > self.available_until:
            return False
        return not any(bar.start < stop and start < bar.stop for bar in self.bars)


@dataclass(frozen=True, slots=True)
class FreeHome:
    unit_id: UUID
    home: str
    least: int
    most: int
    bedrooms: int
    traits: list[str]
    until: date | None
    property_id: UUID


def shift_month(first: date, number: int) -> date:
    year, month = divmod(first.year * 12 + first.month - 1 + number, 12)
    return date(year, month + 1, 1)


def lanes(access: Access, window: Window) -> list[Lane]:
    """Every home that stands open, and those that somebody lives in within the window."""
    today = timezone.localdate()
    values = {**_values(access), "start": window.start, "stop": window.stop, "today": today}
    with connection.cursor() as cursor:
        cursor.execute(_STAYS, values)
        stays = cursor.fetchall()
        cursor.execute(_CLOSURES, values)
        closures = cursor.fetchall()
        cursor.execute(_HOMES, {**values, "used": list({row[0] for row in stays})})
        homes = cursor.fetchall()
    found = {
        row[0]: Lane(
            unit_id=row[0],
            name=row[1],
            home=home_in_words(row[4], row[5], row[6], row[1]),
            property_id=row[3],
            property_name=f"{row[4]} {row[5]}".strip() or row[6],
            most=row[2],
            available_from=row[7] or date.min,
            available_until=row[8] or FAR,
        )
        for row in homes
    }
    _add_stays(access, found, stays, today)
    kinds = {value: str(label) for value, label in ClosureKind.choices}
    for unit_id, kind, start, stop in closures:
        if unit_id in found:
            words = _("gesloten: %(why)s, %(period)s") % {"why": kinds[kind], "period": in_words(start, stop)}
            bar = Bar("closed", start, stop or FAR, words, "", kinds[kind], _("gesloten"), None)
            found[unit_id].bars.append(bar)
    return list(found.values())


def _add_stays(access: Access, found: dict[str, Lane], stays: list[Any], today: date) -> None:
    slug = "" if access.municipality is None else access.municipality.slug
    base = reverse("housing:placement_list", args=[slug])
    labels = {value: str(label) for value, label in PlacementState.choices}
    words: dict[date, str] = {}
    people: dict[int, str] = {}
    until = _("%(who)s, %(state)s van %(start)s tot %(stop)s")
    for unit_id, pk, household_id, state, reference, size, start, planned_stop in stays:
        lane = found.get(unit_id)
        if lane is None:
            continue
        kind, said, stop = state, labels[state], planned_stop
        if state == PlacementState.ACTIVE and stop <= today:
            kind, said, stop = "overdue", _("verwacht einde voorbij"), today + timedelta(days=1)
        for day in (start, stop):
            if day not in words:
                words[day] = dutch_date(day)
        if size not in people:
            people[size] = ngettext("%(n)s persoon", "%(n)s personen", size) % {"n": size}
        who = f"{reference}, {people[size]}"
        label = until % {"who": who, "state": said, "start": words[start], "stop": words[stop]}
        lane.bars.append(Bar(kind, start, stop, label, f"{base}{pk}/", who, said, household_id))


def free_homes(access: Access, day: date) -> list[FreeHome]:
    """Homes in which somebody can start living on this day, and until when they are free. A stay that goes on past its
    expected end keeps its home up to today."""
    with connection.cursor() as cursor:
        cursor.execute(_FREE, {**_values(access), "day": day, "today": timezone.localdate()})
        rows = cursor.fetchall()
    return [
        FreeHome(
            unit_id=pk,
            home=home_in_words(street, number, town, name),
            least=least,
            most=most,
            bedrooms=bedrooms,
            traits=_traits(own_door, step_free, pets, children),
            until=until,
            property_id=property_id,
        )
        for pk, name, least, most, bedrooms, own_door, step_free, pets, children, property_id, street, number, town, until in rows
    ]


def in_words(start: date, stop: date | None) -> str:
    if stop is None or stop == FAR:
        return _("van %(start)s, einde onbekend") % {"start": dutch_date(start)}
    return _("van %(start)s tot %(stop)s") % {"start": dutch_date(start), "stop": dutch_date(stop)}


def _traits(own_front_door: bool, step_free: bool, pets: bool, children: bool) -> list[str]:
    named = (
        (own_front_door, _("eigen voordeur")),
        (step_free, _("zonder trap")),
        (pets, _("huisdier mag")),
        (not children, _("niet voor kinderen")),
    )
    return [label for holds, label in named if holds]


def _values(access: Access) -> dict[str, Any]:
    place = access.municipality
    may = place is not None and access.may(Capability.PLACEMENT_READ, municipality=place)
    return {"place": place.pk if place is not None and may else None}
