"""Facts, filters and timelines drawn in Python: a page has hundreds of them, and a template tag for each cost more than the
rest of the page together (measured in tests/benchmarks)."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from thuisgevers.common.listing import Fact, SelectBox
from thuisgevers.common.words import gettext as _

from .dutch import time_tag
from .ui import icon

register = template.Library()

WIDE = ' class="t-facts__wide"'


@register.simple_tag
def fact_list(facts: Iterable[Fact]) -> SafeString:
    """What `components/facts.html` draws, for a page with forty of them."""
    missing = f'<span class="t-missing">{escape(_("nog niet ingevuld"))}</span>'
    made = [
        f"<div{WIDE if fact.wide else ''}><dt>{escape(str(fact.label))}</dt>"
        f"<dd>{missing if fact.value is None or fact.value == '' else escape(str(fact.value))}</dd></div>"
        for fact in facts
    ]
    return mark_safe(f'<dl class="t-facts">{"".join(made)}</dl>')  # noqa: S308 - every part above is escaped


@register.simple_tag
def select_box(box: SelectBox) -> SafeString:
    """A `<select>` of a filter; Django's own widget renders a template per choice."""
    options = "".join(
        f'<option value="{escape(str(value))}"{" selected" if value == box.chosen else ""}>{escape(str(label))}</option>'
        for value, label in box.choices
    )
    return mark_safe(  # noqa: S308 - every part is escaped
        '<select class="utrecht-select utrecht-select--html-select"'
        f' name="{escape(str(box.name))}" id="filter-{escape(str(box.name))}">{options}</select>'
    )


@register.simple_tag
def timeline_list(entries: Iterable[Any]) -> SafeString:
    """What `components/timeline.html` draws, for a page with a hundred events."""
    made = []
    for entry in entries:
        internal = ' class="is-internal"' if entry.visibility == "internal" else ""
        reason = f'<p class="t-timeline__reason">{escape(str(entry.reason))}</p>' if entry.reason else ""
        made.append(
            f'<li{internal}><span class="t-timeline__dot">{icon(entry.icon)}</span><div>'
            f'<p class="t-timeline__text"><strong>{escape(str(entry.actor_label))}</strong> {escape(str(entry.text))}</p>{reason}'
            f'<p class="t-timeline__meta">{time_tag(entry.at)}<span>{escape(str(entry.visibility_label))}</span></p></div></li>'
        )
    return mark_safe(f'<ol class="t-timeline">{"".join(made)}</ol>')  # noqa: S308 - every part is escaped
