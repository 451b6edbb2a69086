"""Homes over time, and homes that are free on a day."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from housing.forms.calendar import CalendarForm, FreeForm, window_of
from housing.queries.calendar import Lane, Window, free_homes, lanes, shift_month
from thuisgevers.common.listing import query_with
from thuisgevers.common.words import gettext as _
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request

from .placements_acting import UNPROCESSABLE, note_read

NO_ID = UUID(int=0)


@require_safe
@gate(permission=Capability.PLACEMENT_READ)
def placement_calendar(request: Request) -> HttpResponse:
    """A drawing, or the same as a table."""
    request.access.require(Capability.PLACEMENT_READ, municipality=request.municipality)
    asked = request.GET.copy()
    asked.setdefault("maanden", "12")
    form = CalendarForm(asked)
    form.is_valid()
    window = window_of(form.cleaned_data)
    found = lanes(request.access, window)
    properties = form.offer(_properties(found))
    shown = _chosen(found, form, window)
    note_read(
        request, "placement_calendar", list({b.household_id for lane in shown for b in lane.bars if b.household_id})
    )
    slug = request.municipality.slug
    context = {
        "municipality": request.municipality,
        "form": form,
        "properties": properties,
        "window": window,
        "months": window.headings(),
        "last_month": shift_month(window.stop, -1),
        "lanes": shown,
        "total": len(found),
        "today": timezone.localdate(),
        "is_table": request.GET.get("vorm") == "tabel",
        "tabs": [
            {
                "label": _("Tijdlijn"),
                "url": f"?{query_with(request, vorm='')}",
                "current": request.GET.get("vorm") != "tabel",
            },
            {
                "label": _("Tabel"),
                "url": f"?{query_with(request, vorm='tabel')}",
                "current": request.GET.get("vorm") == "tabel",
            },
        ],
        "earlier": f"?{query_with(request, vanaf=shift_month(window.start, -window.months).isoformat())}",
        "later": f"?{query_with(request, vanaf=window.stop.isoformat())}",
        "property_url": _property_url(slug),
        "legend": [
            ("active", _("bewoond")),
            ("planned", _("gepland")),
            ("proposed", _("voorgesteld")),
            ("ended", _("geëindigd")),
            ("overdue", _("verwacht einde voorbij")),
            ("closed", _("gesloten")),
        ],
    }
    return render(request, "housing/calendar_page.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_safe
@gate(permission=Capability.PLACEMENT_READ)
def placement_free(request: Request) -> HttpResponse:
    """Names nobody: homes only."""
    request.access.require(Capability.PLACEMENT_READ, municipality=request.municipality)
    form = FreeForm(request.GET)
    is_valid = form.is_valid()
    day = form.cleaned_data.get("op") or timezone.localdate()
    people = form.cleaned_data.get("personen")
    homes = [home for home in free_homes(request.access, day) if people is None or home.most >= people]
    context = {
        "municipality": request.municipality,
        "form": form,
        "day": day,
        "homes": homes,
        "places": sum(home.most for home in homes),
        "may_write": request.access.may(Capability.PLACEMENT_WRITE, municipality=request.municipality),
    }
    return render(request, "housing/calendar_free.html", context, status=200 if is_valid else UNPROCESSABLE)


def _chosen(found: list[Lane], form: CalendarForm, window: Window) -> list[Lane]:
    asked = form.cleaned_data
    shown = found
    if asked.get("pand"):
        shown = [lane for lane in shown if lane.property_id == asked["pand"]]
    if asked.get("vrij_van"):
        start = asked["vrij_van"]
        stop = asked.get("vrij_tot") or window.stop
        shown = [lane for lane in shown if lane.is_free(start, max(stop, start))]
    return shown


def _properties(found: Iterable[Lane]) -> list[tuple[str, str]]:
    return sorted({(lane.property_id, lane.property_name) for lane in found}, key=lambda pair: pair[1])


def _property_url(slug: str) -> str:
    return reverse("housing:property_detail", args=[slug, NO_ID])
