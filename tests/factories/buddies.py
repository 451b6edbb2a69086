"""Buddies, matches and contact moments, written past the policies."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from secrets import token_bytes
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils import timezone

from buddies.enums import Answer, BuddyState, IntakeItem, MatchState
from buddies.models import (
    ActivityIdea,
    Buddy,
    BuddyMatch,
    ContactMoment,
    HouseholdGoal,
    HouseholdWish,
    LocalPlace,
    ResidentMessage,
    WelcomeCard,
)
from buddies.services.applying import email_index
from housing.enums import OrganisationKind
from housing.models import Household, Organisation
from initiatives.enums import InitiativeState
from initiatives.models import Initiative
from tests.factories.people import person
from tests.seeding import seed
from thuisgevers.accounts.models import User
from thuisgevers.common.ids import reference, uuid7
from thuisgevers.municipalities.enums import Role
from thuisgevers.municipalities.grants import grant_membership
from thuisgevers.municipalities.models import Membership, Municipality, Scope

if TYPE_CHECKING:
    from tests.access.scenario import Case

_numbers = count(1)


def initiative(place: Municipality, pk: UUID | None = None, **fields: Any) -> Initiative:
    """A running one to hang buddies on, with an id where one is given."""
    pk = pk or uuid7()
    with seed():
        Scope.objects.get_or_create(id=pk, defaults={"kind": "initiative", "municipality": place})
        group = Organisation.objects.create(
            municipality=place,
            name="Kerk",
            kind=OrganisationKind.CONGREGATION,
            name_key="kerk",
            initiative_scope_id=pk,
        )
        return Initiative.objects.create(
            id=pk,
            municipality=place,
            reference=reference(),
            name=fields.pop("name", "Thuis in de pastorie"),
            state=InitiativeState.RUNNING,
            organisation=group,
            contact_name="Bram",
            contact_email="bram@voorbeeld.example",
            contact_email_index="x",
            **fields,
        )


def buddy(municipality: Municipality, initiative_id: UUID | None, **fields: Any) -> Buddy:
    """Ready to be matched, with a VOG that somebody saw."""
    number = next(_numbers)
    today = timezone.localdate()
    user = fields.get("user")
    name = fields.pop("name", None) or (user.display_name if user else f"Buddy {number}")
    email = fields.pop("email", None) or (user.email if user else f"buddy{number}@voorbeeld.example")
    facts: dict[str, Any] = {
        "state": BuddyState.READY,
        "postcode_digits": "8261",
        "languages": ["nl", "en", "ar"],
        "moments": ["weekday_evening", "weekend_day"],
        "interests": ["cooking", "walking"],
        "tasks": ["home_visit", "language", "outing"],
        "intake": {item.value: {"on": str(today), "by": None} for item in IntakeItem},
    }
    seen_by = fields.pop("vog_by", None)
    if seen_by is not None:
        facts |= {
            "vog_requested_on": today - timedelta(days=60),
            "vog_seen_on": today - timedelta(days=30),
            "vog_seen_by": seen_by,
            "vog_valid_until": today + timedelta(days=1000),
        }
    with seed():
        return Buddy.objects.create(
            municipality=municipality,
            initiative_id=initiative_id,
            name=name,
            email=email,
            email_index=email_index(email),
            told_state=(facts | fields)["state"],
            told_at=timezone.now(),
            **facts | fields,
        )


def wish(household: Household, initiative_id: UUID | None, by: User, **fields: Any) -> HouseholdWish:
    facts: dict[str, Any] = {
        "languages": ["ar"],
        "moments": ["weekday_evening"],
        "interests": ["cooking"],
        "tasks": ["language"],
        "asked_on": timezone.localdate(),
        "asked_in": "ar",
    }
    with seed():
        return HouseholdWish.objects.create(
            municipality=household.municipality,
            household=household,
            initiative_id=initiative_id,
            asked_by=by,
            **facts | fields,
        )


def match(buddy: Buddy, household: Household, by: User, **fields: Any) -> BuddyMatch:
    """Active since a month; `state` decides which facts it has. The buddy holds the role where the match is kept."""
    today = timezone.localdate()
    facts: dict[str, Any] = {"state": MatchState.ACTIVE, "tasks": ["language"]} | fields
    said_yes = facts["state"] in (MatchState.ACCEPTED, MatchState.ACTIVE, MatchState.PAUSED, MatchState.CONCLUDED)
    if said_yes:
        facts = {
            "buddy_answer": Answer.YES,
            "household_answer": Answer.YES,
            "asked_by": by,
            "asked_on": today - timedelta(days=35),
            "asked_in": "ar",
            "interpreter": False,
        } | facts
    if facts["state"] in (MatchState.ACTIVE, MatchState.PAUSED, MatchState.CONCLUDED):
        facts = {"started_on": today - timedelta(days=30)} | facts
    if facts["state"] == MatchState.PAUSED:
        facts = {"paused_on": today, "paused_until": today + timedelta(days=14)} | facts
    if facts["state"] == MatchState.CONCLUDED:
        facts = {"conclusion": "other", "ended_on": today - timedelta(days=1)} | facts
    with seed():
        made = BuddyMatch.objects.create(
            municipality=buddy.municipality,
            initiative_id=buddy.initiative_id,
            buddy=buddy,
            user=buddy.user,
            household=household,
            about_size=household.size or 3,
            about_children=bool(household.children),
            about_languages=household.languages,
            proposed_by=by,
            proposed_on=today - timedelta(days=40),
            answer_by=facts.pop("answer_by", today + timedelta(days=7)),
            **facts,
        )
        if buddy.user is not None and made.state in (MatchState.ACCEPTED, MatchState.ACTIVE, MatchState.PAUSED):
            grant_membership(user=buddy.user, role=Role.BUDDY, municipality=buddy.municipality, scope_id=household.pk)
        return made


def moment(match: BuddyMatch, **fields: Any) -> ContactMoment:
    facts: dict[str, Any] = {
        "client_id": uuid7(),
        "happened_on": timezone.localdate() - timedelta(days=3),
        "kind": "visit",
        "minutes": 60,
        "topics": ["language"],
        "feeling": "good",
        "visibility": "coordinator",
    }
    with seed():
        return ContactMoment.objects.create(
            municipality=match.municipality,
            match=match,
            initiative_id=match.initiative_id,
            household_scope_id=match.household_id,
            user=match.user,
            **facts | fields,
        )


@dataclass
class BuddyThings:
    """Around a case: its buddy, their match with the household, and a moment that the buddy keeps for themselves."""

    buddy_id: UUID
    match_id: UUID
    moment_id: UUID
    card_id: UUID
    message_id: UUID
    idea_id: UUID
    place_id: UUID


def welcome_card(household: Household, by: User, **fields: Any) -> WelcomeCard:
    """A printed card for a year, in Arabic; its code and digits are nobody's."""
    facts: dict[str, Any] = {
        "language": "ar",
        "state": "ready",
        "expires_on": timezone.localdate() + timedelta(days=365),
        "code_hash": token_bytes(32),
        "pin_hash": token_bytes(32),
        "client_id": uuid7(),
        "pdf": b64encode(b"%PDF-1.7 card").decode(),
    }
    with seed():
        return WelcomeCard.objects.create(
            municipality=household.municipality, household=household, made_by=by, **facts | fields
        )


