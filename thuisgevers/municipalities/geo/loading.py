"""Put the project's own facts in the database: the municipalities and the names by which they are found."""

from typing import Any

from thuisgevers.municipalities import names
from thuisgevers.municipalities.geo.facts import municipality_facts, read_rows
from thuisgevers.municipalities.models import Municipality
from thuisgevers.municipalities.models.geography import Place, PlaceKind

_FACTS = (
    "name", "official_name", "slug", "sort_key", "province_code", "province_name", "latitude", "longitude", "valid_from",
)  # fmt: skip


def load_municipalities(municipality_model: Any = Municipality, place_model: Any = Place) -> int:
    """Insert or refresh the municipalities by CBS code; what a municipality chose itself, a merger and rows that the file
    does not know stay as they are. Idempotent; works with the historical models in a migration. Needs `owner`.

    Returns the number of municipalities in the file.
    """
    rows = [
        municipality_model(
            code=fact.code,
            name=fact.name,
            official_name=fact.official_name,
            slug=names.slug(fact.name),
            sort_key=names.sort_key(fact.name),
            province_code=fact.province_code,
            province_name=fact.province_name,
            latitude=fact.latitude,
            longitude=fact.longitude,
            valid_from=fact.valid_from,
        )
        for fact in municipality_facts()
    ]
    municipality_model.objects.bulk_create(rows, update_conflicts=True, unique_fields=["code"], update_fields=_FACTS)
    index_names(municipality_model, place_model)
    return len(rows)


def index_names(municipality_model: Any = Municipality, place_model: Any = Place) -> None:
    """Make the municipalities' own names and the aliases findable. Writes only what is missing; a municipality that got
    another name keeps the old one as a way to find it."""
    ids = dict(municipality_model.objects.order_by().values_list("code", "id"))
    wanted: list[tuple[str, str, str, int]] = [
        (PlaceKind.MUNICIPALITY.value, name, name, identity)
        for name, identity in municipality_model.objects.order_by().values_list("name", "id")
    ]
    wanted += [
        (
            PlaceKind.ALIAS.value,
            row["alias"],
            row["name"],
            ids[row["municipality_code"]],
        )
        for row in read_rows("aliases.csv")
        if row["municipality_code"] in ids
    ]
    known = set(
        place_model.objects.exclude(kind=PlaceKind.PLACE.value)
        .order_by()
        .values_list("kind", "full_key", "name", "municipality_id")
    )
    place_model.objects.bulk_create(
        place_model(
            kind=kind,
            name=name,
            municipality_id=identity,
            full_key=names.full_key(typed),
            short_key=names.short_key(typed),
        )
        for kind, typed, name, identity in wanted
        if (kind, names.full_key(typed), name, identity) not in known
    )
