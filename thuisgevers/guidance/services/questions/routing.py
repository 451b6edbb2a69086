"""With whom a question lies. The choice itself is pure, so that who covers what can become richer without touching it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from initiatives.enums import HelpTopic
from thuisgevers.accounts.models import User
from thuisgevers.guidance.enums import Audience, Desk
from thuisgevers.guidance.models import Question
from thuisgevers.municipalities.enums import Role
from thuisgevers.municipalities.people import officials

#: What a municipality decides on: its liaison knows how it goes there. The rest a pioneer has seen before.
OF_THE_MUNICIPALITY = frozenset({HelpTopic.MUNICIPALITY, HelpTopic.PERMITS, HelpTopic.MONEY})


@dataclass(frozen=True, slots=True)
class Cover:
    """How many people could answer: pioneers of the initiative, liaisons of the municipality."""

    pioneers: int = 0
    liaisons: int = 0


def choose_desk(theme: str, audience: str, cover: Cover) -> Desk:
    """Liaison for what municipalities decide and for municipalities themselves, else the pioneer; whoever of the two is there when the
    other is not; the national desk when neither is."""
    is_municipal = audience == Audience.MUNICIPALITY or theme in OF_THE_MUNICIPALITY
    order = (
        ((Desk.LIAISON, cover.liaisons), (Desk.PIONEER, cover.pioneers))
        if is_municipal
        else ((Desk.PIONEER, cover.pioneers), (Desk.LIAISON, cover.liaisons))
    )
    return next((desk for desk, people in order if people), Desk.NATIONAL)


def cover_of(question: Question) -> Cover:
    return Cover(
        pioneers=len(people_of(question, Desk.PIONEER)),
        liaisons=len(people_of(question, Desk.LIAISON)),
    )


def people_of(question: Question, desk: str) -> list[User]:
    """Who answers at this desk; nobody who asked it. Also for a link or a job, which may not read roles (definer functions)."""
    match desk:
        case Desk.PIONEER:
            people = [] if question.initiative_id is None else _pioneers(question)
        case Desk.LIAISON:
            place = question.municipality
            people = [] if place is None or not place.participates else officials(place, [Role.MUNICIPAL_LIAISON])
        case _:
            people = officials(None, [Role.NATIONAL_COORDINATOR])
    return [person for person in people if person.pk != question.asker_id]


def _pioneers(question: Question) -> list[User]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT guidance_pioneers(%s)", [question.initiative_id])
        ids = [row[0] for row in cursor.fetchall()]
    return list(User.objects.filter(pk__in=ids).order_by("display_name", "id"))
