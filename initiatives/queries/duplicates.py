"""Registrations that may be the same one sent twice, or two groups with the same building. Shown to officials only."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Q
from django.utils.translation import gettext as _

from housing.models import Property
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability

from ..models import Dossier, Initiative

ALIKE = 0.55
MOST = 5


@dataclass(frozen=True, slots=True)
class LikelyDuplicate:
    """`reasons` says in words why, so that a person can judge."""

    initiative: Initiative
    reasons: tuple[str, ...]


def likely_duplicates(access: Access, initiative: Initiative) -> list[LikelyDuplicate]:
    """At most five others in the same municipality with the same address, the same or a much alike organisation, or the
    same e-mail address or telephone number; newest first. Four queries at most. Empty without the right to internal notes."""
    if not access.may(Capability.DOSSIER_INTERNAL, municipality=initiative.municipality):
        return []
    same_address = _same_address(initiative)
    others = (
        access.rows(Initiative.objects.all(), Capability.INITIATIVE_READ)
        .filter(municipality_id=initiative.municipality_id)
        .exclude(pk=initiative.pk)
    )
    found = Q(pk__in=same_address)
    name_key = "" if initiative.organisation is None else initiative.organisation.name_key
    if name_key:
        others = others.annotate(alike=TrigramSimilarity("organisation__name_key", name_key))
        found |= Q(alike__gte=ALIKE)
    if initiative.contact_email_index:
        found |= Q(contact_email_index=initiative.contact_email_index)
    if initiative.contact_phone_index:
        found |= Q(contact_phone_index=initiative.contact_phone_index)
    rows = others.filter(found).select_related("organisation", "municipality").order_by("-registered_at", "-id")[:MOST]
    return [LikelyDuplicate(row, _reasons(initiative, row, same_address, name_key)) for row in rows]


def _same_address(initiative: Initiative) -> set[UUID]:
    keys = list(
        Dossier.objects.filter(initiative=initiative)
        .exclude(property__address_key="")
        .values_list("property__address_key", flat=True)
    )
    if not keys:
        return set()
    buildings = Property.objects.filter(municipality_id=initiative.municipality_id, address_key__in=keys)
    return set(
        Dossier.objects.filter(property__in=buildings)
        .exclude(initiative=initiative)
        .values_list("initiative_id", flat=True)
    )


def _reasons(mine: Initiative, other: Initiative, same_address: set[UUID], name_key: str) -> tuple[str, ...]:
    reasons = []
    if other.pk in same_address:
        reasons.append(_("zelfde adres"))
    if name_key and other.organisation is not None:
        if other.organisation.name_key == name_key:
            reasons.append(_("zelfde organisatie"))
        elif getattr(other, "alike", 0) >= ALIKE:
            reasons.append(_("organisatie lijkt op elkaar"))
    if mine.contact_email_index and other.contact_email_index == mine.contact_email_index:
        reasons.append(_("zelfde e-mailadres"))
    if mine.contact_phone_index and other.contact_phone_index == mine.contact_phone_index:
        reasons.append(_("zelfde telefoonnummer"))
    return tuple(reasons)
