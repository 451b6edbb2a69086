"""The tile map: one hexagon per municipality, so that a small one counts as much for the eye as a large one."""

from __future__ import annotations

from django.utils.safestring import mark_safe

from thuisgevers.municipalities.geo.maps import TILE_RADIUS, Tile, TileMap

from ..keeping import kept
from .frame import Drawing, Frame
from .parts import map_words, opening, province_bubbles
from .subject import Subject, attribute, place_url, shade


def draw_tiles(tile_map: TileMap, subject: Subject) -> Drawing:
    return kept((tile_map, subject.figures), ("tiles", subject.key), lambda: _draw(tile_map, subject))


def _draw(tile_map: TileMap, subject: Subject) -> Drawing:
    inside = [tile for tile in tile_map.tiles if tile.province_code == subject.province]
    frame = around(inside, subject.province) if inside else Frame.of(tile_map.view_box)
    known = subject.figures.by_code
    ground, links = [], []
    for tile in tile_map.tiles:
        place = known.get(tile.code)
        is_out = bool(inside) and tile.province_code != subject.province
        number = 0 if place is None or is_out else subject.number(place)
        css = f"k-g k-{shade(number)}{' k-out' if is_out or place is None else ''}"
        if place is None or is_out:
            ground.append(f'<polygon class="{css}" points="{tile.points}"/>')
            continue
        tip = attribute(subject.tip(place, number))
        ground.append(
            f'<polygon class="{css}" points="{tile.points}" data-u="{place.slug}"><title>{tip}</title></polygon>'
        )
        if number:
            links.append(
                (
                    place.province_name,
                    place.name,
                    _link(tile, shade(number), place_url(place), subject.label(place, number), number),
                )
            )
    layer = "k-all" if inside else "k-wide"
    parts = [
        opening(frame, "tiles", *map_words(subject)),
        f'<g aria-hidden="true">{"".join(ground)}</g>',
        f'<path class="k-coast" d="{tile_map.coast}" aria-hidden="true"/>',
        f'<path class="k-prov k-prov--tiles" d="{tile_map.province_borders}" aria-hidden="true"/>',
        f'<g class="{layer}" font-size="{TILE_RADIUS * 0.82:.1f}">{"".join(link for *_names, link in sorted(links))}</g>',
    ]
    if not inside:
        parts.append(province_bubbles(subject, frame, _centres(tile_map)))
    parts.append("</svg>")
    return Drawing(mark_safe("".join(parts)), "tiles", "")  # noqa: S308 - every text went through `attribute`


def around(tiles: list[Tile], province: str) -> Frame:
    """The frame of some tiles, with room for what stands at their edge."""
    left, right = min(t.x for t in tiles), max(t.x for t in tiles)
    top, bottom = min(t.y for t in tiles), max(t.y for t in tiles)
    return Frame(left, top, right - left, bottom - top, province).padded(TILE_RADIUS * 1.02)


def _centres(tile_map: TileMap) -> dict[str, tuple[float, float]]:
    """The middle of each province's tiles."""
    held: dict[str, list[Tile]] = {}
    for tile in tile_map.tiles:
        held.setdefault(tile.province_code, []).append(tile)
    return {code: (sum(t.x for t in of) / len(of), sum(t.y for t in of) / len(of)) for code, of in held.items()}


def _link(tile: Tile, tone: int, url: str, label: str, number: int) -> str:
    """The whole tile is the link; its number is dark on light tiles and light on dark ones."""
    return (
        f'<a class="k-m k-t k-t--{tone}" href="{url}" aria-label="{attribute(label)}">'
        f'<polygon class="k-halo" points="{tile.points}"/><polygon class="k-ring" points="{tile.points}"/>'
        f'<polygon class="k-hit" points="{tile.points}"/><text x="{tile.x:g}" y="{tile.y:g}">{number}</text></a>'
    )
