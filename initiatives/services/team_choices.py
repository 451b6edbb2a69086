"""What the team decides about its own initiative: who the contact is, and whether its name may be public."""

from __future__ import annotations

from thuisgevers.audit.services import record_event
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability

from ..contact_index import email_index, phone_index
from ..enums import DossierState
from ..models import Dossier, Initiative
from .searching import refresh_search


def edit_contact(*, access: Access, initiative: Initiative, name: str, email: str, phone: str) -> Initiative:
    """Change the contact person, so that every later mail goes there. Grants no role and takes none away."""
    access.require(Capability.TEAM_MANAGE, municipality=initiative.municipality, scope_id=initiative.pk)
    fresh = _locked(initiative)
    fresh.contact_name = name
    fresh.contact_email = email
    fresh.contact_email_index = email_index(email)
    fresh.contact_phone = phone
    fresh.contact_phone_index = phone_index(phone)
    fresh.save(
        update_fields=[
            "contact_name",
            "contact_email",
            "contact_email_index",
            "contact_phone",
            "contact_phone_index",
            "updated_at",
        ]
    )
    latest = (
        Dossier.objects.filter(initiative=fresh)
        .exclude(state=DossierState.DRAFT)
        .select_related("property")
        .order_by("-created_at")
        .first()
    )
    refresh_search(fresh, None if latest is None else latest.property)
    _record(access, fresh, "edit_contact")
    return fresh


def set_name_publication(*, access: Access, initiative: Initiative, is_public: bool) -> Initiative:
    """The team's consent; the name shows only while the municipality consents too. Taking it back works at once."""
    access.require(Capability.TEAM_MANAGE, municipality=initiative.municipality, scope_id=initiative.pk)
    fresh = _locked(initiative)
    if fresh.name_public_by_team == is_public:
        return fresh
    fresh.name_public_by_team = is_public
    fresh.save(update_fields=["name_public_by_team", "updated_at"])
    _record(access, fresh, "publish_name" if is_public else "hide_name")
    return fresh


def _locked(initiative: Initiative) -> Initiative:
    return (
        Initiative.objects.select_for_update(of=("self",), no_key=True)
        .select_related("municipality", "organisation")
        .get(pk=initiative.pk)
    )


def _record(access: Access, initiative: Initiative, verb: str) -> None:
    record_event(
        access=access,
        object_type="initiatives.Initiative",
        object_id=initiative.pk,
        verb=verb,
        municipality=initiative.municipality,
        scope_id=initiative.pk,
    )
