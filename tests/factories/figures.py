"""Initiatives for figures: only what counts, written past the policies."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from initiatives.enums import InitiativeState
from initiatives.models import Initiative
from tests.seeding import seed
from thuisgevers.common.ids import reference, uuid7
from thuisgevers.municipalities.models import Municipality


def initiatives(
    place: Municipality,
    number: int = 1,
    *,
    state: InitiativeState = InitiativeState.RUNNING,
    announced_on: date | None = None,
    name: str = "Huis van Voorbeeld",
    by_team: bool = False,
    by_municipality: bool = False,
) -> list[Initiative]:
    with seed():
        return [
            Initiative.objects.create(
                id=uuid7(),
                municipality=place,
                reference=reference(),
                name=name,
                state=state,
                contact_name="Geheime Contactpersoon",
                contact_email="geheim@voorbeeld.example",
                contact_email_index="x",
                place="Geheimdorp",
                registered_at=timezone.now(),
                council_told_on=announced_on,
                neighbours_told_on=announced_on,
                announced_on=announced_on,
                name_public_by_team=by_team,
                name_public_by_municipality=by_municipality,
            )
            for _ in range(number)
        ]
