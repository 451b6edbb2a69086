"""Bubbles and provinces as SVG, the same on both maps."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from ..queries.figures import Place
from .frame import Frame
from .placing import Bubble, place_bubbles
from .subject import Subject, attribute, place_url
from .words import initiatives_in_words


def opening(frame: Frame, kind: str, title: str, text: str) -> str:
    """The start of the `<svg>`; `kind` is `bounds` or `tiles`."""
    where = f"k-svg--{kind} k-svg--{'province' if frame.province else 'nation'}"
    return (
        f'<svg class="k-svg {where}" data-map viewBox="{frame.view_box}" role="group" aria-labelledby="kaart-titel kaart-uitleg">'
        f'<title id="kaart-titel">{attribute(title)}</title><desc id="kaart-uitleg">{attribute(text)}</desc>'
    )


def map_words(subject: Subject) -> tuple[str, str]:
    """Title and description that a screen reader says on entering the map."""
    where = subject.figures.provinces.get(subject.province, _("Nederland"))
    counted = subject.counted()
    number = initiatives_in_words(sum(n for _place, n in counted), subject.phase)
    return (
        _("Kaart van %s: initiatieven per gemeente") % where,
        _(
            "%(number)s in %(places)s gemeenten. Ga met de pijltjestoetsen langs de gemeenten. Alles staat ook in de lijst."
        )
        % {"number": number, "places": len(counted)},
    )


def bubble(css: str, url: str, label: str, x: float, y: float, radius: float, shown: float, number: int) -> str:
    """A link as large as its touch area (`k-hit`), with room for the focus ring."""
    at = f'cx="{x:g}" cy="{y:g}"'
    return (
        f'<a class="{css}" href="{attribute(url)}" aria-label="{attribute(label)}"><circle class="k-hit" {at} r="{radius:g}"/>'
        f'<circle class="k-halo" {at} r="{shown * 1.3:.1f}"/><circle class="k-ring" {at} r="{shown * 1.15:.1f}"/>'
        f'<circle class="k-dot" {at} r="{shown:g}"/><text x="{x:g}" y="{y:g}">{number}</text></a>'
    )


def municipality_bubbles(
    subject: Subject, frame: Frame, radius: float, css: str, where: Callable[[Place], tuple[float, float] | None]
) -> str:
    """One layer of bubbles at least `radius` in touch area. `where` gives the label point, None when it is not drawn."""
    drawn = [(place, n, point) for place, n in subject.counted() if (point := where(place)) is not None]
    lines, links = [], []
    for one in place_bubbles([point for _p, _n, point in drawn], radius, frame.box):
        members = [drawn[k] for k in one.members]
        number = sum(n for _place, n, _point in members)
        shown = round(
            radius * (0.68 if number < 10 else 0.78 if number < 100 else 0.92) + min(number, 10) * radius * 0.012, 1
        )
        if one.shift > shown * 0.5:
            lines.append(_leader(one, shown, radius))
        places = [place for place, _n, _point in members]
        if len(places) == 1:
            url, label, kind = place_url(places[0]), subject.label(places[0], number), "k-m"
        else:
            url, label, kind = subject.together_url(places), subject.together_label(places, number), "k-m k-m--many"
        links.append(bubble(kind, url, label, one.x, one.y, radius, shown, number))
    return f'<g class="{css}" font-size="{radius * 0.86:.1f}"><g aria-hidden="true">{"".join(lines)}</g>{"".join(links)}</g>'


def _leader(one: Bubble, shown: float, radius: float) -> str:
    return (
        f'<path class="k-line" d="M{one.anchor_x:g},{one.anchor_y:g}L{one.x:g},{one.y:g}"/>'
        f'<circle class="k-pin" cx="{one.anchor_x:g}" cy="{one.anchor_y:g}" r="{radius * 0.12:.1f}"/>'
    )


def province_bubbles(subject: Subject, frame: Frame, centres: dict[str, tuple[float, float]]) -> str:
    """What a phone shows of the country: a bubble per province that leads to its own map."""
    radius, zoom = frame.narrow_radius, _("Bekijk de provincie")
    codes = [code for code in subject.figures.provinces if code in centres]
    numbers = dict.fromkeys(codes, 0)
    for place, number in subject.counted():
        if place.province_code in numbers:
            numbers[place.province_code] += number
    links = []
    for one in place_bubbles([centres[code] for code in codes], radius, frame.box):
        code = codes[one.members[0]]
        number = numbers[code]
        words = initiatives_in_words(number, subject.phase) if number else _("0 initiatieven")
        label = f"{subject.figures.provinces[code]}: {words}. {zoom}"
        css = "k-p" if number else "k-p k-p--none"
        links.append(
            bubble(css, subject.province_url(code), label, one.x, one.y, radius, round(radius * 0.86, 1), number)
        )
    return f'<g class="k-narrow" font-size="{radius * 0.9:.1f}">{"".join(links)}</g>'
