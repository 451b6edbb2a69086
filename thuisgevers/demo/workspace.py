"""What teams keep in their workspace: much in Kampen, a little elsewhere, written by whoever is in the team by then."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from random import Random

from initiatives.models import Initiative
from thuisgevers.accounts.models import User
from thuisgevers.guidance.enums import SupportGroup, SupportKind, TaskKind
from thuisgevers.guidance.models import Conversation
from thuisgevers.guidance.permissions.workspace import can_publish_support, can_work_workspace
from thuisgevers.guidance.queries.workspace_people import people_of
from thuisgevers.guidance.services.workspace.agenda import AppointmentFacts, plan_appointment
from thuisgevers.guidance.services.workspace.support import SupportFacts, add_support
from thuisgevers.guidance.services.workspace.support_page import is_named, publish_support
from thuisgevers.guidance.services.workspace.talking import start_conversation, write_message
from thuisgevers.guidance.services.workspace.tasks import TaskFacts, add_task, finish_task, promise_goods, take_task
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.working_days import add_working_days
from thuisgevers.municipalities.working_days import today as this_day

from .clock import on
from .stage import Stage, being

RICH = "Kampen"
MODEST_SHARE = 0.3

#: Kind, words, how many are needed, how many were promised, and how far it is: 0 to do, 1 begun, 2 done.
TASKS: tuple[tuple[TaskKind, str, int | None, int, int], ...] = (
    (TaskKind.GOODS, "Eenpersoonsbedden", 4, 2, 0),
    (TaskKind.JOB, "Slaapkamers boven schilderen", None, 0, 1),
    (TaskKind.TASK, "Sleutels laten bijmaken", None, 0, 2),
    (TaskKind.GOODS, "Fietsen", 3, 3, 0),
    (TaskKind.JOB, "Kraan in de keuken vervangen", None, 0, 2),
    (TaskKind.TASK, "Welkomstpakket samenstellen", None, 0, 0),
    (TaskKind.GOODS, "Sets handdoeken en beddengoed", 6, 1, 0),
)
TALKS = (
    (
        "Klusdag",
        (
            "Zaterdag over een week kunnen wij in het pand. Wie komt er verven? Koffie is er vanaf negen uur.",
            "Ik ben er, en ik neem twee buren mee die goed kunnen behangen.",
            "Fijn. Wie heeft er nog een trap?",
        ),
    ),
    (
        "Welkom op de eerste dag",
        (
            "Laten wij het klein houden: één iemand met de sleutel, een paar boodschappen in de kast.",
            "Eens. Ik maak een lijstje met winkels en de bus.",
        ),
    ),
)
SUPPORT = (
    (
        SupportKind.QUESTION,
        SupportGroup.NEIGHBOURS,
        "Komen er meer auto’s in de straat?",
        "Nee. De bewoners krijgen een fiets; bezoek parkeert achter het gebouw.",
        True,
    ),
    (
        SupportKind.PROMISE,
        SupportGroup.NEIGHBOURS,
        "De buurt wil weten bij wie zij terechtkan.",
        "Er komt één vast telefoonnummer, op een kaartje in de bus.",
        False,
    ),
    (SupportKind.TALK, SupportGroup.SCHOOL, "De school heeft plaats en denkt graag mee over taalles.", "", False),
)

type Timed = tuple[datetime, Callable[[], object]]
type Act = Callable[[Access, Initiative, list[User]], object]


def workspace_acts(stage: Stage, *, first: datetime, last: datetime, today: date, chance: Random) -> Iterator[Timed]:
    """Between the registration and the last act of the story, never later than yesterday."""
    is_rich = stage.municipality_name == RICH
    if not is_rich and chance.random() > MODEST_SHARE:
        return
    start, end = first + timedelta(days=4), min(last, on(today - timedelta(days=1), 18))
    if end <= start:
        return
    acts = list(_acts(is_rich, today, chance))
    for number, act in enumerate(acts, start=1):
        yield start + (end - start) * number / (len(acts) + 1), lambda act=act: _do(stage, act)  # type: ignore[misc]


def _acts(is_rich: bool, today: date, chance: Random) -> Iterator[Act]:
    for kind, title, needed, promised, far in TASKS if is_rich else TASKS[:2]:
        due_on = add_working_days(today, chance.randint(-2, 20)) if far < 2 else None
        yield _task(TaskFacts(kind=kind, title=title, needed=needed, due_on=due_on), promised, far)
    for subject, texts in TALKS if is_rich else TALKS[:1]:
        yield _talk(subject, texts)
    if is_rich:
        for entry in SUPPORT:
            yield _support(*entry)
        yield _public
        yield _appointment("Klusdag: verven en behangen", add_working_days(today, 6), time(9), time(13))
        yield _appointment("Overleg van de werkgroep", add_working_days(today, 3), time(19, 30), time(21))


def _do(stage: Stage, act: Act) -> None:
    """By the next of the team in turn; nobody while there is no account yet or the initiative is over."""
    initiative = stage.initiative()
    lead = User.objects.filter(email=stage.people["lead"].email).first()
    if lead is None:
        return
    with being(lead) as access:
        if can_work_workspace(access, initiative):
            act(access, initiative, people_of(initiative.pk))


def _task(facts: TaskFacts, promised: int, far: int) -> Act:
    def do(access: Access, initiative: Initiative, people: list[User]) -> None:
        task = add_task(access=access, initiative=initiative, facts=facts)
        if promised:
            promise_goods(access=access, task=task, number=promised)
        if far:
            _as_another(people, access, lambda other: take_task(access=other, task=task))
        if far > 1:
            finish_task(access=access, task=task)

    return do


def _talk(subject: str, texts: tuple[str, ...]) -> Act:
    def do(access: Access, initiative: Initiative, people: list[User]) -> None:
        talk = start_conversation(access=access, initiative=initiative, subject=subject, text=texts[0])
        for text in texts[1:]:
            _as_another(people, access, lambda other, text=text: _say(other, talk, text))  # type: ignore[misc]

    return do


def _say(access: Access, talk: Conversation, text: str) -> None:
    write_message(access=access, conversation=talk, text=text)


def _public(access: Access, initiative: Initiative, _people: list[User]) -> None:
    """The lead of who may have its name on the website puts the answers there too."""
    if is_named(initiative) and can_publish_support(access, initiative):
        publish_support(access=access, initiative=initiative)


def _support(kind: SupportKind, group: SupportGroup, text: str, outcome: str, may_share: bool) -> Act:
    def do(access: Access, initiative: Initiative, _people: list[User]) -> None:
        facts = SupportFacts(
            kind=kind, group=group, happened_on=this_day(), text=text, outcome=outcome, may_share=may_share
        )
        add_support(access=access, initiative=initiative, facts=facts)

    return do


def _appointment(title: str, day: date, hour: time, until: time) -> Act:
    def do(access: Access, initiative: Initiative, _people: list[User]) -> None:
        facts = AppointmentFacts(title=title, day=day, hour=hour, until=until, place="Het pand, bij de achterdeur")
        plan_appointment(access=access, initiative=initiative, facts=facts)

    return do


def _as_another(people: list[User], access: Access, do: Callable[[Access], object]) -> None:
    """By somebody else of the team where there is somebody."""
    others = [person for person in people if access.user is not None and person.pk != access.user.pk]
    if not others:
        do(access)
        return
    with being(others[0]) as other:
        do(other)
