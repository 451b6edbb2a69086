"""How the log tells what happened in a workspace: for its team and pioneers alone, without a word of what was written."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from initiatives.models import Initiative
from thuisgevers.accounts.models import User
from thuisgevers.audit.models import Visibility
from thuisgevers.audit.services import record_event
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.guidance.models.workspace import WorkspaceModel
from thuisgevers.guidance.permissions.workspace import can_work_workspace
from thuisgevers.municipalities.access import Access


def note(access: Access, row: WorkspaceModel, verb: str) -> None:
    record_event(
        access=access,
        object_type=row._meta.label,
        object_id=row.pk,
        verb=verb,
        municipality=row.municipality,
        scope_id=row.initiative_id,
        visibility=Visibility.WORKSPACE,
    )


def worker(access: Access, initiative: Initiative) -> User:
    """Who writes here, or PermissionDenied."""
    if access.user is None or not can_work_workspace(access, initiative):
        raise PermissionDenied
    return access.user


def check_seen(row: WorkspaceModel, seen: str) -> None:
    """A colleague's change since the form was shown is a ConflictError; `seen` is empty where no form was."""
    if seen and seen != version_of(row):
        raise ConflictError(
            _("Iemand van uw team heeft dit net gewijzigd. Bekijk het opnieuw voordat u iets verandert.")
        )


def version_of(row: WorkspaceModel) -> str:
    return row.updated_at.isoformat()
