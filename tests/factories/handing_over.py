"""Transfers between municipalities, the agreements they need, and imports, written past the policies."""

from __future__ import annotations

from datetime import date
from typing import Any

from housing.enums import ImportKind, ImportState, TransferState
from housing.models import Household, HouseholdTransfer, ImportJob, PlacingAgreement
from tests.seeding import seed
from thuisgevers.accounts.models import User
from thuisgevers.municipalities.models import Municipality


def agreement(municipality: Municipality, partner: Municipality, by: User) -> PlacingAgreement:
    """One side's word; make two for one that counts."""
    with seed():
        return PlacingAgreement.objects.create(
            municipality=municipality, partner=partner, starts_on=date(2026, 1, 1), recorded_by=by
        )


def transfer(household: Household, to: Municipality, by: User, **fields: Any) -> HouseholdTransfer:
    """An offer that waits, without a package."""
    facts: dict[str, Any] = {
        "state": TransferState.OFFERED,
        "asked_on": date(2026, 11, 1),
        "asked_in": "ar",
        "interpreter": True,
        "size": 3,
    }
    with seed():
        return HouseholdTransfer.objects.create(
            municipality=household.municipality,
            to_municipality=to,
            household=household,
            asked_by=by,
            **facts | fields,
        )


def import_job(municipality: Municipality, by: User, **fields: Any) -> ImportJob:
    """A checked file with nothing wrong."""
    facts: dict[str, Any] = {
        "kind": ImportKind.HOUSEHOLDS,
        "state": ImportState.CHECKED,
        "file_name": "lijst.csv",
        "file_type": "csv",
        "byte_size": 10,
        "row_count": 1,
        "new_count": 1,
    }
    with seed():
        return ImportJob.objects.create(municipality=municipality, requested_by=by, **facts | fields)
