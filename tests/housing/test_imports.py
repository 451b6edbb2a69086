"""Importing: what is refused and how it is told, the dry run, all or nothing, twice the same, and what is left of the file."""

from __future__ import annotations

import io
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone
from openpyxl import Workbook

from housing.enums import ImportKind, ImportState
from housing.importing import cells
from housing.importing.checking import check_table
from housing.importing.reading import FileRefused, read_table
from housing.models import CoaAllocation, ImportJob, Property
from housing.needs import read_contact, read_needs
from housing.services import imports_running
from housing.services.imports import note_progress
from housing.services.imports_running import expire_import, recover_import, work_import
from housing.tasks.imports import expire_imports, sweep_imports
from tests.factories.people import Cast
from tests.housing.handed_in import URL, checked, hand_in, households, job, lines
from tests.seeding import seed
from thuisgevers.audit.models import AuditEvent
from thuisgevers.municipalities.grants import end_membership
from thuisgevers.municipalities.models import Membership

pytestmark = pytest.mark.django_db


def many(number: int, *, bad: int = 0) -> bytes:
    rows = [
        f"Z-{index};2;1;Arabisch, Tigrinya;zonder trap of drempel;1-10-2026;0612345678" for index in range(number - bad)
    ]
    rows += [f"F-{index};veel;1;Klingon;;31-2-2026;" for index in range(bad)]
    return lines(*rows)


def sheet(*rows: list[Any]) -> bytes:
    book = Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def imported(client: Any, content: bytes, **more: str) -> ImportJob:
    made = checked(client, content, **more)
    assert made.can_start, (made.refusal, made.problems[:3])
    assert client.post(f"{URL}{made.pk}/start/").status_code == 302
    work_import(made.pk)
    return job(made.pk)


def test_households_are_written_once_changed_when_they_changed_and_left_alone_when_not(
    cast: Cast, client_as: Any
) -> None:
    anna = client_as(cast.anna)
    first = "Z-1;2;1;Arabisch, nl;zonder trap of drempel;1-10-2026;06-12345678"
    done = imported(anna, lines(first, "Z-2;1;0;;;;"))
    assert (done.state, done.new_count, done.content, done.keeps_file) == (ImportState.DONE, 2, "", False)
    household = households()[0]
    assert (household.size, household.languages) == (3, ["nl", "ar"])
    assert read_needs(household.needs).limits == ("step_free",)
    assert read_contact(household.contact_details).phone == "+31612345678"
    with seed():
        allocation = CoaAllocation.objects.get()
        assert AuditEvent.objects.filter(object_type="housing.ImportJob", verb="finish").exists()
    assert allocation.move_by == date(2026, 10, 1) + timedelta(weeks=12)
    same = checked(anna, lines(first))
    assert (same.same_count, same.new_count, same.can_start) == (1, 0, False)
    again = imported(anna, lines(first.replace(";2;1;", ";3;1;"), "Z-3;1;0;;;;"))
    assert (again.new_count, again.changed_count, again.same_count) == (1, 1, 0)
    assert [row.size for row in households()] == [4, 1, 1]
    only_a_number = imported(anna, lines("Z-1;5", head="Eigen nummer;27 t/m 54 jaar"))
    assert only_a_number.changed_count == 1
    assert read_needs(households()[0].needs).limits == ("step_free",)


def test_ten_thousand_rows_with_three_hundred_bad_ones(cast: Cast, client_as: Any) -> None:
    anna = client_as(cast.anna)
    made = checked(anna, many(10_000, bad=300))
    assert (made.row_count, made.new_count) == (10_000, 9_700)
    assert made.problem_count == 900
    assert {row for row, _column, _text in made.problems} == set(range(9_702, 10_002))
    assert not made.keeps_file
    assert anna.post(f"{URL}{made.pk}/start/").status_code == 302
    assert job(made.pk).state == ImportState.CHECKED
    assert households() == []
    page = anna.get(f"{URL}{made.pk}/", {"pagina": "18"})
    assert len(page.context["page"].object_list) == 50
    file = anna.get(f"{URL}{made.pk}/fouten/").content.decode("utf-8-sig")
    assert len(file.strip().splitlines()) == 901
    assert "Klingon" not in file


