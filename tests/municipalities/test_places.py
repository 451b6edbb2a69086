"""Place search: with the project's own names only, and with imported places and postcodes."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.seeding import seed
from thuisgevers.municipalities import names
from thuisgevers.municipalities.geo import places
from thuisgevers.municipalities.geo.places import resolve_places, search_places
from thuisgevers.municipalities.models import Municipality, Place, Postcode

pytestmark = pytest.mark.django_db

POSTCODES = [
    ("8261", "Kampen", "GM0166"),
    ("8271", "IJsselmuiden", "GM0166"),
    ("8278", "Kamperveen", "GM0166"),
    ("8278", "Zwolle", "GM0193"),
]
PLACES = [
    ("Kampen", "GM0166", 8),
    ("IJsselmuiden", "GM0166", 1),
    ("Kamperveen", "GM0166", 1),
    ("Zwolle", "GM0193", 20),
    ("Nes", "GM0060", 1),
    ("Nes", "GM0074", 1),
    ("Hengelo", "GM0164", 9),
    ("Hengelo (Gld)", "GM1876", 1),
    ("'s-Hertogenbosch", "GM0796", 12),
    ("Sneek", "GM1900", 5),
    ("Bergen (NH)", "GM0373", 1),
    ("Bergen L", "GM0893", 1),
]


def labels(text: str) -> list[str]:
    return [hit.label for hit in search_places(text)]


@pytest.fixture
def imported() -> None:
    with seed():
        ids = dict(Municipality.objects.values_list("code", "id"))
        Postcode.objects.bulk_create(
            Postcode(digits=digits, place=place, municipality_id=ids[code]) for digits, place, code in POSTCODES
        )
        Place.objects.bulk_create(
            Place(
                kind="place",
                name=name,
                municipality_id=ids[code],
                full_key=names.full_key(name),
                short_key=names.short_key(name),
                weight=weight,
            )
            for name, code, weight in PLACES
        )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kampen", "Gemeente Kampen (Overijssel)"),
        ("  kampen ", "Gemeente Kampen (Overijssel)"),
        ("gemeente Kampen", "Gemeente Kampen (Overijssel)"),
        ("Gemeente Kampen (Overijssel)", "Gemeente Kampen (Overijssel)"),
        ("hertogenbosch", "Gemeente 's-Hertogenbosch (Noord-Brabant)"),
        ("'s Hertogenbosch", "Gemeente 's-Hertogenbosch (Noord-Brabant)"),
        ("s-hertogenbosch", "Gemeente 's-Hertogenbosch (Noord-Brabant)"),
        ("den bosch", "Gemeente 's-Hertogenbosch (Noord-Brabant)"),
        ("Den Haag", "Gemeente Den Haag (Zuid-Holland)"),
        ("'s-Gravenhage", "Gemeente Den Haag (Zuid-Holland)"),
        ("haag", "Gemeente Den Haag (Zuid-Holland)"),
        ("bilt", "Gemeente De Bilt (Utrecht)"),
        ("sudwest fryslan", "Gemeente Súdwest-Fryslân (Fryslân)"),
        ("Súdwest", "Gemeente Súdwest-Fryslân (Fryslân)"),
        ("Ljouwert", "Gemeente Leeuwarden (Fryslân)"),
        ("snits", "Sneek, gemeente Súdwest-Fryslân"),
        ("amsterdm", "Gemeente Amsterdam (Noord-Holland)"),
        ("Ijsselstein", "Gemeente IJsselstein (Utrecht)"),
    ],
)
def test_municipalities_are_found_without_any_import(text: str, expected: str) -> None:
    assert labels(text)[0] == expected


def test_namesakes_are_all_offered() -> None:
    assert [hit.municipality.name for hit in resolve_places("Bergen")] == ["Bergen (L.)", "Bergen (NH.)"]


def test_without_trigrams_only_typing_errors_are_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "_has_trigrams", lambda: False)
    assert labels("amsterdam") == ["Gemeente Amsterdam (Noord-Holland)"]
    assert labels("amsterdm") == []


@pytest.mark.usefixtures("imported")
class TestImported:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("8261", ["8261 Kampen, gemeente Kampen"]),
            ("8261 GA", ["8261 GA Kampen, gemeente Kampen"]),
            ("8261ga", ["8261 GA Kampen, gemeente Kampen"]),
            (" 8261  ga ", ["8261 GA Kampen, gemeente Kampen"]),
            ("8278", ["8278 Kamperveen, gemeente Kampen", "8278 Zwolle, gemeente Zwolle"]),
            ("8278 Zwolle", ["8278 Zwolle, gemeente Zwolle"]),
            ("8278 Zwolle, gemeente Zwolle", ["8278 Zwolle, gemeente Zwolle"]),
            ("9999", []),
            ("0123", []),
            ("8261 SS", []),
            ("82", []),
            ("82612", []),
        ],
    )
    def test_postcode(self, text: str, expected: list[str]) -> None:
        assert labels(text) == expected

    def test_the_postcode_is_kept_as_typed(self) -> None:
        assert search_places("8271ab")[0].postcode == "8271 AB"

    def test_a_town_replaces_its_municipality_of_that_name(self) -> None:
        assert labels("kampe") == ["Kampen, gemeente Kampen", "Kamperveen, gemeente Kampen"]
        assert labels("kampen") == ["Kampen, gemeente Kampen"]

    def test_an_exact_name_needs_no_question(self) -> None:
        assert len(search_places("bergen")) > len(resolve_places("bergen")) == 2

    def test_two_places_with_one_name_are_both_offered(self) -> None:
        assert labels("Nes") == ["Nes, gemeente Ameland", "Nes, gemeente Heerenveen"]
        assert [hit.municipality.name for hit in resolve_places("hengelo")] == ["Hengelo", "Bronckhorst"]

    @pytest.mark.parametrize("text", ["Nes (Ameland)", "Nes, gemeente Ameland", "nes, ameland"])
    def test_the_municipality_narrows(self, text: str) -> None:
        assert labels(text) == ["Nes, gemeente Ameland"]

    @pytest.mark.parametrize("text", ["hengelo (gelderland)", "Hengelo (Gld), gemeente Bronckhorst"])
    def test_the_province_narrows(self, text: str) -> None:
        assert labels(text) == ["Hengelo (Gld), gemeente Bronckhorst"]

    def test_what_only_looks_alike_is_left_out_next_to_a_hit(self) -> None:
        assert labels("IJsselmuiden") == ["IJsselmuiden, gemeente Kampen"]
        assert labels("ijselmuiden")[0] == "IJsselmuiden, gemeente Kampen"

    @pytest.mark.parametrize(
        "text", ["Kampen", "8278", "Nes", "s-hertogenbosch", "Bergen", "Den Haag", "snits", "dron"]
    )
    def test_every_label_finds_itself(self, text: str) -> None:
        hits = search_places(text)
        assert hits
        for hit in hits:
            assert [found.label for found in search_places(hit.label)][:1] == [hit.label]

    def test_a_merged_municipality_gives_its_successor(self) -> None:
        with seed():
            zwolle = Municipality.objects.get(code="GM0193")
            kampen = Municipality.objects.get(code="GM0166")
            kampen.successor, kampen.valid_to = zwolle, "2024-01-01"
            kampen.save()
        assert labels("8261") == ["8261 Kampen, gemeente Zwolle"]
        assert {hit.municipality.code for hit in search_places("kampen")} == {"GM0193"}

    def test_one_query_for_the_answers(self, count_queries: object) -> None:
        search_places("warm")
        assert count_queries(lambda: search_places("kampen")) == 1  # type: ignore[operator]
        assert count_queries(lambda: search_places("8278")) == 1  # type: ignore[operator]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\x00",
        "\x00\x07\u202e",
        "💥",
        "%",
        "_",
        "'",
        "((((",
        "x" * 100_000,
        "' OR 1=1 --",
        "<script>",
        "\ud800",
        "，",
        "gemeente",
    ],
)
def test_odd_text_finds_nothing_and_breaks_nothing(text: str) -> None:
    assert len(search_places(text)) <= 10


def test_control_characters_do_not_hide_a_name() -> None:
    assert labels("Kam\u200bpen")[:1] in ([], ["Gemeente Kampen (Overijssel)"])
    assert labels("\u202eKampen\x00") == ["Gemeente Kampen (Overijssel)"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60))
def test_any_text_is_answered_with_at_most_ten(text: str) -> None:
    assert len(search_places(text)) <= 10
