"""Files that are no list, or hold what may not be kept: refused, with what is wrong and where."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from django.utils import timezone

from housing.enums import ImportState
from housing.importing.columns import forbidden
from housing.importing.reading import MOST_BYTES
from housing.models import ImportJob
from tests.factories import housing as make
from tests.factories.people import Cast
from tests.housing.handed_in import URL, checked, hand_in, lines
from tests.seeding import seed

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "heading",
    [
        "BSN", "bsn-nummer", "Burgerservicenummer", "Sofinummer", "V-nummer", "V nr.", "Vreemdelingennummer", "Nationaliteit",
        "nationality", "Land van herkomst", "Geloof", "Religie", "Godsdienst", "religion", "Etniciteit", "Geslacht", "M/V",
        "Geboortedatum", "Medische gegevens", "Diagnose", "Vluchtverhaal",
    ],
)  # fmt: skip
def test_a_forbidden_column_refuses_the_file_and_is_named(cast: Cast, client_as: Any, heading: str) -> None:
    made = checked(client_as(cast.anna), lines("Z-1;2;x", head=f"Eigen nummer;27 t/m 54 jaar;{heading}"))
    assert made.state == ImportState.REFUSED
    assert f"“{heading}”" in made.refusal
    assert "mogen wij niet bewaren" in made.refusal
    assert (made.content, made.keeps_file) == ("", False)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (lines("1;2;3", head="Eigen nummer;27 t/m 54 jaar;Schoenmaat"), "“Schoenmaat” kennen wij niet"),
        (lines("1;2;", head="Eigen nummer;27 t/m 54 jaar;;Talen"), "zonder naam"),
        (lines("1;2;3", head="Eigen nummer;27 t/m 54 jaar;27-54 jaar"), "twee keer"),
        (lines("2", head="27 t/m 54 jaar"), "ontbreekt: Eigen nummer"),
        (lines(), "geen rijen"),
        (lines(*[f"{number};2" for number in (111222333, 123456782, 123456782, 100000009, 111222333)],
               head="Eigen nummer;27 t/m 54 jaar"), "burgerservicenummers"),
        (b'Eigen nummer;Talen\n1;"open\n', "aanhalingsteken"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_as_a_list_is_refused_with_what_to_do(
    cast: Cast, client_as: Any, content: bytes, words: str
) -> None:
    made = checked(client_as(cast.anna), content)
    assert made.state == ImportState.REFUSED
    assert words in made.refusal


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        archive.writestr("xl/workbook.xml", b"0" * (160 * 1024 * 1024))
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "leeg.csv", "leeg"),
        (b"  \n ", "leeg.csv", "leeg"),
        (b"%PDF-1.7 \n", "lijst.xlsx", "geen Excel"),
        (b"\x89PNG\r\n\x1a\n0000", "lijst.csv", "geen Excel"),
        (b"\x00\x01\x02binair", "lijst.csv", "geen Excel"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"0" * 600, "oud.xls", "oud of beveiligd"),
        (b"a" * (MOST_BYTES + 1), "groot.csv", "te groot"),
    ],
)
def test_what_is_no_list_is_refused_at_once_and_not_kept(
    cast: Cast, client_as: Any, content: bytes, name: str, words: str
) -> None:
    answer = hand_in(client_as(cast.anna), content, name=name)
    assert answer.status_code == 422
    assert words in str(answer.context["form"].errors["file"])
    with seed():
        assert not ImportJob.objects.exists()


def test_a_bomb_and_a_zip_that_is_no_workbook_are_refused_by_the_worker(cast: Cast, client_as: Any) -> None:
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("../../etc/passwd", "x")
    for content, words in (
        (bomb(), "uitgepakt te groot"),
        (other.getvalue(), "geen Excel"),
        (b"PK\x03\x04kapot", "beschadigd"),
    ):
        made = checked(client_as(cast.anna), content, name="lijst.xlsx")
        assert made.state == ImportState.REFUSED
        assert words in made.refusal


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("123456782;2;;;;;", "Eigen nummer"),
        (";2;;;;;", "Eigen nummer"),
        ("Z-1;21;;;;;", "27 t/m 54 jaar"),
        ("Z-1;1,5;;;;;", "27 t/m 54 jaar"),
        ("Z-1;;;;;;", "aantallen per leeftijd"),
        ("Z-1;2;;Marsiaans;;;", "Talen"),
        ("Z-1;2;;;rijk;;", "Moet"),
        ("Z-1;2;;;;2020-01-01;", "Gekoppeld op"),
        ("Z-1;2;;;;gisteren;", "Gekoppeld op"),
        ("Z-1;2;;;;;12", "Telefoonnummer"),
        ("Z-1;2;;;;;;te ver", ""),
    ],
)
def test_every_problem_names_row_and_column(cast: Cast, client_as: Any, row: str, column: str) -> None:
    made = checked(client_as(cast.anna), lines("Z-0;2;;;;;", row))
    assert [(number, name) for number, name, _text in made.problems] == [(3, column)]


def test_a_number_twice_and_a_household_that_left_are_problems(cast: Cast, client_as: Any) -> None:
    make.household(cast.kampen, import_key="Z-1", state="left", closed_on=timezone.localdate())
    make.household(cast.zwolle, import_key="Z-2")
    made = checked(client_as(cast.anna), lines("Z-1;9;;;;;", "Z-2;1;;;;;", "Z-2;1;;;;;"))
    assert [problem[0] for problem in made.problems] == [2, 4]
    assert made.new_count == 1


def test_a_bad_choice_keeps_the_page(cast: Cast, client_as: Any) -> None:
    anna = client_as(cast.anna)
    assert anna.post(URL, {"kind": "people"}).status_code == 422
    assert anna.post(URL, {"kind": "households"}).status_code == 422


@pytest.mark.parametrize(
    ("heading", "is_forbidden"), [("Plaats", False), ("Gebruik", False), ("Land", True), ("Landelijk", False)]
)
def test_words_are_not_found_inside_other_words(heading: str, is_forbidden: bool) -> None:
    assert (forbidden(heading) is not None) == is_forbidden
