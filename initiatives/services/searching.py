"""Keeps `Initiative.search`: what one search box looks through, in one column with a trigram index."""

from __future__ import annotations

from housing.models import Property
from initiatives.models import Initiative


def search_text(initiative: Initiative, building: Property | None) -> str:
    """Lower-case words of reference, name, organisation, contact and address. E-mail and telephone number are not in it:
    those are encrypted and found by fingerprint (`contact_index`)."""
    organisation = initiative.organisation
    parts = [
        initiative.reference,
        initiative.name,
        "" if organisation is None else organisation.name,
        initiative.contact_name,
        initiative.place,
        "" if building is None else building.address,
        "" if building is None else building.postcode.replace(" ", ""),
    ]
    return " ".join(" ".join(part.casefold().split()) for part in parts if part)


def refresh_search(initiative: Initiative, building: Property | None) -> None:
    """Write the column anew, when it changed; the caller holds the right to update the initiative."""
    text = search_text(initiative, building)
    if text != initiative.search:
        initiative.search = text
        initiative.save(update_fields=["search"])
