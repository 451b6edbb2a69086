"""Who sees the quota (officials and liaisons of that municipality) and who changes it (coordinators)."""

from __future__ import annotations

from django.db.models import QuerySet

from housing.models import HousingQuota
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.models import Municipality


def viewable_quotas(access: Access) -> QuerySet[HousingQuota]:
    return access.rows(HousingQuota.objects.all(), Capability.QUOTA_READ)


def can_view_quota(access: Access, quota: HousingQuota) -> bool:
    return access.may(Capability.QUOTA_READ, municipality=quota.municipality)


def editable_quotas(access: Access) -> QuerySet[HousingQuota]:
    return access.rows(HousingQuota.objects.all(), Capability.QUOTA_WRITE)


def can_edit_quota(access: Access, quota: HousingQuota) -> bool:
    return access.may(Capability.QUOTA_WRITE, municipality=quota.municipality)


def can_edit_quotas(access: Access, municipality: Municipality) -> bool:
    return access.may(Capability.QUOTA_WRITE, municipality=municipality)
