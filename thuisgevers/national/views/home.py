"""The front door."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from thuisgevers.guidance.queries.questions import chosen_lately
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.geo.maps import NoBoundaries, map_shapes, tile_map
from thuisgevers.municipalities.http import Request

from ..drawing.frame import Drawing
from ..drawing.small import draw_small
from ..drawing.subject import Subject
from ..enums import Phase
from ..keeping import kept
from ..queries.figures import Figures, public_figures


@require_safe
@gate(public="the start page tells what this is and shows figures without people in them")
def home(request: Request) -> HttpResponse:
    figures = public_figures()
    try:
        shapes = map_shapes()
    except NoBoundaries:
        shapes = None
    drawing = draw_small(shapes, tile_map(), Subject(figures))
    week = chosen_lately()
    body = kept((figures, drawing), ("home", week), lambda: _body(figures, drawing, week))
    return render(request, "national/home.html", {"body": body, "is_demo": settings.DEMO})


def _body(figures: Figures, drawing: Drawing, week: tuple[UUID, str, str] | None) -> SafeString:
    context = {
        "figures": figures,
        "potential": figures.total[Phase.POTENTIAL],
        "running": figures.total[Phase.RUNNING],
        "drawing": drawing,
        "housing": figures.housing,
        "week": None if week is None else dict(zip(("pk", "title", "theme"), week, strict=True)),
    }
    return render_to_string("national/home_body.html", context)
