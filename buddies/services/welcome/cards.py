"""Making a card for a household, printing it, and ending it."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from housing.models import HouseholdCard
from thuisgevers.audit.models import Visibility
from thuisgevers.audit.services import record_event
from thuisgevers.audit.transitions import transition
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.common.tasks import wake
from thuisgevers.municipalities.access import Access

from ...enums import WelcomeCardState, WelcomeLanguage
from ...models import WelcomeCard
from ...permissions.welcome import can_view_welcome_card, can_welcome, viewable_welcome_cards
from ...states import WELCOME_CARD
from .codes import hash_of, new_code, new_pin, pin_hash

PRINT_TASK = "buddies.tasks.welcome.print_welcome_card"
MOST_CARDS = 6
AFTER_STAY = timedelta(days=31)


def make_card(*, access: Access, home: HouseholdCard, language: str, client_id: UUID) -> tuple[WelcomeCard, str]:
    """A new card and its six digits, which are shown to the maker once and kept nowhere. A worker prints the card.

    A household may have several, one for each adult: what somebody writes with a card is read with that card only. Raises
    ConflictError when this form was sent before (its digits cannot be shown again), or where there are enough.
    """
    if not can_welcome(access, home) or access.user is None:
        raise PermissionDenied
    held = viewable_welcome_cards(access).filter(household_id=home.household_scope_id)
    if sum(card.works for card in held) >= MOST_CARDS:
        raise ConflictError(_("Dit huishouden heeft al zes kaarten. Trek er eerst een in."))
    code, pin = new_code(), new_pin()
    card = WelcomeCard(
        municipality=home.municipality,
        household_id=home.household_scope_id,
        initiative_scope_id=home.initiative_scope_id,
        language=WelcomeLanguage(language),
        code_hash=hash_of(code),
        pin_hash=pin_hash(code, pin),
        code=code,
        made_by=access.user,
        expires_on=home.expected_end_on + AFTER_STAY,
        client_id=client_id,
    )
    try:
        with transaction.atomic():
            card.save(force_insert=True)
    except IntegrityError:
        raise ConflictError(
            _(
                "Deze kaart is al gemaakt, en de cijfers worden maar één keer getoond. Trek de kaart in en maak een nieuwe."
            )
        ) from None
    note(access, card, "make")
    wake(PRINT_TASK, str(card.pk))
    return card, pin


def revoke_card(*, access: Access, card: WelcomeCard) -> WelcomeCard:
    """The card opens nothing any more, and who is on the page with it is put out: a trigger ends the visits."""
    return transition(
        access=access,
        obj=card,
        machine=WELCOME_CARD,
        name="revoke",
        may=can_view_welcome_card,
        changes={"pdf": "", "code": ""},
    )


def fetch_card(*, access: Access, card: WelcomeCard) -> str:
    """The file (base64) for whoever prints it, as often as needed within a day; each time is in the log."""
    if not can_view_welcome_card(access, card):
        raise PermissionDenied
    if not card.is_printable or not card.pdf:
        raise ConflictError(_("Deze kaart is niet meer te printen. Maak een nieuwe."))
    note(access, card, "fetch")
    return card.pdf


def minutes_to_print(card: WelcomeCard) -> int:
    return max(0, int((card.printable_until - timezone.now()).total_seconds() // 60))


def note(access: Access, card: WelcomeCard, verb: str) -> None:
    record_event(
        access=access,
        object_type=WELCOME_CARD.label,
        object_id=card.pk,
        verb=verb,
        municipality=card.municipality,
        scope_id=card.household_id,
        to_state=card.state if verb == "make" else "",
        visibility=Visibility.HOUSEHOLD,
    )


def is_waiting(card: WelcomeCard) -> bool:
    return card.state == WelcomeCardState.REQUESTED
