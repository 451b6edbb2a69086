"""Rows of the register of properties, made in Python: a tag per cell cost more than the rest of the page."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from housing.queries.properties import PropertyRow
from thuisgevers.common.templatetags.listing import fact_list, select_box, timeline_list
from thuisgevers.common.templatetags.ui import badge, icon

register = template.Library()
register.simple_tag(fact_list)
register.simple_tag(select_box)
register.simple_tag(timeline_list)

_ROW = (
    '<tr><th scope="row"><a class="nl-link t-worklist__title t-nowrap" href="{url}">{title}</a></th>'
    '<td data-label="{l_place}">{place}</td><td data-label="{l_kind}">{kind}</td>'
    '<td data-label="{l_state}" class="t-nowrap">{badge}</td><td data-label="{l_step}">{step}</td>'
    '<td data-label="{l_units}" class="t-nowrap">{units}</td><td data-label="{l_vacancy}" class="t-nowrap">{vacancy}</td>'
    '<td data-label="{l_owner}" class="t-nowrap">{owner}</td></tr>'
)


@register.simple_tag
def property_rows(rows: Iterable[PropertyRow]) -> SafeString:
    """`<tr>`s in the order of the table's head. Everything that people typed is escaped here."""
    labels = {
        "l_place": escape(_("Plaats")),
        "l_kind": escape(_("Soort")),
        "l_state": escape(_("Stand")),
        "l_step": escape(_("Volgende stap")),
        "l_units": escape(_("Eenheden")),
        "l_vacancy": escape(_("Leeg")),
        "l_owner": escape(_("Eigenaar")),
    }
    none = f'<span class="t-muted">{escape(_("geen"))}</span>'
    unknown = f'<span class="t-muted">{escape(_("niet bekend"))}</span>'
    people = icon("users", label=_("mensen"))
    silent = icon("phone", label=_("bellen"))
    badges: dict[str, str] = {}
    made = []
    for row in rows:
        if row.state_label not in badges:
            badges[row.state_label] = badge(row.state_label, row.tone, row.icon)
        room = f" · {people}&nbsp;{escape(row.room)}" if row.room else ""
        made.append(
            _ROW.format(
                url=row.url,
                title=escape(row.title),
                place=escape(row.place) if row.place else unknown,
                kind=escape(row.kind),
                badge=badges[row.state_label],
                step=escape(row.step),
                units=f"<span>{row.units or none}{room}</span>",
                vacancy=escape(row.vacancy) if row.vacancy else unknown,
                owner=f"<span>{silent} <strong>{escape(row.owner)}</strong></span>"
                if row.is_silent
                else escape(row.owner),
                **labels,
            )
        )
    return mark_safe("".join(made))  # noqa: S308 - every part above is escaped or made by format_html
