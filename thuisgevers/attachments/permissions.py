"""Which files somebody may see, add, change: the queryset and the predicate side by side. Files of a team's workspace
(`Audience.PRIVATE`) are among none of these: the app of the workspace says who sees them, and asks only here whether one may be added."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet

from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.models import Municipality

from .enums import Audience
from .models import Attachment


def _shared_where(access: Access, capability: Capability) -> Q:
    return Q(audience=Audience.TEAM) & (
        access.where(capability, scope="scope_id") | access.where(capability, scope="property_scope_id")
    )


def _hidden_where(access: Access, capability: Capability) -> Q:
    return Q(audience=Audience.OFFICIAL) & access.where(Capability.ATTACHMENT_INTERNAL) & access.where(capability)


def _may(access: Access, capability: Capability, attachment: Attachment) -> bool:
    return _may_in(
        access,
        capability,
        municipality=attachment.municipality,
        scope_ids=(attachment.scope_id, attachment.property_scope_id),
        audience=Audience(attachment.audience),
    )


def _may_in(
    access: Access,
    capability: Capability,
    *,
    municipality: Municipality,
    scope_ids: tuple[UUID | None, ...],
    audience: Audience,
) -> bool:
    if access.municipality is not None and access.municipality.pk != municipality.pk:
        return False
    if audience == Audience.PRIVATE:
        return False
    if audience == Audience.OFFICIAL:
        return access.may(Capability.ATTACHMENT_INTERNAL, municipality=municipality) and access.may(
            capability, municipality=municipality
        )
    return access.may(capability, municipality=municipality) or any(
        access.may(capability, municipality=municipality, scope_id=scope_id) for scope_id in scope_ids if scope_id
    )


def viewable_attachments(access: Access) -> QuerySet[Attachment]:
    return Attachment.objects.filter(
        _shared_where(access, Capability.ATTACHMENT_READ) | _hidden_where(access, Capability.ATTACHMENT_READ)
    )


def can_view_attachment(access: Access, attachment: Attachment) -> bool:
    return _may(access, Capability.ATTACHMENT_READ, attachment)


def removable_attachments(access: Access) -> QuerySet[Attachment]:
    """Files that somebody may describe, take away and put back: by right, or as the one who added them."""
    by_right = _shared_where(access, Capability.ATTACHMENT_REMOVE) | _hidden_where(access, Capability.ATTACHMENT_REMOVE)
    added = _shared_where(access, Capability.ATTACHMENT_ADD) | _hidden_where(access, Capability.ATTACHMENT_ADD)
    own = Q(uploaded_by=access.user) if access.user is not None else Q(pk__in=())
    return viewable_attachments(access).filter(by_right | (own & added))


def can_remove_attachment(access: Access, attachment: Attachment) -> bool:
    if not can_view_attachment(access, attachment):
        return False
    if _may(access, Capability.ATTACHMENT_REMOVE, attachment):
        return True
    is_own = access.user is not None and attachment.uploaded_by_id == access.user.pk
    return is_own and _may(access, Capability.ATTACHMENT_ADD, attachment)


def can_add_attachment(
    access: Access,
    *,
    municipality: Municipality,
    scope_id: UUID | None = None,
    property_scope_id: UUID | None = None,
    audience: Audience = Audience.TEAM,
) -> bool:
    """Whether a file may be added for a thing there; has no queryset, as there is no row yet."""
    if audience == Audience.PRIVATE:
        return scope_id is not None and access.may(Capability.WORKSPACE_WRITE, scope_id=scope_id)
    return _may_in(
        access,
        Capability.ATTACHMENT_ADD,
        municipality=municipality,
        scope_ids=(scope_id, property_scope_id),
        audience=audience,
    )
