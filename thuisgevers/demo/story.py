"""What a story is: an initiative as it was registered, and the steps that followed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from housing.enums import OrganisationKind, PropertyKind
from initiatives.enums import HelpTopic
from initiatives.services.registration_send import BuildingFacts, Registration
from thuisgevers.municipalities.models import Municipality
from thuisgevers.municipalities.working_days import today

from .clock import days_back, office_moments
from .invented import Person, postcode
from .stage import Stage
from .steps import Step, register


@dataclass(frozen=True, kw_only=True)
class Building:
    """What the visitor said about the building; `vacant_in` counts days from the registration."""

    kind: PropertyKind
    street: str
    number: str
    residents: tuple[int, int] | None = None
    vacant_in: int | None = None
    vacant_months: int | None = None
    own_entrance: bool | None = None
    bedrooms: int | None = None
    kitchens: int | None = None
    bathrooms: int | None = None
    toilets: int | None = None


@dataclass(frozen=True, kw_only=True)
class Story:
    """`ended` is how many working days ago the last step was taken. `parts` are people besides lead and officials. `homes` is how
    many units its building gets once it is approved; `has_closed` when nobody lives there any more."""

    municipality: str
    place: str
    digits: str
    name: str
    organisation: str
    kind: OrganisationKind
    lead: Person
    summary: str
    building: Building | None
    steps: tuple[Step, ...]
    ended: int
    topics: Sequence[HelpTopic] = ()
    parts: dict[str, Person] = field(default_factory=dict)
    homes: int = 0
    has_closed: bool = False

    def registration(self, municipality: Municipality) -> Registration:
        return Registration(
            municipality=municipality,
            place=self.place,
            organisation_kind=self.kind,
            organisation_name=self.organisation,
            contact_name=self.lead.name,
            contact_email=self.lead.email,
            contact_phone=self.lead.phone,
            building=None if self.building is None else self._facts(self.building),
            name=self.name,
            summary=self.summary,
            help_topics=[topic.value for topic in self.topics],
        )

    def _facts(self, building: Building) -> BuildingFacts:
        start = None if building.vacant_in is None else today() + timedelta(days=building.vacant_in)
        end = None
        if start is not None and building.vacant_months is not None:
            end = start + timedelta(days=30 * building.vacant_months)
        least, most = building.residents or (None, None)
        return BuildingFacts(
            kind=building.kind,
            street=building.street,
            house_number=building.number,
            postcode=postcode(self.digits),
            place=self.place,
            vacant_from=start,
            vacant_until=end,
            capacity_min=least,
            capacity_max=most,
            own_entrance=building.own_entrance,
            bedrooms=building.bedrooms,
            kitchens=building.kitchens,
            bathrooms=building.bathrooms,
            toilets=building.toilets,
        )

    def acts(self, *, stage: Stage, now: date, chance: Random) -> list[tuple[datetime, Stage, Step]]:
        """Every step with its moment; the first one is the registration itself."""
        steps = [register(self.registration), *self.steps]
        days = days_back(now, [step.after for step in steps], self.ended)
        moments = office_moments(days, [step.in_evening for step in steps], chance)
        return [(moment, stage, step) for moment, step in zip(moments, steps, strict=True)]
