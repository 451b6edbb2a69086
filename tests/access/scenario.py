"""One full case in Kampen and one in Zwolle, every free text marked: whoever may not see a case must not see its mark."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from housing.enums import (
    CheckOutcome,
    DefectUpdateKind,
    OrganisationKind,
    PlacementState,
    PlacementTaskKind,
    PropertyKind,
)
from housing.models import (
    Assessment,
    DefectReport,
    DefectUpdate,
    DwellingUnit,
    FollowOnHousing,
    Household,
    HouseholdCard,
    HousingQuota,
    MatchingRun,
    Organisation,
    OwnerConsent,
    Placement,
    PlacementTask,
    Property,
    PropertyContact,
    StatusHolder,
    SuitabilityCheck,
    SuitabilityCriterion,
    UnitClosure,
    Viewing,
)
from housing.services.cards import write_card
from initiatives.enums import DossierState, InitiativeState
from initiatives.models import AgreementFacts, Dossier, InformationRequest, Initiative, Note
from tests.factories import matching
from tests.factories.housing import household, placement, unit
from tests.factories.people import Cast
from tests.seeding import seed
from thuisgevers.accounts.models import User
from thuisgevers.audit.models import AuditEvent
from thuisgevers.common.ids import reference, uuid7
from thuisgevers.municipalities.models import Municipality, Scope


@dataclass
class Case:
    """`mark` stands in every free text of the case. It sorts first, so that page 1 of any list would show it. `file_mark` stands
    in what only the handlers of a household read, `name_mark` in the first name that its card shows."""

    mark: str
    file_mark: str
    name_mark: str
    municipality: Municipality
    organisation: Organisation
    property: Property
    initiative: Initiative
    dossier: Dossier
    request: InformationRequest
    note: Note
    unit: DwellingUnit
    closure: UnitClosure
    viewing: Viewing
    household: Household
    person: StatusHolder
    placement: Placement
    task: PlacementTask
    quota: HousingQuota
    card: HouseholdCard
    plan: MatchingRun
    assessment: Assessment
    defect: DefectReport

    def secrets(self) -> dict[str, frozenset[str]]:
        """Texts of the residents, and the only actors to whom any page may show them."""
        handlers = frozenset({"case_handler", "case_coordinator"})
        return {
            self.file_mark: handlers,
            self.name_mark: handlers | {"lead_volunteer", "buddy_coordinator", "buddy"},
            self.own_words(): frozenset({"buddy"}),
            self.signal_mark(): frozenset({"confidential_adviser", "case_coordinator"}),
        }

    def signal_mark(self) -> str:
        """Stands in every text of a safeguarding signal."""
        return f"ZORGSIGNAAL{self.mark[7:]}"

    def own_words(self) -> str:
        """Stands in what the buddy wrote for themselves alone."""
        return f"ALLEENIK{self.mark[7:]}"


def make_case(
    municipality: Municipality,
    *,
    mark: str,
    official: User,
    initiative_id: UUID | None = None,
    property_id: UUID | None = None,
    household_id: UUID | None = None,
) -> Case:
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
            id=property_id or uuid7(),
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
    home = unit(municipality, place, name=f"000 {mark} boven")
    people = household(municipality, id=household_id or uuid7())
    file_mark, name_mark = f"BESLOTEN{mark[7:]}", f"Voornaam{mark[7:].lower()}"
    with seed():
        PropertyContact.objects.create(municipality=municipality, property=place, name=f"{mark} eigenaar")
        people.contact_details = f"{file_mark} 06 12345678"
        people.save(update_fields=["contact_details"])
        person = StatusHolder.objects.create(
            municipality=municipality,
            household=people,
            first_name=name_mark,
            age_band="27_54",
            contact_language="ar",
            is_contact=True,
        )
    stay = placement(home, people, by=official, state=PlacementState.ACTIVE, choice_reason=f"{file_mark} past hier")
    with seed():
        card = write_card(stay)
        task = PlacementTask.objects.create(
            municipality=municipality,
            placement=stay,
            household=people,
            kind=PlacementTaskKind.BRP,
            owner=official,
            due_on=now.date() - timedelta(days=3),
        )
        FollowOnHousing.objects.create(
            municipality=municipality, placement=stay, household=people, owner=official, note=f"{file_mark} vervolg"
        )
        quota, _made = HousingQuota.objects.get_or_create(
            municipality=municipality, year=2026, half=2, defaults={"target": 12, "source": f"{mark} brief"}
        )
        closure = UnitClosure.objects.create(
            municipality=municipality,
            unit=home,
            property=place,
            kind="repair",
            starts_on=stay.expected_end_on + timedelta(days=30),
            note=f"{mark} dak",
        )
        viewing = Viewing.objects.create(
            municipality=municipality,
            property=place,
            starts_at=now + timedelta(days=8),
            note=f"{mark} bij de voordeur",
            side="owner",
            proposed_by=official,
        )
        OwnerConsent.objects.create(
            municipality=municipality, property=place, given_by=f"{mark} scriba", given_on=now.date()
        )
        assessment = Assessment.objects.create(
            municipality=municipality,
            property=place,
            visited_on=now.date(),
            visited_by=official,
            remark=f"{mark} zolder",
        )
        SuitabilityCheck.objects.create(
            municipality=municipality,
            assessment=assessment,
            property=place,
            criterion=SuitabilityCriterion.objects.get(key="smoke-alarms"),
            outcome=CheckOutcome.FAILED,
            failure_reason=f"{mark} rookmelder",
            checked_by=official,
        )
        defect = DefectReport.objects.create(
            municipality=municipality,
            reference=reference(prefix="M"),
            property=place,
            unit=home,
            kind="broken",
            urgency="today",
            acts="municipality",
            description=f"{mark} kraan lekt",
            reported_by=official,
            due_on=now.date(),
        )
        DefectUpdate.objects.create(
            municipality=municipality,
            defect=defect,
            kind=DefectUpdateKind.NOTE,
            text=f"{mark} bericht",
            by=official,
            by_label=f"{mark} ambtenaar",
        )
    plan = matching.run(municipality, official, households=1)
    matching.proposal(plan, people, home)
    return Case(
        mark=mark,
        file_mark=file_mark,
        name_mark=name_mark,
        municipality=municipality,
        organisation=organisation,
        property=place,
        initiative=initiative,
        dossier=dossier,
        request=request,
        note=note,
        unit=home,
        closure=closure,
        viewing=viewing,
        household=people,
        person=person,
        placement=stay,
        task=task,
        quota=quota,
        card=card,
        plan=plan,
        assessment=assessment,
        defect=defect,
    )


def both_cases(cast: Cast) -> tuple[Case, Case]:
    """(Kampen's with Bram's initiative, Zwolle's)."""
    return (
        make_case(
            cast.kampen,
            mark="KANARIEKAMPEN",
            official=cast.anna,
            initiative_id=cast.initiative_id,
            property_id=cast.property_id,
            household_id=cast.household_id,
        ),
        make_case(cast.zwolle, mark="KANARIEZWOLLE", official=cast.chaima),
    )
