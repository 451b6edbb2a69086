"""The residents' own page: the card of one household, with a code and digits that the tests know, and the desk around it."""

from __future__ import annotations

from typing import Any

EVERYBODY, HANDLER = "", "anna"
CODE, PIN = "kaart-om-naar-te-kijken", "246810"


def add_welcome_pages(pages: Any) -> None:
    """A card that works, a message that waits and one that was answered."""
    from django.utils import timezone

    from buddies.services.welcome.codes import hash_of, pin_hash
    from housing.models import HouseholdCard
    from tests.factories import buddies as make
    from tests.seeding import seed
    from thuisgevers.accounts.models import User

    with seed():
        anna = User.objects.get(email__startswith="anna@")
        stays = HouseholdCard.objects.filter(municipality__slug="kampen", state="active", is_shared=True)
        stay = stays.select_related("placement__household__municipality").order_by("move_in_on", "id")[0]
    home = stay.placement.household
    card = make.welcome_card(home, anna, code_hash=hash_of(CODE), pin_hash=pin_hash(CODE, PIN))
    long = "Hottentottententententoonstelling " * 4
    waits = make.resident_message(card, text=long)
    done = make.resident_message(
        card, kind="complaint", state="answered", answer=long, answered_at=timezone.now(), answered_by=anna
    )
    pages.add(EVERYBODY, "buddies:welcome_start")
    pages.add(EVERYBODY, "buddies:welcome", code=CODE)
    slug = home.municipality.slug
    pages.add(HANDLER, "buddies:welcome_cards", gemeente=slug, pk=home.pk)
    pages.add(HANDLER, "buddies:welcome_card", gemeente=slug, pk=card.pk)
    pages.add(HANDLER, "buddies:welcome_card_revoke", gemeente=slug, pk=card.pk)
    pages.add(HANDLER, "buddies:resident_messages", gemeente=slug)
    for message in (waits, done):
        pages.add(HANDLER, "buddies:resident_message", gemeente=slug, pk=message.pk)
