"""Registrations in municipalities that do not take part yet: the national desk answers them, so that nobody hears nothing."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from thuisgevers.audit.services import log_read
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request

from ..forms.my_initiative import FirstAnswerForm
from ..models import Initiative
from ..queries.registrations import national_queue as queue_of
from ..queries.registrations import national_registrations, waiting_registration
from ..services.first_answers import give_first_answer
from .second_look import second_look


@require_safe
@gate(permission=Capability.MUNICIPALITY_INVITE)
def national_queue(request: Request) -> HttpResponse:
    rows = queue_of(request.access)
    log_read(
        access=request.access,
        purpose="national_queue",
        object_type="initiatives.Initiative",
        object_ids=[row.initiative.pk for row in rows],
    )
    context = {
        "rows": rows,
        "unanswered": sum(row.initiative.first_answered_at is None for row in rows),
        "municipalities": len({row.initiative.municipality_id for row in rows}),
    }
    return render(request, "initiatives/national_queue.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@gate(permission=Capability.MUNICIPALITY_INVITE)
def national_registration(request: Request, pk: UUID) -> HttpResponse:
    """One registration: what was said, who to call, and the first answer."""
    initiative: Initiative = request.access.get_or_404(national_registrations(request.access), pk=pk)
    form = FirstAnswerForm(request.POST if request.method == "POST" else None)
    findings = second_look(request, form) if form.is_valid() else []
    if request.method == "POST" and form.is_valid() and not findings:
        give_first_answer(access=request.access, initiative=initiative, text=form.cleaned_data["text"])
        messages.success(request, _("Uw antwoord is verstuurd."))
        return redirect("initiatives:national_registration", pk=pk)
    log_read(
        access=request.access,
        purpose="national_registration",
        object_type="initiatives.Initiative",
        object_ids=[initiative.pk],
        municipality=initiative.municipality,
    )
    context = {
        "form": form,
        "findings": findings,
        "invite_url": _invite_url(initiative),
        **waiting_registration(request.access, initiative),
    }
    return render(
        request, "initiatives/national_registration.html", context, status=422 if request.method == "POST" else 200
    )


def _invite_url(initiative: Initiative) -> str:
    """Where a municipality is asked to join; the floor that does that hangs its page on this name."""
    try:
        return reverse("members:municipality_invite", kwargs={"gemeente": initiative.municipality.slug})
    except NoReverseMatch:
        return ""
