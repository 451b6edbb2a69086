"""Agreeing on a time to look at a property: one side proposes, the other picks. Everybody concerned gets a mail with the
appointment, and another one that takes it back when it is called off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from housing.enums import ViewingSide, ViewingState
from housing.models import Property, PropertyContact, Viewing
from housing.permissions.viewings import can_answer_viewing, can_cancel_viewing, side_of
from housing.queries.people import OWNERS, people_of
from housing.refusals import telling_refusals
from housing.services.property_events import lock_property, note
from housing.services.property_telling import facts_of, in_charge
from housing.services.viewing_calendar import calendar_of
from thuisgevers.accounts.models import User
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.common.ids import uuid7
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Role
from thuisgevers.notifications.services.messages import absolute_url, queue_message

MOST_TIMES = 5
FURTHEST = timedelta(days=365)


def propose_viewings(
    *, access: Access, property: Property, times: Sequence[datetime], minutes: int = 60, note_text: str = ""
) -> list[Viewing]:
    """One or more times to choose from; the other sides get a mail. Raises ValidationError for times that are past, double or
    too far away."""
    side = side_of(access, property)
    if access.user is None or side is None:
        raise PermissionDenied
    _check(times)
    with transaction.atomic():
        place = lock_property(property)
        group = uuid7()
        made = [
            Viewing(
                municipality=place.municipality,
                property=place,
                round=group,
                starts_at=starts_at,
                minutes=minutes,
                note=note_text,
                side=side,
                proposed_by=access.user,
            )
            for starts_at in sorted(times)
        ]
        for viewing in made:
            with telling_refusals():
                viewing.save(force_insert=True)
        note(access, place, "propose_viewing", data={"times": len(made)})
        _tell(access, place, "viewing_proposed", {"times": [timezone.localtime(one.starts_at) for one in made]})
        return made


def accept_viewing(*, access: Access, viewing: Viewing) -> Viewing:
    """Take this time; the others that were proposed with it are let go. Raises ConflictError when somebody was first."""
    with transaction.atomic():
        place = lock_property(viewing.property)
        fresh = _locked(viewing)
        fresh.property = place
        if fresh.state != ViewingState.PROPOSED:
            raise ConflictError(_("Op dit voorstel is al geantwoord. Hieronder ziet u de afspraak die nu geldt."))
        if not can_answer_viewing(access, fresh):
            raise PermissionDenied
        _answer(access, fresh, ViewingState.ACCEPTED)
        Viewing.objects.filter(round=fresh.round, state=ViewingState.PROPOSED).exclude(pk=fresh.pk).update(
            state=ViewingState.DECLINED, answered_at=timezone.now(), answered_by=access.user
        )
        note(access, place, "accept_viewing")
        _tell(access, place, "viewing_accepted", {"viewing": fresh}, viewing=fresh, also_self=True)
        return fresh


def decline_viewings(*, access: Access, viewing: Viewing, reason: str = "") -> None:
    """None of the times of this round suits; the reason helps to find another."""
    with transaction.atomic():
        place = lock_property(viewing.property)
        fresh = _locked(viewing)
        fresh.property = place
        if fresh.state != ViewingState.PROPOSED:
            raise ConflictError(_("Op dit voorstel is al geantwoord. Hieronder ziet u de afspraak die nu geldt."))
        if not can_answer_viewing(access, fresh):
            raise PermissionDenied
        Viewing.objects.filter(round=fresh.round, state=ViewingState.PROPOSED).update(
            state=ViewingState.DECLINED, answered_at=timezone.now(), answered_by=access.user, reason=reason.strip()
        )
        note(access, place, "decline_viewing", reason=reason.strip())
        _tell(access, place, "viewing_declined", {"reason": reason.strip()})


def cancel_viewing(*, access: Access, viewing: Viewing, reason: str) -> Viewing:
    """Call off what was agreed or proposed. Calendars get the cancellation of the same appointment."""
    with transaction.atomic():
        place = lock_property(viewing.property)
        fresh = _locked(viewing)
        fresh.property = place
        if fresh.state not in {ViewingState.PROPOSED, ViewingState.ACCEPTED}:
            raise ConflictError(_("Deze bezichtiging is al afgezegd of niet doorgegaan."))
        if not can_cancel_viewing(access, fresh):
            raise PermissionDenied
        was_agreed = fresh.state == ViewingState.ACCEPTED
        fresh.sequence += 1
        _answer(access, fresh, ViewingState.CANCELLED, reason=reason.strip())
        note(access, place, "cancel_viewing", reason=reason.strip())
        _tell(
            access,
            place,
            "viewing_cancelled",
            {"viewing": fresh, "reason": reason.strip()},
            viewing=fresh if was_agreed else None,
            also_self=was_agreed,
        )
        return fresh


def _answer(access: Access, viewing: Viewing, state: ViewingState, *, reason: str = "") -> None:
    viewing.state = state
    viewing.answered_by = access.user
    viewing.answered_at = timezone.now()
    viewing.reason = reason
    viewing.save(update_fields=["state", "answered_by", "answered_at", "reason", "sequence", "updated_at"])


def _locked(viewing: Viewing) -> Viewing:
    return Viewing.objects.select_for_update(of=("self",), no_key=True).get(pk=viewing.pk)


def _check(times: Sequence[datetime]) -> None:
    now = timezone.now()
    if not times:
        raise ValidationError({"day_1": _("Vul minstens één tijdstip in.")})
    if len(times) > MOST_TIMES:
        raise ValidationError(_("Stel hooguit vijf tijdstippen tegelijk voor."))
    if len(set(times)) != len(times):
        raise ValidationError(_("Een tijdstip staat er twee keer."))
    if any(starts_at <= now for starts_at in times):
        raise ValidationError(_("Een tijdstip ligt in het verleden. Kies een later tijdstip."))
    if any(starts_at > now + FURTHEST for starts_at in times):
        raise ValidationError(_("Kies tijdstippen binnen een jaar."))


def _tell(
    access: Access,
    place: Property,
    template: str,
    context: dict[str, object],
    *,
    viewing: Viewing | None = None,
    also_self: bool = False,
) -> None:
    """The people concerned, each once: officials, whoever proposed, the owner, and with an appointment the actor too."""
    calendar = None if viewing is None else calendar_of(viewing, place)
    words = dict(context)
    if isinstance(found := words.pop("viewing", None), Viewing):
        words |= {"starts_at": timezone.localtime(found.starts_at), "minutes": found.minutes, "note": found.note}
    for email, (user, name, url) in _concerned(access, place, viewing).items():
        if access.user is not None and email == access.user.email and not also_self:
            continue
        queue_message(
            template=f"housing/{template}",
            to=email,
            to_user=user,
            context={**facts_of(place), **words, "name": name, "url": url},
            municipality=place.municipality,
            about_id=place.pk,
            calendar=calendar,
        )


def _concerned(access: Access, place: Property, viewing: Viewing | None) -> dict[str, tuple[User | None, str, str]]:
    """E-mail address → who, name and where the page is for them. The owner without an account gets the mail, no link."""
    official = absolute_url(
        reverse("housing:property_detail", args=[place.municipality.slug, place.pk]) + "#bezichtigingen"
    )
    owner = absolute_url(reverse("housing:my_property", args=[place.pk]) + "#bezichtigingen")
    people: dict[str, tuple[User | None, str, str]] = {}
    for user in in_charge(place):
        people[user.email] = (user, user.display_name, official)
    for user in people_of(place.initiative_scope_id, [Role.LEAD_VOLUNTEER]):
        people.setdefault(user.email, (user, user.display_name, official))
    for user in people_of(place.pk, OWNERS):
        people.setdefault(user.email, (user, user.display_name, owner))
    past = Viewing.objects.filter(property=place).select_related("proposed_by").order_by("-created_at")[:20]
    for one in past:
        url = owner if one.side == ViewingSide.OWNER else official
        people.setdefault(one.proposed_by.email, (one.proposed_by, one.proposed_by.display_name, url))
    if access.user is not None:
        url = owner if side_of(access, place) == ViewingSide.OWNER else official
        people[access.user.email] = (access.user, access.user.display_name, url)
    contact = PropertyContact.objects.filter(property=place).first()
    if contact is not None and contact.email:
        people.setdefault(contact.email, (None, contact.name, owner))
    return people
