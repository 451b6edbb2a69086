"""One full case in Kampen and one in Zwolle, every free text marked: whoever may not see a case must not see its mark."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from housing.enums import OrganisationKind, PropertyKind
from housing.models import Organisation, Property
from initiatives.enums import DossierState, InitiativeState
from initiatives.models import AgreementFacts, Dossier, InformationRequest, Initiative, Note
from tests.factories.people import Cast
from tests.seeding import seed
from thuisgevers.accounts.models import User
from thuisgevers.audit.models import AuditEvent
from thuisgevers.common.ids import reference, uuid7
from thuisgevers.municipalities.models import Municipality, Scope


@dataclass
class Case:
    """`mark` stands in every free text of the case. It sorts first, so that page 1 of any list would show it."""

    mark: str
    municipality: Municipality
    organisation: Organisation
    property: Property
    initiative: Initiative
    dossier: Dossier
    request: InformationRequest
    note: Note


def make_case(municipality: Municipality, *, mark: str, official: User, initiative_id: UUID | None = None) -> Case:
    """Everything a case can hold, written past the policies; the dossier is in review with an open question."""
    now = timezone.now()
    initiative_id = initiative_id or uuid7()
    with seed():
        Scope.objects.get_or_create(id=initiative_id, defaults={"kind": "initiative", "municipality": municipality})
        organisation = Organisation.objects.create(
            municipality=municipality,
            name=f"000 {mark} kerk",
            kind=OrganisationKind.CONGREGATION,
            name_key=f"000 {mark} kerk".lower(),
            initiative_scope_id=initiative_id,
        )
        place = Property.objects.create(
            municipality=municipality,
            organisation=organisation,
            kind=PropertyKind.RECTORY,
            street=f"000 {mark}straat",
            house_number="1",
            postcode="8261 AA",
            place=municipality.name,
            address_key=f"8261aa1{mark.lower()}",
            capacity_min=4,
            capacity_max=8,
            initiative_scope_id=initiative_id,
        )
        initiative = Initiative.objects.create(
            id=initiative_id,
            municipality=municipality,
            reference=reference(),
            name=f"000 {mark} huis",
            state=InitiativeState.EXPLORING,
            organisation=organisation,
            summary=f"{mark} plan",
            contact_name=f"{mark} contact",
            contact_email=f"{mark.lower()}@voorbeeld.example",
            contact_email_index="x",
            registered_at=now - timedelta(days=20),
            first_answer_due_on=(now - timedelta(days=10)).date(),
            search=f"000 {mark} huis".lower(),
        )
        dossier = Dossier.objects.create(
            municipality=municipality,
            initiative=initiative,
            property=place,
            state=DossierState.IN_REVIEW,
            submitted_at=now - timedelta(days=20),
            target_date=(now - timedelta(days=10)).date(),
        )
        request = InformationRequest.objects.create(
            municipality=municipality,
            dossier=dossier,
            initiative=initiative,
            question=f"{mark} vraag?",
            due_on=now.date(),
            asked_by=official,
            asked_at=now - timedelta(days=2),
        )
        note = Note.objects.create(municipality=municipality, dossier=dossier, text=f"{mark} INTERN", author=official)
        AgreementFacts.objects.create(
            municipality=municipality, dossier=dossier, initiative=initiative, house_rules=f"{mark} regels"
        )
        AuditEvent.objects.create(
            municipality=municipality,
            scope_id=initiative.id,
            object_type="initiatives.Dossier",
            object_id=dossier.id,
            verb="take_up",
            reason=f"{mark} reden",
            actor=official,
            actor_label=f"{mark} ambtenaar",
        )
    return Case(mark, municipality, organisation, place, initiative, dossier, request, note)


def both_cases(cast: Cast) -> tuple[Case, Case]:
    """(Kampen's with Bram's initiative, Zwolle's)."""
    return (
        make_case(cast.kampen, mark="KANARIEKAMPEN", official=cast.anna, initiative_id=cast.initiative_id),
        make_case(cast.zwolle, mark="KANARIEZWOLLE", official=cast.chaima),
    )
