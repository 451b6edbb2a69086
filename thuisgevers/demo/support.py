"""Help that was asked and given in the past weeks: what people wanted to know, who answered, and what still waits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

from django.utils import timezone

from thuisgevers.accounts.models import User
from thuisgevers.guidance.enums import OPEN_STEPS, OPEN_SUPPORT, SupportLogKind, SupportTopic
from thuisgevers.guidance.models import PlanStep, StepPlan, SupportRequest
from thuisgevers.guidance.permissions.support import can_ask_for
from thuisgevers.guidance.services.support.covering import add_absence, offer_experience, set_coverage, write_log
from thuisgevers.guidance.services.support.requests import (
    accept_request,
    answer_request,
    ask_again,
    ask_support,
    close_request,
)
from thuisgevers.guidance.services.support.telling import remind_or_escalate
from thuisgevers.municipalities.enums import Role
from thuisgevers.municipalities.models import Membership
from thuisgevers.municipalities.working_days import add_working_days

from .clock import on
from .invented import Person
from .stage import being

type Timed = tuple[datetime, Callable[[], object]]

T = SupportTopic
#: What is asked, and the answer; the last ones still wait.
ASKED = (
    (
        T.START,
        "Hoeveel mensen hebben wij nodig om te beginnen?",
        "Begin met drie. De rest komt vanzelf als er een datum is.",
    ),
    (
        T.AUTHORITY,
        "Met wie bij de gemeente kunnen wij het beste eerst praten?",
        "Vraag naar het sociaal domein, en neem één A4 mee.",
    ),
    (
        T.BUILDING,
        "Wij hebben maar één badkamer. Is dat erg?",
        "Voor één gezin niet. Voor twee huishoudens rekent u op een tweede douche.",
    ),
    (
        T.MONEY,
        "Wie betaalt gas en licht?",
        "Zet het in de overeenkomst. Meestal betaalt de gemeente een vast bedrag per maand.",
    ),
    (T.NEIGHBOURS, "Hoe vertellen wij het de buurt?", "Eerst zelf langs de deuren, dan pas de brief."),
    (
        T.BUDDIES,
        "Waar vinden wij buddy's?",
        "Vraag mensen persoonlijk. Een oproep in het kerkblad levert er meestal twee op.",
    ),
    (T.RESIDENTS, "Wat doen wij als het jaar om is?", "Begin er een half jaar van tevoren over met de gemeente."),
    (T.OTHER, "Is er een voorbeeld van een sleutelverklaring?", "Ja, bij de documenten in uw dossier."),
)
TOWN_ASKED = (
    (
        T.AUTHORITY,
        "Wie tekent bij andere gemeenten de overeenkomst?",
        "Meestal de teammanager, met een mandaat van het college.",
    ),
    (
        T.MONEY,
        "Onder welke regeling past een verblijf van een half jaar?",
        "Kijk eerst naar de tijdelijke huisvesting. Ik bel u erover.",
    ),
    (
        T.NEIGHBOURS,
        "Hebt u een voorbeeld van een raadsbrief?",
        "Die staat bij de modeldocumenten. De raad las hem elders vóór de buurt.",
    ),
)
OFFERS = (
    (T.BUILDING, "Wij maakten van een pastorie vier kamers met elk een wastafel."),
    (T.NEIGHBOURS, "Wij gingen met soep langs de deuren en kregen geen enkele klacht."),
    (T.MONEY, "Wij sloten de overeenkomst met vier partijen in twee maanden."),
)
LOGGED = (
    (SupportLogKind.CALL, "Gebeld over de overeenkomst: er lag nog een vraag bij de verzekeraar.", 25, True),
    (SupportLogKind.VISIT, "Samen door het gebouw gelopen en de lijst van de toets ingevuld.", 120, True),
    (SupportLogKind.MEETING, "De werkgroep twijfelt over het aantal bewoners. Volgende maand opnieuw.", 90, False),
    (SupportLogKind.MAIL, "Voorbeelden van een buurtbrief gestuurd.", 15, True),
)
PIONEER_THEMES = [T.START, T.BUILDING, T.BUDDIES]
BACK = 52
MOST_STORIES = 24


def support_acts(
    cast: dict[str, Person], leads: Sequence[Person], officials: Sequence[Person], *, today: date
) -> list[Timed]:
    """What happened around help, and when. Who has no account or no plan yet by that day asks nothing."""
    acts: list[Timed] = [
        *(
            (_day(today, back, 10), lambda: _cover(cast["pieter"], PIONEER_THEMES, ["PV23", "PV22"]))
            for back in (40, 20, 5)
        ),
        *((_day(today, back, 11), lambda: _cover(cast["karin"], [], ["PV23"])) for back in (40, 20, 5)),
        (_day(today, 2, 9), lambda: _away(cast["karin"], today)),
    ]
    people = [cast["bram"], *leads[:MOST_STORIES], cast["vera"], cast["bram"]]
    for number, person in enumerate(people):
        acts += _course(person, cast["els"], number, len(people), ASKED, today)
    for number, person in enumerate(officials[:6]):
        acts += _course(person, cast["els"], number, 6, TOWN_ASKED, today)
    for number, (topic, text) in enumerate(OFFERS):
        offering = [*leads[2:4], cast["vera"]][number % 3] if len(leads) > 3 else cast["vera"]
        acts.append((_day(today, 30 - number, 20), lambda p=offering, t=topic, x=text: _offer(p, t, x)))  # type: ignore[misc]
    for number in range(8):
        who = cast["pieter"] if number % 2 == 0 else cast["karin"]
        line = LOGGED[number % len(LOGGED)]
        acts.append((_day(today, 4 * number + 3, 16), lambda w=who, e=line: _log(w, e)))  # type: ignore[misc]
    return acts


def _course(
    person: Person, desk: Person, number: int, count: int, asked: Sequence[tuple[SupportTopic, str, str]], today: date
) -> list[Timed]:
    """One request: the older it is, the further."""
    back = max(1, BACK - number * BACK // count)
    topic, question, answer = asked[number % len(asked)]
    made: list[SupportRequest] = []
    acts: list[Timed] = [(_day(today, back, 19, number), lambda: made.extend(_ask(person, topic, question)))]
    if back > 9:
        acts.append((_day(today, back - 2, 10, number), lambda: _accept(made, desk)))
        acts.append((_day(today, back - 4, 15, number), lambda: _answer(made, desk, answer)))
        if number % 4 == 0:
            acts.append((_day(today, back - 5, 20, number), lambda: _again(made, person)))
            acts.append((_day(today, back - 7, 14, number), lambda: _answer(made, desk, "Ja, zo kan het ook.")))
        if number % 3:
            acts.append((_day(today, back - 8, 20, number), lambda: _close(made, person)))
    elif back > 6:
        acts.append((_day(today, back - 6, 8, number), lambda: _sweep(made)))
    elif back > 3:
        acts.append((_day(today, back - 2, 11, number), lambda: _accept(made, desk)))
    return acts


def _day(today: date, back: int, hour: int, minute: int = 0) -> datetime:
    return on(add_working_days(today, -max(1, back)), hour, minute % 60)


def _user(person: Person) -> User | None:
    return User.objects.filter(email=person.email, is_active=True).first()


def _ask(person: Person, topic: SupportTopic, question: str) -> list[SupportRequest]:
    user = _user(person)
    plan = None if user is None else _plan(user)
    if user is None or plan is None:
        return []
    open_steps = PlanStep.objects.filter(plan=plan, state__in=OPEN_STEPS).select_related("step")
    step = open_steps.order_by("step__position").first()
    with being(user) as access:
        if not can_ask_for(access, plan.municipality, plan.initiative_id):
            return []
        return [
            ask_support(
                access=access,
                municipality=plan.municipality,
                initiative_id=plan.initiative_id,
                topic=topic,
                question=question,
                step=step,
            )
        ]


def _plan(user: User) -> StepPlan | None:
    """Of the person's initiative, or of the municipality that they work for."""
    held = Membership.objects.filter(user=user, ends_on=None).order_by("starts_on", "id")
    rows = StepPlan.objects.select_related("municipality").order_by("created_at", "id")
    team = held.filter(role__in=[Role.LEAD_VOLUNTEER, Role.VOLUNTEER]).values("scope_id")
    helped = Membership.objects.filter(role=Role.PIONEER, ends_on=None).values("scope_id")
    teams = rows.filter(initiative_id__in=team)
    mine = teams.filter(initiative_id__in=helped).first() or teams.first()
    if mine is not None:
        return mine
    places = held.filter(role__in=[Role.CASE_HANDLER, Role.CASE_COORDINATOR]).values("municipality_id")
    return rows.filter(municipality_id__in=places, initiative=None).first()


