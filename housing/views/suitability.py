"""Checks of properties: the list of a municipality, one check, and the acts around it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from housing.enums import AssessmentState
from housing.forms.suitability import ReasonForm, StartForm
from housing.models import OPEN_ASSESSMENTS, Assessment, CheckAttachment, Property
from housing.permissions.properties import may_at, viewable_properties
from housing.permissions.suitability import can_fill_assessment, can_sign_assessment, viewable_assessments
from housing.queries.suitability import summary_of
from housing.queries.suitability_pages import (
    CHECK_LOOKS,
    LOOKS,
    OUTCOME_LOOKS,
    TABS,
    assessment_list,
    history_of,
    property_url,
)
from housing.services.suitability import (
    IncompleteError,
    criterion_for,
    drop_assessment,
    send_back_assessment,
    sign_assessment,
    start_assessment,
)
from thuisgevers.attachments.enums import AttachmentKind, Audience
from thuisgevers.attachments.queries import attachment_panel
from thuisgevers.attachments.views.adding import add_files
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.common.ids import uuid7
from thuisgevers.common.uploads import takes_files
from thuisgevers.municipalities import working_days
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request

UNPROCESSABLE, CONFLICT = 422, 409
form_page = require_http_methods(["GET", "HEAD", "POST"])
KINDS = (AttachmentKind.PHOTO, AttachmentKind.LETTER)


def one_assessment(request: Request, pk: UUID) -> Assessment:
    """The door: of this municipality, for who may read the property."""
    rows = viewable_assessments(request.access).select_related(
        "property", "property__municipality", "municipality", "visited_by", "submitted_by", "signed_by"
    )
    return request.access.get_or_404(rows, pk=pk)


def must_assess(request: Request, assessment: Assessment) -> None:
    if not may_at(request.access, Capability.PROPERTY_ASSESS, assessment.property):
        raise PermissionDenied


def store_key(request: Request, assessment: Assessment) -> str:
    """The name under which a device keeps what it could not send yet: one person's part of one visit."""
    return f"toets:{request.user.public_id}:{assessment.pk}"


def detail_url(assessment: Assessment, anchor: str = "") -> str:
    url = reverse("housing:assessment_detail", args=[assessment.municipality.slug, assessment.pk])
    return f"{url}#{anchor}" if anchor else url


@require_safe
@gate(permission=Capability.PROPERTY_READ)
def assessments(request: Request) -> HttpResponse:
    """What waits for a signature, what is going on, what grows old."""
    request.access.require(Capability.PROPERTY_READ, municipality=request.municipality)
    tab = request.GET.get("lijst", "")
    tab = tab if tab in TABS else "tekenen"
    found = assessment_list(request.access, tab, request.GET.get("pagina", "1")[:6])
    context = {
        "municipality": request.municipality,
        "list": found,
        "page": found.page,
        "tab": tab,
        "tabs": [
            {"label": label, "url": f"?lijst={name}", "current": name == tab, "count": found.counts[name]}
            for name, label in TABS.items()
        ],
        "empty": _EMPTY[tab],
    }
    return render(request, "housing/assessment_list.html", context)


_EMPTY = {
    "tekenen": (
        "circle-check",
        _lazy("Er ligt niets te ondertekenen"),
        _lazy("Toetsen die zijn ingediend komen hier vanzelf."),
    ),
    "bezig": ("clipboard-check", _lazy("Er loopt geen toets"), _lazy("Start een toets op de pagina van een pand.")),
    "verloopt": (
        "circle-check",
        _lazy("Er verloopt niets"),
        _lazy("Hier staan toetsen die binnen 30 dagen opnieuw moeten."),
    ),
    "klaar": (
        "archive",
        _lazy("Er is nog niets ondertekend"),
        _lazy("Hier komen de toetsen die een ambtenaar ondertekende."),
    ),
}


@require_safe
@gate(permission=Capability.PROPERTY_READ)
def assessment_detail(request: Request, pk: UUID) -> HttpResponse:
    return show_detail(request, one_assessment(request, pk))


