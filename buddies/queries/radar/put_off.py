"""What was put off, with whom it is about: without that nobody knows which point to put back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.models import Municipality

from ...enums import RadarKind
from ...models import RadarSnooze
from ...permissions.buddies import viewable_buddies
from ...permissions.homes import buddyable_cards
from ...permissions.matches import viewable_matches
from ...permissions.radar import put_off_of
from ..homes import title_of
from .reading import subject_of

MOST = 200


@dataclass(frozen=True)
class PutOff:
    """`title` is empty and so is `url` where the thing is gone, or not to be seen any more. `buddy_id` is who is named."""

    row: RadarSnooze
    title: str
    url: str
    buddy_id: UUID | None


def put_off_points(access: Access, place: Municipality, today: date) -> list[PutOff]:
    """In the order in which they come back; four statements, however many."""
    rows = list(put_off_of(access, today).select_related("put_off_by")[:MOST])
    about: dict[str, list[UUID]] = {"buddy": [], "home": [], "match": []}
    for row in rows:
        about[subject_of(RadarKind(row.kind))].append(row.subject_id)
    found: dict[UUID, tuple[str, UUID | None]] = {
        one.pk: (one.name, one.pk) for one in viewable_buddies(access).filter(pk__in=about["buddy"])
    }
    found |= {card.pk: (title_of(card), None) for card in buddyable_cards(access).filter(pk__in=about["home"])}
    matches = viewable_matches(access).select_related("buddy").filter(pk__in=about["match"])
    found |= {match.pk: (match.buddy.name, match.buddy_id) for match in matches}
    return [_point(place, row, *found.get(row.subject_id, ("", None))) for row in rows]


def _point(place: Municipality, row: RadarSnooze, title: str, buddy_id: UUID | None) -> PutOff:
    subject = subject_of(RadarKind(row.kind))
    url = reverse(f"buddies:{subject}_detail", args=[place.slug, row.subject_id]) if title else ""
    return PutOff(row, title or _("niet meer te zien"), url, buddy_id)
