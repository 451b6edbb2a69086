"""`/mijn-maatjes/`: phone first. Proposals to answer, households to log a contact for, one's own moments and facts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thuisgevers.audit.services import log_read
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.common.ids import uuid7
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request
from thuisgevers.municipalities.models import Municipality

from ..enums import OPEN_MATCH, Answer, BuddyState, ContactKind, MatchState
from ..forms.contact import ContactForm, CorrectForm, initial_of
from ..forms.people import FactsForm, PauseForm
from ..forms.people import initial_of as buddy_initial
from ..models import Buddy, BuddyMatch, ContactMoment
from ..permissions.buddies import own_buddies
from ..permissions.goals import goals_as_buddy
from ..permissions.matches import own_matches, own_moments
from ..queries.mine import Mine, cards_by_household, describe, my_matches
from ..queries.welcome import moods_for_buddy
from ..queries.words import BUDDY_LOOKS
from ..services.applying import edit_own_facts
from ..services.contacts import change_contact, log_contact, match_is_over
from ..services.intake import ask_to_leave, leave, pause_buddy, resume_buddy
from ..services.match_mails import calendar_of
from ..services.proposing import answer_as_buddy
from ..services.running import start_match

OWN = "a buddy's own households and contact moments"
MOMENTS_ON_A_PAGE = 20
UNPROCESSABLE, CONFLICT = 422, 409
form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@gate(account=OWN)
def mine(request: Request) -> HttpResponse:
    current, over = my_matches(request.access)
    for place in {one.match.municipality for one in (*current, *over)}:
        shown = [one.match.pk for one in (*current, *over) if one.match.municipality == place]
        _read(request, "own_matches", "buddies.BuddyMatch", shown, place)
    buddies = list(own_buddies(request.access).select_related("municipality").order_by("created_at", "id"))
    context = {
        "current": current,
        "over": over,
        "buddies": buddies,
        "has_stopped": bool(buddies) and not any(one.is_open for one in buddies),
        "has_pause": any(one.state == BuddyState.PAUSED for one in buddies),
    }
    return render(request, "buddies/mine.html", context)


@require_safe
@gate(account=OWN)
def my_match(request: Request, pk: UUID) -> HttpResponse:
    one = own_match_or_404(request, pk)
    page = Paginator(own_moments(request.access).filter(match=one.match), MOMENTS_ON_A_PAGE).get_page(
        request.GET.get("pagina")
    )
    shared = moods_for_buddy(request.access, one.match)
    context = {
        "one": one,
        "match": one.match,
        "page": page,
        "moods": shared,
        "goals": list(goals_as_buddy(request.access).filter(match=one.match)) if one.can_log else [],
    }
    return render(request, "buddies/my_match.html", context)


@require_POST
@gate(account=OWN)
def my_match_answer(request: Request, pk: UUID) -> HttpResponse:
    """Yes or no to a proposal, one press."""
    match = own_match_or_404(request, pk).match
    answer = request.POST.get("answer", "")
    if answer not in Answer.values:
        messages.error(request, _("Kies ja of nee."))
        return redirect("buddies:my_match", pk=pk)
    done = answer_as_buddy(access=request.access, match=match, answer=Answer(answer))
    if done.state == MatchState.ACCEPTED:
        messages.success(request, _("Het huishouden zei ook ja. De coördinator plant met u de eerste ontmoeting."))
    elif answer == Answer.YES:
        messages.success(request, _("Dank u wel. Wij vragen het nu aan het huishouden."))
    else:
        messages.info(request, _("Goed dat u het zegt. Wij zoeken verder, voor u en voor hen."))
    return redirect("buddies:my_matches")


@require_POST
@gate(account=OWN)
def my_match_start(request: Request, pk: UUID) -> HttpResponse:
    """They met."""
    try:
        start_match(access=request.access, match=own_match_or_404(request, pk).match)
    except ConflictError as conflict:
        messages.error(request, conflict.message)
        return redirect("buddies:my_match", pk=pk)
    messages.success(request, _("Mooi! Leg meteen vast hoe de eerste ontmoeting was."))
    return redirect("buddies:contact_add", pk=pk)


@require_safe
@gate(account=OWN)
def my_match_calendar(request: Request, pk: UUID) -> HttpResponse:
    """The first meeting as a file for a calendar; nothing of the household stands in it."""
    match = own_match_or_404(request, pk).match
    if match.meets_at is None:
        raise Http404
    response = HttpResponse(calendar_of(match), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="ontmoeting.ics"'
    return response


@form_page
@gate(account=OWN)
def contact_add(request: Request, pk: UUID) -> HttpResponse:
    """The form of twenty seconds. The key that it carries makes sending twice one moment. `?wat=` says what was done, from an idea."""
    one = own_match_or_404(request, pk)
    if request.method != "POST":
        wanted = request.GET.get("wat", "")
        form = ContactForm(initial={"kind": wanted} if wanted in ContactKind.values else None)
        return _contact_page(request, one, form, client_id=uuid7())
    form = ContactForm(request.POST)
    client_id = key_of(request)
    if not form.is_valid():
        return _contact_page(request, one, form, client_id=client_id, status=UNPROCESSABLE)
    if form.findings and request.POST.get("has_seen_warning") != "on":
        return _contact_page(request, one, form, client_id=client_id, warn=True, status=UNPROCESSABLE)
    try:
        log_contact(access=request.access, match=one.match, client_id=client_id, facts=form.facts())
    except ValidationError as error:
        form.add_error(None, error)
        return _contact_page(request, one, form, client_id=client_id, status=UNPROCESSABLE)
    except ConflictError as conflict:
        form.add_error(None, conflict.message)
        return _contact_page(request, one, form, client_id=client_id, status=CONFLICT)
    messages.success(request, _("Vastgelegd. Dank u wel!"))
    return redirect("buddies:my_match", pk=pk)


@form_page
@gate(account=OWN)
def contact_edit(request: Request, pk: UUID) -> HttpResponse:
    """For a day a change; afterwards a correction that says why."""
    rows = own_moments(request.access).select_related("match", "match__municipality")
    moment = request.access.get_or_404(rows, pk=pk)
    one = own_match_or_404(request, moment.match_id)
    form_class = ContactForm if moment.can_be_edited else CorrectForm
    if request.method != "POST":
        if not one.can_log:
            messages.info(request, match_is_over())
            return redirect("buddies:my_match", pk=moment.match_id)
        return _contact_page(request, one, form_class(initial=initial_of(moment)), moment=moment)
    form = form_class(request.POST)
    if not form.is_valid():
        return _contact_page(request, one, form, moment=moment, status=UNPROCESSABLE)
    if form.findings and request.POST.get("has_seen_warning") != "on":
        return _contact_page(request, one, form, moment=moment, warn=True, status=UNPROCESSABLE)
    try:
        change_contact(
            access=request.access,
            moment=moment,
            facts=form.facts(),
            correction=form.cleaned_data.get("correction", ""),
        )
    except ValidationError as error:
        form.add_error(None, error)
        return _contact_page(request, one, form, moment=moment, status=UNPROCESSABLE)
    except ConflictError as conflict:
        form.add_error(None, conflict.message)
        return _contact_page(request, one, form, moment=moment, status=CONFLICT)
    messages.success(request, _("Gewijzigd."))
    return redirect("buddies:my_match", pk=moment.match_id)


@form_page
@gate(account=OWN)
def my_facts(request: Request, pk: UUID) -> HttpResponse:
    """What I said of myself; a pause; stopping."""
    buddy = request.access.get_or_404(own_buddies(request.access).select_related("municipality"), pk=pk)
    form, pause = FactsForm(initial=buddy_initial(buddy)), PauseForm()
    if request.method == "POST":
        act = request.POST.get("act", "")
        if act == "pauze":
            pause = PauseForm(request.POST)
        elif act not in ("verder", "stop"):
            form = FactsForm(request.POST)
        if _is_valid(act, form, pause):
            try:
                messages.success(request, _do(request, buddy, act, form, pause))
                return redirect("buddies:my_facts", pk=pk)
            except (ConflictError, ValidationError) as error:
                said = error.message if isinstance(error, ConflictError) else " ".join(error.messages)
                messages.error(request, said)
                return redirect("buddies:my_facts", pk=pk)
    _read(request, "own_facts", "buddies.Buddy", [buddy.pk])
    context = {
        "buddy": buddy,
        "form": form,
        "pause": pause,
        "look": BUDDY_LOOKS[BuddyState(buddy.state)],
        "may_pause": buddy.state == BuddyState.READY,
        "may_resume": buddy.state == BuddyState.PAUSED,
    }
    return render(
        request, "buddies/my_facts.html", context, status=UNPROCESSABLE if form.errors or pause.errors else 200
    )


def _is_valid(act: str, form: FactsForm, pause: PauseForm) -> bool:
    if act == "pauze":
        return pause.is_valid()
    return act in ("verder", "stop") or form.is_valid()


def _do(request: Request, buddy: Buddy, act: str, form: FactsForm, pause: PauseForm) -> str:
    access = request.access
    match act:
        case "pauze":
            pause_buddy(access=access, buddy=buddy, last_day=pause.cleaned_data["until"])
            return _("U hebt pauze. U krijgt geen nieuwe voorstellen.")
        case "verder":
            resume_buddy(access=access, buddy=buddy)
            return _("Fijn dat u er weer bent.")
        case "stop":
            if own_matches(access).filter(buddy=buddy, state__in=OPEN_MATCH).exists():
                ask_to_leave(access=access, buddy=buddy)
                return _(
                    "De buddycoördinator weet dat u wilt stoppen en belt of mailt u over uw huishouden. Nieuwe voorstellen krijgt u niet meer."
                )
            leave(access=access, buddy=buddy)
            return _("U bent gestopt als buddy. Dank u wel voor alles.")
        case _:
            edit_own_facts(access=access, buddy=buddy, facts=form.facts())
            return _("Uw gegevens zijn bewaard.")


def own_match_or_404(request: Request, pk: UUID) -> Mine:
    """The door: one of one's own matches, with the card once both said yes. Reading it is logged."""
    rows = own_matches(request.access).select_related("municipality")
    row: BuddyMatch = request.access.get_or_404(rows, pk=pk)
    one = describe(row, cards_by_household(request.access, [row.household_id]).get(row.household_id))
    _read(request, "own_match", "buddies.BuddyMatch", [row.pk], row.municipality)
    return one


def _read(request: Request, purpose: str, object_type: str, ids: list[UUID], place: Municipality | None = None) -> None:
    """With the municipality, so that the household finds it back on its own page."""
    log_read(access=request.access, purpose=purpose, object_type=object_type, object_ids=ids, municipality=place)


def key_of(request: Request) -> UUID:
    """The form's key; a form without one (or with a broken one) gets a new key."""
    try:
        return UUID(request.POST.get("client_id", ""))
    except ValueError:
        return uuid7()


def _contact_page(
    request: Request,
    one: Mine,
    form: ContactForm,
    *,
    client_id: UUID | None = None,
    moment: ContactMoment | None = None,
    warn: bool = False,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "one": one,
        "match": one.match,
        "form": form,
        "client_id": client_id,
        "moment": moment,
        "findings": form.findings if warn else [],
    }
    return render(request, "buddies/contact.html", context, status=status)