def show_detail(request: Request, assessment: Assessment, *, status: int = 200, problem: str = "") -> HttpResponse:
    summary = summary_of(assessment)
    tone, icon = LOOKS[assessment.state]
    outcome = assessment.outcome or (summary.outcome if not summary.missing else "")
    context = {
        "municipality": assessment.municipality,
        "assessment": assessment,
        "place": assessment.property,
        "property_url": property_url(request.access, assessment.property),
        "s": summary,
        "tone": tone,
        "icon": icon,
        "outcome": outcome,
        "outcome_look": OUTCOME_LOOKS.get(outcome),
        "looks": CHECK_LOOKS,
        "may_fill": can_fill_assessment(request.access, assessment),
        "may_sign": can_sign_assessment(request.access, assessment),
        "same_person": assessment.signed_by_id is not None and assessment.signed_by_id == assessment.visited_by_id,
        "history": history_of(request.access, assessment.property_id, without=assessment.pk),
        "photos": attachment_panel(
            request.access,
            CheckAttachment.objects.filter(assessment=assessment),
            municipality=assessment.municipality,
            scope_id=assessment.initiative_scope_id,
            property_scope_id=assessment.property_id,
        ),
        "problem": problem,
        "is_official": request.access.may(Capability.PROPERTY_READ, municipality=assessment.municipality),
        "over": "" if assessment.state == AssessmentState.DRAFT else store_key(request, assessment),
    }
    return render(request, "housing/assessment_detail.html", context, status=status)


@form_page
@gate(permission=Capability.PROPERTY_ASSESS)
def assessment_start(request: Request, pk: UUID) -> HttpResponse:
    place = request.access.get_or_404(viewable_properties(request.access).select_related("municipality"), pk=pk)
    if not may_at(request.access, Capability.PROPERTY_ASSESS, place):
        raise PermissionDenied
    running = viewable_assessments(request.access).filter(property=place, state__in=OPEN_ASSESSMENTS).first()
    if running is not None and request.method != "POST":
        messages.info(request, _("Voor dit pand loopt al een toets. Die ziet u hier."))
        running.municipality = place.municipality
        return HttpResponseRedirect(detail_url(running))
    if request.method != "POST":
        form = StartForm(initial={"visited_on": working_days.today(), "client_id": uuid7()})
        return _action(request, place, form, **_START)
    form = StartForm(request.POST)
    if not form.is_valid():
        return _action(request, place, form, status=UNPROCESSABLE, **_START)
    try:
        made = start_assessment(
            access=request.access,
            property=place,
            visited_on=form.cleaned_data["visited_on"],
            client_id=form.cleaned_data["client_id"],
        )
    except ConflictError as conflict:
        return _action(request, place, form, status=CONFLICT, conflict=conflict.message, **_START)
    return HttpResponseRedirect(reverse("housing:assessment_visit", args=[place.municipality.slug, made.pk]))


_START: dict[str, Any] = {
    "title": _lazy("Geschiktheidstoets starten"),
    "lead": _lazy("Loop met uw telefoon door het pand. Uw antwoorden worden bewaard, ook als het netwerk wegvalt."),
    "button": _lazy("Start de toets"),
    "icon": "player-play",
}


def _action(
    request: Request,
    place: Property,
    form: forms.Form,
    *,
    title: str,
    button: str,
    icon: str = "",
    lead: str = "",
    status: int = 200,
    conflict: str = "",
    back_url: str = "",
    is_danger: bool = False,
) -> HttpResponse:
    context: dict[str, Any] = {
        "municipality": place.municipality,
        "place": place,
        "property_url": property_url(request.access, place),
        "form": form,
        "title": title,
        "button": button,
        "icon": icon,
        "lead": lead,
        "conflict": conflict,
        "back_url": back_url or property_url(request.access, place) or "/",
        "is_danger": is_danger,
        "is_official": request.access.may(Capability.PROPERTY_READ, municipality=place.municipality),
    }
    return render(request, "housing/assessment_action.html", context, status=status)


@form_page
@gate(permission=Capability.PROPERTY_SIGN)
def assessment_send_back(request: Request, pk: UUID) -> HttpResponse:
    assessment = one_assessment(request, pk)
    request.access.require(Capability.PROPERTY_SIGN, municipality=assessment.municipality)
    words = {
        "title": _("Toets terugsturen"),
        "lead": _("Wie het pand bezocht krijgt een bericht met wat u hier schrijft, en kan de toets weer aanvullen."),
        "button": _("Stuur terug"),
        "icon": "arrow-back-up",
    }
    return _with_reason(request, assessment, send_back_assessment, words, _("De toets is teruggestuurd."))


