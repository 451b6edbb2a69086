"""The register of properties: adding one, changing its facts, and its life from reported to closed and in use again.

Every act is one event of the property (`housing.Property`), so that its timeline is one query.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from housing.enums import PropertyState
from housing.models import Organisation, Property, PropertyContact
from housing.permissions.properties import can_edit_property, can_handle_property, may_at
from housing.queries.opening import missing_to_open
from housing.refusals import telling_refusals
from housing.services.property_events import lock_property, note
from housing.services.units import UnitFacts, add_unit
from housing.states import PROPERTY
from thuisgevers.audit.transitions import WrongStateError, transition
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.models import Municipality
from thuisgevers.municipalities.names import plain

__all__ = [
    "ContactFacts",
    "OrganisationFacts",
    "PropertyFacts",
    "UnitFacts",
    "add_unit",
    "assess_again",
    "assess_property",
    "clear_property",
    "close_property",
    "edit_contact",
    "edit_property",
    "open_property",
    "register_property",
    "take_back_property",
    "use_again",
    "withdraw_property",
]


@dataclass(frozen=True, kw_only=True)
class PropertyFacts:
    """What is known of a building when it is reported; only its kind is compulsory."""

    kind: str
    street: str = ""
    house_number: str = ""
    postcode: str = ""
    place: str = ""
    bag_id: str = ""
    use_function: str = ""
    floor_area: int | None = None
    vacant_from: date | None = None
    vacant_until: date | None = None
    capacity_min: int | None = None
    capacity_max: int | None = None
    own_entrance: bool | None = None
    bedrooms: int | None = None
    kitchens: int | None = None
    bathrooms: int | None = None
    toilets: int | None = None
    tenure: str = ""
    statutory_group: str = ""
    minimum_age: int | None = None
    note: str = ""
    import_key: str = ""

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> PropertyFacts:
        """From a form or a row of an import; what is no fact of a property is left out."""
        known = {field.name for field in fields(cls)}
        return cls(**{name: value for name, value in values.items() if name in known})


@dataclass(frozen=True, kw_only=True)
class ContactFacts:
    """How the owner is reached; encrypted in the database."""

    name: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, kw_only=True)
class OrganisationFacts:
    """A new owner organisation."""

    name: str
    kind: str
    kvk_number: str = ""


def register_property(
    *,
    access: Access,
    municipality: Municipality,
    facts: PropertyFacts,
    organisation: Organisation | OrganisationFacts | None = None,
    contact: ContactFacts | None = None,
    initiative_scope_id: UUID | None = None,
) -> Property:
    """Add a property, with or without an initiative. Raises ValidationError at a field for what the database refuses."""
    access.require(Capability.PROPERTY_WRITE, municipality=municipality, scope_id=initiative_scope_id)
    with transaction.atomic():
        row = Property(
            municipality=municipality,
            organisation=_organisation(municipality, organisation, initiative_scope_id),
            initiative_scope_id=initiative_scope_id,
            **asdict(facts),
        )
        row.address_key = address_key(row.postcode, row.house_number)
        with telling_refusals():
            row.save(force_insert=True)
        if contact is not None:
            _write_contact(row, contact)
        note(access, row, "report", to_state=row.state)
        return row


def edit_property(
    *,
    access: Access,
    property: Property,
    values: Mapping[str, Any],
    organisation: Organisation | OrganisationFacts | None = None,
    seen: str = "",
) -> Property:
    """Change facts. `organisation=None` leaves the owner organisation as it is."""
    with transaction.atomic():
        fresh = lock_property(property, seen=seen)
        if not can_edit_property(access, fresh):
            raise PermissionDenied
        known = {field.name for field in fields(PropertyFacts)} - {"import_key"}
        for name, value in values.items():
            if name in known:
                setattr(fresh, name, value)
        if organisation is not None:
            fresh.organisation = _organisation(fresh.municipality, organisation, fresh.initiative_scope_id)
        fresh.address_key = address_key(fresh.postcode, fresh.house_number)
        with telling_refusals():
            fresh.save()
        note(access, fresh, "edit")
        return fresh


def edit_contact(*, access: Access, property: Property, contact: ContactFacts, seen: str = "") -> None:
    """How the owner is reached. The event says that it changed, never into what."""
    with transaction.atomic():
        fresh = lock_property(property, seen=seen)
        if not can_edit_property(access, fresh) or not may_at(access, Capability.PROPERTY_CONTACT, fresh):
            raise PermissionDenied
        _write_contact(fresh, contact)
        fresh.save(update_fields=["updated_at"])
        note(access, fresh, "edit_contact")


def assess_property(*, access: Access, property: Property) -> Property:
    """Begin to look at a reported property."""
    return transition(access=access, obj=property, machine=PROPERTY, name="assess")


def clear_property(*, access: Access, property: Property, reason: str = "") -> Property:
    """The decision that lets it open: the approval of its dossier (which calls this), or an official with a reason.

    A reported property goes to assessing. It says nothing about suitability: that comes from a signed assessment. Done
    before: nothing happens.
    """
    with transaction.atomic():
        fresh = lock_property(property)
        if not can_handle_property(access, fresh):
            raise PermissionDenied
        if fresh.cleared_at is not None:
            return fresh
        if fresh.state in {PropertyState.WITHDRAWN, PropertyState.CLOSED}:
            raise WrongStateError(state=fresh.state, state_label=str(fresh.get_state_display()))
        fresh.cleared_at = timezone.now()
        fresh.save(update_fields=["cleared_at", "updated_at"])
        note(access, fresh, "clear", reason=reason.strip())
        if fresh.state == PropertyState.REPORTED:
            fresh = transition(access=access, obj=fresh, machine=PROPERTY, name="assess")
        return fresh


def open_property(*, access: Access, property: Property) -> Property:
    """Make it available. Raises ValidationError with every fact that is missing, and WrongStateError when a colleague was
    first."""
    with transaction.atomic():
        fresh = lock_property(property)
        if fresh.state not in (PropertyState.OPEN, PropertyState.CLOSED, PropertyState.WITHDRAWN):
            missing = missing_to_open(fresh)
            if missing:
                raise ValidationError([ValidationError(fact.text, code=fact.part) for fact in missing])
        return transition(access=access, obj=fresh, machine=PROPERTY, name="open")


def close_property(*, access: Access, property: Property, reason: str = "") -> Property:
    """The loan or rent is over. Refused while people live there or are planned to (the database says so)."""
    with telling_refusals():
        return transition(access=access, obj=property, machine=PROPERTY, name="close", reason=reason)


def use_again(*, access: Access, property: Property) -> Property:
    """A closed property is looked at anew: it needs a fresh assessment and a fresh decision. The owner's consent stays
    until it is withdrawn, and the monthly question begins again."""
    return transition(
        access=access,
        obj=property,
        machine=PROPERTY,
        name="use_again",
        changes={"cleared_at": None, "ask_on": _in_a_month()},
    )


def assess_again(*, access: Access, property: Property) -> Property:
    """An unsuitable or withdrawn property is looked at again."""
    return transition(
        access=access, obj=property, machine=PROPERTY, name="assess_again", changes={"ask_on": _in_a_month()}
    )


def withdraw_property(*, access: Access, property: Property, reason: str) -> Property:
    """Take it out of the register's work, with a reason. Refused while people live there or are planned to."""
    with telling_refusals():
        return transition(access=access, obj=property, machine=PROPERTY, name="withdraw", reason=reason)


