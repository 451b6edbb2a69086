"""The support base of an initiative, and the summary that its team can pass on."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from initiatives.models import Initiative
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request

from ..enums import SupportKind
from ..forms.workspace import SupportForm
from ..models import SupportEntry
from ..permissions.workspace import can_publish_support, can_work_support, viewable_support, viewable_support_pages
from ..queries.workspace import shared_entries, support_entries
from ..services.workspace.noting import version_of
from ..services.workspace.support import add_support, edit_support
from ..services.workspace.support_page import is_named, publish_support, waiting_entries, withdraw_support
from .workspace_parts import UNPROCESSABLE, form_answer, form_page, read, shell, workspace


@require_safe
@gate(permission=Capability.WORKSPACE_READ)
def workspace_support(request: Request, pk: UUID) -> HttpResponse:
    initiative = workspace(request, pk)
    read(request, initiative, "support")
    kind = request.GET.get("soort", "")
    kind = kind if kind in SupportKind.values else ""
    url = _support_url(pk)
    names = ((SupportKind.TALK, _("Gesprekken")), (SupportKind.QUESTION, _("Vragen")))
    context = {
        **shell(request, initiative, "support"),
        "entries": support_entries(request.access, initiative, kind=kind),
        "is_filtered": bool(kind),
        "filters": [
            {"label": _("Alles"), "url": url, "current": not kind},
            *(
                {"label": label, "url": f"{url}?soort={value}", "current": kind == value}
                for value, label in (*names, (SupportKind.PROMISE, _("Toezeggingen")))
            ),
        ],
    }
    return render(request, "guidance/workspace_support.html", context)


@require_safe
@gate(permission=Capability.WORKSPACE_READ)
def workspace_support_summary(request: Request, pk: UUID) -> HttpResponse:
    """Questions and answers that the team chose, to copy or print, and whether they are public."""
    return _summary(request, workspace(request, pk))


@require_POST
@gate(permission=Capability.WORKSPACE_WRITE)
def workspace_support_publish(request: Request, pk: UUID) -> HttpResponse:
    """The lead's buttons: make public what the summary shows now, or take it back."""
    initiative = workspace(request, pk)
    if not can_publish_support(request.access, initiative):
        raise PermissionDenied
    if request.POST.get("act") == "withdraw":
        withdraw_support(access=request.access, initiative=initiative)
        messages.success(request, _("De pagina staat niet meer op de website."))
    else:
        try:
            publish_support(access=request.access, initiative=initiative)
        except ValidationError as refused:
            return _summary(request, initiative, problem=" ".join(refused.messages), status=UNPROCESSABLE)
        messages.success(request, _("De samenvatting staat op de website."))
    return HttpResponseRedirect(reverse("guidance:workspace_support_summary", args=[pk]))


def _summary(request: Request, initiative: Initiative, *, problem: str = "", status: int = 200) -> HttpResponse:
    read(request, initiative, "support_summary")
    page = viewable_support_pages(request.access).filter(initiative=initiative, is_public=True).first()
    entries = shared_entries(support_entries(request.access, initiative))
    context = {
        **shell(request, initiative, "support"),
        "entries": entries,
        "problem": problem,
        "may_publish": can_publish_support(request.access, initiative),
        "is_named": is_named(initiative),
        "page": page,
        "page_url": "" if page is None else reverse("guidance:public_support", args=[page.pk]),
        "waiting": 0 if page is None else waiting_entries(page, entries),
    }
    return render(request, "guidance/workspace_summary.html", context, status=status)


@form_page
@gate(permission=Capability.WORKSPACE_WRITE)
def workspace_support_add(request: Request, pk: UUID) -> HttpResponse:
    initiative = workspace(request, pk, to_work=True)
    form = SupportForm(request.POST if request.method == "POST" else None)
    url = _support_url(pk)
    return form_answer(
        request,
        initiative,
        form,
        lambda: add_support(access=request.access, initiative=initiative, facts=form.facts()),
        title=_("Wat is er gezegd of beloofd?"),
        lead=_("Schrijf op wat een groep zei of vroeg, nooit wie het zei."),
        back_url=url,
        part=(_("Draagvlak"), url),
        done=_("Het staat bij het draagvlak."),
    )


@form_page
@gate(permission=Capability.WORKSPACE_WRITE)
def entry_edit(request: Request, pk: UUID) -> HttpResponse:
    rows = viewable_support(request.access).select_related("municipality", "initiative__municipality")
    entry: SupportEntry = request.access.get_or_404(rows, pk=pk)
    if not can_work_support(request.access, entry):
        raise PermissionDenied
    form = SupportForm(
        request.POST if request.method == "POST" else None,
        initial={
            "kind": entry.kind,
            "group": entry.group,
            "happened_on": entry.happened_on,
            "text": entry.text,
            "outcome": entry.outcome,
            "settled_on": entry.settled_on,
            "may_share": entry.may_share,
            "seen": version_of(entry),
        },
    )
    url = _support_url(entry.initiative_id)
    return form_answer(
        request,
        entry.initiative,
        form,
        lambda: edit_support(access=request.access, entry=entry, facts=form.facts(), seen=form.cleaned_data["seen"]),
        title=_("Draagvlak wijzigen"),
        back_url=url,
        part=(_("Draagvlak"), url),
        done=_("De wijziging is bewaard."),
    )


def _support_url(pk: UUID) -> str:
    return reverse("guidance:workspace_support", args=[pk])
