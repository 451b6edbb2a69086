"""A building in the demo: entered, agreed on by its owner, looked at, signed and opened, each by who would do it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from uuid import UUID

from django.utils import timezone

from housing.enums import CheckOutcome, Facility, OrganisationKind, PropertyKind, PropertyState, UseFunction
from housing.models import Assessment, DwellingUnit, Property
from housing.queries.suitability import criteria_on
from housing.services import owners, properties, suitability, units
from thuisgevers.demo.invented import STREETS, Person, postcode
from thuisgevers.demo.joining import Office
from thuisgevers.demo.stage import NOT_YET, account, being

OPEN, REPORTED, ASSESSING, UNSUITABLE, WITHDRAWN, CLOSED = (
    PropertyState.OPEN,
    PropertyState.REPORTED,
    PropertyState.ASSESSING,
    PropertyState.UNSUITABLE,
    PropertyState.WITHDRAWN,
    PropertyState.CLOSED,
)
KINDS = (
    PropertyKind.RECTORY,
    PropertyKind.SEXTON_HOUSE,
    PropertyKind.DWELLING,
    PropertyKind.DWELLING,
    PropertyKind.CLUBHOUSE,
    PropertyKind.OFFICE,
    PropertyKind.MONASTERY,
)
USES = {
    PropertyKind.CLUBHOUSE: UseFunction.MEETING,
    PropertyKind.CHURCH_HALL: UseFunction.MEETING,
    PropertyKind.OFFICE: UseFunction.OFFICE,
}
OWNERS = (
    ("Wijkgemeente De Binnenplaats", OrganisationKind.CONGREGATION),
    ("Stichting Het Achtererf", OrganisationKind.FOUNDATION),
    ("Diaconie De Handreiking", OrganisationKind.DIACONATE),
    ("Vereniging Ons Dorpshuis", OrganisationKind.SOCIETY),
    ("Woningcorporatie De Sleutelbos", OrganisationKind.HOUSING_ASSOCIATION),
    ("Klooster De Stille Hof", OrganisationKind.FOUNDATION),
)
NAMES = ("Beneden", "Boven", "Zolder", "Achterhuis", "Tuinzijde", "Voorhuis")
FAULTS = {
    "smoke-alarms": "In twee slaapkamers hangt geen rookmelder en op de overloop doet hij het niet.",
    "escape-route": "De enige trap komt uit in de zaal, die 's avonds op slot gaat.",
}


@dataclass(frozen=True)
class Room:
    """A unit as it will be added."""

    name: str
    least: int
    most: int
    own_door: bool
    step_free: bool
    own_kitchen: bool
    own_sanitary: bool


@dataclass
class Home:
    """A building on its way. With `initiative` it came in with a registration, else the municipality enters it."""

    office: Office
    goal: PropertyState
    rooms: tuple[Room, ...]
    chance: Random
    owner: Person
    number: int
    property_id: UUID = NOT_YET
    unit_ids: list[UUID] = field(default_factory=list)

    def place(self) -> Property:
        return Property.objects.select_related("municipality", "organisation").get(pk=self.property_id)

    def unit(self, position: int) -> DwellingUnit:
        return DwellingUnit.objects.select_related("property", "municipality").get(pk=self.unit_ids[position])

    @property
    def has_homes(self) -> bool:
        return self.goal in (OPEN, CLOSED)


def rooms(count: int, chance: Random) -> tuple[Room, ...]:
    found = []
    for name in NAMES[:count]:
        most = chance.choice((2, 3, 3, 4, 4, 5, 6))
        is_alone = count == 1 or chance.random() < 0.35
        found.append(
            Room(
                name=name if count > 1 else "Hele huis",
                least=1 if most < 4 else 2,
                most=most,
                own_door=is_alone,
                step_free=name in ("Beneden", "Tuinzijde"),
                own_kitchen=is_alone,
                own_sanitary=is_alone or chance.random() < 0.4,
            )
        )
    return tuple(found)


def enter(home: Home) -> None:
    """The handler enters a building without an initiative, with its owner."""
    chance, today = home.chance, timezone.localdate()
    kind = chance.choice(KINDS)
    name, sort = OWNERS[home.number % len(OWNERS)]
    with being(account(home.office.handler)) as access:
        made = properties.register_property(
            access=access,
            municipality=home.office.place(),
            facts=properties.PropertyFacts(
                kind=kind,
                street=STREETS[home.number % len(STREETS)],
                house_number=str(100 + home.number),
                postcode=postcode(str(2000 + home.number * 37 % 7000)),
                place=home.office.municipality,
                use_function=USES.get(kind, UseFunction.LIVING),
                floor_area=chance.choice((90, 120, 150, 180, 240, 320)),
                vacant_from=today - timedelta(days=chance.randint(740, 900)),
                vacant_until=None if chance.random() < 0.5 else today + timedelta(days=chance.randint(1500, 2000)),
                capacity_min=1,
                capacity_max=sum(room.most for room in home.rooms) or 6,
                tenure=chance.choice(("rent", "loan")),
            ),
            organisation=properties.OrganisationFacts(name=f"{name} {home.office.municipality}", kind=sort),
            contact=properties.ContactFacts(name=home.owner.name, email=home.owner.email, phone=home.owner.phone),
        )
    home.property_id = made.pk


def agree(home: Home) -> None:
    """Units are added and the owner's consent is written down."""
    today = timezone.localdate()
    with being(account(home.office.handler)) as access:
        place = home.place()
        for room in home.rooms:
            made = units.add_unit(
                access=access,
                property=place,
                facts=units.UnitFacts(
                    name=room.name,
                    capacity_min=room.least,
                    capacity_max=room.most,
                    bedrooms=(room.most + 1) // 2,
                    lockable_bedrooms=(room.most + 1) // 2,
                    own_front_door=room.own_door,
                    step_free=room.step_free,
                    kitchen=Facility.OWN if room.own_kitchen else Facility.SHARED,
                    sanitary=Facility.OWN if room.own_sanitary else Facility.SHARED,
                    floor_area=14 * room.most,
                    available_from=None if place.initiative_scope_id is None else today,
                    available_until=None if place.initiative_scope_id is None else today + timedelta(days=1095),
                ),
            )
            home.unit_ids.append(made.pk)
        owners.record_consent(
            access=access,
            property=place,
            given_by=home.owner.name,
            given_on=today - timedelta(days=home.chance.randint(1, 14)),
            given_as="namens het bestuur",
        )
        if place.initiative_scope_id is None:
            properties.clear_property(access=access, property=place, reason="Besproken in het overleg huisvesting.")


