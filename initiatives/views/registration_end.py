"""The end of a registration: check, send, sent; and the ways out of it: later, or not at all."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from thuisgevers.common.throttling import is_too_often
from thuisgevers.municipalities.enums import LinkPurpose
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.geo.places import search_places
from thuisgevers.municipalities.held_links import forget_link, held_token, hold_link
from thuisgevers.municipalities.http import Request

from ..forms.registration_later import LaterForm, SendForm
from ..forms.registration_steps import (
    STEPS,
    answers_of,
    checked_forms,
    first_incomplete,
    refused_step,
    registration_of,
)
from ..models import Initiative
from ..queries.registrations import progress_for_link
from ..services.registration_draft import discard_draft, mail_return_link, read_answers
from ..services.registration_send import send_registration
from .registration_wizard import PUBLIC, REGISTRATION, go_on, opened_draft, too_often

SENDINGS_AN_HOUR = 20
LINKS_AN_HOUR = 5
SUGGESTIONS_A_MINUTE = 240
LONGEST_SEARCH = 120


@require_safe
@gate(public=PUBLIC)
def register_places(request: Request) -> HttpResponse:
    """Suggestions while typing a place: public facts only."""
    if is_too_often(request, "register-places", most=SUGGESTIONS_A_MINUTE, seconds=60):
        return JsonResponse({"results": []}, status=429)
    hits = search_places(request.GET.get("q", "")[:LONGEST_SEARCH])
    results = [{"value": hit.label, "label": hit.label, "hint": hit.municipality.province_name} for hit in hits]
    return JsonResponse({"results": results})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@gate(link=LinkPurpose.REGISTER, held=REGISTRATION)
def register_check(request: Request) -> HttpResponse:
    """Everything once more, with a way back to each answer; the button sends it."""
    draft = opened_draft(request)
    answers = read_answers(draft)
    if draft.sent_at is not None or first_incomplete(answers) is not None:
        return go_on(draft)
    checked = checked_forms(answers)
    refused = refused_step(checked)
    if refused is not None:
        return redirect("initiatives:register_step", slug=refused.slug)
    registration = registration_of(checked)
    form = SendForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if is_too_often(request, "register-send", most=SENDINGS_AN_HOUR, seconds=3600):
            return too_often(request)
        send_registration(access=request.access, draft=draft, registration=registration)
        return redirect("initiatives:register_sent")
    parts = []
    for step in STEPS:
        url = f"{reverse('initiatives:register_step', args=[step.slug])}?naar=controleren"
        parts.append({"step": step, "rows": answers_of(registration, step.slug, url), "url": url})
    context = {
        "form": form,
        "parts": parts,
        "registration": registration,
        "number": len(STEPS) + 1,
        "total": len(STEPS) + 1,
        "bar": range(len(STEPS) + 1),
        "back_url": reverse("initiatives:register_step", args=[STEPS[-1].slug]),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "initiatives/register_check.html", context, status=status)


@require_safe
@never_cache
@gate(link=LinkPurpose.REGISTER, held=REGISTRATION)
def register_sent(request: Request) -> HttpResponse:
    """The reference and what happens now. Stays readable for a day in this browser."""
    draft = opened_draft(request)
    if draft.sent_at is None:
        return go_on(draft)
    initiative = request.access.get_or_404(Initiative.objects.select_related("municipality"), pk=draft.pk)
    context = {"initiative": initiative, "progress": progress_for_link(initiative)}
    return render(request, "initiatives/register_sent.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@gate(link=LinkPurpose.REGISTER, held=REGISTRATION)
def register_later(request: Request) -> HttpResponse:
    """Mail the way back to this draft."""
    draft = opened_draft(request)
    if draft.sent_at is not None:
        return go_on(draft)
    known = read_answers(draft).get("wie", {"typed": {}})["typed"].get("contact_email", "")
    form = LaterForm(request.POST if request.method == "POST" else None, initial={"email": draft.email or known})
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        if is_too_often(request, "register-later", most=LINKS_AN_HOUR * 2, seconds=3600) or is_too_often(
            request, "register-later-to", most=LINKS_AN_HOUR, seconds=3600, key=email
        ):
            return too_often(request)
        token = held_token(request, REGISTRATION) or ""
        mail_return_link(access=request.access, draft=draft, email=email, token=token)
        return hold_link(redirect("initiatives:register_kept"), REGISTRATION, token)
    status = 422 if request.method == "POST" else 200
    return render(request, "initiatives/register_later.html", {"form": form, "draft": draft}, status=status)


@require_safe
@never_cache
@gate(link=LinkPurpose.REGISTER, held=REGISTRATION)
def register_kept(request: Request) -> HttpResponse:
    """The link is under way."""
    draft = opened_draft(request)
    if draft.sent_at is not None or not draft.email:
        return go_on(draft)
    return render(request, "initiatives/register_kept.html", {"draft": draft})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@gate(link=LinkPurpose.REGISTER, held=REGISTRATION)
def register_discard(request: Request) -> HttpResponse:
    """Ask, then throw the draft away."""
    draft = opened_draft(request)
    if draft.sent_at is not None:
        return go_on(draft)
    if request.method == "POST":
        discard_draft(access=request.access, draft=draft)
        return forget_link(redirect("initiatives:register_start"), REGISTRATION)
    return render(request, "initiatives/register_discard.html", {"draft": draft})
