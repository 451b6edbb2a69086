"""What somebody who raises a signal can choose from: their own households and initiatives, and people they may name."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from housing.permissions.households import viewable_households
from initiatives.models import Initiative
from thuisgevers.accounts.models import User
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability, Role
from thuisgevers.municipalities.models import Municipality

from ..permissions.homes import buddyable_cards
from .mine import my_matches


@dataclass(frozen=True)
class Where:
    """One of the writer's own households or initiatives."""

    value: str
    label: str
    household_id: UUID | None = None
    initiative_id: UUID | None = None


@dataclass(frozen=True)
class Nameable:
    pk: int
    name: str
    role: str


def wheres_of(access: Access, place: Municipality) -> list[Where]:
    """Households of one's own matches first, then one's own initiatives; in this municipality."""
    current, _over = my_matches(access)
    homes = [
        Where(f"h-{one.match.household_id}", one.title, one.match.household_id, one.match.initiative_id)
        for one in current
        if one.match.municipality_id == place.pk and one.names
    ]
    scopes = sorted(access.scope_ids(Capability.INITIATIVE_READ))
    teams = Initiative.objects.filter(pk__in=scopes, municipality=place).order_by("name", "id") if scopes else []
    return [*homes, *(Where(f"i-{one.pk}", one.name, None, one.pk) for one in teams)]


def nameable_people(place: Municipality, wheres: list[Where]) -> list[Nameable]:
    """Who would receive it, and the teams of those initiatives; asked of the database, which knows who may be named to whom."""
    teams: list[UUID | None] = sorted({one.initiative_id for one in wheres if one.initiative_id is not None}) or [None]  # type: ignore[assignment]
    found: dict[int, str] = {}
    with connection.cursor() as cursor:
        for team in teams:
            cursor.execute("SELECT person, role FROM buddies_signal_people(%s, %s)", [place.pk, team])
            for person, role in cursor.fetchall():
                found.setdefault(person, role)
    names = dict(User.objects.filter(pk__in=found).values_list("pk", "display_name"))
    people = [Nameable(pk, names.get(pk, ""), str(Role(role).label)) for pk, role in found.items()]
    return sorted((one for one in people if one.name), key=lambda one: (one.role, one.name, one.pk))


def homes_in_words(access: Access, households: Collection[UUID]) -> dict[UUID, str]:
    """How whoever works with these households knows them: by its number, or by where it lives."""
    if not households:
        return {}
    cards = buddyable_cards(access).filter(household_scope_id__in=households).order_by("move_in_on", "id")
    found = {card.household_scope_id: card.unit_name for card in cards}
    rows = viewable_households(access).filter(pk__in=households)
    return found | dict(rows.values_list("pk", "reference"))
