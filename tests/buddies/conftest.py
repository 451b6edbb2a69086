"""Initiatives to hang buddies on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from housing.enums import OrganisationKind
from housing.models import Organisation
from initiatives.enums import InitiativeState
from initiatives.models import Initiative
from tests.seeding import seed
from thuisgevers.common.ids import reference, uuid7
from thuisgevers.municipalities.models import Municipality, Scope


@pytest.fixture
def initiative_in() -> Callable[..., Initiative]:
    """Make a running initiative in a municipality, with an id where one is given."""

    def make(place: Municipality, pk: UUID | None = None, **fields: Any) -> Initiative:
        pk = pk or uuid7()
        with seed():
            Scope.objects.get_or_create(id=pk, defaults={"kind": "initiative", "municipality": place})
            group = Organisation.objects.create(
                municipality=place,
                name="Kerk",
                kind=OrganisationKind.CONGREGATION,
                name_key="kerk",
                initiative_scope_id=pk,
            )
            return Initiative.objects.create(
                id=pk,
                municipality=place,
                reference=reference(),
                name=fields.pop("name", "Thuis in de pastorie"),
                state=InitiativeState.RUNNING,
                organisation=group,
                contact_name="Bram",
                contact_email="bram@voorbeeld.example",
                contact_email_index="x",
                **fields,
            )

    return make
