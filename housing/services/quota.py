"""The quota of a municipality: entered and corrected by its coordinator, and switched off where the municipality does not want it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from housing.models import HousingQuota, HousingSettings
from housing.permissions.quota import can_edit_quotas
from housing.refusals import constraint_name
from thuisgevers.audit.models import Visibility
from thuisgevers.audit.services import record_event
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.models import Municipality


@dataclass(frozen=True, kw_only=True)
class QuotaFacts:
    """What a coordinator types. Who was placed here is counted, never typed."""

    year: int
    half: int
    target: int
    backlog: int = 0
    realised_elsewhere: int = 0
    source: str = ""


def save_quota(
    *, access: Access, municipality: Municipality, facts: QuotaFacts, quota: HousingQuota | None = None
) -> HousingQuota:
    """Add the quota of a half-year, or correct one. A second one for the same half-year is refused at the field."""
    if not can_edit_quotas(access, municipality):
        raise PermissionDenied
    try:
        with transaction.atomic():
            if quota is None:
                row = HousingQuota(municipality=municipality, **asdict(facts))
                row.save(force_insert=True)
            else:
                row = HousingQuota.objects.select_for_update(of=("self",), no_key=True).get(pk=quota.pk)
                for name, value in asdict(facts).items():
                    setattr(row, name, value)
                row.save()
    except IntegrityError as error:
        if constraint_name(error) != "quota_once":
            raise
        raise ValidationError({"half": _("Voor dit halfjaar is er al een taakstelling. Pas die aan.")}) from error
    _record(access, municipality, "housing.HousingQuota", row.pk, "add" if quota is None else "edit")
    return row


def save_quota_settings(*, access: Access, municipality: Municipality, is_on: bool, wording: str) -> HousingSettings:
    """Whether the quota is shown in this municipality, and what it is called. What was entered stays kept."""
    if not can_edit_quotas(access, municipality):
        raise PermissionDenied
    row = HousingSettings.objects.select_for_update(of=("self",), no_key=True).filter(municipality=municipality).first()
    if row is None:
        row = HousingSettings(municipality=municipality, quota_is_on=is_on, quota_wording=wording)
        row.save(force_insert=True)
    else:
        row.quota_is_on, row.quota_wording = is_on, wording
        row.save(update_fields=["quota_is_on", "quota_wording", "updated_at"])
    _record(access, municipality, "housing.HousingSettings", row.pk, "edit")
    return row


def _record(access: Access, municipality: Municipality, kind: str, pk: UUID, verb: str) -> None:
    record_event(
        access=access,
        object_type=kind,
        object_id=pk,
        verb=verb,
        municipality=municipality,
        visibility=Visibility.INTERNAL,
    )
