"""After approval: council and neighbours are told, then the map and the press may know."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from initiatives.enums import DossierState, InitiativeState
from initiatives.models import Dossier
from initiatives.services.locking import lock_dossier, touch
from initiatives.services.telling import tell_team
from initiatives.states import INITIATIVE
from thuisgevers.audit.models import Visibility
from thuisgevers.audit.services import record_event
from thuisgevers.audit.transitions import transition
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability


def record_told(
    *,
    access: Access,
    dossier: Dossier,
    council_told_on: date | None,
    neighbours_told_on: date | None,
    seen: str = "",
) -> Dossier:
    """Note when council and neighbours were told. Once announced, neither can be taken away, only corrected."""
    with transaction.atomic():
        fresh = _open(access, dossier, seen)
        initiative = fresh.initiative
        if initiative.announced_on is not None and (council_told_on is None or neighbours_told_on is None):
            raise ValidationError(_("Dit initiatief is al bekendgemaakt. Een datum wijzigen kan, weghalen niet."))
        initiative.council_told_on = council_told_on
        initiative.neighbours_told_on = neighbours_told_on
        initiative.save(update_fields=["council_told_on", "neighbours_told_on", "updated_at"])
        _log(access, fresh, "record_told", Visibility.TEAM)
        return fresh


def announce_initiative(*, access: Access, dossier: Dossier, seen: str = "") -> Dossier:
    """From now on the map counts the initiative for its municipality, and it runs. Only after approval, and when both
    council and neighbours have been told. The team gets a mail."""
    with transaction.atomic():
        fresh = _open(access, dossier, seen)
        initiative = fresh.initiative
        if initiative.announced_on is not None:
            raise ConflictError(_("Dit initiatief is al bekendgemaakt."))
        if fresh.state != DossierState.APPROVED:
            raise ConflictError(_("Bekendmaken kan pas als het dossier akkoord is."))
        today = timezone.localdate()
        told = (initiative.council_told_on, initiative.neighbours_told_on)
        if any(day is None or day > today for day in told):
            raise ValidationError(
                _("Vul eerst in wanneer de raad en de buurt zijn geïnformeerd, op een dag die al is geweest."),
                code="told",
            )
        initiative.announced_on = today
        initiative.save(update_fields=["announced_on", "updated_at"])
        if initiative.state == InitiativeState.EXPLORING:
            transition(access=access, obj=initiative, machine=INITIATIVE, name="run")
        fresh.target_date = None
        fresh.save(update_fields=["target_date", "updated_at"])
        _log(access, fresh, "announce", Visibility.TEAM)
        tell_team(access=access, dossier=fresh, template="initiative_announced")
        return fresh


def publish_name(*, access: Access, dossier: Dossier, is_public: bool, seen: str = "") -> Dossier:
    """The municipality's yes (or no) to showing the initiative's name. The name is public only while both agree."""
    with transaction.atomic():
        fresh = _open(access, dossier, seen)
        fresh.initiative.name_public_by_municipality = is_public
        fresh.initiative.save(update_fields=["name_public_by_municipality", "updated_at"])
        _log(access, fresh, "publish_name" if is_public else "hide_name", Visibility.TEAM)
        return fresh


def _open(access: Access, dossier: Dossier, seen: str) -> Dossier:
    fresh = lock_dossier(dossier=dossier, seen=seen)
    access.require(Capability.INITIATIVE_ANNOUNCE, municipality=fresh.municipality)
    return fresh


def _log(access: Access, dossier: Dossier, verb: str, visibility: Visibility) -> None:
    touch(dossier)
    record_event(
        access=access,
        object_type=INITIATIVE.label,
        object_id=dossier.initiative_id,
        verb=verb,
        municipality=dossier.municipality,
        scope_id=dossier.initiative_id,
        visibility=visibility,
    )
