"""The facts that the project carries itself, and the tile map made of them."""

from collections import Counter
from decimal import Decimal

import pytest

from tests.seeding import seed
from thuisgevers.municipalities import names
from thuisgevers.municipalities.geo import layout, maps
from thuisgevers.municipalities.geo.facts import municipality_facts, tile_cells
from thuisgevers.municipalities.geo.loading import load_municipalities
from thuisgevers.municipalities.management.commands.layout_tiles import ISLANDS
from thuisgevers.municipalities.models import Municipality, Place

PER_PROVINCE = {
    "Groningen": 10, "Fryslân": 18, "Drenthe": 12, "Overijssel": 25, "Flevoland": 6, "Gelderland": 51,
    "Utrecht": 26, "Noord-Holland": 44, "Zuid-Holland": 50, "Zeeland": 13, "Noord-Brabant": 56, "Limburg": 31,
}  # fmt: skip


def neighbours(cell: tuple[int, int]) -> set[tuple[int, int]]:
    return {(cell[0] + dq, cell[1] + dr) for dq, dr in layout.NEIGHBOURS}


def test_342_municipalities_in_12_provinces() -> None:
    facts = municipality_facts()
    assert len(facts) == len({fact.code for fact in facts}) == len({fact.name for fact in facts}) == 342
    assert Counter(fact.province_name for fact in facts) == PER_PROVINCE
    assert all(fact.latitude == round(fact.latitude, 2) for fact in facts)
    assert all(Decimal("50.7") < fact.latitude < Decimal("53.6") for fact in facts)
    kampen = next(fact for fact in facts if fact.name == "Kampen")
    assert (kampen.code, kampen.province_code) == ("GM0166", "PV23")


def test_every_municipality_has_its_own_tile() -> None:
    cells = tile_cells()
    assert set(cells) == {fact.code for fact in municipality_facts()}
    assert len(set(cells.values())) == len(cells)


def test_wadden_islands_lie_free_and_the_rest_holds_together() -> None:
    cells = tile_cells()
    land = {cell for code, cell in cells.items() if code not in ISLANDS}
    assert len(ISLANDS) == 5
    for island in ISLANDS:
        assert not neighbours(cells[island]) & land, island
    reached, todo = set(), [cells["GM0344"]]
    while todo:
        cell = todo.pop()
        reached.add(cell)
        todo += (neighbours(cell) & land) - reached
    assert reached == land


def test_provinces_hold_together() -> None:
    cells = tile_cells()
    provinces: dict[str, set[tuple[int, int]]] = {}
    for fact in municipality_facts():
        if fact.code not in ISLANDS:
            provinces.setdefault(fact.province_name, set()).add(cells[fact.code])
    for name, members in provinces.items():
        reached, todo = set(), [min(members)]
        while todo:
            cell = todo.pop()
            reached.add(cell)
            todo += (neighbours(cell) & members) - reached
        assert reached == members, name


def test_no_hole_inland() -> None:
    taken = set(tile_cells().values())
    around = {near for cell in taken for near in neighbours(cell)} - taken
    assert not [cell for cell in around if len(neighbours(cell) & taken) == 6]


@pytest.mark.parametrize(
    ("north", "south"),
    [("Groningen", "Maastricht"), ("Den Helder", "Amsterdam"), ("Kampen", "Arnhem"), ("Breda", "Eindhoven")],
)
def test_north_stays_north(north: str, south: str) -> None:
    tiles = {tile.code: tile for tile in maps.tiles()}
    codes = {fact.name: fact.code for fact in municipality_facts()}
    assert tiles[codes[north]].y <= tiles[codes[south]].y


@pytest.mark.parametrize(("west", "east"), [("Den Haag", "Enschede"), ("Texel", "Ameland"), ("Vlissingen", "Venlo")])
def test_west_stays_west(west: str, east: str) -> None:
    tiles = {tile.code: tile for tile in maps.tiles()}
    codes = {fact.name: fact.code for fact in municipality_facts()}
    assert tiles[codes[west]].x < tiles[codes[east]].x


def test_tiles_fit_their_drawing() -> None:
    drawn = maps.tile_map()
    _, _, width, height = map(float, drawn.view_box.split())
    assert len(drawn.tiles) == 342
    for tile in drawn.tiles:
        corners = [tuple(map(float, corner.split(","))) for corner in tile.points.split()]
        assert len(corners) == 6
        assert all(0 <= x <= width and 0 <= y <= height for x, y in corners)
    assert drawn.province_borders.count("M") > 100
    assert drawn.coast.count("M") > 100


def test_layout_is_the_same_for_the_same_input() -> None:
    spots = [
        layout.Spot(f"GM{k:04}", "PV23" if k % 2 else "PV25", 10.0 * (k % 5), 11.0 * (k // 5) + k % 3)
        for k in range(20)
    ] + [layout.Spot("water", None, 25.0, 18.0)]
    first = layout.lay_out(spots, steps=2_000)
    assert first == layout.lay_out(spots, steps=2_000)
    assert len(set(first.values())) == 20
    assert min(r for _, r in first.values()) == 0


@pytest.mark.django_db
def test_the_database_starts_with_the_facts() -> None:
    assert Municipality.objects.count() == 342
    assert Municipality.objects.get(code="GM0166").slug == "kampen"
    assert Municipality.objects.get(code="GM0796").sort_key == "hertogenbosch"
    assert set(Municipality.objects.filter(name__startswith="Bergen (").values_list("slug", flat=True)) == {
        "bergen-l",
        "bergen-nh",
    }


@pytest.mark.django_db
def test_loading_again_keeps_what_a_municipality_chose() -> None:
    with seed():
        Municipality.objects.filter(code="GM0166").update(first_answer_days=3, name="Kampen oud")
        before = Place.objects.count()
        assert load_municipalities() == 342
    kampen = Municipality.objects.get(code="GM0166")
    assert (kampen.first_answer_days, kampen.name) == (3, "Kampen")
    assert Municipality.objects.count() == 342
    assert Place.objects.count() == before


@pytest.mark.parametrize(
    ("name", "sort_key", "slug", "short_key"),
    [
        ("'s-Hertogenbosch", "hertogenbosch", "s-hertogenbosch", "hertogenbosch"),
        ("Den Haag", "den haag", "den-haag", "haag"),
        ("De Bilt", "de bilt", "de-bilt", "bilt"),
        ("Súdwest-Fryslân", "sudwest fryslan", "sudwest-fryslan", "sudwest fryslan"),
        ("Bergen (NH.)", "bergen nh", "bergen-nh", "bergen"),
        ("Ĳsselstein", "ijsselstein", "ijsselstein", "ijsselstein"),
        ("'t Harde", "harde", "t-harde", "harde"),
    ],
)
def test_names(name: str, sort_key: str, slug: str, short_key: str) -> None:
    assert (names.sort_key(name), names.slug(name), names.short_key(name)) == (sort_key, slug, short_key)
