"""The small parts of every page as tags. They build their HTML in Python, because a list page has hundreds of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from html import escape
from typing import Any

from django import template
from django.core.paginator import Page
from django.http import HttpRequest, QueryDict
from django.template.context import Context
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.translation import get_language

from thuisgevers.common.deadlines import Deadline
from thuisgevers.common.slots import render_slot
from thuisgevers.common.words import gettext as _

from .dutch import dutch_date, initials, short_date

register = template.Library()

TONES = frozenset({"neutral", "info", "positive", "warning", "negative", "accent"})


@lru_cache(maxsize=512)
def _icon(name: str, label: str, css: str) -> SafeString:
    named = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="t-icon{}" {} focusable="false"><use href="{}#{}"/></svg>',
        f" {css}" if css else "",
        named,
        static("dist/icons.svg"),
        name,
    )


@register.simple_tag
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """A Tabler icon from the sprite. Decoration unless it has a label."""
    return _icon(str(name), str(label), css)


@register.simple_tag
def badge(label: str, tone: str = "neutral", icon: str = "", title: str = "") -> SafeString:
    """A status: colour, icon and word. Tones: neutral, info, positive, warning, negative, accent."""
    return _badge(str(label), tone, str(icon), str(title))


@lru_cache(maxsize=512, typed=True)
def _badge(label: str, tone: str, icon: str, title: str) -> SafeString:
    if tone not in TONES:
        raise ValueError(f"Unknown tone {tone!r}; use one of {', '.join(sorted(TONES))}")
    return format_html(
        '<span class="t-badge t-badge--{}"{}>{}{}</span>',
        tone,
        format_html(' title="{}"', title) if title else "",
        _icon(icon, "", "") if icon else "",
        label,
    )


@register.simple_tag
def deadline(value: Deadline | date | datetime | None, label: str = "", short: bool = False) -> SafeString:
    """A date with its urgency in colour, icon and words; far away the date says it all. A plain date counts calendar days; see
    `common.deadlines`."""
    if not isinstance(value, Deadline):
        on = timezone.localdate(value) if isinstance(value, datetime) else value
        value = Deadline(on=on, label=label)
    if value.today is None:
        value = replace(value, today=timezone.localdate())
    return _deadline(get_language(), value, str(label or value.label), bool(short))


@lru_cache(maxsize=4096)
def _deadline(_language: str | None, value: Deadline, label: str, short: bool) -> SafeString:
    """A list has the same few days in many rows."""
    tone, words, on = value.tone, value.words, value.on
    if on is None:
        return SafeString(f'<span class="t-deadline t-deadline--none">{escape(words)}</span>')
    named = f"{escape(label)}: " if label else ""
    shown = short_date(on) if short else dutch_date(on)
    if words != dutch_date(on):
        words = f'<strong>{escape(words)}</strong> <time datetime="{on.isoformat()}">{shown}</time>'
    else:
        words = f'<time datetime="{on.isoformat()}">{shown}</time>'
    icon = _icon(value.icon, "", "")
    return SafeString(f'<span class="t-deadline t-deadline--{tone}">{icon}<span>{named}{words}</span></span>')


@register.simple_tag
def person(name: str, muted: str = "") -> SafeString:
    """A name with a small round of initials; `muted` is shown when there is no name (`niemand`)."""
    if not name:
        return format_html('<span class="t-muted">{}</span>', muted or _("niemand"))
    return format_html(
        '<span class="t-person"><span class="t-avatar" aria-hidden="true">{}</span>{}</span>', initials(name), name
    )


@register.simple_tag
def visibility(text: str, internal: bool = False) -> SafeString:
    """`Wie ziet dit`: under the heading of every section about people."""
    return _visibility(_("Wie ziet dit:"), str(text), bool(internal))


@lru_cache(maxsize=512, typed=True)
def _visibility(label: str, text: str, internal: bool) -> SafeString:
    return format_html(
        '<p class="t-visibility{}">{}<span><span class="t-visually-hidden">{} </span>{}</span></p>',
        " t-visibility--internal" if internal else "",
        _icon("lock" if internal else "eye", "", ""),
        label,
        text,
    )


@register.simple_block_tag(takes_context=True)
def card(
    context: Context,
    content: str,
    title: str,
    icon: str = "",
    id: str = "",  # noqa: A002 - the name template authors expect
    level: int = 2,
    visible: str = "",
    internal: bool = False,
    css: str = "",
) -> SafeString:
    """`{% card "Documenten" icon="file-text" %}…{% endcard %}`: a section with a heading that names it."""
    title, visible = str(title), str(visible)
    name = escape(str(id or f"deel-{slugify(title)}"))
    return SafeString(
        f'<section class="t-card{f" {escape(css)}" if css else ""}" id="{name}" aria-labelledby="{name}-kop">'
        f'<h{level:d} class="nl-heading nl-heading--level-{level:d}" id="{name}-kop">{_icon(icon, "", "") if icon else ""}'
        f"{conditional_escape(title)}</h{level:d}>{visibility(visible, internal) if visible else ''}"
        f"{conditional_escape(content)}</section>"
    )


@register.simple_tag(takes_context=True)
def sort_header(
    context: Context, label: str, key: str, current: str = "", css: str = "", first: str = "asc", param: str = "sorteer"
) -> SafeString:
    """A table head that sorts: a link that keeps all other filters, with `aria-sort` on the column in use.

    `current` is the sort in force, `-key` for descending. `first` is the order of the first press. The page starts at 1 again.
    """
    is_on = current.lstrip("-") == key
    is_down = current.startswith("-")
    down_next = not is_down if is_on else first == "desc"
    query = _query(context)
    query[param] = f"-{key}" if down_next else key
    query.pop("pagina", None)
    order = ("descending" if is_down else "ascending") if is_on else ""
    return format_html(
        '<th scope="col"{}{}><a class="t-sort" href="?{}">{}{}</a></th>',
        format_html(' aria-sort="{}"', order) if order else "",
        format_html(' class="{}"', css) if css else "",
        query.urlencode(),
        label,
        _icon(("arrow-down" if is_down else "arrow-up") if is_on else "arrows-sort", "", ""),
    )


def _query(context: Context) -> QueryDict:
    request: HttpRequest | None = context.get("request")
    return request.GET.copy() if request is not None else QueryDict(mutable=True)


@register.simple_tag
def page_numbers(page: Page[Any]) -> list[int | str]:
    """The page numbers to show: the ends, and the neighbours of this page; `…` where some are left out."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))


@register.simple_tag(takes_context=True)
def slot(context: Context, page: str, obj: Any) -> SafeString:
    """The panels that higher floors hang on this page; see `common.slots`."""
    request: HttpRequest | None = context.get("request")
    return render_slot(page, getattr(request, "access", None), obj, context)


@register.simple_tag
def menu_items(items: Iterable[Any]) -> SafeString:
    """The `<li>`s of a menu: label, url, icon, current and optional count. Every page has three menus."""
    made = []
    for item in items or ():
        current = ' aria-current="page"' if item.current else ""
        count = getattr(item, "count", "")
        number = f' <span class="t-count">{escape(str(count))}</span>' if count else ""
        drawn = _icon(item.icon, "", "") if item.icon else ""
        made.append(
            f'<li><a href="{escape(item.url)}"{current}>{drawn}{conditional_escape(str(item.label))}{number}</a></li>'
        )
    return SafeString("".join(made))


@register.filter
def get(mapping: dict[Any, Any], key: Any) -> Any:
    """`{{ counts|get:key }}`: a dictionary value under a key that is itself a variable."""
    return mapping.get(key, "")
