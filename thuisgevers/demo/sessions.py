"""The weekly inspiration evening: eight that were, with who came and what they said, six to come, and a day on site."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from thuisgevers.guidance.enums import RegistrationState, SessionPlace
from thuisgevers.guidance.models import InspirationSession, SessionRegistration
from thuisgevers.guidance.services.sessions.planning import (
    SessionFacts,
    edit_session,
    note_attendance,
    plan_sessions,
    publish_report,
    version_of,
)
from thuisgevers.guidance.services.sessions.registering import (
    ask_beforehand,
    confirm_registration,
    email_index,
    join_session,
    leave_session,
    request_place,
    tell_how_it_was,
)
from thuisgevers.guidance.services.sessions.telling import tell_registrant
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import LinkPurpose

from .clock import on
from .invented import Person
from .stage import account, being, holding

type Deed = Callable[[], None]

BACK, AHEAD = 8, 6
HOUR = time(19, 30)
ROOM = 30
TITLE = "Inspiratieavond: hoe doet u het?"
SUMMARY = (
    "Elke week een uur met mensen die een huis openstellen of dat willen gaan doen. Iemand vertelt kort hoe het ging, daarna is"
    " er tijd voor vragen. U hoeft niets voor te bereiden."
)
#: Title, what it was about and what came of it, oldest first.
TOLD = (
    ("De eerste stap: een werkgroep", "Begin met drie mensen die elkaar vertrouwen. Verdeel de taken pas daarna."),
    ("In gesprek met uw gemeente", "Vraag om één vast gezicht. Neem een A4 mee met wat u wel en niet weet."),
    ("Is het pand geschikt?", "Kijk eerst naar keuken, badkamer en nooduitgang. De rest is meestal op te lossen."),
    ("De buurt vertellen", "Ga zelf langs de deuren, vóór de brief. Nodig mensen uit om te komen kijken."),
    ("Buddy's vinden en houden", "Vraag mensen persoonlijk. Spreek af hoe vaak, en wat een buddy niet doet."),
    ("De overeenkomst zonder zorgen", "Leg vast wie de verzekering regelt en hoe u elkaar laat weten dat het stopt."),
    ("Inrichten met de kringloop", "Maak één lijst voor iedereen. Bedden en lampen eerst, gordijnen zijn zo gedaan."),
    ("Wat doet u als het moeilijk wordt?", "Bel op tijd. De kwartiermaker en de pionier denken mee, ook 's avonds."),
)
TOPICS = ("Van pastorie tot thuis", "Samen koken, samen wonen", "Als de eigenaar het pand terug wil")
QUESTIONS = (
    "Hoe lang duurde het bij jullie van idee tot sleutel?",
    "Wat zeggen jullie als de buurt bang is voor overlast?",
    "Wie betaalt de gas- en lichtrekening?",
)
REMARKS = (
    "Fijn om te horen dat anderen hetzelfde meemaken.",
    "Graag de volgende keer iets langer tijd voor vragen.",
    "",
)
MEMBERS = ("bram", "vera", "anna", "pieter", "karin", "coen")


def session_acts(
    cast: dict[str, Person], visitors: list[Person], *, today: date, chance: Random
) -> list[tuple[datetime, Deed]]:
    """What happened around sessions, and when. `visitors` come without an account."""
    first = today - timedelta(days=today.weekday() - 3, weeks=BACK)
    days = [first + timedelta(weeks=number) for number in range(BACK + AHEAD)]
    titles = [*(title for title, _notes in TOLD), *TOPICS]
    acts: list[tuple[datetime, Deed]] = [(on(first - timedelta(days=9), 10), lambda: _plan(cast["els"], days))]
    for number, day in enumerate(days):
        members = chance.sample(MEMBERS, 3)
        guests = chance.sample(visitors, 4)
        is_past = day < today
        if number < len(titles):
            acts.append((on(first - timedelta(days=8), 11, number), _deed(_name, cast["els"], day, titles[number])))
        if not is_past and number > BACK + 2:
            continue
        # Some days ago at the latest, so that the newest mails of the demo are about dossiers.
        asked_on = min(day - timedelta(days=5), today - timedelta(days=4 + number // 3))
        for minute, key in enumerate(members):
            acts.append((on(asked_on, 12, minute), _deed(_join, cast[key], day, QUESTIONS[minute])))
        for minute, guest in enumerate(guests):
            acts.append((on(asked_on, 20, minute * 3), _deed(_ask_and_confirm, guest, day)))
        if is_past and day + timedelta(days=1) < today:
            acts.append(
                (on(day + timedelta(days=1), 13), _deed(_look_back, cast["els"], day, TOLD[number % len(TOLD)][1]))
            )
    acts.append((on(today - timedelta(days=9), 14), lambda: _plan_on_site(cast["els"], visitors, cast, today)))
    return [(moment, do) for moment, do in acts if moment < on(today, 0)]


def _deed(do: Callable[..., None], *values: object) -> Deed:
    return lambda: do(*values)


def _facts(day: date, **more: object) -> SessionFacts:
    values: dict[str, object] = {
        "title": TITLE,
        "summary": SUMMARY,
        "host": "Els Kromhout",
        "day": day,
        "hour": HOUR,
        "minutes": 60,
        "capacity": ROOM,
        "place": SessionPlace.ONLINE,
        "video_url": "https://vergaderen.example/inspiratieavond",
    }
    return SessionFacts(**{**values, **more})  # type: ignore[arg-type]


def _plan(els: Person, days: list[date]) -> None:
    with being(account(els)) as access:
        plan_sessions(access=access, facts=_facts(days[0]), until=days[-1])


def _on(day: date) -> InspirationSession:
    rows = InspirationSession.objects.filter(starts_at__date=day, place=SessionPlace.ONLINE)
    return rows.order_by("starts_at")[0]


def _name(els: Person, day: date, title: str) -> None:
    with being(account(els)) as access:
        row = _on(day)
        edit_session(access=access, session=row, facts=_facts(day, title=title), following=False, seen=version_of(row))


def _join(person: Person, day: date, question: str) -> None:
    with being(account(person)) as access:
        row = join_session(access=access, session=_on(day))
    assert row is not None
    if len(question) % 2:
        with being(account(person)) as access:
            ask_beforehand(access=access, registration=row, question=question)
    tell_registrant(row.pk)


def _ask_and_confirm(guest: Person, day: date) -> None:
    _ask(guest, _on(day))


def _ask(guest: Person, session: InspirationSession) -> SessionRegistration:
    request_place(access=Access.nobody(), session=session, name=guest.name, email=guest.email)
    row = SessionRegistration.objects.get(session=session, email_index=email_index(guest.email))
    tell_registrant(row.pk)
    with holding(LinkPurpose.SESSION, row.pk) as access:
        row = confirm_registration(access=access, registration=row)
    tell_registrant(row.pk)
    return row


def _look_back(els: Person, day: date, notes: str) -> None:
    """The day after: who came, what it brought, and what some of them thought."""
    session = _on(day)
    coming = list(SessionRegistration.objects.filter(session=session, state=RegistrationState.CONFIRMED).order_by("id"))
    with being(account(els)) as access:
        note_attendance(access=access, session=session, present=[row.pk for row in coming[:-1]])
        publish_report(access=access, session=session, notes=notes, recording_url="")
    for number, row in enumerate(coming[:3]):
        tell_registrant(row.pk)
        with holding(LinkPurpose.SESSION, row.pk) as access:
            tell_how_it_was(
                access=access,
                registration=SessionRegistration.objects.select_related("session").get(pk=row.pk),
                score=5 - number % 2,
                remarks=REMARKS[number],
            )


def _plan_on_site(els: Person, visitors: list[Person], cast: dict[str, Person], today: date) -> None:
    """A small one that is full: somebody waits, somebody leaves again."""
    day = timezone.localdate() + timedelta(days=24 - today.weekday())
    facts = _facts(
        day,
        title="Kijken in een huis dat draait",
        summary="Een middag op bezoek: de coördinator van het huis vertelt hoe het begon. Met koffie.",
        hour=time(14, 0),
        minutes=120,
        capacity=3,
        place=SessionPlace.ON_SITE,
        location="De Bovenkamer, Oudestraat 1, Kampen",
        video_url="",
    )
    with being(account(els)) as access:
        [session] = plan_sessions(access=access, facts=facts)
    rows = [_ask(guest, session) for guest in visitors[:5]]
    with holding(LinkPurpose.SESSION, rows[3].pk) as access:
        leave_session(access=access, registration=rows[3])
    with being(account(cast["vera"])) as access:
        joined = join_session(access=access, session=session)
    assert joined is not None
    for row in (*rows, joined):
        tell_registrant(row.pk)
