"""Markdown with merge fields to HTML, in which a value can never become markup.

The text is parsed first and the values are put in afterwards, as escaped text in the finished tree: a name
like `**x**`, `<script>` or `{{ iban }}` is printed as it stands. The result still goes through nh3 with a
short list of tags, so that even a hole in the parser opens nothing.
"""

import html
import re
from collections.abc import Callable, Sequence
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

FIELD = re.compile(r"\{\{[ \t]*([a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)?)[ \t]*\}\}")
TAGS = {"p", "strong", "em", "ul", "ol", "li", "br", "h3", "table", "thead", "tbody", "tr", "th", "td"}

# Private characters around the place of a block: they survive nh3 as text, and are taken out of every value.
OPEN, CLOSE = "\ue000", "\ue001"
BLOCK = re.compile(f"{OPEN}([a-z_]+){CLOSE}")


def _merge_field(state: StateInline, silent: bool) -> bool:
    found = FIELD.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    if not silent:
        token = state.push("merge_field", "", 0)
        token.content = found[1]
    state.pos = found.end()
    return True


def _stray_braces(state: StateInline, silent: bool) -> bool:
    """`{{` that is not a field: kept as a token, so that saving can refuse it by name."""
    if not state.src.startswith("{{", state.pos) or FIELD.match(state.src, state.pos, state.posMax):
        return False
    if not silent:
        end = state.src.find("}}", state.pos, state.posMax)
        token = state.push("stray_braces", "", 0)
        token.content = state.src[state.pos : end + 2 if end >= 0 else state.posMax]
    state.pos += 2
    return True


def _join_blocks(state: StateCore) -> None:
    """A paragraph that holds one field and nothing else can be the place of a block."""
    tokens: list[Token] = []
    for token in state.tokens:
        tokens.append(token)
        if token.type != "paragraph_close" or len(tokens) < 3:
            continue
        inline = tokens[-2]
        children = inline.children or []
        if len(children) == 1 and children[0].type == "merge_field":
            block = Token("merge_block", "", 0, content=children[0].content, block=True)
            tokens[-3:] = [block]
    state.tokens = tokens


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "linkify": False, "breaks": False})
    parser.enable("table")
    parser.disable(
        ["link", "image", "autolink", "html_inline", "html_block", "code", "fence", "backticks", "reference"]
    )
    parser.disable(["lheading", "hr", "blockquote"])
    parser.inline.ruler.before("emphasis", "merge_field", _merge_field)
    parser.inline.ruler.after("merge_field", "stray_braces", _stray_braces)
    parser.core.ruler.push("merge_blocks", _join_blocks)
    return parser


class _Renderer(RendererHTML):
    """Writes the places of fields with what `env` holds for them."""

    def merge_field(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
        value: Callable[[str], str] = env["value"]
        return escape_value(value(tokens[index].content))

    def merge_block(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
        name = tokens[index].content
        if name in env["blocks"]:
            return f"{OPEN}{name}{CLOSE}\n"
        return f"<p>{self.merge_field(tokens, index, options, env)}</p>\n"

    def stray_braces(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
        return html.escape(tokens[index].content)


_PARSER = _parser()
_PARSER.renderer = _Renderer()


def escape_value(value: str) -> str:
    """A value as it is printed: escaped, without control or private characters, lines kept apart."""
    clean = re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ue000-\uf8ff\u202a-\u202e\u2066-\u2069]", "", value)
    return "<br>".join(html.escape(line) for line in clean.splitlines()) if "\n" in clean else html.escape(clean)


def parse(text: str) -> list[Token]:
    """The tree of a text, with `merge_field`, `merge_block` and `stray_braces` tokens in it."""
    return _PARSER.parse(_without_private(text))


def render(text: str, *, value: Callable[[str], str], blocks: frozenset[str], block: Callable[[str], str]) -> str:
    """The HTML of a text. `value` looks up a field, `block` gives the HTML of one of our own parts."""
    env: dict[str, Any] = {"value": value, "blocks": blocks}
    rendered = _PARSER.render(_without_private(text), env)
    safe = nh3.clean(rendered, tags=TAGS, attributes={}, link_rel=None)
    return BLOCK.sub(lambda place: block(place[1]), safe)


def render_line(text: str, *, value: Callable[[str], str]) -> str:
    """The HTML of a heading or title: fields are filled in, everything else is plain text."""
    parts, end = [], 0
    text = _without_private(text)
    for found in FIELD.finditer(text):
        parts += [html.escape(text[end : found.start()]), escape_value(value(found[1]))]
        end = found.end()
    return "".join([*parts, html.escape(text[end:])])


def _without_private(text: str) -> str:
    return re.sub("[\ue000-\uf8ff]", "", text)
