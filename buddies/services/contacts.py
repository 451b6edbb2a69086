"""Logging a contact: once, whatever the telephone sends; changed for a day, corrected afterwards."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Exists
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
    """`log_contact_of` for a match that was fetched."""
    return log_contact_of(access=access, match_id=match.pk, client_id=client_id, facts=facts)


def log_contact_of(*, access: Access, match_id: UUID, client_id: UUID, facts: ContactFacts) -> ContactMoment:
    """Write one contact moment; with a `client_id` that was used before for this match the one that is there comes back unchanged.

    Two statements, as a phone may send many. Raises PermissionDenied when the match is somebody else's, ConflictError when it is not
    active (any more), and ValidationError at the date when it lies in the future or before the two met.
    """
    user = access.user
    if user is None:
        raise PermissionDenied
    try:
        with transaction.atomic():
            row = _held(access, match_id, client_id)
            if row.is_used:
                return _used(access, row.pk, client_id)
            _require_active(row)
            access.require(Capability.CONTACT_LOG, scope_id=row.household_id)
            require_day(row, facts.happened_on)
            made = ContactMoment(
                municipality_id=row.municipality_id,
                match_id=row.pk,
                initiative_id=row.initiative_id,
                household_scope_id=row.household_id,
                user=user,
                client_id=client_id,
                **asdict(facts),
            )
            made.save(force_insert=True)
            return made
    except IntegrityError as error:
        # Two sendings at once: the second waited for the first and did not see it yet.
        if "contact_once" not in str(error):
            raise
        return _used(access, match_id, client_id)


def _held(access: Access, match_id: UUID, client_id: UUID) -> Any:
    """One's own match, locked so that it is not concluded meanwhile, with whether this key was used before."""
    rows = own_matches(access).only("state", "proposed_on", "municipality_id", "household_id", "initiative_id")
    rows = rows.annotate(is_used=Exists(own_moments(access).filter(client_id=client_id)))
    row = rows.select_for_update(of=("self",), no_key=True).filter(pk=match_id).first()
    if row is None:
        raise PermissionDenied
    return row


def _used(access: Access, match_id: UUID, client_id: UUID) -> ContactMoment:
    held = own_moments(access).get(client_id=client_id)
    if held.match_id != match_id:
        raise ConflictError(_("Dit formulier is al voor een ander huishouden gebruikt. Begin opnieuw."))
    return held


def change_contact(
    *, access: Access, moment: ContactMoment, facts: ContactFacts, correction: str = ""
) -> ContactMoment:
    """Within a day a change; afterwards a correction, which asks why. Not once the match is over."""
    with transaction.atomic():
        # Of a match that is over nothing can be locked any more: the role for the household went with it.
        if (
            not own_matches(access)
            .filter(pk=moment.match_id, state__in=(MatchState.ACTIVE, MatchState.PAUSED))
            .exists()
        ):
            raise ConflictError(match_is_over())
        match = own_matches(access).select_for_update(of=("self",), no_key=True).filter(pk=moment.match_id).first()
        rows = own_moments(access).select_for_update(of=("self",), no_key=True)
        row = rows.filter(pk=moment.pk).first()
        if row is None or match is None:
            raise PermissionDenied
        if match.state not in (MatchState.ACTIVE, MatchState.PAUSED):
            raise ConflictError(match_is_over())
        require_day(match, facts.happened_on)
        if not row.can_be_edited:
            if not correction:
                raise ValidationError({"correction": _("Vul in waarom u dit verbetert.")})
            row.corrected_at, row.correction = timezone.now(), correction
        for name, value in asdict(facts).items():
            setattr(row, name, value)
        row.save(update_fields=[*asdict(facts), "corrected_at", "correction", "updated_at"])
        return row


def match_is_over() -> str:
    return _("Dit koppel is afgerond. Wat er staat, blijft zo.")


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
