"""Compute the layout of the tile map anew and write it to the project's data file. Rarely needed: after a merger."""

import csv
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from thuisgevers.municipalities.geo import layout
from thuisgevers.municipalities.geo.facts import DATA, municipality_facts
from thuisgevers.municipalities.geo.projection import to_rd

ISLANDS = frozenset({"GM0448", "GM0096", "GM0093", "GM0060", "GM0088"})
"""Texel, Vlieland, Terschelling, Ameland, Schiermonnikoog: these stay free of the coast."""

WATER = (
    # IJsselmeer and Markermeer
    (52.98, 5.22), (52.88, 5.12), (52.88, 5.30), (52.78, 5.20), (52.78, 5.36),
    (52.68, 5.30), (52.58, 5.22), (52.50, 5.20),
    # Waddenzee
    (53.02, 4.98), (53.10, 5.12), (53.18, 5.25), (53.27, 5.30), (53.33, 5.50),
    (53.41, 5.75), (53.42, 5.95), (53.43, 6.15), (53.15, 4.95),
    # Westerschelde, Oosterschelde, Grevelingen, Haringvliet
    (51.40, 3.75), (51.39, 3.95), (51.63, 3.95), (51.67, 4.05), (51.75, 4.15), (51.56, 3.85),
)  # fmt: skip


def spots() -> list[layout.Spot]:
    """Municipalities first, then the water, in kilometres of the RD grid."""
    found = []
    for fact in municipality_facts():
        x, y = to_rd(float(fact.longitude), float(fact.latitude))
        found.append(
            layout.Spot(
                fact.code,
                fact.province_code,
                x / 1000,
                y / 1000,
                island=fact.code in ISLANDS,
            )
        )
    for number, (latitude, longitude) in enumerate(WATER):
        x, y = to_rd(longitude, latitude)
        found.append(layout.Spot(f"water-{number}", None, x / 1000, y / 1000))
    return found


class Command(BaseCommand):
    help = "Berekent de tegelkaart opnieuw en schrijft data/tiles.csv."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--seed", type=int, default=2)
        parser.add_argument("--steps", type=int, default=600_000)

    def handle(self, *args: Any, **options: Any) -> None:
        cells = layout.lay_out(spots(), seed=options["seed"], steps=options["steps"])
        with (DATA / "tiles.csv").open("w", encoding="utf-8", newline="") as target:
            writer = csv.writer(target, lineterminator="\n")
            writer.writerow(["code", "q", "r"])
            writer.writerows([code, *cell] for code, cell in sorted(cells.items()))
        self.stdout.write(f"{len(cells)} tegels geschreven.")
