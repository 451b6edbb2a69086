"""Read geodata that somebody prepared in a folder (`GEODATA_DIR`): ready drawings and tables, nothing to compute."""

import csv
import json
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from thuisgevers.municipalities.geo.facts import MunicipalityFact
from thuisgevers.municipalities.geo.geodata import (
    CREDIT,
    Geodata,
    GeodataError,
    PlaceRow,
    PostcodeRow,
    Shape,
)
from thuisgevers.municipalities.geo.projection import VIEW_BOX

_YEAR = re.compile(r"^gemeenten-(\d{4})-svg\.json$")
_ROUNDING = Decimal("0.01")


def read_folder(folder: Path) -> Geodata:
    """The newest year for which the folder holds `gemeenten-<year>-svg.json`. Raises `GeodataError`; writes nothing."""
    year = _newest_year(folder)
    drawing = _read_json(folder / f"gemeenten-{year}-svg.json")
    if drawing.get("viewBox") != VIEW_BOX:
        raise GeodataError(f"De tekening heeft viewBox {drawing.get('viewBox')!r}; verwacht is {VIEW_BOX!r}.")
    reference_on = date(year, 1, 1)
    municipalities = tuple(_municipalities(folder / f"gemeenten-{year}.csv", reference_on))
    province_names = {row["code"]: row["name"] for row in _rows(folder / "provincies.csv")}
    names = {fact.code: fact.name for fact in municipalities}
    try:
        shapes = tuple(_shapes(drawing, names, province_names))
        postcodes = tuple(
            sorted({PostcodeRow(row["pc4"], row["plaats"], row["gemeente_code"]) for row in _rows(folder / "pc4.csv")})
        )
        places = tuple(
            sorted(
                PlaceRow(row["plaats"], row["gemeente_code"], int(row["n_pc4"]))
                for row in _rows(folder / "plaatsen.csv")
            )
        )
    except (KeyError, ValueError, TypeError) as error:
        raise GeodataError(f"De bestanden in {folder} hebben een andere vorm dan verwacht: {error!r}.") from error
    return Geodata(
        reference_on,
        f"map {folder.name}",
        CREDIT,
        municipalities,
        shapes,
        postcodes,
        places,
    )


def _newest_year(folder: Path) -> int:
    if not folder.is_dir():
        raise GeodataError(f"De map {folder} bestaat niet.")
    years = [int(match[1]) for path in folder.iterdir() if (match := _YEAR.match(path.name))]
    if not years:
        raise GeodataError(f"In {folder} staat geen bestand gemeenten-<jaar>-svg.json.")
    return max(years)


def _municipalities(path: Path, reference_on: date) -> Iterator[MunicipalityFact]:
    for row in _rows(path):
        try:
            yield MunicipalityFact(
                code=row["code"],
                name=row["name"],
                official_name=row["official_name"],
                province_code=row["province_code"],
                province_name=row["province"],
                latitude=Decimal(row["lat"]).quantize(_ROUNDING),
                longitude=Decimal(row["lon"]).quantize(_ROUNDING),
                valid_from=reference_on,
            )
        except (KeyError, InvalidOperation) as error:
            raise GeodataError(f"{path.name} heeft een andere vorm dan verwacht: {error!r}.") from error


def _shapes(drawing: dict[str, Any], names: dict[str, str], provinces: dict[str, str]) -> Iterator[Shape]:
    for code, path in sorted(drawing["gemeenten"].items()):
        x, y = drawing["gemeentePunt"][code]
        yield Shape("municipality", code, names[code], path, "", float(x), float(y))
    for code, path in sorted(drawing["provincies"].items()):
        x, y = drawing["provinciePunt"][code]
        yield Shape(
            "province",
            code,
            provinces[code],
            path,
            drawing["provincieBox"][code],
            float(x),
            float(y),
        )
    yield Shape("borders", "NL", "", drawing["provinciegrenzen"])


def _rows(path: Path) -> Iterator[dict[str, str]]:
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            yield from csv.DictReader(lines)
    except (OSError, UnicodeDecodeError) as error:
        raise GeodataError(f"{path.name} is niet te lezen: {error}.") from error


def _read_json(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise GeodataError(f"{path.name} is niet te lezen: {error}.") from error
    if not isinstance(content, dict):
        raise GeodataError(f"{path.name} hoort een JSON-object te zijn.")
    return content
