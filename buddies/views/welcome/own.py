"""The resident's own page, after the digits."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation

from housing.enums import PlacementState
from housing.services.defects import DefectFacts
from thuisgevers.audit.services import log_read
from thuisgevers.municipalities.http import Request

from ...enums import SignalKind, SignalParty, SignalUrgency
from ...forms.welcome import KINDS, BrokenForm, MessageForm, MoodForm, UnsafeForm
from ...permissions.ideas import places_of_home
from ...permissions.welcome import own_messages, own_moods
from ...queries import welcome as queries
from ...queries.ideas import MOST, by_kind
from ...queries.welcome import HOUSE_RULES, OwnHome
from ...services.signals.raising import AlreadySentError, NobodyLeftError, SignalFacts, raise_signal
from ...services.welcome.reporting import report_broken, write_about_report
from ...services.welcome.writing import erase_mood, keep_mood, share_with_volunteers, write_message
from .visiting import UNPROCESSABLE, page, resident, visit_of

MOST_MOODS = 30
#: What just happened, in the address of the page that says so: never anything typed.
DONE = frozenset({"bericht", "melding", "bewaard", "gewist", "gestopt", "gedeeld"})


def done_page(name: str, what: str, **parameters: Any) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse(f'buddies:{name}', kwargs=parameters or None)}?klaar={what}")


def own_page(
    request: Request,
    home: OwnHome,
    template: str,
    context: dict[str, Any],
    *,
    form: forms.Form | None = None,
    refused: bool = False,
) -> HttpResponse:
    done = request.GET.get("klaar", "")
    everything = {**visit_of(home), "form": form, "done": done if done in DONE else "", **context}
    is_wrong = refused or (form is not None and bool(form.errors))
    return page(request, template, everything, status=UNPROCESSABLE if is_wrong else 200)


@resident
def home_page(request: Request, home: OwnHome) -> HttpResponse:
    """Who is my buddy, my dates, who to call, house rules; and the way to everything else."""
    _log(request, home, "own_page")
    context = {
        "buddies": queries.own_buddies_of_home(),
        "contacts": queries.contacts(home),
        "next_home": queries.next_home(home.stay),
        "rules": HOUSE_RULES,
        "own_rules": queries.own_rules(),
        "answered_reports": sum(one.is_own and one.due_on is None for one in queries.own_reports()),
        "waiting": own_messages(request.access).filter(state="answered").count(),
    }
    return own_page(request, home, "home", context)


@resident
def guide(request: Request, home: OwnHome) -> HttpResponse:
    """Places to go, as who guides the buddies of the municipality keeps them."""
    rows = places_of_home(home.household.municipality_id).order_by("name", "id")[:MOST]
    return own_page(request, home, "guide", {"kinds": by_kind(rows, names=queries.OWN_NAMES)})


@resident
def kept(request: Request, home: OwnHome) -> HttpResponse:
    """What is stored, who read it, when the page was opened."""
    _log(request, home, "own_file")
    context = {
        "facts": queries.what_is_kept(home),
        "looks": queries.who_looked(),
        "visits": queries.own_visits(),
    }
    return own_page(request, home, "kept", context)


@resident
def sharing(request: Request, home: OwnHome) -> HttpResponse:
    """Stop, or share again: at once."""
    if request.method == "POST":
        wanted = request.POST.get("delen") == "ja"
        share_with_volunteers(access=request.access, household=home.household, wanted=wanted)
        return done_page("welcome_sharing", "gedeeld" if wanted else "gestopt")
    return own_page(request, home, "sharing", {})


@resident
def mood(request: Request, home: OwnHome) -> HttpResponse:
    """How I am. Read with this card only, unless somebody else is chosen."""
    if request.method == "POST" and "wis" in request.POST:
        erase_mood(access=request.access, pk=_uuid(request.POST["wis"]))
        return done_page("welcome_mood", "gewist")
    form = MoodForm(request.POST if request.method == "POST" else None, readers=queries.readers_of_mood(home))
    if form.is_valid():
        keep_mood(access=request.access, home=home.stay, **form.cleaned_data)
        return done_page("welcome_mood", "bewaard")
    return own_page(request, home, "mood", {"moods": own_moods(request.access)[:MOST_MOODS]}, form=form)


@resident
def broken(request: Request, home: OwnHome) -> HttpResponse:
    """Something in the home is broken or unsafe. Only where somebody lives already."""
    lives_here = home.stay.state == PlacementState.ACTIVE
    form = BrokenForm(request.POST if request.method == "POST" else None)
    if lives_here and form.is_valid():
        facts = DefectFacts(**{name: form.cleaned_data[name] for name in ("kind", "urgency", "description")})
        report_broken(access=request.access, home=home.stay, facts=facts, client_id=form.cleaned_data["client_id"])
        return done_page("welcome_broken", "melding")
    context = {"lives_here": lives_here, "reports": queries.own_reports()}
    return own_page(request, home, "broken", context, form=form)


@resident
def report(request: Request, home: OwnHome, pk: UUID) -> HttpResponse:
    """One's own report: how far it is, what was written about it, and writing back."""
    one = next((one for one in queries.own_reports() if one.pk == pk and one.is_own), None)
    if one is None:
        raise Http404
    form = MessageForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        write_about_report(access=request.access, home=home.stay, report_id=pk, **form.cleaned_data)
        return done_page("welcome_report", "bericht", pk=pk)
    return own_page(request, home, "report", {"report": one, "lines": queries.lines_of_report(pk)}, form=form)


@resident
def unsafe(request: Request, home: OwnHome) -> HttpResponse:
    """A worry about somebody's safety. The answer shows its number once: nobody can look back from this page."""
    form = UnsafeForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return own_page(request, home, "unsafe", {}, form=form)
    language = translation.get_language() or "nl"
    facts = SignalFacts(
        kind=SignalKind.OTHER,
        urgency=SignalUrgency(form.cleaned_data["urgency"]),
        seen=form.cleaned_data["seen"],
        parties=[SignalParty(form.cleaned_data["party"])],
        where=home.household.reference,
        household_id=home.household.pk,
        initiative_id=home.stay.initiative_scope_id,
        language="" if language == "nl" else language,
    )
    key = form.cleaned_data["client_id"]
    try:
        raised = raise_signal(access=request.access, municipality=home.household.municipality, facts=facts, key=key)
    except NobodyLeftError:
        return own_page(request, home, "unsafe", {"is_refused": True}, form=form)
    except AlreadySentError:
        return own_page(request, home, "unsafe_sent", {"reference": ""})
    return own_page(request, home, "unsafe_sent", {"reference": raised.reference})


@resident
def write(request: Request, home: OwnHome, kind: str) -> HttpResponse:
    """Ask, complain, correct or object: to the municipality, with a day by which there is an answer."""
    if kind not in KINDS:
        raise Http404
    form = MessageForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        write_message(
            access=request.access,
            household=home.household,
            kind=kind,
            language=translation.get_language() or "nl",
            **form.cleaned_data,
        )
        return done_page("welcome_messages", "bericht")
    return own_page(request, home, "write", {"kind": KINDS[kind]}, form=form)


@resident
def messages_page(request: Request, home: OwnHome) -> HttpResponse:
    """What I wrote, and the answers."""
    return own_page(
        request, home, "messages", {"messages_written": own_messages(request.access).order_by("-created_at")}
    )


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


def _log(request: Request, home: OwnHome, purpose: str) -> None:
    log_read(
        access=request.access,
        purpose=purpose,
        object_type="housing.Household",
        object_ids=[home.household.pk],
        municipality=home.household.municipality,
    )
