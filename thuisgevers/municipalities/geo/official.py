"""Download geodata from its makers: boundaries of CBS (gebiedsindelingen, through PDOK), postcodes of GeoNames.

Both are CC BY 4.0. Needs a network; only administrators start it (`import_geodata`), never a page.
"""

import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.error import URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import Request, urlopen

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Transformer
from shapely.geometry import Point, shape
from shapely.geometry.base import BaseGeometry

from thuisgevers.municipalities.geo import drawing
from thuisgevers.municipalities.geo.facts import MunicipalityFact, municipality_facts
from thuisgevers.municipalities.geo.geodata import (
    CREDIT,
    Geodata,
    GeodataError,
    PostcodeRow,
    Shape,
    places_of,
)
from thuisgevers.municipalities.geo.projection import RD, WGS84, to_drawing, to_rd

BOUNDARIES_URL = "https://service.pdok.nl/cbs/gebiedsindelingen/{year}/wfs/v1_0"
POSTCODES_URL = "https://download.geonames.org/export/zip/NL.zip"
LARGEST_ANSWER = 80 * 1024 * 1024
TIMEOUT = 60


@dataclass(frozen=True, slots=True)
class Area:
    """A feature of the gebiedsindelingen, in RD metres."""

    code: str
    name: str
    shape: BaseGeometry


def download(
    year: int,
    *,
    boundaries_url: str = BOUNDARIES_URL,
    postcodes_url: str = POSTCODES_URL,
) -> Geodata:
    """Fetch, check and draw the division of 1 January of that year. Raises `GeodataError`; writes nothing."""
    base = boundaries_url.format(year=year)
    municipalities = _areas(_fetch_layer(base, "gemeente_gegeneraliseerd"), "GM")
    provinces = _areas(_fetch_layer(base, "provincie_gegeneraliseerd"), "PV")
    owners = {area.code: _province_of(area, provinces) for area in municipalities}
    simple = drawing.simplify({area.code: area.shape for area in municipalities})
    postcodes = tuple(sorted(set(_postcodes(_fetch(postcodes_url), municipalities))))
    return Geodata(
        reference_on=date(year, 1, 1),
        source=f"{urlsplit(base).netloc} en {urlsplit(postcodes_url).netloc}",
        credit=CREDIT,
        municipalities=tuple(_facts(municipalities, owners, date(year, 1, 1))),
        shapes=tuple(_shapes(municipalities, provinces, owners, simple)),
        postcodes=postcodes,
        places=places_of(postcodes),
    )


def _fetch(url: str) -> bytes:
    if urlsplit(url).scheme not in {"http", "https"}:
        raise GeodataError(f"{url} is geen webadres.")
    try:
        request = Request(url, headers={"User-Agent": "thuisgevers"})  # noqa: S310 - the scheme was checked above
        with urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310
            content: bytes = answer.read(LARGEST_ANSWER + 1)
    except (URLError, OSError, ValueError) as error:
        raise GeodataError(f"{url} is niet op te halen: {error}.") from error
    if len(content) > LARGEST_ANSWER:
        raise GeodataError(f"{url} geeft een groter antwoord dan {LARGEST_ANSWER // 2**20} MB; er is niets ingelezen.")
    return content


def _fetch_layer(base: str, layer: str) -> dict[str, Any]:
    query = {
        "service": "WFS",
        "version": "2.0.0",
        "request": "GetFeature",
        "typeName": layer,
        "outputFormat": "json",
        "srsName": f"EPSG:{RD}",
    }
    content = _fetch(f"{base}?{urlencode(query)}")
    try:
        collection = json.loads(content)
        found = len(collection["features"])
    except (ValueError, KeyError, TypeError) as error:
        raise GeodataError(f"{base} gaf voor {layer} geen GeoJSON; het begint met {content[:60]!r}.") from error
    if found == 0:
        raise GeodataError(f"{base} gaf voor {layer} geen enkel gebied. Bestaat deze jaargang al?")
    if found < int(collection.get("numberMatched", found)):
        raise GeodataError(f"{base} gaf voor {layer} maar {found} van {collection['numberMatched']} gebieden.")
    result: dict[str, Any] = collection
    return result


def _areas(collection: Mapping[str, Any], prefix: str) -> list[Area]:
    named = str(collection.get("crs", {}).get("properties", {}).get("name", ""))
    areas: dict[str, Area] = {}
    for feature in collection["features"]:
        try:
            code, name = (
                feature["properties"]["statcode"].strip(),
                feature["properties"]["statnaam"].strip(),
            )
            geometry = shape(feature["geometry"])
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise GeodataError(f"Een gebied heeft niet de vorm van CBS gebiedsindelingen: {error!r}.") from error
        if not code.startswith(prefix):
            raise GeodataError(f"Gebied {name} heeft code {code}; verwacht is {prefix}....")
        if geometry.is_empty:
            raise GeodataError(f"Gebied {name} ({code}) heeft geen grens.")
        if code in areas:
            raise GeodataError(f"Gebied {name} ({code}) komt twee keer voor.")
        areas[code] = Area(code, name, _in_rd(geometry, named))
    return [areas[code] for code in sorted(areas)]


