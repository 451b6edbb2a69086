"""Something about the home is broken: a report as anybody else makes one, without a name."""

from __future__ import annotations

from uuid import UUID

from django.db import connection, transaction

from housing.models import HouseholdCard
from housing.services.defects import DefectFacts, prepared_defect
from housing.services.defects_telling import tell_actor
from housing.states import DEFECT
from thuisgevers.audit.services import actor_label, record_event
from thuisgevers.common.ids import uuid7
from thuisgevers.municipalities.access import Access


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
