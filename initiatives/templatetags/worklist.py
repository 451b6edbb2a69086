"""Rows of the worklist and facts of a dossier, made in Python: a page has two hundred cells, and a template tag for each cost more than the
rest of the page together (measured in tests/benchmarks)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from html import escape

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe

from initiatives.queries.actions import Action
from initiatives.queries.dossier_parts import NoteLine, Question, TeamMember
from initiatives.queries.worklist import WorklistRow
from thuisgevers.common.templatetags.dutch import dutch_date, time_tag
from thuisgevers.common.templatetags.listing import fact_list, select_box, timeline_list
from thuisgevers.common.templatetags.ui import badge, deadline, icon, person
from thuisgevers.common.words import gettext as _

register = template.Library()

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
                step=escape(str(row.step.title)),
                ball=escape(str(row.ball)),
                deadline=deadlines[row.deadline.on],
                assignee=escape(row.assignee) if row.assignee else nobody,
                **labels,
            )
        )
    return mark_safe("".join(made))  # noqa: S308 - every part above is escaped or made by format_html


register.simple_tag(fact_list)
register.simple_tag(select_box)
register.simple_tag(timeline_list)


@register.simple_tag
def team_list(team: Iterable[TeamMember]) -> SafeString:
    """Who belongs to the initiative, with an address to write to."""
    since = escape(_("sinds"))
    made = [
        f'<li class="t-list__row"><div><p class="t-list__title">{person(member.name)}</p>'
        f'<p class="t-list__meta">{escape(member.role)}, {since} {dutch_date(member.since)}</p></div>'
        f'<a class="nl-link" href="mailto:{escape(member.email)}">{escape(member.email)}</a></li>'
        for member in team
    ]
    if not made:
        nobody = _("Er zit nu niemand in het team. De contactpersoon staat bij het initiatief.")
        made.append(f'<li class="t-muted">{escape(nobody)}</li>')
    return mark_safe(f'<ul class="t-list">{"".join(made)}</ul>')  # noqa: S308 - every part is escaped


@register.simple_tag
def action_list(actions: Iterable[Action]) -> SafeString:
    """Links to the small forms of a dossier; the one that ends it opens on the page itself."""
    made = []
    for action in actions:
        asks = " data-confirm-page" if action.is_danger else ""
        link = (
            f'<a class="nl-link"{asks} href="{escape(action.url)}">{icon(action.icon)} {escape(str(action.label))}</a>'
        )
        made.append(f"<li>{link}</li>")
    return mark_safe(f'<ul class="t-list">{"".join(made)}</ul>')  # noqa: S308 - every part is escaped


@register.simple_tag
def question_thread(questions: Iterable[Question], mine: str) -> SafeString:
    """Questions and answers as a conversation; `mine` is "official" or "team", whose words stand out."""
    asked_css = "t-bubble t-bubble--own" if mine == "official" else "t-bubble"
    answer_css = "t-bubble t-bubble--own" if mine == "team" else "t-bubble"
    made = []
    for question in questions:
        term = f"<p>{deadline(question.deadline, _('Antwoord voor'))}</p>" if question.is_open else ""
        follow: str = ""
        if question.answered_at is not None:
            follow = _bubble(answer_css, question.answered_by or "", question.answered_at, question.answer)
        elif question.closed_at is not None:
            closed = escape(_("Gesloten zonder antwoord op"))
            follow = f'<p class="t-muted">{closed} {time_tag(question.closed_at)}</p>'
        asked = _bubble(asked_css, question.asked_by, question.asked_at, question.question, term)
        made.append(f"<li>{asked}{follow}</li>")
    if not made:
        made.append(f'<li class="t-muted">{escape(_("Er zijn nog geen vragen gesteld."))}</li>')
    return mark_safe(f'<ul class="t-thread">{"".join(made)}</ul>')  # noqa: S308 - every part is escaped


def _bubble(css: str, name: str, at: datetime, text: str, more: str = "") -> str:
    return (
        f'<div class="{css}"><p class="t-bubble__meta"><strong>{escape(name)}</strong> {time_tag(at)}</p>'
        f'<p class="t-bubble__text">{escape(text)}</p>{more}</div>'
    )


@register.simple_tag(takes_context=True)
def note_thread(context: Context, notes: Iterable[NoteLine], dossier_url: str) -> SafeString:
    """Notes with the button of their author: away, or back for a day."""
    token = f'<input type="hidden" name="csrfmiddlewaretoken" value="{escape(str(context.get("csrf_token", "")))}">'
    kinds = {
        "phone": icon("phone", label=_("Telefoonnotitie")),
        "internal": icon("note", label=_("Interne notitie")),
    }
    made = []
    for note in notes:
        if note.removed_at is not None:
            body = f'<p class="t-muted">{escape(_("U hebt deze notitie weggehaald."))}</p>'
            button = f"{icon('arrow-back-up')}{escape(_('Terugzetten'))}"
            target = f"{dossier_url}notities/{note.pk}/terug/"
        else:
            body = f'<p class="t-bubble__text">{escape(note.text)}</p>'
            named = f'<span class="t-visually-hidden">: {escape(note.text[:40])}</span>'
            button = f"{icon('trash')}{escape(_('Weghalen'))}{named}"
            target = f"{dossier_url}notities/{note.pk}/weg/"
        form = (
            f'<form method="post" action="{target}">{token}<button class="t-link-button" type="submit">{button}</button></form>'
            if note.may_remove
            else ""
        )
        made.append(
            f'<li class="t-bubble t-bubble--internal"><p class="t-bubble__meta">{kinds[note.kind]}'
            f"<strong>{escape(note.author)}</strong> {time_tag(note.created_at)}</p>{body}{form}</li>"
        )
    if not made:
        made.append(f'<li class="t-muted">{escape(_("Er zijn nog geen notities."))}</li>')
    return mark_safe(f'<ul class="t-thread">{"".join(made)}</ul>')  # noqa: S308 - every part is escaped
