"""Initiatives with what hangs on them, written past the policies."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from housing.enums import OrganisationKind, PropertyKind
from housing.models import Organisation, Property
from initiatives.contact_index import email_index, phone_index
from initiatives.enums import DossierState, InitiativeState
from initiatives.models import Dossier, Initiative
from initiatives.services.searching import search_text
from thuisgevers.accounts.models import User
from thuisgevers.common.ids import reference, uuid7
from thuisgevers.municipalities.models import Municipality
from thuisgevers.municipalities.names import plain
from thuisgevers.municipalities.working_days import add_working_days, today

from ..seeding import seed


def organisation(municipality: Municipality, *, initiative_id: UUID | None = None, **facts: Any) -> Organisation:
    name = facts.pop("name", "Diaconie IJsselmuiden")
    with seed():
        row = Organisation(
            municipality=municipality,
            name=name,
            name_key=plain(name),
            initiative_scope_id=initiative_id,
            **{"kind": OrganisationKind.DIACONATE, **facts},
        )
        row.save(force_insert=True)
    return row


def building(municipality: Municipality, *, initiative_id: UUID | None = None, **facts: Any) -> Property:
    values = {
        "kind": PropertyKind.RECTORY,
        "street": "Dorpsweg",
        "house_number": "12",
        "postcode": "8271 BP",
        "place": "IJsselmuiden",
        "capacity_min": 2,
        "capacity_max": 6,
        **facts,
    }
    key = f"{values['postcode']}{values['house_number']}".replace(" ", "").lower()
    with seed():
        row = Property(municipality=municipality, initiative_scope_id=initiative_id, address_key=key, **values)
        row.save(force_insert=True)
    return row


def initiative(
    municipality: Municipality,
    *,
    id: UUID | None = None,  # noqa: A002 - the field's own name
    state: str = InitiativeState.REGISTERED,
    registered_on: date | None = None,
    with_organisation: bool = True,
    contact_email: str = "trekker@voorbeeld.example",
    contact_phone: str = "+31612345678",
    **facts: Any,
) -> Initiative:
    """A registered initiative; its first answer is due in the municipality's own term."""
    key = id or uuid7()
    day = registered_on or today()
    due_on = facts.pop("first_answer_due_on", add_working_days(day, municipality.first_answer_days))
    held = facts.pop("organisation", None)
    if held is None and with_organisation:
        held = organisation(municipality, initiative_id=key)
    with seed():
        row = Initiative(
            id=key,
            municipality=municipality,
            organisation=held,
            state=state,
            contact_email=contact_email,
            contact_email_index=email_index(contact_email),
            contact_phone=contact_phone,
            contact_phone_index=phone_index(contact_phone),
            registered_at=timezone.now() - timedelta(days=(today() - day).days),
            first_answer_due_on=due_on,
            remind_on=facts.pop("remind_on", add_working_days(due_on, -1)),
            **{
                "reference": reference(),
                "name": "Pastorie IJsselmuiden",
                "place": "IJsselmuiden",
                "summary": "Een jaar lang plaats voor een gezin.",
                "contact_name": "Bram Testpersoon",
                **facts,
            },
        )
        row.search = search_text(row, None)
        row.save(force_insert=True)
    return row


def dossier(
    of: Initiative,
    *,
    state: str = DossierState.SUBMITTED,
    held: Property | None = None,
    assignee: User | None = None,
    **facts: Any,
) -> Dossier:
    """The initiative's dossier; `held` is its property."""
    with seed():
        row = Dossier(
            municipality=of.municipality,
            initiative=of,
            property=held,
            state=state,
            assignee=assignee,
            **{"submitted_at": of.registered_at, "target_date": of.first_answer_due_on, **facts},
        )
        row.save(force_insert=True)
        of.search = search_text(of, held)
        of.save(update_fields=["search"])
    return row
