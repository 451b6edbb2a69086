"""What the initiative's side sees of the households in its homes: cards, nothing else. Reading them is logged."""

from __future__ import annotations

from collections import defaultdict

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from housing.queries.cards import Card, cards_of
from thuisgevers.audit.services import log_read
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request
from thuisgevers.municipalities.models import Municipality


@require_safe
@gate(permission=Capability.CARD_READ)
def card_list(request: Request) -> HttpResponse:
    cards = cards_of(request.access)
    note_cards(request.access, cards, "card_list")
    return render(request, "housing/card_list.html", {"cards": cards})


def note_cards(access: Access, cards: list[Card], purpose: str) -> None:
    """One line in the read log per municipality, so that each finds it in its own."""
    by_place: dict[int, list[Card]] = defaultdict(list)
    for card in cards:
        by_place[card.municipality_id].append(card)
    places = Municipality.objects.in_bulk(by_place) if by_place else {}
    for place_id, seen in by_place.items():
        log_read(
            access=access,
            purpose=purpose,
            object_type="housing.HouseholdCard",
            object_ids=[card.pk for card in seen],
            municipality=places[place_id],
        )
