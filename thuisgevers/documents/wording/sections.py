"""A template text is a list of sections; each section may depend on one yes/no of the facts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

KEYS = frozenset({"heading", "body", "when", "unless", "key", "style"})
STYLES = frozenset({"", "plain"})


@dataclass(frozen=True)
class Section:
    """A part of a document. Without a heading it continues the section before it.

    `when` and `unless` name one flag of the kind: data, not an expression, so there is nothing to evaluate.
    `key` names the article, so that other text can refer to its number with `{{ artikel.<key> }}`.
    `style = "plain"` gives a heading that is not an article and gets no number (the parties, the signatures).
    """

    body: str
    heading: str = ""
    when: str = ""
    unless: str = ""
    key: str = ""
    style: str = ""

    @property
    def is_article(self) -> bool:
        return bool(self.heading) and self.style != "plain"

    def is_shown(self, flags: Mapping[str, bool]) -> bool:
        return (not self.when or flags[self.when]) and (not self.unless or not flags[self.unless])

    def as_json(self) -> dict[str, str]:
        parts = {
            "heading": self.heading,
            "key": self.key,
            "when": self.when,
            "unless": self.unless,
            "style": self.style,
            "body": self.body,
        }
        return {name: value for name, value in parts.items() if value}


def read_sections(data: Iterable[Mapping[str, Any]]) -> list[Section]:
    """From JSON or TOML. Raises ValueError on an unknown key or a value that is not text."""
    sections = []
    for part in data:
        if unknown := set(part) - KEYS:
            raise ValueError(f"unknown: {', '.join(sorted(unknown))}")
        if not all(isinstance(value, str) for value in part.values()):
            raise ValueError("every part of a section is text")
        if part.get("style", "") not in STYLES:
            raise ValueError(f"unknown style: {part['style']}")
        sections.append(Section(**{"body": "", **part}))
    return sections


def number_articles(sections: Iterable[Section], flags: Mapping[str, bool]) -> dict[str, int]:
    """The number of every shown article that has a key, counted over the shown articles."""
    numbers: dict[str, int] = {}
    count = 0
    for section in sections:
        if section.is_article and section.is_shown(flags):
            count += 1
            if section.key:
                numbers[section.key] = count
    return numbers
