"""The worklist of a municipality, its search box and its exports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from initiatives.enums import DossierState
from initiatives.forms.dossier import SearchForm, WorklistForm
from initiatives.queries.exporting import as_csv, as_xlsx
from initiatives.queries.team import colleagues
from initiatives.queries.worklist import TABS, Filters, describe, shown_rows, worklist
from thuisgevers.accounts.models import User
from thuisgevers.audit.services import log_read
from thuisgevers.common.listing import chip, lenient, query_with, tabs
from thuisgevers.common.spreadsheets import as_download
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request
from thuisgevers.municipalities.search_tokens import back_with_search, searched

KEPT = ("lijst", "stand", "behandelaar", "sorteer", "zoek")


@require_safe
@gate(permission=Capability.DOSSIER_READ)
def dossier_list(request: Request) -> HttpResponse:
    """The rows of one tab. Names no volunteer, so it writes a read log only for what a search found."""
    request.access.require(Capability.DOSSIER_READ, municipality=request.municipality)
    people = colleagues(request.municipality)
    form, filters, is_expired = _asked(request, people)
    found = worklist(request.access, filters)
    if filters.text:
        _log(request, "worklist_search", [row.pk for row in found.rows])
    context = {
        "municipality": request.municipality,
        "list": found,
        "page": found.page,
        "filters": filters,
        "selects": form.boxes(filters),
        "tabs": tabs(request, TABS, filters.tab, found.counts),
        "chips": _chips(request, filters, people),
        "kept": [(name, request.GET[name]) for name in KEPT if name in request.GET and name != "zoek"],
        "clear_url": f"{request.path}?lijst={filters.tab}",
        "search_url": reverse("initiatives:dossier_search", args=[request.municipality.slug]),
        "exports": [
            {"label": name.upper(), "url": f"{_export_url(request, name)}?{query_with(request)}"}
            for name in ("csv", "xlsx")
        ],
        "is_expired": is_expired,
        "empty": _empty(filters),
    }

    return render(request, "initiatives/dossier_list.html", context)


@require_POST
@gate(permission=Capability.DOSSIER_READ)
def dossier_search(request: Request) -> HttpResponse:
    """Takes the words out of the address: back to the list with a sealed token for them. Changes nothing."""
    request.access.require(Capability.DOSSIER_READ, municipality=request.municipality)
    url = reverse("initiatives:dossier_list", args=[request.municipality.slug])
    return back_with_search(request, SearchForm(request.POST), url=url, kept=KEPT)


@require_safe
@gate(permission=Capability.DOSSIER_READ)
def dossier_export(request: Request, layout: str) -> HttpResponse:
    """Everything the list shows now, all pages, in its order. Written in the read log with every dossier in it."""
    request.access.require(Capability.DOSSIER_READ, municipality=request.municipality)
    if layout not in {"csv", "xlsx"}:
        raise Http404
    _form, filters, _is_expired = _asked(request, colleagues(request.municipality))
    rows = list(describe(request.access, shown_rows(request.access, filters)))
    _log(request, f"worklist_export_{layout}", [row.pk for row in rows])
    content = as_csv(rows) if layout == "csv" else as_xlsx(rows)
    return as_download(content, layout, "dossiers", request.municipality.slug)


def _asked(request: Request, people: Sequence[User]) -> tuple[WorklistForm, Filters, bool]:
    """The filters in the address. What does not exist (any more) is left out; so is an old search."""
    form = lenient(partial(WorklistForm, people=people), request.GET)
    text = searched(request)
    return form, form.filters(text or ""), text is None


def _chips(request: Request, filters: Filters, people: Sequence[User]) -> list[dict[str, str]]:
    chips = []
    if filters.text:
        chips.append(chip(request, _("Zoeken: %(text)s") % {"text": filters.text}, "zoek"))
    if filters.state:
        chips.append(chip(request, _("Stand: %(state)s") % {"state": DossierState(filters.state).label}, "stand"))
    if filters.assignee is not None:
        names = {user.public_id: user.display_name for user in people}
        label = _("Behandelaar: %(name)s") % {"name": names.get(filters.assignee, "")}
        chips.append(chip(request, label, "behandelaar"))
    return chips


def _empty(filters: Filters) -> dict[str, str]:
    """What to do when there is nothing."""
    if filters != replace(Filters(), tab=filters.tab, sort=filters.sort, page=filters.page):
        return {
            "icon": "search",
            "title": _("Geen dossiers gevonden"),
            "text": _("Haal een filter weg of zoek met minder woorden. Gesloten dossiers staan onder “Gesloten”."),
        }
    return {
        "open": {
            "icon": "inbox",
            "title": _("Er staat niets open"),
            "text": _("Nieuwe aanmeldingen komen hier vanzelf binnen. De coördinator krijgt er een bericht van."),
        },
        "mijn": {
            "icon": "user-check",
            "title": _("Er staat niets op uw naam"),
            "text": _("Kijk onder “Niet toegewezen” of u iets kunt oppakken."),
        },
        "vrij": {
            "icon": "circle-check",
            "title": _("Alles is toegewezen"),
            "text": _("Elk open dossier heeft een behandelaar."),
        },
        "wacht": {
            "icon": "hourglass",
            "title": _("Er wordt op niemand gewacht"),
            "text": _("Hier staan dossiers die op antwoord van het initiatief wachten of zijn opgeschort."),
        },
        "laat": {"icon": "circle-check", "title": _("Niets is te laat"), "text": _("Alle open dossiers zijn op tijd.")},
        "gesloten": {
            "icon": "archive",
            "title": _("Er is nog niets gesloten"),
            "text": _("Hier komen dossiers die zijn bekendgemaakt, afgewezen of ingetrokken."),
        },
    }[filters.tab]


def _export_url(request: Request, layout: str) -> str:
    return reverse("initiatives:dossier_export", args=[request.municipality.slug, layout])


def _log(request: Request, purpose: str, ids: list[Any]) -> None:
    log_read(
        access=request.access,
        purpose=purpose,
        object_type="initiatives.Dossier",
        object_ids=ids,
        municipality=request.municipality,
    )
