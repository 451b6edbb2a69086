"""The cooperation agreement as the owner of the property sees it."""

from __future__ import annotations

from django.db import connection

from housing.models import Property
from housing.permissions.owners import can_own_property
from thuisgevers.documents.enums import DocumentKind, DocumentState
from thuisgevers.documents.models import Document
from thuisgevers.municipalities.access import Access

#: Before it is final it is a draft of the municipality and the initiative.
SHOWN = (DocumentState.FINAL, DocumentState.SENT, DocumentState.SIGNED)


def agreement_of_own(access: Access, place: Property) -> Document | None:
    """The newest final agreement about this property, for its owner only. Says who the parties are, for how long and at what cost;
    nothing about who lives there."""
    if not can_own_property(access, place):
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT initiatives_dossiers_at_own(%s)", [place.pk])
        [dossiers] = cursor.fetchone()
    return (
        Document.objects.filter(
            municipality_id=place.municipality_id,
            kind=DocumentKind.COOPERATION_AGREEMENT,
            state__in=SHOWN,
            dossier_id__in=dossiers,
        )
        .defer("context")
        .order_by("-final_at", "-version", "-id")
        .first()
    )
