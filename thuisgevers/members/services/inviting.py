"""Inviting somebody by mail, sending it again, and taking it back."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from thuisgevers.accounts.models import User, normal_email
from thuisgevers.audit.services import record_event
from thuisgevers.audit.transitions import transition
from thuisgevers.common.encryption import blind_index
from thuisgevers.members.enums import NATIONAL_INVITED, InvitationState
from thuisgevers.members.models import Invitation
from thuisgevers.members.permissions import can_give_role, can_view_invitation, is_adviser_of, is_official_of, running
from thuisgevers.members.states import INVITATION
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import OFFICIAL_ROLES, ROLE_SCOPES, LinkPurpose, Role, ScopeKind
from thuisgevers.municipalities.links import create_link, revoke_links
from thuisgevers.municipalities.models import Membership, Municipality
from thuisgevers.notifications.services.messages import absolute_url, queue_message

VALID_DAYS = 14
MOST_A_DAY = 40


def invite(
    *,
    access: Access,
    email: str,
    name: str,
    role: Role,
    municipality: Municipality | None,
    scope_id: UUID | None = None,
    message: str = "",
    ends_on: date | None = None,
) -> Invitation:
    """Make an invitation and mail its link. The link gives nobody anything until the person accepts.

    Without a municipality it is one for the national team. `ends_on` is the first day without the role, where it ends.

    Raises PermissionDenied, or ValidationError at a field: already a member, already invited, an adviser in the line of
    the municipality, too many on one day.
    """
    if access.user is None or not can_give_role(access, role, municipality=municipality, scope_id=scope_id):
        raise PermissionDenied
    email = normal_email(email)
    _check_person(email, role, municipality, scope_id)
    _check_amount(access.user)
    invitation = Invitation(
        municipality=municipality,
        email=email,
        email_index=_index(email),
        name=name,
        role=role,
        scope=ROLE_SCOPES[role],
        scope_id=scope_id,
        message=message,
        ends_on=ends_on,
        invited_by=access.user,
        expires_at=timezone.now() + timedelta(days=VALID_DAYS),
    )
    try:
        with transaction.atomic():
            invitation.save(force_insert=True)
    except IntegrityError as error:
        raise _already_invited() from error
    record_event(
        access=access,
        object_type="members.Invitation",
        object_id=invitation.pk,
        verb="invite",
        municipality=municipality,
        scope_id=scope_id,
        to_state=InvitationState.OPEN,
        data={"role": role.value},
    )
    _send(invitation)
    return invitation


def resend_invitation(*, access: Access, invitation: Invitation) -> Invitation:
    """A new link with a new term; the old link stops working."""
    with transaction.atomic():
        fresh = Invitation.objects.select_for_update(of=("self",), no_key=True).get(pk=invitation.pk)
        if not can_view_invitation(access, fresh):
            raise PermissionDenied
        if fresh.state != InvitationState.OPEN:
            raise ValidationError(_("Deze uitnodiging is al beantwoord of ingetrokken."))
        revoke_links(purpose=LinkPurpose.INVITATION, object_id=fresh.pk)
        fresh.sent_at = timezone.now()
        fresh.expires_at = fresh.sent_at + timedelta(days=VALID_DAYS)
        fresh.save(update_fields=["sent_at", "expires_at", "updated_at"])
        record_event(
            access=access,
            object_type="members.Invitation",
            object_id=fresh.pk,
            verb="resend",
            municipality=fresh.municipality,
            scope_id=fresh.scope_id,
        )
        _send(fresh)
        return fresh


def withdraw_invitation(*, access: Access, invitation: Invitation) -> Invitation:
    """Take it back; the link stops working at once. Raises WrongStateError when it was answered meanwhile."""
    withdrawn = transition(
        access=access,
        obj=invitation,
        machine=INVITATION,
        name="withdraw",
        may=can_view_invitation,
        changes={"answered_at": timezone.now()},
    )
    revoke_links(purpose=LinkPurpose.INVITATION, object_id=invitation.pk)
    return withdrawn


def check_line(user: User, role: Role, municipality: Municipality) -> None:
    """A confidential adviser does not stand in the line of the municipality, nor comes to stand in it later."""
    if role == Role.CONFIDENTIAL_ADVISER and is_official_of(user, municipality):
        raise ValidationError(
            {"email": _("Deze persoon werkt met dossiers van de gemeente en kan daar geen vertrouwenspersoon zijn.")}
        )
    if role in OFFICIAL_ROLES and is_adviser_of(user, municipality):
        raise ValidationError(
            {"email": _("Deze persoon is vertrouwenspersoon van de gemeente en kan daar geen dossiers zien.")}
        )


def _check_person(email: str, role: Role, municipality: Municipality | None, scope_id: UUID | None) -> None:
    user = User.objects.filter(email=email).first()
    if user is not None:
        if municipality is not None:
            check_line(user, role, municipality)
        elif Membership.objects.filter(running(), user=user, role__in=_opposite(role), scope=ScopeKind.NATION).exists():
            raise ValidationError({"email": _("Deze persoon heeft landelijk al een rol die hier niet mee samengaat.")})
        held = Membership.objects.filter(
            running(), user=user, role=role, municipality=municipality, scope_id=scope_id, ends_on__isnull=True
        )
        if held.exists():
            raise ValidationError({"email": _("Deze persoon heeft deze rol al.")})
    opposite = _opposite(role)
    invited = Invitation.objects.filter(
        municipality=municipality, scope_id=scope_id, email_index=_index(email), state=InvitationState.OPEN
    )
    if invited.filter(role=role).exists():
        raise _already_invited()
    if opposite and invited.filter(role__in=opposite, expires_at__gt=timezone.now()).exists():
        raise ValidationError({"email": _("Voor dit adres staat al een uitnodiging open die hier niet mee samengaat.")})


def _opposite(role: Role) -> tuple[Role, ...]:
    if role == Role.CONFIDENTIAL_ADVISER:
        return OFFICIAL_ROLES
    if role in NATIONAL_INVITED:
        return tuple(one for one in NATIONAL_INVITED if one != role)
    return (Role.CONFIDENTIAL_ADVISER,) if role in OFFICIAL_ROLES else ()


def _check_amount(inviter: User) -> None:
    """The mail goes to people who did not ask for it: a bound on how many one person can send."""
    since = timezone.now() - timedelta(days=1)
    if Invitation.objects.filter(Q(sent_at__gt=since), invited_by=inviter).count() >= MOST_A_DAY:
        raise ValidationError(_("U hebt vandaag al veel mensen uitgenodigd. Ga morgen verder."))


def _already_invited() -> ValidationError:
    return ValidationError(
        {"email": _("Voor dit adres en deze rol staat al een uitnodiging open. U kunt die opnieuw versturen.")}
    )


def _index(email: str) -> str:
    return blind_index(email, purpose="invitation.email")


def _send(invitation: Invitation) -> None:
    _link, token = create_link(
        purpose=LinkPurpose.INVITATION,
        object_id=invitation.pk,
        municipality=invitation.municipality,
        valid_days=VALID_DAYS,
    )
    queue_message(
        template="members/invitation",
        to=invitation.email,
        context={
            "name": invitation.name,
            "inviter": invitation.invited_by.display_name,
            "role": Role(invitation.role).label,
            "is_team": invitation.scope == ScopeKind.INITIATIVE,
            "is_owner": invitation.scope == ScopeKind.PROPERTY,
            "municipality": "" if invitation.municipality is None else invitation.municipality.name,
            "message": invitation.message,
            "last_day": None if invitation.ends_on is None else invitation.ends_on - timedelta(days=1),
            "expires_on": timezone.localdate(invitation.expires_at),
            "url": absolute_url(reverse("members:invitation_open", kwargs={"token": token})),
        },
        municipality=invitation.municipality,
        about_id=invitation.pk,
        secret=True,
        expires_at=invitation.expires_at,
    )
