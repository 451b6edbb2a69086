"""Who may see how mail fared: officials that of their own municipality, the national desk also what belongs to none."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability

from .models import OutgoingMessage


def viewable_messages(access: Access) -> QuerySet[OutgoingMessage]:
    condition = access.where(Capability.MESSAGE_READ)
    if access.municipality is None and access.is_national(Capability.MESSAGE_READ):
        condition |= Q(municipality__isnull=True)
    return OutgoingMessage.objects.filter(condition)


def can_view_message(access: Access, message: OutgoingMessage) -> bool:
    if message.municipality is None:
        return access.municipality is None and access.is_national(Capability.MESSAGE_READ)
    return access.may(Capability.MESSAGE_READ, municipality=message.municipality)


def can_retry_message(access: Access, message: OutgoingMessage) -> bool:
    return can_view_message(access, message) and message.can_be_retried
