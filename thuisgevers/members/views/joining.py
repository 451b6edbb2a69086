"""`/<gemeente>/aansluiten/`: a municipality joins, one question per page. Nothing is remembered but the rows themselves."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from thuisgevers.members.agreement import agreement
from thuisgevers.members.forms import AcceptAgreementForm, InviteColleagueForm, InvitePersonForm, SetWaysForm
from thuisgevers.members.queries import members_of, open_invitations, waiting_counts
from thuisgevers.members.services.inviting import invite
from thuisgevers.members.services.joining import Progress, accept_agreement, join, progress, set_ways
from thuisgevers.municipalities.enums import Capability, Role
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request

from .parts import attempt, posted, status_of


@dataclass(frozen=True)
class Step:
    """One page of the wizard, as its overview shows it."""

    number: int
    title: str
    name: str
    is_done: bool
    is_current: bool


def _steps(state: Progress, current: str) -> list[Step]:
    rows = [
        (_("Verwerkersovereenkomst"), "members:join_agreement", state.agreement is not None),
        (_("Werkwijze"), "members:join_ways", state.has_sender),
        (_("Vertrouwenspersoon"), "members:join_adviser", state.has_adviser),
        (_("Collega's"), "members:join_colleagues", state.colleagues > 1),
        (_("Controleren en meedoen"), "members:join_finish", state.is_joined),
    ]
    return [Step(n, title, name, done, name == current) for n, (title, name, done) in enumerate(rows, start=1)]


def _page(request: Request, name: str, template: str, status: int = 200, **context: object) -> HttpResponse:
    state = progress(request.municipality)
    steps = _steps(state, f"members:{name}")
    current = next((step for step in steps if step.is_current), None)
    facts = {
        "municipality": request.municipality,
        "progress": state,
        "steps": steps,
        "step": current,
        "next_step": next((step for step in steps if not step.is_done), steps[-1]),
        **context,
    }
    return render(request, f"members/{template}.html", facts, status=status)


@require_safe
@gate(permission=Capability.MUNICIPALITY_JOIN)
def join_start(request: Request) -> HttpResponse:
    """What joining asks, what is settled, and how many people wait."""
    place = request.municipality
    return _page(request, "join", "join_start", waiting=waiting_counts([place]).get(place.pk, 0))


@require_http_methods(["GET", "HEAD", "POST"])
@gate(permission=Capability.MUNICIPALITY_JOIN)
def join_agreement(request: Request) -> HttpResponse:
    place, text = request.municipality, agreement()
    form = AcceptAgreementForm(posted(request), initial={"version": text.version, "name": request.user.display_name})

    def accept() -> object:
        facts = {key: form.cleaned_data[key] for key in ("version", "name", "position")}
        return accept_agreement(access=request.access, municipality=place, **facts)

    if request.method == "POST" and attempt(form, accept):
        messages.success(request, _("Uw akkoord is vastgelegd."))
        return redirect("members:join_ways", gemeente=place.slug)
    context = {"form": form, "text": text.as_html(place.name), "version": text.version}
    return _page(request, "join_agreement", "join_agreement", status_of(form), **context)


@require_http_methods(["GET", "HEAD", "POST"])
@gate(permission=Capability.MUNICIPALITY_JOIN)
def join_ways(request: Request) -> HttpResponse:
    """Also the settings page of a municipality that takes part."""
    place = request.municipality
    form = SetWaysForm.for_municipality(place, posted(request))

    def save() -> object:
        set_ways(access=request.access, municipality=place, **form.cleaned_data)
        return None

    if request.method == "POST" and attempt(form, save):
        messages.success(request, _("Opgeslagen."))
        name = "members:member_list" if place.participates else "members:join_adviser"
        return redirect(name, gemeente=place.slug)
    return _page(request, "join_ways", "join_ways", status_of(form), form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@gate(permission=Capability.MUNICIPALITY_JOIN)
def join_adviser(request: Request) -> HttpResponse:
    place = request.municipality
    form = InvitePersonForm(posted(request))

    def send() -> object:
        return invite(access=request.access, municipality=place, role=Role.CONFIDENTIAL_ADVISER, **form.cleaned_data)

    if request.method == "POST" and attempt(form, send):
        messages.success(request, _("De uitnodiging is onderweg naar %(name)s.") % {"name": form.cleaned_data["name"]})
        return redirect("members:join_colleagues", gemeente=place.slug)
    return _page(request, "join_adviser", "join_adviser", status_of(form), form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@gate(permission=Capability.MUNICIPALITY_JOIN)
def join_colleagues(request: Request) -> HttpResponse:
    """As often as needed; "verder" goes on."""
    place = request.municipality
    form = InviteColleagueForm(posted(request))

    def send() -> object:
        facts = {**form.cleaned_data, "role": Role(form.cleaned_data["role"])}
        return invite(access=request.access, municipality=place, **facts)

    if request.method == "POST" and attempt(form, send):
        messages.success(request, _("De uitnodiging is onderweg naar %(name)s.") % {"name": form.cleaned_data["name"]})
        return redirect("members:join_colleagues", gemeente=place.slug)
    context = {"form": form, **_people(request)}
    return _page(request, "join_colleagues", "join_colleagues", status_of(form), **context)


@require_http_methods(["GET", "HEAD", "POST"])
@gate(permission=Capability.MUNICIPALITY_JOIN)
def join_finish(request: Request) -> HttpResponse:
    place = request.municipality
    problem = ""
    if request.method == "POST":
        try:
            join(access=request.access, municipality=place)
        except ValidationError as error:
            problem = " ".join(error.messages)
        else:
            messages.success(request, _("Welkom. Uw gemeente doet mee."))
            return redirect("members:join", gemeente=place.slug)
    waiting = waiting_counts([place]).get(place.pk, 0)
    rows = _rows(request, progress(place))
    context = {"problem": problem, "waiting": waiting, "rows": rows, "today": timezone.localdate(), **_people(request)}
    return _page(request, "join_finish", "join_finish", 400 if problem else 200, **context)


def _people(request: Request) -> dict[str, object]:
    place = request.municipality
    return {
        "members": list(members_of(request.access, place)),
        "invitations": list(open_invitations(request.access, municipality=place)),
    }


def _rows(request: Request, state: Progress) -> list[dict[str, object]]:
    """Check your answers."""
    place = request.municipality
    signed = state.agreement
    words = "" if signed is None else f"{signed.version}, {signed.accepted_name} ({signed.accepted_position})"
    adviser = _("geregeld of uitgenodigd") if state.has_adviser else ""
    colleagues = str(state.colleagues)

    def url(name: str) -> str:
        return reverse(name, kwargs={"gemeente": place.slug})

    return [
        {"label": _("Verwerkersovereenkomst"), "value": words, "url": url("members:join_agreement")},
        {"label": _("Afzender van e-mails"), "value": place.sender_name, "url": url("members:join_ways")},
        {
            "label": _("Eerste antwoord binnen"),
            "value": _("%(n)s werkdagen") % {"n": place.first_answer_days},
            "url": url("members:join_ways"),
        },
        {"label": _("Vertrouwenspersoon"), "value": adviser, "url": url("members:join_adviser")},
        {"label": _("Collega's, met u erbij"), "value": colleagues, "url": url("members:join_colleagues")},
    ]
