"""Bubbles that can be touched: geometry without a database, and the real country where its boundaries are at hand."""

from __future__ import annotations

import json
import math
import random
from itertools import combinations
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from thuisgevers.municipalities.geo.maps import TILE_GAP, TILE_RADIUS, tile_map
from thuisgevers.national.drawing.frame import LEAST_TOUCH, Frame
from thuisgevers.national.drawing.placing import FARTHEST, place_bubbles
from thuisgevers.national.drawing.subject import shade
from thuisgevers.national.drawing.tiles import around

BOX = (0.0, 0.0, 1000.0, 1180.0)
point = st.tuples(st.floats(0, 1000), st.floats(0, 1180))


@hypothesis_settings(max_examples=40, deadline=None)
@given(st.lists(point, max_size=40), st.sampled_from([12.0, 23.0, 60.0]))
def test_bubbles_never_overlap_and_lose_nobody(points: list[tuple[float, float]], radius: float) -> None:
    placed = place_bubbles(points, radius, BOX)
    assert sorted(member for one in placed for member in one.members) == list(range(len(points)))
    for one, other in combinations(placed, 2):
        assert math.dist((one.x, one.y), (other.x, other.y)) >= 2 * radius - 0.2
    for one in placed:
        assert radius - 0.1 <= one.x <= BOX[2] - radius + 0.1
        assert radius - 0.1 <= one.y <= BOX[3] - radius + 0.1


def test_the_same_points_give_the_same_map() -> None:
    points = [(random.Random(k).uniform(0, 300), random.Random(-k).uniform(0, 300)) for k in range(30)]
    assert place_bubbles(points, 23, BOX) == place_bubbles(points, 23, BOX)


def test_neighbours_step_aside_before_they_are_taken_together() -> None:
    placed = place_bubbles([(500, 500), (520, 500)], 23, BOX)
    assert [one.members for one in placed] == [(0,), (1,)]
    assert all(one.shift <= 23 * FARTHEST for one in placed)
    crowd = place_bubbles([(500 + k % 5, 500 + k // 5) for k in range(25)], 23, BOX)
    assert len(crowd) < 25


@pytest.mark.skipif(settings.GEODATA_DIR is None, reason="the real boundaries are not at hand")
def test_the_randstad_can_be_touched() -> None:
    assert settings.GEODATA_DIR is not None
    drawing = json.loads((Path(settings.GEODATA_DIR) / "gemeenten-2026-svg.json").read_text())
    points = [tuple(xy) for xy in drawing["gemeentePunt"].values()]
    frame = Frame.of(drawing["viewBox"])
    placed = place_bubbles(points, frame.wide_radius, frame.box)
    least = min(math.dist((a.x, a.y), (b.x, b.y)) for a, b in combinations(placed, 2))
    assert least >= 2 * frame.wide_radius - 0.2
    assert len(placed) > 150


def test_a_bubble_is_24_pixels_on_the_smallest_screen() -> None:
    for frame in (Frame(0, 0, 1000, 1180), Frame(0, 0, 300, 180), Frame(0, 0, 90, 220)):
        pixels = min(550 / frame.width, 688 / frame.height)
        assert 2 * frame.wide_radius * pixels >= LEAST_TOUCH
        assert 2 * frame.narrow_radius * min(250 / frame.width, 688 / frame.height) >= LEAST_TOUCH


def test_a_tile_is_24_pixels_wherever_it_is_a_link() -> None:
    flat = (TILE_RADIUS - TILE_GAP) * math.sqrt(3)
    whole = Frame.of(tile_map().view_box)
    assert flat * min(620 / whole.width, 784 / whole.height) >= LEAST_TOUCH
    for province in {tile.province_code for tile in tile_map().tiles}:
        frame = around([tile for tile in tile_map().tiles if tile.province_code == province], province)
        assert flat * min(312 / frame.width, 688 / frame.height) >= LEAST_TOUCH, province


def test_shades_follow_the_legend() -> None:
    assert [shade(n) for n in (0, 1, 2, 3, 4, 7, 8, 80)] == [0, 1, 2, 2, 3, 3, 4, 4]
