"""Handing a household over to another municipality: its own yes first, then the receiver's, and nothing is typed again."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from housing.enums import HouseholdState
from housing.models import (
    CoaAllocation,
    Household,
    HouseholdTransfer,
    PlacingAgreement,
    StatusHolder,
    TransferPackage,
)
from housing.needs import read_contact, read_needs
from housing.permissions.transfers import can_answer_transfer, can_end_agreement, can_withdraw_transfer
from housing.queries.transfers import placing_partners
from housing.refusals import telling_refusals
from housing.services.households import HouseholdFacts, lock_household, open_placements, register_household
from housing.services.households_splitting import OwnWord
from housing.services.people import PersonFacts
from housing.services.transfers_telling import tell_answered, tell_offered, tell_withdrawn
from housing.states import TRANSFER
from thuisgevers.accounts.models import User
from thuisgevers.audit.models import Visibility
from thuisgevers.audit.services import record_event
from thuisgevers.audit.transitions import transition
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.models import Municipality


def agree_to_place(*, access: Access, municipality: Municipality, partner: Municipality) -> PlacingAgreement:
    """Record this side's word. It counts when the partner recorded the same."""
    access.require(Capability.TRANSFER_AGREE, municipality=municipality)
    if partner.pk == municipality.pk:
        raise ValidationError({"partner": _("Kies een andere gemeente dan die van uzelf.")})
    if not partner.participates:
        raise ValidationError({"partner": _("Deze gemeente doet nog niet mee met De Thuisgevers.")})
    row = PlacingAgreement(
        municipality=municipality, partner=partner, starts_on=timezone.localdate(), recorded_by=_person(access)
    )
    with telling_refusals():
        row.save(force_insert=True)
    _tell_agreement(access, row, "agree")
    return row


def end_agreement(*, access: Access, agreement: PlacingAgreement) -> None:
    """Take this side's word back. Transfers that were offered go on; new ones cannot be offered."""
    if not can_end_agreement(access, agreement):
        raise PermissionDenied
    agreement.ends_on = timezone.localdate()
    agreement.save(update_fields=["ends_on", "updated_at"])
    _tell_agreement(access, agreement, "end")


def offer_transfer(
    *, access: Access, household: Household, to_municipality: Municipality, word: OwnWord
) -> HouseholdTransfer:
    """Offer a household to a municipality with which both placed for each other. Fixes the package as it is now; until the yes
    the receiver sees size, languages and what the dwelling must have."""
    access.require(Capability.HOUSEHOLD_TRANSFER, municipality=household.municipality)
    with transaction.atomic():
        fresh = lock_household(household=household)
        if fresh.state != HouseholdState.EXPECTED or open_placements(fresh):
            raise ValidationError(
                _("Overdragen kan alleen als er geen woning of voorstel loopt. Beëindig of trek dat eerst in.")
            )
        if to_municipality.pk not in {place.pk for place in placing_partners(access, fresh.municipality)}:
            raise ValidationError({"to_municipality": _("Met deze gemeente is er nog geen afspraak van twee kanten.")})
        needs = read_needs(fresh.needs)
        allocation = CoaAllocation.objects.filter(household=fresh, ended_on__isnull=True).first()
        transfer = HouseholdTransfer(
            municipality=fresh.municipality,
            to_municipality=to_municipality,
            household=fresh,
            asked_by=_person(access),
            asked_on=word.asked_on,
            asked_in=word.asked_in,
            interpreter=word.interpreter,
            size=fresh.size,
            languages=list(fresh.languages),
            practical_needs=json.dumps([str(need) for need in (*needs.limits, *needs.wishes)]),
            move_by=_move_by(fresh, allocation),
        )
        with telling_refusals():
            transfer.save(force_insert=True)
        package = TransferPackage(
            municipality=fresh.municipality,
            transfer=transfer,
            to_municipality=to_municipality,
            content=json.dumps(_pack(fresh, allocation), ensure_ascii=False),
        )
        package.save(force_insert=True)
        _tell(access, transfer, "offer", to_state=transfer.state)
        tell_offered(access=access, transfer=transfer)
    return transfer


def accept_transfer(*, access: Access, transfer: HouseholdTransfer) -> Household:
    """Take the household over. In one transaction: the database closes the sender's household and opens the package, the
    household is made here from it, and the package is removed."""
    if not can_answer_transfer(access, transfer):
        raise PermissionDenied
    with transaction.atomic():
        with telling_refusals():
            accepted = _answer(access, transfer, "accept")
        package = TransferPackage.objects.get(transfer=accepted)
        facts, people = _unpack(json.loads(package.content))
        household = register_household(
            access=access,
            municipality=transfer.to_municipality,
            facts=facts,
            people=people,
            handler=access.user,
        )
        package.delete()
        accepted.received_household_id = household.pk
        accepted.save(update_fields=["received_household_id", "updated_at"])
        _tell_household(access, household, "receive", transfer.to_municipality)
        _tell_sender(access, accepted)
        tell_answered(access=access, transfer=accepted, template="transfer_accepted")
    return household


