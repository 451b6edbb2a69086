"""The card of one document, made in Python: a dossier's page has one for every version, and as a template each cost more than
the rest of its section together (measured in tests/benchmarks)."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from django import template
from django.template.context import Context
from django.template.defaultfilters import filesizeformat
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from thuisgevers.common.addresses import address
from thuisgevers.common.templatetags.dutch import plural, time_tag
from thuisgevers.common.templatetags.ui import badge, icon
from thuisgevers.common.words import gettext as _

from ..enums import DocumentState
from ..kinds import Missing
from ..queries import DocumentCard

register = template.Library()


@register.simple_tag(takes_context=True)
def document_card(
    context: Context,
    card: DocumentCard,
    is_news: bool = False,
    next: str = "",  # noqa: A002 - the field's own name
) -> SafeString:
    """State, file and buttons. While it is being made the card asks for itself again; `is_news` has it read aloud."""
    document = card.document
    name = f"{escape(card.kind_label)}, {escape(_('versie'))} {document.version}"
    superseded = badge(_("vervangen door een nieuwere versie"), "neutral", "archive") if card.is_superseded else ""
    news = f' data-announce="{escape(card.announcement)}"' if is_news else ""
    made = (
        f'<div class="t-document" id="document-{document.pk}"{news}{_asking(card)}>'
        f'<span class="t-document__sheet" aria-hidden="true">{icon(card.icon)}</span><div class="t-document__body">'
        f"<p><strong>{name}</strong> {badge(card.state_label, card.tone, card.icon)} {superseded}</p>"
        f"{_alert(_('Dit kan nu niet'), card.problem, 'alert') if card.problem else ''}{_news_of(card)}"
        f"{_buttons(card, name, str(context.get('csrf_token', '')), next)}</div></div>"
    )
    return mark_safe(made)  # noqa: S308 - every part is escaped or made by a template


@register.simple_tag
def missing_facts(facts: Iterable[Missing]) -> SafeString:
    """What must be filled in first, each with the page to do it."""
    made = [f'<li><a href="{escape(fact.url)}">{escape(str(fact.label))}</a></li>' for fact in facts]
    return mark_safe(f"<ul>{''.join(made)}</ul>")  # noqa: S308 - every part is escaped


def _asking(card: DocumentCard) -> str:
    if not card.document.is_being_made:
        return ""
    here = address("documents:document_show", card.document.pk)
    return f' hx-get="{here}?stand={escape(card.document.state)}" hx-trigger="every 1500ms" hx-swap="outerHTML"'


def _news_of(card: DocumentCard) -> str:
    document = card.document
    if document.is_being_made:
        text = (
            _("Het document staat in de rij. U kunt deze pagina gewoon verlaten.")
            if document.state == DocumentState.REQUESTED
            else _("Het document wordt gemaakt. Dat duurt meestal een paar seconden.")
        )
        bar = render_to_string("components/progress.html", {"text": text, "value": None, "announce": ""})
        here = address("documents:document_show", document.pk)
        return f'{bar}<noscript><p><a href="{here}">{escape(_("Bekijk of het klaar is"))}</a></p></noscript>'
    if document.state == DocumentState.FAILED:
        return _alert(_("Het document is niet gemaakt"), document.error, "")
    if not document.has_file:
        return ""
    facts = [
        plural(document.page_count or 0, _("bladzijde,bladzijden")),
        f"pdf, {escape(filesizeformat(document.byte_size or 0))}",
        f"{escape(_('gemaakt op'))} {time_tag(document.ready_at)}",
    ]
    if document.sent_on:
        facts.append(f"{escape(_('verstuurd op'))} {time_tag(document.sent_on)}")
    if document.signed_on:
        facts.append(f"{escape(_('ondertekend op'))} {time_tag(document.signed_on)}")
    return f'<p class="t-muted">{" · ".join(facts)}</p>'


def _buttons(card: DocumentCard, name: str, token: str, back: str) -> str:
    document = card.document
    named = f'<span class="t-visually-hidden">: {name}</span>'
    made = []
    if document.has_file:
        weight = "secondary" if card.is_superseded else "primary"
        file = address("documents:document_download", document.pk)
        made.append(
            f'<a class="nl-button nl-button--{weight}" href="{file}" download>'
            f"{icon('download')}{escape(_('Downloaden'))}{named}</a>"
        )
    fields = f'<input type="hidden" name="csrfmiddlewaretoken" value="{escape(token)}">'
    if back:
        fields += f'<input type="hidden" name="next" value="{escape(back)}">'
    for action in card.actions:
        target = address(action.url_name, document.pk)
        made.append(
            f'<form method="post" action="{target}" hx-post="{target}" hx-target="#document-{document.pk}"'
            f' hx-swap="outerHTML">{fields}<button class="nl-button nl-button--secondary" type="submit">'
            f"{icon(action.icon)}{escape(action.label)}{named}</button></form>"
        )
    return f'<div class="t-actions">{"".join(made)}</div>' if made else ""


def _alert(title: str, text: str, role: str) -> str:
    return render_to_string("components/alert.html", {"kind": "error", "title": title, "text": text, "role": role})