def _helper(request: SupportRequest, desk: Person) -> User | None:
    return request.helper or _user(desk)


def _fresh(made: list[SupportRequest]) -> SupportRequest | None:
    rows = SupportRequest.objects.select_related("municipality", "helper", "asked_by", "initiative")
    return rows.filter(pk=made[0].pk).first() if made else None


def _accept(made: list[SupportRequest], desk: Person) -> None:
    request = _fresh(made)
    helper = None if request is None else _helper(request, desk)
    if request is not None and helper is not None:
        with being(helper) as access:
            accept_request(access=access, request=request)


def _answer(made: list[SupportRequest], desk: Person, text: str) -> None:
    request = _fresh(made)
    helper = None if request is None else _helper(request, desk)
    if request is not None and helper is not None:
        with being(helper) as access:
            answer_request(access=access, request=request, text=text)


def _again(made: list[SupportRequest], person: Person) -> None:
    request, user = _fresh(made), _user(person)
    if request is not None and user is not None:
        with being(user) as access:
            ask_again(access=access, request=request, text="Dank u. En mag dat ook met twee mensen?")


def _close(made: list[SupportRequest], person: Person) -> None:
    request, user = _fresh(made), _user(person)
    if request is not None and user is not None:
        with being(user) as access:
            close_request(access=access, request=request)


