"""The facts of a dossier: initiative, property, agreement and press. Each saving is one event and one new version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from housing.models import Property
from housing.services.properties import address_key
from initiatives.models import AgreementFacts, AgreementParty, Dossier, PressFacts
from initiatives.permissions import can_edit_dossier
from initiatives.services.locking import lock_dossier, touch
from initiatives.services.searching import refresh_search
from initiatives.states import DOSSIER
from thuisgevers.audit.services import record_event
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability

type Values = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class PartyLine:
    """One signatory as the form gives it."""

    role: str
    name: str
    address: str = ""
    postcode_and_place: str = ""
    kvk_number: str = ""
    represented_by: str = ""
    represented_as: str = ""


@dataclass(frozen=True, kw_only=True)
class CostLine:
    """One row of the table of costs. The amount is kept as text: JSON has no money."""

    label: str
    paid_by: str
    amount: Decimal | None = None
    period: str = ""
    note: str = ""

    def as_json(self) -> dict[str, str]:
        return {**asdict(self), "amount": "" if self.amount is None else str(self.amount)}


def _open(access: Access, dossier: Dossier, seen: str) -> Dossier:
    fresh = lock_dossier(dossier=dossier, seen=seen)
    if not can_edit_dossier(access, fresh):
        raise PermissionDenied
    return fresh


def _close(access: Access, dossier: Dossier, verb: str) -> Dossier:
    touch(dossier)
    record_event(
        access=access,
        object_type=DOSSIER.label,
        object_id=dossier.pk,
        verb=verb,
        municipality=dossier.municipality,
        scope_id=dossier.initiative_id,
    )
    return dossier


def edit_initiative(*, access: Access, dossier: Dossier, values: Values, seen: str = "") -> Dossier:
    """Change what the initiative says of itself (name, place, plan, help wanted)."""
    with transaction.atomic():
        fresh = _open(access, dossier, seen)
        initiative = fresh.initiative
        for field in ("name", "place", "summary", "help_topics"):
            if field in values:
                setattr(initiative, field, values[field])
        initiative.save(update_fields=["name", "place", "summary", "help_topics", "updated_at"])
        refresh_search(initiative, fresh.property)
        return _close(access, fresh, "edit_initiative")


def edit_property(*, access: Access, dossier: Dossier, values: Values, seen: str = "") -> Dossier:
    """Change the property of the dossier, or add it where there is none yet. The team sees it through its initiative."""
    with transaction.atomic():
        fresh = _open(access, dossier, seen)
        access.require(Capability.PROPERTY_WRITE, municipality=fresh.municipality, scope_id=fresh.initiative_id)
        is_new = fresh.property is None
        held = fresh.property or Property(
            municipality=fresh.municipality,
            organisation=fresh.initiative.organisation,
            initiative_scope_id=fresh.initiative_id,
        )
        for field, value in values.items():
            setattr(held, field, value)
        held.address_key = address_key(held.postcode, held.house_number)
        held.save(force_insert=is_new)
        if is_new:
            fresh.property = held
            fresh.save(update_fields=["property", "updated_at"])
        refresh_search(fresh.initiative, held)
        return _close(access, fresh, "add_property" if is_new else "edit_property")


def edit_agreement(
    *,
    access: Access,
    dossier: Dossier,
    values: Values,
    parties: Sequence[PartyLine],
    costs: Sequence[CostLine],
    seen: str = "",
) -> Dossier:
    """Replace what the cooperation agreement needs: its parties (at most four), terms, costs and house rules."""
    with transaction.atomic():
        fresh = _open(access, dossier, seen)
        keys = {"municipality": fresh.municipality, "initiative": fresh.initiative}
        facts, is_new = _one(AgreementFacts, fresh)
        for field, value in values.items():
            setattr(facts, field, value)
        facts.costs = [line.as_json() for line in costs]
        facts.save(force_insert=is_new)
        AgreementParty.objects.filter(dossier=fresh).delete()
        AgreementParty.objects.bulk_create(
            [
                AgreementParty(dossier=fresh, position=position, **keys, **asdict(party))
                for position, party in enumerate(parties[:4], start=1)
            ]
        )
        return _close(access, fresh, "edit_agreement")


def edit_press(*, access: Access, dossier: Dossier, values: Values, seen: str = "") -> Dossier:
    with transaction.atomic():
        fresh = _open(access, dossier, seen)
        facts, is_new = _one(PressFacts, fresh)
        for field, value in values.items():
            setattr(facts, field, value)
        facts.save(force_insert=is_new)
        return _close(access, fresh, "edit_press")


def _one[Row: (AgreementFacts, PressFacts)](model: type[Row], dossier: Dossier) -> tuple[Row, bool]:
    """The dossier's row of this kind, or a new one that is not saved yet."""
    row = model._default_manager.filter(dossier=dossier).first()
    if row is not None:
        return row, False
    return model(dossier=dossier, municipality=dossier.municipality, initiative=dossier.initiative), True
