"""With whom a question lies. The choice itself is pure; who covers what, who is away and who is busy comes from the database."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from initiatives.enums import HelpTopic
from thuisgevers.accounts.models import User
from thuisgevers.guidance.enums import Audience, Desk, SupportTopic
from thuisgevers.guidance.models import Question
from thuisgevers.municipalities.enums import Role
from thuisgevers.municipalities.people import officials

#: What a municipality decides on: its liaison knows how it goes there. The rest a pioneer has seen before.
OF_THE_MUNICIPALITY = frozenset({HelpTopic.MUNICIPALITY, HelpTopic.PERMITS, HelpTopic.MONEY})
#: Pioneers and liaisons choose their themes in the words of requests for help.
THEMES: dict[str, SupportTopic] = {
    HelpTopic.MUNICIPALITY: SupportTopic.AUTHORITY,
    HelpTopic.PROPERTY: SupportTopic.BUILDING,
    HelpTopic.PERMITS: SupportTopic.BUILDING,
    HelpTopic.FURNISHING: SupportTopic.BUILDING,
    HelpTopic.MONEY: SupportTopic.MONEY,
    HelpTopic.AGREEMENT: SupportTopic.MONEY,
    HelpTopic.BUDDIES: SupportTopic.BUDDIES,
    HelpTopic.NEIGHBOURS: SupportTopic.NEIGHBOURS,
}


@dataclass(frozen=True, slots=True)
class Cover:
    """Who could answer today, the best first: pioneers and liaisons of the place itself, and those who said that they help in its
    province. Nobody who is away, has as many questions and requests as they take, or asked it."""

    pioneers: tuple[int, ...] = ()
    liaisons: tuple[int, ...] = ()
    near_pioneers: tuple[int, ...] = ()
    near_liaisons: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a question lies. Without a `helper` with all who keep that desk."""

    desk: Desk
    helper: int | None = None


def choose_desk(theme: str, audience: str, cover: Cover) -> Place:
    """Liaison for what municipalities decide and for municipalities themselves, else the pioneer; whoever of the two is there when the
    other is not; then somebody of the province, in the same order; the national desk when nobody is left."""
    is_municipal = audience == Audience.MUNICIPALITY or theme in OF_THE_MUNICIPALITY
    order: list[tuple[Desk, tuple[int, ...]]] = []
    for pioneers, liaisons in ((cover.pioneers, cover.liaisons), (cover.near_pioneers, cover.near_liaisons)):
        both = [(Desk.PIONEER, pioneers), (Desk.LIAISON, liaisons)]
        order += reversed(both) if is_municipal else both
    return next((Place(desk, people[0]) for desk, people in order if people), Place(Desk.NATIONAL))


def cover_of(question: Question) -> Cover:
    """One question to the database, whoever asks (definer function): a link or a job may not read roles."""
    if question.municipality_id is None:
        return Cover()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT user_id, role, distance FROM guidance_question_helpers(%s, %s, %s, %s)",
            [question.municipality_id, question.initiative_id, THEMES.get(question.theme, ""), question.asker_id],
        )
        rows = cursor.fetchall()

    def found(role: Role, distance: int) -> tuple[int, ...]:
        return tuple(person for person, held, far in rows if held == role and far == distance)

    return Cover(
        pioneers=found(Role.PIONEER, 0),
        liaisons=found(Role.MUNICIPAL_LIAISON, 0),
        near_pioneers=found(Role.PIONEER, 1),
        near_liaisons=found(Role.MUNICIPAL_LIAISON, 1),
    )


def place_for(question: Question) -> Place:
    return choose_desk(question.theme, question.audience, cover_of(question))


def at_desk(question: Question, desk: Desk) -> Place:
    """The best person at a desk that somebody chose; everybody there when all are away or full."""
    cover = cover_of(question)
    people = {Desk.PIONEER: cover.pioneers, Desk.LIAISON: cover.liaisons}.get(desk, ())
    return Place(desk, people[0] if people else None)


def answerers_of(question: Question) -> list[User]:
    """Who is asked and reminded: the person it lies with, or everybody at the desk."""
    if question.helper_id is None:
        return people_of(question, question.desk)
    return list(User.objects.filter(pk=question.helper_id, is_active=True))


def people_of(question: Question, desk: str) -> list[User]:
    """Who keeps this desk; nobody who asked it. Also for a link or a job, which may not read roles (definer functions)."""
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
