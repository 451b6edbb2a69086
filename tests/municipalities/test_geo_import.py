"""`import_geodata`: all or nothing, again without effect, with periods; from a folder and over HTTP."""

import json
import threading
from collections.abc import Callable, Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from pyproj import Transformer

from tests.municipalities import geodata
from tests.seeding import seed
from thuisgevers.municipalities import names
from thuisgevers.municipalities.geo import maps
from thuisgevers.municipalities.models import Boundary, GeodataEdition, Municipality, Place, Postcode

pytestmark = pytest.mark.django_db

CountQueries = Callable[[Callable[[], object]], int]


@pytest.fixture
def empty_country() -> Iterator[None]:
    """Only made-up municipalities, written with the rights of `seed` as a stand-in for `owner`."""
    with seed():
        geodata.clear()
        yield


def run(*arguments: str) -> str:
    output = StringIO()
    call_command("import_geodata", *arguments, stdout=output)
    return output.getvalue()


def contents() -> tuple[object, ...]:
    return (
        list(
            Municipality.objects.order_by("code").values_list(
                "code", "name", "valid_from", "valid_to", "successor__code"
            )
        ),
        list(
            Boundary.objects.order_by("kind", "code", "valid_from").values_list(
                "kind", "code", "path", "valid_from", "valid_until"
            )
        ),
        list(Postcode.objects.order_by("digits", "place").values_list("digits", "place", "municipality__code")),
        list(Place.objects.order_by("kind", "name").values_list("kind", "name", "municipality__code", "weight")),
    )