def _sweep(made: list[SupportRequest]) -> None:
    request = _fresh(made)
    if request is not None and request.state in OPEN_SUPPORT:
        remind_or_escalate(request.pk)


def _cover(person: Person, themes: list[SupportTopic], provinces: list[str]) -> None:
    user = _user(person)
    if user is not None:
        with being(user) as access:
            if _helps(user):
                set_coverage(access=access, themes=themes, provinces=provinces, max_open=10)


def _away(person: Person, today: date) -> None:
    user = _user(person)
    if user is not None and _helps(user):
        with being(user) as access:
            add_absence(access=access, first_on=today + timedelta(days=21), last_on=today + timedelta(days=34))


def _helps(user: User) -> bool:
    return Membership.objects.filter(user=user, role__in=[Role.PIONEER, Role.MUNICIPAL_LIAISON], ends_on=None).exists()


def _offer(person: Person, topic: SupportTopic, text: str) -> None:
    user = _user(person)
    plan = None if user is None else _plan(user)
    if user is not None and plan is not None:
        with being(user) as access:
            offer_experience(
                access=access,
                municipality=plan.municipality,
                initiative_id=plan.initiative_id,
                topic=topic,
                text=text,
            )


def _log(person: Person, line: tuple[SupportLogKind, str, int, bool]) -> None:
    user = _user(person)
    held = Membership.objects.filter(user=user, role__in=[Role.PIONEER, Role.MUNICIPAL_LIAISON], ends_on=None)
    role = held.select_related("municipality").order_by("starts_on", "id").first()
    if user is None or role is None or role.municipality is None:
        return
    kind, text, minutes, is_shared = line
    with being(user) as access:
        write_log(
            access=access,
            municipality=role.municipality,
            initiative_id=role.scope_id,
            done_on=timezone.localdate(),
            kind=kind,
            text=text,
            minutes=minutes,
            is_shared=is_shared,
        )
