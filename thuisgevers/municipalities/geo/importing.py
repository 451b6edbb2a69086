"""Write an edition of geodata into the database: all of it or nothing."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection, transaction

from thuisgevers.common.ids import uuid7
from thuisgevers.municipalities import names
from thuisgevers.municipalities.geo.facts import MunicipalityFact
from thuisgevers.municipalities.geo.geodata import Geodata, GeodataError, Shape
from thuisgevers.municipalities.geo.loading import index_names
from thuisgevers.municipalities.models import Municipality
from thuisgevers.municipalities.models.geography import (
    Boundary,
    GeodataEdition,
    Place,
    PlaceKind,
    Postcode,
)

_POSTCODE = re.compile(r"^[1-9]\d{3}$")
MOST_ENDING = 0.2
"""More municipalities than this part cannot have merged in a year: the file is incomplete."""


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import changed; `changed` is false when the same edition was there already."""

    changed: bool
    municipalities: int
    new: int = 0
    ended: int = 0
    shapes: int = 0
    postcodes: int = 0
    places: int = 0


@transaction.atomic
def import_geodata(data: Geodata, *, successors: Mapping[str, str] | None = None) -> ImportResult:
    """Bring municipalities, boundaries, postcodes and places to this edition. Needs `owner`.

    `successors` names for every municipality that is no longer there the one it merged into: no file tells, and rights
    and addresses follow it. A municipality's rows stay where they are. Raises `GeodataError`; then nothing changed.
    """
    _require_owner()
    newest = GeodataEdition.objects.select_for_update().first()
    if newest and newest.reference_on > data.reference_on:
        raise GeodataError(
            f"De indeling van {newest.reference_on:%d-%m-%Y} is al ingelezen; {data.reference_on:%d-%m-%Y} is ouder."
        )
    if newest and (newest.reference_on, newest.digest) == (
        data.reference_on,
        data.digest,
    ):
        return ImportResult(changed=False, municipalities=len(data.municipalities))
    _check(data)
    new = _add_municipalities(data.municipalities)
    ended = _end_municipalities(data, successors or {})
    edition = GeodataEdition.objects.create(
        reference_on=data.reference_on,
        source=data.source,
        credit=data.credit,
        digest=data.digest,
    )
    shapes = _write_shapes(data, edition)
    ids = dict(Municipality.objects.order_by().values_list("code", "id"))
    _write_postcodes(data, ids)
    _write_places(data, ids)
    index_names()
    return ImportResult(
        changed=True,
        municipalities=len(data.municipalities),
        new=new,
        ended=ended,
        shapes=shapes,
        postcodes=len(data.postcodes),
        places=len(data.places),
    )


def _require_owner() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege('municipalities_boundary', 'INSERT')")
        if not cursor.fetchone()[0]:
            raise GeodataError("Geodata schrijven mag alleen de rol owner: start het commando met DB_ROLE=owner.")


def _check(data: Geodata) -> None:
    codes = {fact.code for fact in data.municipalities}
    drawn = {shape.code for shape in data.shapes if shape.kind == "municipality"}
    if not codes:
        raise GeodataError("De bron noemt geen enkele gemeente.")
    if codes != drawn:
        raise GeodataError(f"Lijst en grenzen verschillen: {_some(codes ^ drawn)}.")
    named = {row.municipality_code for row in data.postcodes} | {row.municipality_code for row in data.places}
    if strange := named - codes:
        raise GeodataError(f"Postcodes of plaatsen wijzen naar onbekende gemeenten: {_some(strange)}.")
    if wrong := {row.digits for row in data.postcodes if not _POSTCODE.match(row.digits)}:
        raise GeodataError(f"Geen postcodes van vier cijfers: {_some(wrong)}.")
    if long := {row.name for row in data.places if not 0 < len(row.name) <= names.LONGEST}:
        raise GeodataError(f"Plaatsnamen zonder letters of langer dan {names.LONGEST}: {_some(long)}.")
    if empty := [shape.code for shape in data.shapes if not shape.path and shape.kind != "borders"]:
        raise GeodataError(f"Zonder grens: {_some(empty)}.")


def _some(codes: Iterable[str]) -> str:
    listed = sorted(codes)
    return ", ".join(listed[:8]) + (f" en nog {len(listed) - 8}" if len(listed) > 8 else "")


