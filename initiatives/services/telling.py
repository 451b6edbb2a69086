"""Mail about a dossier: to the people of the initiative, and to the officials who wait for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse

from initiatives.models import Dossier, InformationRequest
from initiatives.queries.team import colleagues, people_to_tell
from thuisgevers.accounts.models import User
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Role
from thuisgevers.municipalities.people import officials
from thuisgevers.notifications.services.messages import absolute_url, queue_for_people, queue_message


def team_url(dossier: Dossier) -> str:
    return absolute_url(reverse("initiatives:my_dossier", kwargs={"pk": dossier.pk}))


def official_url(dossier: Dossier) -> str:
    kwargs = {"gemeente": dossier.municipality.slug, "pk": dossier.pk}
    return absolute_url(reverse("initiatives:dossier_detail", kwargs=kwargs))


def tell_team(*, access: Access, dossier: Dossier, template: str, context: Mapping[str, Any] | None = None) -> None:
    """One mail per person of the team, except who did it; the contact person where nobody has an account."""
    facts = {**_facts(dossier), "url": team_url(dossier), **(context or {})}
    team = people_to_tell(dossier.initiative_id)
    queue_for_people(
        team,
        template=f"initiatives/{template}",
        context=facts,
        municipality=dossier.municipality,
        about_id=dossier.initiative_id,
        except_for=access.user,
    )
    if not team:
        queue_message(
            template=f"initiatives/{template}",
            to=dossier.initiative.contact_email,
            context={**facts, "name": dossier.initiative.contact_name},
            municipality=dossier.municipality,
            about_id=dossier.initiative_id,
        )


def remind_team(question: InformationRequest) -> None:
    """The reminder of an open question, from nothing but its row: a job may not be able to read more."""
    path = reverse("initiatives:my_dossier", kwargs={"pk": question.dossier_id})
    queue_for_people(
        people_to_tell(question.initiative_id),
        template="initiatives/information_reminder",
        context={
            "municipality": question.municipality.name,
            "question": question.question,
            "due_on": question.due_on,
            "url": absolute_url(path),
        },
        municipality=question.municipality,
        about_id=question.initiative_id,
    )


def tell_officials(
    *,
    access: Access,
    dossier: Dossier,
    template: str,
    to: Iterable[User] | None = None,
    context: Mapping[str, Any] | None = None,
) -> None:
    """To the assignee, or to the coordinators (the national desk) where there is none; not to who did it."""
    queue_for_people(
        to if to is not None else in_charge(dossier),
        template=f"initiatives/{template}",
        context={**_facts(dossier), "url": official_url(dossier), **(context or {})},
        municipality=dossier.municipality,
        about_id=dossier.initiative_id,
        except_for=access.user,
    )


def in_charge(dossier: Dossier) -> list[User]:
    if dossier.assignee is not None and dossier.assignee.is_active:
        return [dossier.assignee]
    if not dossier.municipality.participates:
        return list(colleagues(dossier.municipality))
    return officials(dossier.municipality, [Role.CASE_COORDINATOR])


def _facts(dossier: Dossier) -> dict[str, Any]:
    return {
        "reference": dossier.initiative.reference,
        "initiative": dossier.initiative.name,
        "municipality": dossier.municipality.name,
        "sender": dossier.municipality.sender_name or f"gemeente {dossier.municipality.name}",
    }
