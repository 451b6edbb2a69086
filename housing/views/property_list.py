"""The register of a municipality, its search box and its exports."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from housing.enums import PropertyKind, PropertyState
from housing.forms.properties import PropertyListForm, SearchForm
from housing.queries.properties import OWNER, TABS, WITH, Filters, describe, property_list, shown_rows
from housing.queries.property_exporting import as_csv, as_xlsx
from thuisgevers.audit.services import log_read
from thuisgevers.common.listing import chip, lenient, query_with, tabs
from thuisgevers.common.spreadsheets import as_download
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request
from thuisgevers.municipalities.search_tokens import back_with_search, searched

KEPT = ("lijst", "stand", "soort", "initiatief", "eigenaar", "sorteer", "zoek")
LIST = "properties"


@require_safe
@gate(permission=Capability.PROPERTY_READ)
def property_register(request: Request) -> HttpResponse:
    """The rows of one tab. Names no person, so it writes a read log only for what a search found."""
    request.access.require(Capability.PROPERTY_READ, municipality=request.municipality)
    form, filters, is_expired = _asked(request)
    found = property_list(request.access, filters)
    if filters.text:
        _log(request, "property_search", [row.pk for row in found.rows])
    may_add = request.access.may(Capability.PROPERTY_WRITE, municipality=request.municipality)
    add_url = reverse("housing:property_add", args=[request.municipality.slug]) if may_add else ""
    context = {
        "municipality": request.municipality,
        "list": found,
        "page": found.page,
        "filters": filters,
        "selects": form.boxes(filters),
        "tabs": tabs(request, TABS, filters.tab, found.counts),
        "chips": _chips(request, filters),
        "kept": [(name, request.GET[name]) for name in KEPT if name in request.GET and name != "zoek"],
        "clear_url": f"{request.path}?lijst={filters.tab}",
        "search_url": reverse("housing:property_search", args=[request.municipality.slug]),
        "add_url": add_url,
        "exports": [
            {
                "label": name.upper(),
                "url": f"{reverse('housing:property_export', args=[request.municipality.slug, name])}"
                f"?{query_with(request)}",
            }
            for name in ("csv", "xlsx")
        ],
        "is_expired": is_expired,
        "empty": _empty(filters) | {"action_url": add_url if filters.tab == "gebruik" else ""},
    }
    return render(request, "housing/property_list.html", context)


@require_POST
@gate(permission=Capability.PROPERTY_READ)
def property_search(request: Request) -> HttpResponse:
    """Takes the words out of the address: back to the list with a sealed token for them. Changes nothing."""
    request.access.require(Capability.PROPERTY_READ, municipality=request.municipality)
    url = reverse("housing:property_list", args=[request.municipality.slug])
    return back_with_search(request, SearchForm(request.POST), url=url, kept=KEPT, of_list=LIST)


@require_safe
@gate(permission=Capability.PROPERTY_READ)
def property_export(request: Request, layout: str) -> HttpResponse:
    """Everything the list shows now, all pages, in its order. Written in the read log with every property in it."""
    request.access.require(Capability.PROPERTY_READ, municipality=request.municipality)
    if layout not in {"csv", "xlsx"}:
        raise Http404
    _form, filters, _is_expired = _asked(request)
    rows = list(describe(request.access, shown_rows(request.access, filters)))
    _log(request, f"property_export_{layout}", [row.pk for row in rows])
    content = as_csv(rows) if layout == "csv" else as_xlsx(rows)
    return as_download(content, layout, "panden", request.municipality.slug)


def _asked(request: Request) -> tuple[PropertyListForm, Filters, bool]:
    """The filters in the address. What does not exist (any more) is left out; so is an old search."""
    form = lenient(PropertyListForm, request.GET)
    text = searched(request, of_list=LIST)
    return form, form.filters(text or ""), text is None


def _chips(request: Request, filters: Filters) -> list[dict[str, str]]:
    """The filters in force, each with the address without it."""
    held = {
        "zoek": (_("Zoeken: %(what)s"), filters.text),
        "stand": (_("Stand: %(what)s"), str(PropertyState(filters.state).label) if filters.state else ""),
        "soort": (_("Soort: %(what)s"), str(PropertyKind(filters.kind).label) if filters.kind else ""),
        "initiatief": ("%(what)s", capfirst(str(WITH.get(filters.initiative, "")))),
        "eigenaar": (_("Eigenaar: %(what)s"), str(OWNER.get(filters.owner, ""))),
    }
    return [chip(request, words % {"what": value}, name) for name, (words, value) in held.items() if value]


def _empty(filters: Filters) -> dict[str, str]:
    """What to do when there is nothing."""
    if filters.is_narrowed:
        return {
            "icon": "search",
            "title": _("Geen panden gevonden"),
            "text": _("Haal een filter weg of zoek met minder woorden. Gesloten panden staan onder “Gesloten”."),
        }
    return {
        "gebruik": {
            "icon": "building",
            "title": _("Er zijn nog geen panden"),
            "text": _("Panden uit aanmeldingen komen hier vanzelf. U kunt ook zelf een pand toevoegen."),
        },
        "bellen": {
            "icon": "circle-check",
            "title": _("U hoeft niemand te bellen"),
            "text": _("Hier komen panden waarvan de eigenaar twee maanden niet antwoordt of nee zegt."),
        },
        "beoordelen": {
            "icon": "circle-check",
            "title": _("Alles is beoordeeld"),
            "text": _("Nieuwe panden komen hier vanzelf binnen."),
        },
        "geschikt": {
            "icon": "home",
            "title": _("Geen geschikte panden die nog niet open zijn"),
            "text": _("Hier staan panden die geschikt zijn bevonden en nog opengesteld moeten worden."),
        },
        "open": {
            "icon": "door-enter",
            "title": _("Er zijn nog geen panden open"),
            "text": _("Een pand gaat open als het geschikt is, de eigenaar akkoord is en er een wooneenheid is."),
        },
        "voorbij": {
            "icon": "archive",
            "title": _("Er is nog niets gesloten"),
            "text": _("Hier komen panden die gesloten, ingetrokken of niet geschikt zijn."),
        },
    }[filters.tab]


def _log(request: Request, purpose: str, ids: list[Any]) -> None:
    log_read(
        access=request.access,
        purpose=purpose,
        object_type="housing.Property",
        object_ids=ids,
        municipality=request.municipality,
    )
