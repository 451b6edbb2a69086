"""The volunteer's home: the initiatives of whose team they are, and what the team decides about them."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from thuisgevers.audit.services import log_read
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request

from ..forms.my_initiative import EditContactForm, NamePublicationForm
from ..models import Initiative
from ..permissions import led_initiatives
from ..queries.registrations import my_initiatives as initiatives_of
from ..services.team_choices import edit_contact, set_name_publication


@require_safe
@gate(account="shows only the initiatives of whose team the person is")
def my_initiatives(request: Request) -> HttpResponse:
    return render(request, "initiatives/my_initiatives.html", {"cards": initiatives_of(request.access)})


@require_http_methods(["GET", "HEAD", "POST"])
@gate(permission=Capability.TEAM_MANAGE)
def contact_edit(request: Request, pk: UUID) -> HttpResponse:
    initiative = _mine(request, pk)
    if request.method == "POST":
        form = EditContactForm(request.POST)
        if form.is_valid():
            edit_contact(
                access=request.access,
                initiative=initiative,
                name=form.cleaned_data["contact_name"],
                email=form.cleaned_data["contact_email"],
                phone=form.cleaned_data["contact_phone"],
            )
            messages.success(request, _("De contactpersoon is bijgewerkt."))
            return redirect("initiatives:my_initiatives")
    else:
        form = EditContactForm(
            initial={
                "contact_name": initiative.contact_name,
                "contact_email": initiative.contact_email,
                "contact_phone": initiative.contact_phone,
            }
        )
        log_read(
            access=request.access,
            purpose="contact_edit",
            object_type="initiatives.Initiative",
            object_ids=[initiative.pk],
            municipality=initiative.municipality,
        )
    context = {"form": form, "initiative": initiative}
    return render(request, "initiatives/contact_edit.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@gate(permission=Capability.TEAM_MANAGE)
def name_publication(request: Request, pk: UUID) -> HttpResponse:
    initiative = _mine(request, pk)
    form = NamePublicationForm(
        request.POST if request.method == "POST" else None, initial={"is_public": initiative.name_public_by_team}
    )
    if request.method == "POST" and form.is_valid():
        is_public = form.cleaned_data["is_public"]
        set_name_publication(access=request.access, initiative=initiative, is_public=is_public)
        messages.success(
            request,
            _("De naam mag openbaar zodra de gemeente dat ook vindt.")
            if is_public
            else _("De naam staat niet openbaar op de kaart."),
        )
        return redirect("initiatives:my_initiatives")
    context = {"form": form, "initiative": initiative}
    return render(request, "initiatives/name_publication.html", context, status=422 if form.is_bound else 200)


def _mine(request: Request, pk: UUID) -> Initiative:
    return request.access.get_or_404(
        led_initiatives(request.access).select_related("municipality", "organisation"), pk=pk
    )
