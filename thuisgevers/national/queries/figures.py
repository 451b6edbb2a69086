"""Figures per municipality and for the country, read as the role that can read nothing else.

The safety rule of every public figure lives here: an initiative counts for its municipality only from the day on which it
was announced; before that only in the total of the country. Withdrawn ones are no public figure.
"""

from __future__ import annotations

import json
from collections import Counter, OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.db import connection
from django.http import Http404

from initiatives.models import PublishedName
from thuisgevers.common.stats import as_stats
from thuisgevers.municipalities.models import Municipality
from thuisgevers.municipalities.working_days import today

from ..enums import OPEN_PHASES, PHASE_OF_STATE, Phase
from .housing import NOBODY, HousingTotals, housing_totals


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality as it exists today with what may be shown of it. `hidden` (not announced yet) is empty unless the
    figures were asked for the national desk."""

    code: str
    name: str
    slug: str
    province_code: str
    province_name: str
    participates_since: date | None
    shown: Counter[Phase]
    hidden: Counter[Phase]

    @property
    def participates(self) -> bool:
        return self.participates_since is not None

    @property
    def unannounced(self) -> int:
        """Open or completed, and not announced yet; always zero in public figures."""
        return sum(number for phase, number in self.hidden.items() if phase is not Phase.WITHDRAWN)

    def count(self, phases: Iterable[Phase] = OPEN_PHASES) -> int:
        """What the map counts: announced, and for the national desk what is not announced too."""
        if not self.shown and not self.hidden:
            return 0
        return sum(self.shown[phase] + self.hidden[phase] for phase in phases)


@dataclass(frozen=True)
class Figures:
    """`total` counts the whole country, announced or not; never broken down further for the public."""

    places: tuple[Place, ...]
    total: Counter[Phase] = field(default_factory=Counter)
    housing: HousingTotals = NOBODY

    @cached_property
    def by_code(self) -> dict[str, Place]:
        return {place.code: place for place in self.places}

    @cached_property
    def provinces(self) -> dict[str, str]:
        """Code → name, in the order of the alphabet."""
        named = {place.province_code: place.province_name for place in self.places}
        return dict(sorted(named.items(), key=lambda item: item[1]))

    @property
    def open_total(self) -> int:
        return sum(self.total[phase] for phase in OPEN_PHASES)

    @cached_property
    def participating(self) -> int:
        return sum(place.participates for place in self.places)

    @cached_property
    def participating_provinces(self) -> int:
        return len({place.province_code for place in self.places if place.participates})


def public_figures() -> Figures:
    """What everybody may know. One query in the role `stats`, however many initiatives there are, and one more when a
    municipality changed."""
    return _figures(with_hidden=False)


def desk_figures() -> Figures:
    """All phases, and what is not announced yet: only for whoever holds `national.figures` (the view's gate)."""
    return _figures(with_hidden=True)


_FIELDS = (
    "id",
    "code",
    "name",
    "slug",
    "province_code",
    "province_name",
    "participates_since",
    "valid_to",
    "successor_id",
)
_DATA = """
SELECT
  (SELECT md5(string_agg(concat_ws('|', id, code, name, slug, province_code, province_name, participates_since, valid_from,
     valid_to, successor_id), ',' ORDER BY id)) FROM municipalities_municipality),
  (SELECT json_agg(json_build_array(municipality_id, state, announced, number) ORDER BY municipality_id, state, announced)
   FROM (SELECT municipality_id, state, coalesce(announced_on <= %s, false) AS announced, sum(number)::int AS number
         FROM initiatives_initiativecount WHERE number > 0 AND state = ANY(%s) GROUP BY 1, 2, 3) AS counted)::text,
  (SELECT concat_ws(',', coalesce(sum(homes_open), 0), coalesce(sum(people_now), 0), coalesce(sum(people_ever), 0),
     (SELECT coalesce(sum(nights), 0) FROM housing_nightsfreed)) FROM housing_housingfigure)
"""
"""One word for all municipalities, so that their rows are fetched only when one changed; the counts, and what living adds up to, as
text."""
_KEPT = 12
_built: OrderedDict[tuple[object, ...], Figures] = OrderedDict()
_rows: dict[tuple[date, str], list[Any]] = {}


def _figures(*, with_hidden: bool) -> Figures:
    """The same object for the same data: whoever draws from it can keep the drawing under it."""
    day = today()
    with as_stats():
        with connection.cursor() as cursor:
            cursor.execute(_DATA, [day, [str(state) for state in PHASE_OF_STATE]])
            digest, counts, lived = cursor.fetchone()
        key = (day, digest, with_hidden, counts, lived)
        if key not in _built:
            rows = _municipalities((day, digest))
            _built[key] = _build(rows, json.loads(counts or "[]"), day, housing_totals(lived), with_hidden=with_hidden)
            while len(_built) > _KEPT:
                _built.popitem(last=False)
        return _built[key]


def _municipalities(key: tuple[date, str]) -> list[Any]:
    """The rows of all municipalities that exist or existed; only the newest edition is kept."""
    if key not in _rows:
        _rows.clear()
        found = Municipality.objects.filter(valid_from__lte=key[0]).order_by("sort_key", "id")
        _rows[key] = list(found.values_list(*_FIELDS))
    return _rows[key]


def _build(
    rows: list[Any], counts: list[tuple[int, str, bool, int]], day: date, housing: HousingTotals, *, with_hidden: bool
) -> Figures:
    gone = {row[0]: row[8] for row in rows if row[7] is not None and row[7] <= day}
    shown: dict[int, Counter[Phase]] = {}
    hidden: dict[int, Counter[Phase]] = {}
    total: Counter[Phase] = Counter()
    for municipality_id, state, is_announced, number in counts:
        phase = PHASE_OF_STATE[state]
        total[phase] += number
        if not with_hidden and (not is_announced or phase is Phase.WITHDRAWN):
            continue
        target = shown if is_announced and phase is not Phase.WITHDRAWN else hidden
        target.setdefault(_today(municipality_id, gone), Counter())[phase] += number
    nothing: Counter[Phase] = Counter()
    return Figures(
        tuple(
            Place(
                code,
                name,
                slug,
                province,
                province_name,
                _since(since, day),
                shown.get(pk, nothing),
                hidden.get(pk, nothing),
            )
            for pk, code, name, slug, province, province_name, since, _to, _successor in rows
            if pk not in gone
        ),
        total,
        housing,
    )


def _since(day: date | None, now: date) -> date | None:
    return day if day is not None and day <= now else None


def _today(pk: int, gone: dict[int, int | None]) -> int:
    """The municipality in which it lies now: a merger moves no rows."""
    seen = set()
    while pk in gone and pk not in seen:
        seen.add(pk)
        successor = gone[pk]
        if successor is None:
            break
        pk = successor
    return pk


def find_municipality(slug: str) -> tuple[Municipality, bool]:
    """The municipality of this address as it exists today, and whether the address is an old one. One query, plus one
    per merger."""
    day = today()
    found = Municipality.objects.filter(slug=slug, valid_from__lte=day).first()
    if found is None:
        raise Http404
    current, steps = found, 0
    while current.valid_to is not None and current.valid_to <= day:
        if current.successor is None or steps > 10:
            raise Http404
        current, steps = current.successor, steps + 1
    return current, current.pk != found.pk


@dataclass(frozen=True, slots=True)
class PublicName:
    name: str
    phase: Phase


def published_names(municipality: Municipality) -> list[PublicName]:
    """Names that team and municipality both publish, of initiatives that have been announced. Predecessors' too."""
    day = today()
    with as_stats():
        ids = [municipality.pk, *_predecessors(municipality.pk, day)]
        rows = PublishedName.objects.filter(municipality_id__in=ids, announced_on__lte=day).values_list("name", "state")
        return [PublicName(name, PHASE_OF_STATE[state]) for name, state in rows.order_by("name", "id")]


def _predecessors(pk: int, day: date) -> list[int]:
    merged = dict(
        Municipality.objects.filter(valid_to__lte=day, successor__isnull=False)
        .order_by()
        .values_list("id", "successor_id")
    )
    return [old for old in merged if _today(old, dict(merged)) == pk]
