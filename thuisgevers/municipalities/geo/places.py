"""Find the municipality that somebody means by a postcode, a place or its own name.

Several answers are normal (55 postcodes and 70 place names lie in more than one municipality): the form asks. The label of
an answer, typed or sent back as it is, finds that answer first, so that the form works without JavaScript.
"""

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import cache

from django.contrib.postgres.search import TrigramSimilarity
from django.db import connection
from django.db.models import Case, F, IntegerField, Q, Value, When
from django.db.models.functions import Length

from thuisgevers.municipalities import names, working_days
from thuisgevers.municipalities.models import Municipality
from thuisgevers.municipalities.models.geography import Place, PlaceKind, Postcode

MOST = 10
_CANDIDATES = 40
_ALIKE = 0.4
_SHORTEST_FOR_TYPOS = 4
_POSTCODE = re.compile(r"^([1-9]\d{3})\s?([a-z]{2})?\b\s*")
_MUNICIPALITY_WORD = re.compile(r"\bgemeente\b")
_FORBIDDEN_LETTERS = frozenset({"sa", "sd", "ss"})


class _Closeness(IntEnum):
    EXACT = 0
    BEGINS = 1
    WORD = 2
    ALIKE = 3


@dataclass(frozen=True, slots=True)
class PlaceHit:
    """`place` is empty when only the municipality is known; `postcode` when none was typed. `is_exact`: this is what was
    typed, not the beginning of it or something like it."""

    municipality: Municipality
    place: str
    postcode: str
    label: str
    is_exact: bool = True


def search_places(text: str) -> list[PlaceHit]:
    """At most ten answers, best first; nothing for text without a letter or digit. At most two queries, plus one for
    every municipality that has been merged into another."""
    wanted, within = _split(text)
    if not wanted:
        return []
    hits = _search(wanted, within)
    whole = names.plain(text)
    return [hit for hit in hits if names.plain(hit.label) == whole][:1] or hits[:MOST]


def resolve_places(text: str) -> list[PlaceHit]:
    """For a form that is sent: what the text can mean. One answer needs no question; Kampen is not also Kamperveen."""
    hits = search_places(text)
    return [hit for hit in hits if hit.is_exact] or hits


def _search(wanted: str, within: str) -> list[PlaceHit]:
    match = _POSTCODE.match(wanted)
    if match and (match[2] or "") not in _FORBIDDEN_LETTERS:
        rest = wanted[match.end() :].strip()
        return _by_postcode(match[1], (match[2] or "").upper(), rest, within)
    return _by_name(wanted, within)


def _split(text: str) -> tuple[str, str]:
    """The wanted name and the municipality or province that it must lie in ("Hengelo, gemeente Bronckhorst", "Hengelo (Gelderland)")."""
    head, _, tail = re.sub(r"[()]", ",", text[: names.LONGEST * 2]).partition(",")
    wanted, within = names.full_key(head), names.plain(tail)
    bare = _MUNICIPALITY_WORD.sub(" ", wanted).split()
    return " ".join(bare), " ".join(_MUNICIPALITY_WORD.sub(" ", within).split())


def _by_postcode(digits: str, letters: str, rest: str, within: str) -> list[PlaceHit]:
    rows = (
        Postcode.objects.filter(digits=digits)
        .select_related("municipality__successor")
        .order_by("place", "municipality__sort_key")
    )
    typed = f"{digits} {letters}".strip()
    hits = [
        PlaceHit(
            municipality,
            row.place,
            typed,
            f"{typed} {row.place}, gemeente {municipality.name}",
        )
        for row in rows
        if (municipality := _current(row.municipality)) is not None
    ]
    hits = _narrow(_once(hits), within)
    exact = [hit for hit in hits if rest and names.full_key(hit.place) == rest]
    return exact or hits


