"""A municipality joins: the agreement, how it works, its confidential adviser, and then it takes part."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import NAMESPACE_URL, UUID, uuid5

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from thuisgevers.audit.models import Visibility
from thuisgevers.audit.services import record_event
from thuisgevers.audit.subscriptions import announce
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.members.agreement import agreement
from thuisgevers.members.enums import InvitationState
from thuisgevers.members.models import Invitation, ProcessingAgreement
from thuisgevers.members.permissions import running
from thuisgevers.members.queries import latest_agreement
from thuisgevers.members.services.locking import lock_members
from thuisgevers.members.services.telling import page, tell
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability, Role
from thuisgevers.municipalities.models import Membership, Municipality
from thuisgevers.municipalities.people import officials

JOINED = "members.Municipality.joined"


@dataclass(frozen=True)
class Progress:
    """What is settled and what is not; the order is that of the pages."""

    agreement: ProcessingAgreement | None
    has_sender: bool
    has_adviser: bool
    colleagues: int
    is_joined: bool

    @property
    def is_ready(self) -> bool:
        return self.agreement is not None and self.has_sender and self.has_adviser


def progress(municipality: Municipality) -> Progress:
    """How far the municipality is, from the rows themselves: nothing is remembered between the pages."""
    today = timezone.now()
    held = Membership.objects.filter(running(), municipality=municipality, scope="municipality")
    invited = Invitation.objects.filter(
        municipality=municipality, scope="municipality", state=InvitationState.OPEN, expires_at__gt=today
    )
    adviser = Role.CONFIDENTIAL_ADVISER
    return Progress(
        agreement=latest_agreement(municipality),
        has_sender=bool(municipality.sender_name),
        has_adviser=held.filter(role=adviser).exists() or invited.filter(role=adviser).exists(),
        colleagues=held.exclude(role=adviser).count() + invited.exclude(role=adviser).count(),
        is_joined=municipality.participates,
    )


@transaction.atomic
def accept_agreement(
    *, access: Access, municipality: Municipality, version: str, name: str, position: str
) -> ProcessingAgreement:
    """Keep who accepted which text and when. Accepting the same version twice gives the first one back.

    Raises ConflictError when the text changed while the page was open.
    """
    _require(access, municipality)
    text = agreement()
    if version != text.version:
        raise ConflictError(_("De tekst van de overeenkomst is intussen vernieuwd. Lees de nieuwe tekst."))
    lock_members(municipality.pk)
    earlier = ProcessingAgreement.objects.filter(municipality=municipality, version=text.version).first()
    if earlier is not None:
        return earlier
    assert access.user is not None
    accepted = ProcessingAgreement(
        municipality=municipality,
        version=text.version,
        sha256=text.sha256,
        accepted_by=access.user,
        accepted_name=name,
        accepted_position=position,
    )
    accepted.save(force_insert=True)
    record_event(
        access=access,
        object_type="members.ProcessingAgreement",
        object_id=accepted.pk,
        verb="accept",
        municipality=municipality,
        visibility=Visibility.INTERNAL,
        data={"version": text.version, "sha256": text.sha256},
    )
    return accepted


@transaction.atomic
def set_ways(*, access: Access, municipality: Municipality, first_answer_days: int, sender_name: str) -> None:
    """Within how many working days volunteers hear something, and whose name stands above the mail. For new
    registrations: terms that run are not changed."""
    _require(access, municipality)
    place = Municipality.objects.select_for_update(no_key=True).get(pk=municipality.pk)
    before = {"first_answer_days": place.first_answer_days, "sender_name": place.sender_name}
    after = {"first_answer_days": first_answer_days, "sender_name": sender_name}
    if before == after:
        return
    place.first_answer_days, place.sender_name = first_answer_days, sender_name
    place.save(update_fields=["first_answer_days", "sender_name"])
    record_event(
        access=access,
        object_type="municipalities.Municipality",
        object_id=log_id(municipality),
        verb="set_ways",
        municipality=municipality,
        visibility=Visibility.INTERNAL,
        data={"before": before, "after": after},
    )


@transaction.atomic
def join(*, access: Access, municipality: Municipality) -> Municipality:
    """Take part from today. What waited in the national queue is the municipality's own from now on; the floor that
    owns it hears of it through `JOINED`, in this transaction. Raises ValidationError when something is not settled."""
    _require(access, municipality)
    assert access.user is not None
    place = Municipality.objects.select_for_update(no_key=True).get(pk=municipality.pk)
    if place.participates:
        raise ConflictError(_("Deze gemeente doet al mee."))
    state = progress(place)
    if state.agreement is None or not state.is_ready:
        raise ValidationError(_("Nog niet alles is geregeld. Ga terug naar de stap die open staat."))
    place.participates_since = timezone.localdate()
    place.save(update_fields=["participates_since"])
    record_event(
        access=access,
        object_type="members.ProcessingAgreement",
        object_id=state.agreement.pk,
        verb="join",
        municipality=place,
        visibility=Visibility.INTERNAL,
        data={"since": place.participates_since.isoformat()},
    )
    # The rights that come with taking part count from here on; `access` was made before.
    announce(JOINED, Access.for_user(access.user, second_factor=True).narrowed(place), place)
    tell(
        "municipality_joined",
        officials(None, [Role.NATIONAL_COORDINATOR]),
        municipality=place,
        url=page("members:municipality_detail", gemeente=place.slug),
    )
    return place


def log_id(municipality: Municipality) -> UUID:
    """A municipality's number in the log, where everything has a UUID."""
    return uuid5(NAMESPACE_URL, f"urn:cbs:{municipality.code}")


def _require(access: Access, municipality: Municipality) -> None:
    access.require(Capability.MUNICIPALITY_JOIN, municipality=municipality)
    if access.user is None:
        raise PermissionDenied
