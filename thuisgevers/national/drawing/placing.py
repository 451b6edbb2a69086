"""Where bubbles stand so that each can be touched: pushed apart, tied to their place by a line, or taken together.

Pure geometry, the same answer every time. All lengths are units of the drawing; `radius` is half the least distance
between two bubbles, so a bubble's touch area never lies under another's.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FARTHEST = 2.4
"""How many radii a bubble may stand from its place before it is taken together with its neighbour."""
_ROUNDS = 90
_PULL = 0.06
_SLACK = 1e-6

type Points = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Bubble:
    """`members` are positions in the sequence that was given; (x, y) is where it stands, the anchor where it belongs."""

    members: tuple[int, ...]
    x: float
    y: float
    anchor_x: float
    anchor_y: float

    @property
    def shift(self) -> float:
        return math.hypot(self.x - self.anchor_x, self.y - self.anchor_y)


def place_bubbles(
    points: Sequence[tuple[float, float]], radius: float, box: tuple[float, float, float, float]
) -> list[Bubble]:
    """Bubbles for all points inside `box` (x, y, width, height): no two nearer than twice the radius, none outside."""
    groups: list[tuple[int, ...]] = [(number,) for number in range(len(points))]
    places = np.array(points, dtype=np.float64).reshape(-1, 2)
    while groups:
        anchors = np.array([places[list(group)].mean(axis=0) for group in groups])
        stood = _spread(anchors, radius, box)
        pairs = _too_near(stood, radius)
        if not pairs:
            return [
                Bubble(group, *(round(float(v), 1) for v in (*stood[i], *anchors[i]))) for i, group in enumerate(groups)
            ]
        groups = _taken_together(groups, pairs)
    return []


def _spread(anchors: Points, radius: float, box: tuple[float, float, float, float]) -> Points:
    left, top, width, height = box
    lowest = np.array([left + radius, top + radius])
    highest = np.maximum(np.array([left + width - radius, top + height - radius]), lowest)
    # Equal points have no direction to be pushed in: a sunflower of a thousandth gives each its own.
    turns = np.arange(len(anchors)) * 2.399963
    stood = anchors + np.stack([np.cos(turns), np.sin(turns)], axis=1) * radius * 1e-3
    apart = 2 * radius * 1.01
    for step in range(_ROUNDS):
        delta = stood[:, None, :] - stood[None, :, :]
        distance = np.sqrt((delta**2).sum(axis=2))
        np.fill_diagonal(distance, np.inf)
        overlap = np.clip(apart - distance, 0, None)
        if step and not overlap.any():
            break
        push = (delta / np.maximum(distance, 1e-9)[:, :, None] * (overlap / 2)[:, :, None]).sum(axis=1)
        stood = stood + push + (anchors - stood) * (_PULL if step < _ROUNDS * 2 // 3 else 0)
        away = stood - anchors
        length = np.sqrt((away**2).sum(axis=1, keepdims=True))
        stood = anchors + away * np.minimum(1, radius * FARTHEST / np.maximum(length, 1e-9))
        stood = np.clip(stood, lowest, highest)
    return np.round(stood, 2)


def _too_near(stood: Points, radius: float) -> list[tuple[int, int]]:
    """Overlapping pairs, the nearest first."""
    delta = stood[:, None, :] - stood[None, :, :]
    distance = np.sqrt((delta**2).sum(axis=2))
    firsts, seconds = np.nonzero(np.triu(distance < 2 * radius - _SLACK, k=1))
    order = np.argsort(distance[firsts, seconds], kind="stable")
    return [(int(firsts[k]), int(seconds[k])) for k in order]


def _taken_together(groups: list[tuple[int, ...]], pairs: list[tuple[int, int]]) -> list[tuple[int, ...]]:
    """Every bubble at most once per round: the nearest pairs first."""
    partner: dict[int, int] = {}
    for one, other in pairs:
        if one not in partner and other not in partner:
            partner[one], partner[other] = other, one
    return [
        (*group, *groups[partner[i]]) if i in partner else group
        for i, group in enumerate(groups)
        if partner.get(i, len(groups)) > i
    ]
