"""Step plans at the point where their initiative or municipality is: the first steps are done by whoever has the right by
then, the rest waits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from random import Random

from django.utils import timezone

from thuisgevers.accounts.models import User
from thuisgevers.guidance.enums import OPEN_STEPS, Audience
from thuisgevers.guidance.models import PlanStep, StepPlan
from thuisgevers.guidance.permissions.plans import can_schedule_plan, can_work_step
from thuisgevers.guidance.permissions.templates import can_extend
from thuisgevers.guidance.services.own_steps import OwnStepFacts, add_own_step
from thuisgevers.guidance.services.plans import set_up_plan
from thuisgevers.guidance.services.steps import add_comment, start_step
from thuisgevers.municipalities.models import Municipality
from thuisgevers.municipalities.working_days import add_working_days

from .clock import on
from .invented import Person
from .looking_back import do_step
from .stage import Stage, being

REMARKS = (
    "De koster heeft de sleutel, bel hem een dag van tevoren.",
    "De kringloop levert gratis als wij zelf sjouwen.",
    "Twee buren hebben aangeboden om te helpen met de tuin.",
    "Wij wachten nog op een antwoord van de verzekeraar.",
    "Op de klusdag waren er elf mensen. Er is nog verf over.",
)
MOST_TEAM, MOST_TOWN = 27, 20
OWN_STEPS = {
    "Kampen": OwnStepFacts(
        title="Maak kennis met de wijkagent",
        place_after="viewing",
        role="volunteer",
        days=3,
        help_text="De wijkagent kent de straat en komt graag een keer langs. Bel het wijkteam voor een afspraak.",
        checklist=["De wijkagent weet wie er komt wonen.", "U weet wie u belt als er iets is."],
    ),
}
"""What a municipality adds to the plans of its initiatives; who began before is offered it."""

type Timed = tuple[datetime, Callable[[], object]]


def team_acts(
    stage: Stage, *, first: datetime, last: datetime, length: int, today: date, chance: Random
) -> Iterator[Timed]:
    """The plan of one initiative between its registration and its last act; the longer its story, the further."""
    done = min(MOST_TEAM, chance.randint(length, length * 2))
    wished = add_working_days(today, 10 + 5 * (MOST_TEAM - done) + chance.randint(0, 12))
    start = first + timedelta(days=2)
    people = [stage.people[part] for part in ("lead", "handler") if part in stage.people]

    def plan() -> StepPlan:
        rows = StepPlan.objects.select_related("municipality", "initiative")
        return rows.get(initiative_id=stage.initiative_id)

    yield from _acts(plan, people, start=start, last=last, done=done, wished=wished, today=today, chance=chance)


def town_acts(
    municipality: str, people: list[Person], *, joined: datetime, today: date, chance: Random
) -> Iterator[Timed]:
    """The plan of a municipality from the day it joined."""
    weeks = max(1, (today - timezone.localdate(joined)).days // 7)
    done = min(MOST_TOWN, max(2, weeks + chance.randint(-2, 3)))
    wished = add_working_days(today, 10 + 4 * (MOST_TOWN - done) + chance.randint(0, 10))

    def plan() -> StepPlan:
        rows = StepPlan.objects.select_related("municipality")
        return rows.get(municipality__name=municipality, municipality__valid_to=None, initiative=None)

    last = on(add_working_days(today, -1), 16)
    start = joined + timedelta(days=1)
    if municipality in OWN_STEPS and start < last:
        yield start + (last - start) / 3, lambda: _add_own_step(plan().municipality, people, OWN_STEPS[municipality])
    yield from _acts(plan, people, start=start, last=last, done=done, wished=wished, today=today, chance=chance)


def _add_own_step(municipality: Municipality, people: list[Person], facts: OwnStepFacts) -> None:
    for user in _users(people):
        with being(user) as access:
            if can_extend(access, municipality):
                add_own_step(access=access, municipality=municipality, audience=Audience.INITIATIVE, facts=facts)
                return


def _acts(
    plan: Callable[[], StepPlan],
    people: list[Person],
    *,
    start: datetime,
    last: datetime,
    done: int,
    wished: date,
    today: date,
    chance: Random,
) -> Iterator[Timed]:
    span = max(timedelta(hours=1), last - start)
    if start + span + timedelta(hours=1) > on(today, 0):
        return
    remark = chance.choice(REMARKS) if chance.random() < 0.4 else ""
    yield start, lambda: _set_up(plan(), people, wished)
    for number in range(done):
        yield start + span * (number + 1) / (done + 1), lambda: _next(plan(), people, do_step)
    yield start + span, lambda: _next(plan(), people, lambda access, step: start_step(access=access, step=step))
    if remark:
        yield start + span + timedelta(minutes=20), lambda: _remark(plan(), people, remark)


def _set_up(plan: StepPlan, people: list[Person], wished: date) -> None:
    for user in _users(people):
        with being(user) as access:
            if can_schedule_plan(access, plan):
                set_up_plan(
                    access=access, plan=plan, wished_on=wished, property_kind=plan.property_kind, scheme=plan.scheme
                )
                return


def _next(plan: StepPlan, people: list[Person], do: Callable[..., object]) -> None:
    """The first open step, by the first person who may."""
    step = _open(plan)
    if step is None:
        return
    for user in _users(people):
        with being(user) as access:
            if can_work_step(access, step):
                do(access, step)
                return


def _remark(plan: StepPlan, people: list[Person], text: str) -> None:
    step = _open(plan)
    for user in _users(people):
        with being(user) as access:
            if step is not None and can_work_step(access, step):
                add_comment(access=access, step=step, text=text)
                return


def _open(plan: StepPlan) -> PlanStep | None:
    return (
        PlanStep.objects.filter(plan=plan, state__in=OPEN_STEPS)
        .select_related("step", "plan", "municipality")
        .order_by("step__position")
        .first()
    )


def _users(people: list[Person]) -> list[User]:
    """Those who have an account by now."""
    found = {user.email: user for user in User.objects.filter(email__in=[person.email for person in people])}
    return [found[person.email] for person in people if person.email in found]
