"""A role for a while: asking, answering, taking it back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from thuisgevers.members.forms import AnswerGrantForm, AskGrantForm
from thuisgevers.members.permissions import can_answer_grant_request, viewable_grant_requests
from thuisgevers.members.services.granting import ask_grant, give_grant, refuse_grant, withdraw_grant
from thuisgevers.municipalities.enums import Capability, Role
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request

from .parts import attempt, posted, status_of


@require_http_methods(["GET", "HEAD", "POST"])
@gate(permission=Capability.MEMBER_READ)
def grant_request_create(request: Request) -> HttpResponse:
    place = request.municipality
    form = AskGrantForm(posted(request))

    def ask() -> object:
        facts = {**form.cleaned_data, "role": Role(form.cleaned_data["role"])}
        return ask_grant(access=request.access, municipality=place, **facts)

    if request.method == "POST" and attempt(form, ask):
        messages.success(request, _("Uw vraag ligt bij de coördinatoren. U krijgt een e-mail met het antwoord."))
        return redirect("members:member_list", gemeente=place.slug)
    context = {"form": form, "municipality": place}
    return render(request, "members/grant_request_create.html", context, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
@gate(permission=Capability.MEMBER_READ)
def grant_request_detail(request: Request, pk: UUID) -> HttpResponse:
    """The person sees how it stands, a coordinator answers."""
    access, place = request.access, request.municipality
    grant = access.get_or_404(viewable_grant_requests(access).select_related("user", "answered_by"), pk=pk)
    may_answer = can_answer_grant_request(access, grant)
    form = AnswerGrantForm(posted(request))

    def answer() -> object:
        if form.cleaned_data["answer"] == "give":
            return give_grant(access=access, request=grant)
        return refuse_grant(access=access, request=grant, reason=form.cleaned_data["reason"])

    if request.method == "POST" and attempt(form, answer):
        messages.success(request, _("Uw antwoord is verstuurd."))
        return redirect("members:member_list", gemeente=place.slug)
    context = {"form": form, "grant": grant, "may_answer": may_answer, "municipality": place}
    return render(request, "members/grant_request_detail.html", context, status=status_of(form))


@require_POST
@gate(permission=Capability.MEMBER_READ)
def grant_request_withdraw(request: Request, pk: UUID) -> HttpResponse:
    grant = request.access.get_or_404(viewable_grant_requests(request.access), pk=pk)
    withdraw_grant(access=request.access, request=grant)
    messages.success(request, _("Uw vraag is ingetrokken."))
    return redirect("members:member_list", gemeente=request.municipality.slug)