def _in_rd(geometry: BaseGeometry, named: str) -> BaseGeometry:
    """GeoJSON is WGS84 unless it says otherwise; PDOK gives RD when asked, and names it in `crs`."""
    in_degrees = max(abs(value) for value in geometry.bounds) <= 180
    if named.endswith(str(RD)) or (not named and not in_degrees):
        result = geometry
    else:
        result = shapely.transform(geometry, _points_in_rd)
    west, south, east, north = result.bounds
    if not (0 <= west <= east <= 300_000 and 300_000 <= south <= north <= 640_000):
        raise GeodataError(f"Een gebied ligt buiten Nederland ({west:.0f} {south:.0f} {east:.0f} {north:.0f}).")
    return result if result.is_valid else shapely.make_valid(result)


def _points_in_rd(points: NDArray[np.float64]) -> NDArray[np.float64]:
    x, y = Transformer.from_crs(WGS84, RD, always_xy=True).transform(points[:, 0], points[:, 1])
    return np.column_stack([x, y])


def _province_of(area: Area, provinces: list[Area]) -> Area:
    point = area.shape.representative_point()
    return min(provinces, key=lambda province: province.shape.distance(point))


def _facts(areas: list[Area], owners: Mapping[str, Area], since: date) -> Iterator[MunicipalityFact]:
    """Known municipalities keep the project's own names (Den Haag, not 's-Gravenhage)."""
    known = {fact.code: fact for fact in municipality_facts()}
    back = Transformer.from_crs(RD, WGS84, always_xy=True)
    for area in areas:
        fact = known.get(area.code)
        longitude, latitude = back.transform(*drawing.label_point(area.shape))
        yield MunicipalityFact(
            code=area.code,
            name=fact.name if fact and fact.official_name == area.name else area.name,
            official_name=area.name,
            province_code=owners[area.code].code,
            province_name=owners[area.code].name,
            latitude=Decimal(f"{latitude:.2f}"),
            longitude=Decimal(f"{longitude:.2f}"),
            valid_from=since,
        )


def _shapes(
    areas: list[Area],
    provinces: list[Area],
    owners: Mapping[str, Area],
    simple: Mapping[str, BaseGeometry],
) -> Iterator[Shape]:
    for area in areas:
        x, y = to_drawing(*drawing.label_point(area.shape))
        yield Shape(
            "municipality",
            area.code,
            area.name,
            drawing.area_path(simple[area.code]),
            "",
            round(x, 1),
            round(y, 1),
        )
    outlines: list[BaseGeometry] = []
    for province in provinces:
        members = [simple[code] for code, owner in owners.items() if owner.code == province.code]
        if not members:
            continue
        outline = drawing.dissolve(members)
        outlines.append(outline)
        x, y = to_drawing(*drawing.label_point(outline))
        yield Shape(
            "province",
            province.code,
            province.name,
            drawing.area_path(outline),
            drawing.padded_box(outline),
            round(x, 1),
            round(y, 1),
        )
    yield Shape("borders", "NL", "", drawing.shared_borders(outlines))


def _postcodes(archive: bytes, areas: list[Area]) -> Iterator[PostcodeRow]:
    """GeoNames gives the CBS code, except where it lags behind a merger: then the point decides."""
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as opened:
            if opened.getinfo("NL.txt").file_size > LARGEST_ANSWER:
                raise GeodataError("NL.txt van GeoNames is onverwacht groot; er is niets ingelezen.")
            text = opened.read("NL.txt").decode("utf-8")
    except (zipfile.BadZipFile, KeyError, UnicodeDecodeError) as error:
        raise GeodataError(f"Het bestand van GeoNames is geen zip met NL.txt: {error}.") from error
    codes = {area.code for area in areas}
    for number, line in enumerate(text.splitlines(), start=1):
        columns = line.split("\t")
        if len(columns) < 11 or len(columns[1]) < 4 or not columns[1][:4].isdecimal():
            raise GeodataError(f"Regel {number} van GeoNames heeft een andere vorm dan verwacht.")
        code = f"GM{columns[6].zfill(4)}"
        if code not in codes:
            try:
                point = Point(*to_rd(float(columns[10]), float(columns[9])))
            except ValueError as error:
                raise GeodataError(f"Regel {number} van GeoNames heeft geen goede plek: {error}.") from error
            code = min(areas, key=lambda area: area.shape.distance(point)).code
        yield PostcodeRow(columns[1][:4], columns[2].strip()[:80], code)
