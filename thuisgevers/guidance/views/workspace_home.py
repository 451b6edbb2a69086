"""The first page of a workspace, and the parts in which nothing is written: files and the timeline."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from initiatives.permissions import viewable_dossiers
from thuisgevers.audit.timeline import timeline
from thuisgevers.common.addresses import address
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request

from ..queries.workspace_files import files_of
from ..queries.workspace_home import home
from .workspace_parts import read, shell, workspace

MOST_EVENTS = 200
#: Of the initiative and its municipality, what the first page shows.
SHOWN = (
    "name",
    "state",
    "registered_at",
    "first_answer_due_on",
    "first_answered_at",
    "municipality__name",
    "municipality__participates_since",
)


@require_safe
@gate(permission=Capability.WORKSPACE_READ)
def workspace_home(request: Request, pk: UUID) -> HttpResponse:
    initiative = workspace(request, pk, only=SHOWN)
    read(request, initiative, "home")
    page = home(request.access, initiative)
    context = {
        **shell(request, initiative, "home"),
        "page": page,
        "dossier_url": "" if page.dossier_id is None else address("initiatives:my_dossier", page.dossier_id),
        "plan_url": address("guidance:initiative_plan", pk),
        "team_url": address("members:team_detail", pk),
        "may_invite": request.access.may(Capability.TEAM_MANAGE, scope_id=pk),
    }
    return render(request, "guidance/workspace_home.html", context)


@require_safe
@gate(permission=Capability.WORKSPACE_READ)
def workspace_files(request: Request, pk: UUID) -> HttpResponse:
    initiative = workspace(request, pk)
    read(request, initiative, "files")
    context = {
        **shell(request, initiative, "files"),
        "files": files_of(request.access, initiative),
        "may_see": request.access.may(Capability.ATTACHMENT_READ, scope_id=pk),
        "dossier_url": _dossier(request, pk),
    }
    return render(request, "guidance/workspace_files.html", context)


@require_safe
@gate(permission=Capability.WORKSPACE_READ)
def workspace_timeline(request: Request, pk: UUID) -> HttpResponse:
    initiative = workspace(request, pk)
    read(request, initiative, "timeline")
    entries = timeline(access=request.access, scope_id=pk, limit=MOST_EVENTS, with_workspace=True)
    return render(
        request, "guidance/workspace_timeline.html", {**shell(request, initiative, "timeline"), "entries": entries}
    )


def _dossier(request: Request, pk: UUID) -> str:
    """The page of the newest dossier, for who may read it."""
    rows = viewable_dossiers(request.access).filter(initiative_id=pk).order_by("-created_at", "-id")
    newest = rows.values_list("pk", flat=True).first()
    return "" if newest is None else address("initiatives:my_dossier", newest)
