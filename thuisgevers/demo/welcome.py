"""Cards of a few households, one with a code and digits that the page of the demo tells, and what was written with it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils import timezone

from buddies.enums import Mood, MoodSharing, ResidentMessageKind, ResidentMessageState, WelcomeCardState
from buddies.models import BuddyMatch, ResidentMessage, ResidentMood, WelcomeCard
from buddies.permissions.welcome import homes_to_welcome
from buddies.services.welcome.cards import make_card
from buddies.services.welcome.codes import hash_of, pin_hash
from buddies.services.welcome.writing import answer_by
from housing.enums import PlacementState
from housing.models import HouseholdCard
from thuisgevers.accounts.models import User
from thuisgevers.common.ids import uuid7
from thuisgevers.common.tasks import left_to_the_sweeps
from thuisgevers.municipalities.access import Access

from .clock import at, on
from .invented import MAIL_DOMAIN

#: Invented people live behind this one; in a real installation no code is ever known beforehand.
CODE, PIN = "demo-bewoner-in-kampen", "246810"
LANGUAGES = ("ar", "ti", "uk", "tr")
MAKER, BUDDY = f"anna@{MAIL_DOMAIN}", f"daan@{MAIL_DOMAIN}"


def seed_welcome(today: date, *, after: datetime) -> int:
    """Four cards, made yesterday evening and `after` everything else, as the log is read in the order of time; the number of them."""
    maker = User.objects.filter(email=MAKER).first()
    if maker is None:
        return 0
    access = Access.for_user(maker, second_factor=True)
    mine = set(BuddyMatch.objects.filter(user__email=BUDDY, state="active").values_list("household_id", flat=True))
    homes = homes_to_welcome(access).filter(state=PlacementState.ACTIVE).select_related("municipality")
    chosen = sorted(homes, key=lambda home: (home.household_scope_id not in mine, home.move_in_on, home.pk))
    evening = max(on(today - timedelta(days=1), 17, 30), after)
    with left_to_the_sweeps(), at(evening):
        cards = [
            _card(access, home, language, is_known=number == 0)
            for number, (home, language) in enumerate(zip(chosen, LANGUAGES, strict=False))
        ]
    if cards:
        _what_they_wrote(cards[0], chosen[0], maker, evening)
    return len(cards)


def _card(access: Access, home: HouseholdCard, language: str, *, is_known: bool) -> WelcomeCard:
    """Printed long ago: neither code nor file is left."""
    card, _digits = make_card(access=access, home=home, language=language, client_id=uuid7())
    if is_known:
        card.code_hash, card.pin_hash = hash_of(CODE), pin_hash(CODE, PIN)
    card.code, card.state = "", WelcomeCardState.READY
    card.save()
    return card


def _what_they_wrote(card: WelcomeCard, home: HouseholdCard, maker: User, evening: datetime) -> None:
    with at(evening + timedelta(minutes=10)):
        _message(card, ResidentMessageKind.QUESTION, "Waar kan mijn zoon leren zwemmen?", answer_by(card.municipality))
        answered = ResidentMessage.objects.get(card=card)
    with at(evening + timedelta(minutes=25)):
        answered.state, answered.answered_by = ResidentMessageState.ANSWERED, maker
        answered.answer = "In zwembad De Steur is elke woensdag les. Uw buddy gaat graag een keer mee."
        answered.answered_at = timezone.now()
        answered.save()
    with at(evening + timedelta(minutes=40)):
        words = "Op mijn pagina staat dat wij met vijf zijn. Mijn dochter woont nu in Zwolle."
        _message(card, ResidentMessageKind.CORRECTION, words, answer_by(card.municipality))
        for mood, said, shared in (
            (Mood.GOOD, "De cursus is begonnen en ik heb twee mensen leren kennen.", MoodSharing.BUDDY),
            (Mood.FAIR, "Ik mis mijn moeder.", MoodSharing.ME),
        ):
            ResidentMood.objects.create(
                municipality=card.municipality,
                card=card,
                household_scope_id=card.household_id,
                initiative_scope_id=home.initiative_scope_id,
                mood=mood,
                words=said,
                shared_with=shared,
                client_id=uuid7(),
            )


def _message(card: WelcomeCard, kind: ResidentMessageKind, text: str, due_on: date) -> None:
    ResidentMessage.objects.create(
        municipality=card.municipality,
        card=card,
        household_id=card.household_id,
        kind=kind,
        language=card.language,
        text=text,
        due_on=due_on,
        client_id=uuid7(),
    )
