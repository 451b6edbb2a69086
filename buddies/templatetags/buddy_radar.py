"""The rows of the radar, drawn in Python: a page has twenty-five, each with a badge, three addresses and perhaps a form."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from django import template
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from buddies.queries.radar import Signal
from thuisgevers.common.templatetags.ui import badge, icon
from thuisgevers.common.words import gettext as _

register = template.Library()


@register.simple_tag(takes_context=True)
def radar_rows(context: Context, signals: Sequence[Signal], tab: str, may_manage: bool) -> SafeString:
    """The `<tr>`s of a tab, to which a press comes back. Whoever may not manage sees no "later"."""
    token = format_html(
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}"><input type="hidden" name="lijst" value="{}">',
        context.get("csrf_token", ""),
        tab,
    )
    heads = (escape(_("Wat er is")), escape(_("Datum")), escape(_("Wat u kunt doen")))
    later, bell = escape(_("Later")) if may_manage else "", icon("bell")
    return SafeString("".join(_row(one, heads, later, token, bell) for one in signals))


def _row(one: Signal, heads: tuple[str, str, str], later: str, token: SafeString, bell: SafeString) -> str:
    title, todo = escape(one.title), escape(one.todo)
    about = f'<span class="t-visually-hidden">: {title}</span>'
    who = f'<span class="t-worklist__sub">{escape(one.who)}</span>' if one.who else ""
    if one.press:
        act = (
            f'<form method="post" action="{one.press}">{token}'
            f'<button class="nl-button nl-button--secondary t-button--small" type="submit">{bell}{todo}{about}</button></form>'
        )
    else:
        act = f'<a class="nl-link" href="{one.todo_url}">{todo}{about}</a>'
    wait = f'<a class="nl-link t-small" href="{one.later_url}">{later}{about}</a>' if later else ""
    return (
        f'<tr><th scope="row"><a class="nl-link t-worklist__title" href="{one.url}">{title}</a>{who}</th>'
        f'<td data-label="{heads[0]}">{badge(one.what, one.tone, one.icon)}</td><td data-label="{heads[1]}">{one.since}</td>'
        f'<td data-label="{heads[2]}"><div class="t-cluster">{act}{wait}</div></td></tr>'
    )
