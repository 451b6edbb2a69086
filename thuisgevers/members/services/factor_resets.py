"""A lost second factor: the person calls, one colleague makes sure who it is, another one agrees. Everything is logged."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from thuisgevers.accounts.models import FactorReset, User
from thuisgevers.accounts.services.factor_reset import answer_factor_reset, request_factor_reset
from thuisgevers.audit.models import Visibility
from thuisgevers.audit.services import record_event
from thuisgevers.members.permissions import can_answer_factor_reset, running, viewable_colleagues
from thuisgevers.members.services.telling import page, tell
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Role, ScopeKind
from thuisgevers.municipalities.models import Membership, Municipality
from thuisgevers.municipalities.people import officials


@transaction.atomic
def ask_for_help(*, access: Access) -> int:
    """The person, signed in with one factor only, asks colleagues to call. Changes nothing by itself. At most one mail a
    day per colleague. Returns how many places were told."""
    if access.user is None:
        raise PermissionDenied
    places = _places(access.user)
    for place in places:
        tell(
            "factor_help_asked",
            _who_can_help(place),
            municipality=place,
            except_for=access.user,
            dedupe=f"factor-help:{access.user.pk}:{timezone.localdate():%Y-%m-%d}",
            person=access.user.display_name,
            url=page("accounts:account") if place is None else page("members:member_list", gemeente=place.slug),
        )
    return len(places)


@transaction.atomic
def vouch_for(*, access: Access, person: User, reason: str) -> FactorReset:
    """First of two: "I spoke to this person and know who it was". Raises ValidationError as the accounts floor says."""
    if access.user is None or not viewable_colleagues(access).filter(user=person).exists():
        raise PermissionDenied
    reset = request_factor_reset(user=person, requested_by=access.user, reason=reason)
    for place in _places(person):
        _log(access, reset, "factor_reset_ask", place)
        tell(
            "factor_reset_asked",
            _who_can_help(place),
            municipality=place,
            except_for=access.user,
            person=person.display_name,
            asker=access.user.display_name,
            url=_answer_page(place, reset.pk),
        )
    _tell_person(person, step="asked")
    return reset


@transaction.atomic
def answer_reset(*, access: Access, reset: FactorReset, is_approved: bool) -> FactorReset:
    """Second of two. With a yes every factor goes and every session ends; the person signs in anew and sets up another."""
    if not reset.is_open:
        raise ValidationError(_("Dit verzoek is al beantwoord of verlopen."))
    if access.user is None or not can_answer_factor_reset(access, reset):
        raise PermissionDenied
    answered = answer_factor_reset(reset=reset, answered_by=access.user, is_approved=is_approved)
    for place in _places(answered.user):
        _log(access, answered, "factor_reset_approve" if is_approved else "factor_reset_refuse", place)
    _tell_person(answered.user, step="approved" if is_approved else "refused")
    return answered


def _places(person: User) -> list[Municipality | None]:
    """Where the person needs a second factor; None is the national desk."""
    held = Membership.objects.filter(
        running(), user=person, scope__in=[ScopeKind.MUNICIPALITY, ScopeKind.NATION]
    ).select_related("municipality")
    return list({one.municipality_id: one.municipality for one in held}.values())


def _who_can_help(place: Municipality | None) -> list[User]:
    if place is None:
        return officials(None, [Role.NATIONAL_COORDINATOR])
    coordinators = officials(place, [Role.CASE_COORDINATOR])
    return coordinators if len(coordinators) > 1 else [*coordinators, *officials(None, [Role.NATIONAL_COORDINATOR])]


def _answer_page(place: Municipality | None, pk: UUID) -> str:
    if place is None:
        return page("members:national_factor_reset", pk=pk)
    return page("members:factor_reset_answer", gemeente=place.slug, pk=pk)


def _log(access: Access, reset: FactorReset, verb: str, place: Municipality | None) -> None:
    record_event(
        access=access,
        object_type="accounts.FactorReset",
        object_id=reset.pk,
        verb=verb,
        municipality=place,
        reason=reset.reason if verb == "factor_reset_ask" else "",
        visibility=Visibility.INTERNAL,
        data={"person": str(reset.user.public_id)},
    )


def _tell_person(person: User, *, step: str) -> None:
    tell("factor_reset", [person], municipality=None, step=step, url=page("accounts:account"))