def refuse_transfer(*, access: Access, transfer: HouseholdTransfer, reason: str) -> HouseholdTransfer:
    """No. The household stays where it is and may be offered again; the package is removed by the database."""
    if not can_answer_transfer(access, transfer):
        raise PermissionDenied
    with transaction.atomic():
        refused = _answer(access, transfer, "refuse", reason=reason)
        tell_answered(access=access, transfer=refused, template="transfer_refused")
    return refused


def withdraw_transfer(*, access: Access, transfer: HouseholdTransfer) -> HouseholdTransfer:
    """The sender takes the offer back."""
    if not can_withdraw_transfer(access, transfer):
        raise PermissionDenied
    with transaction.atomic():
        withdrawn = transition(
            access=access,
            obj=transfer,
            machine=TRANSFER,
            name="withdraw",
            may=can_withdraw_transfer,
            changes={"answered_by": _person(access), "answered_at": timezone.now()},
        )
        tell_withdrawn(access=access, transfer=withdrawn)
    return withdrawn


def _answer(access: Access, transfer: HouseholdTransfer, name: str, *, reason: str = "") -> HouseholdTransfer:
    return transition(
        access=access,
        obj=transfer,
        machine=TRANSFER,
        name=name,
        may=can_answer_transfer,
        reason=reason,
        changes={"answered_by": _person(access), "answered_at": timezone.now(), "answer_reason": reason},
    )


def _move_by(household: Household, allocation: CoaAllocation | None) -> date | None:
    """The end of the clock that runs; none where the household looks for a home again."""
    if allocation is None or household.waits_again_since(allocation.allocated_on) is not None:
        return None
    return allocation.move_by


def _pack(household: Household, allocation: CoaAllocation | None) -> dict[str, Any]:
    return {
        "age_bands": household.age_bands,
        "languages": list(household.languages),
        "needs": household.needs,
        "contact": household.contact_details,
        "available_from": _iso(household.available_from),
        "allocated_on": None if allocation is None else allocation.allocated_on.isoformat(),
        "permit_on": None if allocation is None else _iso(allocation.permit_on),
        "waiting_since": _iso(household.waiting_since),
        "people": [
            {
                "first_name": person.first_name,
                "age_band": person.age_band,
                "contact_language": person.contact_language,
                "is_contact": person.is_contact,
            }
            for person in StatusHolder.objects.filter(household=household)
        ],
    }


def _unpack(content: dict[str, Any]) -> tuple[HouseholdFacts, list[PersonFacts]]:
    facts = HouseholdFacts(
        age_bands=content["age_bands"],
        languages=content["languages"],
        needs=read_needs(content["needs"]),
        contact=read_contact(content["contact"]),
        available_from=_day(content["available_from"]),
        allocated_on=_day(content["allocated_on"]),
        permit_on=_day(content["permit_on"]),
        waiting_since=_day(content.get("waiting_since")),
    )
    return facts, [PersonFacts(**person) for person in content["people"]]


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _person(access: Access) -> User:
    if access.user is None:
        raise PermissionDenied
    return access.user


def _tell(access: Access, transfer: HouseholdTransfer, verb: str, *, to_state: str) -> None:
    record_event(
        access=access,
        object_type="housing.HouseholdTransfer",
        object_id=transfer.pk,
        verb=verb,
        municipality=transfer.municipality,
        scope_id=transfer.household_id,
        to_state=to_state,
        visibility=Visibility.HOUSEHOLD,
    )


def _tell_sender(access: Access, transfer: HouseholdTransfer) -> None:
    """The sender's file tells that the household left; the database closed it, so no transition could."""
    record_event(
        access=access,
        object_type="housing.Household",
        object_id=transfer.household_id,
        verb="transfer",
        municipality=transfer.municipality,
        scope_id=transfer.household_id,
        from_state=HouseholdState.EXPECTED,
        to_state=HouseholdState.TRANSFERRED,
        visibility=Visibility.HOUSEHOLD,
    )


def _tell_household(access: Access, household: Household, verb: str, municipality: Municipality) -> None:
    record_event(
        access=access,
        object_type="housing.Household",
        object_id=household.pk,
        verb=verb,
        municipality=municipality,
        scope_id=household.pk,
        visibility=Visibility.HOUSEHOLD,
    )


def _tell_agreement(access: Access, agreement: PlacingAgreement, verb: str) -> None:
    record_event(
        access=access,
        object_type="housing.PlacingAgreement",
        object_id=agreement.pk,
        verb=verb,
        municipality=agreement.municipality,
        visibility=Visibility.INTERNAL,
        data={"partner": agreement.partner.code},
    )