def visit(home: Home) -> None:
    """The round through the building; an unsuitable one fails on fire safety."""
    today = timezone.localdate()
    with being(account(home.office.handler)) as access:
        round_ = suitability.start_assessment(access=access, property=home.place(), visited_on=today)
        for criterion in criteria_on(today):
            if not criterion.is_compulsory:
                continue
            fault = FAULTS.get(criterion.key, "") if home.goal == UNSUITABLE else ""
            suitability.record_check(
                access=access,
                assessment=round_,
                criterion=criterion,
                outcome=CheckOutcome.FAILED if fault else CheckOutcome.PASSED,
                failure_reason=fault,
            )
        if home.goal != ASSESSING:
            suitability.submit_assessment(access=access, assessment=round_)


def sign(home: Home) -> None:
    """The coordinator signs the result; a suitable building opens."""
    with being(account(home.office.coordinator)) as access:
        round_ = Assessment.objects.get(property_id=home.property_id)
        suitability.sign_assessment(access=access, assessment=round_)
        if home.has_homes:
            properties.open_property(access=access, property=home.place())


def withdraw(home: Home) -> None:
    with being(account(home.office.handler)) as access:
        properties.withdraw_property(
            access=access, property=home.place(), reason="De eigenaar heeft het pand verkocht."
        )


def close(home: Home) -> None:
    with being(account(home.office.handler)) as access:
        properties.close_property(access=access, property=home.place(), reason="De bruikleen is afgelopen.")


def last_day_of_use(home: Home, today: date) -> date:
    """By when everybody has left a building that is closed now."""
    return today - timedelta(days=20 + home.number % 40)
