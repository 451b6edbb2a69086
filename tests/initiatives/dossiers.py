"""A dossier in a state, and acting on it, for the tests of its review."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from initiatives.enums import DossierState
from initiatives.models import Dossier
from tests.factories import initiatives as make
from tests.factories.people import Cast
from tests.seeding import seed
from thuisgevers.common.who import acting
from thuisgevers.municipalities.access import Access
from thuisgevers.notifications.models import OutgoingMessage


def in_state(cast: Cast, state: str, *, with_property: bool = True, **facts: Any) -> Dossier:
    initiative = make.initiative(cast.kampen, id=cast.initiative_id)
    held = make.building(cast.kampen, initiative_id=initiative.pk) if with_property else None
    if state == DossierState.ADVISED:
        facts = {"advised_by": cast.anna, "advised_at": timezone.now(), **facts}
    return make.dossier(initiative, state=state, held=held, **facts)


def by(user: Any, do: Callable[[Access], Any]) -> Any:
    """Run a service as this person, as the gate would."""
    with transaction.atomic(), acting(user_id=user.pk):
        return do(Access.for_user(user, second_factor=True))


def fresh(dossier: Dossier) -> Dossier:
    with seed():
        return Dossier.objects.select_related("initiative", "municipality", "assignee").get(pk=dossier.pk)


def mails() -> set[tuple[str, str]]:
    with seed():
        rows = OutgoingMessage.objects.order_by("id").values_list("template", "to_user__display_name")
        return {(template.removeprefix("initiatives/"), name) for template, name in rows}


def url(name: str, dossier: Dossier, **kwargs: object) -> str:
    return reverse(f"initiatives:dossier_{name}", kwargs={"gemeente": "kampen", "pk": dossier.pk, **kwargs})
