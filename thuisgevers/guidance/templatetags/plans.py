"""The steps of a plan as rows, and the timeline as SVG; the table under that says the same, so screen readers skip the drawing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from html import escape

from django import template
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe

from thuisgevers.common.templatetags.dutch import join_and, short_date
from thuisgevers.common.templatetags.ui import badge, deadline, icon
from thuisgevers.common.words import gettext as _
from thuisgevers.guidance.queries.plans import StepLine

register = template.Library()
WIDTH, WORDS, ROW, TOP = 960, 330, 26, 34
LONGEST_TITLE = 42


@register.simple_tag
def plan_rows(lines: Sequence[StepLine]) -> SafeString:
    """The `<li>`s of one phase. In Python, as a plan has thirty of them."""
    own, after, reason, move_in = _("Stap van de gemeente"), _("Na:"), _("Reden:"), icon("home-move", _("intrekken"))
    return SafeString("".join(_row(line, own, after, reason, move_in) for line in lines))


def _row(line: StepLine, own: str, after: str, reason: str, move_in: SafeString) -> str:
    notes = [own] if line.is_own else []
    if line.waits_for:
        notes.append(f"{after} {join_and(line.waits_for)}")
    if line.skip_reason:
        notes.append(f"{reason} {escape(line.skip_reason)}")
    words = "".join(f'<span class="t-muted t-small">{note}</span>' for note in notes)
    role = line.role[:1].upper() + line.role[1:]
    who = escape(line.owner) if line.owner else f'<span class="t-muted">{escape(role)}</span>'
    when = deadline(line.deadline, short=True) if line.deadline else ""
    if not when and line.finished_on:
        when = f'<span class="t-muted t-small">{short_date(line.finished_on)}</span>'
    return (
        f'<li class="t-list__row t-plan-row t-plan-row--{line.state}"><span class="t-plan-row__title">'
        f'<span><a class="nl-link" href="{line.url}">{escape(line.title)}</a>{f" {move_in}" if line.is_move_in else ""}</span>'
        f'{words}</span><span class="t-plan-row__who">{who}</span><span class="t-plan-row__when">{when}</span>'
        f'<span class="t-plan-row__state">{badge(line.state_label, line.tone, line.icon)}</span></li>'
    )


@register.simple_tag
def plan_timeline(lines: Sequence[StepLine], today: date) -> SafeString:
    """A bar per step that has days, month lines behind them and a line at today where it is in sight."""
    shown = [line for line in lines if line.starts_on is not None and line.due_on is not None]
    if not shown:
        return SafeString()
    first = min(line.starts_on for line in shown if line.starts_on)
    last = max(line.due_on for line in shown if line.due_on)
    span = max(1, (last - first).days + 1)
    height = TOP + ROW * len(shown) + 8

    def across(day: date) -> float:
        return WORDS + (WIDTH - WORDS - 8) * (day - first).days / span

    parts = _months(first, last, across, height)
    if first <= today <= last:
        x = across(today)
        parts.append(f'<path class="t-gantt__today" d="M{x:.1f} {TOP - 8}V{height}" fill="none"/>')
    for number, line in enumerate(shown):
        y = TOP + ROW * number
        assert line.starts_on is not None
        assert line.due_on is not None
        x, right = across(line.starts_on), across(line.due_on + timedelta(days=1))
        tone = "late" if line.is_late else line.state
        parts.append(f'<text class="t-gantt__title" x="0" y="{y + 16}">{escape(_short(line.title))}</text>')
        parts.append(
            f'<rect class="t-gantt__bar t-gantt__bar--{tone}" x="{x:.1f}" y="{y + 4}" rx="4"'
            f' width="{max(6, right - x):.1f}" height="{ROW - 10}"/>'
        )
    body = "".join(parts)
    return mark_safe(  # noqa: S308 - numbers and escaped words
        f'<svg class="t-gantt" viewBox="0 0 {WIDTH} {height}" aria-hidden="true">{body}</svg>'
    )


def _months(first: date, last: date, across: Callable[[date], float], height: int) -> list[str]:
    parts = []
    month = first.replace(day=1)
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    every = max(1, -(-count // 10))
    for number in range(count):
        day = max(month, first)
        x = across(day)
        parts.append(f'<path class="t-gantt__month" d="M{x:.1f} {TOP - 8}V{height}" fill="none"/>')
        if number % every == 0 and x < WIDTH - 40:
            words = date_format(day, "M Y") if number == 0 or day.month == 1 else date_format(day, "M")
            parts.append(f'<text class="t-gantt__label" x="{x + 4:.1f}" y="{TOP - 14}">{escape(words)}</text>')
        month = (month + timedelta(days=32)).replace(day=1)
    return parts


def _short(title: str) -> str:
    return title if len(title) <= LONGEST_TITLE else _("%s…") % title[: LONGEST_TITLE - 1].rstrip()
