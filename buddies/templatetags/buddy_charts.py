"""Bars as SVG, always with a table beside them: the drawing is hidden from screen readers, which read the table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django import template
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from buddies.queries.figures import Month

register = template.Library()
WIDTH, HEIGHT, BOTTOM, TOP = 720, 200, 170, 20


@register.simple_tag
def months_chart(months: Sequence[Month]) -> SafeString:
    """Contacts per match, a bar a month."""
    bars = [(date_format(one.month, "M"), one.per_match or 0.0) for one in months]
    return _chart(bars, _("hoogste: %s") % f"{max((value for _name, value in bars), default=0):.1f}".replace(".", ","))


@register.simple_tag
def weeks_chart(weeks: Sequence[tuple[date, int]]) -> SafeString:
    """Contacts of one match, a bar a week; the month stands under its first week."""
    bars = []
    before = 0
    for day, number in weeks:
        bars.append((date_format(day, "M") if day.month != before else "", float(number)))
        before = day.month
    return _chart(bars, _("hoogste: %s") % max((number for _day, number in weeks), default=0))


def _chart(bars: Sequence[tuple[str, float]], words: str) -> SafeString:
    highest = max([1.0, *(value for _name, value in bars)])
    step = WIDTH / max(1, len(bars))
    parts = [f'<path class="t-chart__axis" d="M0 {BOTTOM}H{WIDTH}" fill="none"/>']
    for number, (name, value) in enumerate(bars):
        x, height = number * step + step * 0.15, (BOTTOM - TOP - 10) * value / highest
        parts.append(
            f'<rect class="t-chart__bar t-chart__bar--realised" x="{x:.1f}" y="{BOTTOM - height:.1f}" width="{step * 0.7:.1f}"'
            f' height="{height:.1f}"/>'
        )
        if name:
            parts.append(_text(x + step * 0.35, BOTTOM + 20, name))
    parts.append(_text(0, TOP - 6, words, anchor="start"))
    body = "".join(parts)
    return mark_safe(f'<svg class="t-chart" viewBox="0 0 {WIDTH} {HEIGHT}" aria-hidden="true">{body}</svg>')  # noqa: S308 - numbers and escaped words


def _text(x: float, y: float, words: str, anchor: str = "middle") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'