def resident_message(card: WelcomeCard, **fields: Any) -> ResidentMessage:
    facts: dict[str, Any] = {
        "kind": "question",
        "language": card.language,
        "text": "Wanneer is de huisarts open?",
        "due_on": timezone.localdate() + timedelta(days=5),
        "client_id": uuid7(),
    }
    with seed():
        return ResidentMessage.objects.create(
            municipality=card.municipality, card=card, household=card.household, **facts | fields
        )


def idea(municipality: Municipality, by: User, **fields: Any) -> ActivityIdea:
    facts: dict[str, Any] = {
        "title": f"Idee {next(_numbers)}",
        "text": "Zo gaat dat.",
        "kind": "nature",
        "cost": "free",
        "place": "outside",
        "season": "all",
    }
    with seed():
        return ActivityIdea.objects.create(municipality=municipality, changed_by=by, **facts | fields)


def place(municipality: Municipality, by: User, **fields: Any) -> LocalPlace:
    facts: dict[str, Any] = {
        "kind": "library",
        "name": f"Bibliotheek {next(_numbers)}",
        "address": "Oudestraat 1, Kampen",
        "opening": "Dinsdag van 10.00 tot 12.00 uur.",
        "telephone": "+31383312025",
        "url": "https://bibliotheek.voorbeeld.example",
        "languages": ["ar", "ti"],
    }
    with seed():
        return LocalPlace.objects.create(municipality=municipality, changed_by=by, **facts | fields)


def goal(match: BuddyMatch, **fields: Any) -> HouseholdGoal:
    """On the first free place."""
    with seed():
        taken = set(HouseholdGoal.objects.filter(match=match).values_list("place", flat=True))
        facts: dict[str, Any] = {"text": "Zelf naar de markt", "client_id": uuid7()}
        facts["place"] = min(set(range(1, 6)) - taken)
        return HouseholdGoal.objects.create(municipality=match.municipality, match=match, **facts | fields)


def buddy_things(case: Case, official: User) -> BuddyThings:
    """Every free text is marked; the note for "me" with a mark of its own (`Case.secrets`)."""
    with seed():
        held = Membership.objects.filter(role=Role.BUDDY, scope_id=case.household.pk).select_related("user").first()
    user = held.user if held else person(f"Buddy {case.mark}")
    row = buddy(
        case.municipality,
        case.initiative.pk,
        user=user,
        vog_by=official,
        name=f"000 {case.mark} buddy",
        about=f"{case.mark} over mij",
    )
    wish(case.household, case.initiative.pk, official, own_words=f"{case.mark} eigen woorden")
    made = match(row, case.household, official, why=f"{case.mark} waarom")
    day = timezone.localdate() - timedelta(days=40)
    own = moment(made, visibility="me", note=case.own_words(), happened_on=day)
    moment(made, visibility="municipality", note=f"{case.mark} notitie", happened_on=day)
    goal(made, text=f"{case.own_words()} doel")
    card = welcome_card(case.household, official)
    asked = resident_message(card, text=f"{case.mark} vraag van een bewoner")
    tip = idea(case.municipality, official, title=f"000 {case.mark} idee", text=f"{case.mark} samen doen")
    spot = place(case.municipality, official, name=f"000 {case.mark} plek", text=f"{case.mark} goed om te weten")
    return BuddyThings(row.pk, made.pk, own.pk, card.pk, asked.pk, tip.pk, spot.pk)