class TestFolder:
    def test_import_writes_everything(self, empty_country: None, tmp_path: Path) -> None:
        said = run("--folder", str(geodata.write_folder(tmp_path / "geo")))
        assert "3 gemeenten (3 nieuw, 0 opgeheven), 6 grenzen, 3 postcodes en 3 plaatsen" in said
        example = Municipality.objects.get(code="GM9102")
        assert (example.name, example.slug, example.sort_key) == (
            "'s-Testdrecht",
            "s-testdrecht",
            "testdrecht",
        )
        assert str(example.latitude) == "52.08"
        assert maps.has_boundaries()
        shapes = maps.map_shapes()
        assert set(shapes.municipalities) == set(geodata.NAMES)
        assert shapes.provinces["PV91"].view_box == "5.0 5.0 20.0 20.0"
        assert shapes.province_borders == "M10,15l9,0"
        assert "CC BY 4.0" in shapes.credit

    def test_import_again_changes_nothing(self, empty_country: None, tmp_path: Path) -> None:
        folder = str(geodata.write_folder(tmp_path / "geo"))
        run("--folder", folder)
        before = contents()
        assert "niets veranderd" in run("--folder", folder)
        assert contents() == before
        assert GeodataEdition.objects.count() == 1

    def test_a_new_edition_closes_the_old_shape(self, empty_country: None, tmp_path: Path) -> None:
        folder = geodata.write_folder(tmp_path / "geo")
        run("--folder", str(folder))
        geodata.write_folder(folder, year=2027, shift=1)
        run("--folder", str(folder))
        periods = Boundary.objects.filter(code="GM9101").order_by("valid_from").values_list("valid_from", "valid_until")
        assert list(periods) == [(date(2026, 1, 1), date(2027, 1, 1)), (date(2027, 1, 1), None)]
        assert Boundary.objects.filter(code="NL").count() == 1, "an unchanged shape stays one row"

    def test_the_map_shows_the_shapes_of_today(self, empty_country: None, tmp_path: Path, time_machine: object) -> None:
        folder = geodata.write_folder(tmp_path / "geo")
        run("--folder", str(folder))
        geodata.write_folder(folder, year=2027, shift=1)
        run("--folder", str(folder))
        time_machine.move_to("2026-12-31T12:00:00Z")  # type: ignore[attr-defined]
        assert maps.map_shapes().municipalities["GM9101"].path.startswith("M10,10")
        time_machine.move_to("2026-12-31T23:30:00Z")  # type: ignore[attr-defined]
        assert maps.map_shapes().municipalities["GM9101"].path.startswith("M11,10")

    def test_a_correction_of_the_same_date_replaces(self, empty_country: None, tmp_path: Path) -> None:
        folder = geodata.write_folder(tmp_path / "geo")
        run("--folder", str(folder))
        first = contents()
        for shift in (1, 0):  # back again: the newest import counts, also when its content was there before
            geodata.write_folder(folder, shift=shift)
            run("--folder", str(folder))
            assert maps.map_shapes().municipalities["GM9101"].path.startswith(f"M{10 + shift}")
        assert contents() == first

    def test_a_merger_needs_to_be_told_its_successor(self, empty_country: None, tmp_path: Path) -> None:
        many = {f"GM92{k:02}": f"Dorp{k}" for k in range(8)}
        _extend(many)
        try:
            codes = [*geodata.NAMES]
            folder = geodata.write_folder(tmp_path / "geo", codes=codes)
            run("--folder", str(folder))
            before = contents()
            geodata.write_folder(folder, year=2027, codes=[code for code in codes if code != "GM9102"])
            with pytest.raises(CommandError, match=r"GM9102.*--successor"):
                run("--folder", str(folder))
            assert contents() == before
            assert "1 opgeheven" in run("--folder", str(folder), "--successor", "GM9102=GM9101")
        finally:
            _extend(many, remove=True)
        gone = Municipality.objects.get(code="GM9102")
        assert gone.valid_to == date(2027, 1, 1)
        assert gone.successor is not None
        assert gone.successor.code == "GM9101"

    def test_an_incomplete_file_ends_no_municipality(self, empty_country: None, tmp_path: Path) -> None:
        folder = geodata.write_folder(tmp_path / "geo")
        run("--folder", str(folder))
        geodata.write_folder(folder, year=2027, codes=["GM9101"])
        with pytest.raises(CommandError, match="niet volledig"):
            run("--folder", str(folder), "--successor", "GM9102=GM9101", "--successor", "GM9103=GM9101")
        assert not Municipality.objects.filter(valid_to__isnull=False).exists()

    def test_an_older_edition_is_refused(self, empty_country: None, tmp_path: Path) -> None:
        run("--folder", str(geodata.write_folder(tmp_path / "new", year=2027)))
        with pytest.raises(CommandError, match="al ingelezen"):
            run("--folder", str(geodata.write_folder(tmp_path / "old", year=2026)))

    @pytest.mark.parametrize(
        ("file", "content", "message"),
        [
            ("gemeenten-2026-svg.json", "{", "niet te lezen"),
            ("gemeenten-2026-svg.json", "[]", "JSON-object"),
            ("gemeenten-2026-svg.json", '{"viewBox": "0 0 1 1"}', "viewBox"),
            ("gemeenten-2026-svg.json", '{"viewBox": "0 0 1000 1180"}', "andere vorm"),
            ("pc4.csv", "postcode,plaats\n1234,Ergens\n", "andere vorm"),
            ("pc4.csv", "pc4,plaats,gemeente_code\n01234,Ergens,GM9101\n", "vier cijfers"),
            ("plaatsen.csv", "plaats,gemeente_code,n_pc4\nErgens,GM0001,1\n", "onbekende gemeenten"),
            ("plaatsen.csv", "plaats,gemeente_code,n_pc4\n,GM9101,1\n", "zonder letters"),
            ("gemeenten-2026.csv", "code,name\nGM9101,X\n", "andere vorm"),
        ],
    )
    def test_a_wrong_file_is_named_and_nothing_is_written(
        self, empty_country: None, tmp_path: Path, file: str, content: str, message: str
    ) -> None:
        folder = geodata.write_folder(tmp_path / "geo")
        (folder / file).write_text(content, encoding="utf-8")
        with pytest.raises(CommandError, match=message):
            run("--folder", str(folder))
        assert not Boundary.objects.exists()
        assert not Municipality.objects.exists()

    def test_an_empty_folder_is_refused(self, empty_country: None, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match="geen bestand"):
            run("--folder", str(tmp_path))

    def test_a_half_successor_is_refused(self, empty_country: None, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match="OUD=NIEUW"):
            run("--folder", str(tmp_path), "--successor", "GM9102")


