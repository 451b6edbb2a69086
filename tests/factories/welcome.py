"""A home with a card: what the residents' page is asked about."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.test import Client
from django.urls import reverse

from buddies.models import (
    WelcomeCard,
)
from buddies.permissions.welcome import homes_to_welcome
from buddies.services.welcome.cards import make_card
from housing.models import HouseholdCard
from housing.services.cards import write_card
from initiatives.models import Initiative
from tests.factories import buddies as make
from tests.factories.housing import household, placement, unit
from tests.factories.people import Cast
from tests.seeding import seed
from thuisgevers.accounts.models import User
from thuisgevers.common.ids import uuid7
from thuisgevers.common.who import acting
from thuisgevers.municipalities.access import Access


@contextmanager
def acting_as(user: User) -> Any:
    with transaction.atomic(), acting(user_id=user.pk):
        yield Access.for_user(user, second_factor=True)


class Things:
    """A household in Kampen that lives somewhere, with Daan as its buddy, a card in Arabic and its digits."""

    def __init__(self, cast: Cast, initiative_in: Callable[..., Initiative]) -> None:
        self.cast = cast
        self.initiative = initiative_in(cast.kampen, cast.initiative_id)
        self.home = household(cast.kampen, id=cast.household_id, handler=cast.anna, contact_details="")
        stay = placement(unit(cast.kampen, initiative_scope_id=cast.initiative_id), self.home, by=cast.anna)
        with seed():
            cast.anna.phone = "+31612345678"
            cast.anna.save(update_fields=["phone"])
            write_card(stay)
            HouseholdCard.objects.filter(placement=stay).update(initiative_scope_id=cast.initiative_id)
            self.stay = HouseholdCard.objects.get(placement=stay)
        self.buddy = make.buddy(cast.kampen, cast.initiative_id, user=cast.daan, name="Daan Bloemers", vog_by=cast.joke)
        self.match = make.match(self.buddy, self.home, cast.joke)
        self.card, self.code, self.pin = self.new_card()

    def new_card(self, language: str = "ar") -> tuple[WelcomeCard, str, str]:
        with acting_as(self.cast.anna) as access:
            home = homes_to_welcome(access).get(household_scope_id=self.home.pk)
            card, pin = make_card(access=access, home=home, language=language, client_id=uuid7())
            return card, str(card.code), pin

    def fresh(self) -> WelcomeCard:
        with seed():
            return WelcomeCard.objects.get(pk=self.card.pk)


def enter(client: Client, code: str, pin: str) -> Any:
    return client.post(reverse("buddies:welcome", args=[code]), {"pin": pin})


def client_id(client: Client, path: str) -> str:
    found = re.search(r'name="client_id" value="([^"]+)"', client.get(path).content.decode())
    assert found
    return found[1]