def take_back_property(*, access: Access, property: Property, reason: str) -> Property:
    """The owner no longer offers it."""
    with telling_refusals():
        return transition(
            access=access,
            obj=property,
            machine=PROPERTY,
            name="take_back",
            may=lambda who, row: who.may(Capability.PROPERTY_WRITE, scope_id=row.pk),
            reason=reason,
        )


def address_key(postcode: str, house_number: str) -> str:
    """Postcode and house number as duplicates are compared: `8261ab12a`."""
    return "".join(f"{postcode}{house_number}".split()).lower()[:120] if postcode else ""


def _in_a_month() -> date:
    return timezone.localdate() + timedelta(days=30)


def _organisation(
    municipality: Municipality, chosen: Organisation | OrganisationFacts | None, initiative_scope_id: UUID | None
) -> Organisation | None:
    if not isinstance(chosen, OrganisationFacts):
        if chosen is not None and chosen.municipality_id != municipality.pk:
            raise ValidationError({"organisation": _("Kies een organisatie uit deze gemeente.")})
        return chosen
    row = Organisation(
        municipality=municipality,
        name=chosen.name,
        kind=chosen.kind,
        kvk_number=chosen.kvk_number,
        name_key=plain(chosen.name)[:120],
        initiative_scope_id=initiative_scope_id,
    )
    row.save(force_insert=True)
    return row


def _write_contact(place: Property, contact: ContactFacts) -> None:
    held = PropertyContact.objects.filter(property=place).first()
    is_new = held is None
    row = held or PropertyContact(municipality=place.municipality, property=place)
    for name, value in asdict(contact).items():
        setattr(row, name, value)
    row.save(force_insert=is_new)
