"""Answering an invitation. Runs as the mailed link: whoever has it may take this one role and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from thuisgevers.accounts.models import User
from thuisgevers.accounts.services.signing_in import confirm_mailbox
from thuisgevers.audit.transitions import transition
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.common.who import acting
from thuisgevers.members.models import Invitation
from thuisgevers.members.permissions import is_adviser_of, is_official_of, running
from thuisgevers.members.services.telling import role_name, tell
from thuisgevers.members.states import INVITATION
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import OFFICIAL_ROLES, LinkPurpose, Role
from thuisgevers.municipalities.grants import derive_again, grant_membership
from thuisgevers.municipalities.links import revoke_links
from thuisgevers.municipalities.models import Membership


def invited(access: Access) -> Invitation | None:
    """The invitation that this link opens."""
    if access.link is None:
        return None
    found = Invitation.objects.filter(pk=access.link.object_id).select_related("municipality", "invited_by").first()
    return found if found is not None and found.is_open else None


@transaction.atomic
def accept_invitation(*, access: Access, invitation: Invitation, display_name: str) -> User:
    """Give the invited role to the account of the invited mailbox, which is made when there is none.

    The link came from that mailbox, so it proves it. Signing in is the caller's. Raises WrongStateError for the second of
    two clicks, ConflictError where the person may not have the role (any more).
    """
    user = _account(invitation, display_name)
    as_person = replace(access, user=user)
    role = Role(invitation.role)
    with acting(user_id=user.pk):
        starts_on = _free_day(user, invitation, role)
    if starts_on is not None:
        grant_membership(
            user=user,
            role=role,
            municipality=invitation.municipality,
            scope_id=invitation.scope_id,
            starts_on=starts_on,
            ends_on=invitation.ends_on,
            granted_by=invitation.invited_by,
        )
    transition(
        access=as_person,
        obj=invitation,
        machine=INVITATION,
        name="accept",
        may=_is_this_link,
        changes={"accepted_by": user, "answered_at": timezone.now()},
        data={"role": role.value},
    )
    revoke_links(purpose=LinkPurpose.INVITATION, object_id=invitation.pk)
    with acting(user_id=user.pk):
        # The link could not read the roles that the person had before; the person can.
        derive_again(user=user)
    tell(
        "invitation_accepted",
        [invitation.invited_by],
        municipality=invitation.municipality,
        person=user.display_name,
        role=role_name(role),
    )
    return user


@transaction.atomic
def decline_invitation(*, access: Access, invitation: Invitation) -> None:
    """A no needs no reason; whoever invited is told."""
    transition(
        access=access,
        obj=invitation,
        machine=INVITATION,
        name="decline",
        may=_is_this_link,
        changes={"answered_at": timezone.now()},
    )
    revoke_links(purpose=LinkPurpose.INVITATION, object_id=invitation.pk)
    tell(
        "invitation_declined",
        [invitation.invited_by],
        municipality=invitation.municipality,
        person=invitation.name,
        role=role_name(invitation.role),
    )


def _is_this_link(access: Access, row: Invitation) -> bool:
    return access.link is not None and access.link.object_id == row.pk and not row.is_expired


def _account(invitation: Invitation, display_name: str) -> User:
    user = User.objects.filter(email=invitation.email).first()
    if user is None:
        user = User.objects.create_user(email=invitation.email, display_name=display_name or invitation.name)
    elif not user.is_active:
        raise ConflictError(_("Dit account is niet actief. Neem contact op met wie u uitnodigde."))
    elif not user.display_name:
        user.display_name = display_name or invitation.name
        user.save(update_fields=["display_name"])
    confirm_mailbox(user)
    return user


def _free_day(user: User, invitation: Invitation, role: Role) -> date | None:
    """The day on which the role begins; None where the person has it. Read as the person, who may see own roles."""
    place = invitation.municipality
    if place is not None and role == Role.CONFIDENTIAL_ADVISER and is_official_of(user, place):
        raise ConflictError(_("U werkt met dossiers van deze gemeente en kunt daar geen vertrouwenspersoon zijn."))
    if place is not None and role in OFFICIAL_ROLES and is_adviser_of(user, place):
        raise ConflictError(_("U bent vertrouwenspersoon van deze gemeente en kunt daar geen dossiers behandelen."))
    held = Membership.objects.filter(user=user, role=role, municipality=place, scope_id=invitation.scope_id)
    if held.filter(running(), ends_on__isnull=True).exists():
        return None
    today = timezone.localdate()
    # A dated role that began today is left as it was given: the new one goes on where it ends.
    dated = held.filter(starts_on=today, ends_on__gt=today).first()
    return today if dated is None else dated.ends_on
