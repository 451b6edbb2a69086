"""People, places and roles: the cast that every test knows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from thuisgevers.accounts.models import User
from thuisgevers.common.ids import uuid7
from thuisgevers.municipalities.enums import ROLE_CAPABILITIES, ROLE_SCOPES, Role, ScopeKind
from thuisgevers.municipalities.grants import grant_membership
from thuisgevers.municipalities.models import (
    NATION_SCOPE_ID,
    Membership,
    Municipality,
    MunicipalityUserPermission,
    Scope,
    ScopeUserPermission,
)

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
    nadia: User

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
            Role.NATIONAL_ADVISER: self.nadia,
        }

    def grants(self) -> Iterator[tuple[User, Role, Municipality | None, UUID | None]]:
        """Who holds what where."""
        things = {
            Role.BUDDY: self.household_id,
            Role.PROPERTY_OWNER: self.property_id,
            **dict.fromkeys(
                (Role.LEAD_VOLUNTEER, Role.VOLUNTEER, Role.PIONEER, Role.BUDDY_COORDINATOR), self.initiative_id
            ),
        }
        for role, user in self.by_role().items():
            yield user, role, None if ROLE_SCOPES[role] == ScopeKind.NATION else self.kampen, things.get(role)
        yield self.chaima, Role.CASE_HANDLER, self.zwolle, None


def make_cast() -> Cast:
    """Everybody with their role; rows of initiatives are made by their own factory for `initiative_id`.

    The first of a process gets the roles by `grant_membership`. For later ones what that derived is written again in
    bulk: thousands of tests start here, and granting thirteen roles asks the database 200 times.
    """
    with seed():
        kampen, zwolle, urk = _places()
        people = User.objects.bulk_create([_unsaved(name) for name in NAMES])
        cast = Cast(kampen, zwolle, urk, uuid7(), uuid7(), uuid7(), *people)
        today = timezone.localdate()
        rules = (today, frozenset((role, frozenset(given)) for role, given in ROLE_CAPABILITIES.items()))
        if rules in _derived:
            _grant_again(cast, people, today, _derived[rules])
        else:
            for user, role, place, scope_id in cast.grants():
                grant_membership(user=user, role=role, municipality=place, scope_id=scope_id)
            _derived[rules] = _derived_for(cast, people)
    return cast


#: As the fields of `Cast`: the stranger holds no role.
NAMES = "Anna Bram Chaima Daan Els Coen Vera Vince Pieter Karin Joke Olga Gerrit Vreemde Nadia".split()
#: What granting derived: table, who, which permission, on what, from and until; people and things by their position.
Derived = list[tuple[Any, int, int, int, date | None, date | None]]
#: Per day, and per set of rules for a test may change those.
_derived: dict[Any, Derived] = {}


def _places() -> list[Municipality]:
    wanted = ((KAMPEN, date(2025, 1, 6)), (ZWOLLE, date(2025, 1, 6)), (URK, None))
    rows = Municipality.objects.in_bulk([facts["code"] for facts, _since in wanted], field_name="code")
    places = []
    for facts, since in wanted:
        row = rows.get(facts["code"]) or municipality(facts, participates_since=since)
        if row.participates_since != since:
            row.participates_since = since
            row.save(update_fields=["participates_since"])
        places.append(row)
    return places


def _unsaved(name: str) -> User:
    user = User(email=f"{name.lower()}@voorbeeld.example", display_name=name)
    user.set_unusable_password()
    return user


def _things(cast: Cast) -> list[int | UUID]:
    nation = UUID(NATION_SCOPE_ID)
    return [cast.kampen.pk, cast.zwolle.pk, cast.initiative_id, cast.household_id, cast.property_id, nation]


def _derived_for(cast: Cast, people: list[User]) -> Derived:
    numbers, things = [user.pk for user in people], _things(cast)
    return [
        (
            table,
            numbers.index(row.user_id),
            row.permission_id,
            things.index(row.content_object_id),
            row.starts_on,
            row.ends_on,
        )
        for table in (MunicipalityUserPermission, ScopeUserPermission)
        for row in table.objects.filter(user__in=people)
    ]


def _grant_again(cast: Cast, people: list[User], today: date, derived: Derived) -> None:
    scopes: dict[UUID, Scope] = {}
    memberships = []
    for user, role, place, scope_id in cast.grants():
        kind = ROLE_SCOPES[role]
        if kind != ScopeKind.MUNICIPALITY:
            key = scope_id or UUID(NATION_SCOPE_ID)
            scopes[key] = Scope(id=key, kind=kind, municipality=place)
        memberships.append(
            Membership(user=user, role=role, scope=kind, municipality=place, scope_id=scope_id, starts_on=today)
        )
    Scope.objects.bulk_create(scopes.values(), ignore_conflicts=True)
    Membership.objects.bulk_create(memberships)
    things = _things(cast)
    for table in (MunicipalityUserPermission, ScopeUserPermission):
        table.objects.bulk_create(
            table(
                user=people[who],
                permission_id=permission,
                content_object_id=things[thing],
                starts_on=starts_on,
                ends_on=ends_on,
            )
            for of, who, permission, thing, starts_on, ends_on in derived
            if of is table
        )
