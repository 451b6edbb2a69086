"""Reports about properties: the worklist of a municipality, one's own list, one report, reporting."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from housing.enums import DefectActor, DefectKind
from housing.forms.defects import DefectListForm, DefectSearchForm, MessageForm
from housing.models import DefectAttachment, DefectReport
from housing.permissions.defects import (
    can_handle_defect,
    can_reopen_defect,
    can_write_defect,
    reportable_cards,
    reportable_properties,
    viewable_defects,
)
from housing.permissions.properties import viewable_properties
from housing.queries.defects import (
    LOOKS,
    TABS,
    URGENCY_LOOKS,
    DefectFilters,
    DefectRow,
    deadline_of,
    defect_list,
    defect_url,
    describe,
    history_of_defect,
    shown_defects,
    where_of,
)
from housing.queries.suitability_pages import property_url
from thuisgevers.attachments.enums import AttachmentKind, Audience
from thuisgevers.attachments.queries import attachment_panel
from thuisgevers.attachments.views.adding import add_files
from thuisgevers.common.listing import chip, lenient, query_with, tabs
from thuisgevers.common.spreadsheets import as_csv, as_download
from thuisgevers.common.uploads import takes_files
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request
from thuisgevers.municipalities.search_tokens import back_with_search, searched

UNPROCESSABLE, CONFLICT = 422, 409
KEPT = ("lijst", "soort", "zet", "sorteer")
LIST = "defects"
KINDS = (AttachmentKind.PHOTO,)
form_page = require_http_methods(["GET", "HEAD", "POST"])


def one_defect(request: Request, pk: UUID, *, is_own: bool) -> DefectReport:
    """The door. Under a municipality: for its officials; else for whoever reports or handles it in another way."""
    if not is_own:
        request.access.require(Capability.DEFECT_READ, municipality=request.municipality)
    rows = viewable_defects(request.access).select_related("municipality", "unit", "reported_by")
    return request.access.get_or_404(rows, pk=pk)


@require_safe
@gate(permission=Capability.DEFECT_READ)
def defects(request: Request) -> HttpResponse:
    """The worklist of a municipality: most urgent first. Names no resident."""
    request.access.require(Capability.DEFECT_READ, municipality=request.municipality)
    filters, form, is_expired = _asked(request)
    found = defect_list(request.access, filters)
    context = {
        "municipality": request.municipality,
        "list": found,
        "page": found.page,
        "filters": filters,
        "form": form,
        "tabs": tabs(request, TABS, filters.tab, found.counts),
        "chips": _chips(request, filters),
        "kept": [(name, request.GET[name]) for name in KEPT if name in request.GET],
        "clear_url": f"{request.path}?lijst={filters.tab}",
        "search_url": reverse("housing:defect_search", args=[request.municipality.slug]),
        "export_url": f"{reverse('housing:defect_export', args=[request.municipality.slug])}?{query_with(request)}",
        "is_expired": is_expired,
        "empty": _EMPTY["gefilterd" if _is_filtered(filters) else filters.tab],
    }
    return render(request, "housing/defect_list.html", context)


@require_POST
@gate(permission=Capability.DEFECT_READ)
def defect_search(request: Request) -> HttpResponse:
    """Takes the words out of the address: back to the list with a sealed token for them. Changes nothing."""
    request.access.require(Capability.DEFECT_READ, municipality=request.municipality)
    url = reverse("housing:defect_list", args=[request.municipality.slug])
    return back_with_search(request, DefectSearchForm(request.POST), url=url, kept=KEPT, of_list=LIST)


@require_safe
@gate(permission=Capability.DEFECT_READ)
def defect_export(request: Request) -> HttpResponse:
    """What the list shows now, all pages, as CSV; without what people wrote."""
    request.access.require(Capability.DEFECT_READ, municipality=request.municipality)
    filters, _form, _is_expired = _asked(request)
    header = [_("Nummer"), _("Wat"), _("Hoe snel"), _("Pand"), _("Stand"), _("Aan zet"), _("Termijn"), _("Gemeld op")]
    content = as_csv(header, (_line(row) for row in describe(shown_defects(request.access, filters), is_own=False)))
    return as_download(content, "csv", "meldingen", request.municipality.slug)


def _line(row: DefectRow) -> list[str]:
    day = "" if row.deadline.on is None else row.deadline.on.isoformat()
    reported = timezone.localdate(row.reported_at).isoformat()
    return [row.reference, row.kind, row.urgency_label, row.where, row.state_label, row.acts, day, reported]


@require_safe
@gate(permission=Capability.DEFECT_REPORT)
def my_defects(request: Request) -> HttpResponse:
    """For a team, an owner or a buddy: what they may see, and where they can report."""
    tab = request.GET.get("lijst", "")
    filters = DefectFilters(tab=tab if tab in {"open", "klaar"} else "open", page=request.GET.get("pagina", "1")[:6])
    found = defect_list(request.access, filters, is_own=True)
    places = list(reportable_properties(request.access).order_by("place", "street", "pk")[:20])
    cards = list(reportable_cards(request.access).order_by("move_in_on", "pk")[:20])
    context = {
        "list": found,
        "page": found.page,
        "tabs": [
            {"label": TABS[name], "url": f"?lijst={name}", "current": name == filters.tab, "count": found.counts[name]}
            for name in ("open", "klaar")
        ],
        "starts": [
            *(
                {
                    "url": reverse("housing:my_property_defect", args=[place.pk]),
                    "label": place.address or place.get_kind_display(),
                }
                for place in places
            ),
            *(
                {"url": reverse("housing:my_home_defect", args=[card.household_scope_id]), "label": card.unit_name}
                for card in cards
            ),
        ],
    }
    return render(request, "housing/defect_mine.html", context)


@require_safe
@gate(permission=Capability.DEFECT_READ)
def defect_detail(request: Request, pk: UUID) -> HttpResponse:
    return show_defect(request, one_defect(request, pk, is_own=False), is_own=False)


@require_safe
@gate(permission=Capability.DEFECT_REPORT)
def my_defect_detail(request: Request, pk: UUID) -> HttpResponse:
    return show_defect(request, one_defect(request, pk, is_own=True), is_own=True)


def show_defect(
    request: Request, defect: DefectReport, *, is_own: bool, form: MessageForm | None = None, status: int = 200
) -> HttpResponse:
    tone, icon = LOOKS[defect.state]
    access = request.access
    place = viewable_properties(access).filter(pk=defect.property_id).select_related("municipality").first()
    may_handle = can_handle_defect(access, defect)
    base = defect_url(defect, is_own=is_own)
    context = {
        "municipality": defect.municipality,
        "defect": defect,
        "where": where_of(defect),
        "property_url": "" if place is None else property_url(access, place),
        "tone": tone,
        "icon": icon,
        "urgency_look": URGENCY_LOOKS[defect.urgency],
        "deadline": deadline_of(defect),
        "history": history_of_defect(defect),
        "is_own": is_own,
        "base": base,
        "may_handle": may_handle and defect.is_open,
        "may_reopen": can_reopen_defect(access, defect),
        "may_write": can_write_defect(access, defect),
        "message_form": form or MessageForm(),
        "photos": attachment_panel(
            access,
            DefectAttachment.objects.filter(defect=defect),
            municipality=defect.municipality,
            scope_id=defect.initiative_scope_id,
            property_scope_id=defect.property_id,
            add_url=reverse(
                "housing:my_defect_photo" if is_own else "housing:defect_photo",
                args=[defect.pk] if is_own else [defect.municipality.slug, defect.pk],
            )
            if can_write_defect(access, defect)
            else "",
            kinds=KINDS,
            name="fotos",
        ),
        "sees_photos": defect.household_scope_id is None or may_handle,
    }
    return render(request, "housing/defect_detail.html", context, status=status)


@takes_files
@require_POST
@gate(permission=Capability.ATTACHMENT_ADD)
def defect_photo(request: Request, pk: UUID) -> HttpResponse:
    return _photo(request, pk, is_own=False)


@takes_files
@require_POST
@gate(permission=Capability.ATTACHMENT_ADD)
def my_defect_photo(request: Request, pk: UUID) -> HttpResponse:
    return _photo(request, pk, is_own=True)


def _photo(request: Request, pk: UUID, *, is_own: bool) -> HttpResponse:
    defect = one_defect(request, pk, is_own=is_own)
    if not can_write_defect(request.access, defect):
        raise PermissionDenied
    return add_files(
        request,
        municipality=defect.municipality,
        scope_id=defect.initiative_scope_id,
        property_scope_id=defect.property_id,
        kinds=KINDS,
        audiences=(Audience.TEAM,),
        link=lambda attachment: DefectAttachment.hang(attachment, defect=defect),
        back=defect_url(defect, is_own=is_own),
    )


def _asked(request: Request) -> tuple[DefectFilters, DefectListForm, bool]:
    """The filters in the address. What does not exist (any more) is left out; so is an old search."""
    form = lenient(DefectListForm, request.GET)
    text = searched(request, of_list=LIST)
    return form.filters(text or ""), form, text is None


def _is_filtered(filters: DefectFilters) -> bool:
    return filters != replace(DefectFilters(), tab=filters.tab, sort=filters.sort, page=filters.page)


def _chips(request: Request, filters: DefectFilters) -> list[dict[str, str]]:
    found = []
    if filters.text:
        found.append((_("Zoeken: %(text)s") % {"text": filters.text}, "zoek"))
    if filters.kind:
        found.append((_("Soort: %(kind)s") % {"kind": DefectKind(filters.kind).label}, "soort"))
    if filters.acts:
        found.append((_("Aan zet: %(who)s") % {"who": DefectActor(filters.acts).label}, "zet"))
    return [chip(request, label, name) for label, name in found]


_EMPTY: dict[str, tuple[str, Any, Any]] = {
    "open": ("circle-check", _lazy("Er staat niets open"), _lazy("Nieuwe meldingen komen hier vanzelf.")),
    "gevaar": (
        "circle-check",
        _lazy("Er is nergens gevaar gemeld"),
        _lazy("Meldingen met gevaar staan hier bovenaan."),
    ),
    "antwoord": ("circle-check", _lazy("Iedereen heeft antwoord"), _lazy("Geen enkele melder wacht op een bericht.")),
    "laat": ("circle-check", _lazy("Niets is te laat"), _lazy("Alle open meldingen zijn op tijd.")),
    "klaar": ("archive", _lazy("Er is nog niets afgerond"), _lazy("Hier komt wat is opgelost.")),
    "gefilterd": (
        "search",
        _lazy("Geen meldingen gevonden"),
        _lazy("Haal een filter weg of zoek met minder woorden. Afgeronde meldingen staan onder “Afgerond”."),
    ),
}
