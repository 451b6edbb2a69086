"""Mail that did not arrive, with what can be done about it. Texts are never shown: they are somebody else's mail."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from thuisgevers.audit.services import log_read
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request
from thuisgevers.notifications.permissions import viewable_messages
from thuisgevers.notifications.queries import delivery, failed_messages
from thuisgevers.notifications.services.messages import retry_message

PAGE_SIZE = 25


@require_safe
@gate(permission=Capability.MESSAGE_READ)
def message_list(request: Request) -> HttpResponse:
    return _list(request)


@require_safe
@gate(permission=Capability.NATIONAL_FIGURES)
def national_message_list(request: Request) -> HttpResponse:
    return _list(request)


@require_POST
@gate(permission=Capability.MESSAGE_READ)
def message_retry(request: Request, pk: UUID) -> HttpResponse:
    _retry(request, pk)
    return redirect("notifications:message_list", gemeente=request.municipality.slug)


@require_POST
@gate(permission=Capability.NATIONAL_FIGURES)
def national_message_retry(request: Request, pk: UUID) -> HttpResponse:
    _retry(request, pk)
    return redirect("notifications:national_message_list")


def _list(request: Request) -> HttpResponse:
    page = Paginator(failed_messages(request.access), PAGE_SIZE).get_page(request.GET.get("pagina"))
    log_read(
        access=request.access,
        purpose="message_delivery",
        object_type="notifications.OutgoingMessage",
        object_ids=[message.pk for message in page],
        municipality=request.municipality,
    )
    return render(request, "notifications/message_list.html", {"page": page, "delivery": delivery(request.access)})


def _retry(request: Request, pk: UUID) -> None:
    message = request.access.get_or_404(viewable_messages(request.access), pk=pk)
    retry_message(access=request.access, message=message)
    messages.success(request, _("Het bericht staat weer klaar en gaat binnen een minuut weg."))
