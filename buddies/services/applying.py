"""Becoming a buddy: an application without an account, confirmed through the mailed link; or an invitation by the coordinator."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from thuisgevers.accounts.models import User, normal_email
from thuisgevers.accounts.services.signing_in import confirm_mailbox
from thuisgevers.audit.models import Visibility
from thuisgevers.audit.services import record_event
from thuisgevers.audit.transitions import transition
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.common.encryption import blind_index
from thuisgevers.common.tasks import wake
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.models import Municipality

from ..enums import BuddyState
from ..models import Buddy
from ..permissions.buddies import is_own_buddy, own_buddies
from ..states import BUDDY
from .telling import SWEEP_MAILS, tell_team


@dataclass(frozen=True, kw_only=True)
class BuddyFacts:
    """What somebody says of themselves."""

    name: str
    phone: str = ""
    about: str = ""
    postcode_digits: str = ""
    languages: list[str] = field(default_factory=list)
    moments: list[str] = field(default_factory=list)
    interests: list[str] = field(default_factory=list)
    tasks: list[str] = field(default_factory=list)
    reach: str = "municipality"
    children_ok: bool = True
    max_matches: int = 1


def email_index(email: str) -> str:
    return blind_index(normal_email(email), purpose="buddy.email")


def apply_as_buddy(*, access: Access, municipality: Municipality, facts: BuddyFacts, email: str) -> None:
    """A visitor applies; nothing counts until the button behind the mailed link was pressed.

    Says nothing about whether the address was known already, and cannot know: then the person gets a link to what there is, at
    most once in ten minutes, and what was typed now is let go.
    """
    if not municipality.participates:
        raise ValidationError({"place": _("Deze gemeente doet nog niet mee.")})
    row = Buddy(municipality=municipality, email=normal_email(email), email_index=email_index(email), **asdict(facts))
    with transaction.atomic():
        Buddy.objects.bulk_create([row], ignore_conflicts=True)
        with connection.cursor() as cursor:
            cursor.execute("SELECT buddies_ask_again(%s, %s)", [municipality.pk, row.email_index])
        wake(SWEEP_MAILS)


def invite_buddy(*, access: Access, municipality: Municipality, initiative_id: UUID, name: str, email: str) -> Buddy:
    """The coordinator asks somebody: the row is made, and the person fills it in behind the mailed link.
    Raises ValidationError at the address when somebody with it is known in this municipality."""
    access.require(Capability.BUDDY_MANAGE, municipality=municipality, scope_id=initiative_id)
    row = Buddy(
        municipality=municipality,
        initiative_id=initiative_id,
        name=name,
        email=normal_email(email),
        email_index=email_index(email),
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        if "buddy_once" not in str(error):
            raise
        raise ValidationError(
            {"email": _("Iemand met dit e-mailadres is al buddy of aangemeld in deze gemeente.")}
        ) from error
    note(access, row, "apply")
    wake(SWEEP_MAILS)
    return row


def confirm_application(*, access: Access, buddy: Buddy, facts: BuddyFacts) -> Buddy:
    """The button behind the mailed link: what was typed there is what counts. Pressed again it changes nothing."""
    with transaction.atomic():
        fresh = own_buddies(access).select_for_update(of=("self",), no_key=True).get(pk=buddy.pk)
        if fresh.state != BuddyState.REQUESTED:
            return fresh
        done = transition(
            access=access, obj=fresh, machine=BUDDY, name="confirm", may=is_own_buddy, changes=asdict(facts)
        )
        tell_team(access=access, buddy=done, template="buddy_new")
        wake(SWEEP_MAILS)
        return done


def edit_own_facts(*, access: Access, buddy: Buddy, facts: BuddyFacts) -> Buddy:
    """Somebody changes what they said of themselves; as long as they are not gone."""
    with transaction.atomic():
        fresh = own_buddies(access).select_for_update(of=("self",), no_key=True).get(pk=buddy.pk)
        if not fresh.is_open:
            raise ConflictError(_("U bent gestopt als buddy. Meld u opnieuw aan als u weer wilt beginnen."))
        for name, value in asdict(facts).items():
            setattr(fresh, name, value)
        fresh.save(update_fields=[*asdict(facts), "updated_at"])
        note(access, fresh, "edit")
        return fresh


def open_account(*, access: Access, buddy: Buddy) -> User:
    """After the acquaintance: the button behind the link makes the account, or ties the one that this address has. Signing in
    is the view's. Pressed again it gives the same account."""
    with transaction.atomic():
        fresh = own_buddies(access).select_for_update(of=("self",), no_key=True).get(pk=buddy.pk)
        if not is_own_buddy(access, fresh) or access.link is None:
            raise PermissionDenied
        if fresh.state not in (BuddyState.READY, BuddyState.PAUSED):
            raise ConflictError(_("Uw account kan open zodra de kennismaking klaar is."))
        if fresh.user is not None:
            return fresh.user
        user = User.objects.filter(email=fresh.email).first()
        if user is None:
            user = User.objects.create_user(email=fresh.email, display_name=fresh.name, phone=fresh.phone)
        if not user.is_active:
            raise PermissionDenied
        confirm_mailbox(user)
        fresh.user = user
        fresh.save(update_fields=["user", "updated_at"])
        note(access, fresh, "account")
        return user


def note(access: Access, row: Buddy, verb: str, **data: object) -> None:
    record_event(
        access=access,
        object_type=BUDDY.label,
        object_id=row.pk,
        verb=verb,
        municipality=row.municipality,
        scope_id=row.initiative_id,
        visibility=Visibility.HOUSEHOLD,
        data=dict(data),
    )