def _by_name(wanted: str, within: str) -> list[PlaceHit]:
    hits = []
    candidates = _candidates(wanted)
    closest = candidates[0][1] if candidates else _Closeness.ALIKE
    for row, closeness in candidates:
        if closest < _Closeness.ALIKE <= closeness:
            break  # what only looks like it is no answer next to what is it
        municipality = _current(row.municipality)
        if municipality is None:
            continue
        # A municipality's other name (Den Bosch) leads to the municipality, a village's (Snits) to the village.
        is_place = row.kind == PlaceKind.PLACE or (row.kind == PlaceKind.ALIAS and row.name != row.municipality.name)
        hits.append(
            PlaceHit(
                municipality,
                row.name if is_place else "",
                "",
                f"{row.name}, gemeente {municipality.name}"
                if is_place
                else f"Gemeente {municipality.name} ({municipality.province_name})",
                closeness == _Closeness.EXACT,
            )
        )
    return _narrow(_once(hits), within)


def _candidates(wanted: str) -> list[tuple[Place, int]]:
    """Exact names first, then names that begin so, then names with a word that begins so, then what looks alike."""
    short = names.short_key(wanted)
    exact = Q(full_key=wanted) | Q(short_key=short)
    begins = Q(full_key__startswith=wanted) | Q(short_key__startswith=short)
    word = Q(full_key__contains=f" {wanted}")
    rows = Place.objects.select_related("municipality__successor")
    order = (
        "closeness",
        "order_of_kind",
        "-alike",
        "-weight",
        "length",
        "full_key",
        "municipality__sort_key",
        "id",
    )
    found = begins | word
    if _has_trigrams() and len(short) >= _SHORTEST_FOR_TYPOS:
        rows = rows.annotate(alike=TrigramSimilarity("short_key", short))
        found |= Q(alike__gte=_ALIKE)
    else:
        rows = rows.annotate(alike=Value(0.0))
    ranked = rows.filter(found).annotate(
        closeness=Case(
            When(exact, then=_Closeness.EXACT),
            When(begins, then=_Closeness.BEGINS),
            When(word, then=_Closeness.WORD),
            default=_Closeness.ALIKE,
            output_field=IntegerField(),
        ),
        order_of_kind=Case(When(kind=PlaceKind.PLACE, then=1), default=0, output_field=IntegerField()),
        length=Length(F("full_key")),
    )
    return [(row, row.closeness) for row in ranked.order_by(*order)[:_CANDIDATES]]


def _once(hits: list[PlaceHit]) -> list[PlaceHit]:
    """One answer per place. The municipality's own name drops out where the town of that name is among the answers,
    which then takes its rank."""
    towns = {hit.municipality.pk: hit for hit in hits if hit.place and _is_named_after(hit.municipality, hit.place)}
    seen: set[tuple[int, str]] = set()
    result = []
    for hit in hits:
        chosen = hit if hit.place else towns.get(hit.municipality.pk, hit)
        if (key := (chosen.municipality.pk, chosen.place)) not in seen:
            seen.add(key)
            result.append(chosen)
    return result


def _is_named_after(municipality: Municipality, place: str) -> bool:
    return names.full_key(place) in {
        names.full_key(municipality.name),
        names.full_key(municipality.official_name),
    }


def _narrow(hits: list[PlaceHit], within: str) -> list[PlaceHit]:
    """Only what lies in the municipality or province that was named; all of it when that name leads nowhere."""
    if not within:
        return hits
    words = set(within.split())
    inside = [hit for hit in hits if names.full_key(hit.municipality.name) == within]
    return inside or [hit for hit in hits if words <= _whereabouts(hit.municipality)] or hits


def _whereabouts(municipality: Municipality) -> set[str]:
    return set(names.plain(f"{municipality.name} {municipality.province_name}").split())


def _current(municipality: Municipality) -> Municipality | None:
    """The municipality as it exists today: the one it merged into, if it did."""
    today = working_days.today()
    seen: set[int] = set()
    found: Municipality | None = municipality
    while found is not None and found.valid_to is not None and found.valid_to <= today:
        if found.pk in seen:
            return None
        seen.add(found.pk)
        found = found.successor
    return found


@cache
def _has_trigrams() -> bool:
    """Typing errors are forgiven where the database has pg_trgm; without it the search is exact but works."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_trgm')")
        return bool(cursor.fetchone()[0])