def _extend(extra: dict[str, str], *, remove: bool = False) -> None:
    for code, name in extra.items():
        if remove:
            del geodata.NAMES[code], geodata.PROVINCES[code]
        else:
            geodata.NAMES[code], geodata.PROVINCES[code] = name, "PV92"


def test_the_application_role_may_not_import(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="DB_ROLE=owner"):
        run("--folder", str(geodata.write_folder(tmp_path / "geo")))


def test_without_boundaries_the_tile_map_remains() -> None:
    assert not maps.has_boundaries()
    with pytest.raises(maps.NoBoundaries):
        maps.map_shapes()
    assert len(maps.tiles()) == 342


def test_a_drawn_map_costs_one_query(empty_country: None, tmp_path: Path, count_queries: CountQueries) -> None:
    run("--folder", str(geodata.write_folder(tmp_path / "geo")))
    assert count_queries(maps.map_shapes) == 2
    assert count_queries(maps.map_shapes) == 1
    assert count_queries(maps.has_boundaries) == 1
    assert count_queries(maps.tile_map) == 0


class Sources:
    """What the local server answers; change an attribute to break it."""

    def __init__(self) -> None:
        self.municipalities: object = geodata.municipalities_layer()
        self.provinces: object = geodata.provinces_layer()
        self.postcodes = geodata.geonames()
        self.asked: list[dict[str, list[str]]] = []
        self.port = 0

    def answer(self, url: str) -> tuple[int, bytes]:
        parts = urlsplit(url)
        if parts.path == "/NL.zip":
            return 200, self.postcodes
        if parts.path != "/gebiedsindelingen/2026/wfs/v1_0":
            return 404, b"not here"
        query = parse_qs(parts.query)
        self.asked.append(query)
        layer = self.municipalities if query["typeName"] == ["gemeente_gegeneraliseerd"] else self.provinces
        return 200, layer if isinstance(layer, bytes) else json.dumps(layer).encode()

    def run(self, year: int = 2026) -> str:
        base = f"http://127.0.0.1:{self.port}"
        return run(
            "--download",
            "--year",
            str(year),
            "--boundaries-url",
            base + "/gebiedsindelingen/{year}/wfs/v1_0",
            "--postcodes-url",
            base + "/NL.zip",
        )


@pytest.fixture
def sources() -> Iterator[Sources]:
    made = Sources()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = made.answer(self.path)
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Keep the test output clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.port = server.server_port
    thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.02), daemon=True)
    thread.start()
    yield made
    server.shutdown()
    server.server_close()
    thread.join()


