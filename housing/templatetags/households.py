"""Rows of the list of households, made in Python: a tag per cell cost more than the rest of the page (see initiatives' worklist)."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from housing.queries.households import HouseholdRow
from thuisgevers.common.templatetags.dutch import short_date
from thuisgevers.common.templatetags.ui import badge, deadline, icon
from thuisgevers.common.words import gettext as _

register = template.Library()

_AGAIN = '<span class="t-deadline t-deadline--none">{}<span>{} {}</span></span>'
_ROW = (
    '<tr><th scope="row"><a class="nl-link t-worklist__title t-nowrap" href="{url}">{reference}</a></th>'
    '<td data-label="{l_people}">{people}</td><td data-label="{l_languages}">{languages}</td>'
    '<td data-label="{l_state}" class="t-nowrap">{badge}</td><td data-label="{l_from}" class="t-nowrap">{available}</td>'
    '<td data-label="{l_clock}" class="t-nowrap">{clock}</td><td data-label="{l_handler}">{handler}</td></tr>'
)


@register.simple_tag
def household_rows(rows: Iterable[HouseholdRow]) -> SafeString:
    """`<tr>`s in the order of the table's head. Everything that people typed is escaped here."""
    labels = {
        "l_people": escape(_("Personen")),
        "l_languages": escape(_("Talen")),
        "l_state": escape(_("Stand")),
        "l_from": escape(_("Kan verhuizen")),
        "l_clock": escape(_("Verhuisd uiterlijk")),
        "l_handler": escape(_("Behandelaar")),
    }
    nobody = f'<span class="t-muted">{escape(_("niemand"))}</span>'
    nothing = f'<span class="t-muted">{escape(_("niet bekend"))}</span>'
    none_runs = f'<span class="t-muted">{escape(_("geen termijn"))}</span>'
    again = escape(_("zoekt opnieuw sinds"))
    badges: dict[str, str] = {}
    clocks: dict[object, str] = {}
    made = []
    for row in rows:
        if row.state_label not in badges:
            badges[row.state_label] = badge(row.state_label, row.tone, row.icon)
        clock = none_runs
        if row.clock is not None and row.clock.on is not None:
            if row.clock.on not in clocks:
                clocks[row.clock.on] = deadline(row.clock, short=True)
            clock = clocks[row.clock.on]
        elif row.waiting_since is not None:
            clock = _AGAIN.format(icon("clock"), again, escape(short_date(row.waiting_since)))
        made.append(
            _ROW.format(
                url=row.url,
                reference=escape(row.reference),
                people=escape(row.people),
                languages=escape(row.languages) or nothing,
                badge=badges[row.state_label],
                available=escape(short_date(row.available_from)) if row.available_from else nothing,
                clock=clock,
                handler=escape(row.handler) if row.handler else nobody,
                **labels,
            )
        )
    return mark_safe("".join(made))  # noqa: S308 - every part above is escaped or made by format_html
