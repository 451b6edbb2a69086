"""From one Markdown template to a text mail and an HTML mail.

A template is `templates/<app>/mail/<name>.txt`. Its first lines say what the mail is, then follows an empty line and the text:

    Onderwerp: Uw aanmelding is ontvangen
    Waarom: U krijgt dit bericht omdat u een initiatief hebt aangemeld.
    Herinnering: first_answer            (only when the reader may turn this kind of mail down)

    Beste {{ name }},
    [Bekijk de stand]({{ url }})         (a link alone on a line becomes a button)

Values can never become markup or a link: each special character in them is written as an entity, which Markdown
does not read as structure. Nothing personal stands in a subject; a variable there is refused.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.conf import settings
from django.template import Context, loader
from django.template.base import Template, VariableNode
from django.utils.formats import localize
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import template_localtime  # type: ignore[attr-defined]
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.token import Token

from thuisgevers.notifications.enums import ReminderKind

HEADING = re.compile(r"^(Onderwerp|Waarom|Herinnering):[ \t]*(.*)$")
VARIABLE = re.compile(r"\{\{\s*([\w.]+)")
#: What a subject may name: never a person, an address or an organisation.
SUBJECT_VARIABLES = frozenset({"reference", "municipality", "municipality_name", "municipality.name", "count"})
LONGEST_SUBJECT = 150
#: Stands between the text and the footer of a body; cannot come from a value (private use characters are taken out).
FOOTER_MARK = "\ue000"
HIDDEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ue000-\uf8ff\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]"
)


class TemplateError(ValueError):
    """The template is not a mail: no subject, an unknown kind, or a variable in the subject."""


@dataclass(frozen=True)
class Wording:
    """A filled-in template. `body` is Markdown without the footer."""

    subject: str
    why: str
    reminder: ReminderKind | None
    body: str


@dataclass(frozen=True)
class Letter:
    """What goes out."""

    text: str
    html: str


class _ValueNode(VariableNode):
    """A variable in a mail: its value is always plain words."""

    def render(self, context: Context) -> str:
        value = template_localtime(self.filter_expression.resolve(context), use_tz=context.use_tz)
        return as_words(localize(value, use_l10n=context.use_l10n))


def as_words(value: object) -> str:
    """A value in which nothing is Markdown: punctuation as entities, line breaks as hard breaks."""
    text = html.unescape(value) if isinstance(value, SafeString) else str(value)
    lines = [" ".join(HIDDEN.sub("", line).split()) for line in text.splitlines()]
    return "\\\n".join("".join(_entity(char) for char in line) for line in lines if line)


def _entity(char: str) -> str:
    return char if char.isalnum() or char == " " or ord(char) > 127 else f"&#{ord(char)};"


def fill_in(template: str, context: Mapping[str, Any], *, appendix: str = "") -> Wording:
    """Fill in `<app>/<name>`; `appendix` is Markdown that was filled in before. Raises TemplateError for a template that
    is not a mail."""
    app, _slash, name = template.partition("/")
    path = f"{app}/mail/{name}.txt"
    compiled: Template = cast("Any", loader.get_template(path)).template
    _check_subject(path, compiled.source)
    for node in compiled.nodelist.get_nodes_by_type(VariableNode):
        node.__class__ = _ValueNode
    facts = {"base_url": settings.BASE_URL, "national_email": settings.NATIONAL_EMAIL, **context}
    filled = compiled.render(Context(facts)).strip().splitlines()
    headings: dict[str, str] = {}
    while filled and (found := HEADING.match(filled[0])):
        headings[found[1]] = html.unescape(found[2]).strip()
        filled.pop(0)
    if not headings.get("Onderwerp"):
        raise TemplateError(f"{path}: the first line must be 'Onderwerp: …'")
    return Wording(
        subject=headings["Onderwerp"][:LONGEST_SUBJECT],
        why=headings.get("Waarom", ""),
        reminder=_kind(path, headings.get("Herinnering", "")),
        body=re.sub(r"\n{3,}", "\n\n", "\n".join([*filled, "", appendix]).strip()),
    )


def _check_subject(path: str, source: str) -> None:
    for line in source.splitlines():
        if line.startswith("Onderwerp:"):
            personal = set(VARIABLE.findall(line)) - SUBJECT_VARIABLES
            if personal:
                raise TemplateError(f"{path}: a subject names nobody, but this one uses {sorted(personal)}")


def _kind(path: str, value: str) -> ReminderKind | None:
    if not value:
        return None
    try:
        return ReminderKind(value)
    except ValueError as error:
        raise TemplateError(f"{path}: {value!r} is not a kind of reminder") from error


def with_footer(wording: Wording, *, preferences_url: str = "") -> str:
    """The body as it is kept: the text, and under it why this mail came and where to change that (no address: the reader
    has no account, so there is nothing to choose)."""
    why = wording.why or _("U krijgt dit bericht omdat u De Thuisgevers gebruikt.")
    if wording.reminder:
        way_out = _("Wilt u deze herinneringen anders of niet meer? [Kies zelf wat u krijgt](%(url)s).")
    else:
        way_out = _("Dit bericht krijgt u altijd. [Kies zelf welke herinneringen u krijgt](%(url)s).")
    lines = [as_words(why), way_out % {"url": preferences_url}] if preferences_url else [as_words(why)]
    return f"{wording.body}\n{FOOTER_MARK}\n" + "\n\n".join(lines)


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "linkify": False})
    return parser.disable(["image", "autolink", "html_inline", "html_block", "code", "fence", "backticks", "reference"])


_PARSER = _parser()


def write_letter(*, subject: str, sender: str, body: str) -> Letter:
    """Text and HTML of a kept body, from the same source."""
    main, _mark, footer = body.partition(FOOTER_MARK)
    page = loader.render_to_string(
        "notifications/mail/layout.html",
        {
            "subject": subject,
            "sender": sender,
            "base_url": settings.BASE_URL,
            "body": mark_safe(_to_html(main)),  # noqa: S308 - the parser lets no HTML through
            "footer": mark_safe(_to_html(footer)),  # noqa: S308
        },
    )
    text = f"{_to_text(main)}\n\n-- \n{sender}\n{_to_text(footer)}\n"
    return Letter(text=text, html=page)


def _to_html(markdown: str) -> str:
    tokens = _PARSER.parse(markdown)
    for position, token in enumerate(tokens):
        if token.type == "paragraph_open" and _is_button(tokens[position + 1]):
            token.attrSet("class", "button")
    return str(_PARSER.renderer.render(tokens, _PARSER.options, {}))


def _is_button(inline: Token) -> bool:
    children = inline.children or []
    kinds = [child.type for child in children]
    return (
        kinds[:1] == ["link_open"]
        and kinds[-1:] == ["link_close"]
        and kinds.count("link_open") == 1
        and not inline.hidden
    )


def _to_text(markdown: str) -> str:
    lines: list[str] = []
    marks: list[str] = []
    numbers: list[int] = []
    for token in _PARSER.parse(markdown):
        if token.type == "ordered_list_open":
            numbers.append(1)
        elif token.type == "bullet_list_open":
            numbers.append(0)
        elif token.type in {"ordered_list_close", "bullet_list_close"}:
            numbers.pop()
        elif token.type == "list_item_open":
            marks.append(f"{numbers[-1]}. " if numbers[-1] else "- ")
            numbers[-1] += bool(numbers[-1])
        elif token.type == "blockquote_open":
            marks.append("> ")
        elif token.type == "inline":
            mark = marks.pop() if marks else ""
            text = _inline_text(token.children or [], alone=_is_button(token))
            lines.append(mark + text.replace("\n", "\n" + (mark if mark == "> " else " " * len(mark))))
            if not (numbers and token.level > 2):
                lines.append("")
        elif token.type == "hr":
            lines += ["---", ""]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _inline_text(children: Sequence[Token], *, alone: bool) -> str:
    out: list[str] = []
    target, start = "", 0
    for child in children:
        if child.type == "link_open":
            target, start = str(child.attrGet("href") or ""), len(out)
        elif child.type == "link_close":
            label = "".join(out[start:])
            if label != target:
                out.append(f":\n{target}" if alone else f" ({target})")
        elif child.type == "softbreak":
            out.append(" ")
        elif child.type == "hardbreak":
            out.append("\n")
        else:
            out.append(child.content)
    return "".join(out)
