"""A made-up country of three municipalities in two provinces, as a folder and as PDOK and GeoNames would send it."""

import csv
import io
import json
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from thuisgevers.municipalities.models import Municipality, Place

NAMES = {"GM9101": "Voorbeeldstad", "GM9102": "'s-Testdrecht", "GM9103": "Proefhuizen"}
PROVINCES = {"GM9101": "PV91", "GM9102": "PV91", "GM9103": "PV92"}
PROVINCE_NAMES = {"PV91": "Noordproef", "PV92": "Zuidproef"}
SQUARES = {"GM9101": (150_000, 450_000), "GM9102": (160_000, 450_000), "GM9103": (150_000, 440_000)}
SIDE = 10_000


def clear() -> None:
    """Take the real municipalities away; inside `seed()`."""
    Place.objects.all().delete()
    Municipality.objects.all().delete()


def ring(x: float, y: float, width: float = SIDE, height: float = SIDE) -> list[list[float]]:
    return [[x, y], [x + width, y], [x + width, y + height], [x, y + height], [x, y]]


def collection(features: Iterable[tuple[str, str, list[list[float]]]], **extra: Any) -> dict[str, Any]:
    made = [
        {
            "type": "Feature",
            "id": f"gemeente_gegeneraliseerd.{number}",
            "properties": {"id": number, "statcode": code, "jrstatcode": f"2026{code}", "statnaam": name},
            "geometry": {"type": "MultiPolygon", "coordinates": [[corners]]},
        }
        for number, (code, name, corners) in enumerate(features, start=1)
    ]
    return {
        "type": "FeatureCollection",
        "numberMatched": len(made),
        "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::28992"}},
        "features": made,
        **extra,
    }


def municipalities_layer(**extra: Any) -> dict[str, Any]:
    return collection(((code, name, ring(*SQUARES[code])) for code, name in NAMES.items()), **extra)


def provinces_layer() -> dict[str, Any]:
    return collection(
        [
            ("PV91", "Noordproef", ring(150_000, 450_000, 2 * SIDE)),
            ("PV92", "Zuidproef", ring(150_000, 440_000)),
        ]
    )


POSTCODES = [
    # RD (155000, 455000) is close to 52.084 N, 5.387 E
    ("1001", "Voorbeeldstad", "9101", "52.08", "5.39"),
    ("1002", "Voorbeeldstad", "9101", "52.08", "5.40"),
    ("1002", "'s-Testdrecht", "9102", "52.08", "5.53"),
    (
        "1003",
        "Vroegerdorp",
        "0501",
        "51.99",
        "5.39",
    ),  # a code of before a merger: the point lies in Proefhuizen
]


def geonames(rows: Iterable[tuple[str, str, str, str, str]] = POSTCODES) -> bytes:
    lines = (f"NL\t{pc4}\t{place}\tX\t01\tX\t{code}\t\t\t{lat}\t{lon}\t6" for pc4, place, code, lat, lon in rows)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as opened:
        opened.writestr("NL.txt", "\n".join(lines) + "\n")
    return archive.getvalue()


def write_folder(folder: Path, *, year: int = 2026, codes: Iterable[str] = NAMES, shift: int = 0) -> Path:
    """The form of GEODATA_DIR."""
    codes = list(codes)
    used = sorted({PROVINCES[code] for code in codes})
    drawing = {
        "viewBox": "0 0 1000 1180",
        "gemeenten": {code: f"M{10 + k + shift},10l5,0l0,5z" for k, code in enumerate(codes)},
        "gemeentePunt": {code: [12.0 + k, 12.0] for k, code in enumerate(codes)},
        "provincies": dict.fromkeys(used, "M10,10l9,0l0,9z"),
        "provinciePunt": {code: [14.0, 14.0] for code in used},
        "provincieBox": dict.fromkeys(used, "5.0 5.0 20.0 20.0"),
        "provinciegrenzen": "M10,15l9,0",
    }
    folder.mkdir(exist_ok=True)
    (folder / f"gemeenten-{year}-svg.json").write_text(json.dumps(drawing), encoding="utf-8")
    tables: dict[str, list[tuple[str, ...]]] = {
        f"gemeenten-{year}.csv": [
            ("code", "name", "official_name", "province_code", "province", "lat", "lon"),
            *(
                (c, NAMES[c], NAMES[c], PROVINCES[c], PROVINCE_NAMES[PROVINCES[c]], "52.08123", "5.38765")
                for c in codes
            ),
        ],
        "provincies.csv": [("code", "name"), *PROVINCE_NAMES.items()],
        "pc4.csv": [
            ("pc4", "plaats", "gemeente_code", "lat", "lon"),
            *((str(1000 + k), NAMES[c], c, "52.08", "5.39") for k, c in enumerate(codes, start=1)),
        ],
        "plaatsen.csv": [
            ("plaats", "gemeente_code", "provincie_code", "lat", "lon", "n_pc4"),
            *((NAMES[c], c, PROVINCES[c], "52.08", "5.39", "1") for c in codes),
        ],
    }
    for name, rows in tables.items():
        with (folder / name).open("w", encoding="utf-8", newline="") as target:
            csv.writer(target).writerows(rows)
    return folder
