"""Rows of the worklist and facts of a dossier, made in Python: a page has two hundred cells, and a template tag for each cost more than the
rest of the page together (measured in tests/benchmarks)."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from initiatives.queries.dossier_page import Fact
from initiatives.queries.worklist import SelectBox, WorklistRow
from thuisgevers.common.templatetags.ui import badge, deadline

register = template.Library()

WIDE = ' class="t-facts__wide"'

_ROW = (
    '<tr><th scope="row"><a class="nl-link t-worklist__title" href="{url}">{name}</a></th>'
    '<td data-label="{l_reference}" class="t-nowrap">{reference}</td><td data-label="{l_place}">{place}</td>'
    '<td data-label="{l_state}" class="t-nowrap">{badge}</td><td data-label="{l_step}">{step}</td>'
    '<td data-label="{l_ball}">{ball}</td><td data-label="{l_due}" class="t-nowrap">{deadline}</td>'
    '<td data-label="{l_assignee}">{assignee}</td></tr>'
)


@register.simple_tag
def worklist_rows(rows: Iterable[WorklistRow]) -> SafeString:
    """`<tr>`s in the order of the table's head. Everything that people typed is escaped here."""
    labels = {
        "l_reference": escape(_("Kenmerk")),
        "l_place": escape(_("Plaats")),
        "l_state": escape(_("Stand")),
        "l_step": escape(_("Volgende stap")),
        "l_ball": escape(_("Aan zet")),
        "l_due": escape(_("Termijn")),
        "l_assignee": escape(_("Behandelaar")),
    }
    nobody = f'<span class="t-muted">{escape(_("niemand"))}</span>'
    badges: dict[str, str] = {}
    deadlines: dict[object, str] = {}
    made = []
    for row in rows:
        if row.state_label not in badges:
            badges[row.state_label] = badge(row.state_label, row.tone, row.icon)
        if row.deadline.on not in deadlines:
            deadlines[row.deadline.on] = deadline(row.deadline, short=True)
        made.append(
            _ROW.format(
                url=row.url,
                name=escape(row.name),
                reference=escape(row.reference),
                place=escape(row.place),
                badge=badges[row.state_label],
                step=escape(row.step.title),
                ball=escape(row.ball),
                deadline=deadlines[row.deadline.on],
                assignee=escape(row.assignee) if row.assignee else nobody,
                **labels,
            )
        )
    return mark_safe("".join(made))  # noqa: S308 - every part above is escaped or made by format_html


@register.simple_tag
def fact_list(facts: Iterable[Fact]) -> SafeString:
    """What `components/facts.html` draws, for a page with forty of them."""
    missing = f'<span class="t-missing">{escape(_("nog niet ingevuld"))}</span>'
    made = [
        f"<div{WIDE if fact.wide else ''}><dt>{escape(fact.label)}</dt>"
        f"<dd>{missing if fact.value is None or fact.value == '' else escape(fact.value)}</dd></div>"
        for fact in facts
    ]
    return mark_safe(f'<dl class="t-facts">{"".join(made)}</dl>')  # noqa: S308 - every part above is escaped


@register.simple_tag
def select_box(box: SelectBox) -> SafeString:
    """A `<select>` of a filter; Django's own widget renders a template per choice."""
    options = "".join(
        f'<option value="{escape(value)}"{" selected" if value == box.chosen else ""}>{escape(label)}</option>'
        for value, label in box.choices
    )
    return mark_safe(  # noqa: S308 - every part is escaped
        '<select class="utrecht-select utrecht-select--html-select"'
        f' name="{escape(box.name)}" id="filter-{escape(box.name)}">{options}</select>'
    )
