"""Is the property still available? Asked once a month, reminded once, answered by a button; who stays silent is called.

The question of a month is one row (unique in the database), written by the job of its property; what an answer means for the
property is copied by a trigger (migration 0010).
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from housing.enums import AnswerChannel, AvailabilityAnswer
from housing.models import AvailabilityAsk, OwnerCall, Property, PropertyContact
from housing.permissions.owners import can_answer_for_property
from housing.permissions.properties import can_handle_property
from housing.queries.people import OWNERS, people_of
from housing.queries.property_looks import ASKED_STATES, SILENT_FROM
from housing.services.property_events import note
from housing.services.property_telling import facts_of, tell_officials
from thuisgevers.audit.models import Visibility
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import LinkPurpose
from thuisgevers.municipalities.links import create_link
from thuisgevers.notifications.services.messages import absolute_url, queue_message

QUEUE = "availability"
LINK_DAYS = 45
LATEST = timedelta(days=3 * 365)


def ask_or_remind(place: Property) -> str:
    """Run by the sweep as the job of this property: `"asked"`, `"reminded"` or empty. A second worker finds nothing to do.

    The second month in a row without an answer puts the property first on the list of owners to call, and tells the officials.
    """
    today = timezone.localdate()
    if place.state not in ASKED_STATES:
        return ""
    if place.ask_on is not None and place.ask_on <= today:
        return "asked" if _ask(place, today) else ""
    if place.remind_on is not None and place.remind_on <= today:
        return "reminded" if _remind(place) else ""
    return ""


def _ask(place: Property, today: date) -> bool:
    email = _email(place)
    ask = AvailabilityAsk(
        municipality=place.municipality,
        property=place,
        month=today.replace(day=1),
        asked_at=timezone.now(),
        is_mailed=bool(email),
    )
    # Two workers at once: the database keeps one row a month, and only who wrote it mails.
    AvailabilityAsk.objects.bulk_create([ask], ignore_conflicts=True)
    if not AvailabilityAsk.objects.filter(pk=ask.pk).exists():
        return False
    if email:
        _mail(place, email, template="availability_ask", dedupe=f"availability:{ask.pk}")
        note(Access.nobody(), place, "ask_owner")
    silent = _unanswered(place)
    if silent >= SILENT_FROM or not email:
        _tell_silent(place, silent=silent, has_email=bool(email), month=ask.month)
    return True


def _remind(place: Property) -> bool:
    ask = AvailabilityAsk.objects.select_for_update(of=("self",), no_key=True).filter(property=place).first()
    email = _email(place)
    if ask is None or ask.answer or ask.reminded_at is not None:
        return False
    ask.reminded_at = timezone.now()
    ask.save(update_fields=["reminded_at", "updated_at"])
    if not email:
        return False
    _mail(place, email, template="availability_reminder", dedupe=f"availability-reminder:{ask.pk}")
    note(Access.nobody(), place, "remind_owner")
    return True


def _unanswered(place: Property) -> int:
    """As the trigger just counted them."""
    return Property.objects.values_list("unanswered_asks", flat=True).get(pk=place.pk)


def _tell_silent(place: Property, *, silent: int, has_email: bool, month: date) -> None:
    if silent == SILENT_FROM:
        note(Access.nobody(), place, "owner_silent", visibility=Visibility.INTERNAL)
    if silent == SILENT_FROM or not has_email:
        tell_officials(
            access=Access.nobody(),
            place=place,
            template="owner_silent",
            context={"has_email": has_email},
            dedupe=f"owner-silent:{place.pk}:{month}",
        )


def _email(place: Property) -> str:
    """The contact's address; without one, that of an owner with an account."""
    contact = PropertyContact.objects.filter(property=place).first()
    if contact is not None and contact.email:
        return contact.email
    return next((user.email for user in people_of(place.pk, OWNERS)), "")


