"""A lost second factor, put right by two colleagues."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from thuisgevers.members.forms import AnswerResetForm, VouchForm
from thuisgevers.members.permissions import can_answer_factor_reset, viewable_colleagues, viewable_factor_resets
from thuisgevers.members.services.factor_resets import answer_reset, vouch_for
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request

from .parts import attempt, posted, status_of


@require_http_methods(["GET", "HEAD", "POST"])
@gate(permission=Capability.MEMBER_READ)
def factor_reset_request(request: Request, pk: UUID) -> HttpResponse:
    """First of two: a colleague spoke to the person (`pk` is a role of theirs)."""
    colleagues = viewable_colleagues(request.access).exclude(user=request.user).select_related("user")
    colleague = request.access.get_or_404(colleagues, pk=pk)
    form = VouchForm(posted(request))

    def vouch() -> object:
        return vouch_for(access=request.access, person=colleague.user, reason=form.cleaned_data["reason"])

    if request.method == "POST" and attempt(form, vouch):
        messages.success(request, _("Genoteerd. Een tweede collega krijgt een e-mail om akkoord te geven."))
        return redirect("members:member_list", gemeente=request.municipality.slug)
    context = {"form": form, "person": colleague.user, "municipality": request.municipality}
    return render(request, "members/factor_reset_request.html", context, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
@gate(permission=Capability.MEMBER_READ)
def factor_reset_answer(request: Request, pk: UUID) -> HttpResponse:
    return _answer(request, pk, reverse("members:member_list", kwargs={"gemeente": request.municipality.slug}))


@require_safe
@gate(permission=Capability.MUNICIPALITY_INVITE)
def national_factor_resets(request: Request) -> HttpResponse:
    """Everything that waits for a second person, and colleagues of the national desk to vouch for."""
    resets = list(viewable_factor_resets(request.access))
    desk = viewable_colleagues(request.access).filter(scope="nation").exclude(user=request.user).select_related("user")
    context = {"resets": resets, "desk": list(desk.order_by("user__display_name", "id"))}
    return render(request, "members/factor_reset_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@gate(permission=Capability.MUNICIPALITY_INVITE)
def national_factor_reset(request: Request, pk: UUID) -> HttpResponse:
    return _answer(request, pk, reverse("members:national_factor_resets"))


@require_http_methods(["GET", "HEAD", "POST"])
@gate(permission=Capability.MUNICIPALITY_INVITE)
def national_factor_reset_request(request: Request, pk: UUID) -> HttpResponse:
    desk = viewable_colleagues(request.access).filter(scope="nation").exclude(user=request.user).select_related("user")
    colleague = request.access.get_or_404(desk, pk=pk)
    form = VouchForm(posted(request))

    def vouch() -> object:
        return vouch_for(access=request.access, person=colleague.user, reason=form.cleaned_data["reason"])

    if request.method == "POST" and attempt(form, vouch):
        messages.success(request, _("Genoteerd. Een tweede collega krijgt een e-mail om akkoord te geven."))
        return redirect("members:national_factor_resets")
    context = {"form": form, "person": colleague.user, "municipality": None}
    return render(request, "members/factor_reset_request.html", context, status=status_of(form))


def _answer(request: Request, pk: UUID, back: str) -> HttpResponse:
    """Second of two: somebody else agrees or not."""
    reset = request.access.get_or_404(viewable_factor_resets(request.access), pk=pk)
    form = AnswerResetForm(posted(request))
    may_answer = can_answer_factor_reset(request.access, reset)

    def answer() -> object:
        yes = form.cleaned_data["answer"] == "ja"
        return answer_reset(access=request.access, reset=reset, is_approved=yes)

    if request.method == "POST" and attempt(form, answer):
        messages.success(request, _("Uw antwoord is vastgelegd. De persoon krijgt een e-mail."))
        return redirect(back)
    context = {"form": form, "reset": reset, "may_answer": may_answer, "municipality": request.municipality}
    return render(request, "members/factor_reset_answer.html", context, status=status_of(form))
