"""What the pages of a workspace share: its door, its tabs, and a form that asks for a second look."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from initiatives.models import Initiative
from initiatives.views.second_look import second_look
from thuisgevers.attachments.services import FileRefused
from thuisgevers.audit.services import log_read
from thuisgevers.common.addresses import address
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.common.words import gettext as _
from thuisgevers.municipalities.http import Request

from ..forms.workspace import WithFilesForm
from ..permissions.workspace import can_work_workspace, viewable_workspaces

UNPROCESSABLE, CONFLICT = 422, 409
form_page = require_http_methods(["GET", "HEAD", "POST"])


def workspace(request: Request, pk: UUID, *, to_work: bool = False, only: Sequence[str] = ()) -> Initiative:
    """The initiative behind its door; with `to_work` only where the reader may still write, with `only` no more of its columns."""
    rows = viewable_workspaces(request.access).select_related("municipality")
    if only:
        rows = rows.only(*only)
    initiative = request.access.get_or_404(rows, pk=pk)
    if to_work and not can_work_workspace(request.access, initiative):
        raise PermissionDenied
    return initiative


def read(request: Request, initiative: Initiative, part: str) -> None:
    """A line in the read log: names and words of people stand on these pages."""
    log_read(
        access=request.access,
        purpose=f"workspace_{part}",
        object_type="initiatives.Initiative",
        object_ids=[initiative.pk],
        municipality=initiative.municipality,
    )


def shell(request: Request, initiative: Initiative, current: str) -> dict[str, Any]:
    """The band and the tabs above every part."""
    parts = (
        ("home", "workspace_home", _("Overzicht"), "layout-dashboard"),
        ("board", "workspace_board", _("Taken"), "checklist"),
        ("conversations", "workspace_conversations", _("Gesprekken"), "messages"),
        ("agenda", "workspace_agenda", _("Agenda"), "calendar-event"),
        ("files", "workspace_files", _("Bestanden"), "folder"),
        ("support", "workspace_support", _("Draagvlak"), "speakerphone"),
        ("timeline", "workspace_timeline", _("Tijdlijn"), "history"),
    )
    return {
        "initiative": initiative,
        "may_work": can_work_workspace(request.access, initiative),
        "tabs": [
            {
                "label": label,
                "icon": icon,
                "url": address(f"guidance:{name}", initiative.pk),
                "current": part == current,
            }
            for part, name, label, icon in parts
        ],
    }


def crumbs(initiative: Initiative, *more: tuple[str, str]) -> list[dict[str, str]]:
    """Above a form: the workspace and the part it belongs to."""
    found = [{"label": initiative.name, "url": address("guidance:workspace_home", initiative.pk)}]
    return [*found, *({"label": label, "url": url} for label, url in more)]


def form_answer(
    request: Request,
    initiative: Initiative,
    form: Any,
    act: Callable[[], object],
    *,
    title: str,
    back_url: str,
    part: tuple[str, str],
    done: str,
    button: str = "",
    lead: str = "",
    done_url: Callable[[Any], str] | None = None,
    extra: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """GET shows, POST does; 422 with what is wrong or worth a second look, 409 with a word about who was first. Nothing typed is
    lost."""
    findings: list[Any] = []
    problem = ""
    status = 200
    if request.method == "POST" and form.is_valid():
        findings = second_look(request, form)
        if findings and isinstance(form, WithFilesForm):
            form.ask_files_again()
        if not findings:
            try:
                with transaction.atomic():
                    made = act()
            except ConflictError as conflict:
                problem, status = conflict.message, CONFLICT
            except FileRefused as refused:
                form.add_error("files", refused)
            except ValidationError as error:
                for name, errors in error.error_dict.items():
                    form.add_error(name if name in form.fields else None, errors)
            else:
                messages.success(request, done)
                return HttpResponseRedirect(done_url(made) if done_url else back_url)
    if form.errors or findings:
        status = UNPROCESSABLE
    context = {
        "initiative": initiative,
        "form": form,
        "findings": findings,
        "problem": problem,
        "title": title,
        "lead": lead,
        "button": button or _("Bewaren"),
        "back_url": back_url,
        "crumbs": crumbs(initiative, part),
        "takes_files": False,
        **(extra or {}),
    }
    return render(request, "guidance/workspace_form.html", context, status=status)