def _mail(place: Property, email: str, *, template: str, dedupe: str) -> None:
    contact = PropertyContact.objects.filter(property=place).first()
    _link, token = create_link(
        purpose=LinkPurpose.AVAILABILITY,
        object_id=place.pk,
        municipality=place.municipality,
        valid_days=LINK_DAYS,
    )
    queue_message(
        template=f"housing/{template}",
        to=email,
        context={
            **facts_of(place),
            "name": "" if contact is None else contact.name,
            "url": absolute_url(reverse("housing:availability_open", kwargs={"token": token})),
        },
        municipality=place.municipality,
        about_id=place.pk,
        secret=True,
        expires_at=timezone.now() + timedelta(days=14),
        dedupe_key=dedupe,
    )


def answer_availability(
    *,
    access: Access,
    property: Property,
    answer: AvailabilityAnswer,
    channel: AnswerChannel,
    later_on: date | None = None,
) -> AvailabilityAsk:
    """Write down what the owner says; a later answer replaces the one of the same month. A no or a later is told to the
    officials, who decide what it means: the property itself does not move."""
    today = timezone.localdate()
    if answer == AvailabilityAnswer.LATER:
        _check_day(later_on, today)
    with transaction.atomic():
        if not can_answer_for_property(access, property):
            raise PermissionDenied
        ask, is_new = _ask_of(property, today)
        was = ask.answer
        ask.answer = answer
        ask.later_on = later_on if answer == AvailabilityAnswer.LATER else None
        ask.answered_at = timezone.now()
        ask.channel = channel
        ask.answered_by = access.user
        ask.save(force_insert=is_new)
        note(access, property, f"answer_{answer.value}")
        if answer not in {was, AvailabilityAnswer.STILL}:
            tell_officials(
                access=access,
                place=property,
                template="owner_answered",
                context={"is_no": answer == AvailabilityAnswer.NO, "later_on": ask.later_on},
            )
        return ask


def undo_answer(*, access: Access, property: Property) -> AvailabilityAsk:
    """A wrong button: the question is open again, for as long as the link works."""
    with transaction.atomic():
        if not can_answer_for_property(access, property):
            raise PermissionDenied
        ask = AvailabilityAsk.objects.select_for_update(of=("self",), no_key=True).filter(property=property).first()
        if ask is None or not ask.answer:
            raise ConflictError(_("Er is geen antwoord om terug te nemen."))
        ask.answer, ask.channel = "", ""
        ask.later_on = ask.answered_at = ask.answered_by = None
        ask.save(update_fields=["answer", "channel", "later_on", "answered_at", "answered_by", "updated_at"])
        note(access, property, "undo_answer")
        return ask


def note_call(
    *, access: Access, property: Property, called_at: datetime, was_reached: bool, text: str = ""
) -> OwnerCall:
    """An official called the owner. What the owner answered is written by `answer_availability`."""
    if access.user is None or not can_handle_property(access, property):
        raise PermissionDenied
    with transaction.atomic():
        row = OwnerCall(
            municipality=property.municipality,
            property=property,
            called_at=called_at,
            called_by=access.user,
            was_reached=was_reached,
            note=text,
        )
        row.save(force_insert=True)
        note(access, property, "call_owner", visibility=Visibility.INTERNAL)
        return row


def _check_day(later_on: date | None, today: date) -> None:
    if later_on is None:
        raise ValidationError({"later_on": _("Vul in vanaf wanneer het pand weer beschikbaar is.")})
    if later_on <= today:
        raise ValidationError({"later_on": _("Kies een dag na vandaag.")})
    if later_on > today + LATEST:
        raise ValidationError({"later_on": _("Kies een dag binnen drie jaar.")})


def _ask_of(place: Property, today: date) -> tuple[AvailabilityAsk, bool]:
    """The newest question, or one for this month where nobody asked yet."""
    newest = AvailabilityAsk.objects.select_for_update(of=("self",), no_key=True).filter(property=place).first()
    if newest is not None and (not newest.answer or newest.month >= today.replace(day=1)):
        return newest, False
    return (
        AvailabilityAsk(
            municipality=place.municipality,
            property=place,
            month=today.replace(day=1),
            asked_at=timezone.now(),
            is_mailed=False,
        ),
        True,
    )
