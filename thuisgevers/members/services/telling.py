"""Mail about roles. One function per occasion, so that a service reads as what happens."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import NoReverseMatch, reverse

from thuisgevers.accounts.models import User
from thuisgevers.municipalities.enums import Role
from thuisgevers.municipalities.models import Municipality
from thuisgevers.notifications.services.messages import absolute_url, queue_for_people


def page(name: str, **kwargs: Any) -> str:
    """The full address of a page; the start page when a higher floor that owns it is not there."""
    try:
        return absolute_url(reverse(name, kwargs=kwargs or None))
    except NoReverseMatch:
        return absolute_url("/")


def tell(
    template: str,
    people: Iterable[User],
    *,
    municipality: Municipality | None,
    except_for: User | None = None,
    dedupe: str = "",
    **context: Any,
) -> None:
    """One mail each, `dedupe` once per person."""
    queue_for_people(
        people,
        template=f"members/{template}",
        context={"municipality": "" if municipality is None else municipality.name, **context},
        municipality=municipality,
        except_for=except_for,
        dedupe=dedupe,
    )


def role_name(role: str) -> str:
    return str(Role(role).label)
