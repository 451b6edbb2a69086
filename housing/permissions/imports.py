from __future__ import annotations

from django.db.models import QuerySet

from housing.models import ImportJob
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability


def viewable_imports(access: Access) -> QuerySet[ImportJob]:
    """Everybody who may import sees what colleagues imported. The file itself is never shown again."""
    return access.rows(ImportJob.objects.defer("content"), Capability.IMPORT_RUN)


def can_view_import(access: Access, job: ImportJob) -> bool:
    return access.may(Capability.IMPORT_RUN, municipality=job.municipality)
