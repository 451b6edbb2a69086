"""Registering an initiative without an account. The draft is opened by a secret link that the browser holds in a cookie.

No GET writes: a draft begins with a press on a button, and the mailed link only gives the browser its cookie back.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thuisgevers.common.throttling import is_too_often
from thuisgevers.municipalities.enums import LinkPurpose
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.held_links import HeldLink, hold_link
from thuisgevers.municipalities.http import Request

from ..forms.registration import HelpForm
from ..forms.registration_steps import STEPS, Step, first_incomplete, initial_of, is_reachable, step_of
from ..models import RegistrationDraft
from ..services.registration_draft import KEPT_DAYS, read_answers, save_step, start_registration

REGISTRATION = HeldLink(
    cookie="aanmelding", path="/initiatief-starten/", days=KEPT_DAYS, start="initiatives:register_start"
)
STARTS_AN_HOUR = 60
PUBLIC = "volunteers register without an account"


def opened_draft(request: Request) -> RegistrationDraft:
    """The draft behind the link in use, or 404. One that was sent is for the last page only."""
    return request.access.get_or_404(RegistrationDraft.objects.all(), pk=request.link.object_id)


def too_often(request: Request) -> HttpResponse:
    return render(request, "429.html", status=429)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@gate(public=PUBLIC)
def register_start(request: Request) -> HttpResponse:
    """What it is and what you need; the button begins a draft."""
    if request.method == "POST":
        if is_too_often(request, "register-start", most=STARTS_AN_HOUR, seconds=3600):
            return too_often(request)
        _draft, token = start_registration()
        return hold_link(redirect("initiatives:register_step", slug=STEPS[0].slug), REGISTRATION, token)
    context = {"steps": STEPS, "has_begun": REGISTRATION.cookie in request.COOKIES, "days": KEPT_DAYS}
    return render(request, "initiatives/register_start.html", context)


@require_safe
@never_cache
@gate(link=LinkPurpose.REGISTER)
def register_return(request: Request, token: str) -> HttpResponse:
    """From the mail: give this browser the draft and go on where it stopped."""
    draft = opened_draft(request)
    return hold_link(go_on(draft), REGISTRATION, token)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@gate(link=LinkPurpose.REGISTER, held=REGISTRATION)
def register_step(request: Request, slug: str) -> HttpResponse:
    """One step: shown as it was left, kept whatever is sent, refused with its errors, or passed."""
    step = step_of(slug)
    if step is None:
        raise Http404
    draft = opened_draft(request)
    if draft.sent_at is not None:
        return redirect("initiatives:register_sent")
    answers = read_answers(draft)
    if not is_reachable(step, answers):
        return go_on(draft)
    if request.method == "POST":
        return _receive(request, draft, step)
    form = step.shown(answers, initial_of(step, answers))
    return render(request, step.template, step_context(step, form, request.GET.get("naar", "")))


@require_POST
@never_cache
@gate(link=LinkPurpose.REGISTER, held=REGISTRATION)
def register_keep(request: Request, slug: str) -> HttpResponse:
    """Keep a half-filled step while somebody is typing. Judges nothing; 204, or 409 once the registration was sent."""
    step = step_of(slug)
    if step is None:
        raise Http404
    draft = opened_draft(request)
    if draft.sent_at is not None:
        return HttpResponse(status=409)
    answers = read_answers(draft)
    if is_reachable(step, answers):
        saved = answers.get(step.slug)
        typed = step.typed(request.POST, saved["typed"] if saved else {})
        was_valid = bool(saved and saved["is_valid"] and saved["typed"] == typed)
        save_step(
            access=request.access, draft=draft, step=step.slug, typed=typed, is_sent=was_valid, is_valid=was_valid
        )
    return HttpResponse(status=204)


def _receive(request: Request, draft: RegistrationDraft, step: Step) -> HttpResponse:
    answers = read_answers(draft)
    saved = answers.get(step.slug)
    form = step.form_class(request.POST)
    is_valid = form.is_valid()
    if isinstance(form, HelpForm) and is_valid and form.asks_to_look_again:
        is_valid = False
    wants_later = request.POST.get("doe") == "later"
    draft = save_step(
        access=request.access,
        draft=draft,
        step=step.slug,
        typed=step.typed(request.POST, saved["typed"] if saved else {}),
        is_sent=not wants_later or is_valid,
        is_valid=is_valid,
    )
    if wants_later:
        return redirect("initiatives:register_later")
    if not is_valid:
        context = step_context(step, form, request.POST.get("naar", ""))
        return render(request, step.template, context, status=422)
    return _next(draft, step, request.POST.get("naar", ""))


def _next(draft: RegistrationDraft, step: Step, wanted: str) -> HttpResponseRedirect:
    """Back to the check page for who came from there, else the following step."""
    if wanted == "controleren":
        return go_on(draft)
    following = STEPS[step.number : step.number + 1]
    return (
        redirect("initiatives:register_step", slug=following[0].slug)
        if following
        else redirect("initiatives:register_check")
    )


def go_on(draft: RegistrationDraft) -> HttpResponseRedirect:
    """To where this draft stands."""
    if draft.sent_at is not None:
        return redirect("initiatives:register_sent")
    ahead = first_incomplete(read_answers(draft))
    if ahead is None:
        return redirect("initiatives:register_check")
    return redirect("initiatives:register_step", slug=ahead.slug)


def step_context(step: Step, form: forms.Form, wanted: str) -> dict[str, Any]:
    back = reverse("initiatives:register_start")
    if wanted == "controleren":
        back = reverse("initiatives:register_check")
    elif step.number > 1:
        back = reverse("initiatives:register_step", args=[STEPS[step.number - 2].slug])
    return {
        "step": step,
        "form": form,
        "findings": getattr(form, "findings", []),
        "number": step.number,
        "total": len(STEPS) + 1,
        "bar": range(len(STEPS) + 1),
        "back_url": back,
        "wanted": "controleren" if wanted == "controleren" else "",
        "keep_url": reverse("initiatives:register_keep", args=[step.slug]),
    }