def _add_municipalities(facts: Sequence[MunicipalityFact]) -> int:
    known = set(Municipality.objects.order_by().values_list("code", flat=True))
    taken = set(Municipality.objects.order_by().values_list("slug", flat=True))
    new = []
    for fact in facts:
        if fact.code in known:
            continue
        slug = names.slug(fact.name)
        if slug in taken:
            slug = f"{slug}-{names.slug(fact.province_name)}"
        taken.add(slug)
        new.append(
            Municipality(
                code=fact.code,
                name=fact.name,
                official_name=fact.official_name,
                slug=slug,
                sort_key=names.sort_key(fact.name),
                province_code=fact.province_code,
                province_name=fact.province_name,
                latitude=fact.latitude,
                longitude=fact.longitude,
                valid_from=fact.valid_from,
            )
        )
    Municipality.objects.bulk_create(new)
    return len(new)


def _end_municipalities(data: Geodata, successors: Mapping[str, str]) -> int:
    codes = {fact.code for fact in data.municipalities}
    existing = list(Municipality.objects.filter(valid_to__isnull=True).order_by("code"))
    gone = [municipality for municipality in existing if municipality.code not in codes]
    if len(gone) > MOST_ENDING * len(existing):
        raise GeodataError(
            f"{len(gone)} van de {len(existing)} gemeenten ontbreken in de bron: die is vermoedelijk niet volledig."
        )
    if unknown := [m.code for m in gone if successors.get(m.code) not in codes]:
        raise GeodataError(
            f"Deze gemeenten bestaan niet meer: {_some(unknown)}. "
            f"Noem de gemeente waarin zij zijn opgegaan, bijvoorbeeld --successor {unknown[0]}=GM0000."
        )
    by_code = {m.code: m for m in Municipality.objects.filter(code__in=codes)}
    for municipality in gone:
        municipality.valid_to = data.reference_on
        municipality.successor = by_code[successors[municipality.code]]
        municipality.save(update_fields=["valid_to", "successor"])
    return len(gone)


def _write_shapes(data: Geodata, edition: GeodataEdition) -> int:
    """Close what changed or disappeared on the reference date and add what is new from that date."""
    since = data.reference_on
    wanted = {(shape.kind, shape.code): shape for shape in data.shapes}
    superseded: list[Any] = []
    for row in Boundary.objects.filter(valid_until__isnull=True).order_by("kind", "code"):
        shape = wanted.get((row.kind, row.code))
        if shape is not None and _same(row, shape):
            del wanted[row.kind, row.code]
        else:
            superseded.append(row)
    Boundary.objects.filter(pk__in=[row.pk for row in superseded if row.valid_from >= since]).delete()
    Boundary.objects.filter(pk__in=[row.pk for row in superseded if row.valid_from < since]).update(valid_until=since)
    _copy(
        "municipalities_boundary",
        (
            "id",
            "kind",
            "code",
            "name",
            "path",
            "view_box",
            "x",
            "y",
            "valid_from",
            "valid_until",
            "edition_id",
        ),
        (
            (
                uuid7(),
                s.kind,
                s.code,
                s.name,
                s.path,
                s.view_box,
                s.x,
                s.y,
                since,
                _OPEN,
                edition.pk,
            )
            for s in wanted.values()
        ),
    )
    return len(wanted)


_OPEN: date | None = None


def _same(row: Boundary, shape: Shape) -> bool:
    return (row.name, row.path, row.view_box, row.x, row.y) == (
        shape.name,
        shape.path,
        shape.view_box,
        shape.x,
        shape.y,
    )


def _write_postcodes(data: Geodata, ids: Mapping[str, int]) -> None:
    Postcode.objects.all().delete()
    _copy(
        "municipalities_postcode",
        ("id", "digits", "place", "municipality_id"),
        ((uuid7(), row.digits, row.place, ids[row.municipality_code]) for row in data.postcodes),
    )


def _write_places(data: Geodata, ids: Mapping[str, int]) -> None:
    Place.objects.filter(kind=PlaceKind.PLACE).delete()
    _copy(
        "municipalities_place",
        ("id", "kind", "name", "municipality_id", "full_key", "short_key", "weight"),
        (
            (
                uuid7(),
                PlaceKind.PLACE.value,
                row.name,
                ids[row.municipality_code],
                names.full_key(row.name),
                names.short_key(row.name),
                row.weight,
            )
            for row in data.places
        ),
    )


def _copy(table: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """PostgreSQL's COPY, on Django's own connection and so in its transaction. Table and columns are our own constants."""
    statement = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
    with connection.cursor() as cursor, cursor.cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
