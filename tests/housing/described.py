"""A property with an owner, and its addresses, as the tests of its pages need them."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from housing.models import Property, PropertyContact
from tests.factories import housing as make
from tests.factories.people import Cast
from tests.seeding import seed


def url(name: str, *args: Any) -> str:
    return reverse(f"housing:{name}", args=["kampen", *args])


def described(cast: Cast, **fields: Any) -> Property:
    place = make.property_(cast.kampen, **fields)
    with seed():
        PropertyContact.objects.create(
            municipality=cast.kampen, property=place, name="Gerrit Molenaar", email="gm@voorbeeld.example"
        )
    return place
