"""What this floor hangs on pages of lower ones: a team page knows a scope only, here is what it is called."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from housing.models import Property
from thuisgevers.documents.enums import DocumentState
from thuisgevers.documents.models import Document
from thuisgevers.documents.queries import TONES
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.models import Scope

from .documents import dossier_of
from .permissions import viewable_dossiers, viewable_initiatives
from .queries.agreements import agreement_of_own
from .queries.next_step import LOOKS


def initiative_of_team(access: Access, team: Scope) -> Mapping[str, Any] | None:
    """The initiative whose team this is, for who may see it."""
    initiative = viewable_initiatives(access).filter(pk=team.pk).first()
    return None if initiative is None else {"initiative": initiative}


def initiatives_of_teams(access: Access, teams: Collection[UUID]) -> Mapping[str, Any] | None:
    """What these teams are called, in one query, for who may see them."""
    names = dict(viewable_initiatives(access).filter(pk__in=teams).values_list("pk", "name"))
    return {"names": names} if names else None


def path_to_dossier(access: Access, document: Document) -> Mapping[str, Any] | None:
    """Where a document's page lies: under the worklist for officials, under their own initiative for a team."""
    dossier = dossier_of(access, document.subject_id)
    if dossier is None:
        return None
    slug = dossier.municipality.slug
    if access.may(Capability.DOSSIER_READ, municipality=dossier.municipality):
        first = {"label": _("Dossiers"), "url": reverse("initiatives:dossier_list", args=[slug])}
        page = reverse("initiatives:dossier_detail", args=[slug, dossier.pk])
    else:
        first = {"label": _("Mijn initiatief"), "url": reverse("initiatives:my_initiatives")}
        page = reverse("initiatives:my_dossier", args=[dossier.pk])
    here = {"label": dossier.initiative.reference, "url": f"{page}#documenten"}
    return {"crumbs": [first, here], "current": document.title}


def agreement_of_property(access: Access, place: Property) -> Mapping[str, Any] | None:
    """On the owner's page: the agreement that the owner is a party to, once it is final."""
    agreement = agreement_of_own(access, place)
    if agreement is None:
        return None
    tone, icon = TONES[DocumentState(agreement.state)]
    return {"agreement": agreement, "place": place, "tone": tone, "icon": icon}


def dossier_of_property(access: Access, place: Property) -> Mapping[str, Any] | None:
    """The newest dossier in which this property is assessed, for who may read it: its approval clears the property."""
    dossier = (
        viewable_dossiers(access)
        .filter(property=place)
        .select_related("initiative")
        .order_by("-submitted_at", "-id")
        .first()
    )
    if dossier is None:
        return None
    if access.may(Capability.DOSSIER_READ, municipality=place.municipality):
        url = reverse("initiatives:dossier_detail", args=[place.municipality.slug, dossier.pk])
    else:
        url = reverse("initiatives:my_dossier", args=[dossier.pk])
    return {"dossier": dossier, "look": LOOKS[dossier.state], "url": url}
