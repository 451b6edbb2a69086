"""Who sees a transfer: both municipalities. Who decides what: the sender withdraws, the receiver accepts or refuses."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from housing.enums import TransferState
from housing.models import HouseholdTransfer, PlacingAgreement
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability


def viewable_transfers(access: Access) -> QuerySet[HouseholdTransfer]:
    sent = access.where(Capability.HOUSEHOLD_TRANSFER)
    received = access.where(Capability.HOUSEHOLD_TRANSFER, municipality="to_municipality")
    return HouseholdTransfer.objects.filter(sent | received)


def can_view_transfer(access: Access, transfer: HouseholdTransfer) -> bool:
    return access.may(Capability.HOUSEHOLD_TRANSFER, municipality=transfer.municipality) or access.may(
        Capability.HOUSEHOLD_TRANSFER, municipality=transfer.to_municipality
    )


def answerable_transfers(access: Access) -> QuerySet[HouseholdTransfer]:
    return HouseholdTransfer.objects.filter(
        access.where(Capability.HOUSEHOLD_TRANSFER, municipality="to_municipality"), state=TransferState.OFFERED
    )


def can_answer_transfer(access: Access, transfer: HouseholdTransfer) -> bool:
    return transfer.state == TransferState.OFFERED and access.may(
        Capability.HOUSEHOLD_TRANSFER, municipality=transfer.to_municipality
    )


def withdrawable_transfers(access: Access) -> QuerySet[HouseholdTransfer]:
    return access.rows(HouseholdTransfer.objects.filter(state=TransferState.OFFERED), Capability.HOUSEHOLD_TRANSFER)


def can_withdraw_transfer(access: Access, transfer: HouseholdTransfer) -> bool:
    return transfer.state == TransferState.OFFERED and access.may(
        Capability.HOUSEHOLD_TRANSFER, municipality=transfer.municipality
    )


def viewable_agreements(access: Access) -> QuerySet[PlacingAgreement]:
    """One's own municipality's word, and the word of others about it."""
    own = access.where(Capability.HOUSEHOLD_READ)
    theirs = access.where(Capability.HOUSEHOLD_READ, municipality="partner")
    return PlacingAgreement.objects.filter(Q(own) | Q(theirs))


def endable_agreements(access: Access) -> QuerySet[PlacingAgreement]:
    """A coordinator says for whom the municipality places."""
    return access.rows(PlacingAgreement.objects.filter(ends_on__isnull=True), Capability.TRANSFER_AGREE)


def can_end_agreement(access: Access, agreement: PlacingAgreement) -> bool:
    return agreement.ends_on is None and access.may(Capability.TRANSFER_AGREE, municipality=agreement.municipality)
