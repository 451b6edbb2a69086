"""Something about the home is broken: a report as anybody else makes one, without a name; and writing about it afterwards."""

from __future__ import annotations

from uuid import UUID

from django.db import connection, transaction

from housing.models import DefectReport, HouseholdCard
from housing.services.defects import DefectFacts, prepared_defect
from housing.services.defects_telling import tell_actor
from housing.states import DEFECT
from thuisgevers.audit.services import actor_label, record_event
from thuisgevers.common.ids import uuid7
from thuisgevers.municipalities.access import Access

from ...models import ResidentReport
from .writing import own_card


def report_broken(*, access: Access, home: HouseholdCard, facts: DefectFacts, client_id: UUID) -> str:
    """The number of the report. Written by the database's own function, which knows where the household lives; who has the ball gets
    a mail. The same form twice is one report."""
    row = prepared_defect(
        municipality=home.municipality,
        facts=facts,
        client_id=client_id,
        where={
            "property_id": home.property_id,
            "initiative_scope_id": home.initiative_scope_id,
            "household_scope_id": home.household_scope_id,
        },
    )
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT buddies_report_defect(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
                [
                    row.pk,
                    uuid7(),
                    row.client_id,
                    row.reference,
                    row.kind,
                    row.urgency,
                    row.description,
                    row.acts,
                    row.due_on,
                    row.remind_on,
                    actor_label(access)[:150],
                ],
            )
            (is_new,) = cursor.fetchone()
        if not is_new:
            return ""
        ResidentReport(municipality=home.municipality, card_id=own_card(access), defect_id=row.pk).save(
            force_insert=True
        )
        record_event(
            access=access,
            object_type=DEFECT.label,
            object_id=row.pk,
            verb="report",
            municipality=home.municipality,
            scope_id=row.timeline_scope_id,
            to_state=row.state,
        )
        tell_actor(access=access, defect=row, template="defect_reported")
    return row.reference


def write_about_report(*, access: Access, home: HouseholdCard, report_id: UUID, text: str, client_id: UUID) -> None:
    """A line in the history of one's own report, for everybody who reads it; who has the ball gets a mail. The same form twice is one
    line; nothing happens where it is no report of one's own (any more)."""
    with transaction.atomic():
        rows = DefectReport.objects.raw(
            "SELECT * FROM buddies_write_about_report(%s, %s, %s, %s)",
            [report_id, client_id, text.strip(), actor_label(access)[:150]],
        )
        written = next(iter(rows), None)
        if written is not None:
            written.municipality = home.municipality
            tell_actor(access=access, defect=written, template="defect_message")
