"""Bars as SVG, always with a table beside them: the drawing is hidden from screen readers, which read the table."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from housing.queries.quota import MonthOfNights, QuotaLine
from thuisgevers.common.templatetags.dutch import dutch_number

register = template.Library()
WIDTH, HEIGHT, BOTTOM, TOP = 720, 240, 210, 20


@register.simple_tag
def quota_chart(lines: Sequence[QuotaLine]) -> SafeString:
    """Per half-year, oldest first: who was placed, housed elsewhere and planned, stacked under the line of what is owed."""
    shown = list(lines)[:6][::-1]
    highest = max([1, *(max(line.owed, line.done + line.planned) for line in shown)])
    step = WIDTH / max(1, len(shown))
    parts = [f'<path class="t-chart__axis" d="M0 {BOTTOM}H{WIDTH}" fill="none"/>']
    for number, line in enumerate(shown):
        x, width = number * step + step * 0.25, step * 0.5
        y = float(BOTTOM)
        for css, value in (("realised", line.realised), ("elsewhere", line.elsewhere), ("planned", line.planned)):
            height = _tall(value, highest)
            y -= height
            if value:
                parts.append(_bar(f"t-chart__bar t-chart__bar--{css}", x, y, width, height))
        level = BOTTOM - _tall(max(0, line.owed), highest)
        parts.append(f'<path class="t-chart__target" d="M{x - 12:.1f} {level:.1f}h{width + 24:.1f}" fill="none"/>')
        parts.append(_text(x + width / 2, level - 6, str(line.owed)))
        parts.append(_text(x + width / 2, BOTTOM + 20, line.label))
    return _drawing(parts)


@register.simple_tag
def nights_chart(months: Sequence[MonthOfNights]) -> SafeString:
    """Nights per month."""
    highest = max([1, *(month.nights for month in months)])
    step = WIDTH / max(1, len(months))
    parts = [f'<path class="t-chart__axis" d="M0 {BOTTOM}H{WIDTH}" fill="none"/>']
    every = max(1, len(months) // 12 + (len(months) % 12 > 0))
    for number, month in enumerate(months):
        height = _tall(month.nights, highest)
        x = number * step + step * 0.15
        parts.append(_bar("t-chart__bar t-chart__bar--realised", x, BOTTOM - height, step * 0.7, height))
        if number % every == 0:
            words = (
                date_format(month.month, "M y")
                if month.month.month == 1 or number == 0
                else date_format(month.month, "M")
            )
            parts.append(_text(x + step * 0.35, BOTTOM + 20, words))
    parts.append(_text(36, TOP - 6, _("hoogste: %s") % dutch_number(highest), anchor="start"))
    return _drawing(parts)


def _tall(value: int, highest: int) -> float:
    return (BOTTOM - TOP - 10) * max(0, value) / highest


def _bar(css: str, x: float, y: float, width: float, height: float) -> str:
    return f'<rect class="{css}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"/>'


def _text(x: float, y: float, words: str, anchor: str = "middle") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'


def _drawing(parts: list[str]) -> SafeString:
    body = "".join(parts)
    return mark_safe(f'<svg class="t-chart" viewBox="0 0 {WIDTH} {HEIGHT}" aria-hidden="true">{body}</svg>')  # noqa: S308
