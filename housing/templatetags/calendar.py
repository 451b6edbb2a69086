"""The lanes of the calendar, made in Python: 300 homes with their stays are a thousand shapes, and a template tag for each would
cost more than the rest of the page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

from housing.queries.calendar import MONTH_WIDTH, Bar, Lane, Window
from thuisgevers.common.words import gettext as _

register = template.Library()
HEIGHT = 28
#: Narrower than this, in the drawing's own measure, nobody sees or hits a stay of a few days.
LEAST_WIDTH = 8
#: 24 pixels where twelve months are at their narrowest (WCAG 2.2, target size).
LEAST_HIT = 42


@register.simple_tag
def calendar_rows(found: Iterable[Lane], window: Window, today: date, property_url: str) -> SafeString:
    """`<tr>`s: the home, and its lane. `property_url` ends in the id of a property, which is replaced."""
    width = window.months * MONTH_WIDTH
    grid = "".join(f"M{number * MONTH_WIDTH} 0V{HEIGHT}" for number in range(1, window.months))
    now = ""
    if window.start <= today < window.stop:
        now = f'<path class="t-lane__today" d="M{window.at(today)} 0V{HEIGHT}"/>'
    frame = f'<path class="t-lane__grid" d="{grid}"/>'
    head = f'<svg class="t-lane" viewBox="0 0 {width} {HEIGHT}" preserveAspectRatio="none" role="group" aria-label="'
    nothing = escape(_("vrij"))
    made: list[str] = []
    places: dict[date, float] = {}
    for lane in found:
        shapes = [_unavailable(lane, window, width)]
        for bar in lane.bars:
            for day in (bar.start, bar.stop):
                if day not in places:
                    places[day] = window.at(day)
            shapes.append(_shape(bar, places[bar.start], places[bar.stop], window))
        url = property_url.replace("00000000-0000-0000-0000-000000000000", lane.property_id)
        made.append(
            f'<tr><th scope="row"><a class="nl-link" href="{url}">{escape(lane.property_name)}</a>'
            f'<span class="t-muted t-small">{escape(lane.name)}, max. {lane.most}</span></th>'
            f'<td colspan="{window.months}">{head}{escape(lane.home)}{"" if lane.bars else f": {nothing}"}">'
            f"{frame}{''.join(shapes)}{now}</svg></td></tr>"
        )
    return mark_safe("".join(made))  # noqa: S308 - every text above is escaped


def _shape(bar: Bar, x: float, stop: float, window: Window) -> str:
    """The stay, and around a short one a place wide enough to hit."""
    width = max(LEAST_WIDTH, round(stop - x, 1))
    label = escape(bar.label)
    shape = f'<rect class="t-bar t-bar--{bar.kind}" x="{x}" y="2" width="{width}" height="{HEIGHT - 4}" rx="3"/>'
    if not bar.url:
        return f'<g role="img" aria-label="{label}"><title>{label}</title>{shape}</g>'
    least = LEAST_HIT * window.months / 12
    if width < least:
        left = min(max(0, x - (least - width) / 2), window.months * MONTH_WIDTH - least)
        shape += f'<rect class="t-lane__hit" x="{left:g}" y="2" width="{least:g}" height="{HEIGHT - 4}"/>'
    return f'<a href="{bar.url}" aria-label="{label}"><title>{label}</title>{shape}</a>'


def _unavailable(lane: Lane, window: Window, width: int) -> str:
    """Before and after the period in which the home is available."""
    parts = []
    if lane.available_from > window.start:
        parts.append((0.0, window.at(lane.available_from)))
    if lane.available_until < window.stop:
        x = window.at(lane.available_until)
        parts.append((x, width - x))
    return "".join(f'<rect class="t-bar--none" x="{x}" y="0" width="{w}" height="{HEIGHT}"/>' for x, w in parts if w)
