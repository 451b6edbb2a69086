"""A person's own data in two shapes: a page to read and print, and a file for another program."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from thuisgevers.common.personal import Kept, Value
from thuisgevers.common.templatetags.dutch import dutch_date, dutch_datetime

#: Grows when a key of the file gets another meaning or goes; a new key or section is no new version.
VERSION = 1
#: Rows of one section on the page; the file has them all.
SHOWN = 20


#: What is longer than this gets a line of its own.
LONG = 60

type Facts = list[tuple[str, str]]


@dataclass(frozen=True)
class Line:
    """One row among several: what it is called, what is short, and texts."""

    title: str
    facts: Facts
    texts: Facts


@dataclass(frozen=True)
class Part:
    """A section of the page, empty facts left out: `facts` where it has one row, else `lines`."""

    key: str
    title: str
    note: str
    facts: Facts
    lines: list[Line]
    left_out: int

    @property
    def is_empty(self) -> bool:
        return not self.facts and not self.lines


def as_page(kept: list[Kept]) -> list[Part]:
    return [_part(one) for one in kept]


def as_file(kept: list[Kept], made_at: datetime) -> str:
    """JSON (RFC 8259); dates and times as ISO 8601, in Dutch time with its offset."""
    whole = {
        "schema": "thuisgevers.own-data",
        "version": VERSION,
        "made_at": _plain(made_at),
        "sections": {
            one.section.key: {
                "title": str(one.section.title),
                "rows": [{key: _plain(row[key]) for key in one.section.words} for row in one.rows],
            }
            for one in kept
        },
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _part(kept: Kept) -> Part:
    words = {key: str(label) for key, label in kept.section.words.items()}
    rows = [[(label, text) for key, label in words.items() if (text := _shown(row[key]))] for row in kept.rows[:SHOWN]]
    is_one = len(rows) == 1
    return Part(
        key=kept.section.key,
        title=str(kept.section.title),
        note=str(kept.section.note),
        facts=rows[0] if is_one else [],
        lines=[] if is_one else [_line(facts) for facts in rows if facts],
        left_out=max(0, len(kept.rows) - SHOWN),
    )


def _line(facts: Facts) -> Line:
    """The first fact is what the row is called."""
    (_label, title), rest = facts[0], facts[1:]
    return Line(
        title=title,
        facts=[(label, text) for label, text in rest if len(text) <= LONG and "\n" not in text],
        texts=[(label, text) for label, text in rest if len(text) > LONG or "\n" in text],
    )


def _shown(value: Value) -> str:
    match value:
        case None:
            return ""
        case bool():
            return _("ja") if value else _("nee")
        case datetime():
            return dutch_datetime(value)
        case date():
            return dutch_date(value)
        case list():
            return ", ".join(value)
        case _:
            return str(value)


def _plain(value: Value) -> str | int | bool | list[str] | None:
    match value:
        case datetime():
            return timezone.localtime(value).isoformat(timespec="seconds")
        case date():
            return value.isoformat()
        case _:
            return value