def test_excel_dates_numbers_and_formulas(cast: Cast, client_as: Any) -> None:
    head = ["Eigen nummer", "27 t/m 54 jaar", "Kan verhuizen vanaf", "Gekoppeld op", "Telefoonnummer"]
    anna = client_as(cast.anna)
    done = imported(
        anna,
        sheet(
            head,
            ["Z-1", 2.0, datetime(2027, 3, 1), 46_300, 612_345_678],
            [None, None, None],
            ["Z-2", "1", "3 maart 2027"],
        ),
        name="lijst.xlsx",
    )
    assert done.state == ImportState.DONE
    assert [row.available_from for row in households()] == [date(2027, 3, 1), date(2027, 3, 3)]
    with seed():
        assert CoaAllocation.objects.get().allocated_on == date(2026, 10, 5)
    made = checked(anna, sheet(head, ["Z-3", "=1+1", None, None, None]), name="lijst.xlsx")
    assert made.problems == [[2, "27 t/m 54 jaar", "Hier staat een formule. Zet de uitkomst erin als gewone tekst."]]
    made = checked(anna, lines("Z-4;=HYPERLINK(1);;;;;"))
    assert [problem[1] for problem in made.problems] == ["27 t/m 54 jaar"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_encodings_and_delimiters(encoding: str, delimiter: str) -> None:
    text = delimiter.join(["Eigen nummer", "27 t/m 54 jaar", "Toelichting woning"]) + "\r\n"
    text += delimiter.join(["Z-1", "1", '"Café, één trap"']) + "\r\n"
    found = check_table(ImportKind.HOUSEHOLDS, read_table(text.encode(encoding)))
    assert found.values[0][1]["note"] == "Café, één trap"


def test_excels_own_first_line_is_skipped() -> None:
    found = read_table(b"sep=;\nEigen nummer;27 t/m 54 jaar\nZ-1;1\n")
    assert found.headings == ["Eigen nummer", "27 t/m 54 jaar"]


def test_properties(cast: Cast, client_as: Any) -> None:
    head = "Eigen nummer,Soort pand,Straat,Huisnummer,Postcode,Plaats,Leeg vanaf,Meeste aantal bewoners,Eigen voordeur"
    anna = client_as(cast.anna)
    row = "P-1,pastorie,Kerkstraat,12a,8261ab,Kampen,2027-03-01,6,ja"
    assert imported(anna, lines(row, head=head), kind="properties").new_count == 1
    with seed():
        made = Property.objects.get()
    assert (made.kind, made.postcode, made.address_key, made.capacity_max) == ("rectory", "8261 AB", "8261ab12a", 6)
    assert checked(anna, lines(row, head=head), kind="properties").same_count == 1
    changed = imported(anna, lines(row.replace(",6,", ",8,"), head=head), kind="properties")
    assert changed.changed_count == 1
    bad = checked(
        anna, lines(row.replace("8261ab", "8261").replace("pastorie", "kasteel"), head=head), kind="properties"
    )
    assert {problem[1] for problem in bad.problems} == {"Postcode", "Soort pand"}


def test_a_failure_halfway_leaves_nothing(cast: Cast, client_as: Any, monkeypatch: Any) -> None:
    anna = client_as(cast.anna)
    made = checked(anna, many(1500))
    anna.post(f"{URL}{made.pk}/start/")
    real = note_progress

    def break_down(job_id: UUID, percent: int) -> None:
        real(job_id, percent)
        if percent > 40:
            raise OSError("kapot")

    monkeypatch.setattr(imports_running, "note_progress", break_down)
    assert not work_import(made.pk)
    now = job(made.pk)
    assert (now.state, now.keeps_file) == (ImportState.FAILED, False)
    assert "Er is niets bewaard" in now.refusal
    assert households() == []


def test_stopping_halfway_takes_everything_back(cast: Cast, client_as: Any, monkeypatch: Any) -> None:
    anna = client_as(cast.anna)
    made = checked(anna, many(1500))
    anna.post(f"{URL}{made.pk}/start/")

    def stop(_job_id: UUID, percent: int) -> None:
        if percent > 40:
            with seed():
                ImportJob.objects.filter(pk=made.pk).update(state=ImportState.CANCELLED)

    monkeypatch.setattr(imports_running, "note_progress", stop)
    assert not work_import(made.pk)
    assert households() == []


def test_cancel_takes_the_file_away(cast: Cast, client_as: Any) -> None:
    anna = client_as(cast.anna)
    made = checked(anna, lines("Z-1;2;;;;;"))
    assert made.keeps_file
    assert anna.post(f"{URL}{made.pk}/stop/").status_code == 302
    now = job(made.pk)
    assert (now.state, now.content, now.keeps_file) == (ImportState.CANCELLED, "", False)
    assert anna.post(f"{URL}{made.pk}/stop/").status_code == 409


def test_the_file_is_gone_after_a_day(cast: Cast, client_as: Any) -> None:
    anna = client_as(cast.anna)
    made, young = checked(anna, lines("Z-1;2;;;;;")), checked(anna, lines("Z-2;2;;;;;"))
    with seed():
        ImportJob.objects.filter(pk=made.pk).update(keeps_until=timezone.now() - timedelta(minutes=1))
    expire_imports()
    now = job(made.pk)
    assert (now.state, now.content, now.keeps_file) == (ImportState.EXPIRED, "", False)
    assert job(young.pk).keeps_file
    assert not expire_import(young.pk)


def test_a_job_without_a_worker_goes_back_in_line_and_one_that_is_lost_often_fails(cast: Cast, client_as: Any) -> None:
    made = checked(client_as(cast.anna), lines("Z-1;2;;;;;"))
    long_ago = timezone.now() - timedelta(minutes=5)
    with seed():
        ImportJob.objects.filter(pk=made.pk).update(state=ImportState.IMPORTING, claimed_at=long_ago, attempts=1)
    sweep_imports()
    assert job(made.pk).state == ImportState.QUEUED
    with seed():
        ImportJob.objects.filter(pk=made.pk).update(state=ImportState.CHECKING, claimed_at=long_ago, attempts=3)
    assert not recover_import(made.pk)
    assert job(made.pk).state == ImportState.FAILED


def test_the_worker_asks_again_whether_the_person_may(cast: Cast, client_as: Any) -> None:
    anna = client_as(cast.anna)
    answer = hand_in(anna, lines("Z-1;2;;;;;"))
    pk = UUID(answer.headers["Location"].rstrip("/").split("/")[-1])
    with seed():
        for membership in Membership.objects.filter(user=cast.anna):
            end_membership(membership=membership)
    assert not work_import(pk)
    assert job(pk).state == ImportState.FAILED


def test_delivered_twice_works_once(cast: Cast, client_as: Any) -> None:
    made = checked(client_as(cast.anna), lines("Z-1;2;;;;;"))
    assert not work_import(made.pk)


@pytest.mark.parametrize("who", ["chaima", "bram", "els", "vera", "vince", "joke"])
def test_nobody_else_sees_an_import(cast: Cast, client_as: Any, who: str) -> None:
    made = checked(client_as(cast.anna), lines("Z-1;2;;;;;"), name="Kanariena.csv")
    visitor = client_as(getattr(cast, who))
    for place in ("kampen", "zwolle"):
        for tail in ("", f"{made.pk}/", f"{made.pk}/fouten/"):
            answer = visitor.get(f"/{place}/import/{tail}")
            assert "Kanariena" not in answer.content.decode()
            assert answer.status_code in ((403, 404) if tail or place == "kampen" else (200, 403, 404))
        for tail in ("start/", "stop/"):
            assert visitor.post(f"/{place}/import/{made.pk}/{tail}").status_code in (403, 404)


def test_names_of_files_lose_their_paths_and_templates_open(cast: Cast, client_as: Any) -> None:
    anna = client_as(cast.anna)
    made = checked(anna, lines("Z-1;2;;;;;"), name="..\\..\\geheim/../lijst.csv")
    assert made.file_name == "lijst.csv"
    for kind in ImportKind.values:
        template = anna.get(f"{URL}sjabloon/{kind}/").content
        found = check_table(kind, read_table(template))
        assert found.row_count == 1
    assert anna.get(f"{URL}sjabloon/iets/").status_code == 404


def test_cells() -> None:
    assert cells.yes_no("Nee") is False
    assert cells.whole(0, 5)("3.0") == 3
    assert cells.looks_like_bsn("1112.22.333")
    assert not cells.looks_like_bsn("Z-111222333")
    assert cells.digits(16)(166010000012345) == "0166010000012345"
    with pytest.raises(FileRefused):
        read_table(b"\n\n\n")
