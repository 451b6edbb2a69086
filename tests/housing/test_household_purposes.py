"""No field about a household without a reason and an end."""

from __future__ import annotations

from django.db import models

from housing.enums import AgeBand
from housing.models import CoaAllocation, Household, StatusHolder
from housing.purposes import PURPOSES, told
from thuisgevers.common.encryption import EncryptedTextField

#: Columns that say how the row hangs together, not something about people.
OF_THE_HOUSE = {
    "id", "created_at", "updated_at", "municipality", "state", "size", "split_from", "merged_into", "closed_on", "household",
    "is_contact", "waiting_since", "find_by", "move_by", "ended_on",
}  # fmt: skip
BANDS = {f"people_{band}" for band in AgeBand.values}


def columns(model: type[models.Model]) -> set[str]:
    return {field.name for field in model._meta.concrete_fields} - OF_THE_HOUSE


def test_every_field_has_a_purpose_and_every_purpose_a_field() -> None:
    kept = columns(Household) | columns(StatusHolder) | columns(CoaAllocation)
    assert (kept - BANDS) | {"age_bands"} == set(PURPOSES)


def test_what_is_encrypted_says_so() -> None:
    sealed = {
        field.name
        for model in (Household, StatusHolder)
        for field in model._meta.concrete_fields
        if isinstance(field, EncryptedTextField)
    }
    assert sealed == {name for name, purpose in PURPOSES.items() if purpose.is_encrypted}
    assert "Versleuteld" in told("first_name")


def test_no_column_can_hold_what_may_never_be_kept() -> None:
    words = ("bsn", "nationality", "religion", "gender", "sex", "birth", "origin", "ethnic", "health")
    names = {field.name for model in (Household, StatusHolder, CoaAllocation) for field in model._meta.fields}
    assert not [name for name in names if any(word in name for word in words)]
