"""A role for a while, to cover for a colleague: asked with a reason, given by a coordinator, over on a date."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from thuisgevers.audit.models import Visibility
from thuisgevers.audit.services import record_event
from thuisgevers.audit.transitions import transition
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.members.enums import TEMPORARY_ROLES, GrantState
from thuisgevers.members.models import GrantRequest
from thuisgevers.members.permissions import can_answer_grant_request, can_withdraw_grant_request, running
from thuisgevers.members.services.telling import page, role_name, tell
from thuisgevers.members.states import GRANT_REQUEST
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability, Role
from thuisgevers.municipalities.grants import grant_membership
from thuisgevers.municipalities.models import Membership, Municipality
from thuisgevers.municipalities.people import officials

LONGEST = timedelta(days=183)


def ask_grant(
    *, access: Access, municipality: Municipality, role: Role, starts_on: date, ends_on: date, reason: str
) -> GrantRequest:
    """Ask for a role from `starts_on` up to and including `ends_on`. Coordinators are told.

    Raises PermissionDenied for who is no official there, ValidationError at a field.
    """
    if access.user is None or not access.may(Capability.MEMBER_READ, municipality=municipality):
        raise PermissionDenied
    _check(access, municipality, role, starts_on, ends_on)
    request = GrantRequest(
        municipality=municipality, user=access.user, role=role, starts_on=starts_on, ends_on=ends_on, reason=reason
    )
    try:
        with transaction.atomic():
            request.save(force_insert=True)
    except IntegrityError as error:
        raise ValidationError(_("U hebt deze rol al gevraagd. Wacht op het antwoord of trek de vraag in.")) from error
    record_event(
        access=access,
        object_type="members.GrantRequest",
        object_id=request.pk,
        verb="ask",
        municipality=municipality,
        to_state=GrantState.ASKED,
        reason=reason,
        visibility=Visibility.INTERNAL,
        data={"role": role.value},
    )
    tell(
        "grant_asked",
        officials(municipality, [Role.CASE_COORDINATOR]),
        municipality=municipality,
        except_for=access.user,
        person=access.user.display_name,
        role=role_name(role),
        starts_on=starts_on,
        ends_on=ends_on,
        reason=reason,
        url=page("members:grant_request_detail", gemeente=municipality.slug, pk=request.pk),
    )
    return request


def give_grant(*, access: Access, request: GrantRequest) -> Membership:
    """Give the role for the period that was asked. Raises WrongStateError when somebody answered first."""
    with transaction.atomic():
        if request.ends_on < timezone.localdate():
            raise ConflictError(_("De gevraagde periode is voorbij."))
        fresh = _answer(access, request, "give", "")
        membership = grant_membership(
            user=fresh.user,
            role=Role(fresh.role),
            municipality=fresh.municipality,
            starts_on=max(fresh.starts_on, timezone.localdate()),
            ends_on=fresh.ends_on + timedelta(days=1),
            reason=fresh.reason,
            granted_by=access.user,
        )
        _tell_answer(fresh, is_given=True, reason="")
        return membership


def refuse_grant(*, access: Access, request: GrantRequest, reason: str) -> GrantRequest:
    """Say no, with a reason that the person reads."""
    with transaction.atomic():
        fresh = _answer(access, request, "refuse", reason)
        _tell_answer(fresh, is_given=False, reason=reason)
        return fresh


def withdraw_grant(*, access: Access, request: GrantRequest) -> GrantRequest:
    """The person no longer needs it."""
    return transition(
        access=access, obj=request, machine=GRANT_REQUEST, name="withdraw", may=can_withdraw_grant_request
    )


def _answer(access: Access, request: GrantRequest, name: str, reason: str) -> GrantRequest:
    return transition(
        access=access,
        obj=request,
        machine=GRANT_REQUEST,
        name=name,
        may=lambda who, row: row.state != GrantState.ASKED or can_answer_grant_request(who, row),
        reason=reason,
        changes={"answered_by": access.user, "answered_at": timezone.now()},
    )


def _check(access: Access, municipality: Municipality, role: Role, starts_on: date, ends_on: date) -> None:
    if role not in TEMPORARY_ROLES:
        raise ValidationError({"role": _("Deze rol kunt u niet tijdelijk krijgen.")})
    if starts_on < timezone.localdate():
        raise ValidationError({"starts_on": _("Kies een eerste dag vanaf vandaag.")})
    if ends_on < starts_on:
        raise ValidationError({"ends_on": _("De laatste dag ligt voor de eerste.")})
    if ends_on - starts_on > LONGEST:
        raise ValidationError({"ends_on": _("Een tijdelijke rol duurt hooguit een half jaar.")})
    held = Membership.objects.filter(
        running(starts_on), user=access.user, role=role, municipality=municipality, ends_on__isnull=True
    )
    if held.exists():
        raise ValidationError({"role": _("U hebt deze rol al.")})


def _tell_answer(request: GrantRequest, *, is_given: bool, reason: str) -> None:
    tell(
        "grant_answered",
        [request.user],
        municipality=request.municipality,
        role=role_name(request.role),
        starts_on=request.starts_on,
        ends_on=request.ends_on,
        is_given=is_given,
        reason=reason,
    )
