"""The map with real boundaries, in the projection that every Dutch reader knows."""

from __future__ import annotations

from django.utils.safestring import mark_safe

from thuisgevers.municipalities.geo.maps import MapShapes

from ..keeping import kept
from ..queries.figures import Place
from .frame import Drawing, Frame
from .parts import map_words, municipality_bubbles, opening, province_bubbles
from .subject import Subject, attribute, shade


def draw_bounds(shapes: MapShapes, subject: Subject) -> Drawing:
    """The country, or one province with its neighbours in grey."""
    return kept((shapes, subject.figures), ("bounds", subject.key), lambda: _draw(shapes, subject))


def _draw(shapes: MapShapes, subject: Subject) -> Drawing:
    province = shapes.provinces.get(subject.province)
    frame = Frame.of(shapes.view_box) if province is None else Frame.of(province.view_box, province.code)
    frame = frame.padded(frame.width * 0.01)

    def where(place: Place) -> tuple[float, float] | None:
        shape = shapes.municipalities.get(place.code)
        return None if shape is None else (shape.x, shape.y)

    parts = [opening(frame, "bounds", *map_words(subject)), '<g aria-hidden="true">']
    known = subject.figures.by_code
    for code, shape in shapes.municipalities.items():
        place = known.get(code)
        is_out = bool(subject.province) and (place is None or place.province_code != subject.province)
        number = 0 if place is None or is_out else subject.number(place)
        css = f"k-g k-{shade(number)}{' k-out' if is_out else ''}"
        if place is None or is_out:
            parts.append(f'<path class="{css}" d="{shape.path}"/>')
        else:
            tip = attribute(subject.tip(place, number))
            parts.append(f'<path class="{css}" d="{shape.path}" data-u="{place.slug}"><title>{tip}</title></path>')
    parts.append(f'</g><path class="k-prov" d="{shapes.province_borders}" aria-hidden="true"/>')
    if province is None:
        parts.append(province_bubbles(subject, frame, {c: (p.x, p.y) for c, p in shapes.provinces.items()}))
    else:
        parts.append(municipality_bubbles(subject, frame, frame.narrow_radius, "k-narrow", where))
    parts.append(municipality_bubbles(subject, frame, frame.wide_radius, "k-wide", where))
    parts.append("</svg>")
    return Drawing(mark_safe("".join(parts)), "bounds", shapes.credit)  # noqa: S308 - every text went through `attribute`
