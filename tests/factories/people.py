"""People, places and roles: the cast that every test knows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from thuisgevers.accounts.models import User
from thuisgevers.common.ids import uuid7
from thuisgevers.municipalities.enums import Role
from thuisgevers.municipalities.grants import grant_membership
from thuisgevers.municipalities.models import Membership, Municipality

from ..seeding import seed

KAMPEN = {"code": "GM0166", "name": "Kampen", "slug": "kampen", "province_code": "PV23", "province_name": "Overijssel"}
ZWOLLE = {"code": "GM0193", "name": "Zwolle", "slug": "zwolle", "province_code": "PV23", "province_name": "Overijssel"}
URK = {"code": "GM0184", "name": "Urk", "slug": "urk", "province_code": "PV24", "province_name": "Flevoland"}


def municipality(facts: dict[str, str], *, participates_since: date | None = date(2025, 1, 6)) -> Municipality:
    """The row of the fixture where it is loaded, else a new one; taking part since the given date."""
    with seed():
        row, _made = Municipality.objects.update_or_create(
            code=facts["code"],
            defaults={"participates_since": participates_since},
            create_defaults={
                **facts,
                "official_name": facts["name"],
                "sort_key": facts["slug"],
                "latitude": "52.56",
                "longitude": "5.91",
                "valid_from": date(1830, 1, 1),
                "participates_since": participates_since,
            },
        )
        return row


def person(name: str, email: str | None = None) -> User:
    with seed():
        return User.objects.create_user(email=email or f"{name.lower()}@voorbeeld.example", display_name=name)


def member(
    user: User,
    role: Role,
    *,
    municipality: Municipality | None = None,
    scope_id: UUID | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Membership:
    with seed():
        return grant_membership(
            user=user, role=role, municipality=municipality, scope_id=scope_id, starts_on=starts_on, ends_on=ends_on
        )


@dataclass
class Cast:
    """Anna and Coen decide in Kampen, Bram leads an initiative there, Chaima works in Zwolle, Els is national."""

    kampen: Municipality
    zwolle: Municipality
    urk: Municipality
    initiative_id: UUID
    household_id: UUID
    property_id: UUID
    anna: User
    bram: User
    chaima: User
    daan: User
    els: User
    coen: User
    vera: User
    vince: User
    pieter: User
    karin: User
    joke: User
    olga: User
    gerrit: User
    stranger: User

    def by_role(self) -> dict[Role, User]:
        """One person per role, all in Kampen or nationwide."""
        return {
            Role.CASE_HANDLER: self.anna,
            Role.LEAD_VOLUNTEER: self.bram,
            Role.BUDDY: self.daan,
            Role.NATIONAL_COORDINATOR: self.els,
            Role.CASE_COORDINATOR: self.coen,
            Role.VOLUNTEER: self.vera,
            Role.VIEWER: self.vince,
            Role.PIONEER: self.pieter,
            Role.MUNICIPAL_LIAISON: self.karin,
            Role.BUDDY_COORDINATOR: self.joke,
            Role.CONFIDENTIAL_ADVISER: self.olga,
            Role.PROPERTY_OWNER: self.gerrit,
        }


def make_cast() -> Cast:
    """Everybody with their role; rows of initiatives are made by their own factory for `initiative_id`."""
    kampen, zwolle = municipality(KAMPEN), municipality(ZWOLLE)
    urk = municipality(URK, participates_since=None)
    initiative_id, household_id, property_id = uuid7(), uuid7(), uuid7()
    names = (
        "Anna",
        "Bram",
        "Chaima",
        "Daan",
        "Els",
        "Coen",
        "Vera",
        "Vince",
        "Pieter",
        "Karin",
        "Joke",
        "Olga",
        "Gerrit",
    )
    people = {name.lower(): person(name) for name in names}
    cast = Cast(
        kampen=kampen,
        zwolle=zwolle,
        urk=urk,
        initiative_id=initiative_id,
        household_id=household_id,
        property_id=property_id,
        stranger=person("Vreemde"),
        **people,
    )
    for role, user in cast.by_role().items():
        if role == Role.NATIONAL_COORDINATOR:
            member(user, role)
        elif role == Role.BUDDY:
            member(user, role, municipality=kampen, scope_id=household_id)
        elif role == Role.PROPERTY_OWNER:
            member(user, role, municipality=kampen, scope_id=property_id)
        elif role in {Role.LEAD_VOLUNTEER, Role.VOLUNTEER, Role.PIONEER, Role.BUDDY_COORDINATOR}:
            member(user, role, municipality=kampen, scope_id=initiative_id)
        else:
            member(user, role, municipality=kampen)
    member(cast.chaima, Role.CASE_HANDLER, municipality=zwolle)
    return cast
