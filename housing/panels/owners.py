"""Who looks along for the owner, on the page of an initiative's team: the lead invites from there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from housing.models import Property
from housing.permissions.owners import can_invite_owner, viewable_owner_invitations, viewable_owners
from housing.permissions.properties import viewable_properties
from thuisgevers.common import slots
from thuisgevers.members.enums import InvitationState
from thuisgevers.members.permissions import running
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.models import Scope


def register() -> None:
    slots.register(
        "members.team_people", "housing.owners", Capability.TEAM_MANAGE, owners_of_team, "housing/owner_panel.html"
    )


def owners_of_team(access: Access, team: Scope) -> Mapping[str, Any] | None:
    """The properties of the initiative, each with who looks after it and who was asked to; nothing without a property."""
    places = [
        place
        for place in viewable_properties(access)
        .filter(initiative_scope_id=team.pk)
        .select_related("municipality")
        .order_by("created_at", "id")
        if can_invite_owner(access, place)
    ]
    if not places:
        return None
    ids = [place.pk for place in places]
    owners = (
        viewable_owners(access).filter(running(), scope_id__in=ids).select_related("user").order_by("starts_on", "id")
    )
    asked = viewable_owner_invitations(access).filter(scope_id__in=ids, state=InvitationState.OPEN).order_by("sent_at")
    people: dict[Any, list[str]] = {}
    for held in owners:
        people.setdefault(held.scope_id, []).append(held.user.display_name)
    waiting: dict[Any, list[str]] = {}
    for invitation in asked:
        waiting.setdefault(invitation.scope_id, []).append(invitation.name)
    return {"places": [_line(place, people.get(place.pk, []), waiting.get(place.pk, [])) for place in places]}


def _line(place: Property, people: list[str], waiting: list[str]) -> dict[str, Any]:
    return {"place": place, "slug": place.municipality.slug, "people": people, "waiting": waiting}
