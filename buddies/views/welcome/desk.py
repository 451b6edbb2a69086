"""Below `/<gemeente>/bewoners/`: cards are made, printed and ended; messages of residents are answered."""

from __future__ import annotations

import base64
import binascii
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from housing.models import HouseholdCard
from housing.needs import read_list
from thuisgevers.audit.services import log_read
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request

from ...enums import ResidentMessageState, WelcomeCardState, WelcomeLanguage
from ...forms.welcome import AnswerForm, MakeCardForm
from ...models import WelcomeCard
from ...permissions.welcome import homes_to_welcome, viewable_messages, viewable_welcome_cards
from ...services.welcome.cards import fetch_card, make_card, minutes_to_print, revoke_card
from ...services.welcome.writing import answer_message

UNPROCESSABLE = 422
NOTHING_NEW = 204
PAGE_SIZE = 50
form_page = require_http_methods(["GET", "HEAD", "POST"])


def _home(request: Request, pk: UUID) -> HouseholdCard:
    """The newest stay of the household; the door of everything about its cards."""
    rows = homes_to_welcome(request.access).filter(household_scope_id=pk)
    newest = rows.order_by("-move_in_on", "-id").values("pk")[:1]
    return request.access.get_or_404(rows.select_related("municipality"), pk__in=newest)


def _cards(request: Request, home: HouseholdCard) -> list[WelcomeCard]:
    rows = viewable_welcome_cards(request.access).filter(household_id=home.household_scope_id)
    return list(rows.select_related("made_by"))


@form_page
@gate(permission=Capability.WELCOME_MANAGE)
def cards(request: Request, pk: UUID) -> HttpResponse:
    """The cards of one household, and a new one. The digits of a new card are shown in this answer and never again."""
    home = _home(request, pk)
    spoken = next((one for one in home.languages if one in WelcomeLanguage.values), WelcomeLanguage.DUTCH)
    form = MakeCardForm(request.POST if request.method == "POST" else None, initial={"language": spoken})
    context: dict[str, object] = {"municipality": request.municipality, "home": home, "form": form}
    if form.is_valid():
        try:
            card, pin = make_card(access=request.access, home=home, **form.cleaned_data)
        except ConflictError as conflict:
            messages.error(request, conflict.message)
            return redirect(request.path)
        shown = {"card": card, "pin": f"{pin[:3]} {pin[3:]}", "minutes": minutes_to_print(card)}
        return render(request, "buddies/welcome/made.html", {**context, **shown})
    log_read(
        access=request.access,
        purpose="welcome_cards",
        object_type="housing.HouseholdCard",
        object_ids=[home.pk],
        municipality=home.municipality,
    )
    context |= {"cards": _cards(request, home), "names": ", ".join(read_list(home.first_names))}
    return render(request, "buddies/welcome/cards.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_safe
@gate(permission=Capability.WELCOME_MANAGE)
def card_state(request: Request, pk: UUID) -> HttpResponse:
    """Whether the card can be printed; the page of a new card asks this until it can."""
    card = request.access.get_or_404(viewable_welcome_cards(request.access), pk=pk)
    if request.htmx and card.state == WelcomeCardState.REQUESTED:
        return HttpResponse(status=NOTHING_NEW)
    context = {"municipality": request.municipality, "card": card}
    return render(request, f"buddies/welcome/card_state.html{'#state' if request.htmx else ''}", context)


@require_POST
@gate(permission=Capability.WELCOME_MANAGE)
def card_file(request: Request, pk: UUID) -> HttpResponse:
    """The card as PDF, within a day of making it. By a press: fetching a secret is in the log."""
    card = request.access.get_or_404(viewable_welcome_cards(request.access).select_related("municipality"), pk=pk)
    try:
        content = base64.b64decode(fetch_card(access=request.access, card=card))
    except binascii.Error as error:
        raise ConflictError(_("Deze kaart is niet meer te printen. Maak een nieuwe.")) from error
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = 'attachment; filename="bewonerskaart.pdf"'
    response.headers["Cache-Control"] = "no-store, private"
    return response


@form_page
@gate(permission=Capability.WELCOME_MANAGE)
def card_revoke(request: Request, pk: UUID) -> HttpResponse:
    card = request.access.get_or_404(
        viewable_welcome_cards(request.access).select_related("municipality", "made_by"), pk=pk
    )
    if request.method == "POST":
        revoke_card(access=request.access, card=card)
        messages.success(request, _("De kaart is ingetrokken. Ze opent niets meer."))
        return redirect("buddies:welcome_cards", gemeente=request.municipality.slug, pk=card.household_id)
    return render(request, "buddies/welcome/revoke.html", {"municipality": request.municipality, "card": card})


@require_safe
@gate(permission=Capability.WELCOME_ANSWER)
def message_list(request: Request) -> HttpResponse:
    """What residents wrote and waits for an answer, the oldest day first; no words here, so nothing personal."""
    rows = viewable_messages(request.access).select_related("household")
    context = {
        "municipality": request.municipality,
        "waiting": rows.filter(state=ResidentMessageState.OPEN).order_by("due_on", "id")[:PAGE_SIZE],
        "answered": rows.filter(state=ResidentMessageState.ANSWERED).order_by("-answered_at")[:PAGE_SIZE],
    }
    return render(request, "buddies/welcome/message_list.html", context)


@form_page
@gate(permission=Capability.WELCOME_ANSWER)
def message_detail(request: Request, pk: UUID) -> HttpResponse:
    """Read it (which is in the read log), answer it."""
    rows = viewable_messages(request.access).select_related("household", "municipality", "answered_by")
    message = request.access.get_or_404(rows, pk=pk)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        answer_message(access=request.access, message=message, text=form.cleaned_data["text"])
        messages.success(request, _("Uw antwoord staat op de pagina van de bewoner."))
        return redirect("buddies:resident_messages", gemeente=request.municipality.slug)
    log_read(
        access=request.access,
        purpose="resident_message",
        object_type="housing.Household",
        object_ids=[message.household_id],
        municipality=message.municipality,
    )
    context = {"municipality": request.municipality, "message": message, "form": form}
    return render(request, "buddies/welcome/message_detail.html", context, status=UNPROCESSABLE if form.errors else 200)
