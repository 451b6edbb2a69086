"""A document is ready: the people who wait for it hear so."""

from __future__ import annotations

from typing import Any

from initiatives.models import Dossier
from initiatives.queries.team import people_to_tell
from initiatives.services.telling import official_url, team_url, tell_officials, tell_team
from thuisgevers.municipalities.access import Access


def tell_document_ready(access: Access, document: Any) -> None:
    """Mail to the team, and to the official who asked for it. Runs in the worker's transaction, as the job of that person:
    the mail exists exactly when the document does."""
    dossier = (
        Dossier.objects.select_related("initiative", "municipality")
        .filter(initiative_id=document.subject_id)
        .order_by("-submitted_at", "-id")
        .first()
    )
    if dossier is None:
        return
    told = {"document": str(document.get_kind_display()), "version": document.version}
    tell_team(
        access=Access.nobody(),
        dossier=dossier,
        template="document_ready",
        context={**told, "url": f"{team_url(dossier)}#documenten"},
    )
    if document.requested_by not in people_to_tell(dossier.initiative_id):
        tell_officials(
            access=Access.nobody(),
            dossier=dossier,
            template="document_ready",
            to=[document.requested_by],
            context={**told, "url": f"{official_url(dossier)}#documenten"},
        )
