"""Tags for what is the same on every page of a process. In the builtins after those of Django and `ui`: `translate`, `icon`, `card` and `visibility` replace theirs."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import template
from django.template.base import FilterExpression, Node, NodeList, Parser, Token
from django.template.context import Context
from django.templatetags.i18n import TranslateNode, do_translate
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from thuisgevers.common import addresses

from . import ui

register = template.Library()


class OnceNode(Node):
    """Renders what it holds the first time and says the same ever after: once per language and way of escaping."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist
        self.said: dict[tuple[str | None, bool], str] = {}

    def render(self, context: Context) -> SafeString:
        key = (get_language(), context.autoescape)
        said = self.said.get(key)
        if said is None:
            said = self.said[key] = self.nodelist.render(context)
        return SafeString(said)


@register.tag
def once(parser: Parser, _token: Token) -> OnceNode:
    """`{% once %}…{% endonce %}` around what looks at nothing of the request: the footer, the addresses of scripts."""
    nodelist = parser.parse(("endonce",))
    parser.delete_first_token()
    return OnceNode(nodelist)


@register.tag
def translate(parser: Parser, token: Token) -> Node:
    """Django's tag; plain words without a variable, filter or context are looked up once (a page has a hundred of them)."""
    node = do_translate(parser, token)
    return OnceNode(NodeList([node])) if _is_plain(node) else node


class Said:
    """An argument `_("…")` in a template, looked up once per language instead of at every rendering."""

    def __init__(self, words: Promise) -> None:
        self.words = words
        self.said: dict[str | None, str] = {}

    def resolve(self, _context: Context, ignore_failures: bool = False) -> str:
        language = get_language()
        if language not in self.said:
            self.said[language] = str(self.words)
        return self.said[language]


def _said(given: Any) -> Any:
    return Said(given.var) if isinstance(given.var, Promise) and not given.filters else given


def _with_words(name: str, parser: Parser, token: Token) -> Node:
    made: Any = ui.register.tags[name](parser, token)
    made.args = [_said(given) for given in made.args]
    made.kwargs = {key: _said(given) for key, given in made.kwargs.items()}
    node: Node = made
    return node


class CardNode(Node):
    """A card of which the template itself gives every word: its frame is drawn once per language, what stands in it every time."""

    child_nodelists = ("nodelist",)

    def __init__(self, node: Any) -> None:
        self.node, self.nodelist = node, node.nodelist
        self.frames: dict[str | None, tuple[str, str]] = {}

    def render(self, context: Context) -> SafeString:
        language = get_language()
        frame = self.frames.get(language)
        if frame is None:
            mark = SafeString("\0")
            given = {key: value.resolve(context) for key, value in self.node.kwargs.items()}
            head, _mark, tail = ui.card(
                context, mark, *(one.resolve(context) for one in self.node.args), **given
            ).partition(mark)
            frame = self.frames[language] = (head, tail)
        return SafeString(f"{frame[0]}{self.nodelist.render(context)}{frame[1]}")


@register.tag
def card(parser: Parser, token: Token) -> Node:
    """The tag of `ui`, with its words looked up once."""
    node: Any = _with_words("card", parser, token)
    given = [*node.args, *node.kwargs.values()]
    return CardNode(node) if node.target_var is None and all(map(_is_constant, given)) else node


def _is_constant(given: Any) -> bool:
    """Words, or True, False and None: those are looked up in the context, where they always are."""
    return isinstance(given, Said) or _is_literal(given) or given.token in {"True", "False", "None"}


@register.tag
def visibility(parser: Parser, token: Token) -> Node:
    """The tag of `ui`, with its words looked up once; drawn once where the template gives them all."""
    node: Any = _with_words("visibility", parser, token)
    given = [*node.args, *node.kwargs.values()]
    return OnceNode(NodeList([node])) if node.target_var is None and all(map(_is_constant, given)) else node


@register.tag
def icon(parser: Parser, token: Token) -> Node:
    """The tag of `ui`; an icon named in the template itself is drawn once (a page has fifty of them)."""
    node = ui.register.tags["icon"](parser, token)
    given = [*node.args, *node.kwargs.values()]
    return OnceNode(NodeList([node])) if node.target_var is None and all(map(_is_literal, given)) else node


def _is_plain(node: TranslateNode) -> bool:
    return not node.noop and node.asvar is None and node.message_context is None and _is_literal(node.filter_expression)


def _is_literal(given: FilterExpression) -> bool:
    """Words between quotes, translated or not. A constant stays a string until it is first resolved."""
    literal = given.var if isinstance(given.var, str) else getattr(given.var, "literal", None)
    return not given.filters and isinstance(literal, str)


@register.simple_tag
def address(name: str, *parts: UUID | str) -> str:
    """`{% address "initiatives:dossier_detail" slug pk %}`: what `{% url %}` gives, for pages with many of them."""
    return addresses.address(name, *parts)
