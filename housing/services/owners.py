"""The owner of a property: consent, and the invitation to look after it under `/mijn-pand/`."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from housing.enums import PropertyState
from housing.models import OwnerConsent, Property
from housing.permissions.owners import can_invite_owner
from housing.permissions.properties import can_edit_property, may_at
from housing.refusals import telling_refusals
from housing.services.property_events import lock_property, note, touch
from housing.services.property_telling import tell_officials
from thuisgevers.members.models import Invitation
from thuisgevers.members.services.inviting import invite
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability, Role


def record_consent(
    *,
    access: Access,
    property: Property,
    given_by: str,
    given_on: date,
    given_as: str = "",
    document_follows: bool = False,
) -> OwnerConsent:
    """The owner said yes. One consent runs at a time."""
    with transaction.atomic():
        place = _open(access, property)
        row = OwnerConsent(
            municipality=place.municipality,
            property=place,
            given_by=given_by,
            given_as=given_as,
            given_on=given_on,
            document_follows=document_follows,
            recorded_by=access.user,
        )
        with telling_refusals():
            row.save(force_insert=True)
        note(access, place, "consent")
        touch(place)
        return row


def document_arrived(*, access: Access, consent: OwnerConsent) -> OwnerConsent:
    """The signed document is there now (as an attachment, or on paper)."""
    with transaction.atomic():
        place = _open(access, consent.property)
        consent.document_follows = False
        consent.save(update_fields=["document_follows", "updated_at"])
        note(access, place, "consent_document")
        touch(place)
        return consent


def withdraw_consent(*, access: Access, property: Property, reason: str) -> OwnerConsent:
    """The owner said no after all. The property does not open without a new yes; for one that is open or lived in the
    officials are told, because nobody is put out by this."""
    with transaction.atomic():
        place = _open(access, property)
        row = OwnerConsent.objects.filter(property=place, withdrawn_on__isnull=True).first()
        if row is None:
            raise ValidationError(_("Er is geen toestemming vastgelegd die u kunt intrekken."))
        if not reason.strip():
            raise ValidationError({"reason": _("Vul een reden in. De ander leest die terug.")})
        row.withdrawn_on = timezone.localdate()
        row.withdrawn_reason = reason.strip()
        row.save(update_fields=["withdrawn_on", "withdrawn_reason", "updated_at"])
        note(access, place, "withdraw_consent", reason=reason.strip())
        touch(place)
        if place.state in {PropertyState.SUITABLE, PropertyState.OPEN}:
            tell_officials(access=access, place=place, template="consent_withdrawn")
        return row


def invite_owner(*, access: Access, property: Property, name: str, email: str, message: str = "") -> Invitation:
    """Mail an invitation for the role of owner of this property. By officials of its municipality, or the lead of its
    initiative."""
    if not can_invite_owner(access, property):
        raise PermissionDenied
    with transaction.atomic():
        made = invite(
            access=access,
            email=email,
            name=name,
            role=Role.PROPERTY_OWNER,
            municipality=property.municipality,
            scope_id=property.pk,
            message=message,
        )
        note(access, property, "invite_owner")
        return made


def _open(access: Access, place: Property) -> Property:
    fresh = lock_property(place)
    if not can_edit_property(access, fresh) or not may_at(access, Capability.PROPERTY_CONTACT, fresh):
        raise PermissionDenied
    return fresh
