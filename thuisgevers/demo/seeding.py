"""Writes the demo data: every story is played on its own days, in the order of time, through the services.

Runs as the database's owner, because the first national coordinator cannot be made by anybody and because links of months
ago have run out by the database's own clock. Every step still goes through the rights of the code (`Access`), and
nothing here writes a row that a service could write.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from django.db import connection, transaction
from django.utils import timezone

from housing.tasks.placements import refresh_figures
from initiatives.models import RegistrationDraft
from thuisgevers.accounts.models import User
from thuisgevers.accounts.services.signing_in import confirm_mailbox
from thuisgevers.common.tasks import left_to_the_sweeps
from thuisgevers.common.who import acting
from thuisgevers.municipalities.enums import Role
from thuisgevers.municipalities.grants import grant_membership
from thuisgevers.municipalities.working_days import add_working_days
from thuisgevers.notifications.enums import MessageState
from thuisgevers.notifications.models import OutgoingMessage
from thuisgevers.notifications.services.delivery import deliver_message

from .buddies import seed_buddies
from .clock import at, on
from .guide import seed_guide
from .homes.plan import Country, Opened
from .invented import MAIL_DOMAIN, People, Person
from .joining import Office, accept_terms, invite_coordinator, invite_only, settle_and_join
from .loose_ends import ask_to_cover, give_household, leave_draft, warn_about
from .personas import PERSONAS
from .plans import team_acts, town_acts
from .questions import question_acts
from .sessions import session_acts
from .signals import seed_signals
from .stage import Stage, account
from .stories import country, kampen, zwolle
from .story import Story
from .support import support_acts
from .welcome import seed_welcome
from .workspace import workspace_acts

SEED = 1945
BEGINNING = 260
"""Working days ago on which the national desk started."""
JOINED_RECENTLY = {"Hattem": 4}
LIAISON_IN = ("Kampen", "Zwolle", "Dalfsen")


@dataclass(frozen=True)
class Act:
    """Something that happened at a moment."""

    at: datetime
    do: Callable[[], object]


@dataclass(frozen=True)
class Summary:
    """What is there now."""

    initiatives: int
    municipalities: int
    joined: int
    acts: int
    mails: int


def is_seeded() -> bool:
    return User.objects.filter(email__endswith=f"@{MAIL_DOMAIN}").exists()


@contextmanager
def without_savepoints() -> Iterator[None]:
    """All of it or nothing: an act that fails ends everything, so none needs a point to go back to. That is a third of the statements."""
    features = connection.features
    before, features.uses_savepoints = features.uses_savepoints, False
    try:
        yield
    finally:
        features.uses_savepoints = before


@transaction.atomic
@without_savepoints()
def seed_demo(*, today: date | None = None, only: frozenset[str] | None = None) -> Summary | None:
    """All of it or nothing; None when it is there already. `only` names municipalities, for tests.

    Side effects: rows, the rendered documents in storage, mails in the demo's letter box. No broker is needed.
    """
    if is_seeded():
        return None
    now = today or timezone.localdate()
    plan = Plan(now, only)
    acts = sorted(plan.acts(), key=lambda act: act.at)
    mails = 0
    moment = acts[0].at
    with left_to_the_sweeps():
        for act in acts:
            # Two acts of one minute follow each other: the log is read in the order of time.
            with at(max(act.at, moment)):
                act.do()
                mails += _deliver_waiting()
                moment = timezone.now()
    seed_buddies(now, is_part=only is not None)
    with left_to_the_sweeps():
        seed_signals(now)
        mails += _deliver_on_their_day()
    seed_welcome(now, after=moment)
    seed_guide(now, after=moment)
    refresh_figures()
    return Summary(
        initiatives=len(plan.stories),
        municipalities=len({story.municipality for story in plan.stories}),
        joined=len(plan.offices),
        acts=len(acts),
        mails=mails,
    )


def _deliver_on_their_day() -> int:
    """What was queued on several days, each at its own moment."""
    waiting = OutgoingMessage.objects.filter(state=MessageState.QUEUED, digest__isnull=True)
    moments = list(waiting.order_by("created_at", "id").values_list("pk", "created_at"))
    for message_id, moment in moments:
        with at(moment):
            deliver_message(message_id)
    return len(moments)


def _deliver_waiting() -> int:
    """Send what this act queued, now instead of by a worker: in the demo that is the letter box."""
    waiting = OutgoingMessage.objects.filter(state=MessageState.QUEUED, digest__isnull=True).order_by(
        "created_at", "id"
    )
    ids = list(waiting.values_list("pk", flat=True))
    for message_id in ids:
        deliver_message(message_id)
    return len(ids)


class Plan:
    """Who plays in which story, and when everything happens."""

    def __init__(self, today: date, only: frozenset[str] | None) -> None:
        self.today = today
        self.chance = Random(SEED)  # noqa: S311 - repeatable on purpose, protects nothing
        self.people = People(self.chance)
        self.cast = {one.key: self.people.named(one.name, one.email) for one in PERSONAS}
        self.els = self.cast["els"]
        self.advisers = [self.people.one() for _region in range(3)]
        written = [
            *kampen.stories(self.people, self.cast),
            *zwolle.stories(self.people, self.cast),
            *country.stories(self.people, self.cast, self.chance),
        ]
        offices = self._offices(written)
        self.stories = [story for story in written if only is None or story.municipality in only]
        self.offices = [office for office in offices if only is None or office.municipality in only]
        self.every_office = {office.municipality: office for office in offices}
        self.registered = len([story for story in written if story.building is not None])
        self.promised = sum(story.homes for story in written)
        self.joined: dict[str, datetime] = {}

    def acts(self) -> list[Act]:
        parts = {office.municipality: office for office in self.offices}
        acts = [Act(self._day(BEGINNING, 9), self._start_national_desk)]
        earliest: dict[str, datetime] = {}
        opened: list[Opened] = []
        chance = Random(SEED + 2)  # noqa: S311 - repeatable on purpose, protects nothing
        quiet = Random(SEED + 4)  # noqa: S311 - repeatable on purpose, protects nothing
        for story in self.stories:
            stage = Stage(story.municipality, self._parts(story, parts.get(story.municipality)))
            last = on(self.today, 0)
            moments = []
            for moment, _stage, step in story.acts(stage=stage, now=self.today, chance=self.chance):
                moments.append(moment)
                acts.append(Act(moment, lambda step=step, stage=stage: step.do(stage)))  # type: ignore[misc]
                earliest[story.municipality] = min(moment, earliest.get(story.municipality, moment))
                last = moment
            if moments:
                planned = team_acts(
                    stage, first=min(moments), last=last, length=len(moments), today=self.today, chance=chance
                )
                acts += [Act(when, do) for when, do in planned]
                kept = workspace_acts(stage, first=min(moments), last=last, today=self.today, chance=quiet)
                acts += [Act(when, do) for when, do in kept]
            if story.homes:
                office = parts[story.municipality]
                opened.append(Opened(stage, office, last, story.homes, story.has_closed))
        for office in self.offices:
            acts += self._joining(office, earliest[office.municipality])
            planned = town_acts(
                office.municipality,
                [office.coordinator, office.handler],
                joined=self.joined[office.municipality],
                today=self.today,
                chance=chance,
            )
            acts += [Act(when, do) for when, do in planned]
        return [
            *acts,
            *self._homes(opened),
            *self._loose_ends(),
            *self._sessions(),
            *self._support(),
            *self._questions(),
        ]

    def _homes(self, opened: list[Opened]) -> list[Act]:
        """Buildings and who lives in them, in the municipalities that take part."""
        self.country = Country(
            offices=self.every_office,
            joined=self.joined,
            opened=opened,
            registered=self.registered,
            promised=self.promised,
            people=self.people,
            chance=Random(SEED + 1),  # noqa: S311 - repeatable on purpose, protects nothing
            now=on(self.today - timedelta(days=1), 19),
        )
        return [Act(moment, do) for moment, do in self.country.plan()]

    def _sessions(self) -> list[Act]:
        visitors = [self.people.one() for _guest in range(14)]
        chance = Random(SEED + 3)  # noqa: S311 - repeatable on purpose, protects nothing
        return [Act(moment, do) for moment, do in session_acts(self.cast, visitors, today=self.today, chance=chance)]

    def _support(self) -> list[Act]:
        leads = [story.lead for story in self.stories if story.lead.email != self.cast["bram"].email]
        handlers = [office.handler for office in self.offices]
        return [Act(moment, do) for moment, do in support_acts(self.cast, leads, handlers, today=self.today)]

    def _questions(self) -> list[Act]:
        visitors = [self.people.one() for _guest in range(8)]
        return [Act(moment, do) for moment, do in question_acts(self.cast, visitors, today=self.today)]

    def _day(self, back: int, hour: int, minute: int = 0) -> datetime:
        return on(add_working_days(self.today, -back), hour, minute)

    def _start_national_desk(self) -> None:
        """Accounts of the personas, and Els: nobody could have invited the first one."""
        for person in self.cast.values():
            user = User.objects.create_user(email=person.email, display_name=person.name, phone=person.phone)
            confirm_mailbox(user)
        els = account(self.els)
        with transaction.atomic(), acting(user_id=els.pk):
            grant_membership(user=els, role=Role.NATIONAL_COORDINATOR, reason="oprichter van het landelijk team")
            nadia = account(self.cast["nadia"])
            grant_membership(user=nadia, role=Role.NATIONAL_ADVISER, reason="door het bestuur benoemd")

    def _offices(self, stories: list[Story]) -> list[Office]:
        """One for every municipality with a story that is not (only) in the national queue."""
        queued = {line.municipality for line in country.LINES if line.stage in country.QUEUE_STAGES}
        names = list(dict.fromkeys(story.municipality for story in stories if story.municipality not in queued))
        return [self._office(name, number) for number, name in enumerate(names)]

    def _office(self, name: str, number: int) -> Office:
        if name == "Kampen":
            return Office(
                municipality=name,
                coordinator=self.cast["coen"],
                handler=self.cast["anna"],
                adviser=self.cast["olga"],
                colleagues=((self.cast["vincent"], Role.VIEWER),),
                is_shown=True,
            )
        return Office(
            municipality=name,
            coordinator=self.people.one(),
            handler=self.cast["chaima"] if name == "Zwolle" else self.people.one(),
            adviser=self.advisers[number % len(self.advisers)],
            first_answer_days=3 if number % 7 == 3 else 5,
            is_shown=name == "Zwolle" or name in JOINED_RECENTLY,
        )

    def _parts(self, story: Story, office: Office | None) -> dict[str, Person]:
        parts = {"lead": story.lead, "national": self.els}
        if office is not None:
            parts |= {"handler": office.handler, "coordinator": office.coordinator}
        return parts

    def _joining(self, office: Office, first: datetime) -> list[Act]:
        recently = JOINED_RECENTLY.get(office.municipality)
        back = self.chance.randint(6, 30)
        day = timezone.localdate(first)
        joined = add_working_days(self.today, -recently) if recently else add_working_days(day, -back)
        asked = add_working_days(joined, -self.chance.randint(1, 3))
        self.joined[office.municipality] = on(joined, 16)
        acts = [
            Act(on(asked, 10, self.chance.randint(0, 59)), lambda: invite_coordinator(office, self.els)),
            Act(on(joined, 9, self.chance.randint(0, 59)), lambda: settle_and_join(office)),
        ]
        if office.municipality in LIAISON_IN:
            karin = self.cast["karin"]
            acts.append(
                Act(
                    on(joined, 14),
                    lambda: invite_only(office.municipality, karin, Role.MUNICIPAL_LIAISON, by=self.els, accepts=True),
                )
            )
        return acts

    def _loose_ends(self) -> list[Act]:
        """What does not belong to one initiative: invitations that wait, a role for a while, unfinished forms."""
        halfway = Office(
            municipality="Putten", coordinator=self.people.one(), handler=self.people.one(), adviser=self.advisers[0]
        )
        newcomer, colleague, visitor, forgetful = (self.people.one() for _each in range(4))
        forgotten: list[RegistrationDraft] = []
        acts = [
            Act(self._day(4, 10, 12), lambda: invite_coordinator(halfway, self.els)),
            Act(self._day(2, 13, 40), lambda: accept_terms(halfway)),
            Act(
                self._day(3, 11, 5),
                lambda: invite_only(
                    "Oldebroek",
                    newcomer,
                    Role.CASE_COORDINATOR,
                    by=self.els,
                    message="Fijn dat u vorige week bij de inspiratiesessie was. Met deze link sluit u uw gemeente aan.",
                ),
            ),
            Act(self._day(3, 20, 15), lambda: leave_draft(visitor)),
            Act(self._day(19, 20, 40), lambda: forgotten.append(leave_draft(forgetful))),
            Act(self._day(3, 8, 15), lambda: warn_about(forgotten.pop())),
        ]
        if any(office.municipality == "Kampen" for office in self.offices):
            coen, vincent = self.cast["coen"], self.cast["vincent"]
            acts += [
                Act(
                    self._day(2, 9, 30),
                    lambda: invite_only(
                        "Kampen",
                        colleague,
                        Role.CASE_HANDLER,
                        by=coen,
                        message="Welkom in het team! Anna maakt je wegwijs.",
                    ),
                ),
                Act(self._day(1, 15, 20), lambda: ask_to_cover(vincent)),
                Act(self._day(1, 16), lambda: give_household(self.cast["daan"], by=coen)),
            ]
        return acts
