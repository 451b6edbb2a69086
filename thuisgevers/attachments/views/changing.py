"""One file in a list: asked again while it is checked, described, taken away, put back. Every POST answers with the fresh row."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from thuisgevers.common.conflicts import ConflictError
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request

from ..models import Attachment
from ..permissions import can_remove_attachment, removable_attachments
from ..queries import describe_attachment_row, shown_attachments
from ..services import cancel_attachment, describe_attachment, remove_attachment, restore_attachment


@require_safe
@gate(permission=Capability.ATTACHMENT_READ)
def attachment_show(request: Request, pk: UUID) -> HttpResponse:
    """The row, or without htmx a page with it. 204 as long as the state is still the one on the page (`?stand=`)."""
    attachment = request.access.get_or_404(shown_attachments(request.access), pk=pk)
    if request.htmx and request.GET.get("stand") == attachment.state:
        return HttpResponse(status=204)
    return _row(request, attachment)


@require_POST
@gate(permission=Capability.ATTACHMENT_ADD)
def attachment_describe(request: Request, pk: UUID) -> HttpResponse:
    attachment = _changeable(request, pk)
    caption = request.POST.get("caption", "")
    return _act(request, lambda: describe_attachment(access=request.access, attachment=attachment, caption=caption), pk)


@require_POST
@gate(permission=Capability.ATTACHMENT_ADD)
def attachment_remove(request: Request, pk: UUID) -> HttpResponse:
    attachment = _changeable(request, pk)
    return _act(request, lambda: remove_attachment(access=request.access, attachment=attachment), pk)


@require_POST
@gate(permission=Capability.ATTACHMENT_ADD)
def attachment_restore(request: Request, pk: UUID) -> HttpResponse:
    attachment = _changeable(request, pk)
    return _act(request, lambda: restore_attachment(access=request.access, attachment=attachment), pk)


@require_POST
@gate(permission=Capability.ATTACHMENT_ADD)
def attachment_cancel(request: Request, pk: UUID) -> HttpResponse:
    attachment = _changeable(request, pk)
    return _act(request, lambda: cancel_attachment(access=request.access, attachment=attachment), pk)


def _changeable(request: Request, pk: UUID) -> Attachment:
    """The row, asked of the queryset and of the predicate: one that may be read but not changed is not to be found here."""
    rows = removable_attachments(request.access).select_related("municipality")
    attachment = request.access.get_or_404(rows, pk=pk)
    if not can_remove_attachment(request.access, attachment):
        raise Http404
    return attachment


def _act(request: Request, change: Callable[[], Attachment], pk: UUID) -> HttpResponse:
    """Do it and show the fresh row; a refusal is shown on the row too, with status 409: it says what to do."""
    problem = ""
    try:
        change()
    except ConflictError as conflict:
        problem = conflict.message
    attachment = request.access.get_or_404(shown_attachments(request.access), pk=pk)
    if request.htmx or problem:
        return _row(request, attachment, problem)
    messages.success(request, describe_attachment_row(request.access, attachment).announcement)
    return HttpResponseRedirect(_back(request, pk))


def _row(request: Request, attachment: Attachment, problem: str = "") -> HttpResponse:
    context = {
        "row": describe_attachment_row(request.access, attachment),
        "is_news": bool(request.htmx),
        "problem": problem,
        "next": _next(request),
    }
    template = "attachments/attachment_show.html#row" if request.htmx else "attachments/attachment_show.html"
    return render(request, template, context, status=409 if problem else 200)


def _next(request: Request) -> str:
    """The page of ours from which the button was pressed, or nothing."""
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if safe else ""


def _back(request: Request, pk: UUID) -> str:
    return _next(request) or reverse("attachments:attachment_show", args=[pk])
