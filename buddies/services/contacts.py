"""Logging a contact: once, whatever the telephone sends; changed for a day, corrected afterwards."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from thuisgevers.common.conflicts import ConflictError
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability

from ..enums import ContactKind, ContactVisibility, MatchState
from ..models import BuddyMatch, ContactMoment
from ..permissions.matches import own_matches, own_moments


@dataclass(frozen=True, kw_only=True)
class ContactFacts:
    happened_on: date
    kind: ContactKind
    minutes: int
    visibility: ContactVisibility
    topics: list[str]
    feeling: str = ""
    note: str = ""


def log_contact(*, access: Access, match: BuddyMatch, client_id: UUID, facts: ContactFacts) -> ContactMoment:
    """Write one contact moment; with a `client_id` that was used before for this match the one that is there comes back unchanged.

    Raises ConflictError when the match is not active (any more), and ValidationError at the date when it lies in the future or before
    the two met.
    """
    user = access.user
    if user is None:
        raise PermissionDenied
    with transaction.atomic():
        # The lock keeps the match from being concluded meanwhile.
        row = own_matches(access).select_for_update(of=("self",), no_key=True).filter(pk=match.pk).first()
        if row is None:
            raise PermissionDenied
        held = own_moments(access).filter(client_id=client_id).first()
        if held is not None:
            if held.match_id != row.pk:
                raise ConflictError(_("Dit formulier is al voor een ander huishouden gebruikt. Begin opnieuw."))
            return held
        _require_active(row)
        access.require(Capability.CONTACT_LOG, municipality=row.municipality, scope_id=row.household_id)
        require_day(row, facts.happened_on)
        made = ContactMoment(
            municipality_id=row.municipality_id,
            match=row,
            initiative_id=row.initiative_id,
            household_scope_id=row.household_id,
            user=user,
            client_id=client_id,
            **asdict(facts),
        )
        try:
            with transaction.atomic():
                made.save(force_insert=True)
        except IntegrityError as error:
            if "contact_once" not in str(error):
                raise
            return own_moments(access).get(client_id=client_id)
        return made


def change_contact(
    *, access: Access, moment: ContactMoment, facts: ContactFacts, correction: str = ""
) -> ContactMoment:
    """Within a day a change; afterwards a correction, which asks why. Not once the match is over."""
    with transaction.atomic():
        match = own_matches(access).select_for_update(of=("self",), no_key=True).filter(pk=moment.match_id).first()
        rows = own_moments(access).select_for_update(of=("self",), no_key=True)
        row = rows.filter(pk=moment.pk).first()
        if row is None or match is None:
            raise PermissionDenied
        if match.state not in (MatchState.ACTIVE, MatchState.PAUSED):
            raise ConflictError(_("Dit koppel is afgerond. Wat er staat, blijft zo."))
        require_day(match, facts.happened_on)
        if not row.can_be_edited:
            if not correction:
                raise ValidationError({"correction": _("Vul in waarom u dit verbetert.")})
            row.corrected_at, row.correction = timezone.now(), correction
        for name, value in asdict(facts).items():
            setattr(row, name, value)
        row.save(update_fields=[*asdict(facts), "corrected_at", "correction", "updated_at"])
        return row


def _require_active(match: BuddyMatch) -> None:
    if match.state in (MatchState.ACTIVE, MatchState.PAUSED):
        return
    if match.state == MatchState.CONCLUDED:
        raise ConflictError(
            _("Dit koppel is afgerond. Wat u invulde, is niet bewaard; neem het over als u het wilt houden.")
        )
    raise ConflictError(_("Dit koppel is nog niet begonnen. Zeg eerst dat u elkaar hebt ontmoet."))


def require_day(match: BuddyMatch, day: date) -> None:
    if day > timezone.localdate():
        raise ValidationError({"happened_on": _("Deze datum ligt in de toekomst. Kies vandaag of een dag ervoor.")})
    if day < match.proposed_on:
        raise ValidationError({"happened_on": _("Toen waren jullie nog geen koppel. Kies een latere datum.")})
