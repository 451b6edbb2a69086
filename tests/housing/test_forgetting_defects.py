"""A report about a home keeps its figures; a year after it was closed its words, its people and its photos go, history included."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from housing.enums import DefectOutcome, DefectState
from housing.models import DefectAttachment, DefectReport, DefectUpdate, Property
from housing.permissions.defects import can_reopen_defect, can_write_defect, reopenable_defects, writable_defects
from housing.services.defects import add_message, close_defect, reopen_defect
from housing.services.retention import forget_households
from tests.factories.attachments import attachment
from tests.factories.housing import property_
from tests.factories.people import Cast
from tests.housing.described import url
from tests.housing.test_defects import by, fresh, report
from tests.housing.test_forgetting import CANARY, before_today, tables_with
from tests.seeding import seed
from thuisgevers.attachments.enums import AttachmentState
from thuisgevers.attachments.models import Attachment

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(cast: Cast) -> Property:
    return property_(cast.kampen, id=cast.property_id, initiative_scope_id=cast.initiative_id)


def closed(cast: Cast, place: Property, *, days: int) -> DefectReport:
    """Reported by the lead, answered and closed by an official so many days after the last day on which it is kept."""
    row = report(cast.bram, place, description=f"De kraan van {CANARY} lekt.")
    by(cast.anna, lambda access: add_message(access=access, defect=row, text=f"{CANARY} was thuis."))
    by(
        cast.anna,
        lambda access: close_defect(
            access=access, defect=row, outcome=DefectOutcome.NOT_REPAIRED, text=f"{CANARY} is verhuisd."
        ),
    )
    with seed():
        DefectReport.objects.filter(pk=row.pk).update(
            closed_at=timezone.now().replace(hour=12)
            - (timezone.localdate() - before_today(years=1))
            + timedelta(days=days),
            household_scope_id=cast.household_id,
        )
    picture = attachment(cast.kampen, cast.bram, scope_id=cast.initiative_id)
    with seed():
        DefectAttachment.hang(picture, defect=row)
    found: DefectReport = fresh(row)
    return found


def photos(row: DefectReport) -> list[str]:
    with seed():
        found = DefectAttachment.objects.filter(defect=row).values("attachment")
        return list(Attachment.objects.filter(pk__in=found).values_list("state", flat=True))


def test_words_people_and_photos_go_after_a_year_and_figures_stay(cast: Cast, place: Property) -> None:
    old, young = closed(cast, place, days=0), closed(cast, place, days=1)
    running = report(cast.bram, place, description=f"{CANARY} staat te wachten.")
    kept = {
        name: getattr(old, name) for name in ("reference", "kind", "urgency", "outcome", "closed_at", "reported_at")
    }
    counted = forget_households()
    assert {key: counted[key] for key in counted if "defect" in key or "attachment" in key} == {
        "1 year: housing_defectreport": 1,
        "1 year: housing_defectreportevent": 3,
        "1 year: housing_defectupdate": 3,
        "1 year: attachments_attachment": 1,
    }
    row = fresh(old)
    assert (row.description, row.reported_by_id, row.household_scope_id, row.erased_on) == (
        "", None, None, timezone.localdate(),
    )  # fmt: skip
    assert {name: getattr(row, name) for name in kept} == kept
    with seed():
        lines = DefectUpdate.objects.filter(defect=old)
        assert {(line.text, line.by_id, line.by_label) for line in lines} == {("", None, "")} and len(lines) == 3
        history: Any = DefectReport.pgh_event_model  # type: ignore[attr-defined]
        assert set(history.objects.filter(pgh_obj_id=old.pk).values_list("description", "reported_by")) == {("", None)}
    assert photos(old) == [AttachmentState.REMOVED] and photos(young) == [AttachmentState.READY]
    assert CANARY in fresh(young).description and fresh(running).erased_on is None
    assert forget_households() == {}


def test_erased_report_says_so_and_is_neither_reopened_nor_added_to(
    cast: Cast, place: Property, client_as: Any
) -> None:
    row = closed(cast, place, days=-3)
    assert by(cast.bram, lambda access: can_reopen_defect(access, row) and can_write_defect(access, row))
    forget_households()
    assert not {table for table in tables_with(CANARY) if "defect" in table}
    page = client_as(cast.anna).get(url("defect_detail", row.pk))
    assert page.status_code == 200 and "gewist" in page.text and CANARY not in page.text and "Iemand" in page.text
    assert "Heropen" not in page.text
    erased = fresh(row)
    for user in (cast.anna, cast.bram):
        assert not by(user, lambda access: can_reopen_defect(access, erased) or can_write_defect(access, erased))
        assert not by(user, lambda access: (reopenable_defects(access) | writable_defects(access)).exists())
        for do in (reopen_defect, add_message):
            with pytest.raises(PermissionDenied):
                by(user, lambda access, do=do: do(access=access, defect=erased, text="Toch niet."))
    assert client_as(cast.anna).get(url("defect_list") + "?lijst=klaar").status_code == 200
    with pytest.raises(IntegrityError, match="defect_erased_when_closed"), transaction.atomic(), seed():
        DefectReport.objects.filter(pk=row.pk).update(
            state=DefectState.REOPENED, closed_at=None, outcome="", erased_on=timezone.localdate()
        )


def test_application_cannot_erase_sooner_or_touch_history(cast: Cast, place: Property) -> None:
    row = closed(cast, place, days=1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM housing_forget_defects()")
        assert set(cursor.fetchall()) == {(0,)}
        for statement in (
            "SET LOCAL ROLE definer",
            "UPDATE housing_defectreportevent SET description = ''",
            "UPDATE housing_defectupdate SET text = ''",
        ):
            with pytest.raises(Exception, match="permission denied"), transaction.atomic():
                cursor.execute(statement)
    assert CANARY in fresh(row).description
    with transaction.atomic():
        forget_households()
        with pytest.raises(Exception, match="Cannot update or delete"), seed(), transaction.atomic():
            DefectReport.pgh_event_model.objects.update(state="closed")  # type: ignore[attr-defined]
