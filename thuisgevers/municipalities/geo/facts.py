"""The project's own facts about the municipalities: code, names, province, label point, and the tile layout.

Facts only, so that they may live in the repository; boundaries, postcodes and places are imported (`import_geodata`).
The label point is rounded to 0.01 degree: enough to draw a dot, no claim about a boundary.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "data"


@dataclass(frozen=True, slots=True)
class MunicipalityFact:
    """One municipality of the Netherlands; `valid_from` is the first division in which we know it, not its foundation."""

    code: str
    name: str
    official_name: str
    province_code: str
    province_name: str
    latitude: Decimal
    longitude: Decimal
    valid_from: date


def read_rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


@cache
def municipality_facts() -> tuple[MunicipalityFact, ...]:
    return tuple(
        MunicipalityFact(
            code=row["code"],
            name=row["name"],
            official_name=row["official_name"],
            province_code=row["province_code"],
            province_name=row["province_name"],
            latitude=Decimal(row["latitude"]),
            longitude=Decimal(row["longitude"]),
            valid_from=date.fromisoformat(row["valid_from"]),
        )
        for row in read_rows("municipalities.csv")
    )


@cache
def tile_cells() -> dict[str, tuple[int, int]]:
    """Axial coordinates per CBS code."""
    return {row["code"]: (int(row["q"]), int(row["r"])) for row in read_rows("tiles.csv")}