@form_page
@gate(permission=Capability.PROPERTY_ASSESS)
def assessment_drop(request: Request, pk: UUID) -> HttpResponse:
    assessment = one_assessment(request, pk)
    must_assess(request, assessment)
    words = {
        "title": _("Toets laten vervallen"),
        "lead": _("De antwoorden blijven te lezen, maar tellen niet mee. Daarna kunt u een nieuwe toets starten."),
        "button": _("Laat vervallen"),
        "icon": "x",
        "is_danger": True,
    }
    return _with_reason(request, assessment, drop_assessment, words, _("De toets is vervallen."))


def _with_reason(request: Request, assessment: Assessment, act: Any, words: dict[str, Any], done: str) -> HttpResponse:
    back = detail_url(assessment)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _action(request, assessment.property, form, back_url=back, **words)
    if not form.is_valid():
        return _action(request, assessment.property, form, back_url=back, status=UNPROCESSABLE, **words)
    try:
        with transaction.atomic():
            act(access=request.access, assessment=assessment, reason=form.cleaned_data["reason"])
    except ConflictError as conflict:
        return _action(
            request, assessment.property, form, back_url=back, status=CONFLICT, conflict=conflict.message, **words
        )
    messages.success(request, done)
    return HttpResponseRedirect(back)


@require_POST
@gate(permission=Capability.PROPERTY_SIGN)
def assessment_sign(request: Request, pk: UUID) -> HttpResponse:
    assessment = one_assessment(request, pk)
    request.access.require(Capability.PROPERTY_SIGN, municipality=assessment.municipality)
    if request.POST.get("akkoord") != "on":
        problem = _("Vink eerst aan dat u de antwoorden hebt gelezen.")
        return show_detail(request, assessment, status=UNPROCESSABLE, problem=problem)
    try:
        with transaction.atomic():
            signed = sign_assessment(access=request.access, assessment=assessment)
    except (IncompleteError, ConflictError) as conflict:
        return show_detail(request, one_assessment(request, pk), status=CONFLICT, problem=conflict.message)
    messages.success(
        request,
        _("Ondertekend: het pand is %(outcome)s.") % {"outcome": signed.get_outcome_display()},
    )
    return HttpResponseRedirect(detail_url(assessment))


@require_safe
@gate(permission=Capability.PROPERTY_READ)
def assessment_photos(request: Request, pk: UUID, key: str) -> HttpResponse:
    """One question with its photos: its own page, so that it works from every phone and without script."""
    assessment = one_assessment(request, pk)
    criterion = criterion_for(assessment, key)
    item = next(
        (
            item
            for part in summary_of(assessment).parts
            for item in part.items
            if criterion is not None and item.criterion.pk == criterion.pk
        ),
        None,
    )
    if item is None:
        raise Http404
    slug = assessment.municipality.slug
    may_fill = can_fill_assessment(request.access, assessment)
    context = {
        "municipality": assessment.municipality,
        "assessment": assessment,
        "place": assessment.property,
        "item": item,
        "look": None if item.check is None else CHECK_LOOKS[item.check.outcome],
        "back_url": f"{reverse('housing:assessment_visit', args=[slug, pk])}#vraag-{key}"
        if may_fill
        else detail_url(assessment),
        "photos": attachment_panel(
            request.access,
            CheckAttachment.objects.filter(assessment=assessment, criterion=item.criterion),
            municipality=assessment.municipality,
            scope_id=assessment.initiative_scope_id,
            property_scope_id=assessment.property_id,
            add_url=reverse("housing:assessment_photo_add", args=[slug, pk, key]) if assessment.is_open else "",
            kinds=KINDS,
            name="fotos",
        ),
    }
    return render(request, "housing/assessment_photos.html", context)


@takes_files
@require_POST
@gate(permission=Capability.ATTACHMENT_ADD)
def assessment_photo_add(request: Request, pk: UUID, key: str) -> HttpResponse:
    assessment = one_assessment(request, pk)
    criterion = criterion_for(assessment, key)
    if criterion is None or assessment.state not in OPEN_ASSESSMENTS:
        raise PermissionDenied
    return add_files(
        request,
        municipality=assessment.municipality,
        scope_id=assessment.initiative_scope_id,
        property_scope_id=assessment.property_id,
        kinds=KINDS,
        audiences=(Audience.TEAM,),
        link=lambda attachment: CheckAttachment.hang(attachment, assessment=assessment, criterion=criterion),
        back=reverse("housing:assessment_photos", args=[assessment.municipality.slug, pk, key]),
    )
