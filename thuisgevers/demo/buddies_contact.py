"""The rhythm of contact between buddies and households in the demo: about weekly, and some pairs fall silent."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from random import Random

from buddies.enums import ContactKind, ContactVisibility, Feeling, MatchState, Topic
from buddies.models import BuddyMatch, ContactMoment
from thuisgevers.common.ids import uuid7

from .clock import at, on

NOTES = (
    "Samen naar de bibliotheek en een pasje gemaakt.",
    "De brief van de gemeente doorgenomen.",
    "Koffie gedronken en veel gelachen om mijn uitspraak.",
    "Gefietst over de dijk. Volgende week weer.",
    "Formulier van school ingevuld.",
    "Geoefend met zinnen voor in de winkel.",
    "Samen soep gekookt.",
)


def contact_moments(matches: list[BuddyMatch], today: date, chance: Random, number: int) -> int:
    """About weekly for each match that began; one in eight has been silent for weeks. Written day by day, so that each moment was
    logged in the evening of its day."""
    spans = {one.pk: _span(one, today, chance) for one in matches if one.started_on is not None}
    total = sum((last - first).days for first, last in spans.values())
    gap = max(1.0, total / number) if number else 7.0
    by_day: dict[date, list[ContactMoment]] = defaultdict(list)
    for match in matches:
        if match.pk not in spans:
            continue
        first, last = spans[match.pk]
        place = first.toordinal() + chance.uniform(0, gap)
        while place <= last.toordinal():
            here = date.fromordinal(int(place))
            by_day[here].append(_moment(match, here, chance))
            place += max(1.0, gap * chance.uniform(0.45, 1.55))
    for day, rows in sorted(by_day.items()):
        with at(on(day, 20, 15)):
            ContactMoment.objects.bulk_create(rows)
    return sum(len(rows) for rows in by_day.values())


def _span(match: BuddyMatch, today: date, chance: Random) -> tuple[date, date]:
    """From the start to the end or to yesterday; to some time ago for who fell silent."""
    first = match.started_on or today
    last = match.ended_on or today - timedelta(days=1)
    if match.state == MatchState.ACTIVE and match.buddy.name != "Daan Bloemers" and chance.random() < _silence(match):
        last -= timedelta(days=chance.choice((17, 20, 24, 33, 45, 60, 96, 120)))
    return first, max(first, last)


def _silence(match: BuddyMatch) -> float:
    """How likely it is that a pair fell silent; the persona has some to ask after."""
    return 0.6 if match.proposed_by.email.startswith("joke@") else 0.13


def _moment(match: BuddyMatch, day: date, chance: Random) -> ContactMoment:
    visibility = chance.choices(ContactVisibility.values, (3, 8, 2))[0]
    note = chance.choice(NOTES) if chance.random() < 0.3 else ""
    is_erased = match.state == MatchState.CONCLUDED and visibility == ContactVisibility.ME
    return ContactMoment(
        municipality_id=match.municipality_id,
        match=match,
        initiative_id=match.initiative_id,
        household_scope_id=match.household_id,
        user_id=match.user_id,
        client_id=uuid7(),
        happened_on=day,
        kind=chance.choices(ContactKind.values, (5, 3, 1, 2, 2))[0],
        minutes=chance.choice((15, 30, 60, 60, 120)),
        topics=chance.sample(Topic.values, chance.randint(1, 3)),
        feeling=chance.choices(("", *Feeling.values), (3, 6, 4, 1))[0],
        visibility=visibility,
        note="" if is_erased else note,
    )
