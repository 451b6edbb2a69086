"""What a resident writes: to the municipality, and for themselves."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from housing.models import Household, HouseholdCard
from thuisgevers.audit.models import Visibility
from thuisgevers.audit.services import record_event
from thuisgevers.audit.transitions import transition
from thuisgevers.municipalities import working_days
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.models import Municipality

from ...enums import MoodSharing, ResidentMessageKind
from ...models import ResidentMessage, ResidentMood
from ...permissions.welcome import can_view_message, own_moods
from ...states import RESIDENT_MESSAGE, WELCOME_CARD
from .telling import tell_handlers


def write_message(
    *, access: Access, household: Household, kind: str, text: str, language: str, client_id: UUID
) -> ResidentMessage:
    """To who handles the household; they get a mail that says only that there is something to read. The municipality's own number
    of working days is the term. The same form twice is one message."""
    card_id = own_card(access)
    message = ResidentMessage(
        municipality=household.municipality,
        card_id=card_id,
        household=household,
        kind=ResidentMessageKind(kind),
        language=language,
        text=text.strip(),
        due_on=answer_by(household.municipality),
        client_id=client_id,
    )
    try:
        with transaction.atomic():
            message.save(force_insert=True)
    except IntegrityError:
        return message
    record_event(
        access=access,
        object_type=RESIDENT_MESSAGE.label,
        object_id=message.pk,
        verb="write",
        municipality=household.municipality,
        scope_id=household.pk,
        to_state=message.state,
        visibility=Visibility.HOUSEHOLD,
    )
    tell_handlers(household=household, template="resident_message", message_id=message.pk, due_on=message.due_on)
    return message


def answer_message(*, access: Access, message: ResidentMessage, text: str) -> ResidentMessage:
    """The answer stands on the resident's page at once."""
    return transition(
        access=access,
        obj=message,
        machine=RESIDENT_MESSAGE,
        name="answer",
        may=can_view_message,
        changes={"answer": text.strip(), "answered_at": timezone.now(), "answered_by": access.user},
    )


def keep_mood(
    *, access: Access, home: HouseholdCard, mood: str, words: str, shared_with: str, client_id: UUID
) -> ResidentMood:
    """How it goes. Without a choice nobody else reads it; it is in no log, as the log is read by others."""
    row = ResidentMood(
        municipality=home.municipality,
        card_id=own_card(access),
        household_scope_id=home.household_scope_id,
        initiative_scope_id=home.initiative_scope_id,
        mood=mood,
        words=words.strip(),
        shared_with=MoodSharing(shared_with),
        client_id=client_id,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return row
    return row


def erase_mood(*, access: Access, pk: UUID) -> None:
    """Gone for good, also for whom it was shared with."""
    own_moods(access).filter(pk=pk).delete()


def share_with_volunteers(*, access: Access, household: Household, wanted: bool) -> bool:
    """From this moment on volunteers and the buddy read the card of this household, or do not. Its handler is told. False when it
    was so already."""
    card_id = own_card(access)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT buddies_share_card(%s)", [wanted])
            (changed,) = cursor.fetchone()
        if not changed:
            return False
        record_event(
            access=access,
            object_type=WELCOME_CARD.label,
            object_id=card_id,
            verb="share_again" if wanted else "stop_sharing",
            municipality=household.municipality,
            scope_id=household.pk,
            visibility=Visibility.HOUSEHOLD,
        )
        tell_handlers(household=household, template="resident_shares" if wanted else "resident_stopped")
        return True


def answer_by(municipality: Municipality) -> date:
    return working_days.add_working_days(working_days.today(), municipality.first_answer_days)


def own_card(access: Access) -> UUID:
    held = access.scope_ids(Capability.WELCOME_OPEN)
    if len(held) != 1:
        raise PermissionDenied
    return next(iter(held))