class TestDownload:
    def test_pdok_and_geonames_become_a_map(self, empty_country: None, sources: Sources) -> None:
        assert "3 gemeenten (3 nieuw" in sources.run()
        assert all(query["service"] == ["WFS"] and query["outputFormat"] == ["json"] for query in sources.asked)
        example = Municipality.objects.get(code="GM9103")
        assert (example.name, example.province_code, example.province_name) == (
            "Proefhuizen",
            "PV92",
            "Zuidproef",
        )
        assert (str(example.latitude), str(example.longitude)) == ("51.99", "5.39")
        shapes = maps.map_shapes()
        assert shapes.municipalities["GM9101"].path.startswith("M")
        # RD (150000, 450000) to (160000, 460000): 37.6 drawing units wide
        assert shapes.municipalities["GM9101"].x == pytest.approx((155_000 - 13_000) / 266, abs=1)
        assert shapes.municipalities["GM9101"].y == pytest.approx((620_000 - 455_000) / 266, abs=1)
        assert shapes.province_borders.count("M") == 1
        assert list(
            Postcode.objects.filter(digits="1002").order_by("place").values_list("municipality__code", flat=True)
        ) == [
            "GM9102",
            "GM9101",
        ]
        assert Place.objects.get(kind="place", name="Voorbeeldstad").weight == 2

    def test_a_code_of_before_a_merger_follows_its_point(self, empty_country: None, sources: Sources) -> None:
        sources.run()
        assert Postcode.objects.get(digits="1003").municipality.code == "GM9103"

    def test_degrees_give_the_same_map(self, empty_country: None, sources: Sources) -> None:
        sources.run()
        in_metres = maps.map_shapes().municipalities["GM9103"]
        back = Transformer.from_crs(28992, 4326, always_xy=True)
        for layer in (sources.municipalities, sources.provinces):
            assert isinstance(layer, dict)
            del layer["crs"]
            for feature in layer["features"]:
                rings = feature["geometry"]["coordinates"][0]
                rings[0] = [list(back.transform(*corner)) for corner in rings[0]]
        sources.run()
        in_degrees = maps.map_shapes().municipalities["GM9103"]
        assert in_degrees.x == pytest.approx(in_metres.x, abs=0.2)
        assert in_degrees.y == pytest.approx(in_metres.y, abs=0.2)

    def test_again_changes_nothing(self, empty_country: None, sources: Sources) -> None:
        sources.run()
        before = contents()
        assert "niets veranderd" in sources.run()
        assert contents() == before

    @pytest.mark.parametrize(
        ("attribute", "value", "message"),
        [
            ("municipalities", b"<html>storing</html>", "geen GeoJSON"),
            ("municipalities", {"type": "FeatureCollection", "features": []}, "geen enkel gebied"),
            ("municipalities", geodata.municipalities_layer(numberMatched=342), "maar 3 van 342"),
            (
                "municipalities",
                geodata.collection([("GM9101", "Ver", geodata.ring(900_000, 0))]),
                "buiten Nederland",
            ),
            ("municipalities", {"features": [{"properties": {}}]}, "niet de vorm"),
            ("municipalities", geodata.provinces_layer(), "verwacht is GM"),
            ("provinces", {"type": "FeatureCollection", "features": []}, "geen enkel gebied"),
            ("postcodes", b"no zip", "geen zip"),
            ("postcodes", geodata.geonames([("12", "Kort", "9101", "52", "5")]), "Regel 1"),
            ("postcodes", geodata.geonames([("1234", "Geen plek", "0000", "noord", "5")]), "geen goede plek"),
        ],
    )
    def test_a_wrong_answer_is_named_and_nothing_is_written(
        self, empty_country: None, sources: Sources, attribute: str, value: object, message: str
    ) -> None:
        setattr(sources, attribute, value)
        with pytest.raises(CommandError, match=message):
            sources.run()
        assert not Boundary.objects.exists()
        assert not Municipality.objects.exists()

    def test_a_missing_year_is_named(self, empty_country: None, sources: Sources) -> None:
        with pytest.raises(CommandError, match="404"):
            sources.run(year=2031)

    def test_only_web_addresses(self, empty_country: None) -> None:
        with pytest.raises(CommandError, match="geen webadres"):
            run("--download", "--boundaries-url", "file:///etc/passwd?{year}")


@pytest.mark.skipif(settings.GEODATA_DIR is None, reason="GEODATA_DIR is not set")
def test_the_full_set() -> None:
    with seed():
        run()
        assert "niets veranderd" in run()
    shapes = maps.map_shapes()
    assert set(shapes.municipalities) == set(Municipality.objects.values_list("code", flat=True))
    assert len(shapes.provinces) == 12
    assert Postcode.objects.values("digits").distinct().count() > 4_000
    assert Place.objects.filter(kind="place").count() > 2_400
    assert set(Postcode.objects.filter(digits="8261").values_list("municipality__code", flat=True)) == {"GM0166"}
    assert not Place.objects.exclude(full_key__gt="").exists()
    for place in Place.objects.filter(kind="place")[:300]:
        assert place.full_key == names.full_key(place.name)
