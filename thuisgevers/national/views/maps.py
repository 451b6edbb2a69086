"""The nationwide map in its three forms, and what is public about one municipality."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from thuisgevers.common.cleaning import clean_line
from thuisgevers.municipalities import names
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.geo.maps import NoBoundaries, map_shapes, tile_map
from thuisgevers.municipalities.geo.places import resolve_places
from thuisgevers.municipalities.http import Request

from ..drawing.bounds import draw_bounds
from ..drawing.small import draw_place
from ..drawing.subject import Subject
from ..drawing.tiles import draw_tiles
from ..enums import PUBLIC_PHASES, Phase
from ..filters import MapFilter
from ..keeping import kept
from ..queries.figures import Figures, Place, desk_figures, find_municipality, public_figures, published_names
from ..queries.listing import as_csv, listed_places

WHY = "the map is public: announced initiatives per municipality, nothing of one initiative"
PAGE_SIZE = 50


def _figures(request: Request) -> tuple[Figures, tuple[Phase, ...], bool]:
    """What this visitor may know: the public figures, or all of them for the national desk."""
    if request.access.is_national(Capability.NATIONAL_FIGURES):
        return desk_figures(), tuple(Phase), True
    return public_figures(), PUBLIC_PHASES, False


def _page(request: Request, name: str, extra: dict[str, Any]) -> HttpResponse:
    """The whole page, or only its result for a filter that htmx sends."""
    template = f"national/{name}.html#result" if request.htmx and not request.htmx.boosted else f"national/{name}.html"
    response = render(request, template, extra)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _common(wanted: MapFilter, figures: Figures, phases: tuple[Phase, ...], current: str, path: str) -> dict[str, Any]:
    shared = wanted.shared_query()
    tabs = (
        ("map", _("Kaart"), "map-2"),
        ("map_tiles", _("Tegels"), "hexagons"),
        ("map_list", _("Lijst"), "list-details"),
    )
    return {
        "wanted": wanted,
        "figures": figures,
        "phases": phases,
        "path": path,
        "chips": wanted.chips(figures, path),
        "tabs": [
            {"label": label, "icon": icon, "url": reverse(f"national:{name}") + shared, "current": name == current}
            for name, label, icon in tabs
        ],
    }


@require_safe
@gate(public=WHY)
def national_map(request: Request) -> HttpResponse:
    """Real boundaries where they were imported, the tile map otherwise."""
    figures, phases, is_desk = _figures(request)
    wanted = MapFilter.read(request.GET, figures, phases=phases)
    subject = Subject(figures, wanted.phase, wanted.province)
    try:
        drawing = draw_bounds(map_shapes(), subject)
    except NoBoundaries:
        drawing = draw_tiles(tile_map(), subject)
    context = _common(wanted, figures, phases, "map", request.path)
    context |= _summary(subject) | _around(context, is_desk=is_desk)
    return _page(request, "map", {**context, "drawing": drawing})


@require_safe
@gate(public=WHY)
def map_tiles(request: Request) -> HttpResponse:
    figures, phases, is_desk = _figures(request)
    wanted = MapFilter.read(request.GET, figures, phases=phases)
    subject = Subject(figures, wanted.phase, wanted.province)
    context = _common(wanted, figures, phases, "map_tiles", request.path)
    context |= _summary(subject) | _around(context, is_desk=is_desk)
    return _page(request, "map", {**context, "drawing": draw_tiles(tile_map(), subject)})


def _around(common: dict[str, Any], *, is_desk: bool) -> dict[str, SafeString]:
    """What stands beside and below the map: the same for everybody with these filters, so it is made once."""
    wanted: MapFilter = common["wanted"]
    shared = {"is_desk": is_desk, **common}
    key = (common["path"], wanted.province, wanted.phase, is_desk)
    return {
        "beside": kept((common["figures"],), key, lambda: render_to_string("national/map_beside.html", shared)),
        "below": kept((), ("below", is_desk), lambda: render_to_string("national/map_explained.html", shared)),
    }


def _summary(subject: Subject) -> dict[str, Any]:
    counted = subject.counted()
    return {
        "shown_number": sum(number for _place, number in counted),
        "shown_places": len(counted),
        "where": subject.figures.provinces.get(subject.province, _("Nederland")),
    }


@require_safe
@gate(public=WHY)
def map_list(request: Request) -> HttpResponse:
    figures, phases, is_desk = _figures(request)
    wanted = MapFilter.read(request.GET, figures, phases=phases)
    rows = listed_places(figures, wanted)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("pagina"))
    context = {
        **_common(wanted, figures, phases, "map_list", request.path),
        "page": page,
        "rows": [_row(place) for place in page.object_list],
        "is_desk": is_desk,
        "shown_number": sum(place.count() for place in rows),
        "csv_url": reverse("national:map_list_csv") + wanted.query(),
    }
    return _page(request, "map_list", context)


def _row(place: Place) -> dict[str, Any]:
    return {
        "place": place,
        "potential": place.shown[Phase.POTENTIAL],
        "running": place.shown[Phase.RUNNING],
        "completed": place.shown[Phase.COMPLETED],
        "withdrawn": place.hidden[Phase.WITHDRAWN],
    }


@require_safe
@gate(public=WHY)
def map_list_csv(request: Request) -> HttpResponse:
    """The rows of the list with the same filters; the national desk gets its own columns."""
    figures, phases, is_desk = _figures(request)
    rows = listed_places(figures, MapFilter.read(request.GET, figures, phases=phases))
    response = HttpResponse(as_csv(rows, with_hidden=is_desk), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="thuisgevers-gemeenten.csv"'
    return response


@require_safe
@gate(public="finding a municipality by postcode or place: public facts of CBS and GeoNames")
def place_search(request: Request) -> HttpResponse:
    """One municipality: straight to its page. Several: ask. None: say what to try."""
    text = clean_line(request.GET.get("q", ""))[: names.LONGEST]
    hits = resolve_places(text)
    slugs = {hit.municipality.slug for hit in hits}
    if len(slugs) == 1:
        return redirect("national:municipality_detail", slug=slugs.pop())
    return render(request, "national/place_search.html", {"text": text, "hits": hits})


@require_safe
@gate(public="a municipality's announced figures, and names that team and municipality both publish")
def municipality_detail(request: Request, slug: str) -> HttpResponse:
    municipality, is_old = find_municipality(slug)
    if is_old:
        return redirect("national:municipality_detail", slug=municipality.slug)
    figures, _phases, is_desk = _figures(request)
    place = figures.by_code[municipality.code]
    try:
        shapes = map_shapes()
    except NoBoundaries:
        shapes = None
    context = {
        "municipality": municipality,
        "place": place,
        "numbers": [(phase, place.shown[phase]) for phase in PUBLIC_PHASES],
        "published": published_names(municipality),
        "drawing": draw_place(shapes, tile_map(), place),
        "is_desk": is_desk,
        "hidden": place.unannounced,
        "withdrawn": place.hidden[Phase.WITHDRAWN],
    }
    return render(request, "national/municipality_detail.html", context)
